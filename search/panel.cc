// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "corpus/json_text.h"
#include "search/conflicts.h"
#include "search/deadline.h"
#include "search/draw.h"
#include "search/indexed_records.h"
#include "search/integrity.h"
#include "search/made_results.h"
#include "search/panel_duty.h"
#include "search/panel_evidence.h"
#include "search/panel_notes.h"
#include "search/shard_note.h"
#include "search/topic_holders.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::Expert;
using corpus::fail;
using corpus::Result;

constexpr std::size_t kLongestSeed = 64;
constexpr int kReadings = 3;
constexpr std::size_t kSlice = 100;  // experts of the pool that are read at a time

Result<void> check(const PanelRequest& request) {
  const bool text = !corpus::invalid_utf8(request.seed) && std::ranges::none_of(request.seed, [](unsigned char c) { return c < ' ' || c == 0x7f; });
  if (request.seed.empty() || request.seed.size() > kLongestSeed || !text)
    return fail(ErrorCode::invalid_argument, "seed", fmt::format("a seed is text of 1 to {} bytes on one line", kLongestSeed),
                "such as 20260305-1, or a number that was published that day");
  if (request.floor < 0 || request.floor > 100)
    return fail(ErrorCode::invalid_argument, "fit", "the floor of fit is per cent of the best: from 0 to 100", "67 where nothing is said");
  if (request.judges == 0) return fail(ErrorCode::invalid_argument, "judges", "a panel needs at least one judge", "");
  return {};
}

// Somebody who was looked at, with all that speaks against them but how little they fit.
struct Placed {
  PanelExpert expert;
  std::vector<Exclusion> why;
  bool must_fit = false;  // not asked of whoever is off the topic, or of whom nothing is known
};

// One panel on one state of the index. Throws TimeUp after the deadline of `watch`.
class PanelDrawing {
 public:
  PanelDrawing(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const PanelTerms& terms,
               const PanelRequest& request, const Watch& watch)
      : reader_(reader), vocabularies_(vocabularies), expander_(expander), terms_(terms), request_(request), watch_(watch), records_(reader) {}

  Result<Panel> run(const MatchResult& fitting) {
    const corpus::Record* record = records_.find(request_.id);
    if (record == nullptr) return std::unexpected(not_in_index(reader_, request_.id));
    head(*record);
    panel_.notes = fitting.notes;
    const Party party = party_of(*record, reader_, records_, watch_);
    panel_.topics = topics_of(*record, vocabularies_, Frequencies(reader_.database(), reader_.far()));
    const Coverage coverage(panel_.topics, expander_);
    matter_ = record;
    for (std::span<const Match> left = fitting.matches; !left.empty();) {
      const std::span<const Match> slice = left.first(std::min(kSlice, left.size()));
      left = left.subspan(slice.size());
      place_all(slice, party, coverage);
    }
    place_silent(party, coverage);
    settle();
    std::ranges::move(notes_on_unknown_sides(party), std::back_inserter(panel_.notes));
    const auto by_id = [](const auto& one) -> const std::string& { return one.id; };
    std::ranges::sort(panel_.eligible, {}, by_id);
    std::ranges::sort(panel_.excluded, {}, [](const Excluded& one) -> const std::string& { return one.expert.id; });
    if (auto note = note_on_unstated_organisations(panel_.eligible)) panel_.notes.push_back(std::move(*note));
    seat();
    look_for_uncovered(coverage);
    if (!panel_.complete()) tell_what_to_relax(fitting.matches.size() < request_.pool);
    return std::move(panel_);
  }

 private:
  void head(const corpus::Record& record) {
    panel_.id = request_.id;
    panel_.title = corpus::title_of(record);
    panel_.kind = corpus::kind_of(record);
    panel_.role = terms_.role;
    panel_.seed = request_.seed;
    panel_.on = corpus::to_text(terms_.on);
    panel_.rules_edition = terms_.rules.edition;
    panel_.generation = reader_.generation();
    panel_.seq = reader_.seq();
    panel_.judges_asked = request_.judges;
    panel_.reserves_asked = request_.reserves;
    panel_.pool = request_.pool;
    panel_.floor = request_.floor;
    panel_.uncovered_accepted = request_.uncovered;
  }

  void place_all(std::span<const Match> slice, const Party& party, const Coverage& coverage) {
    std::vector<std::string> ids;
    for (const Match& match : slice) ids.push_back(match.card.id);
    records_.fetch(ids);
    std::vector<const Expert*> experts;
    for (const std::string& id : ids)
      if (const auto* expert = records_.find_as<Expert>(id)) experts.push_back(expert);
    made_ = made_results(experts, reader_, records_, watch_);
    for (const Match& match : slice) {
      watch_.check();
      if (const auto* expert = records_.find_as<Expert>(match.card.id)) place(*expert, match.score, party, coverage);
    }
  }

