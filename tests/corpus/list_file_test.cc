// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/list_file.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "corpus/workbook.h"
#include "world.h"

namespace list_file_test {

using corpus::List;

namespace {

const List kList = {{"编号", "名称", "得分"},
                    {{std::string("CG-1"), std::string("轴承,“静音”型"), 9.875},
                     {std::string("CG-2"), std::string("两行\n\"引号\""), 3.0},
                     {std::string("CG-3"), std::string("=HYPERLINK(\"http://x\")"), -1.5}}};

std::vector<corpus::Sheet> read_back(const std::string& bytes) {
  const world::Directory place;
  const auto file = place.path() / "list.xlsx";
  std::ofstream(file, std::ios::binary) << bytes;
  auto sheets = corpus::read_workbook(file.string(), 1 << 24);
  if (!sheets) throw std::runtime_error(corpus::to_text(sheets.error()));
  return std::move(*sheets);
}

}  // namespace

TEST_CASE("a list as CSV is quoted where it must be, and nothing in it is run") {
  CHECK(corpus::csv_of(kList) == "\xEF\xBB\xBF编号,名称,得分\r\nCG-1,\"轴承,“静音”型\",9.875\r\nCG-2,\"两行\n\"\"引号\"\"\",3\r\nCG-3,\"'=HYPERLINK(\"\"http://x\"\")\",-1.5\r\n");
  for (const char* text : {"=1+1", "+1", "-1", "@x", "\t=1", "\r=1"}) {
    const std::string csv = corpus::csv_of({{"a"}, {{std::string(text)}}});
    INFO(text);
    CHECK(csv.find("'" + std::string(text)) != std::string::npos);
  }
  CHECK(corpus::csv_of({}) == "\xEF\xBB\xBF\r\n");
}

TEST_CASE("a list as XLSX is read back as it was, numbers as numbers") {
  const auto bytes = corpus::xlsx_of(kList, "检索结果");
  REQUIRE(bytes);
  const auto sheets = read_back(*bytes);
  REQUIRE(sheets.size() == 1);
  CHECK(sheets[0].name == "检索结果");
  REQUIRE(sheets[0].rows.size() == 4);
  CHECK(sheets[0].rows.at(1).at(2).text == "名称");
  CHECK(sheets[0].rows.at(2).at(2).text == "轴承,“静音”型");
  CHECK(sheets[0].rows.at(3).at(2).text == "两行\n\"引号\"");
  CHECK(sheets[0].rows.at(3).at(3).text == "3");
  CHECK(sheets[0].rows.at(4).at(2).text == "=HYPERLINK(\"http://x\")");
}

TEST_CASE("what a workbook cannot hold is cut or left out, and the rest stays") {
  std::string longest;
  while (longest.size() < 40'000) longest += "轴承";
  const auto bytes = corpus::xlsx_of({{"a"}, {{longest}, {std::string("x\x01y")}, {std::string()}}}, "a");
  REQUIRE(bytes);
  const auto sheets = read_back(*bytes);
  const std::string& cut = sheets.at(0).rows.at(2).at(1).text;
  CHECK(cut.size() <= 32'003);
  CHECK(cut.ends_with("承…"));
  CHECK(longest.starts_with(cut.substr(0, cut.size() - 3)));
  CHECK(sheets[0].rows.at(3).at(1).text == "xy");
}

TEST_CASE("a workbook that cannot be written says where and why") {
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  const world::Directory place;
  ::setenv("TMPDIR", (place.path() / "nowhere").c_str(), 1);
  CHECK(corpus::xlsx_of(kList, "a").error().code == corpus::ErrorCode::io);
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
  CHECK(corpus::xlsx_of(kList, "no [such] name").error().code == corpus::ErrorCode::io);
}

}  // namespace list_file_test
