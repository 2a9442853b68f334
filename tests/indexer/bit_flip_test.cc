// SPDX-License-Identifier: GPL-3.0-or-later
// What libxapian makes of a damaged table is not only its own exceptions: it believes lengths that it reads, and the standard library says no.
#include <fmt/format.h>
#include <xapian.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "indexer/check.h"
#include "indexer/follow.h"
#include "indexer/hint.h"
#include "indexer/index_writer.h"
#include "indexer/lost_table.h"
#include "indexer/steady_shard.h"
#include "indexer/xapian_error.h"
#include "search/reader_pool.h"
#include "world.h"

namespace bit_flip_test {

using namespace indexer;
using corpus::ErrorCode;
using corpus::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kFlips = 48;  // some five seconds

void put_texts(world::World& world, int from, int to) {
  for (int i = from; i < to; ++i)
    world.put(fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"bearing steel {}","summary":"第{}个结果的说明，轴承钢渗碳工艺与设备"}})", i, i, i));
}

fs::path shard_of_world(const world::World& world, std::size_t number) { return IndexLayout(world.path()).generation("gen-000001") / shard_name(number); }

// The files of a shard, those that are longer more often: of a thousand flips in all of them, the head of the shard would see none.
fs::path some_file(const fs::path& shard, std::mt19937_64& random) {
  std::vector<fs::path> files;
  std::vector<double> weights;
  for (const char* name : {"docdata.glass", "iamglass", "position.glass", "postlist.glass", "spelling.glass", "termlist.glass"}) {
    std::error_code missing;
    const auto bytes = fs::file_size(shard / name, missing);
    if (missing || bytes == 0) continue;
    files.push_back(shard / name);
    weights.push_back(8192 + static_cast<double>(bytes));
  }
  return files[std::discrete_distribution<std::size_t>(weights.begin(), weights.end())(random)];
}

// Flips one bit while it lives.
class Flip {
 public:
  Flip(fs::path file, std::uint64_t byte, unsigned bit) : file_(std::move(file)), byte_(byte), bit_(bit) { turn(); }
  ~Flip() { turn(); }
  Flip(const Flip&) = delete;
  Flip& operator=(const Flip&) = delete;

 private:
  void turn() const {
    std::fstream stream(file_, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(byte_));
    const int was = stream.get();
    stream.seekp(static_cast<std::streamoff>(byte_));
    stream.put(static_cast<char>(static_cast<unsigned>(was) ^ 1u << bit_));
  }
  fs::path file_;
  std::uint64_t byte_;
  unsigned bit_;
};

bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#else
  return false;
#endif
}

void throw_as(const std::string& what) {
  if (what == "length") throw std::length_error("basic_string::append");
  if (what == "place") throw std::out_of_range("basic_string::substr");
  throw std::bad_alloc();
}

}  // namespace

TEST_CASE("check of a followed shard with any one bit flipped finds nothing or names the fault, and never fails itself") {
  if (is_sanitized()) {
    WARN("skipped: a sanitizer ends the process where a damaged length asks for too much memory");
    return;
  }
  world::World world;
  put_texts(world, 0, 150);
  BuildOptions options;
  options.threads = 1;
  options.shards = 2;
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options));
  put_texts(world, 150, 180);
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  const char* const given = std::getenv("QUEQIAO_SEED");
  const auto seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  WARN("QUEQIAO_SEED=" << seed);
  std::mt19937_64 random(seed);
  std::size_t named = 0;
  for (std::size_t i = 0; i < kFlips; ++i) {
    const fs::path file = some_file(shard_of_world(world, 1), random);
    const auto byte = std::uniform_int_distribution<std::uint64_t>(0, fs::file_size(file) - 1)(random);
    const auto bit = std::uniform_int_distribution<unsigned>(0, 7)(random);
    INFO(fmt::format("seed {}, flip {}: bit {} of byte {} of {}", seed, i, bit, byte, file.filename().string()));
    const Flip flip(file, byte, bit);
    Result<CheckReport> report = CheckReport();
    CHECK_NOTHROW(report = check_index(world.store(), world::vocabularies(), world.path()));
    REQUIRE(report);
    for (const std::string& problem : report->problems) CHECK(problem.find("shard-00") == std::string::npos);
    CHECK(report->not_checked.empty());
    named += report->problems.empty() ? 0 : 1;
  }
  CHECK(named > 0);
  const auto whole = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(whole);
  CHECK(whole->problems.empty());
}

