// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/meaning.h"

#include <algorithm>
#include <utility>

#include "search/ties.h"

namespace search {

namespace model = indexer::model;

Meaning::Meaning(const IndexReader& reader, model::Question question, Notes& notes) {
  if (reader.lacks_model())
    notes.push_back({"model", "本次结果只按词语排序：索引的语义模型不在本机或与索引不符",
                     "ordered by words alone: the model of this index is not at hand here", 0, 0});
  if (reader.model() == nullptr || reader.model()->share(question) <= 0) return;
  model_ = reader.model();
  share_ = model_->share(question);
}

void Meaning::ask(const std::vector<std::string>& texts) {
  if (model_ == nullptr) return;
  model::FeatureCollector features(model_->features());
  for (const std::string& text : texts) features.add(text);
  place_ = model_->encode(features.finish());
}

std::vector<Ranked> Meaning::best(Xapian::Enquire& enquire, const Wanted& wanted, double top) const {
  if (!used()) return search::best(enquire, wanted);
  Wanted whole = wanted;
  whole.from = 0;
  whole.size = std::max(model::kReordered, wanted.from + wanted.size);
  whole.places = true;
  std::vector<Ranked> list = search::best(enquire, whole);
  if (top == 0 && !list.empty()) top = list.front().score;
  std::vector<Ranked> behind;
  if (list.size() > model::kReordered) {
    std::move(list.begin() + static_cast<std::ptrdiff_t>(model::kReordered), list.end(), std::back_inserter(behind));
    list.resize(model::kReordered);
  }
  for (Ranked& one : list) one.score = model::mixed(one.words, top, cosine(one), share_);
  sort_by_score(
      list, [](const Ranked& one) { return one.score; }, [](const Ranked& one) -> const std::string& { return one.id; });
  std::move(behind.begin(), behind.end(), std::back_inserter(list));
  list.resize(std::min(list.size(), wanted.from + wanted.size));
  list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(std::min(wanted.from, list.size())));
  return list;
}

}  // namespace search
