// SPDX-License-Identifier: GPL-3.0-or-later
// What would have to be relaxed, and by how much, so that a panel can be filled.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "search/panel.h"

namespace search {
namespace {

using corpus::PanelRule;

bool is_a_matter_of_degree(const Exclusion& why) {
  using enum PanelRule;
  return why.rule != blacklist && why.rule != own_result && why.rule != topic && why.rule != evidence;
}

// For a rule, how many people are admitted at a step and at no stricter one. A step that only switching off is has no number.
struct Steps {
  std::map<int, std::size_t, std::greater<>> windows;  // the widest first
  std::size_t off = 0;
};

// The step that admits somebody: nullopt where more than one rule keeps them out.
struct Step {
  PanelRule rule;
  std::optional<int> to;
};
std::optional<Step> step_of(const Excluded& one) {
  Step step{one.why.front().rule, one.why.front().admits_at};
  for (const Exclusion& why : one.why) {
    if (why.rule != step.rule) return std::nullopt;
    if (!why.admits_at || !step.to)
      step.to.reset();
    else
      step.to = std::min(*step.to, *why.admits_at);
  }
  if (!is_a_matter_of_degree(one.why.front())) return std::nullopt;
  return step;
}

class RelaxationTelling {
 public:
  RelaxationTelling(const corpus::PanelRules& rules, corpus::PanelRole role, int floor, std::size_t missing)
      : rules_(rules), role_(role), floor_(floor), missing_(missing) {}

  void tell(PanelRule rule, const Steps& steps) {
    std::size_t admitted = 0;
    if (rule == PanelRule::workload) {
      for (auto at = steps.windows.rbegin(); at != steps.windows.rend(); ++at) add(rule, fmt::format("{}", at->first), admitted += at->second);
    } else if (rule == PanelRule::fit) {
      tell_floors(steps);
    } else {
      for (const auto& [to, people] : steps.windows) add(rule, fmt::format("{}", to), admitted += people);
    }
    if (steps.off > 0) add(rule, "off", admitted + steps.off);
  }

  std::vector<Relaxation> out;

 private:
  // Each step down to where fitting is chance, and below that the one that is needed: the highest floor that fills the seats, or admits as many as any does.
  void tell_floors(const Steps& steps) {
    std::size_t all = 0, admitted = 0;
    for (const auto& [to, people] : steps.windows) all += people;
    const std::size_t wanted = std::min(missing_, all);
    for (const auto& [to, people] : steps.windows) {
      const bool enough = admitted >= wanted;
      admitted += people;
      if (to >= kFitWarned || (!enough && admitted >= wanted)) add(PanelRule::fit, fmt::format("{}", to), admitted, to < kFitWarned);
    }
  }

  // What experts state of themselves has no years or number of the rules' own: it is asked for, or not.
  void off_alone(Relaxation& one) const {
    const corpus::PanelRuleRow& row = *rules_.find(one.rule, role_);
    const bool region = one.rule == PanelRule::service_region;
    one.message = fmt::format("停用“{}”（{}），可增 {} 人", row.label, region ? "不再要求所服务的区域包含所在地" : "不再看专家自报的每年可服务数", one.admits);
    const char* without = region ? "the regions served need not hold the place" : "how many a year they say they can serve no longer counts";
    one.message_en = fmt::format("{} switched off ({}) would admit {}", row.label_en, without, one.admits);
  }

  void add(PanelRule rule, std::string to, std::size_t admits, bool warn = false) {
    Relaxation one{rule, "", std::move(to), admits, "", ""};
    if (rule == PanelRule::role) {
      const bool judge = role_ == corpus::PanelRole::judge;
      one.message = fmt::format("另有 {} 人符合其他条件，只缺{}角色", admits, judge ? "评审专家" : "揭榜人或科技特派员");
      one.message_en = fmt::format("{} more {} the role {}", admits, admits == 1 ? "fits all else, but lacks" : "fit all else, but lack",
                                   judge ? "reviewer" : "solver or envoy");
    } else if (rule == PanelRule::fit) {
      one.from = fmt::format("{}", floor_);
      one.message = fmt::format("“适合度”由 {}% 放宽为 {}%，可增 {} 人{}", one.from, one.to, admits,
                                warn ? fmt::format("（注意：低于 {}%，所增的人远不如最合适者适合）", kFitWarned) : "");
      one.message_en = fmt::format("Fit from {}% to {}% of the best would admit {}{}", one.from, one.to, admits,
                                   warn ? fmt::format(" (beware: below {}% people fit much less than the best)", kFitWarned) : "");
    } else if (rule == PanelRule::service_region || rule == PanelRule::capacity) {
      off_alone(one);
    } else {
      const corpus::PanelRuleRow& row = *rules_.find(rule, role_);
      const bool limit = rule == PanelRule::workload;
      one.from = limit ? fmt::format("{}", row.limit) : corpus::to_text(row.window);
      const char* unit = limit ? " 次" : " 年";
      const auto zh = [&](const std::string& word) { return word == "off" ? "停用" : word == "life" ? "终身" : word + unit; };
      const auto en = [&](const std::string& word) {
        return word == "off" || word == "life" ? word : word + (limit ? (word == "1" ? " review" : " reviews") : (word == "1" ? " year" : " years"));
      };
      one.message = fmt::format("“{}”由{}放宽为{}，可增 {} 人", row.label, zh(one.from), zh(one.to), admits);
      one.message_en = fmt::format("{} from {} to {} would admit {}", row.label_en, en(one.from), en(one.to), admits);
    }
    out.push_back(std::move(one));
  }

