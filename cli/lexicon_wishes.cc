// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/lexicon_wishes.h"

#include "indexer/text/lexicon_file.h"

namespace cli {

corpus::Result<indexer::LexiconWishes> lexicon_wishes(const Config& config) {
  indexer::LexiconWishes wishes;
  if (config.learn.lexicon) wishes.learn.emplace();
  if (config.lexicon.file.empty()) return wishes;
  auto own = indexer::text::read_lexicon(config.lexicon.file);
  if (!own) return std::unexpected(own.error());
  wishes.own = std::make_shared<const indexer::text::Lexicon>(std::move(*own));
  return wishes;
}

}  // namespace cli
