// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/index_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <thread>

#include "indexer/hint.h"
#include "indexer/lost_table.h"
#include "indexer/model/model_file.h"
#include "indexer/schema.h"
#include "indexer/stamp.h"
#include "indexer/text/lexicon_file.h"
#include "indexer/xapian_error.h"

namespace search {

using corpus::Result;

namespace {

std::string kind_term(corpus::Kind kind) { return std::string(indexer::prefix::kKind) + std::string(corpus::to_string(kind)); }
Result<Xapian::Database> open_whole(const std::filesystem::path& path) {
  return indexer::guarded(path.string(), [&]() -> Result<Xapian::Database> {
    if (auto whole = indexer::check_tables(path); !whole) return std::unexpected(whole.error());
    return Xapian::Database(path.string());
  });
}

std::string public_term() { return std::string(indexer::prefix::kVisibility) + "public"; }

}  // namespace

IndexReader::IndexReader(std::vector<Xapian::Database> shards, indexer::Stamp stamp, bool far, std::size_t missing)
    : shards_(std::move(shards)), stamp_(std::move(stamp)), far_(far), missing_(missing) {
  for (const Xapian::Database& shard : shards_) database_.add_database(shard);
  if (stamp_.ranking.empty()) return;
  if (auto weights = indexer::model::ranking_weights_from(stamp_.ranking, stamp_.generation))
    ranking_ = *weights;
  else
    ranking_unread_ = true;  // `index check` says why
}

Result<std::unique_ptr<IndexReader>> IndexReader::open(const std::vector<std::filesystem::path>& databases) {
  return indexer::guarded(databases.front().string(), [&]() -> Result<std::unique_ptr<IndexReader>> {
    std::vector<Xapian::Database> shards;
    std::vector<std::string> names;
    for (const auto& path : databases) {
      auto shard = open_whole(path);
      if (!shard) return std::unexpected(shard.error());
      shards.push_back(std::move(*shard));
      names.push_back(path.string());
    }
    indexer::Stamp stamp = indexer::read_stamp(shards.front());
    if (auto same = indexer::check_meaning(stamp, databases.front().string()); !same) return std::unexpected(same.error());
    for (const Xapian::Database& shard : shards) stamp.seq = std::min(stamp.seq, indexer::seq_of(shard));
    auto reader = std::make_unique<IndexReader>(std::move(shards), std::move(stamp), false, 0);
    reader->names_ = std::move(names);
    reader->model_file_ = databases.front().parent_path() / indexer::model::kModelFile;
    reader->lexicon_file_ = databases.front().parent_path() / indexer::text::kLexiconFile;
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

// A directory can be filled anew under an open database, as replication does; reopening then leads into another generation.
bool IndexReader::read_stamps() {
  stamp_.seq = std::numeric_limits<corpus::Seq>::max();
  for (const Xapian::Database& shard : shards_) {
    if (shard.get_metadata(std::string(indexer::metadata::kGeneration)) != stamp_.generation) return false;
    if (shard.get_metadata(std::string(indexer::metadata::kBuild)) != stamp_.build) return false;
    stamp_.seq = std::min(stamp_.seq, indexer::seq_of(shard));
  }
  return true;
}

std::int64_t IndexReader::documents(bool see_hidden) const { return see_hidden ? database_.get_doccount() : database_.get_termfreq(public_term()); }

std::int64_t IndexReader::documents(corpus::Kind kind, bool see_hidden) const {
  if (see_hidden) return database_.get_termfreq(kind_term(kind));
  Xapian::Enquire enquire(database_);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(kind_term(kind)), Xapian::Query(public_term())));
  return enquire.get_mset(0, 0, database_.get_doccount()).get_matches_estimated();
}

std::vector<Xapian::Document> IndexReader::fetch(const std::vector<Xapian::docid>& numbers) const {
  std::vector<Xapian::Document> documents(numbers.size());
  const auto count = static_cast<Xapian::docid>(shards_.size());
  // Xapian deals the numbers of several databases out in turn.
  const auto fetch_of = [&](Xapian::docid shard) {
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if ((numbers[i] - 1) % count == shard) documents[i] = shards_[shard].get_document((numbers[i] - 1) / count + 1);
  };
  if (!far_ || count == 1 || numbers.size() == 1) {
    for (Xapian::docid shard = 0; shard < count; ++shard) fetch_of(shard);
    return documents;
  }
  std::vector<std::exception_ptr> failures(count);
  {
    std::vector<std::jthread> threads;
    for (Xapian::docid shard = 0; shard < count; ++shard)
      threads.emplace_back([&, shard] {
        try {
          fetch_of(shard);
        } catch (...) {
          failures[shard] = std::current_exception();
        }
      });
  }
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return documents;
}

corpus::Error IndexReader::fault_at(const std::string& where, const Xapian::Error& error) const {
  corpus::Error fault = indexer::to_error(error, where);
  if (fault.code == corpus::ErrorCode::damaged) fault.message = fmt::format("the index is damaged: {}: {}", stamp_.generation, error.get_msg());
  return fault;
}

// Xapian does not say in which shard it met what it complains of.
corpus::Error IndexReader::fault(const Xapian::Error& error) const { return fault_at(names_.size() == 1 ? names_.front() : "index", error); }

corpus::Error IndexReader::fault(const LostBody& error) const {
  if (missing_ > 0 || names_.size() != shards_.size()) return fault(static_cast<const Xapian::Error&>(error));
  return fault_at(names_[indexer::shard_of(error.record(), names_.size())], error);
}

// Moving to another commit opens the files anew, and Xapian goes on without those that are gone. `names_` are paths where shards are on this machine; of what is
// not, nothing is found lost.
bool IndexReader::refresh() {
  if (!database_.reopen()) return true;
  const auto whole = [](const std::string& name) { return indexer::lost_table(name).empty(); };
  return std::ranges::all_of(names_, whole) && read_stamps();
}

}  // namespace search
