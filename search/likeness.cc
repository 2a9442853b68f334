// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/likeness.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <vector>

#include "corpus/diagnostic.h"

namespace search {
namespace {

constexpr std::size_t kIdShown = 40;       // characters of an id in a note
constexpr double kWord = 2;              // what a free word weighs beside all that the named records say, which is 1
constexpr Xapian::doccount kFewestAlike = 2;  // holders of a term by which something can be like something

}  // namespace

void choose_terms(const AskingText& text, const Frequencies& frequencies, std::size_t limit, Likeness& likeness) {
  likeness.terms = select_terms(text.weighted(), frequencies, std::numeric_limits<std::size_t>::max(), kAskingWeights);
  std::erase_if(likeness.terms, [&](const WeightedTerm& one) { return frequencies.of(one.term) < kFewestAlike; });
  if (likeness.terms.size() > limit) likeness.terms.resize(limit);  // the best stand first
  const double all = frequencies.database().get_doccount();
  double whole = 0;
  likeness.shares.clear();
  for (const WeightedTerm& one : likeness.terms) {
    likeness.shares.push_back(one.weight * rarity(frequencies.of(one.term), all));
    whole += likeness.shares.back();
  }
  for (double& share : likeness.shares) share /= whole;
}

std::vector<CountedPart> counted(const Plan& plan) {
  std::vector<CountedPart> parts;
  const double word_weighs = plan.likeness.terms.empty() ? 1 : kWord;
  for (std::size_t i = 0; i < plan.share.size(); ++i) parts.push_back({plan.share[i], plan.of_long_text() ? plan.share_weights[i] : word_weighs});
  for (std::size_t i = 0; i < plan.likeness.terms.size(); ++i) parts.push_back({Xapian::Query(plan.likeness.terms[i].term), plan.likeness.shares[i]});
  return parts;
}

double least_counted(const Plan& plan, Share share) {
  const double alike = plan.likeness.terms.empty() ? 0 : kAlike;
  if (!plan.of_long_text()) {
    const auto words = static_cast<double>(needed_of(plan.share.size(), share));
    return plan.likeness.terms.empty() ? words : kWord * words + alike;
  }
  return std::max(part_of_terms(share, true) * kWholeShare, std::ranges::min(plan.share_weights)) + alike;
}

std::size_t fewest_counted(const Plan& plan, Share share) {
  if (!plan.of_long_text()) return needed_of(plan.share.size(), share);
  std::vector<double> weights = plan.share_weights;
  std::ranges::sort(weights, std::greater());
  std::size_t words = 0;
  for (double left = part_of_terms(share, true) * kWholeShare; words < weights.size() && (words == 0 || left > 0); ++words) left -= weights[words];
  return words;
}

void note_likeness(const Plan& plan, bool partly, Notes& notes) {
  for (const Node* const node : plan.unknown_records) {
    const std::string id = corpus::excerpt(node->codes.front(), kIdShown);
    if (partly)
      notes.push_back({"unknown_record", fmt::format("编号为“{}”的记录可能在没有应答的分片中", id),
                       fmt::format("the record \"{}\" may lie in a part of the index that does not answer", id), node->start, node->length});
    else
      notes.push_back({"unknown_record", fmt::format("没有编号为“{}”的记录", id), fmt::format("there is no record with the id \"{}\"", id), node->start,
                       node->length});
  }
  if (plan.misplaced != nullptr)
    notes.push_back({"similar_alone", "“相似:”不能用来排除，也不能用 OR 连接，已忽略", "\"similar:\" cannot leave out and cannot stand beside an OR: ignored",
                     plan.misplaced->start, plan.misplaced->length});
  if (plan.likeness.ids.empty()) return;
  const std::string zh = fmt::format("{}", fmt::join(plan.likeness.ids, "、")), en = fmt::format("{}", fmt::join(plan.likeness.ids, ", "));
  const std::size_t terms = plan.likeness.terms.size();
  if (terms == 0)
    notes.push_back({"similar", fmt::format("{} 与其他记录没有共同的词", zh), fmt::format("no other record shares a word with {}", en), 0, 0});
  else
    notes.push_back({"similar", fmt::format("与 {} 相似：按其中最能说明内容的 {} 个词检索，列出占其分量至少 {:.0f}% 的记录", zh, terms, 100 * kAlike),
                     fmt::format("similar to {}: searched by the {} terms that say most, listed is what holds at least {:.0f}% of what they tell", en, terms,
                                 100 * kAlike),
                     0, 0});
}

}  // namespace search
