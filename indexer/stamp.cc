// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/stamp.h"

#include <fmt/format.h>

#include <charconv>

#include "indexer/hint.h"
#include "indexer/schema.h"
#include "indexer/text/analyzer.h"

namespace indexer {

using corpus::ErrorCode;
using corpus::fail;

namespace {

std::string value(const Xapian::Database& database, std::string_view key) { return database.get_metadata(std::string(key)); }

// 0 where the text is no number.
template <class Number>
Number number(std::string_view text) {
  Number out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

Stamp read_stamp(const Xapian::Database& database) {
  Stamp stamp;
  stamp.generation = value(database, metadata::kGeneration);
  stamp.build = value(database, metadata::kBuild);
  stamp.analyzer = value(database, metadata::kAnalyzer);
  stamp.schema = value(database, metadata::kSchema);
  stamp.vocabulary = value(database, metadata::kVocabulary);
  stamp.model = value(database, metadata::kModel);
  stamp.ranking = value(database, metadata::kRanking);
  stamp.lexicon = value(database, metadata::kLexicon);
  stamp.seq = seq_of(database);
  const std::string shard = value(database, metadata::kShard);
  if (const auto slash = shard.find('/'); slash != std::string::npos) {
    stamp.shard = number<std::size_t>(std::string_view(shard).substr(0, slash));
    stamp.shards = number<std::size_t>(std::string_view(shard).substr(slash + 1));
  }
  return stamp;
}

std::int64_t seq_of(const Xapian::Database& database) { return number<std::int64_t>(value(database, metadata::kSeq)); }

corpus::Result<void> check_meaning(const Stamp& stamp, const std::string& where) {
  const std::string analyzer = fmt::format("{}/{}", text::kAnalyzerName, text::kAnalyzerVersion);
  if (stamp.analyzer != analyzer)
    return fail(ErrorCode::version_mismatch, where,
                fmt::format("the index was made with the analyzer {}, this program has {}", stamp.analyzer.empty() ? "of no name" : stamp.analyzer, analyzer),
                kBuildAgain);
  const std::string schema = std::to_string(kSchemaVersion);
  if (stamp.schema != schema)
    return fail(ErrorCode::version_mismatch, where, fmt::format("the index has schema {}, this program has {}", stamp.schema, schema), kBuildAgain);
  return {};
}

}  // namespace indexer
