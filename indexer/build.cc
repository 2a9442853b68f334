// SPDX-License-Identifier: GPL-3.0-or-later
// One thread reads the store by ascending id and deals out batches; the others analyse them and write pieces; each durable point closes all pieces
// and names them in progress.json. Merging makes the shards.
//
// What a durable point costs: all threads wait while each closes and syncs the piece it has open of each shard, and the merge has that many pieces
// more to join. The first ones come often; from ten minutes on one comes every five, which is in the order of how often pieces fill up and are closed anyhow
// (piece_documents for each thread). With half of what it had taken as the only rule, a kill could cost hours of a build of a day.
#include "indexer/build.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

#include "corpus/disk_space.h"
#include "corpus/record_json.h"
#include "indexer/build_progress.h"
#include "indexer/files.h"
#include "indexer/follow.h"
#include "indexer/generation_history.h"
#include "indexer/generation_number.h"
#include "indexer/generations.h"
#include "indexer/grouping.h"
#include "indexer/index_writer.h"
#include "indexer/learn_step.h"
#include "indexer/live_shards.h"
#include "indexer/merge.h"
#include "indexer/model/model_file.h"
#include "indexer/piece_writers.h"
#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon_file.h"
#include "indexer/xapian_error.h"

namespace indexer {
namespace {

using namespace corpus;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Xapian's posting buffer takes about this many bytes for each byte of text in a batch (heaptrack, abstracts of 745 bytes).
constexpr std::size_t kBufferBytesPerTextByte = 40;

unsigned threads_of(const BuildOptions& options) { return options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency()); }

PieceOptions pieces_of(const BuildOptions& options, std::size_t shards, std::size_t memory_mb) {
  PieceOptions pieces;
  pieces.shards = shards;
  pieces.threads = threads_of(options);
  pieces.batch_documents = options.batch_documents;
  pieces.piece_documents = options.piece_documents;
  // One batch is being flushed for each thread and shard, two wait for each thread.
  const std::size_t batches = pieces.threads * (shards + 2);
  if (memory_mb != 0)
    pieces.batch_bytes = std::clamp<std::size_t>((memory_mb << 20) / batches / kBufferBytesPerTextByte, 4 << 10, pieces.batch_bytes);
  return pieces;
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string user_at_host() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  const passwd* user = ::getpwuid(::geteuid());
  return fmt::format("{}@{}", user != nullptr ? user->pw_name : std::to_string(::geteuid()), host);
}

std::vector<fs::path> building_directories(const IndexLayout& layout) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(layout.root, error))
    if (entry.path().extension() == ".building") found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

class Build {
 public:
  Build(const Store& store, const Vocabularies& vocabularies, const fs::path& data_directory, const BuildOptions& options)
      : store_(store), vocabularies_(vocabularies), data_directory_(data_directory), layout_(data_directory), options_(options) {}

  Result<BuildReport> run() {
    std::optional<FileLock> own;
    if (options_.lock == nullptr) {
      auto lock = take_build_lock(data_directory_, options_.holder);
      if (!lock) return std::unexpected(lock.error());
      own.emplace(std::move(*lock));
    }
    std::error_code error;
    for (const GateCheck& check : options_.gate)
      if (check.ready && !goes_without(check.name))
        if (auto ready = check.ready(); !ready) return std::unexpected(ready.error());
    today_ = manifest_of_today(vocabularies_, options_.program);
    bool goes_on = false;
    if (options_.resume) {
      const auto found = find_durable();
      if (!found) return std::unexpected(found.error());
      goes_on = *found;
    }
    if (!goes_on)
      if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    report_.memory_mb = memory_mb_;
    if (options_.resume) note((goes_on ? gone_on_with() : "begun anew: " + report_.not_resumed) + memory_text());
    compare_shards();
    auto built = steps();
    if (!built && !has_durable_work(progress_)) fs::remove_all(building_, error);
    // The half-built piece or shard of a build that found the disk full may be all that fills it.
    if (!built && is_disk_full(built.error()))
      if (const auto durable = read_progress(building_)) remove_unnamed(*durable);
    if (!built && has_durable_work(progress_)) {
      std::string& hint = built.error().hint;
      if (!hint.ends_with(kResume)) hint += fmt::format("{}{}", hint.empty() ? "" : "; ", kResume);
    }
    return built;
  }

