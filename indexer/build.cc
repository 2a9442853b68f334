// SPDX-License-Identifier: GPL-3.0-or-later
// One thread reads the store and deals out batches; the others analyse them and write databases of their own, which compaction then merges, in rounds
// where there are many, since each open database costs about five file descriptors.
//
// What a build's time and size depend on, measured on 24,729 abstracts of 745 bytes, one thread, a shared machine (CPU seconds; postings in MB):
//
//   a database of          250 documents    32 s    55.6 MB
//                        1,000              32      45.3
//                        8,000, one flush   44      33.4
//                        8,000, a flush every 500   29      33.4
//                       30,000, a flush every 500   26      28.5
//
// Xapian's posting buffer is a map of maps: beyond some hundred documents its nodes leave the processor's cache, so flush early. Compaction keeps a
// chunk of postings for each database that holds a term (1.85 million chunks for .64 million terms with databases of 1,000), so make few of them. A flush in
// place (DB_DANGEROUS) appends to the last chunk and costs little, which gives both.
#include "indexer/build.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "corpus/record_json.h"
#include "indexer/document.h"
#include "indexer/follow.h"
#include "indexer/index_writer.h"
#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/xapian_error.h"

namespace indexer {
namespace {

using namespace corpus;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMergeFanIn = 32;

std::size_t threads_of(const BuildOptions& options) {
  return options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Turns a stream of records into shard directories: batches go round the threads in turn, so that what lands in which shard does not depend on which
// thread is faster. The first error stops everything.
class ShardWriters {
 public:
  ShardWriters(fs::path directory, const Vocabularies& vocabularies, const BuildOptions& options)
      : directory_(std::move(directory)), vocabularies_(vocabularies), options_(options), lanes_(threads_of(options)) {
    for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].thread = std::thread([this, i] { work(i); });
  }
  ~ShardWriters() { finish(); }

  // Waits while the queue is full. False after an error.
  bool add(Record record) {
    pending_.push_back(std::move(record));
    return pending_.size() < options_.batch_documents || flush();
  }

  bool flush() {
    if (pending_.empty()) return true;
    Lane& lane = lanes_[next_++ % lanes_.size()];
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return lane.queue.size() < kQueued || error_; });
    if (error_) return false;
    lane.queue.push_back(std::move(pending_));
    pending_.clear();
    work_.notify_all();
    return true;
  }

  Result<std::vector<fs::path>> finish() {
    if (!closed_) {
      flush();
      {
        const std::lock_guard lock(mutex_);
        closed_ = true;
      }
      work_.notify_all();
      for (Lane& lane : lanes_) lane.thread.join();
    }
    if (error_) return std::unexpected(*error_);
    std::vector<fs::path> shards;
    for (const Lane& lane : lanes_) shards.insert(shards.end(), lane.shards.begin(), lane.shards.end());
    return shards;
  }

  // Requires: finish() has returned.
  std::uint64_t text_bytes() const { return text_bytes_; }
  std::int64_t documents() const { return documents_; }

 private:
  static constexpr std::size_t kQueued = 2;  // batches that wait for a thread

  struct Lane {
    std::thread thread;
    std::deque<std::vector<Record>> queue;
    std::vector<fs::path> shards;
  };

  void work(std::size_t number) {
    Lane& lane = lanes_[number];
    std::optional<Xapian::WritableDatabase> shard;
    std::size_t held = 0;
    while (true) {
      std::vector<Record> batch;
      {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [&] { return !lane.queue.empty() || closed_ || error_; });
        if (error_ || lane.queue.empty()) break;
        batch = std::move(lane.queue.front());
        lane.queue.pop_front();
      }
      room_.notify_one();
      if (held >= options_.shard_documents) shard.reset(), held = 0;
      if (!shard) lane.shards.push_back(directory_ / fmt::format("shard-{:03}-{:05}", number, lane.shards.size()));
      held += batch.size();
      if (auto written = write(batch, lane.shards.back(), shard); !written) return stop(written.error());
    }
  }

  void stop(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = error;
    work_.notify_all();
    room_.notify_all();
  }

  Result<void> write(const std::vector<Record>& batch, const fs::path& path, std::optional<Xapian::WritableDatabase>& shard) {
    std::uint64_t bytes = 0;
    auto written = guarded(path.string(), [&]() -> Result<void> {
      // Not synced and changed in place: a shard that a crash tears is in a directory nobody reads.
      if (!shard) shard.emplace(path.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
      for (const Record& record : batch) {
        shard->add_document(make_document(record, vocabularies_));
        for (const TextField& field : text_fields(kind_of(record))) bytes += text_of(record, field.name).size();
      }
      shard->commit();
      return {};
    });
    const std::lock_guard lock(mutex_);
    text_bytes_ += bytes;
    documents_ += static_cast<std::int64_t>(batch.size());
    return written;
  }

  fs::path directory_;
  const Vocabularies& vocabularies_;
  const BuildOptions& options_;
  std::vector<Lane> lanes_;
  std::mutex mutex_;
  std::condition_variable work_, room_;
  bool closed_ = false;
  std::optional<Error> error_;
  std::vector<Record> pending_;
  std::size_t next_ = 0;
  std::uint64_t text_bytes_ = 0;
  std::int64_t documents_ = 0;
};

