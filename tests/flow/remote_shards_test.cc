// SPDX-License-Identifier: GPL-3.0-or-later
// What one local database answers, three answer, wherever they are: hit by hit, with scores, facets, fragments and reasons.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/record_json.h"
#include "flow/same_answers.h"
#include "flow/xapian_servers.h"
#include "indexer/build_database.h"
#include "indexer/text/lexicon_file.h"
#include "search/searcher.h"
#include "small_model.h"
#include "world.h"

namespace remote_shards_test {

using nlohmann::json;
using namespace servers;
using namespace same;

namespace {

// The sample corpus as one database and as three, of one store.
struct Corpus {
  world::World world;
  fs::path one;
  std::vector<fs::path> three;

  Corpus() {
    world.import_sample();
    const indexer::IndexLayout layout(world.path());
    one = layout.generation(build(1)) / "shard-00";
    const std::string of_three = build(3);
    for (std::size_t i = 0; i < 3; ++i) three.push_back(layout.generation(of_three) / indexer::shard_name(i));
  }
  std::string build(std::size_t shards) {
    indexer::BuildOptions options;
    options.threads = 2;
    options.shards = shards;
    auto built = indexer::build_index(world.store(), world::vocabularies(), world.path(), options);
    if (!built) throw std::runtime_error(corpus::to_text(built.error()));
    return built->manifest.generation;
  }
  std::vector<std::string> ids(corpus::Kind kind) {
    std::vector<std::string> all;
    corpus::Store::ScanOptions scan;
    scan.status = "published";
    const auto scanned = world.store().scan(scan, [&](const corpus::StoredRecord& stored) {
      if (stored.kind == kind) all.push_back(stored.id);
      return true;
    });
    if (!scanned) throw std::runtime_error(corpus::to_text(scanned.error()));
    return all;
  }
};

Corpus& sample() {
  static Corpus corpus;
  return corpus;
}

struct Ways {
  std::vector<std::unique_ptr<ShardServer>> servers;
  Way one{"one", std::make_unique<search::ReaderPool>(search::ReaderPool::Fixed{}, std::vector<fs::path>{sample().one})};
  std::vector<std::unique_ptr<Way>> others;

