// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/reader_pool.h"

#include <algorithm>

#include "indexer/hint.h"

namespace search {

using corpus::Result;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kFilesOfShard = 6;  // the tables that Xapian 1.4 may have open
constexpr std::size_t kFilesBeside = 2;   // what holds the generation, and a head that is read
constexpr auto kWaitForRoom = std::chrono::seconds(5);
constexpr auto kLookAgain = std::chrono::milliseconds(20);

std::unexpected<corpus::Error> no_room_for_reader() {
  return corpus::fail(corpus::ErrorCode::unavailable, "index", "all readers of the index that the limit of open files has room for are in use",
                      indexer::kMoreOpenFiles);
}

}  // namespace

ReaderPool::ReaderPool(std::filesystem::path data_directory) : data_directory_(std::move(data_directory)) {}

ReaderPool::ReaderPool(Fixed, std::vector<std::filesystem::path> databases) : fixed_(std::move(databases)) {}

ReaderPool::ReaderPool(std::vector<ShardAddress> shards, std::chrono::milliseconds timeout)
    : watch_(std::make_unique<ShardWatch>(shards, timeout)), timeout_(timeout), shards_(std::move(shards)) {}

void ReaderPool::bound_files(std::size_t files) {
  const std::size_t watching = watch_ ? files_of_shards() : 0;  // it opens each of them every second
  files_.set(files > watching ? files - watching : 0);
}

std::size_t ReaderPool::files_of_reader(const indexer::IndexLayout& layout, const std::string& generation) const {
  if (!files_.bounded()) return 0;
  if (!fixed_.empty()) return fixed_.size() * kFilesOfShard + kFilesBeside;
  const auto manifest = indexer::read_manifest(layout, generation);
  return (manifest ? manifest->shards.size() : 1) * kFilesOfShard + kFilesBeside;  // what is wrong with it the opening says
}

std::size_t ReaderPool::files_of_shards() const {
  std::size_t files = kFilesBeside;
  for (const ShardAddress& shard : shards_) files += shard.far() ? 1 : kFilesOfShard;
  return files;
}

bool ReaderPool::wait_for_reader(Clock::time_point give_up) {
  if (Clock::now() >= give_up) return false;
  std::unique_lock lock(mutex_);
  released_.wait_for(lock, kLookAgain, [&] { return !idle_.empty(); });
  return true;
}

void ReaderPool::use_models(std::filesystem::path file) {
  models_ = true;
  model_file_ = std::move(file);
}

void ReaderPool::use_lexicon(std::filesystem::path file) { lexicon_file_ = std::move(file); }

void ReaderPool::give_learned(IndexReader& reader) {
  if (rankings_) reader.use_ranking();
  if (models_) reader.use_model(shelf_.get(model_file_.empty() ? reader.model_file() : model_file_, reader.model_edition()));
  reader.use_lexicon(lexicons_.get(lexicon_file_.empty() ? reader.lexicon_file() : lexicon_file_, reader.lexicon_edition()));
}

Result<ReaderPool::Reader> ReaderPool::acquire() { return watch_ ? acquire_shards() : acquire_local(); }

Result<ReaderPool::Reader> ReaderPool::acquire_local() {
  const indexer::IndexLayout layout(data_directory_);
  const auto give_up = Clock::now() + kWaitForRoom;
  for (int attempt = 1;;) {
    std::string generation;
    if (fixed_.empty()) {
      auto current = indexer::read_current(layout);
      if (!current) return std::unexpected(current.error());
      generation = std::move(*current);
    }
    if (auto reader = idle_reader(generation)) return reader;
    auto share = files_.take(files_of_reader(layout, generation));
    if (!share) {
      if (!wait_for_reader(give_up)) return no_room_for_reader();
      continue;
    }
    auto reader = fixed_.empty() ? IndexReader::open(layout, generation) : IndexReader::open(fixed_);
    if (reader) (*reader)->keep(std::move(share)), give_learned(**reader);
    // Between reading CURRENT and opening what it names, a new generation may have come and this one gone.
    const bool overtaken = !reader && fixed_.empty() && indexer::read_current(layout).value_or(generation) != generation;
    if (overtaken && attempt++ < kAttempts) continue;
    if (std::error_code ignored; !reader && fixed_.empty() && !std::filesystem::exists(layout.generation(generation), ignored))
      return corpus::fail(corpus::ErrorCode::damaged, layout.current().string(), "the index is damaged: CURRENT names " + generation + ", which is not there",
                          indexer::kMendDamage);
    return reader;
  }
}

