// SPDX-License-Identifier: GPL-3.0-or-later
// The reasons of a match, whole: what a broker reads must be true of the pair, in both languages and from both sides.
#include <catch2/catch.hpp>

#include "search/found.h"

namespace match_reasons_test {

using namespace search;

namespace {

// "asks" and the one match of it, from fields beside the kind.
struct Pair {
  const char* asking_kind;
  std::string asking;
  MatchTarget to;
  const char* kind;
  std::string found;
};

Match matched(const Pair& pair, bool explain = true) {
  found::Library library;
  library.put(fmt::format(R"({{"kind":"{}","id":"asks",{}}})", pair.asking_kind, pair.asking));
  library.put(fmt::format(R"({{"kind":"{}","id":"found",{}}})", pair.kind, pair.found));
  library.build();
  MatchRequest request;
  request.id = "asks", request.to = pair.to, request.explain = explain;
  const MatchResult result = library.match(request);
  REQUIRE(found::ids(result) == "found");
  return result.matches.front();
}

// The reason of one signal, or –.
std::string reason(const Match& match, const std::string& signal) {
  std::string out;
  for (const Reason& one : match.reasons)
    if (one.signal == signal) out += (out.empty() ? "" : " ; ") + one.message + " | " + one.message_en;
  return out.empty() ? "–" : out;
}

std::string need(const std::string& more) { return R"("title":"水肥一体化")" + more; }
std::string offer(const std::string& more) { return R"("title":"水肥一体化")" + more; }

}  // namespace

TEST_CASE("each signal says its reason, from the side of the need and from the side of the achievement") {
  struct Row {
    const char *signal, *need, *offer, *from_need, *from_offer;
  };
  const Row rows[] = {
      {"field", R"(,"tech_field":["energy","agriculture"])", R"(,"tech_field":["agriculture"])", "同属领域：现代农业 | same field: Modern agriculture",
       "同属领域：现代农业 | same field: Modern agriculture"},
      {"field", R"(,"tech_field":["marine"])", R"(,"tech_field":["agriculture"])", "领域不同：现代农业 | another field: Modern agriculture",
       "领域不同：海洋 | another field: Marine"},
      {"field", R"(,"tech_field":["marine"])", "", "–", "–"},
      {"industry", R"(,"industry":["A013"])", R"(,"industry":["A01"])", "行业相近：农业 | related industry: Crop farming",
       "行业相近：棉、麻、糖、烟草种植 | related industry: Cotton, hemp, sugar crops and tobacco"},
      {"industry", R"(,"industry":["A013"])", R"(,"industry":["C384","A01"])", "行业相近：农业 | related industry: Crop farming",
       "行业相近：棉、麻、糖、烟草种植 | related industry: Cotton, hemp, sugar crops and tobacco"},
      {"industry", R"(,"industry":["A013"])", R"(,"industry":["A03"])",
       "同属门类：农、林、牧、渔业（畜牧业） | the same section of industry: Agriculture, forestry, animal husbandry and fishery (Animal husbandry)",
       "同属门类：农、林、牧、渔业（棉、麻、糖、烟草种植） | the same section of industry: Agriculture, forestry, animal husbandry and fishery (Cotton, hemp, sugar crops and tobacco)"},
      {"industry", R"(,"industry":["A013"])", R"(,"industry":["C384"])", "–", "–"},
      {"industry", R"(,"industry":["A013"])", "", "–", "–"},
      {"region", R"(,"region":"420100")", R"(,"region":"420100")", "地域相合：武汉市 | region fits: Wuhan", "地域相合：武汉市 | region fits: Wuhan"},
      {"region", R"(,"region":"420100")", R"(,"region":"420500")", "同省：宜昌市 | same province: Yichang", "同省：武汉市 | same province: Wuhan"},
      {"region", R"(,"region":"420100")", R"(,"region":"430100")", "在外地：长沙市 | elsewhere: Changsha", "在外地：武汉市 | elsewhere: Wuhan"},
      {"region", R"(,"region":"420100","accept_regions":["430000"])", R"(,"region":"430100")", "地域相合：长沙市 | region fits: Changsha",
       "地域相合：武汉市 | region fits: Wuhan"},
      {"region", R"(,"region":"420100")", "", "–", "–"},  // nobody said that it is elsewhere
      {"region", "", R"(,"region":"420100")", "–", "–"},
      {"maturity", R"(,"min_trl":6)", R"(,"trl":7)", "成熟度满足：TRL 7 ≥ 6 | mature enough: TRL 7 ≥ 6", "成熟度满足：TRL 7 ≥ 6 | mature enough: TRL 7 ≥ 6"},
      {"maturity", R"(,"min_trl":6)", R"(,"stage":"mid")", "成熟度满足：TRL 6（由阶段推定） ≥ 6 | mature enough: TRL 6 (inferred from the stage) ≥ 6",
       "成熟度满足：TRL 6（由阶段推定） ≥ 6 | mature enough: TRL 6 (inferred from the stage) ≥ 6"},
      {"maturity", R"(,"min_trl":6)", R"(,"trl":4)", "成熟度差 2 级：TRL 4，要求 6 | 2 levels short: TRL 4, 6 asked for",
       "成熟度差 2 级：TRL 4，要求 6 | 2 levels short: TRL 4, 6 asked for"},
      {"maturity", R"(,"min_trl":6)", R"(,"trl":5)", "成熟度差 1 级：TRL 5，要求 6 | 1 level short: TRL 5, 6 asked for",
       "成熟度差 1 级：TRL 5，要求 6 | 1 level short: TRL 5, 6 asked for"},
      {"maturity", R"(,"min_trl":6)", "", "未说明成熟度，需求要求 TRL ≥ 6 | maturity not stated; TRL ≥ 6 is asked for", "–"},
      {"maturity", "", R"(,"trl":4)", "–", "–"},
      {"budget", R"(,"budget":100)", R"(,"price_min":80.5,"price_max":200)",
       "预算 100 万元，只够报价 80.5～200 万元 的下限 | the budget, CNY 1,000,000, covers only the lower end of the price, CNY 805,000–2,000,000",
       "预算 100 万元，只够报价 80.5～200 万元 的下限 | the budget, CNY 1,000,000, covers only the lower end of the price, CNY 805,000–2,000,000"},
      {"budget", R"(,"budget":200)", R"(,"price_min":80.5,"price_max":200)",
       "预算 200 万元，不低于报价 80.5～200 万元 | the budget, CNY 2,000,000, covers the price, CNY 805,000–2,000,000",
       "预算 200 万元，不低于报价 80.5～200 万元 | the budget, CNY 2,000,000, covers the price, CNY 805,000–2,000,000"},
      {"budget", R"(,"budget":100)", R"(,"price_min":200)", "预算 100 万元，低于报价 200 万元 | the budget, CNY 1,000,000, is below the price, CNY 2,000,000",
       "预算 100 万元，低于报价 200 万元 | the budget, CNY 1,000,000, is below the price, CNY 2,000,000"},
      {"budget", R"(,"budget":100)", R"(,"price_mode":"negotiable")", "价格面议或未说明，预算 100 万元 | price not stated; the budget is CNY 1,000,000", "–"},
      {"budget", R"(,"budget":1234567)", R"(,"price_min":1234567.5)",
       "预算 1234567 万元，低于报价 1234567.5 万元 | the budget, CNY 12,345,670,000, is below the price, CNY 12,345,675,000",
       "预算 1234567 万元，低于报价 1234567.5 万元 | the budget, CNY 12,345,670,000, is below the price, CNY 12,345,675,000"},
      {"budget", "", R"(,"price_min":200)", "–", "–"},
      {"cooperation", R"(,"cooperation_modes":["license"])", R"(,"cooperation_modes":["license_sole"])", "合作方式相合 | ways of cooperation agree",
       "合作方式相合 | ways of cooperation agree"},
      {"cooperation", R"(,"cooperation_modes":["license"])", R"(,"cooperation_modes":["equity"])", "合作方式不同 | ways of cooperation differ",
       "合作方式不同 | ways of cooperation differ"},
      {"cooperation", R"(,"cooperation_modes":["license"])", "", "–", "–"},
  };
  for (const Row& row : rows) {
    INFO(row.signal << row.need << " ~ " << row.offer);
    CHECK(reason(matched({"need", need(row.need), MatchTarget::achievement, "achievement", offer(row.offer)}), row.signal) == row.from_need);
    CHECK(reason(matched({"achievement", offer(row.offer), MatchTarget::need, "need", need(row.need)}), row.signal) == row.from_offer);
  }
}

TEST_CASE("the shared words are said whole, longest first, as the asking side writes them") {
  struct Row {
    const char *need, *offer, *words;
  };
  const Row rows[] = {
      {R"("title":"水肥一体化")", R"("title":"棉田水肥一体化系统")", "水肥一体化"},
      {R"("title":"阀门，水肥一体化")", R"("title":"水肥一体化，阀门")", "水肥一体化、阀门"},
      {R"("title":"水肥一體化")", R"("title":"水肥一体化")", "水肥一體化"},
      {R"("title":"水肥，水肥一体化")", R"("title":"水肥一体化")", "水肥一体化"},  // what stands in a longer run is not said again
      {R"("title":"甲乙，丙丁，戊己，庚辛，壬癸，子丑，寅卯")", R"("title":"甲乙，丙丁，戊己，庚辛，壬癸，子丑，寅卯")", "甲乙、丙丁、戊己、庚辛、壬癸、子丑"},
      {R"("title":"PEM 电解槽")", R"("title":"样机","summary":"用于 pem 的样机")", "PEM"},
  };
  for (const Row& row : rows) {
    INFO(row.need << " ~ " << row.offer);
    const std::string said = reason(matched({"need", row.need, MatchTarget::achievement, "achievement", row.offer}), "text");
    const auto colon = said.find("："), bar = said.find(" | ");
    REQUIRE(colon != std::string::npos);
    CHECK(said.substr(colon + 3, bar - colon - 3) == row.words);
  }
}

TEST_CASE("each shared phrase has its place in the field of both records, in bytes of what is written there") {
  const std::string traditional = "棉田水肥一體化", wide = "ＰＥＭ電解槽的樣機";
  const Match match = matched({"need", R"("title":"阀门","key_tech":"急需：水肥一体化，pem电解槽")", MatchTarget::achievement, "achievement",
                               R"("title":"棉田水肥一體化","summary":"ＰＥＭ電解槽的樣機")"});
  REQUIRE_FALSE(match.reasons.empty());
  const Reason& text = match.reasons.front();
  REQUIRE(text.signal == "text");
  REQUIRE(text.phrases.size() >= 2);
  CHECK(text.asking == text.phrases.front().asking);
  CHECK(text.found == text.phrases.front().found);
  const std::string asked = "急需：水肥一体化，pem电解槽";
  std::string said;
  for (const SharedPhrase& one : text.phrases) {
    REQUIRE(one.asking.field == "key_tech");
    CHECK(asked.substr(one.asking.begin, one.asking.end - one.asking.begin) == one.text);
    const std::string& there = one.found.field == "title" ? traditional : wide;
    REQUIRE(one.found.end <= there.size());
    said += one.found.field + ":" + there.substr(one.found.begin, one.found.end - one.found.begin) + " ";
  }
  CHECK(said.find("title:水肥一體化") != std::string::npos);
  CHECK(said.find("summary:ＰＥＭ") != std::string::npos);
}

TEST_CASE("ten phrases are told with their places, and six of them said") {
  const std::string title = R"("title":"甲乙，丙丁，戊己，庚辛，壬癸，子丑，寅卯，辰巳，午未，申酉，戌亥")";
  const Match match = matched({"need", title, MatchTarget::achievement, "achievement", title});
  REQUIRE_FALSE(match.reasons.empty());
  CHECK(match.reasons.front().phrases.size() == kMostPhrases);
  CHECK(match.reasons.front().message.ends_with("：甲乙、丙丁、戊己、庚辛、壬癸、子丑"));
}

TEST_CASE("the text reason comes first and says the value of its signal") {
  const Match match = matched({"need", need(R"(,"tech_field":["energy"])"), MatchTarget::achievement, "achievement", offer(R"(,"tech_field":["energy"])")});
  REQUIRE(match.reasons.size() == 2);
  CHECK(match.reasons[0].signal == "text");
  const std::string percent = fmt::format("{:.0f}%", *match.values.at("text") * 100);
  CHECK(match.reasons[0].message == "文字相合 " + percent + "：水肥一体化");
  CHECK(match.reasons[0].message_en == "text agrees " + percent + ": 水肥一体化");
  CHECK(match.reasons[1].signal == "field");
}

TEST_CASE("reasons are said of pairs that they apply to only") {
  const std::string all = R"(,"tech_field":["energy"],"region":"420100","industry":["A01"])";
  const auto signals = [](const Match& match) {
    std::vector<std::string> names;
    for (const Reason& one : match.reasons) names.push_back(one.signal);
    return found::joined(names);
  };
  const std::string person = R"("name":"某某","research":"水肥一体化")" + all;
  CHECK(signals(matched({"need", need(all + R"(,"min_trl":6,"budget":9)"), MatchTarget::expert, "expert", person})) == "text evidence field industry region");
  CHECK(signals(matched({"expert", person, MatchTarget::achievement, "achievement", offer(all + R"(,"trl":6,"price_min":9)")})) == "text field industry");
  CHECK(signals(matched({"achievement", offer(all), MatchTarget::similar, "achievement", offer(all)})) == "text field industry");
}

TEST_CASE("without explanations the scores are the same and nothing is said") {
  const Pair pair{"need", need(R"(,"tech_field":["energy"])"), MatchTarget::achievement, "achievement", offer(R"(,"tech_field":["energy"],"summary":"水肥一体化样机")")};
  const Match said = matched(pair), silent = matched(pair, false);
  CHECK(silent.score == said.score);
  CHECK(silent.values == said.values);
  CHECK(silent.card.title == "水肥一体化");
  CHECK(silent.reasons.empty());
  CHECK(silent.fragments.empty());
  REQUIRE_FALSE(said.fragments.empty());
  CHECK(said.fragments[0].field == "summary");
  CHECK(found::printed(said.fragments[0].parts) == "[水肥一体化]样机");
}

TEST_CASE("indicators are compared in a match, with places in the texts of both records, from either side") {
  const std::string asks = R"("title":"水肥一体化","goal":"出苗率达到80%以上，亩成本不超过10元",)"
                           R"("indicators":[{"name":"均匀度","op":"range","low":"9","high":"5","unit":"%"}])";
  const std::string offers = R"("title":"水肥一体化","summary":"示范中出苗率为86%。","indicators":[{"name":"每亩费用","op":"le","value":"12","unit":"元"}])";
  const std::string from_need = "指标未满足：每亩费用 ≤ 12 元，要求 亩成本 ≤ 10 元，超出 2 元 | indicator not met: 每亩费用 ≤ 12 元, 亩成本 ≤ 10 元 asked for, 2 元 over ; "
                                "指标满足：示范中出苗率 86%，要求 出苗率 ≥ 80% | indicator met: 示范中出苗率 86%, 出苗率 ≥ 80% asked for";
  const std::string near = "相差不多：若亩成本 ≤ 10 元（现超出 2 元），所提要求即都满足 | a near miss: fits if 亩成本 ≤ 10 元 (2 元 over)";
  const Match match = matched({"need", asks, MatchTarget::achievement, "achievement", offers});
  CHECK(reason(match, "indicators") == from_need);
  CHECK(reason(match, "near_miss") == near);
  REQUIRE(match.values.at("indicators"));
  CHECK(*match.values.at("indicators") == Approx((1 + 0.4 * 0.8) / 2));
  const Match reverse = matched({"achievement", offers, MatchTarget::need, "need", asks});
  CHECK(reason(reverse, "indicators") == from_need);
  CHECK(reason(reverse, "near_miss") == near);
  const auto places = [](const Match& one) {
    std::string out;
    for (const Reason& r : one.reasons)
      if (r.asking && r.found)
        out += fmt::format("{} {}-{} / {} {}-{}; ", r.asking->field, r.asking->begin, r.asking->end, r.found->field, r.found->begin, r.found->end);
    return out;
  };
  CHECK(places(match) == "title 0-15 / title 0-15; goal 27-50 / indicators 0-19; goal 0-18 / summary 0-24; ");
  CHECK(places(reverse) == "title 0-15 / title 0-15; indicators 0-19 / goal 27-50; summary 0-24 / goal 0-18; ");
}

TEST_CASE("an indicator of the asking side that contradicts itself is told and not compared") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"水肥一体化",)"
              R"("indicators":[{"name":"均匀度","op":"range","low":"9","high":"5","unit":"%"}]})");
  library.put(R"({"kind":"achievement","id":"found","title":"水肥一体化","summary":"均匀度为7%"})");
  library.build();
  MatchRequest request;
  request.id = "asks", request.to = MatchTarget::achievement;
  const MatchResult result = library.match(request);
  REQUIRE(result.notes.size() == 1);
  CHECK(result.notes[0].code == "indicator_not_compared");
  CHECK(result.notes[0].message == "指标“均匀度”不参与比较：下限高于上限");
  CHECK(result.notes[0].message_en == "indicator \"均匀度\" is not compared: the lower bound is above the upper one");
  CHECK_FALSE(result.matches.front().values.at("indicators"));
}

}  // namespace match_reasons_test
