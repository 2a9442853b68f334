// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/check.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>

#include "indexer/check_counts.h"
#include "indexer/check_findings.h"
#include "indexer/check_records.h"
#include "indexer/hint.h"
#include "indexer/index_writer.h"
#include "indexer/live_shards.h"
#include "indexer/lost_table.h"
#include "indexer/manifest.h"
#include "indexer/model/model_file.h"
#include "indexer/model/ranking_weights.h"
#include "indexer/posting_check.h"
#include "indexer/shard_tables.h"
#include "indexer/steady_shard.h"
#include "indexer/text/lexicon_file.h"
#include "indexer/working_generation.h"
#include "indexer/xapian_error.h"

namespace indexer {
namespace {

using namespace corpus;

constexpr std::size_t kNamedTerms = 5;  // of a shard whose postings are wrong

class Check {
 public:
  Check(const Store& store, const Vocabularies& vocabularies, const std::filesystem::path& data_directory,
        const std::function<void(std::int64_t, std::int64_t)>& progress)
      : store_(store), vocabularies_(vocabularies), data_directory_(data_directory), layout_(data_directory), progress_(progress) {}

  Result<CheckReport> run() {
    const auto generation = read_current(layout_);
    if (!generation) return std::unexpected(generation.error());
    findings_.report.generation = *generation;
    const auto manifest = read_manifest(layout_, *generation);
    if (!manifest) return std::unexpected(manifest.error());
    if (auto readable = check_readable(*manifest); !readable) return std::unexpected(readable.error());
    if (manifest->vocabulary != vocabularies_.edition())
      findings_.problem("the vocabularies changed since the index was built", Findings::Mend::build);
    const auto store_problems = store_.verify();
    if (!store_problems) return std::unexpected(store_problems.error());
    for (const std::string& text : *store_problems) findings_.problem("store: " + text, Findings::Mend::store);
    // A build or gc beside it does not remove what is read.
    const auto hold = GenerationHold::take(layout_.generation(*generation));
    if (!hold) return std::unexpected(hold.error());
    learned(*manifest);
    structure(*manifest);
    RecordCheck(store_, vocabularies_, databases(layout_, *manifest), *manifest, model_.get(), lexicon_.get(), findings_).run(progress_);
    counts(*manifest);
    live(*manifest);
    postings(*manifest);
    say_unseen();
    findings_.say_hints(layout_);
    return std::move(findings_.report);
  }

 private:
  void say_unseen() {
    if (!structure_unchecked_.empty())
      findings_.report.unseen.push_back(
          fmt::format("{0}：不可写入，因而没有运行 Xapian 自身的文件结构检查 / {0}: Xapian's own check of the structure of the files was left out, since it needs files that "
                      "may be written: as a user who may write them, queqiao index check makes it",
                      fmt::join(structure_unchecked_, ", ")));
    if (!as_published_.empty())
      findings_.report.unseen.push_back(
          fmt::format("{0}：只核对了发布时的校验和与存储的正文，没有重新推导词、位置、取值和倒排表，发布时就有的错误看不到 / {0}: bytes were held against the checksums of "
                      "publishing and stored bodies against the store; terms, places, values and postings were not derived again: a fault from before "
                      "publishing is not seen",
                      fmt::join(as_published_, ", ")));
    if (!findings_.report.changed_shards.empty())
      findings_.report.unseen.push_back(
          fmt::format("{0}：发布后有改动，已逐个文档重新推导并核对倒排表；看不到两处一致的近似重复分组错误、整列取值的统计和文件中不再使用的部分 / {0}: changed since "
                      "publishing, every document was derived again and postings compared; not seen are faults in groups of near-duplicates that both "
                      "sides of the index agree on, statistics of whole value columns, and parts of files that hold nothing now",
                      fmt::join(findings_.report.changed_shards, ", ")));
  }

