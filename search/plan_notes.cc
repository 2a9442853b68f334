// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/plan_notes.h"

#include <fmt/format.h>

#include "corpus/diagnostic.h"
#include "search/characters.h"

namespace search {
namespace {

constexpr std::size_t kWordlessShown = 40;  // characters of the query in a note

}  // namespace

void note_long_text(const Plan& plan, Share share, Notes& notes) {
  if (!plan.of_long_text()) return;
  const std::size_t terms = plan.share.size();
  std::string zh = fmt::format("检索内容很长，按其中最能区分的 {} 个词检索", terms);
  std::string en = fmt::format("the text is long: it is searched by the {} of its terms that tell most apart", terms);
  if (const double part = part_of_terms(share, true); part > 0) {  // else another note says that any is enough
    zh += fmt::format("，列出占其分量至少 {:.0f}% 的记录", 100 * part);
    en += fmt::format(", and what holds at least {:.0f}% of what they tell is listed", 100 * part);
  }
  notes.push_back({"long_text", std::move(zh), std::move(en), 0, 0});
}

void note_cut(const Plan& plan, Notes& notes) {
  if (plan.cut) notes.push_back({"too_many", "检索内容太多，只用前面的部分", "the query asks for too much at once: only its first part is used", 0, 0});
  for (const Node* const node : plan.cut_prefixes)
    notes.push_back({"wildcard_cut", fmt::format("以“{}”开头的词太多，只用最常见的 {} 个", node->text, Characters::kMost),
                     fmt::format("many words begin with \"{}\": only the {} most frequent are used", node->text, Characters::kMost), node->start,
                     node->length});
  if (plan.wordless != nullptr) {
    const std::string shown = corpus::excerpt(plan.wordless->text, kWordlessShown);
    notes.push_back({"no_words", fmt::format("“{}”里没有可以检索的字词，没有按它检索", shown),
                     fmt::format("there is no word in \"{}\": nothing was searched for by it", shown), plan.wordless->start, plan.wordless->length});
  }
}

}  // namespace search
