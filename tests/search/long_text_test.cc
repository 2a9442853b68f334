// SPDX-License-Identifier: GPL-3.0-or-later
// A text with more terms than are asked for: what is counted, what is listed, and that it is said.
#include <catch2/catch.hpp>

#include "search/explanation.h"
#include "search/found.h"
#include "search/plan.h"

namespace long_text_test {

using namespace search;

namespace {

// Words that are each one term: qaax qabx …
std::string words(int from, int end) {
  std::string out;
  for (int i = from; i < end; ++i) out += fmt::format("q{}{}x ", static_cast<char>('a' + i / 26), static_cast<char>('a' + i % 26));
  return out;
}

std::string achievement(const std::string& id, const std::string& text) {
  return fmt::format(R"({{"kind":"achievement","id":"{}","title":"成果{}","summary":"{}"}})", id, id, text);
}

const Note* said(const Notes& notes, const std::string& code) {
  const auto at = std::ranges::find(notes, code, &Note::code);
  return at == notes.end() ? nullptr : &*at;
}

SearchRequest asking(const std::string& query, bool relax) {
  SearchRequest request;
  request.query = query;
  request.relax = relax;
  return request;
}

}  // namespace

TEST_CASE("a long text lists what holds a part of its best terms, nothing loosened, and says by how many it was searched") {
  found::Library library;
  library.put(achievement("a", words(0, 100)));
  library.put(achievement("b", words(100, 208)));
  library.put(achievement("c", words(0, 10)));  // these words are not among the rarest, since a has them too
  library.put(achievement("d", words(0, 1)));
  library.build();
  for (const Sort sort : {Sort::relevance, Sort::date}) {
    SearchRequest request = asking(words(0, 208), false);
    request.sort = sort;
    const SearchResult result = library.search(request);
    CHECK(found::any_order(result) == "a b");
    CHECK(result.total == 2);
    const Note* note = said(result.notes, "long_text");
    REQUIRE(note != nullptr);
    CHECK(note->message == "检索内容很长，按其中最能区分的 150 个词检索，列出占其分量至少 5% 的记录");
    CHECK(note->message_en ==
          "the text is long: it is searched by the 150 of its terms that tell most apart, and what holds at least 5% of what they tell is listed");
    CHECK(said(result.notes, "too_many") == nullptr);
    CHECK(said(result.notes, "share") == nullptr);
  }
  const SearchResult relaxed = library.search(asking(words(0, 208), true));
  CHECK(found::any_order(relaxed) == "a b");
  // As many terms as are asked for: a question like any other, of which most must be held.
  const SearchResult whole = library.search(asking(words(0, 150), false));
  CHECK(found::any_order(whole) == "a");
  CHECK(said(whole.notes, "long_text") == nullptr);
}

TEST_CASE("a long text of which nothing holds enough is loosened by less of what it tells, then to any of its best terms") {
  found::Library library;
  library.put(fmt::format(R"({{"kind":"need","id":"all","title":"需求","problem":"{}"}})", words(0, 180)));
  library.put(achievement("some", words(0, 10)));
  library.put(achievement("one", words(159, 161)));
  for (int i = 0; i < 10; ++i) library.put(achievement(fmt::format("none{}", i), "别的内容"));
  library.build();
  const std::string text = words(0, 152);
  CHECK(library.search(asking(text, false)).total == 0);
  const SearchResult some = library.search(asking(text, true));
  CHECK(found::any_order(some) == "some");
  REQUIRE(said(some.notes, "relaxed_share") != nullptr);
  CHECK(said(some.notes, "relaxed_share")->message.find("至少 2%") != std::string::npos);
  REQUIRE(said(some.notes, "long_text") != nullptr);
  CHECK(said(some.notes, "long_text")->message.find("至少 2%") != std::string::npos);
  const SearchResult any = library.search(asking(words(10, 161), true));
  CHECK(found::any_order(any) == "one");
  CHECK(said(any.notes, "relaxed_terms") != nullptr);
  REQUIRE(said(any.notes, "long_text") != nullptr);
  CHECK(said(any.notes, "long_text")->message.find('%') == std::string::npos);
}

TEST_CASE("a long text of which the index holds nothing finds nothing") {
  found::Library library;
  library.put(achievement("a", "水肥一体化"));
  library.build();
  const SearchResult result = library.search(asking(words(0, 200), true));
  CHECK(result.total == 0);
  CHECK(result.hits.empty());
}

TEST_CASE("an explanation counts a long text as the list does") {
  found::Library library;
  library.put(achievement("a", words(0, 100)));
  library.put(achievement("b", words(100, 208)));
  library.build();
  const auto why = explain(library.pool(), world::vocabularies(), nullptr, asking(words(0, 208), false), "a");
  REQUIRE(why);
  CHECK(why->asked == 150);
  CHECK(why->held >= why->needed);
  CHECK(why->needed > 1);
  CHECK(said(why->notes, "long_text") != nullptr);
}

}  // namespace long_text_test