 private:
  static constexpr std::string_view kResume = "what is done so far is kept: queqiao index build --resume";

  bool goes_without(const std::string& check) const { return std::ranges::find(options_.without_gate, check) != options_.without_gate.end(); }

  std::string meaning() const { return fmt::format("{}, schema {}, vocabulary {}", today_.analyzer, today_.schema, today_.vocabulary); }

  // Whether there is a build that can be gone on with, the newest; what it does not name is removed. Refused where that would throw away work that the
  // caller may want: then the caller says so by not resuming.
  Result<bool> find_durable() {
    report_.not_resumed = "no build was left to go on with";
    for (const fs::path& directory : building_directories(layout_)) {
      auto progress = read_progress(directory);
      const std::string name = directory.filename().string();
      if (progress && options_.any_shards) shards_ = progress->shards;
      if (progress && options_.any_memory) memory_mb_ = progress->memory_mb.value_or(options_.memory_mb);
      if (!progress) {
        report_.not_resumed = fmt::format("{}: {}", name, progress.error().message);
      } else if (progress->meaning != meaning()) {
        report_.not_resumed = fmt::format("{} was begun with {}; today it is {}", name, progress->meaning, meaning());
      } else if (directory.stem().string() != progress->generation) {
        report_.not_resumed = name + ": the progress is of another generation";
      } else if (!has_durable_work(*progress)) {
        report_.not_resumed = name + " was stopped before anything of it was durable";
      } else if (progress->shards != options_.shards && !options_.any_shards) {
        return fail(ErrorCode::conflict, name, fmt::format("this build has {} shards, not {}, and work that is done", progress->shards, options_.shards),
                    fmt::format("go on with it: --resume --shards {0}, or without --shards; or leave out --resume to begin anew with {1}", progress->shards,
                                options_.shards));
      } else {
        building_ = directory;
        progress_ = std::move(*progress);
      }
    }
    if (building_.empty()) return false;
    report_.not_resumed.clear();
    report_.resumed_documents = written_documents();
    progress_.memory_mb = memory_mb_;
    std::error_code error;
    for (const fs::path& other : building_directories(layout_))
      if (other != building_) fs::remove_all(other, error);
    remove_unnamed(progress_);
    return true;
  }

  // What the progress on disk does not name is of no use to a build that goes on.
  void remove_unnamed(const DurableProgress& progress) const {
    std::vector<std::string> named{"progress.json", "in_use"};
    if (progress.learning_done) named.emplace_back(model::kModelDirectory);
    for (const auto& of_shard : progress.pieces) named.insert(named.end(), of_shard.begin(), of_shard.end());
    for (const std::size_t shard : progress.merged) named.push_back(shard_name(shard));
    std::error_code error;
    std::vector<fs::path> unnamed;
    for (const auto& entry : fs::directory_iterator(building_, error))
      if (std::ranges::find(named, entry.path().filename().string()) == named.end()) unnamed.push_back(entry.path());
    for (const fs::path& path : unnamed) fs::remove_all(path, error);
  }

  Result<void> begin() {
    std::error_code error;
    for (const fs::path& left : building_directories(layout_)) fs::remove_all(left, error);
    const auto number = take_generation_number(store_, layout_);
    if (!number) return std::unexpected(number.error());
    progress_.generation = fmt::format("gen-{:06}", *number);
    progress_.meaning = meaning();
    progress_.shards = shards_;
    progress_.memory_mb = memory_mb_;
    progress_.pieces.resize(shards_);
    building_ = layout_.root / (progress_.generation + ".building");
    fs::create_directories(building_, error);
    if (error) return fail(ErrorCode::io, building_.string(), "cannot create the directory: " + error.message(), "make the data directory writable");
    const auto seq = store_.seq();
    if (!seq) return std::unexpected(seq.error());
    progress_.seq = *seq;
    if (auto written = write_durably(building_ / "in_use", ""); !written) return written;
    return save();
  }

