// SPDX-License-Identifier: GPL-3.0-or-later
// Queries that nobody should send: each gets an answer with notes within the time limit. With everything that helps switched on.
#include <catch2/catch.hpp>

#include "search/found.h"
#include "search/suggest.h"

namespace bad_query_test {

using namespace search;

namespace {

// Every row is answered in less than half a second where the program is optimised, so none may take the time that a search has. A sanitizer, or no
// optimising, makes it many times as slow.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
const std::chrono::milliseconds kLimit = SearchRequest{}.time_limit;
#else
const std::chrono::milliseconds kLimit{60'000};
#endif

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string out;
  while (out.size() + piece.size() <= bytes) out += piece;
  return out;
}

}  // namespace

TEST_CASE("a bad query is answered with notes that say what was made of it", "[sample]") {
  struct Row {
    const char* what;
    std::string query;
    const char* code;  // of a note there must be
  };
  constexpr std::size_t kMega = 1 << 20;
  const Row rows[] = {
      {"a megabyte of words", repeated("锂电池 ", kMega), "too_long"},
      {"a megabyte without a space", repeated("锂电池", kMega), "too_long"},
      {"a megabyte of different words", [] {
         std::string out;
         for (int i = 0; out.size() < kMega; ++i) out += fmt::format("w{} ", i);
         return out;
       }(), "too_long"},
      {"a megabyte of quotes", repeated("\"", kMega), "too_long"},
      {"a megabyte of opening brackets", repeated("(", kMega), "too_long"},
      {"a megabyte of stars", repeated("*", kMega), "too_long"},
      {"a megabyte of phrases that are near", repeated("\"a b\"~5 ", kMega), "too_long"},
      {"a megabyte of beginnings", repeated("pol* ", kMega), "too_long"},
      {"a megabyte of nothing", std::string(kMega, '\0'), "too_long"},
      {"thousands of words", repeated("词 ", 60'000), "understood"},
      {"thousands of phrases", repeated("\"锂电池\" ", 60'000), "too_many"},
      {"thousands of beginnings", [] {
         std::string out;
         for (int i = 0; i < 5000; ++i) out += fmt::format("abc{}* ", i);
         return out;
       }(), "too_many"},
      {"thousands of filters", repeated("地区:湖北 ", 60'000), "too_many"},
      {"thousands of exclusions", repeated("-水 ", 60'000), "too_many"},
      {"only marks", "，。！？、；：……——（）《》【】", "understood"},
      {"only ASCII marks", "!@#$%^&*()_+-=[]{};':\",./<>?", "understood"},
      {"only operators", "OR - | NOT ( ) \"\" ~5 ^3 *", "ignored"},
      {"NULs between words", std::string("锂\0电\0池", 11), "damaged"},
      {"unpaired surrogates, as bytes", "锂\xED\xA0\x80电池\xED\xB0\x80", "damaged"},
      {"bytes that are not UTF-8", "\xFF\xFE\xC0\x80锂电池\xF8", "damaged"},
      {"a character cut in two", "锂电\xE6\xB1", "damaged"},
      {"a quote that is not closed", "\"锂电池", "unclosed_quote"},
      {"a quote that is not closed before a star", "\"poly*", "unclosed_quote"},
      {"a quote that is not closed before its nearness", "\"a b~5", "unclosed_quote"},
      {"a star after two letters", "ab*", "wildcard"},
      {"a beginning of nothing known", "zzzqqq*", "understood"},
      {"a weight past all bounds", "标题:锂电池^9999", "boost"},
      {"filters that contradict", "年份:2020 年份:2024 地区:湖北 地区:新疆", "relaxed_filter"},
      {"a filter and its exclusion", "地区:湖北 -地区:湖北", "relaxed_filter"},
      {"a word and its exclusion", "锂电池 -锂电池", "understood"},
      {"everything left out", "-锂电池 -水 -电", "only_negative"},
      {"brackets a hundred deep", repeated("(", 100) + "锂" + repeated(")", 100), "too_deep"},
      {"a field of nobody", "colour:blue", "unknown_field"},
      {"a number out of range", "成熟度:99 锂电池", "unknown_value"},
      {"right-to-left and zero-width marks", "\u202E锂\u200B电\u200D池\u2066", "understood"},
      {"emoji and characters beyond the first plane", "😀𠮷👩‍🔬 锂电池", "understood"},
      {"combining marks without end", "a" + repeated("\u0301", 10'000), "understood"},
  };
  for (const Row& row : rows) {
    for (const Sort sort : {Sort::relevance, Sort::date}) {
      if (sort == Sort::date && row.query.size() > kMega / 2) continue;  // cut off alike, and each takes a second under a sanitizer
      SearchRequest request;
      request.query = row.query;
      request.relax = request.correct = true;
      request.sort = sort;
      request.time_limit = kLimit;
      INFO(row.what);
      const auto result = found::sample().searcher().search(request);
      CHECK(result);
      if (!result) continue;
      CHECK(result->took_ms <= static_cast<double>(kLimit.count()));
      CHECK(std::ranges::count(result->notes, row.code, &Note::code) >= 1);
      CHECK(result->notes.size() <= 60);
      for (const Note& note : result->notes) {
        CHECK_FALSE(note.message.empty());
        CHECK_FALSE(note.message_en.empty());
        CHECK(note.start + note.length <= row.query.size());
      }
    }
  }
}

TEST_CASE("a bad beginning completes nothing or something, and never fails", "[sample]") {
  for (const std::string& beginning :
       {repeated("li", 1 << 20), repeated("锂", 1 << 20), std::string(5000, '\0'), std::string("li\0dian", 7), std::string("\xED\xA0\x80"), std::string("锂\xFF"),
        std::string("''''''''"), std::string("lllllllllllllllllllllllllllllllllllllll"), std::string("zhuangzhuangzhuangzhuangzhuang"), std::string("l*"),
        std::string("锂-"), std::string("()"), std::string("1234567890"), std::string("ü"), std::string("\xCC\x81")}) {
    INFO(beginning.substr(0, 60));
    CHECK(suggest(found::sample().pool(), beginning, 20, false));
  }
}

TEST_CASE("pages past the end and past what can be paged to", "[sample]") {
  SearchRequest request;
  request.query = "\"无此短语甲乙丙\"";
  request.relax = request.correct = true;
  request.page = 1000;
  request.size = 10;
  const auto past = found::sample().searcher().search(request);
  REQUIRE(past);
  CHECK(past->hits.empty());
  request.page = 1001;
  const auto beyond = found::sample().searcher().search(request);
  REQUIRE_FALSE(beyond);
  CHECK(beyond.error().code == corpus::ErrorCode::invalid_argument);
  CHECK(beyond.error().where == "page");
}

}  // namespace bad_query_test