  Ways() {
    for (const fs::path& shard : sample().three) servers.push_back(std::make_unique<ShardServer>(shard));
    add("three remote", {servers[0]->address(), servers[1]->address(), servers[2]->address()});
    add("two local, one remote, in another order", {servers[1]->address(), directory(sample().three[2]), directory(sample().three[0])});
    add("three local", {directory(sample().three[0]), directory(sample().three[1]), directory(sample().three[2])});
  }
  void add(const char* name, std::vector<search::ShardAddress> shards) {
    others.emplace_back(new Way{name, std::make_unique<search::ReaderPool>(std::move(shards), std::chrono::seconds(20))});
  }
};

// Returns what the one local database answered.
template <class Request>
json compare(const Ways& ways, const Request& request, const std::string& what) {
  const json expected = asked(ways.one, request);
  if (!expected.is_object()) FAIL(what << ": " << expected);
  for (const auto& way : ways.others)
    if (const std::string found = difference(expected, asked(*way, request)); !found.empty()) FAIL_CHECK(way->name << ", " << what << ": " << found);
  return expected;
}

const std::vector<std::string> kQueries = {
    "", "水肥一体化", "水", "镁", "镁 水", "pH 水", "电池", "固态电池 电解质", "污水处理 节能", "\"节水灌溉\"", "机器人 OR 传感器", "机器人 -焊接",
    "标题:水", "标题:电池", "关键词:传感器", "单位:大学", "人员:王", "region:湖北 农业", "field:农业", "trl:>=6 材料", "year:2023 检测", "TRL 7 以上的 传感器",
    "湖北的农业成果", "machine learning", "AI 视觉 检测", "高温 合金 涂层 耐磨", "(电池 OR 电机) -铅酸", "水肥一体化智能决策系统在棉田中的应用与推广研究",
    "5 mS/cm", "不存在的词语串啊", "新能源汽车动力电池低温放电性能差如何解决", "中药材 快速 检测", "降低能耗 提高效率 智能 控制 系统"};

// Every question is asked of every way where QUEQIAO_THOROUGH is set (make shards), each sixth otherwise.
std::size_t stride() { return std::getenv("QUEQIAO_THOROUGH") != nullptr ? 1 : 6; }

}  // namespace

TEST_CASE("searches of three shards answer as of one, hit by hit, wherever the shards are", "[three]") {
  if (skip_without("xapian-tcpsrv")) return;
  const Ways ways;
  std::size_t hits = 0, answers = 0;
  std::size_t number = 0;
  for (const std::string& query : kQueries)
    for (const auto kind : {corpus::Kind::achievement, corpus::Kind::need, corpus::Kind::expert, corpus::Kind::enterprise})
      for (const auto sort : {search::Sort::relevance, search::Sort::date, search::Sort::trl}) {
        if (sort != search::Sort::relevance && number++ % stride() != 0) continue;
        search::SearchRequest request;
        request.query = query;
        request.kind = kind;
        request.sort = sort;
        request.size = 7;
        request.see_hidden = kind != corpus::Kind::need;
        std::size_t total = 1;
        for (request.page = 1; (request.page - 1) * request.size < total; request.page += request.page < 2 ? 1 : 9) {
          const std::string what = fmt::format("{} {} sort {} page {}", query, corpus::to_string(kind), static_cast<int>(sort), request.page);
          const json answer = compare(ways, request, what);
          total = answer["total"]["value"];
          hits += answer["hits"].size();
          ++answers;
        }
      }
  CHECK(hits > 1000 / stride());
  WARN(answers << " searches, " << hits << " hits alike in " << ways.others.size() << " other ways");
}

TEST_CASE("filters, facets and pages to the end are the same over shards", "[three]") {
  if (skip_without("xapian-tcpsrv")) return;
  const Ways ways;
  search::SearchRequest request;
  request.filters.region = {"420000", "430000"};
  CHECK(compare(ways, request, "region")["total"]["value"] > 0);
  request.filters.stage = {"mid"};
  request.filters.year_from = 2022;
  CHECK(compare(ways, request, "region, stage, year")["total"]["value"] > 0);
  request = {};
  request.filters.trl_min = 6;
  request.query = "系统";
  CHECK(compare(ways, request, "trl")["total"]["value"] > 0);
  for (const auto sort : {search::Sort::relevance, search::Sort::date, search::Sort::trl})
    for (const char* query : {"", "技术 系统 研究"}) {
      request = {};
      request.query = query;
      request.sort = sort;
      request.size = 50;
      std::vector<std::string> ids;
      std::size_t total = 1;
      for (request.page = 1; (request.page - 1) * request.size < total; ++request.page) {
        const json answer = compare(ways, request, fmt::format("all {} sort {} page {}", query, static_cast<int>(sort), request.page));
        total = answer["total"]["value"];
        for (const json& hit : answer["hits"]) ids.push_back(hit["id"]);
      }
      CHECK(ids.size() == total);
      std::ranges::sort(ids);
      CHECK(std::ranges::adjacent_find(ids) == ids.end());
    }
}

TEST_CASE("matches and what explains them are the same over shards", "[three]") {
  if (skip_without("xapian-tcpsrv")) return;
  const Ways ways;
  std::size_t matches = 0, answers = 0;
  const auto match = [&](corpus::Kind kind, std::size_t every, std::vector<search::MatchTarget> targets) {
    const auto ids = sample().ids(kind);
    for (std::size_t i = 0; i < ids.size(); i += every * stride())
      for (const search::MatchTarget to : targets) {
        search::MatchRequest request;
        request.id = ids[i];
        request.to = to;
        request.see_hidden = true;
        request.time_limit = std::chrono::seconds(60);
        matches += compare(ways, request, fmt::format("{} to {}", ids[i], search::to_string(to)))["matches"].size();
        ++answers;
      }
  };
  match(corpus::Kind::need, 1, {search::MatchTarget::achievement});
  match(corpus::Kind::need, 3, {search::MatchTarget::expert, search::MatchTarget::similar});
  match(corpus::Kind::achievement, 12, {search::MatchTarget::need, search::MatchTarget::similar});
  match(corpus::Kind::expert, 12, {search::MatchTarget::need, search::MatchTarget::achievement, search::MatchTarget::similar});
  match(corpus::Kind::enterprise, 20, {search::MatchTarget::similar});
  search::MatchRequest request;
  request.text = "我公司需要耐高温的涂层材料，要求 800℃ 以上长期使用";
  request.candidates = 15;  // ties at the cut fall by id
  matches += compare(ways, request, "text")["matches"].size();
  CHECK(matches > 1000 / stride());
  WARN(answers << " matchings, " << matches << " matches alike in " << ways.others.size() << " other ways");
}

TEST_CASE("suggestions are the same over shards", "[three]") {
  if (skip_without("xapian-tcpsrv")) return;
  const Ways ways;
  std::size_t found = 0;
  for (const char* beginning : {"水", "电", "智能", "楚", "高", "中", "王", "a", "基于", "大", "一", "无人", "生物", "新"})
    found += compare(ways, std::string(beginning), beginning)["suggestions"].size();
  CHECK(found > 50);
}

TEST_CASE("a searcher on another machine joins words by the lexicon it was given, and says so where it has none") {
  if (skip_without("xapian-tcpsrv")) return;
  const world::Directory directory;
  const indexer::text::Lexicon lexicon({"砼钌滤膜"});
  indexer::Manifest manifest = indexer::manifest_of_today(world::vocabularies(), "test");
  manifest.generation = "gen-000001";
  manifest.learned[std::string(indexer::kLexiconEdition)] = lexicon.edition();
  bool given = false;
  const auto next = [&]() -> std::optional<corpus::Record> {
    if (std::exchange(given, true)) return std::nullopt;
    return world::record(R"({"kind":"achievement","id":"a","title":"某物","summary":"砼钌滤膜","visibility":"公开"})");
  };
  REQUIRE(indexer::build_database(next, world::vocabularies(), directory.path() / "db", manifest, {}, nullptr, &lexicon));
  const ShardServer server(directory.path() / "db");
  const auto ask = [&](const fs::path& file) {
    search::ReaderPool pool({server.address()}, std::chrono::seconds(20));
    if (!file.empty()) pool.use_lexicon(file);
    search::SearchRequest request;
    request.query = "砼钌滤膜";
    const auto found = search::Searcher(pool, world::vocabularies()).search(request);
    REQUIRE(found);
    std::string said;
    for (const search::Hit& hit : found->hits) said += hit.card.id + " ";
    for (const search::Note& note : found->notes)
      if (note.code != "understood") said += "note: " + note.code;
    return said;
  };
  CHECK(ask(directory.file("lexicon.txt", indexer::text::to_text(lexicon))) == "a ");
  CHECK(ask(directory.file("other.txt", "高盐废水\n")) == "a note: lexicon");
  CHECK(ask("") == "a note: lexicon");
}

TEST_CASE("a searcher on another machine orders by the model it was given, and says so where it has none") {
  if (skip_without("xapian-tcpsrv")) return;
  const small::Index index({{"often", "aa aa dd ee"}, {"near", "aa bb bb cc"}, {"other", "dd ee"}}, {0.8f, 0, 0, 0});
  const ShardServer server(index.database());
  const auto ask = [&](const fs::path& model, bool models) {
    search::ReaderPool pool({server.address()}, std::chrono::seconds(20));
    if (models) pool.use_models(model);
    search::SearchRequest request;
    request.query = "aa";
    const auto found = search::Searcher(pool, world::vocabularies()).search(request);
    REQUIRE(found);
    std::string said;
    for (const search::Hit& hit : found->hits) said += hit.card.id + " ";
    for (const search::Note& note : found->notes)
      if (note.code != "understood") said += "note: " + note.code;
    return said;
  };
  CHECK(ask(index.file(), true) == "near often ");
  CHECK(ask("", true) == "often near note: model");
  CHECK(ask("", false) == "often near ");
}

}  // namespace remote_shards_test
