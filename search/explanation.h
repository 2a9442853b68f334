// SPDX-License-Identifier: GPL-3.0-or-later
// Why a record stands where it stands in a search: what each term of the question adds to its score. Of matches: match_explanation.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "search/card.h"
#include "search/expansion.h"
#include "search/query.h"
#include "search/reader_pool.h"
#include "search/searcher.h"

namespace search {

struct TermPart {
  std::string term;                     // as people read it: 标题:阀门; terms that count as one joined by " / "; what is no term: （同一句 in one sentence）
  std::optional<std::int64_t> records;  // that hold it, at most; hidden ones too, so only if see_hidden
  double weight = 0;                    // what it adds; 0 where the record lacks it
};

struct Explanation {
  Card card;
  double score = 0;                             // sum of the weights, as in the list; more than that where a note says that terms are not told
  std::vector<TermPart> parts;                  // the heaviest first; of those it lacks, the rarest first, if see_hidden. At most 300
  bool fits = true;                             // whether the record has what must hold: kind, visibility, filters, phrases, likeness
  std::size_t held = 0, asked = 0, needed = 0;  // free words that it holds, of all, and how many a list asks for at least
  Notes notes;
};

// The query as its list was made, loosened where nothing matches it as it stands; page, size and sort play no part. Without see_hidden no term is told that hidden records alone hold.
// Thread-safe. Cost: a question to Xapian for each term, of one record, and without see_hidden one more, whether a public record holds it.
// What meaning and the way the words stand add is told where the record is among those that a list of its kind orders anew; that costs such a list. Errors:
// not_found where no record of this id is in the index, or none for this reader; timeout, unavailable.
corpus::Result<Explanation> explain(ReaderPool& pool, const corpus::Vocabularies& vocabularies, const Expander* expander,
                                    const SearchRequest& request, const std::string& id);

// Records beside each other, as one state of the index has them.
struct HitsExplained {
  std::vector<Explanation> records;  // in the order of the ids
  corpus::Seq seq = 0;
  std::string generation;
};

// The same for several ids, each in a list of its own kind: the request's plays no part.
corpus::Result<HitsExplained> explain_hits(ReaderPool& pool, const corpus::Vocabularies& vocabularies, const Expander* expander,
                                           const SearchRequest& request, const std::vector<std::string>& ids);

}  // namespace search
