// SPDX-License-Identifier: GPL-3.0-or-later
// What is served from some thousand records on has learned: a model, an order and a lexicon. With these three in use, too, shards answer as one database does.
#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/record_json.h"
#include "flow/same_answers.h"
#include "flow/xapian_servers.h"
#include "indexer/build_database.h"
#include "indexer/files.h"
#include "indexer/generation_layout.h"
#include "indexer/index_writer.h"
#include "indexer/model/model_file.h"
#include "indexer/model/ranking_weights.h"
#include "indexer/text/lexicon_file.h"
#include "world.h"

namespace learned_shards_test {

using namespace servers;
using namespace same;
namespace model = indexer::model;

namespace {

// Of pairs of characters that many records of the sample have; what stands near what is drawn by a fixed rule, and means nothing.
model::TextModel model_of_pairs() {
  std::vector<std::string> pairs{"材料", "传感", "电池", "分析", "高温", "机器", "技术", "检测", "节能", "控制", "农业", "气体", "设备",
                                 "生产", "数据", "水处", "系统", "研究", "应用", "智能", "污水", "涂层", "灌溉", "工艺", "温度", "效率"};
  std::ranges::sort(pairs);
  constexpr std::uint32_t kPlaces = 8;
  std::vector<std::int8_t> rows;
  std::uint32_t drawn = 1;
  for (std::size_t i = 0; i < pairs.size() * kPlaces; ++i) {
    drawn = drawn * 1664525 + 1013904223;
    rows.push_back(static_cast<std::int8_t>(static_cast<int>(drawn >> 24) - 128));
  }
  std::ranges::replace(rows, std::int8_t{-128}, std::int8_t{-127});
  const std::vector<std::uint32_t> holders(pairs.size(), 40);
  const std::vector<float> scales(pairs.size(), 1.0f);
  model::Shares shares;
  shares.fill(0.5f);
  return {model::FeatureTable(pairs, holders, 540), kPlaces, rows, scales, shares};
}

// The sample corpus as one database and as three, with all three things learned.
struct Learned {
  world::Directory directory;
  std::vector<corpus::Record> records;
  model::TextModel text_model = model_of_pairs();
  indexer::text::Lexicon lexicon{{"水肥一体化", "固态电池", "节水灌溉", "焊接机器人", "动力电池"}};
  indexer::Manifest manifest = indexer::manifest_of_today(world::vocabularies(), "test");
  fs::path one = directory.path() / "one";
  std::vector<fs::path> three;

  Learned() {
    world::World world;
    world.import_sample();
    corpus::Store::ScanOptions scan;
    scan.status = "published";
    const auto scanned = world.store().scan(scan, [&](const corpus::StoredRecord& stored) {
      records.push_back(world::record(stored.body));
      return true;
    });
    if (!scanned) throw std::runtime_error(corpus::to_text(scanned.error()));
    const std::string bytes = model::to_bytes(text_model);
    manifest.generation = "gen-000001";
    manifest.learned[std::string(indexer::kLearnedModel)] = model::edition_of(bytes);
    manifest.learned[std::string(indexer::kLearnedRanking)] = model::to_text(model::RankingWeights{{0.5, 0.2, 0.2}});
    manifest.learned[std::string(indexer::kLexiconEdition)] = lexicon.edition();
    if (!indexer::write_durably(model_file(), bytes)) throw std::runtime_error("no model written");
    directory.file("lexicon.txt", indexer::text::to_text(lexicon));
    build(one, 0, 1);
    for (std::size_t i = 0; i < 3; ++i) build(three.emplace_back(directory.path() / indexer::shard_name(i)), i, 3);
  }
  fs::path model_file() const { return directory.path() / "text.model"; }
  fs::path lexicon_file() const { return directory.path() / "lexicon.txt"; }

  void build(const fs::path& database, std::size_t shard, std::size_t shards) {
    std::size_t at = 0;
    const auto next = [&]() -> std::optional<corpus::Record> {
      while (at < records.size() && indexer::shard_of(corpus::id_of(records[at]), shards) != shard) ++at;
      if (at == records.size()) return std::nullopt;
      return records[at++];
    };
    const auto built = indexer::build_database(next, world::vocabularies(), database, manifest, {}, &text_model, &lexicon);
    if (!built) throw std::runtime_error(corpus::to_text(built.error()));
    Xapian::WritableDatabase written(database.string());
    indexer::write_metadata(written, manifest, shard, shards);
    written.commit();
  }

