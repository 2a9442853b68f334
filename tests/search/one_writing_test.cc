// SPDX-License-Identifier: GPL-3.0-or-later
// Figures and standards in other writing, asked of records: who is found, and who is not taken for it.
#include <catch2/catch.hpp>

#include "search/found.h"

namespace one_writing_test {

using namespace search;

namespace {

class Workshop : public found::Shared<Workshop> {
 public:
  Workshop() {
    const auto entry = [](const char* id, const std::string& title) {
      return R"({"kind":"achievement","id":")" + std::string(id) + R"(","title":")" + title + "\"}";
    };
    put(entry("power-high", "极限压力10⁵ Pa的真空炉"));
    put(entry("power-caret", "耐受1×10^5Pa的阀门"));
    put(entry("power-lost", "工作压力105 Pa的风机"));
    put(entry("money-mixed", "单价1万5千元的探头"));
    put(entry("money-digits", "单价15000元的镜头"));
    put(entry("money-less", "单价5000元的光源"));
    put(entry("tons-comma", "年产20,000吨纸浆"));
    put(entry("tons-plain", "年产20000吨树脂"));
    put(entry("tons-less", "年产20吨香料与000号样"));
    put(entry("speed-space", "18 000 r/min电主轴"));
    put(entry("speed-comma", "18,000 r/min砂轮"));
    put(entry("speed-less", "2 000 r/min搅拌与18种桨叶"));
    put(entry("quality-apart", "按GB/T 19001认证的车间"));
    put(entry("quality-glued", "按GB/T19001认证的产线"));
    put(entry("quality-year", "按GB/T 19001—2016认证的仓库"));
    put(entry("iso-apart", "通过ISO 9001的铸件"));
    put(entry("iso-glued", "通过ISO9001的锻件"));
    put(entry("cold-apart", "满足IEC 60068-2-1的机箱"));
    put(entry("cold-glued", "满足IEC60068-2-1的插座"));
    build();
  }
};

std::string listed(const std::string& query) {
  SearchRequest request;
  request.query = query;
  return found::any_order(Workshop::get().search(request));
}

}  // namespace

TEST_CASE("a power of ten is found in each writing, and never as what is left without its height") {
  CHECK(listed("\"10⁵ Pa\"") == "power-caret power-high");
  CHECK(listed("\"10^5 Pa\"") == "power-caret power-high");
  CHECK(listed("\"100000 Pa\"") == "power-caret power-high");
  CHECK(listed("\"105 Pa\"") == "power-lost");
}

TEST_CASE("a sum in figures and numerals is found by what it says, and not by its end") {
  CHECK(listed("15000元") == "money-digits money-mixed");
  CHECK(listed("5000元") == "money-less");
}

TEST_CASE("a figure in groups of three is found with and without marks between them") {
  for (const char* query : {"20000吨", "20,000吨", "20，000吨", "title:20,000吨"}) {
    INFO(query);
    CHECK(listed(query) == "tons-comma tons-plain");
  }
  for (const char* query : {"\"18000 r/min\"", "\"18 000 r/min\"", "\"18,000 r/min\""}) {
    INFO(query);
    CHECK(listed(query) == "speed-comma speed-space");
  }
}

TEST_CASE("a standard is found in each spelling, with the year and without") {
  for (const char* query : {"\"GB/T 19001\"", "\"GB/T19001\"", "\"gb／t19001\""}) {
    INFO(query);
    CHECK(listed(query) == "quality-apart quality-glued quality-year");
  }
  CHECK(listed("\"GB/T19001-2016\"") == "quality-year");
  // The year is one of its four words, so that it is found without it too.
  CHECK(listed("GB/T 19001-2016") == "quality-apart quality-glued quality-year");
  for (const char* query : {"\"ISO 9001\"", "\"ISO9001\"", "ISO 9001:2015"}) {
    INFO(query);
    CHECK(listed(query) == "iso-apart iso-glued");
  }
  CHECK(listed("\"IEC 60068-2-1\"") == "cold-apart cold-glued");
  CHECK(listed("\"IEC60068-2-1\"") == "cold-apart cold-glued");
}

}  // namespace one_writing_test
