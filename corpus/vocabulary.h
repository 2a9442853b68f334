// SPDX-License-Identifier: GPL-3.0-or-later
// Closed lists as data: code, label, aliases, parent, mappings. A bureau can replace a file without touching the program.
//
// Loaded once, immutable, safe to share between threads. File form: FORMAT.md, "Vocabularies".
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/error.h"
#include "corpus/units.h"

namespace corpus {

// How words are compared: NFKC, case folded, Traditional characters as Simplified ones, no white space. "ＴＲＬ 6" and "trl6" are one word,
// and so are 應用技術 and 应用技术. Safe to call from several threads.
std::string fold_word(std::string_view word);

struct VocabularyEntry {
  std::string code, label, label_en;
  std::vector<std::string> aliases;
  std::string parent;                       // code of the same list, or empty
  std::map<std::string, std::string> maps;  // other list → code there
};

class Vocabulary {
 public:
  // The entry with exactly this code, or nullptr.
  const VocabularyEntry* find(std::string_view code) const;

  // The code that a word of the input means: a code, a label, an English label (case ignored) or an alias; white space around is ignored.
  // Codes of a finer level than the list holds resolve to the closest entry above: county 421221 → 421200, district 110101 → 110000,
  // industry C3841 → C384 or C38. So do places written out, from the widest to the finest: 湖北省武汉市洪山区 → 420100, 湖北-武汉 → 420100.
  // nullopt where the word means nothing here.
  std::optional<std::string> resolve(std::string_view word) const;

  // The entry whose code, label or alias a word is that fold_word() has folded; nullptr for none. For many words at once: folding is what costs.
  const VocabularyEntry* find_folded(std::string_view word) const;

  // Labels of entries with a word like this one, nearest first, at most `most`: for "did you mean". Empty where none is like it.
  std::vector<std::string> near(std::string_view word, std::size_t most) const;

  // The code and all its parents, from itself up. Empty for an unknown code.
  std::vector<std::string> ancestors(std::string_view code) const;

  // Label of a code; the code itself where the list does not know it.
  std::string label(std::string_view code) const;
  std::string label_en(std::string_view code) const;

  // Entries in file order.
  const std::vector<VocabularyEntry>& entries() const { return entries_; }
  const std::string& name() const { return name_; }

  // Reads one TSV file. Errors name file, line and what is wrong: columns, duplicate code, an alias of two codes, unknown parent.
  static Result<Vocabulary> read(const std::filesystem::path& file);

 private:
  std::optional<std::string> resolve_place(std::string_view folded) const;

  std::string name_;
  std::vector<VocabularyEntry> entries_;
  std::map<std::string, std::size_t, std::less<>> by_code_;
  std::map<std::string, std::size_t, std::less<>> by_word_;  // folded label and aliases
};

class Vocabularies {
 public:
  // Reads every *.tsv of a directory: unit.tsv as the table of units, every other one as a list. Requires at least the lists that record fields
  // name and the units; says which is missing.
  static Result<Vocabularies> load(const std::filesystem::path& directory);

  // Requires: the list exists (asserted): names are ours, not the user's.
  const Vocabulary& at(std::string_view name) const;
  const Vocabulary* find(std::string_view name) const;
  const std::map<std::string, Vocabulary, std::less<>>& all() const { return lists_; }

  const Units& units() const { return units_; }

  // A word that changes with any byte of the lists and of the table of units: 16 hex digits. An index made with other lists is told apart by it.
  const std::string& edition() const { return edition_; }

 private:
  std::map<std::string, Vocabulary, std::less<>> lists_;
  Units units_;
  std::string edition_;
};

}  // namespace corpus
