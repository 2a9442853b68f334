// SPDX-License-Identifier: GPL-3.0-or-later
// The lock that whoever changes the generation in force or CURRENT holds while doing so, and the turn that is waited for in between.
//
// Follow takes the lock again and again while it works through a batch, and whoever only tried for it now and then would not get it before the batch ends. So
// who waits holds a second lock meanwhile, writer.turn, and follow begins no slice while another holds that: the wait is as long as the slice at work.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/index_writer.h"

namespace indexer {

struct WaitForLock {
  std::function<bool()> cancelled;                   // asked many times a second; may be empty
  std::function<void(const corpus::Error&)> waits;   // once, after say_after: who holds it; may be empty
  std::chrono::milliseconds say_after{2000};
  std::optional<std::chrono::milliseconds> at_most;  // nullopt: as long as it takes
};

// Waits until whoever holds it lets go, and before any follower that wants it next. Held ones are slices of follow, which take a fraction of a second, a build
// that publishes, a rollback, a check; one that hangs is waited for as well, and named. timeout where it was cancelled, busy after `at_most`, with who holds
// it.
corpus::Result<FileLock> take_writer_lock(const std::filesystem::path& data_directory, const std::string& who, const WaitForLock& wait = {});

// For one slice of follow: never waits. busy where another holds the lock or waits for it, with who.
corpus::Result<FileLock> take_writer_lock_for_slice(const std::filesystem::path& data_directory, const std::string& who);

// The lock, with a generation that is not in force brought up to the store under it by `catch_up`, which returns the number it reached. Most of the way is
// gone without the lock: where the store ran ahead by more than a slice while the lock was waited for, it is let go of and all begins again, so that what a
// person publishes meanwhile is followed in time; ten times at most. Errors are catch_up's, the store's and take_writer_lock's.
corpus::Result<FileLock> take_writer_lock_caught_up(const corpus::Store& store, const std::filesystem::path& data_directory, const std::string& who,
                                                    const WaitForLock& wait, const std::function<corpus::Result<corpus::Seq>()>& catch_up);

}  // namespace indexer