void compact_into(const std::vector<fs::path>& sources, const fs::path& target) {
  Xapian::Database all;
  for (const fs::path& source : sources) all.add_database(Xapian::Database(source.string()));
  all.compact(target.string(), Xapian::Compactor::FULL | Xapian::DBCOMPACT_MULTIPASS);
}

// Groups of kMergeFanIn into one, a group per thread, until one round can take the rest.
Result<std::vector<fs::path>> merge_round(const std::vector<fs::path>& shards, const fs::path& directory, int round, std::size_t threads) {
  std::vector<fs::path> merged((shards.size() + kMergeFanIn - 1) / kMergeFanIn);
  std::mutex mutex;
  std::size_t next = 0;
  std::optional<Error> error;
  const auto work = [&] {
    while (true) {
      std::size_t group;
      {
        const std::lock_guard lock(mutex);
        if (error || next == merged.size()) return;
        group = next++;
      }
      const std::vector<fs::path> sources(shards.begin() + static_cast<std::ptrdiff_t>(group * kMergeFanIn),
                                          shards.begin() + static_cast<std::ptrdiff_t>(std::min(shards.size(), (group + 1) * kMergeFanIn)));
      merged[group] = directory / fmt::format("merge-{}-{:06}", round, group);
      const auto done = guarded(merged[group].string(), [&]() -> Result<void> {
        compact_into(sources, merged[group]);
        return {};
      });
      for (const fs::path& source : sources) fs::remove_all(source);
      if (!done) {
        const std::lock_guard lock(mutex);
        error = done.error();
      }
    }
  };
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < threads; ++i) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  if (error) return std::unexpected(*error);
  return merged;
}

Result<void> merge(std::vector<fs::path> shards, const fs::path& directory, const fs::path& target, std::size_t threads) {
  for (int round = 1; shards.size() > kMergeFanIn; ++round) {
    auto merged = merge_round(shards, directory, round, threads);
    if (!merged) return std::unexpected(merged.error());
    shards = std::move(*merged);
  }
  return guarded(target.string(), [&]() -> Result<void> {
    if (shards.empty())
      Xapian::WritableDatabase(target.string(), Xapian::DB_CREATE).commit();
    else
      compact_into(shards, target);
    return {};
  });
}

// Writes, syncs and renames, so that the file is whole or not there.
Result<void> write_file(const fs::path& file, const std::string& content) {
  const fs::path beside = file.string() + ".tmp";
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  const bool written = descriptor >= 0 && ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                       ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  std::error_code error;
  if (written) fs::rename(beside, file, error);
  if (!written || error) return fail(ErrorCode::io, file.string(), "cannot write the file", "check free space and permissions");
  return {};
}

void sync_directory(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

std::string manifest_text(const Manifest& m) {
  nlohmann::ordered_json json;
  json["format"] = m.format;
  json["generation"] = m.generation;
  json["analyzer"] = m.analyzer;
  json["schema"] = m.schema;
  json["vocabulary"] = m.vocabulary;
  json["seq"] = m.seq;
  json["documents"] = m.documents;
  json["by_kind"] = m.by_kind;
  json["built_at"] = m.built_at;
  json["seconds"] = m.seconds;
  json["text_bytes"] = m.text_bytes;
  json["program"] = m.program;
  return json.dump(2) + "\n";
}

std::uint64_t directory_bytes(const fs::path& directory) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (const auto& file : fs::recursive_directory_iterator(directory, error))
    if (file.is_regular_file(error)) bytes += file.file_size(error);
  return bytes;
}

