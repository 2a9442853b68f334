// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/lexicon_shelf.h"

#include "indexer/text/lexicon_file.h"

namespace search {

std::shared_ptr<const indexer::text::Lexicon> LexiconShelf::get(const std::filesystem::path& file, const std::string& edition) {
  if (edition.empty() || file.empty()) return nullptr;
  const std::lock_guard lock(mutex_);
  if (lexicon_ && edition == lexicon_->edition()) return lexicon_;
  auto read = indexer::text::read_lexicon(file);
  if (!read || read->edition() != edition) return nullptr;  // looked for again by the next reader: it may be on its way here
  lexicon_ = std::make_shared<const indexer::text::Lexicon>(std::move(*read));
  return lexicon_;
}

}  // namespace search
