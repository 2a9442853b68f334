// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indexed_records.h"

#include "corpus/record_json.h"
#include "indexer/schema.h"

namespace search {
namespace {

constexpr std::size_t kLongestId = 64;  // bytes, as the intake has it; a reference may hold anything

}  // namespace

const corpus::Record* IndexedRecords::find(const std::string& id) {
  if (id.empty() || id.size() > kLongestId) return nullptr;
  const auto [at, fresh] = read_.try_emplace(id);
  if (!fresh) return at->second.get();
  const Xapian::Database& database = reader_.database();
  const std::string term = std::string(indexer::prefix::kId) + id;
  const auto posting = database.postlist_begin(term);
  if (posting == database.postlist_end(term)) return nullptr;
  if (auto record = corpus::record_from_text(database.get_document(*posting).get_data())) at->second = std::make_unique<corpus::Record>(std::move(*record));
  return at->second.get();
}

}  // namespace search
