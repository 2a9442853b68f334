// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a build can be gone on with: one that would come to another index than a build that begins, or be refused by its gate once more, cannot.
#pragma once

#include <map>
#include <string>

#include "indexer/build_progress.h"
#include "indexer/build_task.h"

namespace indexer {

// What a generation is made with beside its meaning and the number of its shards, by the names of the configuration (`lexicon.file` → its edition).
std::map<std::string, std::string> settings_of(const BuildOptions& options);

// Why the build with this progress is to be begun anew, in words for the person who asked to go on; empty where it can be gone on with. `name` is its
// directory's. The number of shards is not looked at.
std::string why_begin_anew(const BuildTask& task, const std::string& name, const DurableProgress& progress);

}  // namespace indexer
