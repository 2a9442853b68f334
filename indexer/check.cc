// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <set>
#include <sstream>

#include "corpus/record_json.h"
#include "indexer/document.h"
#include "indexer/index_writer.h"
#include "indexer/manifest.h"
#include "indexer/model/model_file.h"
#include "indexer/model/ranking_weights.h"
#include "indexer/posting_check.h"
#include "indexer/schema.h"
#include "indexer/stamp.h"
#include "indexer/text/lexicon_file.h"
#include "indexer/xapian_error.h"

namespace indexer {
namespace {

using namespace corpus;

constexpr std::size_t kMaxProblems = 100;
constexpr std::size_t kNamedTerms = 5;  // of a shard whose postings are wrong

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
    shards_ = manifest->shards.size();
    if (manifest->vocabulary != vocabularies_.edition())
      problem("the vocabularies changed since the index was built; build it again: queqiao index build");
    const auto store_problems = store_.verify();
    if (!store_problems) return std::unexpected(store_problems.error());
    for (const std::string& text : *store_problems) problem("store: " + text);
    return guarded(layout_.generation(*generation).string(), [&]() -> Result<CheckReport> {
      learned(*manifest);
      structure(*manifest);
      compare(*manifest);
      postings(*manifest);
      return std::move(report_);
    });
  }

 private:
  void problem(std::string text) {
    if (report_.problems.size() < kMaxProblems) report_.problems.push_back(std::move(text));
  }

  // The files have their checksums in themselves, and the manifest has them again. So have the weights of the order, which lie in the manifest.
  void learned(const Manifest& manifest) {
    auto model = model::open_model(layout_.generation(manifest.generation), model_edition(manifest));
    if (model)
      model_ = std::move(*model);
    else
      problem(to_text(model.error()));
    if (const std::string ranking = ranking_of(manifest); !ranking.empty())
      if (const auto weights = model::ranking_weights_from(ranking, manifest.generation); !weights) problem(to_text(weights.error()));
    auto lexicon = text::open_lexicon(layout_.generation(manifest.generation), lexicon_edition(manifest));
    if (lexicon)
      lexicon_ = std::move(*lexicon);
    else
      problem(to_text(lexicon.error()));
  }

