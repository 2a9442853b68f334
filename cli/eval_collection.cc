// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_collection.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "cli/collection.h"
#include "cli/eval_learn.h"
#include "cli/eval_results.h"
#include "cli/lexicon_wishes.h"
#include "cli/progress.h"
#include "indexer/build.h"
#include "indexer/build_database.h"
#include "indexer/model/model_file.h"
#include "search/matcher.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

// ---- the index

// A file as it is now.
std::string state_of(const fs::path& file) {
  std::error_code ignored;
  const auto changed = fs::last_write_time(file, ignored).time_since_epoch().count();
  return fmt::format("{} {} {}", fs::canonical(file, ignored).string(), fs::file_size(file, ignored), changed);
}

// What an index was made from: the same line means that it need not be made again.
std::string origin_of(const CollectionQuestion& question, const fs::path& docs, corpus::Kind kind, const indexer::Manifest& manifest,
                      const LearnConfig& learn, const indexer::LexiconWishes& lexicon) {
  std::string origin = fmt::format("{} {} {} {} {}", state_of(docs), corpus::to_string(kind), manifest.analyzer, manifest.schema, manifest.vocabulary);
  if (learn.model || learn.ranking)
    origin += fmt::format(" learned {} {} {} {}", learn.model ? "model" : "-", learn.ranking ? "ranking" : "-", learn.min_records, learn.seed);
  if (lexicon.learn) origin += " lexicon";
  if (lexicon.own) origin += " words " + lexicon.own->edition();
  // Which records are left out depends on what is asked.
  if (!question.learn_from.empty()) origin += " further " + state_of(question.learn_from);
  if (!question.results_from.empty()) origin += " results " + state_of(question.results_from);
  if (!question.learn_from.empty() || !question.results_from.empty())
    origin += fmt::format(" {} {} {}", fs::weakly_canonical(question.directory).string(), question.split, question.limit);
  return origin + '\n';
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

void build(const fs::path& docs, corpus::Kind kind, const fs::path& database, const indexer::Manifest& manifest, const indexer::model::TextModel* model,
           const indexer::text::Lexicon* lexicon, std::vector<corpus::Record> beside, Session& session) {
  Documents documents(docs, kind);
  Progress bar(session.output(), "index", "B");
  std::size_t count = 0;
  const auto next = [&] {
    auto record = documents.next();
    if (!record && !beside.empty()) {
      record = std::move(beside.back());
      beside.pop_back();
    }
    bar.update("", documents.bytes_read(), documents.bytes_total(), fmt::format("{} documents", count += record.has_value()));
    return record;
  };
  indexer::BuildOptions options;
  options.threads = static_cast<unsigned>(session.config().index.threads);
  take(indexer::build_database(next, session.vocabularies(), database, manifest, options, model, lexicon));
}

// The documents of a collection, which stand for the records of a store.
indexer::model::RecordScan records_in(const fs::path& docs, corpus::Kind kind) {
  return [=](const std::function<bool(const corpus::Record&)>& each) -> corpus::Result<void> {
    Documents documents(docs, kind);
    while (const auto record = documents.next())
      if (!each(*record)) break;
    return {};
  };
}

struct EvalIndex {
  fs::path database;
  std::string learned;  // what was, in words
};

// Index of the documents below `directory`, made unless one of the same origin is there.
EvalIndex index_in(const fs::path& directory, const CollectionQuestion& question, const Collection& collection, corpus::Kind kind, Session& session) {
  indexer::Manifest manifest = indexer::manifest_of_today(session.vocabularies(), QUEQIAO_VERSION);
  manifest.generation = "eval";
  const fs::path database = directory / "db", mark = directory / "origin";
  const indexer::LexiconWishes wishes = take(lexicon_wishes(session.config()));
  const std::string origin = origin_of(question, collection.docs, kind, manifest, session.config().learn, wishes);
  std::error_code problem;
  if (const std::string made = content_of(mark); fs::exists(database, problem) && made.starts_with(origin))
    return {database, made.substr(origin.size())};
  if (fs::exists(database, problem) && !fs::exists(mark, problem)) {
    stop(corpus::ErrorCode::conflict, directory.string(), "this directory holds something that eval did not make",
         "give --keep-index a new one");
  }
  fs::create_directories(directory, problem);
  fs::remove(mark, problem);
  fs::remove_all(database, problem);
  fs::remove_all(directory / indexer::model::kModelDirectory, problem);
  ResultsOfExperts results;
  if (!question.results_from.empty()) results = results_of_experts(collection, question.results_from);
  const indexer::MadeLexicon lexicon = take(indexer::make_lexicon(records_in(collection.docs, kind), directory, wishes));
  manifest.learned = lexicon.learned;
  EvalLearning learning;
  if (session.config().learn.model || session.config().learn.ranking) learning = learn_for(collection, kind, question.learn_from, results.records, directory, session);
  if (learning.model) manifest.learned[std::string(indexer::kLearnedModel)] = learning.edition;
  if (!learning.ranking.empty()) manifest.learned[std::string(indexer::kLearnedRanking)] = learning.ranking;
  if (const std::string words = indexer::lexicon_words(manifest); !words.empty()) learning.words += (learning.words.empty() ? "" : "\n") + words;
  if (!results.words.empty()) learning.words = results.words + (learning.words.empty() ? "" : "\n") + learning.words;
  build(collection.docs, kind, database, manifest, learning.model.get(), lexicon.lexicon.get(), std::move(results.records), session);
  std::ofstream(mark) << origin << learning.words;
  return {database, learning.words};
}

// Whether anything that was learned is used.
bool uses_learned(search::ReaderPool& readers) {
  return take(readers.with([](const search::IndexReader& reader) -> corpus::Result<bool> { return reader.model() != nullptr || reader.ranking() != nullptr; }));
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
  const LearnConfig& learn = session.config().learn;
  if (!question.learn_from.empty() && !learn.model && !learn.ranking)
    stop(corpus::ErrorCode::invalid_argument, "--learn-from", "learning is turned off", "set learn.model or learn.ranking = true in the configuration");
  if (!question.results_from.empty() && question.as != "expert")
    stop(corpus::ErrorCode::invalid_argument, "--results-from", "results stand beside experts", "ask with --as expert");
  Collection collection = open_collection(question.directory, question.split, question.limit);
  const corpus::Kind kind = question.as == "expert" ? corpus::Kind::expert : corpus::Kind::achievement;
  const EvalIndex index = index_in(place, question, collection, kind, session);
  const auto measured = [&](search::ReaderPool& readers, const std::string& what) {
    return measure(collection.queries, ranker_for(question.as, readers, session.vocabularies(), session.expander()), what, session.output());
  };
  search::ReaderPool readers(search::ReaderPool::Fixed{}, {index.database}), by_words(search::ReaderPool::Fixed{}, {index.database});
  if (learn.model) readers.use_models();
  if (learn.ranking) readers.use_rankings();
  MeasuredCollection result{measured(readers, question.as), {}, index.learned, std::nullopt};
  if (uses_learned(readers)) result.by_words = measured(by_words, question.as + " by words");
  result.qrels = std::move(collection.qrels);
  return result;
}

}  // namespace cli
