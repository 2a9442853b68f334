// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/follow.h"

#include <algorithm>
#include <condition_variable>
#include <optional>
#include <mutex>
#include <set>

#include "corpus/record_json.h"
#include "indexer/files.h"
#include "indexer/live_shards.h"
#include "indexer/model/model_file.h"
#include "indexer/text/lexicon_file.h"
#include "indexer/writer_lock.h"

namespace indexer {

using namespace corpus;

namespace {

// Brings the records of these changes to their present state, and the groups of near-duplicates that they are in. Several changes to one record need it once.
// The step without its number.
Result<FollowStep> put_present_state(const Store& store, IndexWriter& writer, SameDecisionsOfStore& decisions, const std::vector<Change>& changes) {
  FollowStep step;
  std::set<std::string> ids;
  for (const Change& change : changes) ids.insert(change.id);
  for (const std::string& id : ids) {
    auto stored = store.get(id);
    if (!stored) return std::unexpected(stored.error());
    if (stored->has_value() && (*stored)->kind == Kind::decision) {
      for (const std::string& other : decisions.take(**stored))
        if (auto noted = writer.decided_on(other); !noted) return std::unexpected(noted.error());
      continue;
    }
    const bool searchable = stored->has_value() && (*stored)->status == "published";
    std::optional<Record> record;
    if (searchable) {
      if (auto parsed = record_from_text((*stored)->body))
        record = std::move(*parsed);
      else
        ++step.problems;  // taken out of the index rather than shown as it was; `index check` names it
    }
    const auto done = record ? writer.put(*record) : writer.remove(id);
    if (!done) return std::unexpected(done.error());
  }
  auto regrouped = writer.regroup(decisions);
  if (!regrouped) return std::unexpected(regrouped.error());
  step.regrouped = std::move(*regrouped);
  return step;
}

}  // namespace

Result<void> note_followed(const IndexLayout& layout, const std::string& generation) {
  std::error_code ignored;
  if (std::filesystem::exists(layout.followed(generation), ignored)) return {};
  return write_durably(layout.followed(generation), "");
}

Result<FollowStep> apply_changes(const Store& store, IndexWriter& writer, SameDecisionsOfStore& decisions, Seq after, std::size_t limit) {
  FollowStep step;
  step.seq = after;
  const auto changes = store.changes_since(after, limit);
  if (!changes) return std::unexpected(changes.error());
  if (changes->empty()) return step;
  auto put = put_present_state(store, writer, decisions, *changes);
  if (!put) return put;
  step = std::move(*put);
  step.applied = static_cast<std::int64_t>(changes->size());
  step.seq = changes->back().seq;
  if (auto committed = writer.commit(step.seq); !committed) return std::unexpected(committed.error());
  return step;
}

Result<FollowStep> Follower::step(std::size_t limit) {
  const IndexLayout layout(data_directory_);
  auto lock = take_writer_lock_for_slice(data_directory_, holder_);
  if (!lock) return std::unexpected(lock.error());
  // Read under the lock: a build publishes under it too, so the name cannot change while we write.
  const auto generation = read_current(layout);
  if (!generation) return std::unexpected(generation.error());
  const auto manifest = read_manifest(layout, *generation);
  if (!manifest) return std::unexpected(manifest.error());
  if (auto readable = check_readable(*manifest); !readable) return std::unexpected(readable.error());
  if (auto pointed = point_live_shards(layout, *manifest); !pointed) return std::unexpected(pointed.error());
  if (*generation != generation_) {
    auto model = model::open_model(layout.generation(*generation), model_edition(*manifest));
    if (!model) return std::unexpected(model.error());
    auto lexicon = text::open_lexicon(layout.generation(*generation), lexicon_edition(*manifest));
    if (!lexicon) return std::unexpected(lexicon.error());
    model_ = std::move(*model);
    lexicon_ = std::move(*lexicon);
  }
  auto writer = IndexWriter::open(databases(layout, *manifest), vocabularies_, model_, lexicon_);
  if (!writer) return std::unexpected(writer.error());
  const auto seq = (*writer)->seq();
  if (!seq) return std::unexpected(seq.error());
  if (*generation != generation_) generation_ = *generation, looked_at_ = 0, left_at_ = -1;
  // Changes that another writer applied are ones we have not seen, decisions among them.
  if (*seq != left_at_) {
    if (auto loaded = decisions_.load(store_); !loaded) return std::unexpected(loaded.error());
  }
  left_at_ = -1;
  const auto head = store_.seq();
  if (!head) return std::unexpected(head.error());
  if (*head > *seq)
    if (auto noted = note_followed(layout, *generation); !noted) return std::unexpected(noted.error());
  const Seq slice_end = *seq + static_cast<Seq>(limit);
  if (*head > slice_end && *head > looked_at_) {
    const auto singles = store_.single_changes_since(std::max(looked_at_, slice_end), limit);
    if (!singles) return std::unexpected(singles.error());
    looked_at_ = singles->size() < limit ? *head : singles->back().seq;
    if (!singles->empty()) {
      if (const auto put = put_present_state(store_, **writer, decisions_, *singles); !put) return std::unexpected(put.error());
      if (auto committed = (*writer)->commit(*seq); !committed) return std::unexpected(committed.error());
    }
  }
  auto step = apply_changes(store_, **writer, decisions_, *seq, limit);
  if (step) left_at_ = step->seq;
  return step;
}

Result<FollowStep> follow_once(const Store& store, const Vocabularies& vocabularies, const std::filesystem::path& data_directory, std::size_t limit) {
  return Follower(store, vocabularies, data_directory).step(limit);
}

void follow(std::stop_token stop, const Store& store, const Vocabularies& vocabularies, const std::filesystem::path& data_directory,
            const FollowOptions& options) {
  std::mutex mutex;
  std::condition_variable_any wake;
  Seq reached = -1;
  std::string generation;
  Follower follower(store, vocabularies, data_directory, options.holder);
  while (!stop.stop_requested()) {
    // Most rounds find nothing: two small reads, no lock and no writer.
    const auto seq = store.seq();
    const auto current = read_current(IndexLayout(data_directory));
    bool more = false;
    if (seq && current && (*seq != reached || *current != generation)) {
      const auto step = follower.step();
      if (step) {
        if (step->applied > 0 && options.on_step) options.on_step(*step);
        reached = step->seq;
        generation = *current;
        more = step->seq < *seq;
      } else if (step.error().code != ErrorCode::busy && step.error().code != ErrorCode::unavailable && options.on_error) {
        options.on_error(step.error());
      }
    } else if (!seq && options.on_error) {
      options.on_error(seq.error());
    }
    if (more) continue;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, options.interval, [] { return false; });
  }
}

}  // namespace indexer
