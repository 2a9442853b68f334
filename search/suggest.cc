// SPDX-License-Identifier: GPL-3.0-or-later
// The index holds an entry per title, keyword, organisation and name under its folded text (schema.h, kSuggest); a completion is a range of
// that list. A text may stand in it several times: as a keyword and a title, in public and in hidden records, in Traditional and in
// Simplified. What was typed by sound leads to entries of that list (sounds.h). A title that is asked for from its middle is found by its terms, and
// read from its record: entries for every word a title could be begun at would cost the index several times its titles.
#include "search/suggest.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"
#include "search/indexed_records.h"
#include "search/shard_note.h"
#include "search/sounds.h"

namespace search {
namespace {

constexpr std::size_t kMostListed = 2000;
constexpr std::size_t kLongestTerm = 245;  // Xapian's limit: nothing longer is in the list
constexpr std::size_t kMostBySound = 32;   // texts that are looked up in the list, each a microsecond or ten
constexpr Xapian::doccount kMostTitles = 16;  // that are read for a title, each some twenty microseconds

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
  for (auto it = database.allterms_begin(beginning); it != end && read < kMostListed; ++it, ++read) {
    const std::string term = *it;
    const Entry entry = entry_of(std::string_view(term).substr(prefix.size()));
    if (entry.text.empty()) continue;
    spellings[std::string(entry.folded)][std::string(entry.text)][entry.source] += it.get_termfreq();
  }
}

void collect(const Xapian::Database& database, const std::string& beginning, bool see_hidden, Spellings& spellings) {
  collect(database, indexer::prefix::kSuggest, beginning, spellings);
  if (see_hidden) collect(database, indexer::prefix::kSuggestHidden, beginning, spellings);
}

// 锂dianchi, 锂dc: texts that begin with the characters before the letters, and go on as the letters say.
void collect_mixed(const Xapian::Database& database, const std::string& folded, std::u32string_view typed, bool see_hidden, Spellings& spellings) {
  const auto letter = std::ranges::find_if(folded, indexer::text::is_latin_or_digit);
  Spellings begun;
  collect(database, std::string(folded.begin(), letter), see_hidden, begun);
  for (auto& [text, uses] : begun)
    if (is_typed_as(typed, indexer::text::places(text, 64), Typing::beginning)) spellings.emplace(text, std::move(uses));
}

void collect_by_sound(const Xapian::Database& database, const std::string& folded, bool see_hidden, Spellings& spellings) {
  if (std::ranges::none_of(folded, [](char c) { return c >= 'a' && c <= 'z'; })) return;
  const std::u32string typed = typed_characters(folded);
  if (typed.empty()) return;
  if (!indexer::text::is_latin_or_digit(folded.front())) return collect_mixed(database, folded, typed, see_hidden, spellings);
  for (const Sounded& one : by_sound(database, typed, Typing::beginning, kMostBySound))
    if (!spellings.contains(one.folded)) collect(database, one.folded + '\t', see_hidden, spellings);
}

// Whether a folded title holds `folded` after its first character, Latin words from their first letter. Not only where ICU has a word begin: of 滴灌水肥 it
// makes 滴|灌水|肥.
bool stands_inside(const std::string& title, const std::string& folded) {
  for (std::size_t at = title.find(folded, 1); at != std::string::npos; at = title.find(folded, at + 1))
    if (!indexer::text::is_latin_or_digit(folded.front()) || !indexer::text::is_latin_or_digit(title[at - 1])) return true;
  return false;
}

void collect_inside_titles(const IndexReader& reader, const std::string& folded, bool see_hidden, Spellings& spellings) {
  if (folded.size() > kLongestTerm) return;
  std::vector<Xapian::Query> words;
  const std::vector<indexer::text::Token> tokens = indexer::text::analyze(folded);
  for (const indexer::text::Token& token : tokens) {
    using enum indexer::text::TokenKind;
    if (token.kind == word || token.kind == edge || is_other_form(token.kind)) continue;  // made of bigrams that are asked for
    if (token.kind != bigram && token.end == folded.size()) continue;  // a Latin word may go on
    words.emplace_back(std::string(indexer::prefix::kTitle) + token.term);
  }
  if (words.empty()) return;
  if (!see_hidden) words.emplace_back(std::string(indexer::prefix::kVisibility) + "public");
  Xapian::Enquire enquire(reader.database());
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, words.begin(), words.end()));
  std::vector<Xapian::docid> numbers;
  const Xapian::MSet set = enquire.get_mset(0, kMostTitles);
  for (auto it = set.begin(); it != set.end(); ++it) numbers.push_back(*it);
  for (const Xapian::Document& document : reader.fetch(numbers)) {
    const auto record = record_in(document);
    if (!record) continue;  // `index check` names it
    const std::string title = indexer::text_of(*record, "title"), key = indexer::text::fold(title);
    if (stands_inside(key, folded)) spellings[key][title]['t'] += 1;
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
    collect(reader.database(), folded, see_hidden, spellings);
    collect_by_sound(reader.database(), folded, see_hidden, spellings);
    // What was typed whole is what was meant, however rare: PEM before 培养模式.
    Spellings whole, inside;
    if (auto typed = spellings.extract(folded)) whole.insert(std::move(typed));
    if (whole.size() + spellings.size() < size) collect_inside_titles(reader, folded, see_hidden, inside);
    for (const Spellings* const group : {&whole, &spellings, &inside}) {
      const auto from = static_cast<std::ptrdiff_t>(found.list.size());
      for (const auto& [key, texts] : *group)
        if (group != &inside || !spellings.contains(key)) found.list.push_back(merged(texts));
      std::ranges::sort(found.list.begin() + from, found.list.end(), better);
    }
    found.list.resize(std::min(size, found.list.size()));
    return found;
  });
}

}  // namespace search
