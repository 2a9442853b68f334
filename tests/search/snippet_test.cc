// SPDX-License-Identifier: GPL-3.0-or-later
// Highlights as a table of text × query → printed parts: what matched stands in [ ].
#include "search/snippet.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "world.h"

namespace snippet_test {

using namespace search;

namespace {

using Terms = std::set<std::string>;

Terms terms_of(std::string_view query) {
  std::vector<std::string> terms;
  for (const auto& token : indexer::text::analyze(query))
    if (token.kind != indexer::text::TokenKind::edge) terms.push_back(token.term);
  return highlight_terms(terms);
}

std::string printed(const std::vector<Part>& parts) {
  std::string out;
  for (const Part& part : parts) out += part.match ? "[" + part.text + "]" : part.text;
  return out;
}

std::string printed(const Fragment& fragment) { return fmt::format("{}@{}: {}", fragment.field, fragment.start, printed(fragment.parts)); }

std::string plain(const std::vector<Part>& parts) {
  std::string out;
  for (const Part& part : parts) out += part.text;
  return out;
}

std::size_t characters_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

corpus::Record achievement(const std::string& summary, const std::vector<std::string>& keywords = {}) {
  corpus::Achievement a;
  a.id = {"a1"};
  a.title = "锂电池热失控预警";
  a.summary = summary;
  a.keywords = keywords;
  return a;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// What holds of the fragments of any record for any terms.
void check_invariants(const corpus::Record& record, const Terms& terms, std::size_t count, std::size_t characters) {
  const auto list = fragments(record, terms, count, characters);
  CHECK(list.size() <= count);
  std::vector<std::string> order;
  for (const auto& field : indexer::text_fields(corpus::kind_of(record))) order.emplace_back(field.name);
  std::pair<std::size_t, std::size_t> last{0, 0};  // field, end
  for (const Fragment& fragment : list) {
    INFO(printed(fragment));
    const std::string text = indexer::text_of(record, fragment.field), shown = plain(fragment.parts);
    CHECK(fragment.field != "title");
    CHECK_FALSE(shown.empty());
    CHECK(text.compare(fragment.start, shown.size(), shown) == 0);
    CHECK(characters_in(shown) <= characters);
    const auto field = static_cast<std::size_t>(std::ranges::find(order, fragment.field) - order.begin());
    REQUIRE(field < order.size());
    CHECK(std::pair(field, fragment.start) >= last);
    last = {field, fragment.start + shown.size()};
    for (std::size_t i = 0; i < fragment.parts.size(); ++i) {
      CHECK_FALSE(fragment.parts[i].text.empty());
      if (i > 0) CHECK(fragment.parts[i].match != fragment.parts[i - 1].match);
    }
  }
}

std::vector<corpus::Record> sample(const char* name, std::size_t most) {
  std::vector<corpus::Record> out;
  std::ifstream in(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/" + name + ".jsonl");
  corpus::Diagnostics diagnostics;
  for (std::string line; out.size() < most && std::getline(in, line);)
    out.push_back(corpus::record_from_json(nlohmann::json::parse(line), diagnostics));
  return out;
}

}  // namespace

TEST_CASE("what matches is marked in the original text, as it is written there") {
  struct Row {
    const char* text;
    const char* query;
    const char* marked;
  };
  const Row rows[] = {
      {"", "锂电池", ""},
      {"锂电池热失控", "", "锂电池热失控"},
      {"提高锂离子电池安全性", "锂离子电池", "提高[锂离子电池]安全性"},  // overlapping bigrams are one run
      {"鋰離子電池的負極", "锂离子电池", "[鋰離子電池]的負極"},          // Traditional text, Simplified query
      {"锂离子电池的负极", "鋰離子電池負極", "[锂离子电池]的[负极]"},    // and the other way round
      {"ＴｉＯ２薄膜与ＴｉＯ３", "tio2", "[ＴｉＯ２]薄膜与ＴｉＯ３"},    // full width
      {"高效节能，高效", "节能 高效", "[高效节能]，[高效]"},             // side by side is one run, a comma parts
      {"吨水耗电0.8 kWh", "0.8 kwh", "吨水耗电[0.8] [kWh]"},
      {"每㎏耗电", "kg", "每[㎏]耗电"},  // one character of the original is two of the analyzer's
      {"Machine Learning for batteries", "battery learned", "Machine [Learning] for [batteries]"},  // stems
      {"cafe\xCC\x81 automation", "caf\xC3\xA9", "[cafe\xCC\x81] automation"},  // a combining mark stays with its letter
      {"葛\xF3\xA0\x84\x80城\xF3\xA0\x84\x80市", "葛城", "[葛\xF3\xA0\x84\x80城\xF3\xA0\x84\x80]市"},  // and a variation selector
      {"𠮷野家废水", "𠮷野 废水", "[𠮷野]家[废水]"},                                                   // four bytes
      {"锂电池含锂", "锂", "[锂]电池含[锂]"},  // a character alone is marked wherever it stands
      {"废水和废渣处理", "废水处理", "[废水]和废渣[处理]"},
      {"生产废\n水", "废水", "生产废\n水"},  // nothing is marked across a line
  };
  for (const Row& row : rows) {
    INFO(row.text << " / " << row.query);
    CHECK(printed(highlight(row.text, terms_of(row.query))) == row.marked);
  }
}

TEST_CASE("parts take turns and are never empty") {
  const auto parts = highlight("废水处理与废水回用", terms_of("废水"));
  REQUIRE(parts.size() == 4);
  CHECK(parts[0].match);
  CHECK_FALSE(parts[1].match);
  CHECK(parts[1].text == "处理与");
  CHECK(highlight("", terms_of("废水")).empty());
}

TEST_CASE("bytes that are not UTF-8 come out as U+FFFD, the rest as it is") {
  const Terms terms = terms_of("废水处理");
  CHECK(printed(highlight("废水\xFF处理", terms)) == "[废水]\xEF\xBF\xBD[处理]");
  CHECK(printed(highlight("\x80\x80废水", terms)) == "\xEF\xBF\xBD\xEF\xBF\xBD[废水]");
  CHECK(printed(highlight("废水\xE5\xBA", terms)) == "[废水]\xEF\xBF\xBD");                 // cut inside a character
  CHECK(printed(highlight("\xED\xA0\x80", {})) == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
}

TEST_CASE("any bytes give parts that JSON takes") {
  std::mt19937_64 random(7);
  const std::string valid = "鋰離子電池ＴｉＯ２，cafe\xCC\x81 𠮷野家。㎏½\n";
  const Terms terms = terms_of("锂离子电池 tio2 café 吉野 kg 1");
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto pieces = random() % 8; pieces > 0; --pieces) text += valid.substr(random() % valid.size(), random() % 20);
    if (i % 3 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(random());
    const auto parts = highlight(text, terms);
    std::string out;
    for (const Part& part : parts) CHECK_NOTHROW(out += nlohmann::json(part.text).dump());
    for (const Fragment& fragment : fragments(achievement(text), terms, 3, 1 + random() % 12))
      for (const Part& part : fragment.parts) CHECK_NOTHROW(out += nlohmann::json(part.text).dump());
  }
}

TEST_CASE("terms for highlighting leave out single characters unless nothing else is asked") {
  CHECK(highlight_terms({"高", "高盐", "盐", "c", "5", "tio2"}) == Terms{"高盐", "tio2"});
  CHECK(highlight_terms({"锂", "c"}) == Terms{"锂", "c"});
  CHECK(highlight_terms({}).empty());
}

TEST_CASE("a short field is shown whole") {
  const auto list = fragments(achievement("采用膜分离处理高盐废水。"), terms_of("高盐废水"));
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0]) == "summary@0: 采用膜分离处理[高盐废水]。");
}