  // The files have their checksums in themselves, and the manifest has them again. So have the weights of the order, which lie in the manifest.
  void learned(const Manifest& manifest) {
    auto model = model::open_model(layout_.generation(manifest.generation), model_edition(manifest));
    if (model)
      model_ = std::move(*model);
    else
      findings_.problem(model.error(), "");
    if (const auto report = model::check_report(layout_.generation(manifest.generation), has_report(manifest)); !report) findings_.problem(report.error(), "");
    if (const std::string ranking = ranking_of(manifest); !ranking.empty())
      if (const auto weights = model::ranking_weights_from(ranking, manifest.generation); !weights) findings_.problem(weights.error(), "");
    auto lexicon = text::open_lexicon(layout_.generation(manifest.generation), lexicon_edition(manifest));
    if (lexicon)
      lexicon_ = std::move(*lexicon);
    else
      findings_.problem(lexicon.error(), "");
  }

  // What is wrong with the files of a shard; of what stands beside the faults, the last look counts.
  struct Look {
    std::vector<std::string> faults;
    bool changed = false, readable = false;
    bool empty() const { return faults.empty(); }
  };

  // Xapian's own check, and the checksum of every shard that follow has not changed since it was published.
  Look look_at(const std::filesystem::path& path, const Shard& written, bool writable, bool followed) {
    Look look;
    const std::string lost = lost_table(path);
    if (lost.starts_with("iamglass")) {  // Xapian would end the process
      look.faults.push_back(fmt::format("{} is damaged: {}", written.name, lost));
      return look;
    }
    std::ostringstream words;
    std::size_t errors = 0;
    const auto checked = guarded(path.string(), [&]() -> Result<void> {
      if (writable) errors = Xapian::Database::check(path.string(), 0, &words);
      return {};
    });
    // The whole check stops at the first table that it cannot open, and its exceptions name none.
    // Nor does it miss a table that is lost.
    if (!checked || errors > 0 || !lost.empty())
      for (const std::string& fault : damaged_tables(path)) look.faults.push_back(fmt::format("{} is damaged: {}", written.name, fault));
    if (look.empty() && !checked) look.faults.push_back(fmt::format("{} is damaged: {}", written.name, checked.error().message));
    if (look.empty() && errors > 0) look.faults.push_back(fmt::format("{} is damaged ({} errors)\n{}", written.name, errors, words.str()));
    const auto now = describe_shard(path);
    look.readable = now.has_value();
    if (!now) {
      if (look.empty()) look.faults.push_back(fmt::format("{} cannot be read: {}: {}", written.name, now.error().where, now.error().message));
    } else if (now->revision != written.revision || followed) {
      look.changed = true;
    } else if (look.empty() && now->checksum != written.checksum) {
      look.faults.push_back(written.name + " does not have the bytes it was published with");
    }
    return look;
  }

  // Of a shard as it was published the bytes have been compared, and with them the structure that they had then.
  void note_unchecked(const std::string& shard, bool changed) {
    findings_.report.notes.push_back(fmt::format("{} may not be written, which Xapian's own check needs: its {} only", shard,
                                                 changed ? "documents and postings were compared" : "bytes and documents were compared"));
    if (changed) structure_unchecked_.push_back(shard);
  }

  void structure(const Manifest& manifest) {
    const auto paths = databases(layout_, manifest);
    std::error_code ignored;
    const bool followed = std::filesystem::exists(layout_.followed(manifest.generation), ignored);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const Shard& written = manifest.shards[i];
      // Xapian's check opens the files for writing.
      const bool writable = ::access(paths[i].c_str(), W_OK) == 0;
      const bool unchecked = !writable && std::filesystem::is_directory(paths[i], ignored);
      const auto look = steady_look(data_directory_, paths[i], [&] { return look_at(paths[i], written, writable, followed); });
      if (unchecked) note_unchecked(written.name, !look || look->changed);
      if (!look) {
        findings_.not_checked(written.name, "its files");
        findings_.report.changed_shards.push_back(written.name);  // a commit came between
        continue;
      }
      for (const std::string& fault : look->faults) findings_.problem(fault);
      if (!look->faults.empty()) findings_.damaged.insert(written.name);
      if (!look->readable) findings_.unreadable.insert(written.name);
      if (look->changed)
        findings_.report.changed_shards.push_back(written.name);
      else if (look->faults.empty())
        as_published_.push_back(written.name);
    }
  }