  // Words do not find whoever states nothing: a protocol without them would look as if they were not there.
  void place_silent(const Party& party, const Coverage& coverage) {
    const std::vector<const Expert*> silent = experts_without_evidence(reader_, records_, request_.see_hidden, watch_);
    made_ = made_results(silent, reader_, records_, watch_);
    for (const Expert* expert : silent) {
      const bool placed = std::ranges::any_of(placed_, [&](const Placed& one) { return one.expert.id == expert->id.value; });
      if (!placed && has_role(*expert, terms_.role)) place(*expert, 0, party, coverage, true);
    }
  }

  void place(const Expert& expert, double fit, const Party& party, const Coverage& coverage, bool silent = false) {
    const Duty duty = duty_of(expert, terms_);
    Placed placed;
    PanelExpert& one = placed.expert;
    one.id = expert.id.value, one.name = expert.name, one.organisation = expert.org_name;
    one.fit = fit;
    one.topics = coverage.of(expert, records_);
    one.lately = duty.lately, one.last = duty.last;
    one.lots = lots_of(duty.lately);
    one.lot = lot_of(request_.seed, request_.id, expert.id.value, one.lots);
    one.watched = expert.integrity == integrity::kWatch;
    one.organisation_stated = states_organisation(expert);
    std::vector<Exclusion>& why = placed.why = duties_against(expert, party, terms_, records_, vocabularies_.at("region"));
    std::ranges::move(conflicts_of(expert, party, made_[one.id], terms_, records_, watch_), std::back_inserter(why));
    if (silent)
      why.push_back(without_evidence());
    else if (one.topics.empty() && !panel_.topics.empty() && !shares_field(*matter_, expert))
      why.push_back(off_the_topic());
    else
      placed.must_fit = true;
    placed_.push_back(std::move(placed));
  }

  // What 100 % is: the best of those who did not make the matter themselves. For who did, their other results of its line speak too.
  double measure() {
    const Placed *best = nullptr, *maker = nullptr;
    for (const Placed& one : placed_) {
      const bool made = std::ranges::any_of(one.why, [](const Exclusion& why) { return why.rule == corpus::PanelRule::own_result; });
      const Placed*& place = made ? maker : best;
      if (place == nullptr || one.expert.fit > place->expert.fit) place = &one;
    }
    if (best == nullptr || best->expert.fit <= 0) best = maker;
    if (best == nullptr) return 0;
    if (maker != nullptr && maker->expert.fit > best->expert.fit) panel_.notes.push_back(note_on_measure(maker->expert, best->expert));
    return best->expert.fit;
  }

  // Who is in, and who is out and why: only once everybody is there it is known how well the best fits.
  void settle() {
    const double best = measure();
    for (Placed& one : placed_) {
      one.expert.share = share_of_best(one.expert.fit, best);
      if (auto little = one.must_fit ? too_little_fit(one.expert.share, request_.floor) : std::nullopt) one.why.push_back(std::move(*little));
      if (one.why.empty())
        panel_.eligible.push_back(std::move(one.expert));
      else
        panel_.excluded.push_back({std::move(one.expert), std::move(one.why)});
    }
  }

  void tell_what_to_relax(bool seen_all) {
    if (panel_.missing() > 0) panel_.relaxations = relaxations_of(panel_.excluded, terms_.rules, terms_.role, request_.floor, panel_.missing());
    if (auto note = note_on_relaxing(panel_.relaxations, admitted_by_all(panel_.excluded), panel_.missing(), seen_all))
      panel_.notes.push_back(std::move(*note));
    std::ranges::move(relaxations_for_topics(panel_, terms_.rules), std::back_inserter(panel_.relaxations));
  }

  void look_for_uncovered(const Coverage& coverage) {
    const auto covers = [](std::size_t topic) { return [topic](const PanelExpert& one) { return one.topics.contains(topic); }; };
    const auto might = [](std::size_t topic) {
      return [topic](const Excluded& one) {
        return one.expert.topics.contains(topic) && std::ranges::find(one.why, corpus::PanelRule::role, &Exclusion::rule) == one.why.end();
      };
    };
    for (std::size_t topic = 0; topic < panel_.topics.size(); ++topic) {
      if (std::ranges::any_of(panel_.eligible, covers(topic))) continue;
      panel_.uncovered.insert(topic);
      if (std::ranges::none_of(panel_.excluded, might(topic)) && nobody_covers(topic, coverage, terms_.role, reader_, records_, watch_))
        panel_.covered_by_nobody.insert(topic);
    }
    std::ranges::move(notes_on_uncovered(panel_), std::back_inserter(panel_.notes));
  }

