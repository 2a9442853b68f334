// SPDX-License-Identifier: GPL-3.0-or-later
// What grouping all records costs stands in the head of near_duplicates.cc.
#include "indexer/grouping.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "corpus/record_json.h"
#include "indexer/document.h"
#include "indexer/generation_layout.h"
#include "indexer/schema.h"

namespace indexer {
namespace {

// A copy shares nearly all of a record's rare terms, so its rarest find it without an index of their own.
constexpr std::size_t kRareTerms = 20;
constexpr Xapian::doccount kCandidates = 50;
constexpr std::size_t kLinksBetweenLooks = 500, kRecordsBetweenLooks = 200;  // at whether it is to end

std::string group_term(const std::string& group) { return std::string(prefix::kGroup) + group; }

corpus::Kind kind_from(const std::string& value) { return corpus::kind_from_string(value).value_or(corpus::Kind::achievement); }

Xapian::docid place_of(const Xapian::Database& shard, const std::string& id) {
  const auto at = shard.postlist_begin(id_term(id));
  return at == shard.postlist_end(id_term(id)) ? 0 : *at;
}

// `document` is of `shard`, at `place`.
void write_group(Xapian::WritableDatabase& shard, Xapian::docid place, const std::string& group) {
  Xapian::Document document = shard.get_document(place);
  const std::string before = document.get_value(slot(Slot::group));
  if (before == group) return;
  if (!before.empty()) {
    document.remove_term(group_term(before));
    document.remove_value(slot(Slot::group));
  }
  if (!group.empty()) {
    document.add_boolean_term(group_term(group));
    document.add_value(slot(Slot::group), group);
  }
  shard.replace_document(place, document);
}

Xapian::Database together(std::vector<Xapian::WritableDatabase>& shards) {
  Xapian::Database all;
  for (const auto& shard : shards) all.add_database(shard);
  return all;
}

std::string title_in(const Xapian::Database& shard, Xapian::docid place) {
  const auto record = corpus::record_from_text(shard.get_document(place).get_data());
  return record ? corpus::title_of(*record) : std::string();
}

// Takes out the links whose texts alone do not decide, where the titles do not agree.
void keep_sure(std::vector<Link>& links, const std::function<std::string(std::size_t)>& title, const std::function<bool()>& cancelled = {}) {
  std::unordered_map<std::size_t, TitleTerms> read;  // a record of a template has many links
  const auto terms_of = [&](std::size_t record) -> const TitleTerms& {
    auto at = read.find(record);
    if (at == read.end()) at = read.emplace(record, title_terms(title(record))).first;
    return at->second;
  };
  std::size_t looked = 0;
  bool ended = false;
  std::erase_if(links, [&](const Link& link) {
    ended = ended || (cancelled && looked++ % kLinksBetweenLooks == 0 && cancelled());
    return ended || (link.similarity < kSurely && title_similarity(terms_of(link.a), terms_of(link.b)) < kTitlesAgree);
  });
}

// Records that hold many of this one's rare terms, most first.
std::vector<Xapian::docid> resembling(const Xapian::Database& all, const Xapian::Document& document) {
  std::vector<std::pair<Xapian::doccount, std::string>> terms;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    const std::string text = *term;
    if (text.empty() || (text[0] >= 'A' && text[0] <= 'Z')) continue;  // body terms only
    if (const Xapian::doccount records = all.get_termfreq(text); records > 1) terms.emplace_back(records, text);
  }
  std::ranges::sort(terms);
  if (terms.size() > kRareTerms) terms.resize(kRareTerms);
  std::vector<std::string> rare;
  for (auto& [records, text] : terms) rare.push_back(std::move(text));
  const Xapian::Query same_kind(std::string(prefix::kKind) + document.get_value(slot(Slot::kind)));
  Xapian::Enquire enquire(all);
  enquire.set_weighting_scheme(Xapian::CoordWeight());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(Xapian::Query::OP_OR, rare.begin(), rare.end()), same_kind));
  const Xapian::MSet set = enquire.get_mset(0, kCandidates);
  std::vector<Xapian::docid> found;
  for (auto it = set.begin(); it != set.end(); ++it) found.push_back(*it);
  return found;
}

// The records a change concerns, gathered by id.
class Concerned {
 public:
  Concerned(std::vector<Xapian::WritableDatabase>& shards, const SameDecisionsOfStore& decisions)
      : shards_(shards), all_(together(shards)), decisions_(decisions) {}

  void changed(const std::string& id, const std::string& group_before) {
    members(group_before);
    const Xapian::Database& shard = shards_[shard_of(id, shards_.size())];
    const Xapian::docid place = place_of(shard, id);
    for (const std::string& partner : decisions_.partners(id)) with_group(partner);
    if (place == 0) return;
    with_group(id);
    const Xapian::Document document = shard.get_document(place);
    const auto signature = signature_from(document.get_value(slot(Slot::signature)));
    if (!signature) return;
    for (const Xapian::docid other : resembling(all_, document)) {
      const Xapian::Document found = all_.get_document(other);
      const auto theirs = signature_from(found.get_value(slot(Slot::signature)));
      if (!theirs || similarity(*signature, *theirs) < kSameFrom) continue;
      ids_.insert(found.get_value(slot(Slot::id)));
      members(found.get_value(slot(Slot::group)));
    }
  }

