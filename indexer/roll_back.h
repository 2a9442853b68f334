// SPDX-License-Identifier: GPL-3.0-or-later
// Going back to another generation, which holds what the store holds before anybody is answered from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "corpus/error.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/writer_lock.h"

namespace indexer {

struct RollbackOptions {
  std::function<void(std::int64_t done, std::int64_t total)> progress;  // changes that it is brought up by; may be empty
  WaitForLock wait;                                                     // `cancelled` is asked between slices, too
};

// Puts another generation in force: `to`, or the one that was in force before the present (generation_history.h). Returns its name.
//
// Its shards are verified first: bytes against the manifest where follow has not changed them, else by Xapian's own check, which reads all of them; so are
// those of one that is in force already, while writers are kept out. Then it is brought up to the store as a build is before it is published, the last slice
// under the writer lock: it never shows a record that was withdrawn or restricted since it was left, nor lacks one that was published. Killed at any
// instant, what was in force stays; what was brought up so far stays too, and is not done again.
// Errors: not_found, version_mismatch where this program cannot read it, damaged, timeout where it was cancelled, conflict where `to` is empty and another
// generation was put in force meanwhile, the store's, io. Cost: as verifying, and as following what the store has beyond it.
corpus::Result<std::string> roll_back(const corpus::Store& store, const corpus::Vocabularies& vocabularies, const std::filesystem::path& data_directory,
                                      const std::string& to, const RollbackOptions& options = {});

}  // namespace indexer
