// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_learn.h"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <set>
#include <vector>

#include "cli/progress.h"
#include "indexer/learn_step.h"
#include "indexer/model/learn.h"
#include "indexer/model/model_file.h"
#include "indexer/text/normalize.h"

namespace cli {
namespace {

namespace model = indexer::model;

struct LeftOut {
  std::size_t titles = 0, keywords = 0, texts = 0;
};

// Whether a record would teach an answer of the measured set.
class Answers {
 public:
  explicit Answers(const Collection& collection) {
    for (const auto& [id, text] : collection.queries) {
      queries_.push_back(indexer::text::fold(text));
      whole_.insert(queries_.back());
    }
  }

  bool given_by(const corpus::Achievement& record, LeftOut& left_out) const {
    if (whole_.contains(indexer::text::fold(record.title))) return ++left_out.titles, true;
    for (const std::string& keyword : record.keywords)
      if (whole_.contains(indexer::text::fold(keyword))) return ++left_out.keywords, true;
    const std::string text = indexer::text::fold(record.summary);
    for (const std::string& query : queries_) {
      const bool holds = query.size() >= kWholeThought && text.find(query) != std::string::npos;
      const bool held = text.size() >= kWholeThought && query.find(text) != std::string::npos;
      if (holds || held) return ++left_out.texts, true;
    }
    return false;
  }

 private:
  std::vector<std::string> queries_;
  std::set<std::string> whole_;
};

std::vector<corpus::Record> records_of(const std::filesystem::path& file, corpus::Kind kind) {
  std::vector<corpus::Record> records;
  Documents documents(file, kind);
  while (auto record = documents.next()) records.push_back(std::move(*record));
  return records;
}

}  // namespace

EvalLearning learn_for(const Collection& collection, corpus::Kind kind, const std::string& further, const std::filesystem::path& directory,
                       Session& session) {
  std::vector<corpus::Record> records = records_of(collection.docs, kind);
  EvalLearning learning;
  if (!further.empty()) {
    const Answers answers(collection);
    LeftOut left_out;
    std::map<std::string, std::size_t> place_of;
    for (std::size_t i = 0; i < records.size(); ++i) place_of.emplace(corpus::id_of(records[i]), i);
    std::size_t taken = 0, all = 0;
    for (corpus::Record& record : records_of(further, corpus::Kind::achievement)) {
      ++all;
      if (answers.given_by(std::get<corpus::Achievement>(record), left_out)) continue;
      ++taken;
      const auto same = kind == corpus::Kind::achievement ? place_of.find(corpus::id_of(record)) : place_of.end();
      if (same != place_of.end())
        records[same->second] = std::move(record);
      else
        records.push_back(std::move(record));
    }
    learning.words = fmt::format(
        "{}: {} of {} records are learned from; left out: {} whose title is a query, {} with a keyword that is one, {} whose text holds "
        "one or is in one\n",
        further, taken, all, left_out.titles, left_out.keywords, left_out.texts);
  }
  Progress bar(session.output(), "learn", "records");
  model::LearnOptions options;
  options.model = session.config().learn.model;
  options.ranking = session.config().learn.ranking;
  options.min_records = session.config().learn.min_records;
  options.seed = static_cast<std::uint64_t>(session.config().learn.seed);
  options.progress = [&](const std::string& phase, std::int64_t done, std::int64_t total) {
    bar.update(phase, static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
  };
  const auto begun = std::chrono::steady_clock::now();
  const auto learned = take(model::learn(
      [&](const std::function<bool(const corpus::Record&)>& each) -> corpus::Result<void> {
        for (const corpus::Record& record : records)
          if (!each(record)) break;
        return {};
      },
      options));
  bar.clear();
  take(indexer::write_learned(learned, directory));
  learning.edition = learned.report.edition;
  learning.ranking = learned.ranking;
  learning.words += model::summary_of(learned.report);
  if (learned.report.not_learned.empty())
    learning.words += fmt::format("; {} records, {} pairs, {:.1f} s", learned.report.records, learned.report.pairs,
                                  std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  learning.model = take(model::open_model(directory, learning.edition));
  return learning;
}

}  // namespace cli