// Xapian believes what iamglass says of the height of a tree, and walks beyond its memory by a false one.
TEST_CASE("check of a shard whose iamglass is false about its first table names it or finds nothing, and never ends the process") {
  if (is_sanitized()) {
    WARN("skipped: a sanitizer ends the process where a damaged length asks for too much memory");
    return;
  }
  world::World world;
  put_texts(world, 0, 20);
  world.build();
  const fs::path file = shard_of_world(world, 0) / "iamglass";
  std::size_t tall = 0;
  for (std::uint64_t byte = 32; byte < 40; ++byte)  // behind magic, version and UUID
    for (unsigned bit = 0; bit < 8; ++bit) {
      INFO(fmt::format("bit {} of byte {}", bit, byte));
      const Flip flip(file, byte, bit);
      const auto report = check_index(world.store(), world::vocabularies(), world.path());
      REQUIRE(report);
      for (const std::string& problem : report->problems) tall += problem.find("iamglass gives postlist.glass a tree of ") != std::string::npos;
      (void)describe_shard(file.parent_path());  // as publishing and a rollback look at it
    }
  CHECK(tall > 0);
}

TEST_CASE("what the standard library throws while an index is read is damage of what was read") {
  world::World world;
  put_texts(world, 0, 3);
  world.build();
  for (const std::string what : {"length", "place", "memory"}) {
    INFO(what);
    const auto done = guarded("shard-07", [&]() -> Result<void> {
      throw_as(what);
      return {};
    });
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::damaged);
    CHECK(done.error().where == "shard-07");
    CHECK(done.error().message.starts_with("the index is damaged: "));
    CHECK(done.error().hint == kMendDamage);

    SteadyShard shard(shard_of_world(world, 0));
    CHECK_THROWS_AS(shard.read([&](const Xapian::Database&) { throw_as(what); }), Xapian::DatabaseCorruptError);

    search::ReaderPool pool(world.path());
    const auto asked = pool.with([&](const search::IndexReader&) -> Result<void> {
      throw_as(what);
      return {};
    });
    REQUIRE_FALSE(asked);
    CHECK(asked.error().code == ErrorCode::damaged);
    CHECK(asked.error().where == shard_of_world(world, 0).string());
    CHECK(asked.error().message.starts_with("the index is damaged: gen-000001: "));
    CHECK(pool.with([](const search::IndexReader&) -> Result<void> { return {}; }));  // another reader, not that one
  }
}

TEST_CASE("what is no fault of an index passes the door of reading") {
  CHECK_THROWS_AS(guarded("shard-00", []() -> Result<void> { throw std::runtime_error("something else"); }), std::runtime_error);
}

TEST_CASE("a size of blocks that no table has is not believed when the length of a file is looked at") {
  world::World world;
  put_texts(world, 0, 3);
  world.build();
  const fs::path head = shard_of_world(world, 0) / "iamglass";
  const auto bytes = fs::file_size(head);
  for (std::uint64_t byte = 30; byte < bytes; ++byte)
    for (unsigned bit = 0; bit < 8; ++bit) {
      INFO(fmt::format("bit {} of byte {}", bit, byte));
      const Flip flip(head, byte, bit);
      CHECK_NOTHROW(lost_table(head.parent_path()));
    }
}

}  // namespace bit_flip_test