  Result<void> save() {
    progress_.seconds += seconds_since(saved_);
    saved_ = Clock::now();
    return write_progress(building_, progress_);
  }

  Result<BuildReport> steps() {
    for (const auto step : {&Build::learn, &Build::read_all, &Build::merge_all, &Build::group, &Build::catch_up, &Build::describe,
                            &Build::pass_gate, &Build::publish})
      if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    report_.skipped = progress_.skipped;
    report_.problems = progress_.problems;
    report_.index_bytes = bytes_below(layout_.generation(progress_.generation));
    if (const auto removed = remove_old_generations(layout_, std::max<std::size_t>(1, options_.keep_generations))) report_.in_use = removed->in_use;
    return std::move(report_);
  }

  void tell(const std::string& phase, std::int64_t done, std::int64_t total) const {
    if (options_.progress) options_.progress({phase, done, total});
  }

  // Searchers on other machines name the shards one by one, and nobody else would tell them.
  void compare_shards() {
    const auto current = read_current(layout_);
    if (!current) return;
    const auto manifest = read_manifest(layout_, *current);
    if (!manifest || manifest->shards.size() == progress_.shards) return;
    const std::size_t old = manifest->shards.size();
    report_.warnings.push_back(fmt::format(
        "the number of shards changes from {} ({}, in force) to {} ({}): searchers whose search.shards name {} find no whole generation any more once it is "
        "published. docs/operations.md, \"Changing the number of shards\", has the steps; to keep the number, build with --shards {} or set index.shards = {}",
        old, *current, progress_.shards, progress_.generation, old, old, old));
    if (options_.warn) options_.warn(report_.warnings.back());
  }

  void note(const std::string& line) const {
    if (options_.note) options_.note(line);
  }

  std::int64_t written_documents() const { return progress_.documents - static_cast<std::int64_t>(progress_.left.size()); }

  // Requires: no step of this run was taken yet.
  std::string gone_on_with() const {
    return fmt::format("goes on with {}: {} documents read, {} of {} shards merged, {:.0f} s spent", building_.filename().string(), written_documents(),
                       progress_.merged.size(), progress_.shards, progress_.seconds);
  }

  std::string memory_text() const {
    return memory_mb_ == 0 ? "; writing takes the memory that is fastest" : fmt::format("; writing may take {} MiB of memory", memory_mb_);
  }

  bool is_cancelled() const { return options_.cancelled && options_.cancelled(); }

  Error cancelled() const { return {ErrorCode::timeout, progress_.generation, "the build was cancelled", "the old generation stays in force"}; }

  // Before reading, since a record is written with its place and with the words of the lexicon. What an earlier run learned stands.
  Result<void> learn() {
    const bool wished = options_.learn || options_.lexicon.learn || options_.lexicon.own;
    if (!progress_.learning_done && wished && progress_.phase == "read" && progress_.after_id.empty()) {
      const auto start = Clock::now();
      for (const auto step : {&Build::learn_lexicon, &Build::learn_model})
        if (auto done = (this->*step)(); !done) return std::unexpected(done.error().code == ErrorCode::timeout ? cancelled() : done.error());
      progress_.learn_seconds = seconds_since(start);
      progress_.learning_done = true;
      if (auto saved = save(); !saved) return saved;
    }
    today_.learned = progress_.learned;
    auto lexicon = text::open_lexicon(building_, lexicon_edition(today_));
    if (!lexicon) return std::unexpected(lexicon.error());
    lexicon_ = std::move(*lexicon);
    auto opened = model::open_model(building_, model_edition(today_));
    if (!opened) return std::unexpected(opened.error());
    model_ = std::move(*opened);
    return {};
  }

  Result<void> learn_lexicon() {
    LexiconWishes wishes = options_.lexicon;
    if (wishes.learn) {
      wishes.learn->progress = [this](const std::string& phase, std::int64_t done, std::int64_t total) { tell(phase, done, total); };
      wishes.learn->cancelled = options_.cancelled;
    }
    const auto made = make_lexicon(store_, building_, wishes);
    if (!made) return std::unexpected(made.error());
    progress_.learned = made->learned;
    return {};
  }

