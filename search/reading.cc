// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/reading.h"

#include <algorithm>
#include <utility>

#include "indexer/model/record_texts.h"
#include "indexer/text/analyzer.h"
#include "search/frequencies.h"
#include "search/indexed_records.h"
#include "search/ties.h"

namespace search {

namespace model = indexer::model;

TextReading::TextReading(const IndexReader& reader, Notes& notes) : reader_(reader), weights_(reader.ranking()) {
  if (reader.lacks_ranking())
    notes.push_back({"ranking", "本次结果没有使用索引学到的排序：其权重损坏或与本程序不符",
                     "without the order that the index learned: its weights are damaged, or of another program", 0, 0});
}

void TextReading::ask(const Plan& plan) {
  if (weights_ == nullptr || !plan.scored || plan.texts.empty() || !plan.likeness.terms.empty()) return;
  const Frequencies frequencies(reader_.database(), reader_.far());
  const double all = reader_.database().get_doccount();
  if (reader_.far()) {
    std::vector<std::string> terms;
    for (const std::string& text : plan.texts)
      for (indexer::text::Token& token : indexer::text::analyze(text)) terms.push_back(std::move(token.term));
    frequencies.fetch(terms);
  }
  model::AskedWords asked(plan.texts, [&](const std::string& term) { return rarity(frequencies.of(term), all); });
  if (!asked.empty()) asked_.emplace(std::move(asked));
}

std::vector<Ranked> TextReading::best(Xapian::Enquire& enquire, const Wanted& wanted, const Meaning& meaning) const {
  if (!used()) return meaning.best(enquire, wanted);
  // The best score by words is the same on every page: it is among those that meaning has moved.
  const std::size_t moved = meaning.used() ? model::kReordered : model::kRead;
  Wanted whole = wanted;
  whole.from = 0;
  whole.size = std::max(moved, wanted.from + wanted.size);
  std::vector<Ranked> list = meaning.best(enquire, whole);
  double top = 0;
  for (std::size_t i = 0; i < std::min(moved, list.size()); ++i) top = std::max(top, list[i].words);
  const auto end_of_read = list.begin() + static_cast<std::ptrdiff_t>(std::min(model::kRead, list.size()));
  std::vector<Ranked> read_ones(std::make_move_iterator(list.begin()), std::make_move_iterator(end_of_read));
  read(read_ones, top);
  sort_by_score(
      read_ones, [](const Ranked& one) { return one.score; }, [](const Ranked& one) -> const std::string& { return one.id; });
  std::move(read_ones.begin(), read_ones.end(), list.begin());
  list.resize(std::min(list.size(), wanted.from + wanted.size));
  list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(std::min(wanted.from, list.size())));
  return list;
}

void TextReading::read(std::vector<Ranked>& list, double top) const {
  std::vector<Xapian::docid> numbers;
  for (const Ranked& one : list) numbers.push_back(one.number);
  std::vector<Xapian::Document> documents = reader_.fetch(numbers);
  for (std::size_t i = 0; i < list.size(); ++i) {
    Ranked& one = list[i];
    one.document = std::move(documents[i]);
    const auto record = record_in(*one.document);
    if (!record) continue;  // `index check` names it
    const model::RecordTexts texts = model::texts_of(*record);
    const model::Standing standing = asked_->in(texts.title, texts.body);
    for (const model::Trait trait : model::kTraits) {
      const double part = model::added(*weights_, standing, trait, top);
      one.added[static_cast<std::size_t>(trait)] = part;
      one.score += part;
    }
  }
}

}  // namespace search
