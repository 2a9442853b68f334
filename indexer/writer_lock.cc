// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/writer_lock.h"

#include <thread>
#include <utility>

#include "indexer/follow.h"

namespace indexer {

using namespace corpus;

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kTryEvery{10};
constexpr int kRoundsWithoutLock = 10;

std::filesystem::path lock_file(const std::filesystem::path& data_directory) { return IndexLayout(data_directory).root / "writer.lock"; }
std::filesystem::path turn_file(const std::filesystem::path& data_directory) { return IndexLayout(data_directory).root / "writer.turn"; }

// Both locks are waited for alike, the time of both counts together.
class Waiting {
 public:
  Waiting(std::string who, const WaitForLock& wait) : who_(std::move(who)), wait_(wait), began_(Clock::now()) {}

  Result<FileLock> take(const std::filesystem::path& file) {
    while (true) {
      auto lock = FileLock::take(file, who_);
      if (lock || lock.error().code != ErrorCode::busy) return lock;
      if (wait_.cancelled && wait_.cancelled()) return fail(ErrorCode::timeout, file.string(), "cancelled while it waited: " + lock.error().message, "");
      const auto waited = Clock::now() - began_;
      if (wait_.at_most && waited > *wait_.at_most) return lock;
      if (!said_ && wait_.waits && waited > wait_.say_after) said_ = true, wait_.waits(lock.error());
      std::this_thread::sleep_for(kTryEvery);
    }
  }

 private:
  std::string who_;
  const WaitForLock& wait_;
  Clock::time_point began_;
  bool said_ = false;
};

}  // namespace

Result<FileLock> take_writer_lock(const std::filesystem::path& data_directory, const std::string& who, const WaitForLock& wait) {
  Waiting waiting(who, wait);
  const auto turn = waiting.take(turn_file(data_directory));
  if (!turn) return std::unexpected(turn.error());
  return waiting.take(lock_file(data_directory));
}

Result<FileLock> take_writer_lock_for_slice(const std::filesystem::path& data_directory, const std::string& who) {
  // Let go of at once: whoever asks for it next has it, and the lock after this slice.
  if (const auto turn = FileLock::take(turn_file(data_directory), who); !turn) return std::unexpected(turn.error());
  return FileLock::take(lock_file(data_directory), who);
}

Result<FileLock> take_writer_lock_caught_up(const Store& store, const std::filesystem::path& data_directory, const std::string& who, const WaitForLock& wait,
                                            const std::function<Result<Seq>()>& catch_up) {
  for (int round = 1;; ++round) {
    const auto reached = catch_up();
    if (!reached) return std::unexpected(reached.error());
    auto lock = take_writer_lock(data_directory, who, wait);
    if (!lock) return lock;
    const auto head = store.seq();
    if (!head) return std::unexpected(head.error());
    if (*head - *reached > static_cast<Seq>(kFollowSlice) && round < kRoundsWithoutLock) continue;
    if (const auto last = catch_up(); !last) return std::unexpected(last.error());
    return lock;
  }
}

}  // namespace indexer