  // What the build counted, which the status prints, as long as nothing was changed since it began to read.
  void counts(const Manifest& manifest) {
    const bool as_read = findings_.report.changed_shards.empty() && findings_.damaged.empty() && findings_.report.index_seq == manifest.seq;
    if (!as_read) return;
    const auto faults = steady_look(data_directory_, databases(layout_, manifest).front(), [&] {
      // A follow that began meanwhile says so before it writes.
      auto found = faults_of_counts(layout_, manifest);
      std::error_code ignored;
      return std::filesystem::exists(layout_.followed(manifest.generation), ignored) ? std::vector<std::string>() : found;
    });
    if (faults)
      for (const std::string& fault : *faults) findings_.problem(fault);
  }

  void live(const Manifest& manifest) {
    const auto faults =
        steady_look(data_directory_, databases(layout_, manifest).front(), [&] { return faults_of_live_shards(layout_, manifest); });
    if (faults)
      for (const std::string& fault : *faults) findings_.problem(fault, Findings::Mend::live);
  }

  // RecordCheck has seen that the documents of these shards hold what they should; a search reads the postings.
  void postings(const Manifest& manifest) {
    for (const auto& path : databases(layout_, manifest)) {
      const std::string name = path.filename().string();
      if (std::ranges::find(findings_.report.changed_shards, name) == findings_.report.changed_shards.end() || findings_.unreadable.contains(name)) continue;
      const auto found = steady_look(data_directory_, path, [&] {
        const auto faults = guarded(path.string(), [&]() -> Result<std::vector<std::string>> {
          try {
            return posting_faults(Xapian::Database(path.string()), kNamedTerms);
          } catch (const Xapian::DatabaseModifiedError&) {
            throw_block_damaged();  // if it counts, nobody has written meanwhile
          }
        });
        return faults ? *faults : std::vector<std::string>{"postlist.glass or termlist.glass cannot be read: " + faults.error().message};
      });
      if (!found)
        findings_.not_checked(name, "its postings");
      else if (!found->empty() && findings_.damaged.contains(name) && found->front().find("cannot be read") != std::string::npos)
        findings_.report.notes.push_back(name + ": its postings could not be compared with its documents, since it is damaged");
      else
        for (const std::string& fault : *found) findings_.problem(name + ": " + fault);
    }
  }

  const Store& store_;
  const Vocabularies& vocabularies_;
  std::filesystem::path data_directory_;
  IndexLayout layout_;
  const std::function<void(std::int64_t, std::int64_t)>& progress_;
  std::shared_ptr<const model::TextModel> model_;
  std::shared_ptr<const text::Lexicon> lexicon_;
  std::vector<std::string> as_published_;  // shards whose bytes are those of publishing
  std::vector<std::string> structure_unchecked_;  // changed shards that may not be written
  Findings findings_;
};

// Where the generation in force cannot be looked into at all.
std::string how_to_go_on(const IndexLayout& layout) {
  const auto current = read_current(layout);
  const auto other = current ? generation_to_go_back_to(layout, *current) : std::nullopt;
  return other ? fmt::format("put another generation in force: queqiao index rollback --to {}; or {}", other->name, kBuildAgain) : kBuildAgain;
}

}  // namespace

Result<CheckReport> check_index(const Store& store, const Vocabularies& vocabularies, const std::filesystem::path& data_directory,
                                const std::function<void(std::int64_t, std::int64_t)>& progress) {
  auto report = Check(store, vocabularies, data_directory, progress).run();
  // "See what is damaged: queqiao index check" is no advice to who has just asked that.
  if (!report && report.error().hint == kMendDamage) report.error().hint = how_to_go_on(IndexLayout(data_directory));
  return report;
}

}  // namespace indexer