std::vector<std::string> generations(const IndexLayout& layout) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(layout.root, error)) {
    const std::string name = entry.path().filename().string();
    if (name.size() == 10 && name.starts_with("gen-") && entry.is_directory(error)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

void remove_leftovers(const IndexLayout& layout) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(layout.root, error))
    if (entry.path().extension() == ".building") fs::remove_all(entry.path(), error);
}

class Build {
 public:
  Build(const Store& store, const Vocabularies& vocabularies, const fs::path& data_directory, const BuildOptions& options)
      : store_(store), vocabularies_(vocabularies), data_directory_(data_directory), layout_(data_directory), options_(options) {}

  Result<BuildReport> run() {
    std::error_code error;
    fs::create_directories(layout_.root, error);
    if (error) return fail(ErrorCode::io, layout_.root.string(), "cannot create the directory: " + error.message(), "make the data directory writable");
    auto lock = FileLock::take(layout_.root / "build.lock", "queqiao index build");
    if (!lock) return std::unexpected(lock.error());
    remove_leftovers(layout_);
    const auto names = generations(layout_);
    const int last = names.empty() ? 0 : std::stoi(names.back().substr(4));
    name_ = fmt::format("gen-{:06}", last + 1);
    building_ = layout_.root / (name_ + ".building");
    auto built = steps();
    if (!built) fs::remove_all(building_, error);
    return built;
  }

 private:
  Result<BuildReport> steps() {
    const auto start = Clock::now();
    std::error_code error;
    fs::create_directories(building_, error);
    if (error) return fail(ErrorCode::io, building_.string(), "cannot create the directory: " + error.message(), "make the data directory writable");
    Manifest& manifest = report_.manifest = manifest_of_today(vocabularies_, options_.program);
    manifest.generation = name_;
    if (auto read = read_all(manifest); !read) return std::unexpected(read.error());
    if (auto database = stamp(manifest); !database) return std::unexpected(database.error());
    manifest.built_at = utc_now();
    manifest.seconds = seconds_since(start);
    if (auto written = write_file(building_ / "manifest.json", manifest_text(manifest)); !written) return std::unexpected(written.error());
    if (auto published = publish(manifest); !published) return std::unexpected(published.error());
    report_.index_bytes = directory_bytes(layout_.database(name_));
    remove_old();
    return std::move(report_);
  }

  void tell(const std::string& phase, std::int64_t done, std::int64_t total) const {
    if (options_.progress) options_.progress({phase, done, total});
  }

