// SPDX-License-Identifier: GPL-3.0-or-later
// What a near miss and the question worth asking say must follow from what both sides state, and from nothing else.
#include <catch2/catch.hpp>

#include <chrono>

#include "corpus/corpus_world.h"
#include "search/near_miss.h"

namespace near_miss_test {

using namespace search;

namespace {

const corpus::Vocabularies& lists() { return corpus_world::vocabularies(); }

std::vector<indexer::RecordIndicator> read(std::string_view text) { return indexer::indicators_of(text, "goal", lists()); }

constexpr corpus::Day kToday{std::chrono::days{20000}};  // 2024-10-04

std::map<std::string, Value> values_of(const Facts& need, const Facts& offer) {
  return {{"indicators", indicators_signal(need, offer)},
          {"maturity", maturity_signal(need, offer)},
          {"budget", budget_signal(need, offer)},
          {"cooperation", cooperation_signal(need, offer, lists().at("cooperation"))},
          {"deadline", deadline_signal(need, offer, kToday)},
          {"region", region_signal(need, offer, lists().at("region"))}};
}

std::string text_of(const std::optional<Reason>& reason) { return reason ? reason->message + " | " + reason->message_en : "–"; }

std::string near(const Facts& need, const Facts& offer) { return text_of(near_miss(need, offer, values_of(need, offer), lists(), kToday)); }

std::string asked(const Facts& need, const Facts& offer) { return text_of(question_worth_asking(need, offer, values_of(need, offer), lists())); }

Facts demanding() {
  Facts need;
  need.indicators = read("抗拉强度≥1000 MPa");
  need.trl = 6, need.budget = 80, need.cooperation = {"license"};
  return need;
}

Facts offering() {
  Facts offer;
  offer.indicators = read("抗拉强度1100 MPa");
  offer.trl = 7, offer.price_low = 60, offer.cooperation = {"license"};
  return offer;
}

}  // namespace

TEST_CASE("a pair that fits is no near miss and leaves nothing to ask", "[search][near_miss]") {
  CHECK(near(demanding(), offering()) == "–");
  CHECK(asked(demanding(), offering()) == "–");
  CHECK(near({}, offering()) == "–");
  CHECK(near(demanding(), {}) == "–");  // nothing stated is nothing missed
  CHECK(asked({}, {}) == "–");
}

TEST_CASE("a near miss names each demand that is missed, with what is stated now", "[search][near_miss]") {
  Facts offer = offering();
  offer.trl = 5;
  CHECK(near(demanding(), offer) == "相差不多：若成熟度 TRL ≥ 6（现为 5），所提要求即都满足 | a near miss: fits if TRL ≥ 6 (5 now)");
  offer.trl_inferred = true, offer.price_low = 100;
  CHECK(near(demanding(), offer) ==
        "相差不多：若成熟度 TRL ≥ 6（现为 5，推定），且报价 ≤ 80 万元（现为 100 万元），所提要求即都满足 | "
        "a near miss: fits if TRL ≥ 6 (5 now, inferred) and the price ≤ CNY 800,000 (CNY 1,000,000 now)");
  offer = offering();
  offer.indicators = read("抗拉强度980 MPa"), offer.price_low.reset();
  CHECK(near(demanding(), offer) ==
        "相差不多：若抗拉强度 ≥ 1000 MPa（现差 20 MPa），所提要求即都满足（未说明的除外） | "
        "a near miss: fits if 抗拉强度 ≥ 1000 MPa (20 MPa short), as far as stated");
  Facts strict = demanding();
  strict.indicators = read("抗拉强度>1100 MPa");
  CHECK(near(strict, offering()) == "相差不多：若抗拉强度 > 1100 MPa（现恰在界上），所提要求即都满足 | a near miss: fits if 抗拉强度 > 1100 MPa (exactly on the bound now)");
  offer = offering();
  offer.cooperation = {"equity"};
  const auto& list = lists().at("cooperation");
  CHECK(near(demanding(), offer) == "相差不多：若合作方式可为" + list.label("license") + "（现为" + list.label("equity") + "），所提要求即都满足 | a near miss: fits if " +
                                        list.label_en("license") + " is possible (" + list.label_en("equity") + " now)");
}

TEST_CASE("what is far off, or too many misses, is no near miss", "[search][near_miss]") {
  Facts offer = offering();
  offer.trl = 3;  // three levels
  CHECK(near(demanding(), offer) == "–");
  offer = offering();
  offer.price_low = 134;  // the budget is 40.3 % below it
  CHECK(near(demanding(), offer) == "–");
  offer.price_low = 133;
  CHECK(near(demanding(), offer) != "–");
  offer = offering();
  offer.indicators = read("抗拉强度700 MPa");
  CHECK(near(demanding(), offer) == "–");
  offer.indicators = read("抗拉强度980 MPa"), offer.trl = 5, offer.price_low = 100;
  CHECK(near(demanding(), offer) != "–");  // three
  offer.cooperation = {"equity"};
  CHECK(near(demanding(), offer) == "–");  // four
}

TEST_CASE("the question is after the first demand that is not stated", "[search][near_miss]") {
  Facts offer = offering();
  offer.trl_inferred = true;
  CHECK(asked(demanding(), offer) ==
        "可问供方：TRL 7 由阶段推定，有何依据？要求 TRL ≥ 6 | worth asking the supplier: what shows TRL 7, inferred from its stage? TRL ≥ 6 is asked for");
  offer.cooperation.clear();
  const auto& list = lists().at("cooperation");
  CHECK(asked(demanding(), offer) == "可问供方：合作方式能否为" + list.label("license") + "？ | worth asking the supplier: is " + list.label_en("license") + " possible?");
  offer.price_low.reset();
  CHECK(asked(demanding(), offer) == "可问供方：报价多少？预算 80 万元 | worth asking the supplier: what does it cost? The budget is CNY 800,000");
  offer.trl = 0;
  CHECK(asked(demanding(), offer) ==
        "可问供方：现在的成熟度是几级？要求 TRL ≥ 6 | worth asking the supplier: how mature is it? TRL ≥ 6 is asked for");
  offer.indicators.clear();
  CHECK(asked(demanding(), offer) ==
        "可问供方：抗拉强度能达到多少？要求 ≥ 1000 MPa | worth asking the supplier: what is its 抗拉强度? ≥ 1000 MPa is asked for");
}

TEST_CASE("where a signal does not apply, its demand is neither missed nor asked after", "[search][near_miss]") {
  Facts offer = offering();
  offer.trl = 5, offer.price_low.reset();
  const std::map<std::string, Value> none = {{"indicators", std::nullopt}, {"maturity", std::nullopt}, {"budget", std::nullopt}};
  CHECK_FALSE(near_miss(demanding(), offer, none, lists(), kToday));
  CHECK_FALSE(question_worth_asking(demanding(), offer, none, lists()));
}

TEST_CASE("a deadline that has passed leaves no near miss, and one that the result is late for is a condition", "[search][near_miss]") {
  Facts need = demanding(), offer = offering();
  offer.trl = 5;
  need.due = kToday - std::chrono::days{1};
  CHECK(near(need, offer) == "–");
  need.due = kToday;
  CHECK(near(need, offer) == near(demanding(), offer));
  offer.due = kToday + std::chrono::days{180};
  CHECK(near(need, offer) ==
        "相差不多：若成熟度 TRL ≥ 6（现为 5），且在 2024-10-04 前完成（现为 2025-04-02），所提要求即都满足 | "
        "a near miss: fits if TRL ≥ 6 (5 now) and it is there by 2024-10-04 (2025-04-02 now)");
  offer.trl = 7;
  CHECK(near(need, offer) == "相差不多：若在 2024-10-04 前完成（现为 2025-04-02），所提要求即都满足 | a near miss: fits if it is there by 2024-10-04 (2025-04-02 now)");
  offer.due = kToday + std::chrono::days{181};
  CHECK(near(need, offer) == "–");
}

TEST_CASE("a region that the need does not accept is a condition beside others and none alone", "[search][near_miss]") {
  Facts need = demanding(), offer = offering();
  const auto& list = lists().at("region");
  need.accept_regions = {"420000", "430000"}, offer.region = "440100";
  CHECK(near(need, offer) == "–");
  offer.trl = 5;
  CHECK(near(need, offer) == "相差不多：若成熟度 TRL ≥ 6（现为 5），且需求方可接受" + list.label("440100") + "的成果（现接受" + list.label("420000") + "或" +
                                 list.label("430000") + "），所提要求即都满足 | a near miss: fits if TRL ≥ 6 (5 now) and one from " + list.label_en("440100") +
                                 " is accepted (" + list.label_en("420000") + " or " + list.label_en("430000") + " now)");
  offer.region = "430100";
  CHECK(near(need, offer) == near(demanding(), offer));
}

TEST_CASE("a price that is a range is told with both ends", "[search][near_miss]") {
  Facts offer = offering();
  offer.price_low = 100, offer.price_high = 300;
  CHECK(near(demanding(), offer) == "相差不多：若报价 ≤ 80 万元（现为 100～300 万元），所提要求即都满足 | "
                                    "a near miss: fits if the price ≤ CNY 800,000 (CNY 1,000,000–3,000,000 now)");
}

TEST_CASE("what is stated in a unit that cannot be compared is not asked for, and is left aside as not stated", "[search][near_miss]") {
  Facts need = demanding(), offer = offering();
  need.indicators = read("日处理量≥1000吨/天"), offer.indicators = read("日处理量600 m³/d");
  REQUIRE(need.indicators.size() == 1);
  REQUIRE(offer.indicators.size() == 1);
  CHECK(asked(need, offer) == "–");
  offer.trl = 5;
  CHECK(near(need, offer) == "相差不多：若成熟度 TRL ≥ 6（现为 5），所提要求即都满足（未说明的除外） | a near miss: fits if TRL ≥ 6 (5 now), as far as stated");
  offer.indicators.clear();
  CHECK(asked(need, offer).starts_with("可问供方：日处理量能达到多少？"));
}

}  // namespace near_miss_test