  // Its features are the tokens that come without a lexicon, so that the one does not depend on the other.
  Result<void> learn_model() {
    if (!options_.learn) return {};
    model::LearnOptions wishes = *options_.learn;
    wishes.progress = [this](const std::string& phase, std::int64_t done, std::int64_t total) { tell(phase, done, total); };
    wishes.cancelled = options_.cancelled;
    auto learned = learn_from(store_, building_, wishes);
    if (!learned) return std::unexpected(learned.error());
    progress_.learned.merge(learned_words(*learned));
    report_.learned = std::move(*learned);
    return {};
  }

  Result<void> read_all() {
    if (progress_.phase != "read") return {};
    const auto start = Clock::now();
    const auto counts = store_.counts();
    if (!counts) return std::unexpected(counts.error());
    std::int64_t total = 0, done = progress_.documents + progress_.skipped;
    for (const auto& [kind, count] : counts->published)
      if (kind != Kind::decision) total += count;
    PieceOptions pieces = pieces_of(options_, progress_.shards, memory_mb_);
    pieces.model = model_.get();
    pieces.lexicon = lexicon_.get();
    pieces.dropped = [this] { return options_.keep_read && is_cancelled() && !options_.keep_read(); };
    pieces.hurried = [this] { return options_.keep_read && is_cancelled() && options_.keep_read(); };
    PieceWriters writers(building_, vocabularies_, pieces);
    const std::int64_t documents_before = progress_.documents;
    const std::uint64_t bytes_before = progress_.text_bytes;
    const std::vector<std::string> again = progress_.left;
    std::vector<std::string> left;
    std::size_t taken_again = 0;
    const auto settle = [&](const std::string& last_id) -> Result<void> {
      auto made = writers.settle();
      if (!made) return std::unexpected(made.error().code == ErrorCode::timeout ? cancelled() : made.error());
      for (std::size_t shard = 0; shard < made->size(); ++shard)
        std::ranges::move((*made)[shard], std::back_inserter(progress_.pieces[shard]));
      progress_.documents = documents_before + writers.documents();
      progress_.text_bytes = bytes_before + writers.text_bytes();
      progress_.after_id = last_id;
      std::ranges::move(writers.take_left(), std::back_inserter(left));
      progress_.left = left;
      progress_.left.insert(progress_.left.end(), again.begin() + static_cast<std::ptrdiff_t>(taken_again), again.end());
      std::ranges::sort(progress_.left);
      if (!progress_.left.empty()) progress_.phase = "read";  // stopped in the last moment
      return save();
    };
    // What is read is not read again by a build that resumes, unless the caller has no time for that.
    const auto end_early = [&](const std::string& last_id) -> Result<void> {
      if (options_.keep_read && !options_.keep_read()) {
        writers.drop();
      } else {
        writers.hurry();
        if (auto settled = settle(last_id); !settled) return settled;
      }
      return std::unexpected(cancelled());
    };
    for (; taken_again < again.size(); ++taken_again) {
      if (is_cancelled()) return end_early(progress_.after_id);
      const auto stored = store_.get(again[taken_again]);
      if (!stored) return std::unexpected(stored.error());
      // One that changed since is written as it is now, one that was withdrawn not at all; catch_up() would do the same.
      auto record = *stored && (*stored)->status == "published" ? record_from_text((*stored)->body) : Result<Record>(std::unexpected(Error{}));
      if (record && !writers.add_again(std::move(*record))) break;
    }
    const std::size_t segment = pieces.piece_documents * pieces.threads;
    std::size_t in_segment = 0;
    std::string last_id = progress_.after_id;
    Result<void> stopped;
    Store::ScanOptions scan;
    scan.status = "published";
    scan.after_id = progress_.after_id;
    const auto scanned = store_.scan(scan, [&](const StoredRecord& stored) {
      if (is_cancelled()) {
        stopped = end_early(last_id);
        return false;
      }
      last_id = stored.id;
      if (stored.kind == Kind::decision) return true;
      auto record = record_from_text(stored.body);
      if (!record) {
        ++progress_.skipped;
        progress_.problems.push_back(stored.id + ": " + to_text(record.error()));
      } else {
        ++progress_.by_kind[std::string(to_string(stored.kind))];
        if (!writers.add(std::move(*record))) return false;
      }
      if (++done % 500 == 0) tell("read", done, total);
      const bool long_ago = ++in_segment % kClockEvery == 0 && seconds_since(saved_) > durable_interval(options_, progress_.seconds);
      if (in_segment < segment && !long_ago) return true;
      in_segment = 0;
      stopped = settle(last_id);
      return stopped.has_value();
    });
    if (!scanned) return scanned;
    if (!stopped) return stopped;
    progress_.phase = "merge";
    if (auto settled = settle(last_id); !settled) {
      progress_.phase = "read";
      return settled;
    }
    if (progress_.phase == "read") return std::unexpected(cancelled());
    tell("read", done, total);
    report_.read_seconds = seconds_since(start);
    return {};
  }

