// SPDX-License-Identifier: GPL-3.0-or-later
// The text pipeline as a table: input → printed tokens. A bigram that is also a word has a star; words are in [], compounds in {}, the last
// character of a run in ().
#include "indexer/text/analyzer.h"

#include <catch2/catch.hpp>
#include <string>

#include "indexer/text/normalize.h"

namespace analyzer_test {

using namespace indexer::text;

namespace {

std::string printed(std::string_view text) {
  std::string out;
  for (const Token& t : analyze(text)) {
    if (!out.empty()) out += ' ';
    switch (t.kind) {
      case TokenKind::bigram: out += t.term + (t.is_word ? "*" : ""); break;
      case TokenKind::word: out += "[" + t.term + "]"; break;
      case TokenKind::compound: out += "{" + t.term + "}"; break;
      case TokenKind::edge: out += "(" + t.term + ")"; break;
      case TokenKind::joined: out += "<" + t.term + ">"; break;  // only with a lexicon
      case TokenKind::latin:
      case TokenKind::number: out += t.term; break;
    }
  }
  return out;
}

struct Row {
  const char* input;
  const char* tokens;
};

}  // namespace

TEST_CASE("the analyzer turns text into bigrams, words, Latin words and compounds") {
  const Row rows[] = {
      {"", ""},
      {"锂离子电池", "[锂] 锂离 离子* 子电 电池* (池)"},
      {"锂", "[锂]"},
      {"人工智能辅助诊断", "人工* 工智 智能* 能辅 辅助* 助诊 诊断* (断)"},
      {"传感器", "[传感器] 传感 感器 (器)"},
      {"高盐废水", "[高] 高盐 [盐] 盐废 废水* (水)"},
      {"TiO2", "{tio2}"},
      {"5G基站", "{5g} [基] 基站 [站]"},
      {"C/C复合材料", "{c/c} 复合* 合材 材料* (料)"},
      {"GB/T 4754", "{gb/t} gb 4754"},
      {"N-甲基吡咯烷酮回收", "{n-甲基吡咯烷酮} n 甲基* 基吡 [吡] 吡咯 [咯] 咯烷 [烷] 烷酮 [酮] 酮回 回收* (收)"},
      {"machine learning batteries", "machin learn batteri"},
      {"1.2 MPa", "1.2 mpa"},
      {"LiFePO4/C", "{lifepo4/c} lifepo4"},
      {"废水。处理", "废水* (水) 处理* (理)"},
      {"，。！？", ""},
      {"Ｌｉ　５Ｇ", "li {5g}"},
  };
  for (const Row& row : rows) {
    INFO(row.input);
    CHECK(printed(row.input) == row.tokens);
  }
}

TEST_CASE("Traditional, full-width and upper-case text gives the tokens of its plain form") {
  const std::pair<const char*, const char*> pairs[] = {
      {"鋰離子電池", "锂离子电池"}, {"ＬｉＦｅＰＯ４", "LiFePO4"}, {"水處理，廢氣", "水处理，废气"}, {"℃", "°c"}, {"機器視覺檢測", "机器视觉检测"}};
  for (const auto& [given, plain] : pairs) CHECK(printed(given) == printed(plain));
}

TEST_CASE("every token knows the bytes of the original it came from") {
  const std::string text = "採用ＴｉＯ２光催化，降解率≥９０％";
  for (const Token& t : analyze(text)) {
    REQUIRE(t.start < t.end);
    REQUIRE(t.end <= text.size());
    CHECK(fold(text.substr(t.start, t.end - t.start)) == t.term);
  }
}

TEST_CASE("neighbours differ by one position and punctuation keeps a phrase from crossing it") {
  const auto tokens = analyze("电池，电极");
  REQUIRE(tokens.size() == 4);
  CHECK(tokens[2].position - tokens[0].position == 3);  // two characters and the comma
  const auto joined = analyze("C/C复合");
  REQUIRE(joined.size() == 3);
  CHECK(joined[1].position - joined[0].position == 1);
}

TEST_CASE("damaged bytes separate tokens and are never part of one") {
  CHECK(printed(std::string("电池\xFF\xFE电极", 14)) == "电池* (池) 电极* (极)");
  CHECK(printed(std::string("a\0b", 3)) == "a b");
  CHECK(printed("\xE7\x94") == "");
}

TEST_CASE("a token is cut at a character where it is longer than a term may be") {
  const std::string text(10000, 'x');
  const auto tokens = analyze(text);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].term.size() == kMaxTermBytes);
}

TEST_CASE("offsets cover the whole of a combining sequence") {
  const std::string text = "e\xCC\x81tude";  // e + combining acute
  const auto tokens = analyze(text);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].start == 0);
  CHECK(tokens[0].end == text.size());
}

}  // namespace analyzer_test
