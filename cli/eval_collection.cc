// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_collection.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "cli/collection.h"
#include "cli/progress.h"
#include "indexer/build.h"
#include "search/matcher.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

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

Ranker by_search(search::ReaderPool& readers, const corpus::Vocabularies& vocabularies, const search::Expander* expander) {
  auto searcher = std::make_shared<search::Searcher>(readers, vocabularies, expander);
  return [searcher](const std::string&, const std::string& text) { return take(searcher->rank(text, corpus::Kind::achievement, kDepth)); };
}

// The document that asks is no answer to itself: a query of citations is called c-ID.
std::string asking_document(const std::string& query) { return query.starts_with("c-") ? query.substr(2) : std::string(); }

Ranker by_match(search::MatchTarget to, search::ReaderPool& readers, const corpus::Vocabularies& vocabularies, const search::Expander* expander) {
  auto matcher = std::make_shared<search::Matcher>(readers, vocabularies, search::default_weights(), expander);
  return [matcher, to](const std::string& id, const std::string& text) {
    search::MatchRequest request;
    request.text = text;
    request.to = to;
    request.top = kDepth + 1;  // one of them may be the asking document
    request.explain = false;
    request.fold = false;
    const std::string asking = to == search::MatchTarget::similar ? asking_document(id) : std::string();
    std::vector<search::RankedId> ranking;
    for (const search::Match& match : take(matcher->match(request)).matches) {
      if (match.card.id != asking && ranking.size() < kDepth) ranking.push_back({match.card.id, match.score});
    }
    return ranking;
  };
}

Ranker ranker_for(const std::string& as, search::ReaderPool& readers, const corpus::Vocabularies& vocabularies, const search::Expander* expander) {
  if (as == "need") return by_match(search::MatchTarget::achievement, readers, vocabularies, expander);
  if (as == "similar") return by_match(search::MatchTarget::similar, readers, vocabularies, expander);
  if (as == "expert") return by_match(search::MatchTarget::expert, readers, vocabularies, expander);
  return by_search(readers, vocabularies, expander);
}

}  // namespace

MeasuredCollection measure_collection(const CollectionQuestion& question, const fs::path& place, Session& session) {
  Collection collection = open_collection(question.directory, question.split, question.limit);
  const corpus::Kind kind = question.as == "expert" ? corpus::Kind::expert : corpus::Kind::achievement;
  const fs::path database = index_in(place, collection.docs, kind, session);
  search::ReaderPool readers(search::ReaderPool::Fixed{}, {database});
  Measurement measurement = measure(collection.queries, ranker_for(question.as, readers, session.vocabularies(), session.expander()), question.as, session.output());
  return {std::move(measurement), std::move(collection.qrels)};
}

}  // namespace cli
