// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated brokers: what they prefer is learned, what they refuse for price is not, and what they get wrong does little harm.
#include "search/learning.h"

#include <catch2/catch.hpp>

#include "search/broker.h"

namespace learning_test {

using namespace search;
using broker::Desk;
using broker::Taste;

namespace {

const Taste kNearby = {{"text", 0.7}, {"region", 0.2}, {"field", 0.02}, {"maturity", 0.02}};
const Taste kOrdinary(default_weights().of.begin(), default_weights().of.end());

Learned must_learn(const Desk& desk, const std::vector<corpus::Decision>& decisions, const LearningOptions& options = {},
                   const Weights& in_force = default_weights()) {
  auto learned = learn(desk.lessons(decisions).judgments, in_force, options);
  INFO((learned ? "" : corpus::to_text(learned.error())));
  REQUIRE(learned.has_value());
  return std::move(*learned);
}

double sum_of(const std::map<std::string, double>& weights) {
  double sum = 0;
  for (const auto& [name, weight] : weights)
    if (name != kBesideOthers) sum += weight;
  return sum;
}

}  // namespace

TEST_CASE("a hidden preference is learned, and needs held back are ordered better for it", "[learning]") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Desk desk(60, 12, seed);
    const Learned learned = must_learn(desk, desk.decide(kNearby));
    CAPTURE(seed, learned.of, learned.from.ndcg10_before, learned.from.ndcg10_after);
    CHECK(learned.better);
    CHECK(learned.from.ndcg10_after > learned.from.ndcg10_before + 0.05);
    CHECK(desk.quality(learned.of, kNearby) > desk.quality(default_weights().of, kNearby) + 0.05);
    CHECK(learned.of.at("region") > 5 * default_weights().of.at("region"));
    for (const auto& [name, weight] : learned.of) {
      CHECK(weight >= 0);
      if (name != kBesideOthers) CHECK(weight <= learned.of.at("text"));
    }
    CHECK(sum_of(learned.of) == Approx(1).margin(1e-3));
    CHECK(learned.from.decisions + learned.from.held_back == 60 * 12);
    CHECK(learned.from.needs_held_back > 5);
    CHECK(learned.refusals.at("region") > 0);
    CHECK(learned.from.before == "default-5");
  }
}

TEST_CASE("refusals for price, terms and timing move nothing, though the same ones for the topic would", "[learning]") {
  Desk desk(60, 15, 4);
  const auto all = desk.decide(kNearby);
  const auto with_reason = [&](const std::string& reason) {
    std::vector<corpus::Decision> decisions;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool second_opinion = i % 15 >= 10;  // the last five of each need
      if (!second_opinion)
        decisions.push_back(all[i]);
      else if (!reason.empty())
        decisions.push_back(Desk::decision(all[i].subject_id, all[i].object_id, "dismissed", reason));
    }
    return decisions;
  };
  const Learned without = must_learn(desk, with_reason(""));
  for (const char* reason : {"price", "ip_terms", "timing", "conflict", "supplier_unresponsive", "description_unclear", "duplicate"}) {
    CAPTURE(reason);
    const Lessons lessons = desk.lessons(with_reason(reason));
    CHECK(lessons.left_out == decltype(lessons.left_out){{{LeftOut::reason, reason}, 60 * 5}});
    const Learned learned = must_learn(desk, with_reason(reason));
    CHECK(learned.of == without.of);
    CHECK(learned.from.ndcg10_after == without.from.ndcg10_after);
    CHECK(learned.from.decisions == without.from.decisions);
  }
  CHECK(must_learn(desk, with_reason("wrong_topic")).of != without.of);
}

TEST_CASE("a reason moves only the weights of the signals it speaks of, beside the text", "[learning]") {
  Desk desk(60, 12, 5);
  auto decisions = desk.decide(kNearby);
  for (corpus::Decision& one : decisions)
    if (!one.reason.empty()) one.reason = "region";
  const auto of = must_learn(desk, decisions).of;
  const auto& before = default_weights().of;
  CHECK(of.at("region") > before.at("region"));
  for (const char* name : {"field", "industry", "maturity", "indicators", "budget", "cooperation"}) {
    CAPTURE(name);
    CHECK(of.at(name) / of.at("text") == Approx(before.at(name) / before.at("text")).margin(2e-4));  // four decimals are kept
  }
}

TEST_CASE("with a fifth of the decisions wrong, what is learned is no worse than the default", "[learning]") {
  double ordinary = 0;
  for (std::uint64_t seed = 10; seed < 15; ++seed) {
    Desk desk(50, 12, seed);
    const Learned nearby = must_learn(desk, desk.decide(kNearby, 0.2));
    CAPTURE(seed, nearby.of, nearby.better);
    CHECK(desk.quality(nearby.of, kNearby) >= desk.quality(default_weights().of, kNearby));
    // For a broker who wants just what the default ranks first, nothing can be better, and contradictions must not lead away from it.
    const Learned same = must_learn(desk, desk.decide(kOrdinary, 0.2));
    ordinary += desk.quality(same.of, kOrdinary) / 5;
  }
  CHECK(ordinary > 0.98);
}

TEST_CASE("words that mean nothing at all leave the default in place", "[learning]") {
  double mean = 0;
  for (std::uint64_t seed = 30; seed < 35; ++seed) {
    Desk desk(50, 12, seed);
    const Learned learned = must_learn(desk, desk.decide(kOrdinary, 0.5));
    if (!learned.better) CHECK(learned.of == default_weights().of);
    mean += desk.quality(learned.of, kOrdinary) / 5;
  }
  CHECK(mean > 0.95);
}

