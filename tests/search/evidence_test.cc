// SPDX-License-Identifier: GPL-3.0-or-later
// What an expert has done speaks for them: pieces of their record, and results that name them or that they name.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <set>

#include "indexer/schema.h"
#include "search/evidence.h"
#include "search/found.h"

namespace evidence_test {

using namespace search;

namespace {

MatchResult experts_for(const found::Library& library, const std::string& id = "asks") {
  MatchRequest request;
  request.id = id, request.to = MatchTarget::expert;
  return library.match(request);
}

std::string evidence_of(const Match& match) {
  std::string out;
  for (const Reason& one : match.reasons)
    if (one.signal == "evidence") out += (out.empty() ? "" : "; ") + one.message;
  return out;
}

}  // namespace

TEST_CASE("pieces are the items of an expert's lists, with their place in the field", "[search][evidence]") {
  corpus::Expert expert;
  expert.research = "锂电池回收；钠电池。 \n中";
  expert.skills = "固态发酵;";
  const auto pieces = pieces_of(expert);
  REQUIRE(pieces.size() == 3);
  for (const EvidencePiece& one : pieces)
    CHECK(indexer::text_of(corpus::Record(expert), one.field).substr(one.begin, one.end - one.begin) == one.text);
  CHECK((pieces[0].text == "锂电池回收" && pieces[1].text == "钠电池" && pieces[2].field == "skills"));
  CHECK(pieces_of(corpus::Expert{}).empty());
  expert.research.clear();
  for (int i = 0; i < 1000; ++i) expert.research += "某项研究；";
  CHECK(pieces_of(expert).size() == kMostPieces);
}

TEST_CASE("the best three pieces vote, the first most", "[search][evidence]") {
  const auto votes = [](const std::vector<double>& scores) {
    std::vector<Testimony> all;
    for (const double one : scores) all.push_back({one, std::nullopt, "", ""});
    return vote(all);
  };
  CHECK(votes({}) == 0);
  CHECK(votes({7}) == Approx(4));
  CHECK(votes({7, 7, 7}) == Approx(7));
  CHECK(votes({7, 7, 7, 7}) == Approx(7));
}

TEST_CASE("the pieces of an expert's record that are near are told, the nearest first", "[search][evidence]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"退役锂电池正极材料回收"})");
  library.put(R"({"kind":"expert","id":"does","name":"虚构甲","research":"土壤改良；水稻育种；果树修剪；退役锂电池正极材料回收工艺；奶牛饲养；茶叶加工"})");
  library.put(R"({"kind":"expert","id":"scattered","name":"虚构乙","research":"锂矿勘探；电池外壳；正极性判断；材料力学；回收桶设计；退役军人就业"})");
  library.build();
  const MatchResult result = experts_for(library);
  REQUIRE(found::any_order(result) == "does scattered");
  for (const Match& match : result.matches) {
    CHECK_FALSE(match.values.at("evidence"));  // nobody has a result that is near
    if (match.card.id != "does") continue;
    CHECK(evidence_of(match).starts_with("做过相近的工作：退役锂电池正极材料回收工艺"));
    const auto reason = std::ranges::find(match.reasons, "evidence", &Reason::signal);
    REQUIRE(reason->found);
    CHECK(reason->found->field == "research");
  }
}

TEST_CASE("a result speaks for the experts it names and for those who name it, also where their own profile shares no word", "[search][evidence]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"退役锂电池正极材料回收"})");
  library.put(R"({"kind":"achievement","id":"r1","title":"锂电池正极材料回收装置","members":[{"name":"虚构甲","expert_id":"named"}]})");
  library.put(R"({"kind":"achievement","id":"secret","title":"退役锂电池回收秘方","visibility":"受限","members":[{"name":"虚构丙","expert_id":"hidden_link"}]})");
  library.put(R"({"kind":"expert","id":"named","name":"虚构甲","research":"湿法冶金"})");
  library.put(R"({"kind":"expert","id":"names","name":"虚构乙","research":"材料","linked_results":["r1"]})");
  library.put(R"({"kind":"expert","id":"hidden_link","name":"虚构丙","research":"园林"})");
  library.put(R"({"kind":"expert","id":"nothing","name":"虚构丁","research":"茶叶加工"})");
  library.build();
  const MatchResult result = experts_for(library);
  CHECK(found::any_order(result) == "named names");
  for (const Match& match : result.matches) CHECK(*match.values.at("evidence") > 0);
  for (const Match& match : result.matches)
    CHECK(evidence_of(match).find("其成果与此相近：锂电池正极材料回收装置（r1）") != std::string::npos);
}

