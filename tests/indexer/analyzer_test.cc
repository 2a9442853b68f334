// SPDX-License-Identifier: GPL-3.0-or-later
// The text pipeline as a table: input → printed tokens. A bigram that is also a word has a star; words are in [], compounds in {}, the last
// character of a run in (); a count has a = before it, a part of a compound a ~.
#include "indexer/text/analyzer.h"

#include <catch2/catch.hpp>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

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
      case TokenKind::count: out += "=" + t.term; break;
      case TokenKind::part: out += "~" + t.term; break;
      case TokenKind::latin:
      case TokenKind::number: out += t.term; break;
    }
  }
  return out;
}

std::string of_kind(TokenKind kind, std::string_view text) {
  std::string out;
  for (const Token& t : analyze(text))
    if (t.kind == kind) out += (out.empty() ? "" : " ") + t.term;
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

TEST_CASE("a figure that counts something is one term, Arabic or Chinese") {
  const std::tuple<const char*, const char*, const char*> pairs[] = {
      {"三轴机器人", "3轴机器人", "3轴"}, {"集成三轴梯度仪", "集成3轴梯度仪", "3轴"}, {"五轴加工", "5轴加工", "5轴"},       {"第三代半导体", "第3代半导体", "第3代"}, {"十年", "10年", "10年"},
      {"十年内", "10年内", "10年"},       {"三家企业", "3家企业", "3家"},       {"一百万元", "100万元", "1000000元"},     {"三万元", "3万元", "30000元"},
      {"两年", "2 年", "2年"},            {"三个月", "3个月", "3个月"},         {"六自由度", "6自由度", "6自由度"},       {"九十年代", "90年代", "90年代"},
      {"第二十三届", "第23届", "第23届"}, {"十五毫米", "15毫米", "15mm"},       {"三点五米", "3.5米", "3.5m"},            {"三相電機", "３相电机", "3相"},
      {"一百二十千瓦", "120千瓦", "120kw"}, {"三千克", "3千克", "3kg"}};
  for (const auto& [chinese, arabic, term] : pairs) {
    INFO(chinese);
    CHECK(of_kind(TokenKind::count, chinese) == term);
    CHECK(of_kind(TokenKind::count, arabic) == term);
  }
  CHECK(of_kind(TokenKind::count, "百分之五") == "5");  // as 5% has it
  CHECK(of_kind(TokenKind::number, "5%") == "5");
  CHECK(of_kind(TokenKind::count, "二〇二四年") == "2024");
  CHECK(of_kind(TokenKind::number, "2024年") == "2024");
  CHECK(of_kind(TokenKind::compound, "120kW") == "120kw");
}

TEST_CASE("a numeral that is part of a word, or says about how many, counts nothing") {
  for (const char* text :
       {"一些", "三维", "万一", "十分", "一体化", "四川", "三峡", "七星", "五金", "一般", "二氧化碳", "三轴承", "3轴承", "一种方法", "1种方法", "一次性", "二次电池", "三元材料",
        "数十年", "几十年", "三十多年", "二十余年", "五六年", "三五年", "十几年", "上百家", "一百余种", "万千瓦", "2024年", "5G", "3D打印", "0531年", "1.2.3年", "五", "第", "百分之",
        "零件", "四周", "第三方", "12345678901234567年"}) {
    INFO(text);
    CHECK(of_kind(TokenKind::count, text).empty());
  }
}

TEST_CASE("a count stands at the bytes it was written with, before what it is another form of") {
  CHECK(printed("用3轴") == "[用] =3轴 3 [轴]");
  CHECK(printed("三轴") == "=3轴 [三] 三轴 [轴]");
  const std::string text = "採用第三代和５ 年";
  std::vector<std::pair<std::string, std::string>> found;
  for (const Token& t : analyze(text))
    if (t.kind == TokenKind::count) found.emplace_back(t.term, text.substr(t.start, t.end - t.start));
  CHECK(found == std::vector<std::pair<std::string, std::string>>{{"第3代", "第三代"}, {"5年", "５ 年"}});
}

TEST_CASE("figure and unit, and letters and number, come in parts as well") {
  const Row rows[] = {
      {"150mm", "{150mm} ~150 ~mm"},
      {"0.1mm", "{0.1mm} ~0.1 ~mm"},
      {"120kW", "{120kw} ~120 ~kw"},
      {"500g", "{500g} ~500 ~g"},
      {"SUS316L", "{sus316l} ~sus ~316l"},
      {"316L", "{316l} ~316 ~l"},
      {"GH4169合金", "{gh4169} ~gh ~4169 合金* (金)"},
      {"10-20mm", "{10-20mm} 10 20mm ~20 ~mm"},
      {"5G", "{5g}"},
      {"3D", "{3d}"},
      {"4K", "{4k}"},
      {"H2O2", "{h2o2}"},
      {"PM2.5", "{pm2.5}"},
      {"LiFePO4", "{lifepo4}"},
      {"A549", "{a549}"},
      {"SUS316LNX", "{sus316lnx}"},
  };
  for (const Row& row : rows) {
    INFO(row.input);
    CHECK(printed(row.input) == row.tokens);
  }
}

TEST_CASE("the parts of a compound stand side by side, as if a space parted them") {
  const auto whole = analyze("150mm深"), apart = analyze("150 mm深");
  REQUIRE(whole.size() == 4);
  REQUIRE(apart.size() == 3);
  CHECK(whole[1].position == apart[0].position);
  CHECK(whole[2].position == apart[1].position);
  CHECK(whole[3].position == apart[2].position);
}

TEST_CASE("a power of ten and a figure in groups of three are the number that they say") {
  const Row rows[] = {
      {"10⁵ Pa", "100000 pa"},
      {"10^5 Pa", "100000 pa"},
      {"1×10^5Pa", "{100000pa} ~100000 ~pa"},
      {"1.2 × 10⁵ Pa", "120000 pa"},
      {"1.2*10^(5)", "120000"},
      {"10⁻³ Torr", "0.001 torr"},
      {"10^-3 Torr", "0.001 torr"},
      {"10²³", "100000000000000000000000"},
      {"10⁵次", "=100000次 100000 [次]"},
      {"20,000吨", "=20000t 20000 [吨]"},
      {"20，000吨", "=20000t 20000 [吨]"},
      {"２０,０００吨", "=20000t 20000 [吨]"},
      {"1,200,000元", "=1200000元 1200000 [元]"},
      {"18,000 r/min", "18000 {r/min} min"},
      {"18 000 r/min", "18000 {r/min} min"},
      {"18,000.5", "18000.5"},
      {"20,000kW", "{20000kw} ~20000 ~kw"},
      {"海拔3 500 m", "海拔* (拔) 3500 m"},
      {"1,200×800 mm", "1200 800 mm"},
  };
  for (const Row& row : rows) {
    INFO(row.input);
    CHECK(printed(row.input) == row.tokens);
  }
}

TEST_CASE("what may be several numbers, or a raised figure that is no power of ten, stays apart") {
  const Row rows[] = {
      {"2⁵", "2 5"},
      {"90⁰", "90 0"},
      {"(1~5)×10⁵", "1 5 10 5"},
      {"2×3×10⁵", "2 3 10 5"},
      {"1 500×10³", "1 500 10 3"},
      {"10⁵⁺", "10 5"},
      {"1.2×105 Pa", "1.2 105 pa"},
      {"64,128,256", "64 128 256"},
      {"300,400", "300 400"},
      {"(1,200)", "1 200"},
      {"80，100", "80 100"},
      {"1,10,100,1000", "1 10 100 1000"},
      {"12 345", "12 345"},
      {"图2 300 m", "[图] 2 300 m"},
      {"GH4 300 m", "{gh4} 300 m"},
      {"0531 888 000", "0531 888 000"},
      {"m² cm³", "{m2} {cm3}"},
      {"CO₂", "{co2}"},
      {"R²", "{r2}"},
  };
  for (const Row& row : rows) {
    INFO(row.input);
    CHECK(printed(row.input) == row.tokens);
  }
}

TEST_CASE("a figure in one writing comes from all bytes of the writing it had") {
  const std::string text = "压力1.2×10⁵ Pa，20,000吨";
  std::vector<std::pair<std::string, std::string>> found;
  for (const Token& t : analyze(text))
    if (t.kind == TokenKind::number || t.kind == TokenKind::count) found.emplace_back(t.term, text.substr(t.start, t.end - t.start));
  CHECK(found == std::vector<std::pair<std::string, std::string>>{{"120000", "1.2×10⁵"}, {"20000t", "20,000吨"}, {"20000", "20,000"}});
}

TEST_CASE("figures and numerals in turn are one count, and their end is none") {
  const std::pair<const char*, const char*> counted[] = {{"1万5千元", "15000元"}, {"1万2000元", "12000元"}, {"3亿2000万元", "320000000元"}, {"2千5百件", "2500件"}};
  for (const auto& [text, term] : counted) {
    INFO(text);
    CHECK(of_kind(TokenKind::count, text) == term);
  }
  for (const char* text : {"1万5元", "1万5千瓦", "十万5千元", "1万 5千元", "1.5万3千元", "1千5万元", "1万5千多元"}) {
    INFO(text);
    CHECK(of_kind(TokenKind::count, text).empty());
  }
}

TEST_CASE("a standard is the same with and without spaces, and its year a word of its own") {
  const char* const spellings[][2] = {
      {"GB/T19001", "GB/T 19001"},
      {"GB/T19001—2016", "GB/T 19001-2016"},
      {"GB/T 19001–2016", "GB/T 19001-2016"},
      {"ISO 9001:2015", "ISO 9001-2015"},
      {"ISO9001：2015", "ISO 9001-2015"},
      {"IEC60068-2-1", "IEC 60068-2-1"},
      {"IEC60068-2-1:2007", "IEC 60068-2-1-2007"},
      {"GB50016-2014", "GB 50016-2014"},
      {"YY/T0316-2016", "YY/T 0316-2016"},
      {"DB37/T1234-2020", "DB37/T 1234-2020"},
      {"ISO/IEC27001", "ISO/IEC 27001"},
      {"GB/T2423.1-2008", "GB/T 2423.1-2008"},
  };
  for (const auto& [one, other] : spellings) {
    INFO(one);
    CHECK(printed(one) == printed(other));
  }
  CHECK(printed("GB/T 19001-2016") == "{gb/t} gb 19001 2016");
  CHECK(printed("IEC 60068-2-1") == "iec {60068-2-1} 60068 2 1");
  CHECK(printed("ISO9001") == "{iso9001} ~iso ~9001");
  // What is no standard stays what it is.
  CHECK(printed("64 GB 16") == "64 gb 16");
  CHECK(printed("LiFePO4/C-2016") == "{lifepo4/c-2016} lifepo4 2016");
  CHECK(printed("a-gb50016-2014") == "{a-gb50016-2014} gb50016 2014");
}

TEST_CASE("what counts is printed as a stage of its own") {
  CHECK(explain("三轴机器人").find("counts      三轴=3轴\n") != std::string::npos);
  CHECK(explain("机器人").find("counts") == std::string::npos);
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