  Result<void> merge_all() {
    if (progress_.phase != "merge") return {};
    const auto start = Clock::now();
    const auto shards = static_cast<std::int64_t>(progress_.shards);
    Manifest stamp = today_;
    stamp.generation = progress_.generation;
    stamp.seq = progress_.seq;
    for (std::size_t shard = 0; shard < progress_.shards; ++shard) {
      if (std::ranges::find(progress_.merged, shard) != progress_.merged.end()) continue;
      if (is_cancelled()) return std::unexpected(cancelled());
      tell("merge", static_cast<std::int64_t>(shard), shards);
      const fs::path target = building_ / shard_name(shard);
      std::vector<fs::path> pieces;
      for (const std::string& name : progress_.pieces[shard]) pieces.push_back(building_ / name);
      if (auto merged = merge_pieces(std::move(pieces), building_, target, threads_of(options_), options_.cancelled); !merged)
        return merged.error().code == ErrorCode::timeout ? std::unexpected(cancelled()) : merged;
      const auto stamped = guarded(target.string(), [&]() -> Result<void> {
        Xapian::WritableDatabase database(target.string(), Xapian::DB_OPEN);
        write_metadata(database, stamp, shard, progress_.shards);
        database.commit();
        return {};
      });
      if (!stamped) return stamped;
      progress_.merged.push_back(shard);
      const auto done = std::exchange(progress_.pieces[shard], {});
      if (auto saved = save(); !saved) return saved;
      std::error_code error;
      for (const std::string& name : done) fs::remove_all(building_ / name, error);
    }
    tell("merge", shards, shards);
    progress_.phase = "ready";
    report_.merge_seconds = seconds_since(start);
    return save();
  }

  std::vector<fs::path> shard_paths() const {
    std::vector<fs::path> paths;
    for (std::size_t shard = 0; shard < progress_.shards; ++shard) paths.push_back(building_ / shard_name(shard));
    return paths;
  }

  // Near-duplicates. Done again by a build that goes on here: what is written already is found written.
  Result<void> group() {
    if (is_cancelled()) return std::unexpected(cancelled());
    if (auto loaded = decisions_.load(store_); !loaded) return loaded;
    const auto start = Clock::now();
    auto done = guarded(building_.string(), [&]() -> Result<void> {
      std::vector<Xapian::WritableDatabase> shards;
      for (const fs::path& path : shard_paths()) shards.emplace_back(path.string(), Xapian::DB_OPEN);
      report_.groups = group_all(shards, decisions_.in_force(), [this](std::int64_t at, std::int64_t total) { tell("group", at, total); }, threads_of(options_),
                                 options_.cancelled);
      if (is_cancelled()) return std::unexpected(cancelled());
      for (auto& shard : shards) shard.commit();
      return {};
    });
    report_.group_seconds = seconds_since(start);
    return done;
  }

