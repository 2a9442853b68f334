// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "corpus/record_json.h"
#include "indexer/document.h"
#include "indexer/schema.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;

namespace {

std::string terms_of(const Xapian::Document& document) {
  std::string all;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    if ((*term).starts_with(prefix::kGroup)) continue;  // comes from the other records
    all += fmt::format("{} {}", *term, term.get_wdf());
    for (auto position = term.positionlist_begin(); position != term.positionlist_end(); ++position) all += fmt::format(" {}", *position);
    all += '\n';
  }
  return all;
}

std::string values_of(const Xapian::Document& document) {
  std::string all;
  for (auto value = document.values_begin(); value != document.values_end(); ++value)
    if (value.get_valueno() != slot(Slot::group)) all += fmt::format("{} {}\n", value.get_valueno(), *value);
  return all;
}

}  // namespace

// A searcher on another machine knows the generation by this metadata alone.
void RecordCheck::compare_stamp(const Stamp& is, std::size_t number) {
  const bool agrees = is.generation == manifest_.generation && is.analyzer == manifest_.analyzer && is.schema == std::to_string(manifest_.schema) &&
                      is.vocabulary == manifest_.vocabulary && is.model == model_edition(manifest_) && is.ranking == ranking_of(manifest_) &&
                      is.lexicon == lexicon_edition(manifest_) &&
                      (is.shards == 0 || (is.shard == number && is.shards == paths_.size()));
  if (!agrees)
    findings_.problem(shard_name(number) + " says of itself another generation, meaning or place than the manifest does");
}

// Whether the shard could be read to the end of what `read` does. Where it could not, its records are compared no further; the fault is named once.
template <class Read>
bool RecordCheck::read_of_shard(std::size_t number, Read&& read) {
  const std::string name = shard_name(number);
  try {
    if (!open_[number]) return false;
    open_[number]->read(read);
    return true;
  } catch (const Xapian::DatabaseModifiedError&) {
    findings_.not_checked(name, "its records");
  } catch (const Xapian::Error& error) {
    if (findings_.damaged.insert(name).second)
      findings_.problem(fmt::format("{} is damaged: {} cannot be read: {}", name, table_, to_error(error, "").message));
    findings_.report.notes.push_back(name + ": not all of its records could be compared with the store, since it is damaged");
  }
  open_[number].reset();
  return false;
}

void RecordCheck::open_shard(std::size_t number) {
  const std::string name = shard_name(number);
  if (findings_.unreadable.contains(name)) {
    findings_.report.notes.push_back(name + ": its records could not be compared with the store, since it is damaged");
    return;
  }
  const auto opened = guarded(paths_[number].string(), [&]() -> Result<void> {
    open_[number].emplace(paths_[number]);
    return {};
  });
  if (!opened) {
    if (findings_.damaged.insert(name).second) findings_.problem(opened.error(), name + " cannot be read: ");
    return;
  }
  Stamp stamp;
  std::int64_t documents = 0;
  table_ = "postlist.glass";
  const bool read = read_of_shard(number, [&](const Xapian::Database& shard) {
    stamp = read_stamp(shard);
    documents = shard.get_doccount();
  });
  if (!read) return;
  compare_stamp(stamp, number);
  findings_.report.index_seq = std::min(findings_.report.index_seq, stamp.seq);
  findings_.report.documents += documents;
}

void RecordCheck::open_shards() {
  findings_.report.index_seq = std::numeric_limits<Seq>::max();
  open_.resize(paths_.size());
  seen_.resize(paths_.size());
  for (std::size_t i = 0; i < paths_.size(); ++i) open_shard(i);
  if (findings_.report.index_seq == std::numeric_limits<Seq>::max()) findings_.report.index_seq = manifest_.seq;  // no shard says
}

