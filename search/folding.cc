// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/folding.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "indexer/schema.h"
#include "search/indicator_match.h"

namespace search {
namespace {

using indexer::RecordIndicator;

// What is met and what is missed, in the order of the need.
using SettledDemands = std::vector<std::pair<std::string, Outcome>>;

class DemandSettling {
 public:
  DemandSettling(const AskingSide& asking, corpus::Kind found)
      : asked_(asking.facts.indicators), needs_are_found_(found == corpus::Kind::need && asking.kind != corpus::Kind::need) {}

  // Nothing where the signal does not apply, as for experts.
  SettledDemands of(const MatchRow& row) const {
    const auto applies = row.match.values.find("indicators");
    if (applies == row.match.values.end() || !applies->second) return {};
    const std::vector<RecordIndicator>& theirs = row.facts.indicators;
    const std::vector<RecordIndicator>& need = needs_are_found_ ? theirs : asked_;
    const std::vector<RecordIndicator>& offer = needs_are_found_ ? asked_ : theirs;
    SettledDemands all;
    for (const Comparison& one : compare(need, offer))
      if (one.outcome != Outcome::not_stated) all.emplace_back(demand(one.asked, need), one.outcome);
    return all;
  }

 private:
  // Of one need its place is enough. Two needs are not bound to ask the same, nor as much.
  std::string demand(std::size_t at, const std::vector<RecordIndicator>& need) const {
    if (!needs_are_found_) return std::to_string(at);
    return fmt::format("{}\t{}\t{}", need[at].parameter, need[at].about, need[at].stated.condition);
  }

  const std::vector<RecordIndicator>& asked_;
  bool needs_are_found_;
};

// A row that stays, by its place among those. What it settles is asked when a second one of its group comes: few groups have one.
struct Standing {
  std::size_t at = 0;
  std::optional<SettledDemands> settled;
};

}  // namespace

void fold_copies(std::vector<MatchRow>& rows, const MatchRequest& request, const AskingSide& asking) {
  const DemandSettling settling(asking, kind_of_target(request.to, asking.kind));
  std::map<std::string, std::vector<Standing>> of_group;
  std::vector<MatchRow> kept;
  kept.reserve(rows.size());
  for (MatchRow& row : rows) {
    const std::string group = row.document.get_value(indexer::slot(indexer::Slot::group));
    if (group.empty()) {
      kept.push_back(std::move(row));
      continue;
    }
    std::vector<Standing>& before = of_group[group];
    std::optional<SettledDemands> settled;
    if (!before.empty()) settled = settling.of(row);
    const auto same = std::ranges::find_if(before, [&](Standing& one) {
      if (!one.settled) one.settled = settling.of(kept[one.at]);
      return one.settled == settled;
    });
    if (same == before.end()) {
      before.push_back({kept.size(), std::move(settled)});
      kept.push_back(std::move(row));
    } else if (!is_withheld(row, request, asking)) {
      Match& shown = kept[same->at].match;
      ++shown.more;
      if (shown.more_ids.size() < kMostMoreNamed) shown.more_ids.push_back(std::move(row.match.card.id));
    }
  }
  rows = std::move(kept);
}

}  // namespace search