TEST_CASE("a fragment begins with the clause of its match and names its place") {
  const std::string before = repeated("本成果经过多年试验。", 10);
  const auto list =
      fragments(achievement(before + "“膜法”处理高盐废水，" + repeated("运行情况一直良好。", 20)), terms_of("高盐废水"), 2, 30);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0]) == fmt::format("summary@{}: “膜法”处理[高盐废水]，运行情况一直良好。运行情况一直良好。", before.size()));
}

TEST_CASE("closing quotes and brackets stay with their clause") {
  const std::string before = repeated("本成果经过多年试验。", 10) + "（已通过验收。）";
  const auto list = fragments(achievement(before + "处理高盐废水" + repeated("。运行情况一直良好", 20)), terms_of("高盐废水"), 1, 20);
  REQUIRE(list.size() == 1);
  CHECK(list[0].start == before.size());
}

TEST_CASE("a full stop inside a number begins no clause") {
  const std::string text = repeated("本成果经过多年试验。", 10) + "吨水电耗1.2 kWh，浓水进入结晶，" + repeated("运行情况一直良好。", 20);
  const auto list = fragments(achievement(text), terms_of("浓水结晶 kwh"), 1, 24);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0].parts) == "吨水电耗1.2 [kWh]，[浓水]进入[结晶]，");
}

TEST_CASE("a fragment that begins before its match begins with a whole number or name") {
  const auto list = fragments(achievement(repeated("不带标点的长句", 30) + "电耗1.25 kWh/t高盐废水" + repeated("仍然没有标点", 30)),
                              terms_of("高盐废水"), 1, 60);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0].parts).starts_with(" kWh/t[高盐废水]仍然"));
}

TEST_CASE("far into a long clause a fragment begins a little before its match") {
  const std::string before = repeated("不带标点的长句", 30);
  const auto list = fragments(achievement(before + "高盐废水" + repeated("仍然没有标点", 30)), terms_of("高盐废水"), 1, 40);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0].parts) == "标点的长句[高盐废水]仍然没有标点仍然没有标点仍然没有标点仍然没有标点仍然没有标点仍");
  CHECK(list[0].start == before.size() - 15);
}

