// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/learn_step.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "corpus/record_json.h"
#include "indexer/files.h"
#include "indexer/lexicon_counts.h"
#include "indexer/manifest.h"
#include "indexer/model/model_file.h"
#include "indexer/text/lexicon_file.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

// What cannot be read is passed over: the reading that comes after names it.
model::RecordScan published_in(const Store& store) {
  return [&store](const std::function<bool(const Record&)>& take) -> Result<void> {
    Store::ScanOptions scan;
    scan.status = "published";
    return store.scan(scan, [&](const StoredRecord& stored) {
      if (stored.kind == Kind::decision) return true;
      const auto record = record_from_text(stored.body);
      return !record || take(*record);
    });
  };
}

Result<void> make_model_directory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory / model::kModelDirectory, error);
  if (!error) return {};
  return fail(ErrorCode::io, (directory / model::kModelDirectory).string(), "cannot create the directory: " + error.message(),
              "make the data directory writable");
}

}  // namespace

Result<void> write_learned(const model::Learned& learned, const fs::path& directory) {
  if (auto made = make_model_directory(directory); !made) return made;
  if (!learned.bytes.empty())
    if (auto written = write_durably(directory / model::kModelFile, learned.bytes); !written) return written;
  return write_durably(directory / model::kReportFile, to_text(learned.report));
}

Result<model::LearnReport> learn_from(const Store& store, const fs::path& directory, const model::LearnOptions& options) {
  const auto counts = store.counts();
  if (!counts) return std::unexpected(counts.error());
  std::int64_t records = 0;
  for (const auto& [kind, count] : counts->published)
    if (kind != Kind::decision) records += count;
  if (records < options.min_records) return model::too_few(records, options);
  const auto learned = model::learn(published_in(store), options);
  if (!learned) return std::unexpected(learned.error());
  if (auto written = write_learned(*learned, directory); !written) return std::unexpected(written.error());
  return learned->report;
}

Result<MadeLexicon> make_lexicon(const model::RecordScan& scan, const fs::path& directory, const LexiconWishes& wishes) {
  MadeLexicon made;
  if (!wishes.learn && !wishes.own) return made;
  std::vector<std::string> words = wishes.own ? wishes.own->words() : std::vector<std::string>();
  LexiconCounts counts;
  if (wishes.own) {
    counts.of_file = static_cast<std::int64_t>(words.size());
    made.learned[std::string(kLexiconFileEdition)] = wishes.own->edition();
  }
  if (wishes.learn) {
    auto learned = model::learn_words(scan, *wishes.learn);
    if (!learned) return std::unexpected(learned.error());
    counts.learned = LexiconCounts::Learned{static_cast<std::int64_t>(learned->keywords), static_cast<std::int64_t>(learned->terms),
                                            static_cast<std::int64_t>(learned->records)};
    std::ranges::move(learned->words, std::back_inserter(words));
  }
  const auto lexicon = std::make_shared<const text::Lexicon>(std::move(words));
  counts.words = static_cast<std::int64_t>(lexicon->size());
  made.learned[std::string(kLexiconWords)] = to_text(counts);
  if (lexicon->empty()) return made;
  if (auto ready = make_model_directory(directory); !ready) return std::unexpected(ready.error());
  if (auto written = write_durably(directory / text::kLexiconFile, text::to_text(*lexicon)); !written) return std::unexpected(written.error());
  made.learned[std::string(kLexiconEdition)] = lexicon->edition();
  made.lexicon = lexicon;
  return made;
}

Result<MadeLexicon> make_lexicon(const Store& store, const fs::path& directory, const LexiconWishes& wishes) {
  return make_lexicon(published_in(store), directory, wishes);
}

std::map<std::string, std::string> learned_words(const model::LearnReport& report) {
  std::map<std::string, std::string> words{{std::string(kLearnedWords), model::summary_of(report)}};
  if (!report.edition.empty()) words[std::string(kLearnedModel)] = report.edition;
  if (report.ranking && report.ranking->on) words[std::string(kLearnedRanking)] = to_text(report.ranking->weights);
  return words;
}

}  // namespace indexer
