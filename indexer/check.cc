// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check.h"

#include <fmt/format.h>
#include <xapian.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "corpus/record_json.h"
#include "indexer/document.h"
#include "indexer/generation_layout.h"
#include "indexer/schema.h"
#include "indexer/xapian_error.h"

namespace indexer {
namespace {

using namespace corpus;

constexpr std::size_t kMaxProblems = 100;

class Check {
 public:
  Check(const Store& store, const Vocabularies& vocabularies, const std::filesystem::path& data_directory,
        const std::function<void(std::int64_t, std::int64_t)>& progress)
      : store_(store), vocabularies_(vocabularies), layout_(data_directory), progress_(progress) {}

  Result<CheckReport> run() {
    const auto generation = read_current(layout_);
    if (!generation) return std::unexpected(generation.error());
    report_.generation = *generation;
    const auto manifest = read_manifest(layout_, *generation);
    if (!manifest) return std::unexpected(manifest.error());
    if (auto readable = check_readable(*manifest); !readable) return std::unexpected(readable.error());
    if (manifest->vocabulary != vocabularies_.edition())
      problem("the vocabularies changed since the index was built; build it again: queqiao index build");
    const auto store_problems = store_.verify();
    if (!store_problems) return std::unexpected(store_problems.error());
    for (const std::string& text : *store_problems) problem("store: " + text);
    return guarded(layout_.database(*generation).string(), [&]() -> Result<CheckReport> {
      structure(*generation);
      compare(*generation);
      return std::move(report_);
    });
  }

 private:
  void problem(std::string text) {
    if (report_.problems.size() < kMaxProblems) report_.problems.push_back(std::move(text));
  }

  void structure(const std::string& generation) {
    std::ostringstream words;
    const std::size_t errors = Xapian::Database::check(layout_.database(generation).string(), 0, &words);
    if (errors > 0) problem(fmt::format("the index is damaged ({} errors); build it again: queqiao index build\n{}", errors, words.str()));
  }

  void compare(const std::string& generation) {
    const Xapian::Database database(layout_.database(generation).string());
    const std::string reached = database.get_metadata(std::string(metadata::kSeq));
    report_.index_seq = reached.empty() ? 0 : std::stoll(reached);
    report_.documents = database.get_doccount();
    const auto changed = changed_since();
    const auto counts = store_.counts();
    std::int64_t total = 0;
    if (counts)
      for (const auto& [kind, count] : counts->published) total += count;
    std::set<Xapian::docid> seen;
    Store::ScanOptions scan;
    scan.status = "published";
    const auto scanned = store_.scan(scan, [&](const StoredRecord& stored) {
      if (stored.kind == Kind::decision) return true;
      ++report_.published;
      if (progress_ && report_.published % 500 == 0) progress_(report_.published, total);
      one(database, stored, changed, seen);
      return true;
    });
    if (!scanned) problem("store: " + to_text(scanned.error()));
    for (auto it = database.postlist_begin(""); it != database.postlist_end(""); ++it) {
      if (seen.contains(*it)) continue;
      const std::string id = database.get_document(*it).get_value(slot(Slot::id));
      if (!changed.contains(id)) problem("record " + id + " is in the index, but not published in the store; build the index again");
    }
  }

  // Ids the index has not heard of yet: not a problem, `follow` brings them.
  std::set<std::string> changed_since() {
    std::set<std::string> ids;
    for (Seq after = report_.index_seq;;) {
      const auto changes = store_.changes_since(after, 10000);
      if (!changes || changes->empty()) break;
      for (const Change& change : *changes) ids.insert(change.id);
      after = changes->back().seq;
    }
    if (const auto seq = store_.seq()) report_.store_seq = *seq;
    if (report_.index_seq > report_.store_seq)
      problem(fmt::format("the index has reached {}, the store only {}: it was made from another store; build it again", report_.index_seq,
                          report_.store_seq));
    return ids;
  }

  void one(const Xapian::Database& database, const StoredRecord& stored, const std::set<std::string>& changed, std::set<Xapian::docid>& seen) {
    const auto at = database.postlist_begin(id_term(stored.id));
    if (at == database.postlist_end(id_term(stored.id))) {
      if (!changed.contains(stored.id)) problem("record " + stored.id + " is published, but not in the index; build the index again");
      return;
    }
    seen.insert(*at);
    if (changed.contains(stored.id)) return;
    const auto record = record_from_text(stored.body);
    if (!record) return problem("record " + stored.id + ": " + to_text(record.error()));
    if (database.get_document(*at).get_data() != make_document(*record, vocabularies_).get_data())
      problem("record " + stored.id + " is in the index in another state than in the store; build the index again");
  }

  const Store& store_;
  const Vocabularies& vocabularies_;
  IndexLayout layout_;
  const std::function<void(std::int64_t, std::int64_t)>& progress_;
  CheckReport report_;
};

std::string printable(const std::string& text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 ? std::string("·") : std::string(1, c);
  return out;
}

bool is_number(std::uint32_t s) {
  return s == slot(Slot::trl) || s == slot(Slot::year) || s == slot(Slot::price_low) || s == slot(Slot::price_high);
}

}  // namespace

Result<CheckReport> check_index(const Store& store, const Vocabularies& vocabularies, const std::filesystem::path& data_directory,
                                const std::function<void(std::int64_t, std::int64_t)>& progress) {
  return Check(store, vocabularies, data_directory, progress).run();
}

Result<std::string> dump_document(const std::filesystem::path& data_directory, const std::string& id) {
  const IndexLayout layout(data_directory);
  const auto generation = read_current(layout);
  if (!generation) return std::unexpected(generation.error());
  return guarded(layout.database(*generation).string(), [&]() -> Result<std::string> {
    const Xapian::Database database(layout.database(*generation).string());
    const auto at = database.postlist_begin(id_term(id));
    if (at == database.postlist_end(id_term(id)))
      return fail(ErrorCode::not_found, id, "no such record in the index", "see `queqiao show " + id + "` for the store's state");
    const Xapian::Document document = database.get_document(*at);
    std::string out = fmt::format("document {} of {}\ndata {}\n", *at, *generation, document.get_data());
    for (auto value = document.values_begin(); value != document.values_end(); ++value)
      out += fmt::format("value {} {}\n", value.get_valueno(),
                         is_number(value.get_valueno()) ? fmt::format("{}", Xapian::sortable_unserialise(*value)) : printable(*value));
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
      out += fmt::format("term {} wdf {}", printable(*term), term.get_wdf());
      for (auto position = term.positionlist_begin(); position != term.positionlist_end(); ++position) out += fmt::format(" {}", *position);
      out += "\n";
    }
    return out;
  });
}

}  // namespace indexer
