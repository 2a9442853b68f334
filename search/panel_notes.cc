// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/panel_notes.h"

#include <fmt/format.h>

#include <string>

namespace search {

std::optional<Note> note_on_unstated_organisations(const std::vector<PanelExpert>& eligible) {
  constexpr std::size_t kNamed = 5;
  std::string zh, en;
  std::size_t count = 0;
  for (const PanelExpert& one : eligible) {
    if (one.organisation_stated || ++count > kNamed) continue;
    zh += fmt::format("{}{}（{}）", zh.empty() ? "" : "、", one.name, one.id);
    en += fmt::format("{}{} ({})", en.empty() ? "" : ", ", one.name, one.id);
  }
  if (count == 0) return std::nullopt;
  return Note{"organisation_unknown",
              fmt::format("可选专家中有 {} 人未注明单位，无法按现任单位核对回避：{}{}", count, zh, count > kNamed ? " 等" : ""),
              fmt::format("{} of the eligible state no organisation, so conflicts by where they work could not be looked for: {}{}", count, en,
                          count > kNamed ? " and others" : ""),
              0, 0};
}

Notes notes_on_unknown_sides(const Party& party) {
  Notes notes;
  for (const Organisation& one : party.organisations) {
    if (one.id.empty() || one.id == one.record_id) continue;
    const std::string zh = one.record_id.empty() ? "别名、股东无从得知，只能按此编号和名称核对回避" : fmt::format("按名称当作 {} 核对回避", one.record_id);
    const std::string en = one.record_id.empty() ? "aliases and shares are not known, and conflicts were looked for by this id and name alone"
                                                 : fmt::format("conflicts were looked for as those of {}, which has the name", one.record_id);
    notes.push_back({"side_unknown", fmt::format("“{}”的单位编号 {} 在索引中没有企业记录：{}", one.shown, one.id, zh),
                     fmt::format("{} has an id, {}, of no enterprise in the index: {}", one.shown, one.id, en), 0, 0});
  }
  return notes;
}

Note note_on_measure(const PanelExpert& maker, const PanelExpert& best) {
  return {"fit_measured",
          fmt::format("适合度以 {}（{}）为 100%：最合适的 {}（{}）按“成果完成人”规则被排除，不作衡量的标准", best.name, best.id, maker.name, maker.id),
          fmt::format("fit is measured by {} ({}) as 100%: {} ({}), who fits best, is excluded as one who made the result, and is no measure", best.name,
                      best.id, maker.name, maker.id),
          0, 0};
}

}  // namespace search