  // Brings the new generation up to the store; the last slice comes under the writer lock, in publish().
  Result<void> catch_up() {
    auto writer = IndexWriter::open(shard_paths(), vocabularies_, model_, lexicon_);
    if (!writer) return std::unexpected(writer.error());
    auto seq = (*writer)->seq();
    if (!seq) return std::unexpected(seq.error());
    for (reached_ = *seq;;) {
      if (is_cancelled()) return std::unexpected(cancelled());
      auto step = apply_changes(store_, **writer, decisions_, reached_, kSlice);
      if (!step) return std::unexpected(step.error());
      reached_ = step->seq;
      tell("catch_up", step->applied, step->applied);
      if (step->applied < static_cast<std::int64_t>(kSlice)) return {};
    }
  }

  Result<void> describe() {
    Manifest& manifest = report_.manifest = today_;
    manifest.generation = progress_.generation;
    manifest.seq = progress_.seq;
    manifest.documents = progress_.documents;
    manifest.by_kind = progress_.by_kind;
    manifest.text_bytes = progress_.text_bytes;
    for (std::size_t shard = 0; shard < progress_.shards; ++shard) {
      if (is_cancelled()) return std::unexpected(cancelled());
      tell("check", static_cast<std::int64_t>(shard), static_cast<std::int64_t>(progress_.shards));
      auto described = describe_shard(building_ / shard_name(shard), options_.cancelled);
      if (!described) return std::unexpected(described.error().code == ErrorCode::timeout ? cancelled() : described.error());
      manifest.shards.push_back(std::move(*described));
    }
    return {};
  }

  Result<void> pass_gate() {
    const auto start = Clock::now();
    const std::vector<fs::path> candidate = shard_paths();
    std::vector<fs::path> current;
    if (const auto name = read_current(layout_)) {
      const auto manifest = read_manifest(layout_, *name);
      if (manifest && check_readable(*manifest)) current = databases(layout_, *manifest);
    }
    std::vector<GateResult>& results = report_.manifest.gate;
    const auto total = static_cast<std::int64_t>(options_.gate.size() + 2);
    tell("gate", 0, total);
    results.push_back(check_structure(candidate, options_.cancelled));
    if (is_cancelled()) return std::unexpected(cancelled());
    tell("gate", 1, total);
    results.push_back(check_counts(store_, candidate, reached_, progress_.skipped));
    tell("gate", 2, total);
    for (const GateCheck& check : options_.gate) {
      if (is_cancelled()) return std::unexpected(cancelled());
      auto result = check.run(candidate, current);
      if (!result && result.error().code == ErrorCode::timeout && is_cancelled()) return std::unexpected(cancelled());
      results.push_back(result ? std::move(*result) : GateResult{check.name, false, to_text(result.error())});
      tell("gate", static_cast<std::int64_t>(results.size()), total);
    }
    report_.gate_seconds = seconds_since(start);
    std::string failed, names, listed;
    for (const GateResult& result : results) {
      if (result.passed || goes_without(result.check)) continue;
      failed += fmt::format("{}{}: {}", failed.empty() ? "" : "; ", result.check, result.message);
      names += fmt::format(" --without-gate {}", result.check);
      listed += fmt::format("{}{} ({})", listed.empty() ? "" : "; ", result.check, result.message);
    }
    progress_.failed_gate = listed;
    if (failed.empty()) return {};
    std::ignore = save();  // for `index generations`; what stopped the build is the gate
    return fail(ErrorCode::conflict, progress_.generation, "the new generation did not pass the gate, the old one stays in force: " + failed,
                fmt::format("mend the cause, then: queqiao index build; or publish it all the same: queqiao index build --resume{}", names));
  }

  Result<void> publish() {
    Manifest& manifest = report_.manifest;
    manifest.built_at = utc_now();
    manifest.built_by = user_at_host();
    manifest.learn_seconds = progress_.learn_seconds;
    manifest.seconds = progress_.seconds + seconds_since(saved_) - progress_.learn_seconds;
    if (auto written = write_durably(building_ / "manifest.json", to_text(manifest)); !written) return written;
    // The last slice under the lock, so that `follow` cannot slip a change into the old generation between our last look and the rename.
    auto lock = take_writer_lock(data_directory_, options_.holder);
    if (!lock) return std::unexpected(lock.error());
    if (auto caught = catch_up(); !caught) return caught;
    tell("publish", 0, 1);
    if (auto renamed = rename_durably(building_, layout_.generation(progress_.generation)); !renamed) return renamed;
    if (const auto current = read_current(layout_))
      if (auto remembered = remember_before(layout_, *current); !remembered) return remembered;
    if (auto written = write_durably(layout_.current(), progress_.generation + "\n"); !written) return written;
    // It is published; what cannot be written here is written by the next slice of follow.
    std::ignore = point_live_shards(layout_, manifest);
    std::error_code ignored;
    fs::remove(layout_.generation(progress_.generation) / "progress.json", ignored);
    tell("publish", 1, 1);
    return {};
  }