void RecordCheck::run(const std::function<void(std::int64_t, std::int64_t)>& progress) {
  open_shards();
  if (const auto seq = store_.seq()) findings_.report.store_seq = *seq;
  changed_up_to_ = findings_.report.index_seq;
  if (findings_.report.index_seq > findings_.report.store_seq)
    findings_.problem(fmt::format("the index has reached {}, the store only {}: it was made from another store", findings_.report.index_seq,
                                  findings_.report.store_seq),
                      Findings::Mend::build);
  const auto counts = store_.counts();
  std::int64_t total = 0;
  if (counts)
    for (const auto& [kind, count] : counts->published) total += count;
  Store::ScanOptions scan;
  scan.status = "published";
  const auto scanned = store_.scan(scan, [&](const StoredRecord& stored) {
    if (stored.kind == Kind::decision) return true;
    ++findings_.report.published;
    if (progress && findings_.report.published % 500 == 0) progress(findings_.report.published, total);
    one(stored);
    return true;
  });
  if (!scanned) return findings_.problem(scanned.error(), "store: ", Findings::Mend::store);
  for (std::size_t i = 0; i < open_.size(); ++i) unpublished(i);
}

// Documents that no published record has led to.
void RecordCheck::unpublished(std::size_t number) {
  table_ = "postlist.glass";
  Xapian::docid next = 1;
  read_of_shard(number, [&](const Xapian::Database& shard) {
    auto it = shard.postlist_begin("");
    for (it.skip_to(next); it != shard.postlist_end(""); ++it) {
      if (!seen_[number].contains(*it)) {
        const std::string id = shard.get_document(*it).get_value(slot(Slot::id));
        if (!changed(id)) findings_.problem("record " + id + " is in the index, but not published in the store");
      }
      next = *it + 1;
    }
  });
}

// Whether the index had not heard of it as the check began: not a problem, `follow` brings it, perhaps just now. The change log has each change before
// the index has, so that what was read of a record that changes meanwhile is never taken for a fault.
bool RecordCheck::changed(const std::string& id) {
  while (true) {
    const auto changes = store_.changes_since(changed_up_to_, 10000);
    if (!changes || changes->empty()) break;
    for (const Change& change : *changes) changed_.insert(change.id);
    changed_up_to_ = changes->back().seq;
  }
  return changed_.contains(id);
}

void RecordCheck::one(const StoredRecord& stored) {
  const std::size_t number = shard_of(stored.id, paths_.size());
  // A shard that still has its checksum is what was built; of one that follow has changed, every term and value is derived again.
  const bool whole = std::ranges::find(findings_.report.changed_shards, shard_name(number)) != findings_.report.changed_shards.end();
  Xapian::docid at = 0;
  std::string data, terms, values;
  const bool read = read_of_shard(number, [&](const Xapian::Database& shard) {
    at = 0;
    table_ = "postlist.glass";
    const auto found = shard.postlist_begin(id_term(stored.id));
    if (found == shard.postlist_end(id_term(stored.id))) return;
    const Xapian::Document document = shard.get_document(*found);
    table_ = "docdata.glass";
    data = document.get_data();
    table_ = "termlist.glass or position.glass";
    if (whole) terms = terms_of(document);
    table_ = "postlist.glass or termlist.glass";
    if (whole) values = values_of(document);
    at = *found;
  });
  if (!read) return;
  if (at == 0) {
    if (!changed(stored.id)) findings_.problem("record " + stored.id + " is published, but not in the index");
    return;
  }
  seen_[number].insert(at);
  const auto record = record_from_text(stored.body);
  if (!record) {
    if (!changed(stored.id)) findings_.problem(record.error(), "record " + stored.id + ": ", Findings::Mend::store);
    return;
  }
  const Xapian::Document should = make_document(*record, vocabularies_, model_, lexicon_);
  const bool same = data == should.get_data() && (!whole || (terms == terms_of(should) && values == values_of(should)));
  if (!same && !changed(stored.id)) findings_.problem("record " + stored.id + " is in the index in another state than in the store");
}

}  // namespace indexer
