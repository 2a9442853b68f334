// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_answers.h"

#include <fmt/format.h>

#include "indexer/text/normalize.h"

namespace cli {

std::string words_of(const LeftOut& left_out) {
  return fmt::format("{} whose title is a query, {} with a keyword that is one, {} whose text holds one or is in one", left_out.titles, left_out.keywords,
                     left_out.texts);
}

Answers::Answers(const Collection& collection) {
  for (const auto& [id, text] : collection.queries) {
    queries_.push_back(indexer::text::fold(text));
    whole_.insert(queries_.back());
  }
}

bool Answers::given_by(const corpus::Achievement& record, LeftOut& left_out) const {
  if (whole_.contains(indexer::text::fold(record.title))) return ++left_out.titles, true;
  for (const std::string& keyword : record.keywords)
    if (whole_.contains(indexer::text::fold(keyword))) return ++left_out.keywords, true;
  const std::string text = indexer::text::fold(record.summary);
  for (const std::string& query : queries_) {
    const bool holds = query.size() >= kWholeThought && text.find(query) != std::string::npos;
    const bool held = text.size() >= kWholeThought && query.find(text) != std::string::npos;
    if (holds || held) return ++left_out.texts, true;
  }
  return false;
}

}  // namespace cli
