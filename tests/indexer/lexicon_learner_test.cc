// SPDX-License-Identifier: GPL-3.0-or-later
// Which words are learned from records: made-up compounds of rare characters among common words.
#include "indexer/model/lexicon_learner.h"

#include <catch2/catch.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "indexer/model/word_numbers.h"

namespace lexicon_learner_test {

using namespace indexer;
using namespace indexer::model;

namespace {

const std::vector<std::string> kCommon = {"研究", "方法", "系统", "技术", "材料", "设备", "工艺", "控制", "检测", "分析", "处理", "生产", "结构", "性能",
                                          "数据", "模型", "温度", "压力", "环境", "经济"};

// Sentences of common words at random, the same on every machine; `compound` stands between two of them in some.
class Sentences {
 public:
  std::string common() { return kCommon[next() % kCommon.size()]; }
  std::string sentence(const std::string& compound) {
    std::string out;
    for (int i = 0; i < 6; ++i) out += common();
    out += compound;
    for (int i = 0; i < 6; ++i) out += common();
    return out + "。";
  }

 private:
  std::uint64_t next() { return (state_ = state_ * 6364136223846793005u + 1442695040888963407u) >> 33; }
  std::uint64_t state_ = 7;
};

corpus::Record with_text(int number, const std::string& summary, std::vector<std::string> keywords = {}) {
  corpus::Achievement made;
  made.id.value = "A-" + std::to_string(number);
  made.summary = summary;
  made.keywords = std::move(keywords);
  return made;
}

LearnedWords learned_from(const std::vector<corpus::Record>& records, const LexiconOptions& options = {}) {
  const auto learned = learn_words(
      [&](const std::function<bool(const corpus::Record&)>& take) -> corpus::Result<void> {
        for (const corpus::Record& record : records)
          if (!take(record)) break;
        return {};
      },
      options);
  REQUIRE(learned);
  return *learned;
}

bool has(const LearnedWords& learned, const std::string& word) { return std::ranges::find(learned.words, word) != learned.words.end(); }

// 300 records; every third says 砼钌滤膜, every fourth 锇铱铪铌, two 镧铈镨钕.
std::vector<corpus::Record> compounds() {
  Sentences sentences;
  std::vector<corpus::Record> records;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int k = 0; k < 5; ++k) text += sentences.sentence("");
    if (i % 3 == 0) text += sentences.sentence("砼钌滤膜");
    if (i % 4 == 0) text += sentences.sentence("锇铱铪铌");
    if (i < 2)
      for (int k = 0; k < 10; ++k) text += sentences.sentence("镧铈镨钕");
    records.push_back(with_text(i, text));
  }
  return records;
}

}  // namespace

TEST_CASE("a made-up compound is learned as a word, and words that meet by chance are not") {
  const LearnedWords learned = learned_from(compounds());
  CHECK(has(learned, "砼钌滤膜"));
  CHECK(has(learned, "锇铱铪铌"));
  CHECK(learned.records == 300);
  CHECK(learned.keywords == 0);
  CHECK(learned.terms == learned.words.size());
  for (const std::string& a : kCommon)
    for (const std::string& b : kCommon) {
      INFO(a + b);
      CHECK_FALSE(has(learned, a + b));
    }
  // Nor does a word take in its neighbours.
  for (const std::string& a : kCommon) {
    CHECK_FALSE(has(learned, a + "砼钌滤膜"));
    CHECK_FALSE(has(learned, "滤膜" + a));
  }
}

TEST_CASE("a part that never stands without the rest is no word") {
  const LearnedWords learned = learned_from(compounds());
  for (const char* part : {"砼钌滤", "钌滤膜", "锇铱铪", "铱铪铌"}) {
    INFO(part);
    CHECK_FALSE(has(learned, part));
  }
}

TEST_CASE("what few records say is no word, however often they do") {
  CHECK_FALSE(has(learned_from(compounds()), "镧铈镨钕"));
  LexiconOptions options;
  options.term_records = 2;
  CHECK(has(learned_from(compounds(), options), "镧铈镨钕"));
}

TEST_CASE("keywords that enough records give are words, folded, and those that ICU keeps whole are left out") {
  std::vector<corpus::Record> records;
  for (int i = 0; i < 3; ++i) records.push_back(with_text(i, "", {"鋰離子電池", "传感器", "C/C", "锂", "电池 回收", "锂离子电池"}));
  records.push_back(with_text(3, "", {"高盐废水"}));
  records.push_back(with_text(4, "", {"高盐废水"}));
  const LearnedWords learned = learned_from(records);
  CHECK(learned.words == std::vector<std::string>{"锂离子电池"});  // the same keyword twice in a record counts once
  CHECK(learned.keywords == 1);
  CHECK(learned.terms == 0);
}

TEST_CASE("the same records teach the same words, also where rare ones are forgotten") {
  const std::vector<corpus::Record> records = compounds();
  const LearnedWords once = learned_from(records), again = learned_from(records);
  CHECK(once.words == again.words);
  LexiconOptions few;
  few.most_counted = 500;
  CHECK(learned_from(records, few).words == learned_from(records, few).words);
  LexiconOptions one;
  one.most_words = 1;
  CHECK(learned_from(records, one).words == std::vector<std::string>{"砼钌滤膜"});  // the most frequent
}

TEST_CASE("the learning of words can be cancelled, and no records teach none") {
  CHECK(learned_from({}).words.empty());
  LexiconOptions options;
  options.cancelled = [] { return true; };
  const auto stopped = learn_words([](const auto& take) -> corpus::Result<void> { take(with_text(1, "研究")); return {}; }, options);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().code == corpus::ErrorCode::timeout);
}

TEST_CASE("the ends of runs make neighbours vary, and one neighbour does not") {
  Neighbours none, ends, one, four;
  for (int i = 0; i < 8; ++i) ends.add(0), one.add(5);
  for (std::uint32_t word = 1; word <= 4; ++word) four.add(word);
  CHECK(none.entropy() == 0);
  CHECK(ends.entropy() == Approx(3));
  CHECK(one.entropy() == Approx(0));
  CHECK(four.entropy() == Approx(2));
}

}  // namespace lexicon_learner_test