  static constexpr std::size_t kSlice = 1000;
  static constexpr std::size_t kClockEvery = 100;  // records

  const Store& store_;
  const Vocabularies& vocabularies_;
  fs::path data_directory_;
  IndexLayout layout_;
  const BuildOptions& options_;
  std::size_t shards_ = options_.shards;  // of a build that begins
  std::size_t memory_mb_ = options_.memory_mb;
  Manifest today_;
  fs::path building_;
  DurableProgress progress_;
  Clock::time_point saved_ = Clock::now();
  Seq reached_ = 0;
  SameDecisionsOfStore decisions_;
  std::shared_ptr<const model::TextModel> model_;
  std::shared_ptr<const text::Lexicon> lexicon_;
  BuildReport report_;
};

}  // namespace

double durable_interval(const BuildOptions& options, double seconds) {
  return std::max(options.durable_seconds, std::min(seconds / 2, options.durable_seconds_most));
}

Manifest manifest_of_today(const Vocabularies& vocabularies, const std::string& program) {
  Manifest manifest;
  manifest.analyzer = fmt::format("{}/{}", text::kAnalyzerName, text::kAnalyzerVersion);
  manifest.schema = kSchemaVersion;
  manifest.vocabulary = vocabularies.edition();
  manifest.program = program;
  return manifest;
}

Result<FileLock> take_build_lock(const fs::path& data_directory, const std::string& who) {
  const IndexLayout layout(data_directory);
  std::error_code error;
  fs::create_directories(layout.root, error);
  if (error) return fail(ErrorCode::io, layout.root.string(), "cannot create the directory: " + error.message(), "make the data directory writable");
  return FileLock::take(layout.root / "build.lock", who);
}

Result<BuildReport> build_index(const Store& store, const Vocabularies& vocabularies, const fs::path& data_directory, const BuildOptions& options) {
  return Build(store, vocabularies, data_directory, options).run();
}

Result<std::uint64_t> build_database(const std::function<std::optional<Record>()>& next, const Vocabularies& vocabularies,
                                     const fs::path& database, const Manifest& manifest, const BuildOptions& options, const model::TextModel* model,
                                     const text::Lexicon* lexicon) {
  const fs::path work = database.string() + ".building";
  std::error_code error;
  fs::remove_all(work, error);
  fs::create_directories(work, error);
  if (error) return fail(ErrorCode::io, work.string(), "cannot create the directory: " + error.message(), "make it writable");
  std::vector<fs::path> pieces;
  std::uint64_t bytes = 0;
  {
    PieceOptions wishes = pieces_of(options, 1, options.memory_mb);
    wishes.model = model;
    wishes.lexicon = lexicon;
    PieceWriters writers(work, vocabularies, wishes);
    while (auto record = next())
      if (!writers.add(std::move(*record))) break;
    auto made = writers.settle();
    if (!made) return std::unexpected(made.error());
    for (const std::string& name : made->front()) pieces.push_back(work / name);
    bytes = writers.text_bytes();
  }
  auto merged = merge_pieces(std::move(pieces), work, database, threads_of(options));
  fs::remove_all(work, error);
  if (!merged) return std::unexpected(merged.error());
  auto stamped = guarded(database.string(), [&]() -> Result<void> {
    Xapian::WritableDatabase written(database.string(), Xapian::DB_OPEN);
    write_metadata(written, manifest, 0, 1);
    written.commit();
    return {};
  });
  if (!stamped) return std::unexpected(stamped.error());
  return bytes;
}

}  // namespace indexer
