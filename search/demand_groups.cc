// SPDX-License-Identifier: GPL-3.0-or-later
// What names say is asked of same_demand(), with the one figure put in place of the other; and what bounds say, with the one name in place of the other.
#include "search/demand_groups.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "indexer/indicator_agreement.h"
#include "indexer/text/signs.h"

namespace search {
namespace {

using indexer::RecordIndicator;

// % is of one or another by its name alone: 节电率 is a ratio, 综合省电 a change.
constexpr std::array<std::string_view, 4> kSharesOfWhole = {"ratio", "change", "mass_fraction", "relative_humidity"};

bool is_share(const RecordIndicator& one) { return std::ranges::find(kSharesOfWhole, one.stated.dimension) != kSharesOfWhole.end(); }

// The figure and condition of one under the name of the other.
RecordIndicator named_as(RecordIndicator figure, const RecordIndicator& name) {
  figure.stated.name = name.stated.name;
  figure.parameter = name.parameter;
  figure.about = name.about;
  figure.words = name.words;
  return figure;
}

// 节电率 and 气站综合省电; of 抗拉强度 and 屈服强度 the end is no sign of kinship.
bool share_a_character(std::string_view one, std::string_view other) {
  const auto x = indexer::text::read_signs(one).text, y = indexer::text::read_signs(other).text;
  std::size_t end = 0;
  while (end < std::min(x.size(), y.size()) && x[x.size() - 1 - end] == y[y.size() - 1 - end]) ++end;
  const std::u32string_view a = std::u32string_view(x).substr(0, x.size() - end), b = std::u32string_view(y).substr(0, y.size() - end);
  if (a.empty() || b.empty()) return true;  // 命中率, 积水点命中率
  return std::ranges::any_of(a, [&](char32_t c) { return indexer::text::is_hanzi(c) && b.find(c) != b.npos; });
}

}  // namespace

bool may_be_of_one_thing(const RecordIndicator& asked, const RecordIndicator& other) {
  if (indexer::same_demand(asked, other)) return true;
  RecordIndicator alike = other;
  if (is_share(asked) && is_share(other)) alike.stated.dimension = asked.stated.dimension;
  if (asked.stated.dimension != alike.stated.dimension) return false;
  if (!asked.parameter.empty() && !other.parameter.empty() && asked.parameter != other.parameter) return false;
  if (indexer::same_demand(asked, named_as(asked, other))) return true;
  return indexer::same_demand(asked, named_as(std::move(alike), asked)) && share_a_character(asked.stated.name, other.stated.name);
}

std::vector<std::size_t> demand_groups(const std::vector<RecordIndicator>& asked) {
  std::vector<std::size_t> group(asked.size());
  for (std::size_t one = 0; one < asked.size(); ++one) {
    group[one] = one;
    for (std::size_t other = 0; other < one; ++other) {
      if (group[other] == group[one] || !may_be_of_one_thing(asked[one], asked[other])) continue;
      const std::size_t first = std::min(group[one], group[other]), later = std::max(group[one], group[other]);
      std::replace(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(one) + 1, later, first);
    }
  }
  return group;
}

}  // namespace search
