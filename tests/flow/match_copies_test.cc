// SPDX-License-Identifier: GPL-3.0-or-later
// Near-duplicates in the matches of a whole portfolio: what a row stands for is named, and what meets other figures has a row of its own.
#include <fstream>

#include "program.h"

namespace match_copies_test {

using namespace program;
using nlohmann::json;

namespace {

std::string dryer_line(const std::string& id, int tons) {
  return json{{"kind", "achievement"},
              {"id", id},
              {"title", "污泥低温干化设备"},
              {"summary", "针对市政污泥含水率高、外运处置费用大的问题，采用两级热泵除湿与网带均布技术，将湿污泥一次干化。单机处理能力" + std::to_string(tons) +
                              "吨/天，全程密闭负压运行，臭气经喷淋与生物滤池处理后排放。已在两座污水厂连续运行两年。"},
              {"visibility", "公开"}}
             .dump() +
         "\n";
}

}  // namespace

TEST_CASE("a table of matches names the near-duplicates that a row stands for, and lists what meets another figure") {
  const Place place;
  place.import(dryer_line("DUP-1", 40) + dryer_line("DUP-2", 40) + dryer_line("DUP-3", 60) +
               R"({"kind":"need","id":"NEED","title":"污泥低温干化设备","goal":"单机处理能力≥50吨/天","visibility":"公开"})" "\n");
  place.build();
  const std::string file = (place.path() / "copies").string();
  REQUIRE(place.run({"match", "--all", "--to", "achievement", "--output", file + ".jsonl"}).exit == 0);
  std::ifstream lines(file + ".jsonl");
  std::string line;
  REQUIRE(std::getline(lines, line));
  const json matches = json::parse(line)["matches"];
  REQUIRE(matches.size() == 2);
  const std::size_t meets = matches[0]["id"] == "DUP-3" ? 0 : 1;
  CHECK(matches[meets]["id"] == "DUP-3");
  CHECK_FALSE(matches[meets].contains("more_ids"));
  CHECK(matches[1 - meets]["id"] == "DUP-1");
  CHECK(matches[1 - meets]["more"] == 1);
  CHECK(matches[1 - meets]["more_ids"] == json::array({"DUP-2"}));
  REQUIRE(place.run({"match", "--all", "--to", "achievement", "--output", file + ".csv"}).exit == 0);
  const std::string table = content_of(file + ".csv");
  CHECK(table.find(",DUP-3,") != std::string::npos);
  CHECK(table.find(",DUP-2,default-") != std::string::npos);  // before the version of the weights
}

}  // namespace match_copies_test