TEST_CASE("experts are found by the results and patents they name and by their projects, where all else shares no word", "[search][evidence]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"退役锂电池正极材料回收"})");
  library.put(R"({"kind":"achievement","id":"r1","title":"锂电池正极材料回收装置","ip_rights":[{"no":"ZL 2021 1 0123456.7"}]})");
  library.put(R"({"kind":"achievement","id":"far","title":"水稻育种","ip_rights":[{"no":"ZL 2019 1 0654321.0"}]})");
  library.put(R"({"kind":"achievement","id":"secret","title":"退役锂电池回收秘方","visibility":"受限"})");
  library.put(R"({"kind":"expert","id":"names","name":"虚构甲","research":"茶叶加工","linked_results":["r1"]})");
  library.put(R"({"kind":"expert","id":"holds","name":"虚构乙","research":"园艺","linked_patents":["202110123456.7"]})");
  library.put(R"({"kind":"expert","id":"did","name":"虚构丙","research":"园林","linked_projects":["退役锂电池回收示范线"]})");
  library.put(R"({"kind":"expert","id":"other","name":"虚构丁","research":"奶牛","linked_results":["far"],"linked_patents":["CN201910654321"]})");
  library.put(R"({"kind":"expert","id":"hidden_link","name":"虚构戊","research":"果树","linked_results":["secret"]})");
  library.build();
  const MatchResult result = experts_for(library);
  CHECK(found::any_order(result) == "did holds names");
  for (const Match& match : result.matches) {
    CAPTURE(match.card.id);
    const bool by_text = match.card.id == "did";
    REQUIRE(match.values.at("evidence"));
    CHECK((*match.values.at("evidence") > 0) != by_text);
    CHECK(evidence_of(match).find(by_text ? "做过相近的工作：退役锂电池回收示范线" : "其成果与此相近：锂电池正极材料回收装置（r1）") != std::string::npos);
  }
}

TEST_CASE("whom a result leads to stands once in the list, also where words find them too", "[search][evidence]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"退役锂电池正极材料回收"})");
  library.put(R"({"kind":"achievement","id":"r1","title":"锂电池正极材料回收装置","members":[{"name":"虚构甲","expert_id":"both"}]})");
  library.put(R"({"kind":"expert","id":"both","name":"虚构甲","research":"锂电池回收","linked_results":["r1"]})");
  for (int i = 0; i < 30; ++i)
    library.put(fmt::format(R"({{"kind":"expert","id":"team{:02}","name":"组员{}","research":"茶叶","linked_results":["r1"]}})", i, i));
  library.build();
  MatchRequest request;
  request.id = "asks", request.to = MatchTarget::expert, request.top = 100;
  const MatchResult all = library.match(request);
  CHECK(all.matches.size() == 31);
  REQUIRE_FALSE(all.matches.empty());
  CHECK(all.matches[0].card.id == "both");
  std::set<std::string> each;
  for (const Match& match : all.matches) each.insert(match.card.id);
  CHECK(each.size() == all.matches.size());
}

TEST_CASE("experts without evidence, and results that name nobody known, do no harm", "[search][evidence]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"asks","title":"锂电池"})");
  library.put(R"({"kind":"achievement","id":"r1","title":"锂电池","members":[{"name":"虚构戊","expert_id":"gone"},{"name":"无号"}]})");
  library.put(R"({"kind":"expert","id":"bare","name":"虚构甲","keywords":["锂电池"],"linked_results":["none"]})");
  library.build();
  const MatchResult result = experts_for(library);
  REQUIRE(found::ids(result) == "bare");
  CHECK_FALSE(result.matches[0].values.at("evidence"));
  CHECK(evidence_of(result.matches[0]).empty());
}

}  // namespace evidence_test