  const corpus::PanelRules& rules_;
  corpus::PanelRole role_;
  int floor_;
  std::size_t missing_;
};

}  // namespace

std::vector<Relaxation> relaxations_of(const std::vector<Excluded>& excluded, const corpus::PanelRules& rules, corpus::PanelRole role, int floor,
                                       std::size_t missing) {
  std::map<PanelRule, Steps> by_rule;
  for (const Excluded& one : excluded) {
    const auto step = step_of(one);
    if (!step) continue;
    Steps& steps = by_rule[step->rule];
    if (step->to)
      ++steps.windows[*step->to];
    else
      ++steps.off;
  }
  RelaxationTelling telling(rules, role, floor, missing);
  for (const auto& [rule, steps] : by_rule) telling.tell(rule, steps);
  return std::move(telling.out);
}

std::size_t admitted_by_all(const std::vector<Excluded>& excluded) {
  return static_cast<std::size_t>(
      std::ranges::count_if(excluded, [](const Excluded& one) { return std::ranges::all_of(one.why, is_a_matter_of_degree); }));
}

std::vector<Relaxation> relaxations_for_topics(const Panel& panel, const corpus::PanelRules& rules) {
  std::vector<Relaxation> out;
  for (const std::size_t topic : panel.uncovered) {
    std::vector<Excluded> knowing;
    std::ranges::copy_if(panel.excluded, std::back_inserter(knowing), [&](const Excluded& one) { return one.expert.topics.contains(topic); });
    std::optional<PanelRule> told;
    for (Relaxation& one : relaxations_of(knowing, rules, panel.role, panel.floor, 1)) {
      if (std::exchange(told, one.rule) == one.rule) continue;  // a wider step of the same rule
      one.topic = panel.topics[topic].text;
      one.message = fmt::format("主题“{}”：{}", one.topic, one.message);
      one.message_en = fmt::format("topic {}: {}", one.topic, one.message_en);
      out.push_back(std::move(one));
    }
  }
  return out;
}

Notes notes_on_uncovered(const Panel& panel) {
  std::string open, open_en, nobody, nobody_en;
  for (const std::size_t topic : panel.uncovered) {
    const bool known = !panel.covered_by_nobody.contains(topic);
    std::string &zh = known ? open : nobody, &en = known ? open_en : nobody_en;
    zh += (zh.empty() ? "" : "、") + panel.topics[topic].text;
    en += (en.empty() ? "" : ", ") + panel.topics[topic].text;
  }
  Notes notes;
  const std::string todo = panel.uncovered_accepted ? "；已按要求接受" : "；按规则名额算未满，接受未覆盖的主题请用 --uncovered（接口：uncovered=true）";
  const std::string todo_en = panel.uncovered_accepted ? "; accepted, as asked for"
                                                       : "; the panel counts as not filled, unless that is accepted: --uncovered (API: uncovered=true)";
  if (!open.empty()) {
    notes.push_back({"topics_uncovered", fmt::format("可选专家中无人涉及的主题：{}{}", open, todo),
                     fmt::format("topics that nobody eligible covers: {}{}", open_en, todo_en), 0, 0});
  }
  if (!nobody.empty()) {
    const bool judge = panel.role == corpus::PanelRole::judge, none = panel.covers_none();
    notes.push_back({"topics_covered_by_nobody",
                     fmt::format("索引中没有任何{}涉及的主题：{}{}", judge ? "评审专家" : "揭榜人或科技特派员", nobody,
                                 none ? "；所抽的人不涉及任何一个主题，只是领域相同、文字相近" + todo : "；不因此算未满"),
                     fmt::format("topics that no {} in the whole index covers: {}{}", judge ? "reviewer" : "solver or envoy", nobody_en,
                                 none ? "; whoever is drawn covers none of the topics, and shares but the field and some words" + todo_en
                                      : "; the panel is not held to them"),
                     0, 0});
  }
  return notes;
}

std::optional<Note> note_on_relaxing(const std::vector<Relaxation>& relaxations, std::size_t by_all, std::size_t missing, bool seen_all) {
  if (missing == 0 || std::ranges::any_of(relaxations, [&](const Relaxation& one) { return one.admits >= missing; })) return std::nullopt;
  constexpr const char* kCode = "relaxing_not_enough";
  if (by_all >= missing)
    return Note{kCode, fmt::format("缺 {} 人，放宽任何一条规则都不够；可放宽的规则（连同适合度下限）全部停用，最多可增 {} 人", missing, by_all),
                fmt::format("{} missing, and no rule relaxed alone is enough; all that can be relaxed, the floor of fit too, switched off, would admit {}",
                            missing, by_all),
                0, 0};
  const std::string zh = by_all == 0 ? fmt::format("没有可放宽的规则能增加人选，仍缺 {} 人", missing)
                                     : fmt::format("可放宽的规则（连同适合度下限）全部停用，最多可增 {} 人，仍缺 {} 人", by_all, missing - by_all);
  const std::string en = by_all == 0 ? fmt::format("no rule that can be relaxed would admit anybody: {} missing", missing)
                                     : fmt::format("all rules that can be relaxed, the floor of fit too, switched off, would admit {}: {} still missing",
                                                   by_all, missing - by_all);
  return Note{kCode, zh + (seen_all ? "；文字相近的专家已全部看过，只能少要人或补充专家档案" : "；可扩大人选范围（pool），或少要人"),
              en + (seen_all ? "; everybody whom words find was looked at: ask for fewer, or add experts" : "; look at a larger pool, or ask for fewer"), 0, 0};
}

}  // namespace search
