// SPDX-License-Identifier: GPL-3.0-or-later
// Which words are widened, and what that does to lists.
#include "search/expansion.h"

#include <catch2/catch.hpp>

#include "search/found.h"

namespace expansion_test {

using namespace search;

namespace {

corpus::Thesaurus thesaurus() {
  return {"1-test",
          {{"materials", {"聚醚醚酮", "PEEK", "polyether ether ketone"}, "acronym"},
           {"optomechatronics", {"增材制造", "3D打印", "三维打印"}, "synonym"},
           {"public", {"高铁", "高速铁路"}, "synonym"},
           {"energy", {"锂离子电池", "锂电池"}, "synonym"},
           {"agriculture", {"番茄", "西红柿"}, "variant"}}};
}

// written>other,other | written>other
std::string widened(std::string_view text) {
  static const Expander expander(thesaurus());
  std::string out;
  for (const Expansion& one : expander.find(text))
    out += (out.empty() ? "" : " | ") + std::string(text.substr(one.start, one.end - one.start)) + ">" + found::joined(one.others, ",");
  return out;
}

class Shelf : public found::Library {
 public:
  Shelf() {
    const auto entry = [](const char* id, const std::string& title) { return R"({"kind":"achievement","id":")" + std::string(id) + R"(","title":")" + title + "\"}"; };
    put(entry("a1", "聚醚醚酮轴承"));
    put(entry("a2", "PEEK轴承"));
    put(entry("a3", "尼龙轴承"));
    put(entry("a4", "金属增材制造装备"));
    put(entry("a5", "金属3D打印装备"));
    put(R"({"kind":"need","id":"n1","title":"找三维打印设备","problem":"零件复杂"})");
    build();
  }
  const Expander expander{thesaurus()};
  Searcher wide{pool(), world::vocabularies(), &expander};
};

std::string listed(const Searcher& searcher, const std::string& query) {
  SearchRequest request;
  request.query = query;
  return found::ids(searcher.search(request).value());
}

const Note* note_of(const Notes& notes, std::string_view code) {
  const auto note = std::ranges::find(notes, code, &Note::code);
  return note == notes.end() ? nullptr : &*note;
}

}  // namespace

TEST_CASE("terms are found whole, the longest first, under any width, case and script") {
  CHECK(widened("PEEK轴承") == "PEEK>聚醚醚酮,polyether ether ketone");
  CHECK(widened("ｐｅｅｋ轴承") == "ｐｅｅｋ>聚醚醚酮,polyether ether ketone");
  CHECK(widened("鋰離子電池的隔膜") == "鋰離子電池>锂电池");
  CHECK(widened("金属增材制造与西红柿") == "增材制造>3D打印,三维打印 | 西红柿>番茄");
  CHECK(widened("Polyether Ether Ketone") == "Polyether Ether Ketone>聚醚醚酮,PEEK");
}

TEST_CASE("a term inside a word is none") {
  CHECK(widened("peeks speek peek2") == "");
  CHECK(widened("提高铁水温度") == "");
  CHECK(widened("高铁轴承") == "高铁>高速铁路");
  CHECK(widened("13D打印") == "");
}

TEST_CASE("a group widens a question once, and a question is widened by so many at most") {
  CHECK(widened("PEEK 聚醚醚酮 PEEK") == "PEEK>聚醚醚酮,polyether ether ketone");
  corpus::Thesaurus many{"1-many", {}};
  std::string text;
  for (int i = 0; i < 100; ++i) {
    many.groups.push_back({"other", {fmt::format("word{}", i), fmt::format("name{}", i)}, "synonym"});
    text += fmt::format("word{} ", i);
  }
  CHECK(Expander(many).find(text).size() == Expander::kMost);
}

TEST_CASE("damaged and empty text is widened by nothing, or by what is whole in it") {
  for (const std::string& text : {std::string(), std::string("\xFF\xFE"), std::string("\0\0", 2), std::string("聚"), std::string("聚\xE9\x86")}) CHECK(widened(text) == "");
  CHECK(widened(std::string("\xFFPEEK\0", 6)) == "PEEK>聚醚醚酮,polyether ether ketone");
  CHECK(Expander(corpus::Thesaurus{}).find("PEEK").empty());
}

TEST_CASE("what holds another name is found, below what holds the word itself, and the answer says so") {
  Shelf shelf;
  CHECK(listed(shelf.searcher(), "PEEK") == "a2");
  CHECK(listed(shelf.wide, "PEEK") == "a2 a1");
  CHECK(listed(shelf.wide, "聚醚醚酮") == "a1 a2");
  CHECK(listed(shelf.wide, "金属增材制造") == "a4 a5");
  CHECK(listed(shelf.wide, "\"PEEK\"") == "a2");
  SearchRequest request;
  request.query = "PEEK";
  const auto answer = shelf.wide.search(request).value();
  const Note* note = note_of(answer.notes, "widened");
  REQUIRE(note);
  CHECK(note->message.find("聚醚醚酮") != std::string::npos);
  CHECK(note->message.find("polyether") == std::string::npos);  // the index does not hold it
  CHECK(answer.total == 2);
  request.query = "尼龙";
  CHECK_FALSE(note_of(shelf.wide.search(request).value().notes, "widened"));
}

TEST_CASE("where no record holds a name, its other names stand before pieces of it") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a1","title":"聚醚消泡剂"})");
  library.put(R"({"kind":"achievement","id":"a2","title":"PEEK轴承"})");
  library.put(R"({"kind":"achievement","id":"a3","title":"水"})");
  library.build();
  const Expander expander{thesaurus()};
  const Searcher wide(library.pool(), world::vocabularies(), &expander);
  const auto ranked = wide.rank("聚醚醚酮", corpus::Kind::achievement, 10).value();
  REQUIRE(ranked.size() == 2);
  CHECK(ranked[0].id == "a2");
  CHECK(ranked[1].id == "a1");
}

TEST_CASE("a need finds what goes by another name") {
  Shelf shelf;
  MatchRequest request;
  request.id = "n1";
  const Matcher wide(shelf.pool(), world::vocabularies(), default_weights(), &shelf.expander);
  const auto answer = wide.match(request);
  REQUIRE(answer);
  CHECK(found::any_order(*answer).find("a4") != std::string::npos);
  CHECK(found::any_order(*answer).find("a5") != std::string::npos);
  REQUIRE(note_of(answer->notes, "widened"));
}

}  // namespace expansion_test
