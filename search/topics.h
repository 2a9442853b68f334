// SPDX-License-Identifier: GPL-3.0-or-later
// What a matter is about, piece by piece, and which pieces an expert knows: for panels that together cover all of it.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/expansion.h"
#include "search/frequencies.h"
#include "search/indexed_records.h"

namespace search {

struct Topic {
  std::string kind;   // keyword, field, or word: of the title, where the record has no keywords
  std::string text;   // as written; the label of a field
  std::string code;   // of a field
};

// Keywords of a need or an achievement; without any, the rarest words of its title that the index holds; without those, its fields. A field that stands beside
// words is no topic: thousands share it, and who does need not know the matter.
std::vector<Topic> topics_of(const corpus::Record& record, const corpus::Vocabularies& vocabularies, const Frequencies& frequencies);

// Whether the expert states a field of the record.
bool shares_field(const corpus::Record& record, const corpus::Expert& expert);

// Which topics the expert covers, by their place in the list. A field is covered by who states it; words by who has all of them, or one of their other
// names (`expander` may be null), in their own text or in title and keywords of a linked result. May throw Xapian::Error.
class Coverage {
 public:
  Coverage(const std::vector<Topic>& topics, const Expander* expander);
  std::set<std::size_t> of(const corpus::Expert& expert, IndexedRecords& records) const;

  // What is asked of who covers the topic at this place: the code of a field, or, where that is empty, all terms of one of these lists.
  const std::string& field(std::size_t topic) const { return wanted_[topic].field; }
  const std::vector<std::vector<std::string>>& spellings(std::size_t topic) const { return wanted_[topic].spellings; }

 private:
  struct Wanted {
    std::string field;                                // a code, or
    std::vector<std::vector<std::string>> spellings;  // terms of the topic, and of each of its other names
  };
  std::vector<Wanted> wanted_;
};

}  // namespace search
