// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that keep an expert out of a panel, as data: which hold for which role, and for how many years. FORMAT.md has the page.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/error.h"

namespace corpus {

// What a person is asked for: to judge 评审, or to solve 揭榜, 特派.
enum class PanelRole : std::uint8_t { judge, solver };

enum class PanelRule : std::uint8_t {
  role,   // does not have the role: no rule of the file, always in force
  topic,  // covers none of the topics and is of another field: the same
  fit,    // reaches too small a share of what the best expert for the matter reaches: the same; the question says how much is enough
  evidence,  // neither text nor results to judge them by: the same
  blacklist,
  same_organisation,
  related_organisation,
  avoided_organisation,
  avoided_person,
  own_result,
  co_work,
  advisor,
  kin,
  interest,
  rotation,
  workload,
  capacity,
  service_region,
};

std::string_view to_string(PanelRole role);
std::string_view to_string(PanelRule rule);
std::optional<PanelRole> panel_role_from_string(std::string_view word);

// How long after its end a fact still excludes.
struct Window {
  std::optional<int> years;  // 0: only while it lasts; nullopt: for life
  bool operator==(const Window&) const = default;
};
std::string to_text(Window window);  // as the file has it: "4", "life"

struct PanelRuleRow {
  PanelRule rule = PanelRule::role;
  PanelRole role = PanelRole::judge;
  Window window;
  int limit = 0;  // of workload: so many reviews within the window are enough
  std::string label, label_en, source;
};

struct PanelRules {
  std::string edition;  // as the file says, and eight digits of its hash: 1-3fa8c012
  std::vector<PanelRuleRow> rows;

  // The row in force; nullptr where the rule is off for the role or not in the file.
  const PanelRuleRow* find(PanelRule rule, PanelRole role) const;
};

// damaged with file:line where a line is none of the grammar, a rule stands twice for a role, there is no edition, or a role has no rule at all;
// io where the file cannot be read.
Result<PanelRules> read_panel_rules(const std::filesystem::path& file);

}  // namespace corpus
