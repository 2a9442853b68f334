// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/roll_back.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "corpus/writable.h"
#include "indexer/files.h"
#include "indexer/follow.h"
#include "indexer/generation_history.h"
#include "indexer/hint.h"
#include "indexer/index_writer.h"
#include "indexer/live_shards.h"
#include "indexer/manifest.h"
#include "indexer/model/model_file.h"
#include "indexer/same_decisions.h"
#include "indexer/text/lexicon_file.h"
#include "indexer/unpublished.h"
#include "indexer/working_generation.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kNotPut = ": it was not put in force";
constexpr const char* kRollback = "queqiao index rollback";
constexpr const char* kListGenerations = "`queqiao index generations` lists what there is";
constexpr std::size_t kRollbackSlice = 1000;  // changes

// The bytes of what follow has not changed since it was published, Xapian's own check of what it has.
Result<void> verify(const IndexLayout& layout, const Manifest& manifest) {
  const auto paths = databases(layout, manifest);
  std::error_code ignored;
  const bool followed = fs::exists(layout.followed(manifest.generation), ignored);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto damaged = [&](const std::string& what) {
      return fail(ErrorCode::damaged, paths[i].string(), what + std::string(kNotPut),
                  "name another one with --to, or build the index again: queqiao index build");
    };
    const auto now = describe_shard(paths[i]);
    if (!now) return damaged("the shard cannot be read (" + now.error().message + ")");
    if (!followed && now->revision == manifest.shards[i].revision) {
      if (now->checksum != manifest.shards[i].checksum) return damaged("the shard does not have the bytes it was published with");
      continue;
    }
    std::size_t errors = 0;
    const auto checked = guarded(paths[i].string(), [&]() -> Result<void> {
      errors = Xapian::Database::check(paths[i].string(), 0, nullptr);
      return {};
    });
    if (!checked) return damaged("the shard is damaged (" + checked.error().message + ")");
    if (errors > 0) return damaged(fmt::format("the shard is damaged ({} errors)", errors));
  }
  return {};
}

// What is said of a generation that is in force already and does not pass verify().
Error damaged_in_force(const IndexLayout& layout, const std::string& name, Error error) {
  if (error.message.ends_with(kNotPut)) error.message.resize(error.message.size() - kNotPut.size());
  error.message += fmt::format(": {} is in force and stays so", name);
  const auto other = generation_to_go_back_to(layout, name);
  error.hint = other ? fmt::format("put another one in force: queqiao index rollback --to {}; or build the index again: queqiao index build", other->name)
                     : kBuildAgain;
  return error;
}

// `to`, or the one before `current`.
Result<std::string> target_of(const IndexLayout& layout, const Result<std::string>& current, const std::string& to) {
  std::string target = to;
  if (target.empty()) {
    if (!current) return std::unexpected(current.error());
    const std::vector<std::string> before = generations_before(layout, *current);
    if (before.empty()) {
      const auto other = generation_to_go_back_to(layout, *current);
      return fail(ErrorCode::not_found, *current, "there is no generation before this one",
                  other ? fmt::format("put one in force that is no longer before it: queqiao index rollback --to {}; {}", other->name, kListGenerations)
                        : kListGenerations);
    }
    target = before.back();
  }
  if (!std::ranges::binary_search(generations(layout), target)) return fail(ErrorCode::not_found, target, "there is no such generation", kListGenerations);
  return target;
}

// Brings a generation that is not in force up to the store. What is learned and the decisions are read once.
class TargetCatchUp {
 public:
  static Result<TargetCatchUp> begin(const Store& store, const Vocabularies& vocabularies, const IndexLayout& layout, const Manifest& manifest,
                                     const RollbackOptions& options) {
    TargetCatchUp begun(store, vocabularies, layout, manifest, options);
    auto model = model::open_model(layout.generation(manifest.generation), model_edition(manifest));
    if (!model) return std::unexpected(model.error());
    begun.model_ = std::move(*model);
    auto lexicon = text::open_lexicon(layout.generation(manifest.generation), lexicon_edition(manifest));
    if (!lexicon) return std::unexpected(lexicon.error());
    begun.lexicon_ = std::move(*lexicon);
    if (auto loaded = begun.decisions_.load(store); !loaded) return std::unexpected(loaded.error());
    return begun;
  }

  // To where the store is when it returns that number; nothing is written where it is there already. May be called again.
  Result<Seq> run() {
    auto writer = IndexWriter::open(databases(layout_, manifest_), vocabularies_, model_, lexicon_);
    if (!writer) return std::unexpected(writer.error());
    auto reached = (*writer)->seq();
    if (!reached) return reached;
    if (!began_at_) began_at_ = *reached;
    while (true) {
      if (options_.wait.cancelled && options_.wait.cancelled())
        return fail(ErrorCode::timeout, manifest_.generation, "the rollback was cancelled", "what was in force stays in force");
      const auto head = store_.seq();
      if (!head) return head;
      if (options_.progress) options_.progress(std::min(*reached, *head) - *began_at_, *head - *began_at_);
      if (*reached >= *head) return *reached;
      if (auto noted = note_followed(layout_, manifest_.generation); !noted) return std::unexpected(noted.error());
      const auto step = apply_changes(store_, **writer, decisions_, *reached, kRollbackSlice);
      if (!step) return std::unexpected(step.error());
      if (step->applied == 0) return *reached;  // numbers that name no change
      *reached = step->seq;
    }
  }