  // Xapian's own check, and the checksum of every shard that follow has not changed since it was published.
  void structure(const Manifest& manifest) {
    const auto paths = databases(layout_, manifest);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const Shard& written = manifest.shards[i];
      std::ostringstream words;
      std::size_t errors = 0;
      // Xapian's check opens the files for writing.
      const bool writable = ::access(paths[i].c_str(), W_OK) == 0;
      if (!writable) report_.notes.push_back(written.name + " may not be written, which Xapian's own check needs: its bytes and documents were compared only");
      const auto checked = guarded(paths[i].string(), [&]() -> Result<void> {
        if (!writable) return {};
        errors = Xapian::Database::check(paths[i].string(), 0, &words);
        return {};
      });
      if (!checked) problem(fmt::format("{} is damaged: {}; build the index again: queqiao index build", written.name, to_text(checked.error())));
      if (errors > 0) problem(fmt::format("{} is damaged ({} errors); build the index again: queqiao index build\n{}", written.name, errors, words.str()));
      const auto now = describe_shard(paths[i]);
      if (!now) {
        problem(fmt::format("{} cannot be read: {}; build the index again: queqiao index build", written.name, to_text(now.error())));
      } else if (now->revision != written.revision) {
        report_.changed_shards.push_back(written.name);
      } else if (now->checksum != written.checksum) {
        problem(fmt::format("{} does not have the bytes it was published with; build the index again: queqiao index build", written.name));
      }
    }
  }

  // A searcher on another machine knows the generation by this metadata alone.
  void stamp(const Manifest& manifest, const Xapian::Database& shard, std::size_t number) {
    const Stamp is = read_stamp(shard);
    const bool agrees = is.generation == manifest.generation && is.analyzer == manifest.analyzer && is.schema == std::to_string(manifest.schema) &&
                        is.vocabulary == manifest.vocabulary && is.model == model_edition(manifest) && is.ranking == ranking_of(manifest) &&
                        is.lexicon == lexicon_edition(manifest) &&
                        (is.shards == 0 || (is.shard == number && is.shards == shards_));
    if (!agrees)
      problem(fmt::format("{} says of itself another generation, meaning or place than the manifest does; build the index again: queqiao index build",
                          shard_name(number)));
  }

  // compare() has seen that the documents of these shards hold what they should; a search reads the postings.
  void postings(const Manifest& manifest) {
    for (const auto& path : databases(layout_, manifest)) {
      const std::string name = path.filename().string();
      if (std::ranges::find(report_.changed_shards, name) == report_.changed_shards.end()) continue;
      const auto found = guarded(path.string(), [&]() -> Result<std::vector<std::string>> {
        return posting_faults(Xapian::Database(path.string()), kNamedTerms);
      });
      if (found) {
        for (const std::string& fault : *found) problem(fmt::format("{}: {}; build the index again: queqiao index build", name, fault));
      } else if (found.error().code == ErrorCode::unavailable) {
        report_.notes.push_back(name + " was changed while its postings were read, which were not compared: check again when less is written");
      } else {
        problem(fmt::format("the postings of {} cannot be read: {}; build the index again: queqiao index build", name, to_text(found.error())));
      }
    }
  }

  void compare(const Manifest& manifest) {
    Xapian::Database database;
    report_.index_seq = std::numeric_limits<Seq>::max();
    for (const auto& path : databases(layout_, manifest)) {
      const Xapian::Database shard(path.string());
      stamp(manifest, shard, database.size());
      report_.index_seq = std::min(report_.index_seq, seq_of(shard));
      database.add_database(shard);
    }
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
    // A shard that still has its checksum is what was built; of one that follow has changed, every term and value is derived again.
    const bool whole = std::ranges::find(report_.changed_shards, shard_name(shard_of(stored.id, shards_))) != report_.changed_shards.end();
    const Xapian::Document is = database.get_document(*at), should = make_document(*record, vocabularies_, model_.get(), lexicon_.get());
    if (is.get_data() != should.get_data() || (whole && (terms_of(is) != terms_of(should) || values_of(is) != values_of(should))))
      problem("record " + stored.id + " is in the index in another state than in the store; build the index again");
  }

  const Store& store_;
  const Vocabularies& vocabularies_;
  IndexLayout layout_;
  const std::function<void(std::int64_t, std::int64_t)>& progress_;
  std::size_t shards_ = 1;
  std::shared_ptr<const model::TextModel> model_;
  std::shared_ptr<const text::Lexicon> lexicon_;
  CheckReport report_;
};

std::string printable(const std::string& text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 ? std::string("·") : std::string(1, c);
  return out;
}

bool is_number(std::uint32_t s) {
  return s == slot(Slot::trl) || s == slot(Slot::year) || s == slot(Slot::price_low) || s == slot(Slot::price_high) ||
         s == slot(Slot::innovation);
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
  const auto manifest = read_manifest(layout, *generation);
  if (!manifest) return std::unexpected(manifest.error());
  const auto path = databases(layout, *manifest)[shard_of(id, manifest->shards.size())];
  return guarded(path.string(), [&]() -> Result<std::string> {
    const Xapian::Database database(path.string());
    const auto at = database.postlist_begin(id_term(id));
    if (at == database.postlist_end(id_term(id)))
      return fail(ErrorCode::not_found, id, "no such record in the index", "see `queqiao show " + id + "` for the store's state");
    const Xapian::Document document = database.get_document(*at);
    std::string out = fmt::format("document {} of {}, {}\ndata {}\n", *at, *generation, path.filename().string(), document.get_data());
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
