// SPDX-License-Identifier: GPL-3.0-or-later
// Measures ranking over a test collection in an index of its own, or over the sample corpus in the index of the data directory.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/collection.h"
#include "cli/commands.h"
#include "cli/eval_sample.h"
#include "cli/measurement.h"
#include "cli/progress.h"
#include "cli/share.h"
#include "cli/temporary.h"
#include "indexer/build.h"
#include "search/matcher.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExamples =
    R"(  queqiao eval data/zhsci-problem --as need           # figures over the dev queries, in an index made for it
  queqiao eval data/zhsci-kw1 --as search --against data/zhsci-kw1/peer-lucene-cjk.dev.run
  queqiao eval data/chinaxiv-cite --as similar --run ours.run --json
  queqiao eval data/zhsci-kw1 --limit 100 --keep-index /tmp/zhsci      # the second time without building
  queqiao eval --sample                               # the sample corpus, in the index of --data, plain BM25 beside ours)";

struct Arguments {
  std::string directory, split = "dev", as = "search", run, against, keep_index;
  std::size_t limit = 0;
  bool sample = false;
};

// ---- the index

// What an index was made from: the same word means that it need not be made again.
std::string origin_of(const fs::path& docs, corpus::Kind kind, const indexer::Manifest& manifest) {
  std::error_code ignored;
  const auto changed = fs::last_write_time(docs, ignored).time_since_epoch().count();
  return fmt::format("{} {} {} {} {} {} {}", fs::canonical(docs, ignored).string(), fs::file_size(docs, ignored), changed,
                     corpus::to_string(kind), manifest.analyzer, manifest.schema, manifest.vocabulary);
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

void build(const fs::path& docs, corpus::Kind kind, const fs::path& database, const indexer::Manifest& manifest, Session& session) {
  Documents documents(docs, kind);
  Progress bar(session.output(), "index", "B");
  std::size_t count = 0;
  const auto next = [&] {
    auto record = documents.next();
    bar.update("", documents.bytes_read(), documents.bytes_total(), fmt::format("{} documents", count += record.has_value()));
    return record;
  };
  indexer::BuildOptions options;
  options.threads = static_cast<unsigned>(session.config().index.threads);
  take(indexer::build_database(next, session.vocabularies(), database, manifest, options));
}

// Database of the documents below `directory`, made unless one of the same origin is there.
fs::path index_in(const fs::path& directory, const fs::path& docs, corpus::Kind kind, Session& session) {
  indexer::Manifest manifest = indexer::manifest_of_today(session.vocabularies(), QUEQIAO_VERSION);
  manifest.generation = "eval";
  const fs::path database = directory / "db", mark = directory / "origin";
  const std::string origin = origin_of(docs, kind, manifest);
  std::error_code problem;
  if (fs::exists(database, problem) && content_of(mark) == origin) return database;
  if (fs::exists(database, problem) && !fs::exists(mark, problem)) {
    stop(corpus::ErrorCode::conflict, directory.string(), "this directory holds something that eval did not make",
         "give --keep-index a new one");
  }
  fs::create_directories(directory, problem);
  fs::remove(mark, problem);
  fs::remove_all(database, problem);
  build(docs, kind, database, manifest, session);
  std::ofstream(mark) << origin;
  return database;
}

// ---- the pipelines

Ranker by_search(search::ReaderPool& readers, const corpus::Vocabularies& vocabularies) {
  auto searcher = std::make_shared<search::Searcher>(readers, vocabularies);
  return [searcher](const std::string&, const std::string& text) { return take(searcher->rank(text, corpus::Kind::achievement, kDepth)); };
}

// The document that asks is no answer to itself: a query of citations is called c-ID.
std::string asking_document(const std::string& query) { return query.starts_with("c-") ? query.substr(2) : std::string(); }

Ranker by_match(search::MatchTarget to, search::ReaderPool& readers, const corpus::Vocabularies& vocabularies) {
  auto matcher = std::make_shared<search::Matcher>(readers, vocabularies);
  return [matcher, to](const std::string& id, const std::string& text) {
    search::MatchRequest request;
    request.text = text;
    request.to = to;
    request.top = kDepth + 1;  // one of them may be the asking document
    request.explain = false;
    const std::string asking = to == search::MatchTarget::similar ? asking_document(id) : std::string();
    std::vector<search::RankedId> ranking;
    for (const search::Match& match : take(matcher->match(request)).matches) {
      if (match.card.id != asking && ranking.size() < kDepth) ranking.push_back({match.card.id, match.score});
    }
    return ranking;
  };
}

Ranker ranker_for(const std::string& as, search::ReaderPool& readers, const corpus::Vocabularies& vocabularies) {
  if (as == "need") return by_match(search::MatchTarget::achievement, readers, vocabularies);
  if (as == "similar") return by_match(search::MatchTarget::similar, readers, vocabularies);
  if (as == "expert") return by_match(search::MatchTarget::expert, readers, vocabularies);
  return by_search(readers, vocabularies);
}

// ---- a collection

Exit run_collection(const Arguments& arguments, Session& session) {
  const Collection collection = open_collection(arguments.directory, arguments.split, arguments.limit);
  std::optional<search::Run> theirs;
  if (!arguments.against.empty()) theirs = take(search::read_run(arguments.against));
  if (theirs && std::ranges::none_of(collection.queries, [&](const auto& query) { return theirs->contains(query.first); }))
    stop(corpus::ErrorCode::invalid_argument, arguments.against, "the run ranks none of these queries", "is it a run of this collection and split?");
  const TemporaryDirectory temporary;
  const corpus::Kind kind = arguments.as == "expert" ? corpus::Kind::expert : corpus::Kind::achievement;
  const fs::path place = arguments.keep_index.empty() ? temporary.path() / "index" : fs::path(arguments.keep_index);
  const fs::path database = index_in(place, collection.docs, kind, session);
  search::ReaderPool readers(search::ReaderPool::Fixed{}, {database});
  Output& output = session.output();
  const Measurement ours = measure(collection.queries, ranker_for(arguments.as, readers, session.vocabularies()), arguments.as, output);
  if (!arguments.run.empty()) write_run(ours, arguments.run);
  if (output.json()) {
    auto json = figures_json(ours, collection.qrels);
    if (theirs) json["against"] = {{"run", arguments.against}, {"figures", comparison_json(ours, *theirs, collection.qrels)}};
    output.result(json);
    return Exit::done;
  }
  print_figures(ours, collection.qrels, output);
  if (theirs) print_comparison(ours, *theirs, arguments.against, collection.qrels, output);
  return Exit::done;
}

Exit run(const Arguments& arguments, Session& session) {
  const fs::path directory = arguments.directory.empty() && arguments.sample ? shipped_sample() : fs::path(arguments.directory);
  if (directory.empty()) {
    stop(corpus::ErrorCode::invalid_argument, "DIR", "no collection was named",
         "give its directory, or --sample; queqiao eval --help has examples");
  }
  std::error_code ignored;
  if (!arguments.sample && !fs::exists(directory / "judgments.tsv", ignored)) return run_collection(arguments, session);
  if (!arguments.run.empty() || !arguments.against.empty()) {
    stop(corpus::ErrorCode::invalid_argument, "--run", "runs are of one ranking; the sample corpus has two, of results and of experts");
  }
  return eval_sample(directory, arguments.limit, session);
}

}  // namespace

void add_eval(Tree& tree) {
  const Command command = tree.add("eval", "Measure ranking over a test collection: MRR, nDCG, recall and latency", kExamples);
  auto arguments = std::make_shared<Arguments>();
  command.option("DIR", arguments->directory, "Directory with docs.jsonl, queries.SPLIT.tsv and qrels.tsv, or with judgments.tsv")
      .by_place()
      .value_name("DIR");
  command.option("--split", arguments->split, "Which queries [dev]").value_name("SPLIT");
  command.option("--as", arguments->as, "Which pipeline [search]").one_of({"search", "need", "similar", "expert"});
  command.option("--run", arguments->run, "Write the rankings as a TREC run").value_name("FILE");
  command.option("--against", arguments->against, "Compare with another run, query by query, with 95 % bootstrap intervals")
      .value_name("FILE");
  command.option("--limit", arguments->limit, "Only the first N queries").range(1, 100'000'000).value_name("N");
  command.option("--keep-index", arguments->keep_index, "Make the index here and keep it for the next time").value_name("DIR");
  command.flag("--sample", arguments->sample, "The sample corpus that came with the program, imported and built in --data");
  tree.on(command, [arguments](Session& session) { return run(*arguments, session); });
}

}  // namespace cli
