// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/index_reader.h"

#include <xapian.h>

#include <catch2/catch.hpp>

#include "world.h"

using namespace search;

namespace {

corpus::Result<std::int64_t> documents(ReaderPool& pool) {
  return pool.with([](const IndexReader& reader) -> corpus::Result<std::int64_t> { return reader.documents(); });
}

// A pool on an index of two records of different kinds.
struct Two {
  world::World world;
  ReaderPool pool{world.path(), world::vocabularies().edition()};
  Two() {
    world.put(R"({"kind":"achievement","id":"A1","title":"水肥一体化"})");
    world.put(R"({"kind":"need","id":"N1","title":"水肥一体化"})");
    world.build();
  }
};

}  // namespace

TEST_CASE("a reader counts the records of all kinds, as of the newest generation") {
  Two two;
  CHECK(documents(two.pool) == 2);
  two.world.put(R"({"kind":"expert","id":"E1","name":"甘霖"})");
  CHECK(documents(two.pool) == 2);
  two.world.build();
  CHECK(documents(two.pool) == 3);
}

TEST_CASE("a question that a commit overtakes is asked again, at most three times") {
  Two two;
  int asked = 0;
  const auto overtaken = [&](int times) {
    asked = 0;
    return two.pool.with([&](const IndexReader&) -> corpus::Result<int> {
      if (++asked <= times) throw Xapian::DatabaseModifiedError("overtaken");
      return asked;
    });
  };
  CHECK(overtaken(0) == 1);
  CHECK(overtaken(3) == 4);
  CHECK_FALSE(overtaken(4).has_value());
  CHECK(asked == 4);
  CHECK(documents(two.pool) == 2);
}

TEST_CASE("what Xapian throws in a question becomes an error, and the next question is answered") {
  Two two;
  int asked = 0;
  const auto answer = two.pool.with([&](const IndexReader&) -> corpus::Result<int> {
    ++asked;
    throw Xapian::DatabaseCorruptError("torn");
  });
  REQUIRE_FALSE(answer);
  CHECK(answer.error().message.find("torn") != std::string::npos);
  CHECK(asked == 1);
  CHECK(documents(two.pool) == 2);
}

TEST_CASE("an error that the question answers, and an exception that is not Xapian's, come out as they are") {
  Two two;
  const auto answer = two.pool.with(
      [](const IndexReader&) -> corpus::Result<int> { return corpus::fail(corpus::ErrorCode::refused, "here", "no", "try"); });
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == corpus::ErrorCode::refused);
  CHECK(answer.error().hint == "try");
  CHECK_THROWS_AS(two.pool.with([](const IndexReader&) -> corpus::Result<int> { throw std::out_of_range("mine"); }), std::out_of_range);
  CHECK(documents(two.pool) == 2);
}

TEST_CASE("without an index the question is not asked") {
  world::World world;
  ReaderPool pool(world.path(), world::vocabularies().edition());
  bool asked = false;
  const auto answer = pool.with([&](const IndexReader&) -> corpus::Result<int> {
    asked = true;
    return 1;
  });
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == corpus::ErrorCode::unavailable);
  CHECK_FALSE(asked);
}
