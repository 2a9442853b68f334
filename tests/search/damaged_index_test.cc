// SPDX-License-Identifier: GPL-3.0-or-later
// An index that lost a file, or the body of a record: no answer that looks whole, but an error that says which generation and shard, and how to mend it.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

#include "indexer/hint.h"
#include "indexer/roll_back.h"
#include "indexer/schema.h"
#include "search/matcher.h"
#include "search/searcher.h"
#include "world.h"

namespace damaged_index_test {

using namespace search;
using corpus::ErrorCode;

namespace {

namespace fs = std::filesystem;

struct Pair : world::World {
  Pair() {
    put(R"({"kind":"need","id":"n","title":"轴承钢渗碳","problem":"轴承钢渗碳层不匀","visibility":"public"})");
    put(R"({"kind":"achievement","id":"a","title":"轴承钢渗碳工艺","summary":"轴承钢渗碳工艺","visibility":"public"})");
    put(R"({"kind":"achievement","id":"b","title":"轴承钢渗碳设备","summary":"轴承钢渗碳设备","visibility":"public"})");
    build();
  }
  fs::path shard() const { return indexer::IndexLayout(path()).generation("gen-000001") / "shard-00"; }
  void give_body(const std::string& id, const std::string& body) const {
    Xapian::WritableDatabase database(shard().string());
    const std::string term = indexer::prefixed(indexer::prefix::kId, id);
    Xapian::Document document = database.get_document(*database.postlist_begin(term));
    document.set_data(body);
    database.replace_document(term, document);
    database.commit();
  }
};

corpus::Result<SearchResult> searched(ReaderPool& pool) {
  SearchRequest request;
  request.query = "轴承钢";
  request.see_hidden = true;
  return Searcher(pool, world::vocabularies()).search(request);
}

corpus::Result<MatchResult> matched(ReaderPool& pool) {
  MatchRequest request;
  request.id = "n";
  request.see_hidden = true;
  return Matcher(pool, world::vocabularies()).match(request);
}

template <class Answer>
void check_damaged(const corpus::Result<Answer>& answer, const std::string& where, const std::string& message) {
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == ErrorCode::damaged);
  CHECK(answer.error().where == where);
  CHECK(answer.error().message == message);
  CHECK(answer.error().hint == indexer::kMendDamage);
}

}  // namespace

TEST_CASE("an index that lost a file which Xapian does not miss is damaged, and says which") {
  for (const std::string table : {"docdata.glass", "termlist.glass", "position.glass"})
    for (const bool empty : {false, true}) {
      INFO(table);
      Pair index;
      index.put(R"({"kind":"need","id":"p","title":"bearing steel","problem":"轴承钢","visibility":"public"})");  // Latin words have positions
      index.build();
      const fs::path shard = indexer::IndexLayout(index.path()).generation("gen-000002") / "shard-00";
      if (empty)
        fs::resize_file(shard / table, 0);
      else
        fs::remove(shard / table);
      ReaderPool pool(index.path());
      const std::string message = "the index is damaged: " + table + (empty ? " is empty" : " is missing");
      check_damaged(searched(pool), shard.string(), message);
      check_damaged(matched(pool), shard.string(), message);
    }
}

TEST_CASE("an index of which a file lacks its last block is damaged, also where the search would not read that block") {
  for (const std::string table : {"docdata.glass", "termlist.glass", "position.glass", "postlist.glass"}) {
    INFO(table);
    Pair index;
    index.put(R"({"kind":"need","id":"p","title":"bearing steel","problem":"轴承钢","visibility":"public"})");
    for (int i = 0; i < 200; ++i)
      index.put(fmt::format(R"({{"kind":"achievement","id":"m{0}","title":"bearing steel {0}",)"
                            R"("summary":"第{0}项说明 a{0} b{0} c{0} d{0} e{0} f{0} g{0} h{0}"}})", i));
    index.build();
    const fs::path shard = indexer::IndexLayout(index.path()).generation("gen-000002") / "shard-00";
    const auto bytes = fs::file_size(shard / table);
    REQUIRE(bytes > 8192);
    fs::resize_file(shard / table, bytes - 8192);
    ReaderPool pool(index.path());
    const std::string message = fmt::format("the index is damaged: {} is cut short: {} bytes of {}", table, bytes - 8192, bytes);
    check_damaged(searched(pool), shard.string(), message);
    check_damaged(matched(pool), shard.string(), message);
  }
}

TEST_CASE("an index of records without positions lacks nothing where no file of positions is there") {
  const Pair index;
  fs::remove(index.shard() / "position.glass");
  ReaderPool pool(index.path());
  CHECK(searched(pool));
  CHECK(matched(pool));
}

TEST_CASE("a reader that moves to another commit and finds a file of it gone is not used again") {
  Pair index;
  index.put(R"({"kind":"need","id":"p","title":"bearing steel","problem":"轴承钢","visibility":"public"})");
  index.build();
  const fs::path shard = indexer::IndexLayout(index.path()).generation("gen-000002") / "shard-00";
  ReaderPool pool(index.path());
  REQUIRE(searched(pool));
  {
    Xapian::WritableDatabase database(shard.string());
    database.set_metadata("x", "y");
    database.commit();
  }
  fs::remove(shard / "position.glass");
  check_damaged(searched(pool), shard.string(), "the index is damaged: position.glass is missing");
}

TEST_CASE("a generation that lost a file is not gone back to, also where follow had changed it") {
  Pair index;
  index.give_body("b", "{}");  // another revision than was published: there is no checksum to compare
  index.build();
  fs::remove(index.shard() / "docdata.glass");
  const auto back = indexer::roll_back(index.store(), world::vocabularies(), index.path(), "");
  REQUIRE_FALSE(back);
  CHECK(back.error().code == ErrorCode::damaged);
  CHECK(back.error().message.find("docdata.glass is missing") != std::string::npos);
}

TEST_CASE("a body that is gone is an error that names generation and shard, not a shorter list") {
  const Pair index;
  index.give_body("a", "");
  ReaderPool pool(index.path());
  const std::string message = "the index is damaged: gen-000001: the stored body of record a cannot be read";
  check_damaged(searched(pool), index.shard().string(), message);
  check_damaged(matched(pool), index.shard().string(), message);
}

TEST_CASE("a body that cannot be read is left out of a list with a note, and is no fault of the store where it is asked about") {
  const Pair index;
  index.give_body("a", "{");
  index.give_body("n", "{");
  ReaderPool pool(index.path());
  const auto found = searched(pool);
  REQUIRE(found);
  CHECK(found->total == 2);
  CHECK(found->hits.size() == 1);
  CHECK(std::ranges::count(found->notes, "unread_record", &Note::code) == 1);
  check_damaged(matched(pool), index.shard().string(), "the index is damaged: gen-000001: the stored body of record n cannot be read");
}

}  // namespace damaged_index_test
