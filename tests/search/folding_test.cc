// SPDX-License-Identifier: GPL-3.0-or-later
// Of near-duplicates a match shows the best of those that meet and miss the same of the need's figures: two models of one product line are near-duplicates, and
// the one that reaches the figure must not stand behind the one that does not.
#include "search/folding.h"

#include <catch2/catch.hpp>

#include "search/found.h"

namespace folding_test {

using namespace search;

namespace {

std::string dryer(const std::string& id, const std::string& title, const std::string& capacity) {
  const std::string before = "针对市政污泥含水率高、外运处置费用大的问题，采用两级热泵除湿与网带均布技术，将含水率80%的湿污泥一次干化。";
  const std::string after = "出泥含水率30%，干化温度45～75℃，全程密闭负压运行，臭气经喷淋与生物滤池处理后排放。已在青岛、潍坊两座污水厂连续运行两年。就地干化，臭气不外泄。";
  return fmt::format(R"({{"kind":"achievement","id":"{}","title":"{}","summary":"{}"}})", id, title, before + capacity + after);
}

std::string irrigation(const std::string& id, const std::string& goal) {
  return fmt::format(
      R"({{"kind":"need","id":"{}","title":"果园精准水肥一体化灌溉设备","key_tech":"果园水肥一体化装置的精准控制与远程监测，适合丘陵山地滴灌，操作简便，配合土壤墒情监测与气象数据自动决策","goal":"{}"}})",
      id, goal);
}

class Dryers : public found::Shared<Dryers> {
 public:
  Dryers() {
    for (const auto& [id, goal] : {std::pair("asks", R"(,"goal":"单机处理能力≥50吨/天，出泥含水率≤30%")"), std::pair("bare", "")})
      put(fmt::format(R"({{"kind":"need","id":"{}","title":"市政污泥低温干化设备","key_tech":"污泥低温热泵干化，臭气不外泄"{}}})", id, goal));
    put(dryer("a40", "市政污泥低温干化设备", "单机处理能力40吨/天，"));
    put(dryer("b40", "市政污泥低温干化设备", "单机处理能力40吨/天，"));
    put(dryer("a60", "污泥低温热泵干化机", "单机处理能力60吨/天，"));
    put(dryer("a70", "污泥低温热泵干化机", "单机处理能力70吨/天，"));
    put(dryer("silent", "市政污泥低温干化设备", ""));
    build();
  }
};

MatchRequest from(const std::string& id, MatchTarget to) {
  MatchRequest request;
  request.id = id, request.to = to;
  return request;
}

// "a40=b40 a60=a70": a word for each row with what it stands for, the words and what is in them by the alphabet.
std::string rows_of(const MatchResult& result) {
  std::vector<std::string> rows;
  for (const Match& match : result.matches) {
    CHECK(match.more == static_cast<std::int64_t>(match.more_ids.size()));
    std::vector<std::string> ids = match.more_ids;
    ids.push_back(match.card.id);
    std::ranges::sort(ids);
    rows.push_back(found::joined(ids, "="));
  }
  std::ranges::sort(rows);
  return found::joined(rows);
}

const Match& row_with(const MatchResult& result, const std::string& id) {
  for (const Match& match : result.matches)
    if (match.card.id == id || std::ranges::find(match.more_ids, id) != match.more_ids.end()) return match;
  throw std::runtime_error("no row stands for " + id);
}

}  // namespace

TEST_CASE("near-duplicates that meet and miss other figures of the need are rows of their own", "[search][folding]") {
  const MatchResult result = Dryers::get().match(from("asks", MatchTarget::achievement));
  CHECK(rows_of(result) == "a40=b40 a60=a70 silent");
  const auto met = [&](const std::string& id) { return row_with(result, id).values.at("indicators"); };
  CHECK(met("a60") == 1);
  CHECK(met("a40") < met("silent"));
  MatchRequest unfolded = from("asks", MatchTarget::achievement);
  unfolded.fold = false;
  CHECK(found::any_order(Dryers::get().match(unfolded)) == "a40 a60 a70 b40 silent");
}

TEST_CASE("the one that is shown is the best of those that it stands for, and they stand in their order", "[search][folding]") {
  MatchRequest request = from("asks", MatchTarget::achievement);
  const MatchResult folded = Dryers::get().match(request);
  request.fold = false;
  const auto order = found::id_list(Dryers::get().match(request));
  const auto place = [&](const std::string& id) { return std::ranges::find(order, id) - order.begin(); };
  for (const Match& match : folded.matches) {
    auto before = place(match.card.id);
    for (const std::string& id : match.more_ids) {
      CHECK(before < place(id));
      before = place(id);
    }
  }
}

TEST_CASE("where the asking side states no figures the best of a group takes all others", "[search][folding]") {
  CHECK(rows_of(Dryers::get().match(from("bare", MatchTarget::achievement))) == "a40=a60=a70=b40=silent");
  MatchRequest text;
  text.text = "市政污泥低温干化";
  CHECK(rows_of(Dryers::get().match(text)) == "a40=a60=a70=b40=silent");
  // Figures of two results are not held against each other.
  CHECK(rows_of(Dryers::get().match(from("a40", MatchTarget::similar))) == "a60=a70=b40=silent");
}

TEST_CASE("a row that was dismissed goes with its copies, and what meets or misses another figure stays", "[search][folding]") {
  MatchRequest request = from("asks", MatchTarget::achievement);
  const MatchResult all = Dryers::get().match(request);
  request.leave_out = {row_with(all, "a60").card.id};
  const MatchResult without = Dryers::get().match(request);
  CHECK(rows_of(without) == "a40=b40 silent");
  CHECK(without.left_out == 1);
  request.leave_out = {row_with(all, "a40").card.id};
  CHECK(rows_of(Dryers::get().match(request)) == "a60=a70 silent");
  request.leave_out = {row_with(all, "a40").card.id, row_with(all, "a60").card.id, "silent"};
  CHECK(rows_of(Dryers::get().match(request)).empty());
}

TEST_CASE("asked from a result, needs that it meets and needs that it misses are told apart", "[search][folding]") {
  found::Library library;
  library.put(irrigation("n40", "单机处理能力≥40吨/天"));
  library.put(irrigation("n45", "单机处理能力≥45吨/天"));
  library.put(irrigation("n60", "单机处理能力≥60吨/天"));
  library.put(R"({"kind":"achievement","id":"states","title":"果园水肥一体化装置","summary":"用于果园滴灌。单机处理能力50吨/天。"})");
  library.put(R"({"kind":"achievement","id":"silent","title":"果园水肥一体化装置","summary":"用于果园滴灌。"})");
  library.build();
  CHECK(rows_of(library.match(from("states", MatchTarget::need))) == "n40=n45 n60");
  CHECK(rows_of(library.match(from("silent", MatchTarget::need))) == "n40=n45=n60");
}

TEST_CASE("of many copies all are counted and the first are named", "[search][folding]") {
  found::Library library;
  constexpr std::size_t kCopies = 30;
  for (std::size_t i = 0; i < kCopies; ++i) library.put(irrigation(fmt::format("n{:02}", i), ""));
  library.build();
  MatchRequest request;
  request.draft = world::record(R"({"kind":"achievement","id":"draft","title":"果园水肥一体化装置","summary":"用于果园滴灌。"})");
  request.to = MatchTarget::need;
  const MatchResult result = library.match(request);
  REQUIRE(result.matches.size() == 1);
  CHECK(result.matches[0].more == kCopies - 1);
  CHECK(result.matches[0].more_ids.size() == kMostMoreNamed);
}

TEST_CASE("an expert on the black list is not named under another record of theirs", "[search][folding]") {
  found::Library library;
  library.put(R"({"kind":"need","id":"n","title":"污泥低温热泵干化"})");
  for (const char* one : {R"("id":"e1")", R"("id":"e2","integrity":"黑名单")", R"("id":"e3")"})
    library.put(fmt::format(
        R"({{"kind":"expert","name":"某某","research":"污泥低温热泵干化与臭气处理，网带均布，两级除湿，市政污泥含水率的测定，污水厂外运处置费用的核算，全程密闭负压运行",{}}})",
        one));
  library.build();
  CHECK(rows_of(library.match(from("n", MatchTarget::expert))) == "e1=e3");
  MatchRequest panel = from("n", MatchTarget::expert);
  panel.withhold = false;
  CHECK(rows_of(library.match(panel)) == "e1=e2=e3");
}

}  // namespace folding_test
