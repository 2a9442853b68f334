// SPDX-License-Identifier: GPL-3.0-or-later
// What a reason may call shared: only what stands, as whole words, in both texts.
#include "search/shared_words.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace shared_words_test {

using search::SharedRun;
using search::shared_words;
using Words = std::vector<std::string>;

namespace {

std::vector<SharedRun> placed(const Words& asking, const Words& offered, std::size_t most = 6) {
  return shared_words(asking, offered, [](const std::string&) { return true; }, most);
}

Words words_of(const std::vector<SharedRun>& runs) {
  Words out;
  for (const SharedRun& run : runs) out.push_back(run.words);
  return out;
}

Words shared(const Words& asking, const std::string& offered, std::size_t most = 6) { return words_of(placed(asking, {offered}, most)); }

}  // namespace

TEST_CASE("a shared word stands in both texts, not only its bigrams") {
  // 电池 and 池高 and 高温 are all in the offered text, 电池高温 is not.
  CHECK(shared({"软包电池高温性能差"}, "电池高度可调，适合高温环境") == Words{"电池", "高温"});
  CHECK(shared({"电解液成本高"}, "电解液回收；本项目成本低") == Words{"电解液", "成本"});
  CHECK(shared({"完全不同"}, "没有相同之处").empty());
}

TEST_CASE("the longest common run of words is one shared word") {
  CHECK(shared({"需要高盐废水零排放技术"}, "针对高盐废水零排放的难题") == Words{"高盐废水零排放"});
  CHECK(shared({"锂离子电池", "电池"}, "锂离子电池电解液") == Words{"锂离子电池"});
}

TEST_CASE("shared words are compared as the analyzer reads them") {
  CHECK(shared({"鋰離子電池"}, "锂离子电池") == Words{"鋰離子電池"});
  CHECK(shared({"ＬＩＤＡＲ 点云"}, "lidar点云") == Words{"点云", "ＬＩＤＡＲ"});
}

TEST_CASE("Latin words are shared whole") {
  CHECK(shared({"AI 质检"}, "chain 质检") == Words{"质检"});
  CHECK(shared({"TiO2 涂层"}, "以 tio2 为涂层") == Words{"涂层", "TiO2"});
}

TEST_CASE("words that say nothing about a subject neither begin nor end a run") {
  CHECK(shared({"采用激光熔覆技术"}, "采用激光熔覆技术修复") == Words{"激光熔覆"});
  CHECK(shared({"主要问题"}, "主要问题").empty());
  CHECK(shared({"60 个月"}, "60 个月").empty());
}

TEST_CASE("a run needs a telling term, and only the asked number of runs is given") {
  const auto only_rare = [](const std::string& term) { return term == "熔覆"; };
  CHECK(words_of(shared_words({"激光熔覆，激光切割"}, {"激光熔覆与激光切割"}, only_rare)) == Words{"激光熔覆"});
  CHECK(shared({"水泥，玻璃，陶瓷"}, "陶瓷、玻璃、水泥", 2) == Words{"水泥", "玻璃"});
}

TEST_CASE("a shared run has its bytes in both originals, however either writes it") {
  struct Row {
    Words asking, offered;
    std::size_t asking_text, offered_text;
    std::string from_asking, from_offered;  // what stands in those bytes
  };
  const Row rows[] = {
      {{"需要高盐废水零排放技术"}, {"标题", "针对高盐废水零排放的难题"}, 0, 1, "高盐废水零排放", "高盐废水零排放"},
      {{"无关", "锂离子电池"}, {"某型鋰離子電池組"}, 1, 0, "锂离子电池", "鋰離子電池"},
      {{"鋰離子電池"}, {"某型锂离子电池"}, 0, 0, "鋰離子電池", "锂离子电池"},
      {{"采用lidar点云"}, {"《ＬＩＤＡＲ》"}, 0, 0, "lidar", "ＬＩＤＡＲ"},
      {{"ＬＩＤＡＲ"}, {"chain 与 lidar"}, 0, 0, "ＬＩＤＡＲ", "lidar"},
      {{"陶瓷"}, {"𠀀😀陶瓷"}, 0, 0, "陶瓷", "陶瓷"},          // four bytes a character, two units of UTF-16
      {{"陶瓷"}, {"㎏，①ﬁ，陶瓷"}, 0, 0, "陶瓷", "陶瓷"},      // one character becomes several
      {{"陶瓷"}, {"\xff\xfe坏字节，陶瓷"}, 0, 0, "陶瓷", "陶瓷"},
  };
  for (const Row& row : rows) {
    INFO(row.from_asking << " ~ " << row.from_offered);
    const auto runs = placed(row.asking, row.offered);
    REQUIRE_FALSE(runs.empty());
    const SharedRun& run = runs.front();
    CHECK(run.words == row.from_asking);
    REQUIRE(run.asking.text == row.asking_text);
    REQUIRE(run.offered.text == row.offered_text);
    CHECK(row.asking[run.asking.text].substr(run.asking.begin, run.asking.end - run.asking.begin) == row.from_asking);
    CHECK(row.offered[run.offered.text].substr(run.offered.begin, run.offered.end - run.offered.begin) == row.from_offered);
  }
}

TEST_CASE("a run does not reach over the end of a text of the other side") {
  CHECK(words_of(placed({"水泥玻璃"}, {"水泥", "玻璃"})) == Words{"水泥", "玻璃"});
}

TEST_CASE("damaged and empty texts share nothing and break nothing") {
  CHECK(shared({}, "水泥").empty());
  CHECK(placed({"水泥"}, {}).empty());
  CHECK(shared({""}, "").empty());
  CHECK(shared({"\xff\xfe水泥"}, "水泥\xe4") == Words{"水泥"});
}

TEST_CASE("function words are characters that join words, and single letters and digits") {
  for (const char* term : {"的", "是的", "为了", "a", "1"}) {
    INFO(term);
    CHECK(search::is_function_word(term));
  }
  for (const char* term : {"", "茶", "分级", "的茶", "目的", "ai", "304", "年"}) {
    INFO(term);
    CHECK_FALSE(search::is_function_word(term));
  }
}

TEST_CASE("a term is telling where at most a tenth of the collection holds it or fewer than five documents") {
  const struct {
    double holders, all;
    bool telling;
  } rows[] = {{0, 0, false}, {0, 1000, false}, {1, 1, true}, {4, 4, true}, {5, 6, false}, {5, 50, true}, {100, 1000, true}, {101, 1000, false}};
  for (const auto& row : rows) {
    CAPTURE(row.holders, row.all);
    CHECK(search::is_held_by_few(row.holders, row.all) == row.telling);
  }
}

}  // namespace shared_words_test
