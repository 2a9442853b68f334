// SPDX-License-Identifier: GPL-3.0-or-later
// Words that ICU cuts, joined: which are found, which tokens come of them, and what a file of them may hold.
#include "indexer/text/lexicon.h"

#include <catch2/catch.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "corpus/corpus_world.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon_file.h"
#include "indexer/text/normalize.h"

namespace lexicon_test {

using namespace indexer::text;

namespace {

// The joined words in order, those of the mended segmentation with a star.
std::string joined_in(std::string_view text, const Lexicon& lexicon) {
  std::string out;
  for (const Token& token : analyze(text, 1, &lexicon))
    if (token.kind == TokenKind::joined) out += (out.empty() ? "" : " ") + token.term + (token.is_word ? "*" : "");
  return out;
}

std::vector<Token> without_joined(std::vector<Token> tokens) {
  std::erase_if(tokens, [](const Token& token) { return token.kind == TokenKind::joined; });
  return tokens;
}

std::string lexicon_error(std::string_view content) {
  const auto read = lexicon_from_text(content, "words.txt");
  return read ? "" : corpus::to_text(read.error());
}

}  // namespace

TEST_CASE("a lexicon joins what ICU cuts, and the longest word is that of the mended segmentation") {
  const Lexicon lexicon({"锂离子电池", "离子电池", "电池负极", "负极材料", "锂离子电池负极材料制备"});
  const struct {
    const char *text, *joined;
  } rows[] = {
      {"锂离子电池", "锂离子电池* 离子电池"},
      {"离子电池", "离子电池*"},
      {"锂离子电池负极材料", "锂离子电池* 离子电池 电池负极 负极材料*"},
      {"鋰離子電池", "锂离子电池* 离子电池"},  // Traditional
      {"锂离子，电池", ""},                    // no word over punctuation
      {"锂离子 电池", ""},
      {"电池", ""},
      {"", ""},
      {"！", ""},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(joined_in(row.text, lexicon) == row.joined);
  }
}

TEST_CASE("words of a lexicon begin and end where ICU's words do") {
  // 锂|离子|电池: 子电 and 锂离 part words of ICU.
  CHECK(joined_in("锂离子电池", Lexicon({"子电池", "锂离", "离子电"})) == "");
}

TEST_CASE("a lexicon takes no token away and moves none") {
  const Lexicon lexicon({"锂离子电池", "高盐废水", "高盐", "5g基站", "3d打印"});
  for (const char* text : {"锂离子电池负极TiO2", "高盐废水处理", "5G基站与3D打印", "N-甲基吡咯烷酮回收", "一"}) {
    INFO(text);
    std::vector<Token> with = without_joined(analyze(text, 7, &lexicon)), before = analyze(text, 7);
    // A bigram may have become a word.
    for (auto* tokens : {&with, &before})
      for (Token& token : *tokens) token.is_word = false;
    CHECK(with == before);
    std::uint32_t start = 0, position = 7;
    for (const Token& token : analyze(text, 7, &lexicon)) {
      CHECK(token.start >= start);
      CHECK(token.position >= position);
      start = token.start, position = token.position;
    }
  }
}

TEST_CASE("Latin and Han side by side make a word") {
  const Lexicon lexicon({"5g基站", "3d打印"});
  CHECK(joined_in("5G基站与3Ｄ打印", lexicon) == "5g基站* 3d打印*");
  CHECK(joined_in("3D-打印", lexicon) == "");
}

TEST_CASE("a word of two characters is its bigram, as a word") {
  // 高|盐|废水
  const Lexicon lexicon({"高盐"});
  CHECK(joined_in("高盐废水", lexicon) == "");
  const auto is_word = [](const std::vector<Token>& tokens) {
    const auto at = std::ranges::find(tokens, "高盐", &Token::term);
    return at != tokens.end() && at->is_word;
  };
  CHECK(is_word(analyze("高盐废水", 1, &lexicon)));
  CHECK_FALSE(is_word(analyze("高盐废水")));
}

TEST_CASE("an empty lexicon and none do the same") {
  const Lexicon empty;
  CHECK(analyze("锂离子电池", 1, &empty) == analyze("锂离子电池"));
  CHECK(empty.edition() == "");
}

TEST_CASE("the edition of a lexicon is that of its words, in whatever order") {
  const Lexicon one({"离子电池", "高盐废水"}), other({"高盐废水", "离子电池", "高盐废水"}), third({"高盐废水"});
  CHECK(one.edition() == other.edition());
  CHECK(one.edition() != third.edition());
  CHECK(one.edition().size() == 32);
  CHECK(other.size() == 2);
}

TEST_CASE("the analysis of a text shows what the lexicon mends") {
  const Lexicon lexicon({"锂离子电池"});
  const std::string with = explain("锂离子电池", &lexicon), without = explain("锂离子电池");
  CHECK(with.find("segments    锂 离子 电池\nlexicon     锂离子电池\n") != std::string::npos);
  CHECK(with.find("joined      锂离子电池 (word)  bytes 0–15  position 1") != std::string::npos);
  CHECK(without.find("lexicon") == std::string::npos);
}

TEST_CASE("a lexicon is read from a file with remarks, and written as the same lexicon") {
  const auto read = lexicon_from_text("\xEF\xBB\xBF# 电池\r\n钠離子電池\r\n\r\n  高盐废水\t\n钠离子电池\n3D打印", "words.txt");
  REQUIRE(read);
  CHECK(read->words() == std::vector<std::string>{"3d打印", "钠离子电池", "高盐废水"});
  const auto again = lexicon_from_text(to_text(*read), "again");
  REQUIRE(again);
  CHECK(again->edition() == read->edition());
  CHECK(lexicon_from_text("", "empty")->empty());
}

TEST_CASE("a line that is no word is answered with its place, what is wrong and how to mend it") {
  CHECK(lexicon_error("钠离子电池\n钠 离子\n") ==
        "words.txt:2: a word holds no spaces, commas or other signs that part words: 钠 离子\n"
        "  hint: write each word on a line of its own, and remarks on lines that begin with #");
  CHECK(lexicon_error("# 一\n\n钠\n") ==
        "words.txt:3: a word has at least two characters: 钠\n  hint: leave it out: single characters are words already");
  CHECK(lexicon_error("一二三四五六七八九十一二三四五六七八九十一") ==
        "words.txt:1: a word has at most twenty characters: 一二三四五六七八九十一二三四五六七八九十一\n"
        "  hint: write the words that it is made of, each on a line of its own");
  CHECK(lexicon_error("graphene") ==
        "words.txt:1: a word without Han characters is kept whole already: graphene\n"
        "  hint: leave it out; names that mean the same go into the thesaurus: search.thesaurus");
  // 电池 in GB18030.
  const std::string gbk = lexicon_error("钠离子\n\xB5\xE7\xB3\xD8\n");
  CHECK(gbk.starts_with("words.txt:2: the line is not text in UTF-8: "));
  CHECK(gbk.ends_with("\n  hint: save the file as UTF-8, such as with: iconv -f GB18030 -t UTF-8"));
}

TEST_CASE("a lexicon that is not there, and one of another edition, are told") {
  const corpus_world::Directory directory;
  const auto missing = read_lexicon(directory.path() / "none.txt");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == corpus::ErrorCode::io);
  CHECK_FALSE(read_lexicon(directory.path()));  // a directory

  const Lexicon lexicon({"钠离子电池"});
  std::filesystem::create_directories((directory.path() / kLexiconFile).parent_path());
  directory.file(std::string(kLexiconFile), to_text(lexicon));
  const auto opened = open_lexicon(directory.path(), lexicon.edition());
  REQUIRE(opened);
  CHECK((*opened)->words() == lexicon.words());
  CHECK(*open_lexicon(directory.path(), "") == nullptr);
  const auto other = open_lexicon(directory.path(), "0123");
  REQUIRE_FALSE(other);
  CHECK(other.error().code == corpus::ErrorCode::version_mismatch);
  CHECK(other.error().message == "the lexicon is of edition " + lexicon.edition() + ", the index was made with 0123");
  CHECK(other.error().hint == "build the index again: queqiao index build");
}

}  // namespace lexicon_test
