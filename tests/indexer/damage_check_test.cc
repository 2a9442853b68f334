// SPDX-License-Identifier: GPL-3.0-or-later
// A check of an index whose files are damaged, and of one that is written to meanwhile.
#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "indexer/check.h"
#include "indexer/check_findings.h"
#include "indexer/follow.h"
#include "indexer/gate.h"
#include "indexer/generations.h"
#include "indexer/lost_table.h"
#include "indexer/roll_back.h"
#include "indexer/steady_shard.h"
#include "world.h"

namespace damage_check_test {

using namespace indexer;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 8192;

void put_many(world::World& world, int from, int to) {
  for (int i = from; i < to; ++i)
    world.put(fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"bearing steel {}","summary":"第{}个结果的说明，轴承钢渗碳工艺与设备"}})", i, i, i));
}

void build_two_shards(world::World& world) {
  BuildOptions options;
  options.threads = 1;
  options.shards = 2;
  REQUIRE(build_index(world.store(), world::vocabularies(), world.path(), options));
}

fs::path shard_path(const world::World& world, std::size_t number) { return IndexLayout(world.path()).generation("gen-000001") / shard_name(number); }

// Each block begins with the revision it was written in: all of them say a later one now.
void make_blocks_later(const fs::path& table) {
  std::ifstream in(table, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  in.close();
  for (std::size_t at = 0; at < bytes.size(); at += kBlock) bytes[at] = '\x7f';
  std::ofstream(table, std::ios::binary) << bytes;
}

CheckReport report_of(world::World& world) {
  auto report = check_index(world.store(), world::vocabularies(), world.path());
  REQUIRE(report);
  return std::move(*report);
}

std::ptrdiff_t naming(const std::vector<std::string>& texts, const std::string& words) {
  return std::ranges::count_if(texts, [&](const std::string& text) { return text.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("check names shard and table of blocks that seem to be of a later revision on an index that nobody writes to") {
  for (const std::string table : {"docdata.glass", "postlist.glass", "termlist.glass"}) {
    INFO(table);
    world::World world;
    put_many(world, 0, 200);
    build_two_shards(world);
    put_many(world, 200, 240);
    REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
    REQUIRE(report_of(world).problems.empty());
    make_blocks_later(shard_path(world, 1) / table);
    const CheckReport report = report_of(world);
    CHECK(naming(report.problems, "shard-01 is damaged: " + table) == 1);
    CHECK(naming(report.problems, "shard-00") == 0);
    CHECK(naming(report.problems, "xapian-check") == 0);
    CHECK(report.not_checked.empty());
    CHECK(report.published == 240);
  }
}

TEST_CASE("check tells each fault on one line, also where Xapian needs several") {
  Findings findings;
  findings.problem("shard-00 is damaged: termlist.glass: 2 errors\n\ntermlist:\n  block 3: wrong\r\n\n  block 5: wrong\n");
  CHECK(findings.report.problems ==
        std::vector<std::string>{"shard-00 is damaged: termlist.glass: 2 errors; termlist: block 3: wrong; block 5: wrong"});
  CHECK(findings.report.problems_found == 1);
}

TEST_CASE("check goes on after each file that is cut short or lost, and names it once") {
  for (const std::string table : {"docdata.glass", "postlist.glass", "termlist.glass", "iamglass"})
    for (const bool lost : {false, true}) {
      INFO(table << (lost ? " lost" : " cut short"));
      world::World world;
      put_many(world, 0, 150);
      build_two_shards(world);
      const fs::path file = shard_path(world, 0) / table;
      if (lost)
        fs::remove(file);
      else
        fs::resize_file(file, fs::file_size(file) / 2);
      // A fault of the other shard is found all the same.
      {
        Xapian::WritableDatabase other(shard_path(world, 1).string());
        other.delete_document(*other.postlist_begin(""));
        other.commit();
      }
      const CheckReport report = report_of(world);
      CHECK(naming(report.problems, "shard-00") == 1);
      CHECK(naming(report.problems, table) == 1);
      CHECK(naming(report.problems, "is published, but not in the index") == 1);
      CHECK(report.problems_found == 2);
    }
}

TEST_CASE("check, the gate and the list of generations name a lost file of positions, also of a shard that follow has changed") {
  for (const bool followed : {false, true}) {
    INFO(followed);
    world::World world;
    put_many(world, 0, 150);
    build_two_shards(world);
    if (followed) {
      put_many(world, 150, 160);
      REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
    }
    const fs::path shard = shard_path(world, 0);
    fs::remove(shard / "position.glass");
    const CheckReport report = report_of(world);
    CHECK(naming(report.problems, "shard-00 is damaged: position.glass is missing") == 1);
    CHECK(report.problems_found == 1);
    const GateResult gate = check_structure({shard, shard_path(world, 1)});
    CHECK_FALSE(gate.passed);
    CHECK(gate.message.find("position.glass is missing") != std::string::npos);
    const auto rows = list_generations(IndexLayout(world.path()));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].problem == "the index is damaged: position.glass is missing");
  }
}

TEST_CASE("follow does not write to a shard that lost a file, which Xapian would begin anew") {
  for (const std::string table : {"docdata.glass", "position.glass"}) {
    INFO(table);
    world::World world;
    put_many(world, 0, 50);
    world.build();
    put_many(world, 50, 60);
    fs::remove(shard_path(world, 0) / table);
    const auto step = follow_once(world.store(), world::vocabularies(), world.path());
    REQUIRE_FALSE(step);
    CHECK(step.error().code == corpus::ErrorCode::damaged);
    CHECK(step.error().message == "the index is damaged: " + table + " is missing");
    CHECK_FALSE(fs::exists(shard_path(world, 0) / table));
  }
}

TEST_CASE("follow does not write to a shard of which a file ends before its last block, and the list of generations says so") {
  for (const bool followed : {false, true})
    for (const std::string table : {"postlist.glass", "docdata.glass", "termlist.glass", "position.glass"}) {
      INFO(table << (followed ? " followed" : ""));
      world::World world;
      put_many(world, 0, 300);
      world.build();
      if (followed) {
        put_many(world, 300, 310);
        REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
      }
      put_many(world, 310, 320);
      const fs::path shard = shard_path(world, 0), file = shard / table;
      REQUIRE(lost_table(shard).empty());
      const auto bytes = fs::file_size(file);
      fs::resize_file(file, followed ? bytes / 2 : bytes - 1);
      const std::string words = fmt::format("{} is cut short: {} bytes of {}", table, followed ? bytes / 2 : bytes - 1, bytes);
      CHECK(lost_table(shard) == words);
      const std::string mark = revision_mark(shard);
      const auto step = follow_once(world.store(), world::vocabularies(), world.path());
      REQUIRE_FALSE(step);
      CHECK(step.error().code == corpus::ErrorCode::damaged);
      CHECK(step.error().message == "the index is damaged: " + words);
      CHECK(revision_mark(shard) == mark);
      const auto rows = list_generations(IndexLayout(world.path()));
      REQUIRE(rows.size() == 1);
      CHECK(rows[0].problem == "the index is damaged: " + words);
    }
}

// Each time what Xapian itself says of the file without its last block: a block that was freed is missed by nobody.
TEST_CASE("a file is cut short where Xapian misses the block that is gone, and not where that block was free") {
  world::Directory directory;
  int missed = 0, free = 0;
  for (int round = 0; round < 12; ++round) {
    const fs::path shard = directory.path() / fmt::format("shard-{:02}", round);
    {
      Xapian::WritableDatabase database(shard.string(), Xapian::DB_CREATE);
      for (int commit = 0; commit <= round; ++commit) {
        for (int i = 0; i < 150; ++i) {
          Xapian::Document document;
          document.set_data(std::string(1500, 'x') + std::to_string(i * 7919 + commit));
          for (Xapian::termpos term = 0; term < 30; ++term)
            document.add_posting(fmt::format("t{}", (i * 31 + static_cast<int>(term) * 17 + commit) % 900), term + 1);
          database.replace_document(fmt::format("Q{}", (i * 13 + commit * 29) % 400), document);
        }
        for (int i = 0; i < (commit % 3 == 2 ? 350 : 40); ++i) database.delete_document(fmt::format("Q{}", (i * 5) % 400));
        database.commit();
        REQUIRE(lost_table(shard).empty());
      }
    }
    for (const std::string table : {"postlist.glass", "docdata.glass", "termlist.glass", "position.glass"}) {
      INFO(shard << " " << table);
      const fs::path file = shard / table, aside = directory.path() / "aside";
      fs::copy_file(file, aside, fs::copy_options::overwrite_existing);
      fs::resize_file(file, fs::file_size(file) - kBlock);
      bool sound = true;
      try {
        sound = Xapian::Database::check(shard.string(), 0, nullptr) == 0;
      } catch (const Xapian::Error&) {
        sound = false;
      }
      CHECK(lost_table(shard).empty() == sound);
      sound ? ++free : ++missed;
      fs::copy_file(aside, file, fs::copy_options::overwrite_existing);
    }
  }
  CHECK(missed > 0);
  CHECK(free > 0);
}

TEST_CASE("follow writes the first positions of a shard that had none") {
  world::World world;
  world.put(R"({"kind":"achievement","id":"a","title":"轴承钢渗碳工艺","summary":"轴承钢渗碳工艺"})");
  world.build();
  fs::remove(shard_path(world, 0) / "position.glass");
  put_many(world, 0, 5);
  REQUIRE(follow_once(world.store(), world::vocabularies(), world.path()));
  CHECK(fs::exists(shard_path(world, 0) / "position.glass"));
}

TEST_CASE("check beside a follow that never rests finds nothing and ends") {
  world::World world;
  put_many(world, 0, 300);
  build_two_shards(world);
  auto writing = corpus::Store::open({world.path(), false, false});
  REQUIRE(writing);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int round = 0; !stop; ++round) {
      const corpus::Record made = world::record(
          fmt::format(R"({{"kind":"achievement","id":"a{:05}","title":"other steel {}","summary":"改写"}})", round % 300, round));
      corpus::NewRecord row;
      row.id = corpus::id_of(made);
      row.kind = corpus::kind_of(made);
      row.status = "published";
      row.visibility = corpus::common_of(made).visibility;
      row.body = corpus::to_json_text(made);
      row.by = "test";
      if (!(*writing)->put({row})) continue;
      std::ignore = follow_once(**writing, world::vocabularies(), world.path());
    }
  });
  std::vector<CheckReport> reports;
  std::vector<corpus::Error> errors;
  for (int i = 0; i < 5; ++i) {
    auto report = check_index(world.store(), world::vocabularies(), world.path());
    report ? reports.push_back(std::move(*report)) : errors.push_back(report.error());
  }
  stop = true;
  writer.join();
  CHECK(errors.empty());
  for (const CheckReport& report : reports) CHECK(report.problems == std::vector<std::string>{});
}

