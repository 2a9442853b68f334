// SPDX-License-Identifier: GPL-3.0-or-later
// The check of the store against the invariants of store_writer.h. Each is a query that finds what breaks it, on one snapshot, so that
// it can run beside writers.
#include <fmt/core.h>

#include "corpus/store.h"
#include "corpus/store_fault.h"
#include "corpus/store_impl.h"

namespace corpus {
namespace {

using soci::into;

// A damaged table can break a rule a million times; the first few say as much.
constexpr std::size_t kMostPerRule = 20;

struct FactRule {
  const char* finds;  // ids or numbers, as text, of what breaks it
  const char* says;   // {} is that
};

constexpr FactRule kFactRules[] = {
    {"select r.id from record r left join change_log c on c.seq = r.seq and c.id = r.id and c.kind = r.kind"
     " where c.seq is null order by r.id",
     "record {}: the change log has no entry for its number"},
    {"select r.id from record r left join record_version v on v.id = r.id and v.version = r.version and v.seq = r.seq"
     " and v.hash = r.hash and v.status = r.status and v.visibility = r.visibility and v.kind = r.kind"
     " where v.id is null order by r.id",
     "record {}: it differs from its latest version in the history"},
    {"select r.id from record r where r.version <> (select count(*) from record_version v where v.id = r.id) order by r.id",
     "record {}: versions are missing from its history"},
    {"select distinct v.id from record_version v left join record r on r.id = v.id where r.id is null order by v.id",
     "record {}: there is a history, but no record"},
    {"select cast(c.seq as text) from change_log c left join record_version v on v.id = c.id and v.seq = c.seq"
     " where v.id is null order by c.seq",
     "change {}: the history has no version for it"},
    {"select v.id from record_version v left join change_log c on c.seq = v.seq and c.id = v.id where c.seq is null order by v.id",
     "record {}: a version is missing from the change log"},
    {"select cast(n.value as text) from counter n where n.name = 'store.seq'"
     " and n.value < (select coalesce(max(seq), 0) from change_log)",
     "counter {}: the change log has higher numbers"},
};

class Findings {
 public:
  void add(std::string text) {
    if (++of_this_rule_ <= kMostPerRule) texts_.push_back(std::move(text));
  }
  void end_rule() {
    if (of_this_rule_ > kMostPerRule) texts_.push_back(fmt::format("… and {} more of these", of_this_rule_ - kMostPerRule));
    of_this_rule_ = 0;
  }
  std::vector<std::string> take() { return std::move(texts_); }
  bool empty() const { return texts_.empty(); }

 private:
  std::vector<std::string> texts_;
  std::size_t of_this_rule_ = 0;
};

void check_integrity(soci::session& sql, Findings& findings) {
  for (const auto& fault : dialect_of(sql).integrity_faults(sql)) findings.add("database: " + fault);
  findings.end_rule();
}

void check_fact(soci::session& sql, const FactRule& rule, Findings& findings) {
  std::string what;
  each_row(
      sql, rule.finds, [&](soci::statement& st) { st.exchange(into(what)); },
      [&] { findings.add(fmt::format(fmt::runtime(rule.says), what)); });
  findings.end_rule();
}

// All versions, the current ones among them: the rules above tie `record` to its latest version, hash and all.
void check_hashes(soci::session& sql, Findings& findings) {
  std::string id, hash, body;
  int version = 0;
  each_row(
      sql, "select id, version, hash, body from record_version order by id, version",
      [&](soci::statement& st) { st.exchange(into(id)), st.exchange(into(version)), st.exchange(into(hash)), st.exchange(into(body)); },
      [&] {
        if (content_hash(body) != hash) findings.add(fmt::format("record {}: version {} does not match its hash", id, version));
      });
  findings.end_rule();
}

}  // namespace

Result<std::vector<std::string>> Store::verify() const {
  return guarded(impl_->where, [&] {
    Findings findings;
    soci::session snapshot;
    impl_->open_snapshot(snapshot);
    check_integrity(snapshot, findings);
    if (!findings.empty()) return findings.take();  // the answers of a broken tree mean nothing
    for (const auto& rule : kFactRules) check_fact(snapshot, rule, findings);
    check_hashes(snapshot, findings);
    return findings.take();
  });
}

}  // namespace corpus
