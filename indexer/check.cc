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
#include "indexer/generation_history.h"
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
      problem("the vocabularies changed since the index was built", Mend::build);
    const auto store_problems = store_.verify();
    if (!store_problems) return std::unexpected(store_problems.error());
    for (const std::string& text : *store_problems) problem("store: " + text, Mend::store);
    return guarded(layout_.generation(*generation).string(), [&]() -> Result<CheckReport> {
      learned(*manifest);
      structure(*manifest);
      compare(*manifest);
      postings(*manifest);
      say_unseen();
      say_hints();
      return std::move(report_);
    });
  }

 private:
  // What a hint tells to do: an earlier generation may still be whole where files of this one are not, and is no better where the store is damaged or the
  // vocabularies are others.
  enum class Mend { store, build, go_back_or_build };

  void problem(std::string text, Mend mend = Mend::go_back_or_build) {
    build_ = build_ || mend != Mend::store;
    go_back_ = go_back_ || mend == Mend::go_back_or_build;
    ++report_.problems_found;
    if (report_.problems.size() < kMaxProblems) report_.problems.push_back(std::move(text));
  }

  // The hint of an error of the index is that of the report; one of the store has its own.
  void problem(const Error& error, const std::string& before, Mend mend = Mend::go_back_or_build) {
    problem(before + (error.where.empty() ? "" : error.where + ": ") + error.message, mend);
    if (mend == Mend::store && !error.hint.empty() && std::ranges::find(store_hints_, error.hint) == store_hints_.end()) store_hints_.push_back(error.hint);
  }

  void say_hints() {
    const auto before = generations_before(layout_, report_.generation);
    if (go_back_ && !before.empty())
      report_.hints.push_back(fmt::format("可先退回上一代 {0}：queqiao index rollback / go back to the generation before, {0}: queqiao index rollback", before.back()));
    if (build_) report_.hints.push_back("重建索引：queqiao index build / build the index again: queqiao index build");
    report_.hints.insert(report_.hints.end(), store_hints_.begin(), store_hints_.end());
  }

  void say_unseen() {
    if (!as_published_.empty())
      report_.unseen.push_back(
          fmt::format("{0}：只核对了发布时的校验和与存储的正文，没有重新推导词、位置、取值和倒排表，发布时就有的错误看不到 / {0}: bytes were held against the checksums of "
                      "publishing and stored bodies against the store; terms, places, values and postings were not derived again: a fault from before "
                      "publishing is not seen",
                      fmt::join(as_published_, ", ")));
    if (!report_.changed_shards.empty())
      report_.unseen.push_back(
          fmt::format("{0}：发布后有改动，已逐个文档重新推导并核对倒排表；看不到两处一致的近似重复分组错误、整列取值的统计和文件中不再使用的部分 / {0}: changed since "
                      "publishing, every document was derived again and postings compared; not seen are faults in groups of near-duplicates that both "
                      "sides of the index agree on, statistics of whole value columns, and parts of files that hold nothing now",
                      fmt::join(report_.changed_shards, ", ")));
  }

  // The files have their checksums in themselves, and the manifest has them again. So have the weights of the order, which lie in the manifest.
  void learned(const Manifest& manifest) {
    auto model = model::open_model(layout_.generation(manifest.generation), model_edition(manifest));
    if (model)
      model_ = std::move(*model);
    else
      problem(model.error(), "");
    if (const std::string ranking = ranking_of(manifest); !ranking.empty())
      if (const auto weights = model::ranking_weights_from(ranking, manifest.generation); !weights) problem(weights.error(), "");
    auto lexicon = text::open_lexicon(layout_.generation(manifest.generation), lexicon_edition(manifest));
    if (lexicon)
      lexicon_ = std::move(*lexicon);
    else
      problem(lexicon.error(), "");
  }

  // Xapian's own check, and the checksum of every shard that follow has not changed since it was published.
  void structure(const Manifest& manifest) {
    const auto paths = databases(layout_, manifest);
    std::error_code ignored;
    const bool followed = std::filesystem::exists(layout_.followed(manifest.generation), ignored);
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
      if (!checked) problem(checked.error(), written.name + " is damaged: ");
      if (errors > 0) problem(fmt::format("{} is damaged ({} errors)\n{}", written.name, errors, words.str()));
      const auto now = describe_shard(paths[i]);
      if (!now) {
        problem(now.error(), written.name + " cannot be read: ");
      } else if (now->revision != written.revision || followed) {
        report_.changed_shards.push_back(written.name);
      } else if (now->checksum != written.checksum) {
        problem(written.name + " does not have the bytes it was published with");
      } else {
        as_published_.push_back(written.name);
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
      problem(shard_name(number) + " says of itself another generation, meaning or place than the manifest does");
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
        for (const std::string& fault : *found) problem(name + ": " + fault);
      } else if (found.error().code == ErrorCode::unavailable) {
        report_.notes.push_back(name + " was changed while its postings were read, which were not compared: check again when less is written");
      } else {
        problem(found.error(), "the postings of " + name + " cannot be read: ");
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
    if (!scanned) problem(scanned.error(), "store: ", Mend::store);
    for (auto it = database.postlist_begin(""); it != database.postlist_end(""); ++it) {
      if (seen.contains(*it)) continue;
      const std::string id = database.get_document(*it).get_value(slot(Slot::id));
      if (!changed.contains(id)) problem("record " + id + " is in the index, but not published in the store");
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
      problem(fmt::format("the index has reached {}, the store only {}: it was made from another store", report_.index_seq, report_.store_seq), Mend::build);
    return ids;
  }

  void one(const Xapian::Database& database, const StoredRecord& stored, const std::set<std::string>& changed, std::set<Xapian::docid>& seen) {
    const auto at = database.postlist_begin(id_term(stored.id));
    if (at == database.postlist_end(id_term(stored.id))) {
      if (!changed.contains(stored.id)) problem("record " + stored.id + " is published, but not in the index");
      return;
    }
    seen.insert(*at);
    if (changed.contains(stored.id)) return;
    const auto record = record_from_text(stored.body);
    if (!record) return problem(record.error(), "record " + stored.id + ": ", Mend::store);
    // A shard that still has its checksum is what was built; of one that follow has changed, every term and value is derived again.
    const bool whole = std::ranges::find(report_.changed_shards, shard_name(shard_of(stored.id, shards_))) != report_.changed_shards.end();
    const Xapian::Document is = database.get_document(*at), should = make_document(*record, vocabularies_, model_.get(), lexicon_.get());
    if (is.get_data() != should.get_data() || (whole && (terms_of(is) != terms_of(should) || values_of(is) != values_of(should))))
      problem("record " + stored.id + " is in the index in another state than in the store");
  }

  const Store& store_;
  const Vocabularies& vocabularies_;
  IndexLayout layout_;
  const std::function<void(std::int64_t, std::int64_t)>& progress_;
  std::size_t shards_ = 1;
  std::shared_ptr<const model::TextModel> model_;
  std::shared_ptr<const text::Lexicon> lexicon_;
  bool build_ = false, go_back_ = false;
  std::vector<std::string> store_hints_;
  std::vector<std::string> as_published_;  // shards whose bytes are those of publishing
  CheckReport report_;
};

}  // namespace

Result<CheckReport> check_index(const Store& store, const Vocabularies& vocabularies, const std::filesystem::path& data_directory,
                                const std::function<void(std::int64_t, std::int64_t)>& progress) {
  return Check(store, vocabularies, data_directory, progress).run();
}

}  // namespace indexer
