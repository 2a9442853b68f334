// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_learn.h"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <vector>

#include "cli/build_phase.h"
#include "cli/eval_answers.h"
#include "cli/progress.h"
#include "indexer/learn_step.h"
#include "indexer/model/learn.h"
#include "indexer/model/model_file.h"

namespace cli {
namespace {

namespace model = indexer::model;

std::vector<corpus::Record> records_of(const std::filesystem::path& file, corpus::Kind kind) {
  std::vector<corpus::Record> records;
  Documents documents(file, kind);
  while (auto record = documents.next()) records.push_back(std::move(*record));
  return records;
}

}  // namespace

EvalLearning learn_for(const Collection& collection, corpus::Kind kind, const std::string& further, const std::vector<corpus::Record>& beside,
                       const std::filesystem::path& directory, Session& session) {
  std::vector<corpus::Record> records = records_of(collection.docs, kind);
  records.insert(records.end(), beside.begin(), beside.end());
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
    learning.words = fmt::format("{}: {} of {} records are learned from; left out: {}\n", further, taken, all, words_of(left_out));
  }
  Progress bar(session.output(), "learn", "records");
  model::LearnOptions options;
  options.model = session.config().learn.model;
  options.ranking = session.config().learn.ranking;
  options.min_records = session.config().learn.min_records;
  options.seed = static_cast<std::uint64_t>(session.config().learn.seed);
  options.progress = [&](const std::string& phase, std::int64_t done, std::int64_t total) {
    bar.count_in(unit_of_phase(phase));
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
