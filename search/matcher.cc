// SPDX-License-Identifier: GPL-3.0-or-later
// From a question to the rows of its answer: who asks (asking_side.h) → candidates (match_candidates.h) → values of each pair (pair_values.h) → here
// the score, near-duplicates folded, what is left out, and what is told of the rows that are shown. Only those are parsed.
#include "search/matcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "indexer/schema.h"
#include "search/asking_side.h"
#include "search/deadline.h"
#include "search/folding.h"
#include "search/indexed_records.h"
#include "search/indicator_reasons.h"
#include "search/match_candidates.h"
#include "search/match_row.h"
#include "search/owners.h"
#include "search/pair_values.h"
#include "search/ranking.h"
#include "search/shard_note.h"
#include "search/ties.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Kind;
using corpus::Result;
using indexer::Slot;
using Clock = std::chrono::steady_clock;

template <class Targets>
std::string names_of(const Targets& targets) {
  std::string names;
  for (const MatchTarget target : targets) names += (names.empty() ? "" : ", ") + std::string(to_string(target));
  return names;
}

// One matching question on one reader.
class Matching {
 public:
  Matching(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Weights& weights, const Expander* expander, const RegionPolicy& policy,
           const MatchRequest& request, Clock::time_point deadline)
      : reader_(reader),
        vocabularies_(vocabularies),
        weights_(weights),
        expander_(expander),
        policy_(policy),
        request_(request),
        frequencies_(reader.database(), reader.far(), reader.lexicon()),
        watch_(deadline) {}

  Result<MatchResult> run() {
    auto asked = read_asking_side(reader_, vocabularies_, request_, result_.notes);
    if (!asked) return std::unexpected(asked.error());
    asking_ = std::move(*asked);
    const auto directions = targets_of(asking_.kind);
    if (!request_.text.empty() ? false : std::ranges::find(directions, request_.to) == directions.end())
      return fail(ErrorCode::invalid_argument, "to", fmt::format("there is no match from {} to {}", corpus::to_string(asking_.kind), to_string(request_.to)),
                  fmt::format("from {} there is: {}", corpus::to_string(asking_.kind), names_of(directions)));
    result_.seq = reader_.seq();
    result_.generation = reader_.generation();
    weigh();
    note_missing_shards(reader_, result_.notes);
    note_missing_lexicon(reader_, result_.notes);
    auto found = find_candidates({reader_, frequencies_, expander_, request_, asking_, watch_, result_.notes});
    if (!found) return std::move(result_);
    found_ = std::move(*found);
    if (found_.by_meaning) result_.effective_weights["meaning"] = result_.effective_weights["text"];
    answer(score_all());
    return std::move(result_);
  }

 private:
  // Experts alone have evidence, and a policy is configured or not; a score stays a share of 1 with them and without them. Integrity is for those who work
  // here: a score that it moves would tell it to anybody, also where the value is not shown.
  void weigh() {
    auto& weights = result_.effective_weights;
    weights = weights_.of;
    if (!request_.see_hidden) weights.erase("integrity");
    if (request_.to != MatchTarget::expert) weights.erase(std::string(kBesideOthers));
    if (policy_.on() && need_and_offer(asking_.kind, kind_of_target(request_.to, asking_.kind))) weights[std::string(kPolicySignal)] = policy_.boost;
    const double all = 1 + weight_of(std::string(kBesideOthers)) + weight_of(std::string(kPolicySignal));
    for (auto& [name, weight] : weights) weight /= all;
  }

  // Best first.
  std::vector<MatchRow> score_all() {
    const Pairing pairing(vocabularies_, request_, policy_, asking_, found_, most_possible(found_.terms, frequencies_));
    std::vector<MatchRow> scored;
    for (std::size_t i = 0; i < found_.ranked.size(); ++i) {
      scored.push_back(score(i, pairing.with(i)));
      if (!found_.testimonies.empty()) scored.back().evidence = std::move(found_.testimonies[i]);
    }
    if (owners_count()) set_owners(scored, scored.size());
    sort_by_score(scored, [](const MatchRow& one) { return one.match.score; }, [](const MatchRow& one) -> const std::string& { return one.match.card.id; });
    return scored;
  }

  MatchRow score(std::size_t candidate, PairValues pair) const {
    MatchRow one{{}, found_.documents[candidate], std::move(pair.found), {}};
    one.match.card.id = found_.ranked[candidate].id;
    one.match.values = std::move(pair.values);
    add_up(one.match);
    return one;
  }

  void add_up(Match& match) const {
    match.score = 0;
    for (const auto& [name, value] : match.values) {
      if (!value) continue;
      const double weight = weight_of(name);
      if (weight <= 0) continue;  // told as a value, and counts nothing
      match.signals[name] = weight * *value;
      match.score += weight * *value;
    }
  }

  double weight_of(const std::string& name) const {
    const auto weight = result_.effective_weights.find(name);
    return weight == result_.effective_weights.end() ? 0 : weight->second;
  }

  // Organisations are looked up for every candidate where they count. Else they change no score, and those of the rows that are shown are enough; of a long
  // list that is not explained, none.
  bool owners_count() const { return weight_of("integrity") > 0 || weight_of("enterprise") > 0; }

