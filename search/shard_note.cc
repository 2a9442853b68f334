// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/shard_note.h"

#include <fmt/format.h>

namespace search {

void note_missing_shards(const IndexReader& reader, Notes& notes) {
  if (reader.missing() == 0) return;
  notes.push_back({"shards", fmt::format("结果不全：索引的 {} 个分片中有 {} 个暂时没有应答", reader.shards(), reader.missing()),
                   fmt::format("the results are incomplete: {} of the index's {} shards did not answer", reader.missing(), reader.shards()), 0, 0});
}

void note_missing_lexicon(const IndexReader& reader, Notes& notes) {
  if (!reader.lacks_lexicon()) return;
  notes.push_back({"lexicon", "本次结果没有用上索引的词库：词库不在本机或与索引不符",
                   "answered without the lexicon of this index: it is not at hand here", 0, 0});
}

}  // namespace search
