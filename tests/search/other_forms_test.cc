// SPDX-License-Identifier: GPL-3.0-or-later
// The same figure in other writing: who is found, what counts as a part of the question, what is marked.
#include "search/other_forms.h"

#include <catch2/catch.hpp>

#include "search/found.h"
#include "search/plan.h"
#include "search/query_parser.h"
#include "search/snippet.h"

namespace other_forms_test {

using namespace search;

namespace {

class Shelf : public found::Shared<Shelf> {
 public:
  Shelf() {
    const auto entry = [](const char* id, const std::string& title) { return R"({"kind":"achievement","id":")" + std::string(id) + R"(","title":")" + title + "\"}"; };
    put(entry("axis-han", "三轴机器人"));
    put(entry("axis-digit", "3轴机械手"));
    put(entry("axis-stray", "第3种电主轴、主轴轴承与3台轴流泵"));
    put(entry("third-han", "第三代芯片"));
    put(entry("third-digit", "第3代种子"));
    put(entry("power-han", "一百二十千瓦风机"));
    put(entry("power-latin", "120kW水泵"));
    put(entry("power-apart", "120 kW锅炉"));
    put(entry("length", "150mm钢管"));
    put(entry("length-apart", "150 mm铜管"));
    put(entry("length-stray", "150 吨吊车配 mm 级定位"));
    put(entry("steel", "316L不锈钢"));
    put(entry("steel-named", "SUS316L法兰"));
    put(entry("network", "5G基站"));
    put(entry("weight", "5 g砝码"));
    put(entry("percent", "百分之五误差"));
    put(entry("percent-sign", "5%偏差"));
    put(entry("oxide", "二氧化碳捕集"));
    put(entry("oxide-digit", "2氧化物"));
    build();
  }
};

std::string listed(const std::string& query) {
  SearchRequest request;
  request.query = query;
  return found::any_order(Shelf::get().search(request));
}

// Of an index that holds nothing.
Plan plan_of(const std::string& query) {
  static const Xapian::Database none(std::string(), Xapian::DB_BACKEND_INMEMORY);
  return make_plan(parse_query(query, world::vocabularies()).root, none);
}

}  // namespace

TEST_CASE("a question finds a figure in other writing, and not what holds its pieces apart") {
  CHECK(listed("三轴") == "axis-digit axis-han");
  CHECK(listed("3轴") == "axis-digit axis-han");
  CHECK(listed("第三代") == "third-digit third-han");
  CHECK(listed("第3代") == "third-digit third-han");
  CHECK(listed("一百二十千瓦") == "power-apart power-han power-latin");
  CHECK(listed("120kW") == "power-apart power-han power-latin");
  CHECK(listed("150mm") == "length length-apart");
  CHECK(listed("SUS316L") == "steel steel-named");
  CHECK(listed("316L") == "steel steel-named");
  CHECK(listed("百分之五").find("percent-sign") != std::string::npos);
}

TEST_CASE("a name with a figure stays a name") {
  CHECK(listed("5G") == "network");
  CHECK(listed("二氧化碳") == "oxide");
}

TEST_CASE("words of a field and phrases find a figure in other writing") {
  CHECK(listed("title:三轴") == "axis-digit axis-han");
  CHECK(listed("title:3轴") == "axis-digit axis-han");
  CHECK(listed("\"3轴\"") == "axis-digit axis-han");
  CHECK(listed("title:150mm") == "length length-apart");
  CHECK(listed("\"150 mm\"") == "length length-apart");
  CHECK(listed("\"150mm\"") == "length length-apart");
}

TEST_CASE("a compound and its parts are one part of the question") {
  const auto parts = [](const std::string& query) { return plan_of(query).share.size(); };
  CHECK(parts("150mm") == 1);
  CHECK(parts("SUS316L") == 1);
  CHECK(parts("3轴") == 1);
  CHECK(parts("三轴") == 1);
  CHECK(parts("第三代芯片") == 4);  // as its bigrams are
}

TEST_CASE("what is written otherwise is marked where it stands") {
  const auto marked = [](const std::string& query, const std::string& text) {
    return found::printed(highlight(text, highlight_terms(plan_of(query).terms)));
  };
  CHECK(marked("3轴", "電主軸与三軸機床") == "電主軸与[三軸]機床");
  CHECK(marked("三轴", "主轴、３轴") == "主轴、[３轴]");
  CHECK(marked("SUS316L", "用 316L 管") == "用 [316L] 管");
  CHECK(marked("316L", "SUS316L 管") == "SUS[316L] 管");
  CHECK(marked("150mm", "长 150 mm") == "长 [150] [mm]");
}

}  // namespace other_forms_test
