// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/index_state.h"

#include "indexer/files.h"

namespace cli {
std::optional<IndexState> index_state(Session& session) {
  const indexer::IndexLayout layout(session.config().data);
  const auto generation = indexer::read_current(layout);
  if (!generation && generation.error().code == corpus::ErrorCode::unavailable) return std::nullopt;
  IndexState state;
  state.manifest = take(indexer::read_manifest(layout, take(generation)));
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