  std::unique_ptr<search::ReaderPool> with_all(std::unique_ptr<search::ReaderPool> pool) const {
    pool->use_models(model_file());
    pool->use_rankings();
    pool->use_lexicon(lexicon_file());
    return pool;
  }
  std::unique_ptr<search::ReaderPool> whole() const { return std::make_unique<search::ReaderPool>(search::ReaderPool::Fixed{}, std::vector<fs::path>{one}); }
};

bool uses_all(search::ReaderPool& pool) {
  return pool.with([](const search::IndexReader& reader) -> corpus::Result<bool> {
    return reader.model() != nullptr && reader.ranking() != nullptr && reader.lexicon() != nullptr;
  }).value_or(false);
}

}  // namespace

TEST_CASE("with a model, an order and a lexicon in use three shards answer as one, hit by hit, wherever they are", "[slow]") {
  if (skip_without("xapian-tcpsrv")) return;
  const Learned learned;
  std::vector<std::unique_ptr<ShardServer>> servers;
  for (const fs::path& shard : learned.three) servers.push_back(std::make_unique<ShardServer>(shard));
  const Way one{"one", learned.with_all(learned.whole())}, by_words{"one, by words", learned.whole()};
  std::vector<std::unique_ptr<Way>> others;
  const auto add = [&](const char* name, std::vector<search::ShardAddress> shards) {
    others.emplace_back(new Way{name, learned.with_all(std::make_unique<search::ReaderPool>(std::move(shards), std::chrono::seconds(20)))});
  };
  add("three remote", {servers[0]->address(), servers[1]->address(), servers[2]->address()});
  add("two local, one remote, in another order", {servers[1]->address(), directory(learned.three[2]), directory(learned.three[0])});
  add("three local", {directory(learned.three[0]), directory(learned.three[1]), directory(learned.three[2])});
  REQUIRE(uses_all(*one.pool));
  for (const auto& way : others) REQUIRE(uses_all(*way->pool));

  std::size_t hits = 0, changed = 0;
  const auto compare = [&](const auto& request, const std::string& what, const char* list) {
    const json expected = asked(one, request);
    if (!expected.is_object()) FAIL(what << ": " << expected);
    for (const auto& way : others)
      if (const std::string found = difference(expected, asked(*way, request)); !found.empty()) FAIL_CHECK(way->name << ", " << what << ": " << found);
    hits += expected[list].size();
    changed += difference(expected[list], asked(by_words, request)[list]).empty() ? 0 : 1;
  };
  for (const char* query : {"水肥一体化 系统", "固态电池 电解质", "污水处理 节能", "高温 合金 涂层 耐磨", "机器人 传感器 控制",
                            "降低能耗 提高效率 智能 控制 系统", "新能源汽车动力电池低温放电性能差如何解决", "节水灌溉 棉田"})
    for (const auto kind : {corpus::Kind::achievement, corpus::Kind::need, corpus::Kind::expert})
      for (const std::size_t page : {1, 2, 4}) {  // of the best thirty, which are read, and beyond
        search::SearchRequest request;
        request.query = query;
        request.kind = kind;
        request.size = 10;
        request.page = page;
        request.see_hidden = true;
        compare(request, fmt::format("{} {} page {}", query, corpus::to_string(kind), page), "hits");
      }
  std::size_t needs = 0;
  for (const corpus::Record& record : learned.records) {
    if (corpus::kind_of(record) != corpus::Kind::need || needs++ % 12 != 0) continue;
    for (const auto to : {search::MatchTarget::achievement, search::MatchTarget::similar}) {
      search::MatchRequest request;
      request.id = corpus::id_of(record);
      request.to = to;
      request.see_hidden = true;
      request.time_limit = std::chrono::seconds(60);
      compare(request, fmt::format("{} to {}", request.id, search::to_string(to)), "matches");
    }
  }
  CHECK(hits > 200);
  CHECK(changed > 10);
}

}  // namespace learned_shards_test