TEST_CASE("the window with more distinct terms wins over the one with more matches") {
  const std::string filler = repeated("其他内容若干。", 20);
  const std::string text = "废水废水废水废水。" + filler + "高盐废水的膜分离。" + filler;
  const auto list = fragments(achievement(text), terms_of("高盐废水膜分离"), 1, 20);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0].parts).starts_with("[高盐废水]的[膜分离]。"));
}

TEST_CASE("a second fragment prefers terms that the first does not show") {
  const std::string filler = repeated("其他内容若干。", 20);
  const std::string text = "高盐废水处理。" + filler + "高盐废水回用。" + filler + "蒸发结晶。" + filler;
  const auto list = fragments(achievement(text), terms_of("高盐废水 蒸发"), 2, 20);
  REQUIRE(list.size() == 2);
  CHECK(printed(list[0].parts).starts_with("[高盐废水]处理。"));
  CHECK(printed(list[1].parts).starts_with("[蒸发]结晶。"));
}

TEST_CASE("fragments stand in the order of the fields, whichever is better") {
  const auto list = fragments(achievement("先说废水。" + repeated("其他内容若干。", 20) + "高盐废水处理。", {"蒸发", "高盐"}),
                              terms_of("高盐废水处理蒸发"), 2, 20);
  REQUIRE(list.size() == 2);
  CHECK(printed(list[0]) == "keywords@0: [蒸发]；[高盐]");
  CHECK(list[1].field == "summary");
}

TEST_CASE("fragments of one field never overlap, even inside one long clause") {
  const std::string text = repeated("高盐废水的处理和回用以及蒸发", 40);
  const auto record = achievement(text);
  const Terms terms = terms_of("高盐废水处理回用蒸发");
  CHECK(fragments(record, terms, 5, 30).size() == 5);
  check_invariants(record, terms, 5, 30);
}

TEST_CASE("a cut parts neither a run nor a Latin word where it can be helped") {
  const std::string before = repeated("其他内容若干。", 20);
  const auto list = fragments(achievement(before + "高盐废水经过预处理之后进入 electrodialysis" + repeated("仍然没有标点", 30)),
                              terms_of("高盐废水"), 1, 20);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0].parts) == "[高盐废水]经过预处理之后进入 ");
  // Nothing but one word: it is cut all the same.
  const auto word = fragments(achievement(std::string(500, 'x')), {}, 1, 20);
  REQUIRE(word.size() == 1);
  CHECK(plain(word[0].parts) == std::string(20, 'x'));
}

TEST_CASE("where nothing matches the beginning of the first running text is shown") {
  const std::string text = "第一句话在这里，第二句话也在这里。" + repeated("其他内容若干。", 20);
  const auto list = fragments(achievement(text), terms_of("石墨烯"), 2, 24);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0]) == "summary@0: 第一句话在这里，第二句话也在这里。其他内容若干。");
  CHECK(fragments(achievement(text, {"膜", "盐"}), {}, 2)[0].field == "summary");
  CHECK(fragments(achievement("", {"膜", "盐"}), {}, 2)[0].field == "keywords");  // better than nothing
}

TEST_CASE("what stands only in the title gives the beginning of another field, or nothing") {
  const auto list = fragments(achievement("另有说明。"), terms_of("热失控预警"));
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0]) == "summary@0: 另有说明。");
  CHECK(fragments(achievement(""), terms_of("热失控预警")).empty());
  CHECK(fragments(corpus::Decision{}, terms_of("热失控")).empty());
  CHECK(fragments(achievement("另有说明。"), terms_of("说明"), 0).empty());
}

TEST_CASE("fragments of Traditional and full-width text have exact offsets") {
  const std::string before = "本專利經過多年試驗。採用ＴｉＯ２光觸媒。";
  const std::string filler = repeated("其餘內容從略。", 20);
  const auto record = achievement(filler + before + "高鹽廢水處理後回用。" + filler);
  const auto list = fragments(record, terms_of("高盐废水处理"), 1, 20);
  REQUIRE(list.size() == 1);
  CHECK(printed(list[0]).starts_with(fmt::format("summary@{}: [高鹽廢水處理]後回用。", filler.size() + before.size())));
  check_invariants(record, terms_of("tio2 高盐废水处理"), 3, 15);
}

TEST_CASE("the sample corpus keeps the promises of fragments for every window and count") {
  const auto achievements = sample("achievements", 60), needs = sample("needs", 20), experts = sample("experts", 10);
  for (std::size_t i = 0; i < needs.size(); ++i) {
    const Terms terms = terms_of(corpus::title_of(needs[i]) + indexer::text_of(needs[i], "problem"));
    for (std::size_t k = i % 3; k < achievements.size(); k += 3) check_invariants(achievements[k], terms, 1 + k % 4, 10 + 40 * (k % 3));
    for (const auto& expert : experts) check_invariants(expert, terms, 2, 90);
    check_invariants(needs[i], terms, 3, 90);
  }
}

}  // namespace snippet_test
