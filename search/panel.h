// SPDX-License-Identifier: GPL-3.0-or-later
// A panel for a need or an achievement: judges (or solvers) and reserves without conflict who cover its topics, drawn so that the draw can be repeated,
// and the protocol of it: who was eligible, who was excluded and why, what would have to be relaxed where there are not enough.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/panel_rules.h"
#include "corpus/vocabulary.h"
#include "search/exclusion.h"
#include "search/matcher.h"
#include "search/panel_fit.h"
#include "search/topics.h"

namespace search {

struct PanelRequest {
  std::string id;  // of a need or an achievement of the index
  corpus::PanelRole role = corpus::PanelRole::judge;
  std::size_t judges = 3, reserves = 2;
  std::string seed;         // 1 to 64 bytes; whoever wants the same panel again gives the same, with the same day and pool
  corpus::Day on;           // windows are counted to this day
  std::size_t pool = 200;   // the experts who fit best by the matcher are looked at
  int floor = kFitFloor;    // per cent of the best expert's fit, from 0 to 100, that is enough to be eligible
  bool uncovered = false;   // whether a panel is complete though nobody eligible covers one of its topics that somebody in the index does
  bool see_hidden = false;  // whether experts who are not public may be drawn, and who may ask; conflicts are looked for in all records
  std::chrono::milliseconds time_limit{5000};
};

struct PanelExpert {
  std::string id, name, organisation;
  double fit = 0;                // score of the matcher
  int share = 0;                 // per cent of what the best expert for the matter reaches who did not make it; of whoever made it, may be over 100
  std::set<std::size_t> topics;  // that they cover
  int lately = 0;                // tasks within the last year
  std::string last, lot;         // of their lots the lowest
  int lots = 1;
  bool forced = false;           // of those drawn: seated whatever the lots, see draw.h
  std::set<std::size_t> alone;   // of those forced: topics that nobody else who could be drawn covers
  bool watched = false;          // integrity 关注: not excluded, but said
  bool organisation_stated = true;  // where not, nothing is known of where they work now: conflicts by it could not be looked for, which is said
};

struct Excluded {
  PanelExpert expert;
  std::vector<Exclusion> why;  // never empty
};

// What would let more people in, each rule alone.
struct Relaxation {
  corpus::PanelRule rule = corpus::PanelRule::role;
  std::string from, to;  // windows as the file has them, "off", or limits
  std::size_t admits = 0;
  std::string message, message_en;
  std::string topic = {};  // that those admitted cover, of a topic that nobody eligible does; empty: this is about seats
};

struct Panel {
  std::string id, title;
  corpus::Kind kind = corpus::Kind::need;
  corpus::PanelRole role = corpus::PanelRole::judge;
  std::string seed, on, rules_edition, weights_version;
  std::string generation;
  corpus::Seq seq = 0;
  std::size_t judges_asked = 0, reserves_asked = 0, pool = 0;  // as asked for, as the next two
  int floor = kFitFloor;
  bool uncovered_accepted = false;
  std::vector<Topic> topics;
  std::set<std::size_t> uncovered;  // topics that nobody eligible covers
  std::set<std::size_t> covered_by_nobody;  // of those, the ones that nobody of the role covers in the whole index: no panel could
  std::vector<PanelExpert> judges, reserves;  // in the order drawn
  std::vector<PanelExpert> eligible;          // all of them, those drawn too, by id
  std::vector<Excluded> excluded;             // by id; with those of the role of whom nothing is known to find them by
  std::vector<Relaxation> relaxations;        // only where the panel is not complete
  Notes notes;
  std::size_t missing() const { return judges_asked - judges.size() + reserves_asked - reserves.size(); }
  // Whether nobody eligible covers any of the topics there are.
  bool covers_none() const { return !topics.empty() && uncovered.size() == topics.size(); }
  // Topics that keep the panel from being complete: not those that no panel could cover, where it covers others.
  std::size_t lacking() const { return uncovered_accepted ? 0 : covers_none() ? uncovered.size() : uncovered.size() - covered_by_nobody.size(); }
  bool complete() const { return missing() == 0 && lacking() == 0; }
};

// Thread-safe. Both readings, the matcher's and this one's, are of one state of one generation. A panel that cannot be filled is no error: it has whoever
// there is. Errors: not_found where the id is not in the index, or not for this reader; invalid_argument for a record of another kind, a seed
// that is empty, too long or not text, no judges asked for, a floor that is no percentage; those of the matcher; timeout; unavailable where a
// part of the index does not answer, since conflicts recorded there would not be seen; busy where the index moves on faster than it can be read.
corpus::Result<Panel> draw_panel(ReaderPool& readers, const Matcher& matcher, const corpus::Vocabularies& vocabularies, const Expander* expander,
                                 const corpus::PanelRules& rules, const PanelRequest& request);

// What each rule, relaxed alone, would admit: the smallest step first. Rules that are no matter of degree (the black list, one's own result, topics) are not
// offered. Of floors of fit below kFitWarned one is told, with a warning: the highest that admits `missing` people, or as many as any does. `floor` is the
// panel's.
std::vector<Relaxation> relaxations_of(const std::vector<Excluded>& excluded, const corpus::PanelRules& rules, corpus::PanelRole role, int floor,
                                       std::size_t missing);

// For each topic that nobody eligible covers, the smallest step of each rule that would admit somebody who does.
std::vector<Relaxation> relaxations_for_topics(const Panel& panel, const corpus::PanelRules& rules);

// Which topics nobody eligible covers, and what is to be done about it; and which nobody in the index does. None where all are covered.
Notes notes_on_uncovered(const Panel& panel);

// How many all rules that are a matter of degree, the floor of fit among them, switched off together, would admit: who is out for several of them, too.
std::size_t admitted_by_all(const std::vector<Excluded>& excluded);

// For a panel that lacks so many: that no rule relaxed alone is enough, and whether all of them together are. nullopt where one alone is. `seen_all`: whether
// everybody whom words find was looked at, so that a larger pool has nobody more.
std::optional<Note> note_on_relaxing(const std::vector<Relaxation>& relaxations, std::size_t by_all, std::size_t missing, bool seen_all);

}  // namespace search
