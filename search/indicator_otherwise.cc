// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indicator_otherwise.h"

#include <algorithm>

#include "indexer/indicator_agreement.h"
#include "search/indicator_names.h"
#include "search/indicator_scale.h"

namespace search {
namespace {

using indexer::Conditions;
using indexer::RecordIndicator;

// What is said of another condition than is asked for, or says that again without it.
bool of_another_condition(const RecordIndicator& asked, const RecordIndicator& one, const std::vector<RecordIndicator>& stated) {
  const Conditions conditions = indexer::conditions_of(asked, one);
  if (conditions != Conditions::unsaid) return conditions == Conditions::apart;
  return std::ranges::any_of(stated, [&](const RecordIndicator& other) {
    const Conditions there = indexer::conditions_of(asked, other);
    return (there == Conditions::apart || there == Conditions::other) && indexer::same_demand(other, one);
  });
}

StatedOtherwise remark_on(const RecordIndicator& asked, const RecordIndicator& one, std::size_t at) {
  const auto scale = scale_between(asked, one);
  if (!scale && scale.error() == NoScale::unit) return {at, NoAnswer::unit, false};
  if (!scale) return {at, NoAnswer::period, true};
  if (indexer::conditions_of(asked, one) == Conditions::other) return {at, NoAnswer::condition, true};
  return {at, NoAnswer::unsettled, asked.stated.dimension == one.stated.dimension && asked.stated.unit == one.stated.unit};
}

}  // namespace

std::string_view to_string(NoAnswer why) {
  switch (why) {
    case NoAnswer::unit: return "unit";
    case NoAnswer::period: return "period";
    case NoAnswer::condition: return "condition";
    case NoAnswer::unsettled: return "unsettled";
  }
  return "";
}

std::string_view message_of(NoAnswer why) {
  switch (why) {
    case NoAnswer::unit: return "单位不可换算";
    case NoAnswer::period: return "计量时段不同";
    case NoAnswer::condition: return "条件不同";
    case NoAnswer::unsettled: return "由此不能断定";
  }
  return "";
}

std::string_view message_en_of(NoAnswer why) {
  switch (why) {
    case NoAnswer::unit: return "in a unit that does not convert";
    case NoAnswer::period: return "for another period";
    case NoAnswer::condition: return "under another condition";
    case NoAnswer::unsettled: return "which does not settle it";
  }
  return "";
}

std::optional<StatedOtherwise> stated_otherwise(const RecordIndicator& asked, const std::vector<RecordIndicator>& stated) {
  std::optional<StatedOtherwise> found;
  for (std::size_t k = 0; k < stated.size(); ++k) {
    if (!answers(asked, stated[k]) || of_another_condition(asked, stated[k], stated)) continue;
    const StatedOtherwise one = remark_on(asked, stated[k], k);
    if (one.worth_asking) return one;
    if (!found) found = one;
  }
  return found;
}

}  // namespace search