 private:
  TargetCatchUp(const Store& store, const Vocabularies& vocabularies, const IndexLayout& layout, const Manifest& manifest, const RollbackOptions& options)
      : store_(store), vocabularies_(vocabularies), layout_(layout), manifest_(manifest), options_(options) {}

  const Store& store_;
  const Vocabularies& vocabularies_;
  const IndexLayout& layout_;
  const Manifest& manifest_;
  const RollbackOptions& options_;
  std::shared_ptr<const model::TextModel> model_;
  std::shared_ptr<const text::Lexicon> lexicon_;
  SameDecisionsOfStore decisions_;
  std::optional<Seq> began_at_;
};

// It is in force already: its stubs are mended, and whether it is sound is said. Follow writes to it, so that it is kept out.
Result<std::string> stay_in_force(const IndexLayout& layout, const fs::path& data_directory, const Manifest& manifest, const WaitForLock& wait) {
  auto lock = take_writer_lock(data_directory, kRollback, wait);
  if (!lock) return std::unexpected(lock.error());
  if (auto sound = verify(layout, manifest); !sound) return std::unexpected(damaged_in_force(layout, manifest.generation, sound.error()));
  if (auto pointed = point_live_shards(layout, manifest); !pointed) return std::unexpected(pointed.error());
  return manifest.generation;
}

// Requires: the writer lock is held, and the generation is up to the store.
Result<void> put_in_force(const IndexLayout& layout, const Manifest& manifest, const Result<std::string>& current) {
  const std::string& target = manifest.generation;
  if (!current || *current != target) {
    // One that was left before and is chosen again follows the present one, as if it were published.
    const std::vector<std::string> before = current ? generations_before(layout, *current) : std::vector<std::string>{};
    const bool forward = current && std::ranges::find(before, target) == before.end();
    if (current)
      if (auto forgotten = forget_build(layout, *current); !forgotten) return forgotten;
    if (forward)
      if (auto remembered = remember_before(layout, *current); !remembered) return remembered;
    if (auto written = write_durably(layout.current(), target + "\n"); !written) return written;
    if (!forward)
      if (auto forgotten = forget_from(layout, target); !forgotten) return forgotten;
    std::ignore = forget_build(layout, target);  // where it was one that no build had published
  }
  return point_live_shards(layout, manifest);
}

}  // namespace

Result<std::string> roll_back(const Store& store, const Vocabularies& vocabularies, const fs::path& data_directory, const std::string& to,
                              const RollbackOptions& options) {
  const IndexLayout layout(data_directory);
  std::error_code ignored;
  if (!fs::exists(layout.root, ignored)) return std::unexpected(read_current(layout).error());
  if (auto writable = check_writable(layout.root); !writable) return std::unexpected(writable.error());
  const auto current = read_current(layout);
  const auto target = target_of(layout, current, to);
  if (!target) return target;
  const auto hold = GenerationHold::take(layout.generation(*target));  // a build that publishes meanwhile does not remove it
  if (!hold) return std::unexpected(hold.error());
  const auto manifest = read_manifest(layout, *target);
  if (!manifest) return std::unexpected(manifest.error());
  if (auto readable = check_readable(*manifest); !readable) return std::unexpected(readable.error());
  if (current && *current == *target) return stay_in_force(layout, data_directory, *manifest, options.wait);
  // Nobody else writes to it while it is not in force, so that follow goes on meanwhile in the one that is.
  if (auto sound = verify(layout, *manifest); !sound) return std::unexpected(sound.error());
  auto catch_up = TargetCatchUp::begin(store, vocabularies, layout, *manifest, options);
  if (!catch_up) return std::unexpected(catch_up.error());
  const auto lock = take_writer_lock_caught_up(store, data_directory, kRollback, options.wait, [&] { return catch_up->run(); });
  if (!lock) return std::unexpected(lock.error());
  const auto now = read_current(layout);
  if (to.empty() && (!now || *now != *current))
    return fail(ErrorCode::conflict, layout.current().string(),
                fmt::format("{} was put in force meanwhile, no longer {}: nothing was changed", now ? *now : "no generation", *current),
                fmt::format("say which one: queqiao index rollback --to {}; {}", *target, kListGenerations));
  if (auto put = put_in_force(layout, *manifest, now); !put) return std::unexpected(put.error());
  return *target;
}

}  // namespace indexer