  Result<void> read_all(Manifest& manifest) {
    const auto start = Clock::now();
    const auto seq = store_.seq();
    if (!seq) return std::unexpected(seq.error());
    const auto counts = store_.counts();
    if (!counts) return std::unexpected(counts.error());
    manifest.seq = *seq;
    std::int64_t total = 0, done = 0;
    for (const auto& [kind, count] : counts->published) total += count;
    ShardWriters writers(building_, vocabularies_, options_);
    bool stopped = false;
    Store::ScanOptions scan;
    scan.status = "published";
    const auto scanned = store_.scan(scan, [&](const StoredRecord& stored) {
      if (stored.kind == Kind::decision) return true;
      auto record = record_from_text(stored.body);
      if (!record) {
        ++report_.skipped;
        report_.problems.push_back(stored.id + ": " + to_text(record.error()));
        return true;
      }
      ++manifest.by_kind[std::string(to_string(stored.kind))];
      stopped = (options_.cancelled && options_.cancelled()) || !writers.add(std::move(*record));
      if (++done % 500 == 0) tell("read", done, total);
      return !stopped;
    });
    auto shards = writers.finish();
    if (!scanned) return std::unexpected(scanned.error());
    if (!shards) return std::unexpected(shards.error());
    if (stopped) return fail(ErrorCode::timeout, name_, "the build was cancelled", "the old generation stays in force");
    tell("read", done, total);
    manifest.documents = writers.documents();
    manifest.text_bytes = writers.text_bytes();
    report_.read_seconds = seconds_since(start);
    const auto merge_start = Clock::now();
    tell("merge", 0, static_cast<std::int64_t>(shards->size()));
    auto merged = merge(std::move(*shards), building_, building_ / "db", threads_of(options_));
    report_.merge_seconds = seconds_since(merge_start);
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(building_, error))
      if (entry.path().filename() != "db") fs::remove_all(entry.path(), error);
    return merged;
  }

  Result<void> stamp(const Manifest& manifest) const {
    return guarded(building_.string(), [&]() -> Result<void> {
      Xapian::WritableDatabase database((building_ / "db").string(), Xapian::DB_OPEN);
      write_metadata(database, manifest);
      database.commit();
      return {};
    });
  }

  // Catches up with what changed meanwhile, the last slice under the writer lock, so that `follow` cannot slip a change into the old generation
  // between our last look and the rename.
  Result<void> publish(const Manifest& manifest) {
    auto writer = IndexWriter::open(building_ / "db", vocabularies_);
    if (!writer) return std::unexpected(writer.error());
    Seq seq = manifest.seq;
    for (bool more = true; more;) {
      auto step = apply_changes(store_, **writer, seq, 1000);
      if (!step) return std::unexpected(step.error());
      more = step->applied == 1000;
      seq = step->seq;
      tell("catch_up", step->applied, step->applied);
    }
    auto lock = take_writer_lock(data_directory_, "queqiao index build");
    if (!lock) return std::unexpected(lock.error());
    for (bool more = true; more;) {
      auto step = apply_changes(store_, **writer, seq, 1000);
      if (!step) return std::unexpected(step.error());
      more = step->applied > 0;
      seq = step->seq;
    }
    writer->reset();
    tell("publish", 1, 1);
    sync_directory(building_);
    std::error_code error;
    fs::rename(building_, layout_.generation(name_), error);
    if (error) return fail(ErrorCode::io, building_.string(), "cannot rename: " + error.message(), "check permissions");
    sync_directory(layout_.root);
    if (auto written = write_file(layout_.current(), name_ + "\n"); !written) return written;
    sync_directory(layout_.root);
    return {};
  }

  void remove_old() const {
    auto names = generations(layout_);
    std::error_code error;
    while (names.size() > std::max<std::size_t>(1, options_.keep_generations)) {
      if (names.front() != name_) fs::remove_all(layout_.generation(names.front()), error);
      names.erase(names.begin());
    }
  }

  const Store& store_;
  const Vocabularies& vocabularies_;
  fs::path data_directory_;
  IndexLayout layout_;
  const BuildOptions& options_;
  std::string name_;
  fs::path building_;
  BuildReport report_;
};

}  // namespace

Manifest manifest_of_today(const Vocabularies& vocabularies, const std::string& program) {
  Manifest manifest;
  manifest.analyzer = fmt::format("{}/{}", text::kAnalyzerName, text::kAnalyzerVersion);
  manifest.schema = kSchemaVersion;
  manifest.vocabulary = vocabularies.edition();
  manifest.program = program;
  return manifest;
}

Result<BuildReport> build_index(const Store& store, const Vocabularies& vocabularies, const fs::path& data_directory, const BuildOptions& options) {
  return Build(store, vocabularies, data_directory, options).run();
}

Result<std::uint64_t> build_database(const std::function<std::optional<Record>()>& next, const Vocabularies& vocabularies,
                                     const fs::path& database, const Manifest& manifest, const BuildOptions& options) {
  const fs::path work = database.string() + ".building";
  std::error_code error;
  fs::remove_all(work, error);
  fs::create_directories(work, error);
  if (error) return fail(ErrorCode::io, work.string(), "cannot create the directory: " + error.message(), "make it writable");
  ShardWriters writers(work, vocabularies, options);
  while (auto record = next())
    if (!writers.add(std::move(*record))) break;
  auto shards = writers.finish();
  if (!shards) return std::unexpected(shards.error());
  auto merged = merge(std::move(*shards), work, database, threads_of(options));
  fs::remove_all(work, error);
  if (!merged) return std::unexpected(merged.error());
  auto stamped = guarded(database.string(), [&]() -> Result<void> {
    Xapian::WritableDatabase written(database.string(), Xapian::DB_OPEN);
    write_metadata(written, manifest);
    written.commit();
    return {};
  });
  if (!stamped) return std::unexpected(stamped.error());
  return writers.text_bytes();
}

}  // namespace indexer
