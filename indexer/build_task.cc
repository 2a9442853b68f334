// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_task.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace indexer {

namespace {

// Xapian's posting buffer takes about this many bytes for each byte of text in a batch (heaptrack, abstracts of 745 bytes).
constexpr std::size_t kBufferBytesPerTextByte = 40;

}  // namespace

std::string BuildTask::meaning() const { return fmt::format("{}, schema {}, vocabulary {}", today.analyzer, today.schema, today.vocabulary); }

bool BuildTask::goes_without(const std::string& check) const {
  return std::ranges::find(options.without_gate, check) != options.without_gate.end();
}

bool BuildTask::is_cancelled() const { return options.cancelled && options.cancelled(); }

void BuildTask::tell(const std::string& phase, std::int64_t done, std::int64_t total) const {
  if (options.progress) options.progress({phase, done, total});
}

unsigned threads_of(const BuildOptions& options) { return options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency()); }

PieceOptions piece_options(const BuildOptions& options, std::size_t shards, std::size_t memory_mb) {
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

}  // namespace indexer