  void seat() {
    std::vector<Entrant> entrants;
    for (const PanelExpert& one : panel_.eligible) entrants.push_back({one.id, one.lot, one.topics});
    std::set<std::size_t> taken;
    for (Seat& one : draw(entrants, request_.judges)) {
      taken.insert(one.place);
      panel_.judges.push_back(seated(std::move(one)));
    }
    for (Seat& one : draw(entrants, request_.reserves, taken)) panel_.reserves.push_back(seated(std::move(one)));
  }

  PanelExpert seated(Seat&& seat) const {
    PanelExpert one = panel_.eligible[seat.place];
    one.forced = seat.forced;
    one.alone = std::move(seat.alone);
    return one;
  }

  const IndexReader& reader_;
  const corpus::Vocabularies& vocabularies_;
  const Expander* expander_;
  const PanelTerms& terms_;
  const PanelRequest& request_;
  const Watch& watch_;
  IndexedRecords records_;
  const corpus::Record* matter_ = nullptr;
  std::map<std::string, std::vector<std::string>> made_;  // results of those who are placed next
  std::vector<Placed> placed_;                            // everybody looked at, until it is settled who is in
  Panel panel_;
};

Result<void> check_kind(ReaderPool& readers, const PanelRequest& request) {
  return readers.with([&](const IndexReader& reader) -> Result<void> {
    IndexedRecords records(reader);
    const corpus::Record* record = records.find(request.id);
    if (record == nullptr) return {};  // the matcher says so, in the words for this reader
    const corpus::Kind kind = corpus::kind_of(*record);
    if (kind == corpus::Kind::need || kind == corpus::Kind::achievement) return {};
    if (!request.see_hidden && corpus::common_of(*record).visibility != "public") return {};
    return fail(ErrorCode::invalid_argument, "id", fmt::format("there is no panel for a record of kind {}", corpus::to_string(kind)),
                "give a need or an achievement");
  });
}

std::unexpected<corpus::Error> took_too_long(const PanelRequest& request) {
  return fail(ErrorCode::timeout, "time_limit", fmt::format("the panel took more than {} ms", request.time_limit.count()), "ask with a smaller pool");
}

}  // namespace

Result<Panel> draw_panel(ReaderPool& readers, const Matcher& matcher, const corpus::Vocabularies& vocabularies, const Expander* expander,
                         const corpus::PanelRules& rules, const PanelRequest& request) {
  const auto deadline = Watch::Clock::now() + request.time_limit;
  const Watch watch(deadline);
  if (auto checked = check(request); !checked) return std::unexpected(checked.error());
  if (auto kind = check_kind(readers, request); !kind) return std::unexpected(kind.error());
  const PanelTerms terms{rules, request.role, request.on};
  MatchRequest fitting;
  fitting.id = request.id;
  fitting.to = MatchTarget::expert;
  fitting.top = fitting.candidates = request.pool;
  fitting.see_hidden = request.see_hidden;
  fitting.explain = fitting.fold = fitting.withhold = false;  // here the black list is a rule like the others, with its own line in the protocol
  fitting.today = request.on;
  for (int reading = 0; reading < kReadings; ++reading) {  // within one limit, however many there are
    const auto left = std::chrono::floor<std::chrono::milliseconds>(deadline - Watch::Clock::now());
    if (left.count() < 0) return took_too_long(request);
    fitting.time_limit = left;
    const auto matches = matcher.match(fitting);
    if (!matches && matches.error().code == ErrorCode::timeout) return took_too_long(request);
    if (!matches) return std::unexpected(matches.error());
    bool moved_on = false;
    const bool partly = std::ranges::find(matches->notes, "shards", &Note::code) != matches->notes.end();
    auto panel = readers.with([&](const IndexReader& reader) -> Result<Panel> {
      if (partly || reader.missing() > 0)
        return fail(ErrorCode::unavailable, "index", "a part of the index does not answer: conflicts recorded there would not be seen",
                    kAskWhenWhole);
      moved_on = reader.generation() != matches->generation || reader.seq() != matches->seq;
      if (moved_on) return Panel{};
      try {
        return PanelDrawing(reader, vocabularies, expander, terms, request, watch).run(*matches);
      } catch (const TimeUp&) {
        return took_too_long(request);
      }
    });
    if (moved_on && panel) continue;
    if (panel) panel->weights_version = matches->weights->version;
    return panel;
  }
  return fail(ErrorCode::busy, "index", "the index changed while the panel was drawn, three times over", "ask again when the import is over");
}

}  // namespace search