// Readers of another generation are let go at once, so that it can be removed.
ReaderPool::Reader ReaderPool::idle_reader(const std::string& generation) {
  std::vector<Reader> old;
  while (true) {
    Reader reader;
    {
      const std::lock_guard lock(mutex_);
      if (generation != generation_) {
        old.swap(idle_);
        generation_ = generation;
      }
      reader = take_idle();
    }
    if (!reader) return nullptr;
    try {
      if (indexer::reading([&] { return reader->refresh(); })) return reader;
    } catch (const Xapian::Error&) {
      // Opened anew by the caller, which says what is wrong if it still is.
    }
  }
}

ReaderPool::Reader ReaderPool::take_idle() {
  if (idle_.empty()) return nullptr;
  Reader reader = std::move(idle_.back());
  idle_.pop_back();
  return reader;
}

// While the shards move to another generation one by one, no new reader of all of them can be opened, and those that are open still answer: first
// an idle one, else whichever comes back first. Only where there is none left is a part of the shards asked alone.
Result<ReaderPool::Reader> ReaderPool::acquire_shards() {
  const auto begun = Clock::now();
  const auto give_up = begun + timeout_;
  Reader old;  // whole, but it could not be moved to the newest commit: its files are gone, and it reads on from what it has open
  while (true) {
    const std::uint64_t view = watch_->view();
    std::vector<Reader> dropped;
    Reader reader;
    {
      const std::lock_guard lock(mutex_);
      if (idle_view_ != view) dropped.swap(idle_), idle_view_ = view;
      reader = take_idle();
      if (reader) lent_[reader.get()] = view;
    }
    if (reader) {
      try {
        if (indexer::reading([&] { return reader->refresh(); })) return reader;
        release(std::move(reader), false);
      } catch (const Xapian::NetworkTimeoutError& error) {
        release(std::move(reader), false);
        watch_->failed(error);
      } catch (const Xapian::NetworkError&) {
        release(std::move(reader), false);  // a server closes connections that were idle for a minute: the next reader connects anew
      } catch (const Xapian::Error&) {
        if (old) release(std::move(old), false);
        old = std::move(reader);
      }
      if (!old) continue;
    }
    const bool wait = old || (somebody_reads(view) && Clock::now() < give_up);
    auto share = files_.take(files_of_shards());
    if (!share) {
      if (old) return old;
      if (!wait_for_reader(begun + kWaitForRoom)) return no_room_for_reader();
      continue;
    }
    auto opened = watch_->open(wait);
    if (opened && opened->reader) {
      if (old) release(std::move(old), false);
      opened->reader->keep(std::move(share));
      give_learned(*opened->reader);
      const std::lock_guard lock(mutex_);
      lent_[opened->reader.get()] = opened->view;
      return std::move(opened->reader);
    }
    if (old) return old;
    if (!opened) return std::unexpected(opened.error());
    std::unique_lock lock(mutex_);
    released_.wait_for(lock, kLookAgain, [&] { return !idle_.empty(); });
  }
}

bool ReaderPool::somebody_reads(std::uint64_t view) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(lent_, [&](const auto& one) { return one.second == view; });
}

bool ReaderPool::leave_out(const Xapian::Error& error, Clock::time_point start) {
  if (!watch_ || Clock::now() - start > 2 * timeout_) return false;
  watch_->failed(error);
  return true;
}

void ReaderPool::release(Reader reader, bool sound) {
  {
    const std::lock_guard lock(mutex_);
    bool of_today = !fixed_.empty() || reader->generation() == generation_;
    if (watch_) {
      const auto lent = lent_.find(reader.get());
      of_today = lent->second == idle_view_;
      lent_.erase(lent);
    }
    if (sound && of_today && idle_.size() < kMaxIdle) idle_.push_back(std::move(reader));
  }
  released_.notify_one();
}

std::vector<ShardState> ReaderPool::shards(bool now) const {
  if (!watch_) return {};
  if (now) watch_->look();
  return watch_->states();
}

std::optional<ShardSet> ReaderPool::shard_set() const {
  if (!watch_) return std::nullopt;
  return watch_->shard_set();
}

}  // namespace search