TEST_CASE("what a look finds counts only when writers were held up or no commit came between") {
  world::World world;
  put_many(world, 0, 3);
  world.build();
  const fs::path shard = shard_path(world, 0);
  const auto commit = [&] {
    Xapian::WritableDatabase database(shard.string());
    database.set_metadata("x", std::to_string(std::rand()));
    database.commit();
  };
  int looks = 0;
  const auto once_wrong = [&] { return std::vector<int>(++looks == 1 ? 1 : 0); };
  REQUIRE(steady_look(world.path(), shard, once_wrong));
  CHECK(looks == 2);
  // A build runs, so that writers may not be held up.
  const auto build = FileLock::take(IndexLayout(world.path()).root / "build.lock", "test");
  REQUIRE(build);
  CHECK(steady_look(world.path(), shard, [] { return std::vector<int>{1}; }).value() == std::vector<int>{1});
  CHECK_FALSE(steady_look(world.path(), shard, [&] {
    commit();
    return std::vector<int>{1};
  }));
}

TEST_CASE("check names the generation that a rollback left where nothing is before a damaged one") {
  world::World world;
  put_many(world, 0, 50);
  world.build();
  world.build();
  REQUIRE(roll_back(world.store(), world::vocabularies(), world.path(), ""));
  fs::remove(shard_path(world, 0) / "docdata.glass");
  const CheckReport report = report_of(world);
  CHECK(naming(report.hints, "index rollback --to gen-000002") == 1);
}

}  // namespace damage_check_test
