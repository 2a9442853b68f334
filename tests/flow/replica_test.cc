// SPDX-License-Identifier: GPL-3.0-or-later
// A searcher that has replicas of the shards only, kept by Xapian's own tools: they carry every commit and every new generation, shard by shard.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "flow/shard_collection.h"
#include "indexer/follow.h"
#include "indexer/stamp.h"

namespace replica_test {

using namespace servers;
using namespace sharded;
using program::wait_until;

namespace {

// The tool makes an empty database first.
bool has_copy(const fs::path& replica) {
  try {
    return !indexer::read_stamp(Xapian::Database(replica.string())).generation.empty();
  } catch (const Xapian::Error&) {
    return false;
  }
}

// xapian-replicate-server over the index directory, and a xapian-replicate for each shard, named by its stub in live/.
class Replication {
 public:
  explicit Replication(const Collection& collection) : port_(free_port()), to_(collection.path() / "replicas") {
    fs::create_directories(to_);
    server_ = std::make_unique<Group>(
        std::vector<std::string>{"xapian-replicate-server", "--interface", "127.0.0.1", "--port", std::to_string(port_),
                                 collection.layout().root.string()});
    if (!wait_until([&] { return listens(port_); }, 20s)) throw std::runtime_error("xapian-replicate-server does not listen");
    for (std::size_t i = 0; i < 3; ++i)
      clients_.push_back(std::make_unique<Group>(
          std::vector<std::string>{"xapian-replicate", "--host", "127.0.0.1", "--port", std::to_string(port_), "--master", "live/" + indexer::shard_name(i),
                                   "--interval", "1", "--reader-time", "0", replica(i).string()}));
    const auto copied = [&] {
      for (std::size_t i = 0; i < 3; ++i)
        if (!has_copy(replica(i))) return false;
      return true;
    };
    if (!wait_until(copied, 60s)) throw std::runtime_error("the replicas did not come");
  }
  fs::path replica(std::size_t i) const { return to_ / indexer::shard_name(i); }
  std::vector<search::ShardAddress> shards() const { return {directory(replica(0)), directory(replica(1)), directory(replica(2))}; }
  void pause(std::size_t i) { clients_[i]->send(SIGSTOP); }
  void go_on(std::size_t i) { clients_[i]->send(SIGCONT); }

 private:
  int port_;
  fs::path to_;
  std::unique_ptr<Group> server_;
  std::vector<std::unique_ptr<Group>> clients_;
};

}  // namespace

TEST_CASE("replicas follow commits and generations, and a searcher on them never mixes two") {
  if (skip_without("xapian-replicate") || skip_without("xapian-replicate-server")) return;
  ::setenv("XAPIAN_MAX_CHANGESETS", "50", 1);  // read by the writer: without it every commit is a full copy
  Collection collection;
  Replication replication(collection);
  search::ReaderPool pool(replication.shards(), 2s);
  Load load(pool);
  REQUIRE(wait_until([&] { return load.answers > 20; }, 60s));
  for (int version = 2; version <= 3; ++version) {
    replication.pause(1);  // one shard stays behind for a while, and the others go on
    collection.next();
    const int before = load.answers;
    std::this_thread::sleep_for(3s);  // more than a round of replication
    CHECK(load.answers > before);
    CHECK(load.newest() == version - 1);
    replication.go_on(1);
    CHECK(wait_until([&] { return load.newest() == version; }, 60s));
  }
  load.stop();
  INFO(Catch::StringMaker<std::vector<std::string>>::convert(load.faults()));
  CHECK(load.faults().empty());
  CHECK(load.partial == 0);

  // Before its first copy a replica is an empty database: a shard that does not answer yet, whatever the others hold.
  const fs::path empty = collection.path() / "replicas/empty";
  Xapian::WritableDatabase(empty.string(), Xapian::DB_CREATE).commit();
  auto shards = replication.shards();
  shards[0] = shards[1] = directory(empty);
  search::ReaderPool waiting(shards, 2s);
  search::SearchRequest all;
  const auto partial = search::Searcher(waiting, world::vocabularies()).search(all);
  REQUIRE(partial);
  CHECK(std::ranges::any_of(partial->notes, [](const auto& note) { return note.code == "shards"; }));
  CHECK(partial->total > 0);

  // A commit of follow reaches the replica by changeset, in place.
  const auto seq_before = collection.world().store().seq();
  REQUIRE(seq_before);
  collection.world().put(R"({"kind":"achievement","id":"late","title":"晚到的成果","visibility":"公开"})");
  REQUIRE(indexer::follow_once(collection.world().store(), world::vocabularies(), collection.path()));
  search::SearchRequest request;
  request.query = "late";
  const search::Searcher searcher(pool, world::vocabularies());
  CHECK(wait_until([&] {
    const auto found = searcher.search(request);
    return found && found->total == 1 && found->seq > *seq_before;
  }, 60s));
  ::unsetenv("XAPIAN_MAX_CHANGESETS");
}

}  // namespace replica_test
