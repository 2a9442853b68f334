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

Result<std::unique_ptr<IndexReader>> IndexReader::open(const std::vector<std::filesystem::path>& databases) {
  return indexer::guarded(databases.front().string(), [&]() -> Result<std::unique_ptr<IndexReader>> {
    std::unique_ptr<IndexReader> reader(new IndexReader);
    for (const auto& path : databases) reader->database_.add_database(Xapian::Database(path.string()));
    if (auto same = check_meaning(reader->database_, databases.front().string()); !same) return std::unexpected(same.error());
    reader->read_metadata();
    return reader;
  });
}

Result<std::unique_ptr<IndexReader>> IndexReader::open(const indexer::IndexLayout& layout, const std::string& generation) {
  auto hold = indexer::GenerationHold::take(layout.generation(generation));
  if (!hold) return std::unexpected(hold.error());
  const auto manifest = indexer::read_manifest(layout, generation);
  if (!manifest) return std::unexpected(manifest.error());
  auto reader = open(indexer::databases(layout, *manifest));
  if (reader) (*reader)->hold_ = std::move(*hold);
  return reader;
}

void IndexReader::read_metadata() {
  generation_ = metadata(database_, indexer::metadata::kGeneration);
  const std::string seq = metadata(database_, indexer::metadata::kSeq);
  seq_ = seq.empty() ? 0 : std::stoll(seq);
}

std::int64_t IndexReader::documents(bool see_hidden) const {
  return see_hidden ? database_.get_doccount() : database_.get_termfreq(std::string(indexer::prefix::kVisibility) + "public");
}

std::int64_t IndexReader::documents(corpus::Kind kind, bool see_hidden) const {
  const std::string of_kind = std::string(indexer::prefix::kKind) + std::string(corpus::to_string(kind));
  if (see_hidden) return database_.get_termfreq(of_kind);
  Xapian::Enquire enquire(database_);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(of_kind), Xapian::Query(std::string(indexer::prefix::kVisibility) + "public")));
  return enquire.get_mset(0, 0, database_.get_doccount()).get_matches_estimated();
}

bool IndexReader::refresh() {
  if (!database_.reopen()) return false;
  read_metadata();
  return true;
}

ReaderPool::ReaderPool(std::filesystem::path data_directory) : data_directory_(std::move(data_directory)) {}

ReaderPool::ReaderPool(Fixed, std::vector<std::filesystem::path> databases) : fixed_(std::move(databases)) {}

Result<std::unique_ptr<IndexReader>> ReaderPool::acquire() {
  const indexer::IndexLayout layout(data_directory_);
  for (int attempt = 1;; ++attempt) {
    std::string generation;
    if (fixed_.empty()) {
      auto current = indexer::read_current(layout);
      if (!current) return std::unexpected(current.error());
      generation = std::move(*current);
    }
    if (auto reader = idle_reader(generation)) return reader;
    auto reader = fixed_.empty() ? IndexReader::open(layout, generation) : IndexReader::open(fixed_);
    // Between reading CURRENT and opening what it names, a new generation may have come and this one gone.
    const bool overtaken = !reader && fixed_.empty() && indexer::read_current(layout).value_or(generation) != generation;
    if (!overtaken || attempt == kAttempts) return reader;
  }
}

// Readers of another generation are let go at once, so that it can be removed.
std::unique_ptr<IndexReader> ReaderPool::idle_reader(const std::string& generation) {
  std::vector<std::unique_ptr<IndexReader>> old;
  while (true) {
    std::unique_ptr<IndexReader> reader;
    {
      const std::lock_guard lock(mutex_);
      if (generation != generation_) {
        old.swap(idle_);
        generation_ = generation;
      }
      if (idle_.empty()) return nullptr;
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
    try {
      reader->refresh();
      return reader;
    } catch (const Xapian::Error&) {
      // Opened anew by the caller, which says what is wrong if it still is.
    }
  }
}

void ReaderPool::release(std::unique_ptr<IndexReader> reader) {
  const std::lock_guard lock(mutex_);
  const bool of_today = !fixed_.empty() || reader->generation() == generation_;
  if (of_today && idle_.size() < kMaxIdle) idle_.push_back(std::move(reader));
}

}  // namespace search
