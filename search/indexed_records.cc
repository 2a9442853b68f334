// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indexed_records.h"

#include "corpus/record_json.h"
#include "indexer/schema.h"
#include "indexer/text/normalize.h"
#include "search/shard_note.h"

namespace search {
namespace {

constexpr std::size_t kMaxIdBytes = 64;  // as the intake has it

constexpr std::size_t kMostSpellings = 16;      // of one name, each an entry of its own
constexpr std::size_t kMostNameBytes = 240;     // of a name; a longer one has no entry
constexpr Xapian::doccount kMostNamesakes = 4;  // enterprises of one name that are read: whoever asks wants to know whether there is one alone

bool may_be_id(const std::string& text) { return !text.empty() && text.size() <= kMaxIdBytes; }

std::string id_in(const Xapian::Document& document) { return document.get_value(indexer::slot(indexer::Slot::id)); }

std::unique_ptr<corpus::Record> record_of(const Xapian::Document& document) {
  auto record = record_in(document);
  return record ? std::make_unique<corpus::Record>(std::move(*record)) : nullptr;
}

}  // namespace

std::optional<corpus::Record> record_in(const Xapian::Document& document) {
  const std::string body = document.get_data();
  if (body.empty()) throw LostBody(id_in(document));
  auto record = corpus::record_from_text(body);
  if (!record) return std::nullopt;
  return std::move(*record);
}

corpus::Record whole_record_in(const Xapian::Document& document) {
  auto record = record_in(document);
  if (!record) throw LostBody(id_in(document));
  return std::move(*record);
}

std::optional<Xapian::Document> seen_record(const Xapian::Database& database, const std::string& id, bool see_hidden) {
  if (!may_be_id(id)) return std::nullopt;
  const std::string term = indexer::prefixed(indexer::prefix::kId, id);
  const auto at = database.postlist_begin(term);
  if (at == database.postlist_end(term)) return std::nullopt;
  Xapian::Document document = database.get_document(*at);
  if (!see_hidden && document.get_value(indexer::slot(indexer::Slot::visibility)) != "public") return std::nullopt;
  return document;
}

corpus::Error not_in_index(const IndexReader& reader, const std::string& id, std::string hint) {
  if (reader.missing() > 0)
    return {corpus::ErrorCode::unavailable, id, "the record may lie in a part of the index that does not answer", kAskWhenWhole};
  return {corpus::ErrorCode::not_found, id, "there is no record with this id in the index", std::move(hint)};
}

std::optional<corpus::Kind> kind_in_index(const Xapian::Database& database, const std::string& id) {
  const auto document = seen_record(database, id, true);
  if (!document) return std::nullopt;
  return corpus::kind_from_string(document->get_value(indexer::slot(indexer::Slot::kind)));
}

std::vector<std::string> terms_of_organisation(const Xapian::Database& database, const std::string& name) {
  std::vector<std::string> terms;
  const std::string folded = indexer::text::fold(name);
  if (folded.empty() || folded.size() > kMostNameBytes || folded.find_first_of("\t\n") != std::string::npos) return terms;
  for (const std::string_view prefix : {indexer::prefix::kSuggest, indexer::prefix::kSuggestHidden}) {
    const std::string beginning = indexer::prefixed(prefix, folded) + "\to\t";
    const auto end = database.allterms_end(beginning);
    for (auto it = database.allterms_begin(beginning); it != end && terms.size() < kMostSpellings; ++it) terms.push_back(*it);
  }
  return terms;
}

std::vector<const corpus::Enterprise*> IndexedRecords::enterprises_named(const std::string& name) {
  const auto [at, fresh] = named_.try_emplace(name);
  if (fresh)
    if (const auto terms = terms_of_organisation(reader_.database(), name); !terms.empty()) {
      Xapian::Enquire enquire(reader_.database());
      enquire.set_weighting_scheme(Xapian::BoolWeight());
      enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()),
                                      Xapian::Query(indexer::prefixed(indexer::prefix::kKind, corpus::to_string(corpus::Kind::enterprise)))));
      at->second = fetch(enquire.get_mset(0, kMostNamesakes));
    }
  std::vector<const corpus::Enterprise*> out;
  for (const std::string& id : at->second)
    if (const auto* one = find_as<corpus::Enterprise>(id)) out.push_back(one);
  return out;
}

const corpus::Record* IndexedRecords::find(const std::string& id) {
  if (!may_be_id(id)) return nullptr;
  const auto [at, fresh] = read_.try_emplace(id);
  if (!fresh) return at->second.get();
  const auto document = seen_record(reader_.database(), id, true);
  if (!document) return nullptr;
  at->second = record_of(*document);
  return at->second.get();
}

std::vector<std::string> IndexedRecords::fetch(const Xapian::MSet& found) {
  std::vector<std::string> ids;
  if (found.empty()) return ids;
  std::vector<Xapian::docid> numbers;
  for (auto at = found.begin(); at != found.end(); ++at) numbers.push_back(*at);
  for (const Xapian::Document& document : reader_.fetch(numbers)) {
    ids.push_back(id_in(document));
    const auto [at, fresh] = read_.try_emplace(ids.back());
    if (fresh) at->second = record_of(document);
  }
  return ids;
}

void IndexedRecords::fetch(const std::vector<std::string>& ids) {
  std::vector<std::string> terms;
  for (const std::string& id : ids)
    if (may_be_id(id) && !read_.contains(id)) terms.push_back(std::string(indexer::prefix::kId) + id);
  if (terms.empty()) return;
  Xapian::Enquire enquire(reader_.database());
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
  fetch(enquire.get_mset(0, static_cast<Xapian::doccount>(terms.size())));
}

}  // namespace search