TEST_CASE("the same decisions and seed give the same weights, another seed holds other needs back", "[learning]") {
  Desk desk(60, 12, 6);
  const auto decisions = desk.decide(kNearby, 0.1);
  auto backwards = decisions;
  std::ranges::reverse(backwards);
  const Learned one = must_learn(desk, decisions), again = must_learn(desk, backwards), other = must_learn(desk, decisions, {.seed = 7});
  CHECK(one.of == again.of);
  CHECK(one.from.ndcg10_after == again.from.ndcg10_after);
  CHECK((other.from.held_back != one.from.held_back || other.of != one.of));
}

TEST_CASE("what is not learned stays as it is in force, and what is learned begins with the default", "[learning]") {
  Desk desk(60, 12, 9);
  const auto decisions = desk.decide(kNearby);
  const Weights by_hand{"by-hand", {{"text", 0.6}, {"freshness", 0.15}, {"budget", 0.06}, {"field", 0.19}, {"evidence", 0.4}}};
  const Learned learned = must_learn(desk, decisions, {}, by_hand);
  REQUIRE(learned.better);
  CHECK(learned.from.before == "by-hand");
  for (const char* name : {"freshness", "budget", "cooperation", "integrity"}) {
    CAPTURE(name);
    const auto before = by_hand.of.find(name);
    CHECK(learned.of.at(name) / learned.of.at("text") == Approx(before == by_hand.of.end() ? 0 : before->second / 0.6).margin(2e-4));
  }
  CHECK(learned.of.at("evidence") == 0.4);
  CHECK(sum_of(learned.of) == Approx(1).margin(1e-3));
  // The broker says nothing of the field but where it cost a match most, so it does not stay at what was in force.
  CHECK(learned.of.at("field") / learned.of.at("text") < 0.19 / 0.6 / 2);
  CHECK(learned.of.at("region") > 0);

  // Of the same decisions the same comes once more, whatever was learned from them before.
  const Learned first = must_learn(desk, decisions), again = must_learn(desk, decisions, {}, Weights{"learned-1", first.of});
  REQUIRE(first.better);
  for (const auto& [name, weight] : first.of) {
    CAPTURE(name);
    CHECK(again.of.at(name) == Approx(weight).margin(5e-4));
  }
}

TEST_CASE("what a policy of regions brings is not taken for nearness", "[learning]") {
  // Of half the needs a result from afar whose region is favoured is shortlisted, of the others one nearby; a text that fits a little better is dismissed.
  std::vector<Judgment> judgments;
  for (int n = 0; n < 60; ++n) {
    const std::string need = fmt::format("N{:02}", n);
    const bool favoured = n % 2 == 0;
    const auto judge = [&](const char* name, bool wanted, double text, double region, double policy) {
      judgments.push_back({need, need + name, MatchTarget::achievement, wanted, wanted ? std::vector<std::string>() : std::vector<std::string>{"region"},
                           {{"text", text}, {"region", region}, {"policy", policy}}});
    };
    judge("-wanted", true, 0.50, 0.6, favoured ? 1 : 0);
    judge("-refused", false, 0.52, 0, 0);
  }
  const auto without = learn(judgments, default_weights()), with = learn(judgments, default_weights(), {.policy_boost = 0.1});
  REQUIRE((without && with));
  CAPTURE(without->of, with->of);
  // The favoured ones stand first already, so that they say less for the region.
  CHECK(with->from.ndcg10_before > without->from.ndcg10_before);
  REQUIRE((without->better && with->better));
  CHECK(with->of.at("region") > default_weights().of.at("region"));
  CHECK(with->of.at("region") < 0.95 * without->of.at("region"));
  CHECK_FALSE(with->of.contains("policy"));
}

TEST_CASE("too few decisions are refused with how many there are", "[learning]") {
  const auto error_of = [](const Desk& desk, const std::vector<corpus::Decision>& decisions, std::size_t least) {
    const auto learned = learn(desk.lessons(decisions).judgments, default_weights(), {.min_decisions = least});
    return learned ? std::string("learned") : corpus::to_text(learned.error());
  };
  const std::string hint = "a need teaches where some of its matches were shortlisted and others dismissed for relevance; ";
  Desk few(3, 12, 7);
  CHECK(error_of(few, {}, 40) ==
        "decisions: 0 decisions can be compared, and 40 are needed\n  hint: " + hint + "decide on more, or ask for fewer: --min-decisions");
  CHECK(error_of(few, few.decide(kNearby), 40).starts_with("decisions: 36 decisions can be compared, and 40 are needed"));
  CHECK(error_of(few, few.decide(kNearby), 10).find("needs beside those held back, and 5 are needed\n  hint: " + hint + "decide on matches of more needs") !=
        std::string::npos);
  Desk enough(30, 12, 8);
  CHECK(error_of(enough, enough.decide(kNearby), 360) == "learned");
  // A need whose matches all got the same word compares nothing.
  std::vector<corpus::Decision> alike;
  for (corpus::Decision one : enough.decide(kNearby)) {
    one.verdict = "shortlisted", one.reason.clear();
    alike.push_back(one);
  }
  CHECK(error_of(enough, alike, 10).starts_with("decisions: 0 decisions can be compared, and 10 are needed"));
}

}  // namespace learning_test
