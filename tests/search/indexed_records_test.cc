// SPDX-License-Identifier: GPL-3.0-or-later
// A record is looked up by whatever stands in a reference or was typed, and nobody learns of one that is not for them.
#include "search/indexed_records.h"

#include <catch2/catch.hpp>

#include "search/found.h"

namespace indexed_records_test {

using namespace search;

namespace {

class Shelf : public found::Shared<Shelf> {
 public:
  Shelf() {
    put(R"({"kind":"need","id":"n","title":"葡萄园滴灌改造"})");
    put(R"({"kind":"need","id":")" + std::string(64, 'l') + R"(","title":"温室滴灌"})");
    put(R"({"kind":"achievement","id":"hidden","title":"大棚滴灌","visibility":"restricted"})");
    build();
  }
};

}  // namespace

TEST_CASE("the document of a record is there for who may see it and for no other id") {
  const auto asked = Shelf::get().pool().with([](const IndexReader& reader) -> corpus::Result<void> {
    const Xapian::Database& database = reader.database();
    CHECK(seen_record(database, "n", false));
    CHECK(seen_record(database, std::string(64, 'l'), false));
    CHECK_FALSE(seen_record(database, "hidden", false));
    CHECK(seen_record(database, "hidden", true));
    for (const std::string& id : {std::string(), std::string("N"), std::string("nn"), std::string(65, 'l'), std::string(100'000, 'l'), std::string("\0", 1),
                                  std::string("\xFF")}) {
      INFO(id.substr(0, 70));
      CHECK_FALSE(seen_record(database, id, true));
    }
    return {};
  });
  CHECK(asked);
}

TEST_CASE("of a record the index knows its kind, also where it is hidden") {
  const auto asked = Shelf::get().pool().with([](const IndexReader& reader) -> corpus::Result<void> {
    CHECK(kind_in_index(reader.database(), "n") == corpus::Kind::need);
    CHECK(kind_in_index(reader.database(), "hidden") == corpus::Kind::achievement);
    CHECK(kind_in_index(reader.database(), "nowhere") == std::nullopt);
    CHECK(kind_in_index(reader.database(), std::string(65, 'l')) == std::nullopt);
    return {};
  });
  CHECK(asked);
}

TEST_CASE("a record of the index is read once and is none of another kind") {
  const auto asked = Shelf::get().pool().with([](const IndexReader& reader) -> corpus::Result<void> {
    IndexedRecords records(reader);
    const corpus::Record* need = records.find("n");
    REQUIRE(need != nullptr);
    CHECK(corpus::title_of(*need) == "葡萄园滴灌改造");
    CHECK(records.find("n") == need);
    CHECK(records.find_as<corpus::Need>("n") != nullptr);
    CHECK(records.find_as<corpus::Expert>("n") == nullptr);
    CHECK(records.find("hidden") != nullptr);
    for (const std::string& id : {std::string(), std::string("nowhere"), std::string(65, 'l')}) {
      INFO(id);
      CHECK(records.find(id) == nullptr);
      CHECK(records.find(id) == nullptr);  // nor when asked again
    }
    return {};
  });
  CHECK(asked);
}

}  // namespace indexed_records_test
