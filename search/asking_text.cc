// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/asking_text.h"

#include <utility>

#include "indexer/schema.h"

namespace search {

void AskingText::add(const corpus::Record& record) {
  for (const auto& field : indexer::text_fields(corpus::kind_of(record))) {
    if (!indexer::names_the_matter(field)) continue;
    std::string text = indexer::text_of(record, field.name);
    if (text.empty()) continue;
    texts.push_back(std::move(text));
    weights.push_back(field.prefix.empty() ? 1 : 2);
    fields.emplace_back(field.name);
  }
}

bool AskingText::keep_beginnings() {
  bool cut = false;
  for (std::string& text : texts) {
    if (text.size() <= kMaxAskingBytes) continue;
    std::size_t end = kMaxAskingBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    cut = true;
  }
  return cut;
}

std::vector<WeightedText> AskingText::weighted() const {
  std::vector<WeightedText> out;
  for (std::size_t i = 0; i < texts.size(); ++i) out.push_back({texts[i], weights[i]});
  return out;
}

}  // namespace search
