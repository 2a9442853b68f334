// SPDX-License-Identifier: GPL-3.0-or-later
// What a person publishes is followed before what an import brings.
#include "indexer/follow.h"

#include <xapian.h>

#include <catch2/catch.hpp>

#include "indexer/build.h"
#include "indexer/check.h"
#include "indexer/document.h"
#include "indexer/generation_history.h"
#include "indexer/generations_world.h"

namespace follow_order_test {

using namespace generations_world;
using corpus::ErrorCode;
namespace fs = std::filesystem;

TEST_CASE("what a person publishes is found before the rest of a large import") {
  world::World world;
  world.put(achievement(0));
  world.build();
  std::vector<corpus::NewRecord> rows;
  for (int i = 1; i <= 500; ++i) {
    const corpus::Record record = world::record(achievement(i));
    rows.push_back({.id = corpus::id_of(record), .kind = corpus::Kind::achievement, .status = "published", .visibility = "public",
                    .body = corpus::to_json_text(record), .by = "test", .batch = 1, .reason = "", .receipt = ""});
  }
  REQUIRE(world.store().put(rows));
  world.put(achievement(999, "急件"));
  CHECK(world.store().single_changes_since(1, 10).value().size() == 1);
  Follower follower(world.store(), world::vocabularies(), world.path());
  const auto step = follower.step(100);
  REQUIRE(step);
  CHECK(step->seq == 101);
  CHECK(documents(world) == 102);  // one slice, and the single change
  const auto paths = databases(IndexLayout(world.path()), manifest_in_force(world));
  CHECK(Xapian::Database(paths.front().string()).term_exists(id_term("a00999")));
  REQUIRE(world.store().set_status("a00999", "withdrawn", "test", "test"));
  REQUIRE(follower.step(100));
  CHECK_FALSE(Xapian::Database(paths.front().string()).term_exists(id_term("a00999")));
  while (follower.step(100)->applied > 0) {}
  CHECK(documents(world) == 501);
  CHECK(checked(world).problems.empty());
}

TEST_CASE("a small import, and one that withdraws, is followed before the rest of a large one") {
  world::World world;
  put_many(world, 0, 3);
  world.build();
  const auto rows_of = [](int from, int to, std::int64_t batch, const std::string& status) {
    std::vector<corpus::NewRecord> rows;
    for (int i = from; i < to; ++i) {
      const corpus::Record record = world::record(achievement(i));
      rows.push_back({.id = corpus::id_of(record), .kind = corpus::Kind::achievement, .status = status, .visibility = "public",
                      .body = corpus::to_json_text(record), .by = "test", .batch = batch, .reason = "", .receipt = ""});
    }
    return rows;
  };
  const auto large = world.store().begin_batch("large.jsonl", "{}").value(), small = world.store().begin_batch("small.jsonl", "{}").value(),
             back = world.store().begin_batch("back.jsonl", "{}").value();
  REQUIRE(world.store().put(rows_of(100, 600, large, "published")));
  REQUIRE(world.store().put(rows_of(900, 905, small, "published")));
  REQUIRE(world.store().put(rows_of(1, 2, back, "withdrawn")));
  Follower follower(world.store(), world::vocabularies(), world.path());
  const auto step = follower.step(100);
  REQUIRE(step);
  CHECK(step->seq == 103);
  CHECK(documents(world) == 107);  // three less the withdrawn, a slice, the small import
  const auto path = databases(IndexLayout(world.path()), manifest_in_force(world)).front();
  CHECK(Xapian::Database(path.string()).term_exists(id_term("a00904")));
  CHECK_FALSE(Xapian::Database(path.string()).term_exists(id_term("a00001")));
  while (follower.step(100)->applied > 0) {}
  CHECK(documents(world) == 507);
  CHECK(checked(world).problems.empty());
}

}  // namespace follow_order_test
