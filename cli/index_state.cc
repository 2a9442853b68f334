// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/index_state.h"

#include "indexer/files.h"

namespace cli {
std::optional<IndexState> index_state(Session& session) {
  const indexer::IndexLayout layout(session.config().data);
  const auto generation = indexer::read_current(layout);
  if (!generation && indexer::generations(layout).empty() && generation.error().code == corpus::ErrorCode::unavailable) return std::nullopt;
  IndexState state;
  if (!generation) {
    state.unreadable = generation.error();
    return state;
  }
  state.generation = *generation;
  auto manifest = indexer::read_manifest(layout, *generation);
  if (!manifest) {
    state.unreadable = manifest.error();
    return state;
  }
  state.manifest = std::move(*manifest);
  state.bytes = indexer::bytes_below(layout.generation(*generation));
  if (const auto reader = search::IndexReader::open(layout, *generation))
    state.seq = (*reader)->seq();
  else
    state.unreadable = reader.error();
  return state;
}

corpus::Seq index_seq(Session& session) {
  const auto seq = session.readers().with([](const search::IndexReader& reader) -> corpus::Result<corpus::Seq> { return reader.seq(); });
  return seq ? *seq : -1;
}

}  // namespace cli
