// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/learn_step.h"

#include <fmt/format.h>

#include "corpus/record_json.h"
#include "indexer/files.h"
#include "indexer/manifest.h"
#include "indexer/model/model_file.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

Result<void> write_learned(const model::Learned& learned, const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory / model::kModelDirectory, error);
  if (error)
    return fail(ErrorCode::io, (directory / model::kModelDirectory).string(), "cannot create the directory: " + error.message(),
                "make the data directory writable");
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
  const auto learned = model::learn(
      [&](const std::function<bool(const Record&)>& take) -> Result<void> {
        Store::ScanOptions scan;
        scan.status = "published";
        return store.scan(scan, [&](const StoredRecord& stored) {
          if (stored.kind == Kind::decision) return true;
          const auto record = record_from_text(stored.body);
          return !record || take(*record);  // the reading that comes after names what cannot be read
        });
      },
      options);
  if (!learned) return std::unexpected(learned.error());
  if (auto written = write_learned(*learned, directory); !written) return std::unexpected(written.error());
  return learned->report;
}

std::map<std::string, std::string> learned_words(const model::LearnReport& report) {
  std::map<std::string, std::string> words{{std::string(kLearnedWords), model::summary_of(report)}};
  if (!report.edition.empty()) words[std::string(kLearnedModel)] = report.edition;
  if (report.ranking && report.ranking->on) words[std::string(kLearnedRanking)] = to_text(report.ranking->weights);
  return words;
}

}  // namespace indexer
