// SPDX-License-Identifier: GPL-3.0-or-later
// The index holds an entry per title, keyword, organisation and name under its folded text (schema.h, kSuggest); a completion is a range of
// that list. A text may stand in it several times: as a keyword and a title, in public and in hidden records, in Traditional and in
// Simplified.
#include "search/suggest.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "indexer/schema.h"
#include "indexer/text/normalize.h"
#include "search/shard_note.h"

namespace search {
namespace {

constexpr std::size_t kMostEntries = 2000;
constexpr std::size_t kLongestTerm = 245;  // Xapian's limit: nothing longer is in the list

struct Entry {
  std::string_view folded, text;
  char source;
};

std::string_view source_name(char source) {
  switch (source) {
    case 't': return "title";
    case 'k': return "keyword";
    case 'o': return "organisation";
    case 'p': return "person";
    default: return {};
  }
}

// folded TAB source TAB text, which is left out where it is the folded one. The text itself holds no TAB. Not an entry: text of length 0 with source 0.
Entry entry_of(std::string_view term) {
  const std::size_t last = term.rfind('\t');
  if (last == std::string_view::npos || last < 2 || term[last - 2] != '\t' || source_name(term[last - 1]).empty()) return {{}, {}, 0};
  const std::string_view folded = term.substr(0, last - 2), written = term.substr(last + 1);
  return {folded, written.empty() ? folded : written, term[last - 1]};
}

// One spelling with its uses as each source.
using Uses = std::map<char, std::int64_t>;
// folded → spelling → uses
using Spellings = std::map<std::string, std::map<std::string, Uses>>;

void collect(const Xapian::Database& database, std::string_view prefix, const std::string& folded, Spellings& spellings) {
  const std::string beginning = std::string(prefix) + folded;
  if (beginning.size() > kLongestTerm) return;
  std::size_t read = 0;
  const auto end = database.allterms_end(beginning);
  for (auto it = database.allterms_begin(beginning); it != end && read < kMostEntries; ++it, ++read) {
    const std::string term = *it;
    const Entry entry = entry_of(std::string_view(term).substr(prefix.size()));
    if (entry.text.empty()) continue;
    spellings[std::string(entry.folded)][std::string(entry.text)][entry.source] += it.get_termfreq();
  }
}

std::int64_t total(const Uses& uses) {
  std::int64_t sum = 0;
  for (const auto& [source, count] : uses) sum += count;
  return sum;
}

bool better(const Suggestion& a, const Suggestion& b) {
  return std::tuple(-a.count, a.text.size(), std::string_view(a.text)) < std::tuple(-b.count, b.text.size(), std::string_view(b.text));
}

// As its most used spelling and that spelling's most frequent source; the count is that of all spellings, since a search finds them all.
Suggestion merged(const std::map<std::string, Uses>& spellings) {
  Suggestion best;
  std::int64_t count = 0;
  for (const auto& [text, uses] : spellings) {
    const auto most = std::ranges::max_element(uses, {}, [](const auto& use) { return use.second; });
    Suggestion one{text, std::string(source_name(most->first)), total(uses)};
    count += one.count;
    if (best.text.empty() || better(one, best)) best = std::move(one);
  }
  best.count = count;
  return best;
}

std::string folded_beginning(const std::string& beginning) {
  std::string folded = indexer::text::fold(beginning);
  folded.erase(0, std::min(folded.find_first_not_of(' '), folded.size()));
  // A TAB would reach into the parts of an entry behind the text.
  return folded.find_first_of("\t\r\n") == std::string::npos ? folded : std::string();
}

}  // namespace

corpus::Result<Suggestions> suggest(ReaderPool& pool, const std::string& beginning, std::size_t size, bool see_hidden) {
  const std::string folded = folded_beginning(beginning);
  return pool.with([&](const IndexReader& reader) -> corpus::Result<Suggestions> {
    Suggestions found;
    found.seq = reader.seq();
    if (folded.empty()) return found;
    note_missing_shards(reader, found.notes);
    Spellings spellings;
    collect(reader.database(), indexer::prefix::kSuggest, folded, spellings);
    if (see_hidden) collect(reader.database(), indexer::prefix::kSuggestHidden, folded, spellings);
    for (const auto& [key, texts] : spellings) found.list.push_back(merged(texts));
    std::ranges::sort(found.list, better);
    found.list.resize(std::min(size, found.list.size()));
    return found;
  });
}

}  // namespace search