  std::vector<UnfollowedSame> write_groups() {
    std::vector<SignedRecord> records;
    std::vector<Xapian::docid> places;
    for (const std::string& id : ids_) {
      const Xapian::Database& shard = shards_[shard_of(id, shards_.size())];
      const Xapian::docid place = place_of(shard, id);
      if (place == 0) continue;
      const Xapian::Document document = shard.get_document(place);
      records.push_back({id, kind_from(document.get_value(slot(Slot::kind))), signature_from(document.get_value(slot(Slot::signature)))});
      places.push_back(place);
    }
    auto links = compare_all(records);
    keep_sure(links, [&](std::size_t i) { return title_in(shards_[shard_of(records[i].id, shards_.size())], places[i]); });
    const auto groups = groups_of(records, std::move(links), decisions_.in_force());
    for (std::size_t i = 0; i < records.size(); ++i) write_group(shards_[shard_of(records[i].id, shards_.size())], places[i], groups[i]);
    return unfollowed_same(records, groups, decisions_.in_force());
  }

 private:
  void with_group(const std::string& id) {
    ids_.insert(id);
    members(group_of(shards_[shard_of(id, shards_.size())], id));
  }
  void members(const std::string& group) {
    if (group.empty() || !groups_.insert(group).second) return;
    const std::string term = group_term(group);
    for (auto at = all_.postlist_begin(term); at != all_.postlist_end(term); ++at) ids_.insert(all_.get_document(*at).get_value(slot(Slot::id)));
  }

  std::vector<Xapian::WritableDatabase>& shards_;
  Xapian::Database all_;
  const SameDecisionsOfStore& decisions_;
  std::set<std::string> ids_, groups_;
};

}  // namespace

GroupReport group_all(std::vector<Xapian::WritableDatabase>& shards, const SameDecisions& decisions,
                      const std::function<void(std::int64_t, std::int64_t)>& progress, unsigned threads, const std::function<bool()>& cancelled) {
  const auto ends = [&] { return cancelled && cancelled(); };
  std::vector<SignedRecord> records;
  struct Place {
    std::uint32_t shard;
    Xapian::docid document;
    bool grouped;
  };
  std::vector<Place> places;
  for (std::uint32_t number = 0; number < shards.size(); ++number) {
    const Xapian::Database& shard = shards[number];
    auto kind = shard.valuestream_begin(slot(Slot::kind)), signature = shard.valuestream_begin(slot(Slot::signature)),
         group = shard.valuestream_begin(slot(Slot::group));
    const auto value = [&](Xapian::ValueIterator& stream, Slot s, Xapian::docid document) {
      if (stream == shard.valuestream_end(slot(s))) return std::string();
      stream.skip_to(document);
      return stream == shard.valuestream_end(slot(s)) || stream.get_docid() != document ? std::string() : *stream;
    };
    for (auto id = shard.valuestream_begin(slot(Slot::id)); id != shard.valuestream_end(slot(Slot::id)); ++id) {
      const Xapian::docid document = id.get_docid();
      records.push_back({*id, kind_from(value(kind, Slot::kind, document)), signature_from(value(signature, Slot::signature, document))});
      places.push_back({number, document, !value(group, Slot::group, document).empty()});
    }
  }
  const auto total = static_cast<std::int64_t>(records.size());
  if (progress) progress(0, total);
  if (ends()) return {};
  auto links = find_links(records, threads, cancelled);
  keep_sure(links, [&](std::size_t i) { return title_in(shards[places[i].shard], places[i].document); }, cancelled);
  if (ends()) return {};
  const auto groups = groups_of(records, std::move(links), decisions);
  GroupReport report;
  report.unfollowed = unfollowed_same(records, groups, decisions);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i % kRecordsBetweenLooks == 0 && ends()) return report;
    if (!groups[i].empty()) ++report.records;
    if (groups[i] == records[i].id) ++report.groups;
    if (!groups[i].empty() || places[i].grouped) write_group(shards[places[i].shard], places[i].document, groups[i]);
    if (progress && i % 10'000 == 0) progress(static_cast<std::int64_t>(i), total);
  }
  if (progress) progress(total, total);
  return report;
}

void each_group(const Xapian::Database& database, const std::function<bool(const Copies&)>& visit) {
  for (auto term = database.allterms_begin(std::string(prefix::kGroup)); term != database.allterms_end(std::string(prefix::kGroup)); ++term) {
    std::map<std::string, std::string> titles;
    for (auto at = database.postlist_begin(*term); at != database.postlist_end(*term); ++at)
      titles.emplace(database.get_document(*at).get_value(slot(Slot::id)), title_in(database, *at));
    Copies copies;
    for (auto& [id, title] : titles) {
      copies.ids.push_back(id);
      copies.titles.push_back(std::move(title));
    }
    if (!visit(copies)) return;
  }
}

std::set<std::string> copies_of(const Xapian::Database& database, const std::string& id) {
  std::set<std::string> ids{id};
  const std::string group = group_of(database, id);
  if (group.empty()) return ids;
  const std::string term = group_term(group);
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) ids.insert(database.get_document(*at).get_value(slot(Slot::id)));
  return ids;
}

std::string group_of(const Xapian::Database& shard, const std::string& id) {
  const Xapian::docid place = place_of(shard, id);
  return place == 0 ? std::string() : shard.get_document(place).get_value(slot(Slot::group));
}

std::vector<UnfollowedSame> regroup(std::vector<Xapian::WritableDatabase>& shards, const std::map<std::string, std::string>& changed,
                                    const SameDecisionsOfStore& decisions) {
  if (changed.empty()) return {};
  Concerned concerned(shards, decisions);
  for (const auto& [id, group_before] : changed) concerned.changed(id, group_before);
  auto unfollowed = concerned.write_groups();
  // Only of a changed record are all partners gathered; any other pair would seem not to be there.
  std::erase_if(unfollowed, [&](const UnfollowedSame& one) { return !changed.contains(one.ids.first) && !changed.contains(one.ids.second); });
  return unfollowed;
}

}  // namespace indexer
