// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/panel_duty.h"

#include <fmt/format.h>

#include <algorithm>

namespace search {
namespace {

using corpus::Expert;
using corpus::PanelRole;
using corpus::PanelRule;

bool of_role(const corpus::Engagement& task, PanelRole role) { return (task.type == "service") == (role == PanelRole::solver); }

// Tasks of the role's kind that were given in so many years before the panel. A task of a month that is not over counts.
int given(const Expert& expert, const PanelTerms& terms, int years) {
  const corpus::Day since = corpus::years_after(terms.on, -years);
  return static_cast<int>(std::ranges::count_if(expert.review_history, [&](const corpus::Engagement& task) {
    const auto date = corpus::iso_date(task.date);
    return of_role(task, terms.role) && date && corpus::first_day(*date) <= terms.on && corpus::last_day(*date) > since;
  }));
}

void role(const Expert& expert, const PanelTerms& terms, std::vector<Exclusion>& out) {
  if (has_role(expert, terms.role)) return;
  const bool judge = terms.role == PanelRole::judge;
  Exclusion one;
  one.message = judge ? "角色：不是评审专家" : "角色：不是揭榜人或科技特派员";
  one.message_en = judge ? "role: is no reviewer" : "role: is neither solver nor envoy";
  out.push_back(std::move(one));
}

// Whether the task was one of the same side: this matter, or another of its organisations.
bool for_party(const std::string& task, const Party& party, IndexedRecords& records) {
  if (task == party.id) return true;
  Organisation side;
  if (const auto* need = records.find_as<corpus::Need>(task))
    side = organisation_of(need->enterprise_id.value, need->enterprise_name, records);
  else if (const auto* result = records.find_as<corpus::Achievement>(task))
    side = organisation_of(result->owner_org_id.value, result->owner_org, records);
  return !side.empty() && std::ranges::any_of(party.organisations, [&](const Organisation& one) { return same(one, side); });
}

void rotation(const Expert& expert, const Party& party, const PanelTerms& terms, IndexedRecords& records, std::vector<Exclusion>& out) {
  for (const corpus::Engagement& task : expert.review_history)
    if (of_role(task, terms.role) && !task.task.empty() && for_party(task.task, party, records))
      exclude(PanelRule::rotation, {fmt::format("评审过同一方的“{}”", task.task), fmt::format("judged {} of the same side", task.task), task.date, task.date},
              terms, out);
}

void workload(const Expert& expert, const PanelTerms& terms, std::vector<Exclusion>& out) {
  const corpus::PanelRuleRow* row = terms.rules.find(PanelRule::workload, terms.role);
  if (row == nullptr || !row->window.years) return;
  const int years = *row->window.years, count = given(expert, terms, years);
  if (count < row->limit) return;
  Exclusion one;
  one.rule = PanelRule::workload;
  one.message = fmt::format("{}：近 {} 年已评审 {} 次，上限 {} 次", row->label, years, count, row->limit);
  const std::string within = years == 1 ? "a year" : fmt::format("{} years", years);
  one.message_en = fmt::format("{}: {} reviews within {}, the limit is {}", row->label_en, count, within, row->limit);
  one.admits_at = count + 1;
  out.push_back(std::move(one));
}

void capacity(const Expert& expert, const PanelTerms& terms, std::vector<Exclusion>& out) {
  const corpus::PanelRuleRow* row = terms.rules.find(PanelRule::capacity, terms.role);
  if (row == nullptr || !expert.capacity) return;
  const int count = given(expert, terms, std::max(1, row->window.years.value_or(1)));
  if (count < *expert.capacity) return;
  Exclusion one;
  one.rule = PanelRule::capacity;
  one.message = fmt::format("{}：已服务 {} 项，每年可服务 {} 项", row->label, count, *expert.capacity);
  one.message_en = fmt::format("{}: serves {} already, {} a year at most", row->label_en, count, *expert.capacity);
  out.push_back(std::move(one));
}

void service_region(const Expert& expert, const Party& party, const PanelTerms& terms, const corpus::Vocabulary& regions, std::vector<Exclusion>& out) {
  const corpus::PanelRuleRow* row = terms.rules.find(PanelRule::service_region, terms.role);
  if (row == nullptr || party.region.empty() || expert.service_regions.empty()) return;
  const auto up = regions.ancestors(party.region);
  if (std::ranges::any_of(expert.service_regions, [&](const std::string& code) { return std::ranges::find(up, code) != up.end(); })) return;
  std::string zh, en;
  for (const std::string& code : expert.service_regions) {
    zh += (zh.empty() ? "" : "、") + regions.label(code);
    en += (en.empty() ? "" : ", ") + regions.label_en(code);
  }
  Exclusion one;
  one.rule = PanelRule::service_region;
  one.message = fmt::format("{}：服务于{}，不含{}", row->label, zh, regions.label(party.region));
  one.message_en = fmt::format("{}: serves {}, not {}", row->label_en, en, regions.label_en(party.region));
  out.push_back(std::move(one));
}

}  // namespace

bool has_role(const Expert& expert, PanelRole role) {
  return std::ranges::any_of(expert.roles, [&](const std::string& code) {
    return role == PanelRole::judge ? code == "reviewer" : code == "solver" || code == "envoy";
  });
}

Duty duty_of(const Expert& expert, const PanelTerms& terms) {
  Duty duty{given(expert, terms, 1), {}};
  for (const corpus::Engagement& task : expert.review_history) {
    const auto date = corpus::iso_date(task.date);
    if (of_role(task, terms.role) && date && corpus::first_day(*date) <= terms.on && *date > duty.last) duty.last = *date;
  }
  return duty;
}

std::vector<Exclusion> duties_against(const Expert& expert, const Party& party, const PanelTerms& terms, IndexedRecords& records,
                                      const corpus::Vocabulary& regions) {
  std::vector<Exclusion> out;
  role(expert, terms, out);
  rotation(expert, party, terms, records, out);
  workload(expert, terms, out);
  capacity(expert, terms, out);
  service_region(expert, party, terms, regions, out);
  return out;
}

}  // namespace search
