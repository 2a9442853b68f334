// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/index_reader.h"

#include <fmt/format.h>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"

namespace search {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

namespace {

std::string metadata(const Xapian::Database& database, std::string_view key) { return database.get_metadata(std::string(key)); }

// An index that was made with another analyzer would answer, but wrongly: its terms are not the ones we ask for.
Result<void> check_meaning(const Xapian::Database& database, const std::string& where) {
  const std::string analyzer = fmt::format("{}/{}", indexer::text::kAnalyzerName, indexer::text::kAnalyzerVersion);
  const std::string schema = std::to_string(indexer::kSchemaVersion);
  const std::string hint = "build the index again: queqiao index build";
  const std::string made_with = metadata(database, indexer::metadata::kAnalyzer);
  if (made_with != analyzer)
    return fail(ErrorCode::version_mismatch, where,
                fmt::format("the index was made with the analyzer {}, this program has {}", made_with.empty() ? "of no name" : made_with, analyzer), hint);
  const std::string has = metadata(database, indexer::metadata::kSchema);
  if (has != schema)
    return fail(ErrorCode::version_mismatch, where, fmt::format("the index has schema {}, this program has {}", has, schema), hint);
  return {};
}

}  // namespace

Result<std::unique_ptr<IndexReader>> IndexReader::open(const std::filesystem::path& database, const std::string&) {
  return indexer::guarded(database.string(), [&]() -> Result<std::unique_ptr<IndexReader>> {
    std::unique_ptr<IndexReader> reader(new IndexReader);
    reader->database_ = Xapian::Database(database.string());
    if (auto same = check_meaning(reader->database_, database.string()); !same) return std::unexpected(same.error());
    reader->read_metadata();
    return reader;
  });
}

void IndexReader::read_metadata() {
  generation_ = metadata(database_, indexer::metadata::kGeneration);
  const std::string seq = metadata(database_, indexer::metadata::kSeq);
  seq_ = seq.empty() ? 0 : std::stoll(seq);
}

bool IndexReader::refresh() {
  if (!database_.reopen()) return false;
  read_metadata();
  return true;
}

ReaderPool::ReaderPool(std::filesystem::path data_directory, std::string vocabulary_edition)
    : data_directory_(std::move(data_directory)), edition_(std::move(vocabulary_edition)) {}

ReaderPool::ReaderPool(Fixed, std::filesystem::path database, std::string vocabulary_edition)
    : fixed_(std::move(database)), edition_(std::move(vocabulary_edition)) {}

Result<std::unique_ptr<IndexReader>> ReaderPool::acquire() {
  std::filesystem::path database = fixed_;
  std::string generation;
  if (fixed_.empty()) {
    const indexer::IndexLayout layout(data_directory_);
    auto current = indexer::read_current(layout);
    if (!current) return std::unexpected(current.error());
    generation = *current;
    database = layout.database(generation);
  }
  while (true) {
    std::unique_ptr<IndexReader> reader;
    {
      const std::lock_guard lock(mutex_);
      if (idle_.empty()) break;
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
    // A reader of an older generation is let go: its directory may be removed.
    if (!fixed_.empty() || reader->generation() == generation) {
      try {
        reader->refresh();
        return reader;
      } catch (const Xapian::Error&) {
        // Opened anew below, which says what is wrong if it still is.
      }
    }
  }
  return IndexReader::open(database, edition_);
}

void ReaderPool::release(std::unique_ptr<IndexReader> reader) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(reader));
}

}  // namespace search
