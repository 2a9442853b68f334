// SPDX-License-Identifier: GPL-3.0-or-later
// The step of a build that takes nearly all its time: all published records of the store → pieces (piece_writers.h), with durable points on the way.
#pragma once

#include "corpus/error.h"
#include "indexer/build_directory.h"
#include "indexer/build_learn.h"
#include "indexer/build_task.h"

namespace indexer {

// Reads what was not read yet; when it returns well all pieces are durable and the phase is `merge`. Records that cannot be indexed are counted and named in
// the progress, never an error. Requires: the phase is `read`. Errors are the store's, io, the full disk, and where it was cancelled timeout: then, unless
// BuildOptions::keep_read says no, what was read is durable too.
corpus::Result<void> read_records(const BuildTask& task, const LearnedParts& learned, BuildDirectory& directory);

// How many seconds after a durable point the next is due, in a build that had taken `seconds` at that point.
double durable_interval(const BuildOptions& options, double seconds);

}  // namespace indexer
