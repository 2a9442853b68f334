// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/panel_protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace cli {
namespace {

using corpus::PanelRule;

bool is_conflict(PanelRule rule) { return rule > PanelRule::evidence; }  // those of the file

class PanelProtocol {
 public:
  PanelProtocol(const search::Panel& panel, const corpus::PanelRules& rules, const corpus::Vocabularies& vocabularies, Output& output)
      : panel_(panel), rules_(rules), vocabularies_(vocabularies), output_(output) {}

  void print() {
    head();
    topics();
    seats(panel_.role == corpus::PanelRole::judge ? "评审专家 judges" : "揭榜人 solvers", panel_.judges, panel_.judges_asked);
    seats("候补 reserves", panel_.reserves, panel_.reserves_asked);
    eligible();
    excluded();
    if (!panel_.complete()) relaxations();
  }

 private:
  void heading(const std::string& text) { output_.line(output_.paint(Style::strong, text)); }
  void both(const std::string& zh, const std::string& en) { output_.line("     - " + zh + "  " + output_.paint(Style::faint, en)); }

  void head() {
    heading(fmt::format("{}  {}", panel_.id, panel_.title));
    output_.line(fmt::format("     种子 seed {}  日期 date {}  索引代 generation {}  序号 seq {}  人选范围 pool {}  适合度下限 fit {}%", panel_.seed, panel_.on,
                             panel_.generation, panel_.seq, panel_.pool, panel_.floor));
    output_.line(fmt::format("     规则 rules {}  词表 vocabularies {}  权重 weights {}", panel_.rules_edition, vocabularies_.edition(), panel_.weights_version));
  }

  std::string names_covering(std::size_t topic) const {
    std::string names;
    for (const search::PanelExpert& one : panel_.judges)
      if (one.topics.contains(topic)) names += (names.empty() ? "" : "、") + one.name;
    if (!names.empty()) return names;
    if (panel_.covered_by_nobody.contains(topic))
      return panel_.role == corpus::PanelRole::judge ? "索引中没有任何评审专家涉及 no reviewer in the whole index covers it"
                                                     : "索引中没有任何揭榜人或科技特派员涉及 no solver or envoy in the whole index covers it";
    return panel_.uncovered.contains(topic) ? "可选专家中无人涉及 nobody eligible covers it" : "未覆盖 not covered";
  }

  void topics() {
    heading("主题 topics");
    for (std::size_t i = 0; i < panel_.topics.size(); ++i)
      output_.line(fmt::format("     {}{}：{}", panel_.topics[i].text, panel_.topics[i].kind == "field" ? "（领域）" : "", names_covering(i)));
  }

  std::string topics_of(const search::PanelExpert& one) const {
    std::string text;
    for (const std::size_t topic : one.topics) text += (text.empty() ? "" : "、") + panel_.topics[topic].text;
    return text;
  }

  static std::string who(const search::PanelExpert& one) { return one.organisation.empty() ? one.name : one.name + " · " + one.organisation; }

  void row(const search::PanelExpert& one, const std::string& number) {
    output_.line(fmt::format("{:>3}  {}  {}{}", number, output_.paint(Style::strong, one.id), who(one), one.watched ? "  诚信状态：关注 on watch" : ""));
    if (!one.organisation_stated) both("未注明单位：无法按现任单位核对回避", "no organisation stated: conflicts by where they work could not be looked for");
    const std::string topics = topics_of(one), last = one.last.empty() ? "" : "（" + one.last + "）";
    output_.line("     " + output_.paint(Style::faint, fmt::format("{}  适合度 fit {}%  近一年 {} 次 within a year{}  签 lot {}（{} 签之首 lowest of {}）",
                                                                   topics.empty() ? "同领域 same field" : topics, one.share, one.lately, last, one.lot,
                                                                   one.lots, one.lots)));
    if (one.forced) forced(one);
  }

  // A seat that no lot decided: whoever reads the protocol shall not take it for a draw.
  void forced(const search::PanelExpert& one) {
    std::string topics;
    for (const std::size_t topic : one.alone) topics += (topics.empty() ? "" : "、") + panel_.topics[topic].text;
    if (!topics.empty())
      both(fmt::format("必选：可选专家中仅此一人涉及“{}”，此席未经抽签", topics), fmt::format("no draw: nobody else eligible covers {}", topics));
    else
      both("必选：少此一人则名额不满或所覆盖的主题减少，此席未经抽签", "no draw: without them a seat stays empty, or the panel covers less");
  }

  void seats(const std::string& title, const std::vector<search::PanelExpert>& drawn, std::size_t asked) {
    if (asked == 0) return;
    heading(fmt::format("{} {}/{}", title, drawn.size(), asked));
    std::size_t number = 0;
    for (const search::PanelExpert& one : drawn) row(one, fmt::format("{}", ++number));
  }

