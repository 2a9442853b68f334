// SPDX-License-Identifier: GPL-3.0-or-later
// Lends the lexicon of an index to its readers: one copy, however many there are.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "indexer/text/lexicon.h"

namespace search {

// Thread-safe.
class LexiconShelf {
 public:
  // Null where there is none of this edition, or none that can be read. Reading one takes some 2 µs a word, and is done once for an edition.
  std::shared_ptr<const indexer::text::Lexicon> get(const std::filesystem::path& file, const std::string& edition);

 private:
  std::mutex mutex_;
  std::shared_ptr<const indexer::text::Lexicon> lexicon_;
};

}  // namespace search