  void set_owners(std::vector<MatchRow>& scored, std::size_t first) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < first; ++i)
      if (!scored[i].facts.owner.empty()) ids.insert(scored[i].facts.owner);
    const Owners owners = owners_of(reader_, ids, request_.see_hidden, watch_);
    for (std::size_t i = 0; i < first; ++i) {
      const auto owner = owners.find(scored[i].facts.owner);
      if (owner == owners.end()) continue;
      set_owner(owner->second, scored[i].facts, scored[i].match.values);
      add_up(scored[i].match);
    }
  }

  void answer(std::vector<MatchRow> scored) {
    // After scoring, so that of near-duplicates the one stays that fits best and not the one with the most words.
    if (request_.fold) fold_copies(scored, request_, asking_);
    leave_out(scored);
    if (request_.explain && request_.only.empty()) find_complement(scored);
    if ((request_.explain || !request_.only.empty()) && !owners_count()) set_owners(scored, std::min(scored.size(), request_.top));
    const RowTelling telling({reader_, frequencies_, vocabularies_, policy_, weight_of(std::string(kPolicySignal)), request_, asking_, found_});
    std::vector<std::string> withheld;
    for (MatchRow& one : scored) {
      if (result_.matches.size() == request_.top) break;
      watch_.check();
      if (!telling.tell(one)) {
        withheld.push_back(one.match.card.id);
        continue;
      }
      if (!request_.see_hidden) one.match.values.erase("integrity");
      result_.matches.push_back(std::move(one.match));
    }
    if (request_.see_hidden) note_blacklist(withheld);
  }

  // After folding: a row that was dismissed does not come back by the next of its copies. One that meets or misses another figure is none, and nobody decided
  // on it.
  void leave_out(std::vector<MatchRow>& scored) {
    if (request_.leave_out.empty()) return;
    std::vector<MatchRow> kept;
    for (MatchRow& one : scored) {
      if (!request_.leave_out.contains(one.match.card.id))
        kept.push_back(std::move(one));
      else if (kept.size() < request_.top)
        ++result_.left_out;
    }
    scored = std::move(kept);
    if (result_.left_out > 0)
      result_.notes.push_back({"left_out", fmt::format("未列出您判为不合适的 {} 条", result_.left_out),
                               fmt::format("{} that you dismissed {} not listed", result_.left_out, result_.left_out == 1 ? "is" : "are"), 0, 0});
  }

  void find_complement(const std::vector<MatchRow>& scored) {
    if (asking_.kind != Kind::need || request_.to != MatchTarget::achievement) return;
    std::vector<Contributor> candidates;
    const auto value = [](const MatchRow& one, const char* signal) {
      const auto at = one.match.values.find(signal);
      return at == one.match.values.end() ? Value() : at->second;
    };
    for (const MatchRow& one : scored)
      candidates.push_back({one.match.card.id, one.match.score, one.facts.indicators, text_with_meaning(one.match.values).value_or(0), value(one, "field"),
                            value(one, "industry"), one.document.get_value(indexer::slot(Slot::group))});
    const auto chosen = complement(asking_.facts.indicators, candidates);
    if (!chosen) return;
    const auto written = [&](std::size_t one) {
      const auto& stated = asking_.facts.indicators[one].stated;
      return fmt::format("{} {}", named_with_condition(stated), bound_of(stated));
    };
    Together& together = result_.together.emplace();
    for (const Contribution& one : chosen->members) {
      const MatchRow& candidate = scored[one.candidate];
      const auto record = record_in(candidate.document);
      if (!record) return result_.together.reset();  // `index check` names it
      auto& member = together.members.emplace_back(Together::Member{make_card(*record), candidate.match.score, {}});
      for (const std::size_t met : one.meets) member.meets.push_back(written(met));
    }
    for (const std::size_t one : chosen->not_stated) together.not_stated.push_back(written(one));
    for (const std::size_t one : chosen->not_comparable) together.not_comparable.push_back(written(one));
  }

  // For those who work here: of a question about one expert, a mere number would say who it is.
  void note_blacklist(const std::vector<std::string>& withheld) {
    if (asking_.record && integrity_of(*asking_.record) == integrity::kBlacklisted)
      result_.notes.push_back({"blacklisted", "该专家在黑名单上", "this expert is on the black list", 0, 0});
    if (withheld.empty()) return;
    const std::string ids = fmt::format("{}", fmt::join(withheld, ", "));
    result_.notes.push_back({"withheld", fmt::format("未列出黑名单上的 {} 位专家：{}", withheld.size(), ids),
                             fmt::format("experts on the black list are not listed ({}): {}", withheld.size(), ids), 0, 0});
  }

  const IndexReader& reader_;
  const corpus::Vocabularies& vocabularies_;
  const Weights& weights_;
  const Expander* expander_;
  const RegionPolicy& policy_;
  const MatchRequest& request_;
  AskingSide asking_;
  MatchCandidates found_;
  Frequencies frequencies_;
  Watch watch_;
  MatchResult result_;
};

}  // namespace

Result<MatchResult> Matcher::match(const MatchRequest& request) const {
  const auto start = Clock::now();
  const std::shared_ptr<const Weights> weights = weights_();
  auto answer = pool_.with([&](const IndexReader& reader) -> Result<MatchResult> {
    try {
      return Matching(reader, vocabularies_, *weights, expander_, policy_, request, start + request.time_limit).run();
    } catch (const TimeUp&) {
      return fail(ErrorCode::timeout, "time_limit", fmt::format("the match took more than {} ms", request.time_limit.count()),
                  "ask with a shorter text, or for fewer matches");
    }
  });
  if (!answer) return answer;
  answer->weights = weights;
  answer->took_ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  return answer;
}

}  // namespace search