  void eligible() {
    heading(fmt::format("可选 eligible {}", panel_.eligible.size()));
    for (const search::PanelExpert& one : panel_.eligible) row(one, "");
  }

  // The label of a rule of the file; the others are ours.
  std::string label_of(PanelRule rule) const {
    if (rule == PanelRule::role) return "角色 role";
    if (rule == PanelRule::topic) return "主题 topics";
    if (rule == PanelRule::fit) return "适合度 fit";
    if (rule == PanelRule::evidence) return "依据 evidence";
    const corpus::PanelRuleRow* row = rules_.find(rule, panel_.role);
    return row == nullptr ? std::string(corpus::to_string(rule)) : row->label + " " + row->label_en;
  }

  // The rule that somebody stands under: of several the first that is a conflict.
  static PanelRule stands_under(const search::Excluded& one) {
    const auto conflict = std::ranges::find_if(one.why, is_conflict, &search::Exclusion::rule);
    if (conflict != one.why.end()) return conflict->rule;
    const auto silent = std::ranges::find(one.why, PanelRule::evidence, &search::Exclusion::rule);
    return silent == one.why.end() ? PanelRule::role : PanelRule::evidence;
  }

  void counts_by_rule() {
    std::map<PanelRule, std::size_t> people;
    for (const search::Excluded& one : panel_.excluded) {
      std::set<PanelRule> rules;
      for (const search::Exclusion& why : one.why) rules.insert(why.rule);
      for (const PanelRule rule : rules) ++people[rule];
    }
    std::string conflicts, others;
    for (const auto& [rule, count] : people) {
      std::string& text = is_conflict(rule) ? conflicts : others;
      text += fmt::format("{}{} {}", text.empty() ? "" : "，", label_of(rule), count);
    }
    if (!people.empty()) output_.line("     按规则 by rule: " + conflicts + (conflicts.empty() || others.empty() ? "" : "，") + others);
  }

  // Conflicts are what a protocol is read for: they come first, by rule. Who merely does not suit by role, topic or fit is counted, and listed with --verbose.
  void excluded() {
    heading(fmt::format("排除 excluded {}", panel_.excluded.size()));
    counts_by_rule();
    std::map<PanelRule, std::vector<const search::Excluded*>> groups;
    for (const search::Excluded& one : panel_.excluded) groups[stands_under(one)].push_back(&one);
    for (const auto& [rule, people] : groups)
      if (is_conflict(rule)) group(label_of(rule), people);
    if (const auto silent = groups.find(PanelRule::evidence); silent != groups.end()) group(label_of(silent->first), silent->second);
    const auto unfit = groups.find(PanelRule::role);
    if (unfit == groups.end()) return;
    if (output_.verbose()) return group("角色、主题或适合度 role, topics or fit", unfit->second);
    output_.line(fmt::format("  角色、主题或适合度 role, topics or fit {}  只因角色、主题或适合度不符，--verbose 逐一列出 {}", unfit->second.size(),
                             output_.paint(Style::faint, "out for role, topics or fit alone; --verbose lists them")));
  }

  void group(const std::string& label, const std::vector<const search::Excluded*>& people) {
    output_.line(fmt::format("  {} {}", label, people.size()));
    for (const search::Excluded* one : people) {
      output_.line(fmt::format("     {}  {}", output_.paint(Style::strong, one->expert.id), who(one->expert)));
      if (!one->expert.organisation_stated) both("未注明单位", "no organisation stated");
      for (const search::Exclusion& why : one->why) both(why.message, why.message_en);
    }
  }

  void relaxations() {
    if (panel_.missing() > 0)
      heading(fmt::format("人数不足 not enough: 缺 {} 人 missing", panel_.missing()));
    else
      heading(fmt::format("主题未覆盖 topics not covered: {}", panel_.lacking()));
    for (const search::Relaxation& one : panel_.relaxations) both(one.message, one.message_en);
    if (panel_.relaxations.empty())
      both("没有哪一条规则单独放宽后可增加人选", "no rule, relaxed alone, would admit anybody; more experts are looked at with --pool");
    if (panel_.lacking() > 0)
      both("有主题无人涉及：可放宽上列规则，或用 --uncovered 接受", "topics that nobody covers: relax one of these rules, or accept it with --uncovered");
  }

  const search::Panel& panel_;
  const corpus::PanelRules& rules_;
  const corpus::Vocabularies& vocabularies_;
  Output& output_;
};

}  // namespace

void print_protocol(const search::Panel& panel, const corpus::PanelRules& rules, const corpus::Vocabularies& vocabularies, Output& output) {
  PanelProtocol(panel, rules, vocabularies, output).print();
}

}  // namespace cli
