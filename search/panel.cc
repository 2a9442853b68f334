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
    if (!fitting.matches.empty()) best_ = fitting.matches.front().score;
    for (std::span<const Match> left = fitting.matches; !left.empty();) {
      const std::span<const Match> slice = left.first(std::min(kSlice, left.size()));
      left = left.subspan(slice.size());
      place_all(slice, party, coverage);
    }
    place_silent(party, coverage);
    note_unknown_sides(party);
    const auto by_id = [](const auto& one) -> const std::string& { return one.id; };
    std::ranges::sort(panel_.eligible, {}, by_id);
    std::ranges::sort(panel_.excluded, {}, [](const Excluded& one) -> const std::string& { return one.expert.id; });
    note_unstated_organisations();
    seat();
    look_for_uncovered();
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
      const auto there = [&](const auto& one) { return one.id == expert->id.value; };
      const bool placed = std::ranges::any_of(panel_.eligible, there) ||
                          std::ranges::any_of(panel_.excluded, [&](const Excluded& one) { return there(one.expert); });
      if (!placed && has_role(*expert, terms_.role)) place(*expert, 0, party, coverage, true);
    }
  }

  void place(const Expert& expert, double fit, const Party& party, const Coverage& coverage, bool silent = false) {
    const Duty duty = duty_of(expert, terms_);
    PanelExpert one;
    one.id = expert.id.value, one.name = expert.name, one.organisation = expert.org_name;
    one.fit = fit, one.share = share_of_best(fit, best_);
    one.topics = coverage.of(expert, records_);
    one.lately = duty.lately, one.last = duty.last;
    one.lots = lots_of(duty.lately);
    one.lot = lot_of(request_.seed, request_.id, expert.id.value, one.lots);
    one.watched = expert.integrity == integrity::kWatch;
    one.organisation_stated = states_organisation(expert);
    std::vector<Exclusion> why = duties_against(expert, party, terms_, records_, vocabularies_.at("region"));
    std::ranges::move(conflicts_of(expert, party, made_[one.id], terms_, records_, watch_), std::back_inserter(why));
    if (silent) {
      Exclusion unknown;
      unknown.rule = corpus::PanelRule::evidence;
      unknown.message = "依据：档案中没有研究方向、技能、业绩或关键词，也没有关联成果，无法判断是否合适";
      unknown.message_en = "evidence: the profile states no research, skills, achievements or keywords and links no results, so nothing says whether they fit";
      why.push_back(std::move(unknown));
    } else if (one.topics.empty() && !panel_.topics.empty() && !shares_field(*matter_, expert)) {
      Exclusion off_topic;
      off_topic.rule = corpus::PanelRule::topic;
      off_topic.message = "主题：不涉及任何一个主题，也没有相同的领域";
      off_topic.message_en = "topics: covers none of them, and shares no field";
      why.push_back(std::move(off_topic));
    } else if (auto little = too_little_fit(one.share, request_.floor)) {
      why.push_back(std::move(*little));
    }
    if (why.empty())
      panel_.eligible.push_back(std::move(one));
    else
      panel_.excluded.push_back({std::move(one), std::move(why)});
  }

  void note_unstated_organisations() {
    constexpr std::size_t kNamed = 5;
    std::string zh, en;
    std::size_t count = 0;
    for (const PanelExpert& one : panel_.eligible) {
      if (one.organisation_stated || ++count > kNamed) continue;
      zh += fmt::format("{}{}（{}）", zh.empty() ? "" : "、", one.name, one.id);
      en += fmt::format("{}{} ({})", en.empty() ? "" : ", ", one.name, one.id);
    }
    if (count == 0) return;
    panel_.notes.push_back({"organisation_unknown",
                            fmt::format("可选专家中有 {} 人未注明单位，无法按现任单位核对回避：{}{}", count, zh, count > kNamed ? " 等" : ""),
                            fmt::format("{} of the eligible state no organisation, so conflicts by where they work could not be looked for: {}{}", count, en,
                                        count > kNamed ? " and others" : ""),
                            0, 0});
  }

  // Records are imported one kind after the other, and an id may be mistyped: what its record would have told is not known then.
  void note_unknown_sides(const Party& party) {
    for (const Organisation& one : party.organisations) {
      if (one.id.empty() || one.id == one.record_id) continue;
      const std::string zh = one.record_id.empty() ? "别名、股东无从得知，只能按此编号和名称核对回避" : fmt::format("按名称当作 {} 核对回避", one.record_id);
      const std::string en = one.record_id.empty() ? "aliases and shares are not known, and conflicts were looked for by this id and name alone"
                                                   : fmt::format("conflicts were looked for as those of {}, which has the name", one.record_id);
      panel_.notes.push_back({"side_unknown", fmt::format("“{}”的单位编号 {} 在索引中没有企业记录：{}", one.shown, one.id, zh),
                              fmt::format("{} has an id, {}, of no enterprise in the index: {}", one.shown, one.id, en), 0, 0});
    }
  }

  void tell_what_to_relax(bool seen_all) {
    if (panel_.missing() > 0) panel_.relaxations = relaxations_of(panel_.excluded, terms_.rules, terms_.role, request_.floor);
    if (auto note = note_on_relaxing(panel_.relaxations, admitted_by_all(panel_.excluded), panel_.missing(), seen_all))
      panel_.notes.push_back(std::move(*note));
    std::ranges::move(relaxations_for_topics(panel_, terms_.rules), std::back_inserter(panel_.relaxations));
  }

  void look_for_uncovered() {
    for (std::size_t topic = 0; topic < panel_.topics.size(); ++topic)
      if (std::ranges::none_of(panel_.eligible, [&](const PanelExpert& one) { return one.topics.contains(topic); })) panel_.uncovered.insert(topic);
    if (auto note = note_on_uncovered(panel_)) panel_.notes.push_back(std::move(*note));
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
  double best_ = 0;                                       // fit of the best expert, whether or not they may sit
  std::map<std::string, std::vector<std::string>> made_;  // results of those who are placed next
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
