// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cli/card_line.h"
#include "cli/commands.h"
#include "cli/words.h"
#include "search/draw.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kPanelExamples =
    R"(  queqiao panel XQ-A-001 --judges 3 --reserves 2             # judges without conflict who cover its topics, and the protocol
  queqiao panel XQ-A-001 --judges 3 --reserves 2 --seed 8817 --date 2026-03-05   # the same panel again
  queqiao panel XQ-A-001 --role solver --judges 5            # who could take it on: 揭榜人, 科技特派员
  queqiao panel CG-A-001 --json                              # the protocol as JSON)";

struct PanelArguments {
  std::string id, seed, date, role = "judge";
  std::size_t judges = 3, reserves = 2, pool = 200;
  bool hidden = false;
};

search::PanelRequest request_of(const PanelArguments& arguments, const Config& config) {
  search::PanelRequest request;
  request.id = arguments.id;
  request.role = *corpus::panel_role_from_string(arguments.role);
  request.judges = arguments.judges;
  request.reserves = arguments.reserves;
  request.seed = arguments.seed.empty() ? search::fresh_seed() : arguments.seed;
  request.on = day_asked_for(arguments.date, "--date");
  request.pool = arguments.pool;
  request.see_hidden = arguments.hidden;
  request.time_limit = std::chrono::milliseconds(config.serve.time_limit_ms);
  return request;
}

class Protocol {
 public:
  Protocol(const search::Panel& panel, const corpus::Vocabularies& vocabularies, Output& output)
      : panel_(panel), vocabularies_(vocabularies), output_(output) {}

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
    output_.line(fmt::format("     种子 seed {}  日期 date {}  索引代 generation {}  序号 seq {}  人选范围 pool {}", panel_.seed, panel_.on, panel_.generation, panel_.seq,
                             panel_.pool));
    output_.line(fmt::format("     规则 rules {}  词表 vocabularies {}  权重 weights {}", panel_.rules_edition, vocabularies_.edition(), panel_.weights_version));
  }

  std::string names_covering(std::size_t topic) const {
    std::string names;
    for (const search::PanelExpert& one : panel_.judges)
      if (one.topics.contains(topic)) names += (names.empty() ? "" : "、") + one.name;
    if (!names.empty()) return names;
    const auto covers = [&](const search::PanelExpert& one) { return one.topics.contains(topic); };
    return std::ranges::any_of(panel_.eligible, covers) ? "未覆盖 not covered" : "可选专家中无人涉及 nobody eligible covers it";
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

  void row(const search::PanelExpert& one, const std::string& number) {
    output_.line(fmt::format("{:>3}  {}  {} · {}{}", number, output_.paint(Style::strong, one.id), one.name, one.organisation,
                             one.watched ? "  诚信状态：关注 on watch" : ""));
    output_.line("     " + output_.paint(Style::faint, fmt::format("{}  近一年 {} 次 within a year{}  签 lot {}", topics_of(one), one.lately,
                                                                   one.last.empty() ? "" : "（" + one.last + "）", one.lot)));
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

  void excluded() {
    heading(fmt::format("排除 excluded {}", panel_.excluded.size()));
    for (const search::Excluded& one : panel_.excluded) {
      output_.line(fmt::format("     {}  {} · {}", output_.paint(Style::strong, one.expert.id), one.expert.name, one.expert.organisation));
      for (const search::Exclusion& why : one.why) both(why.message, why.message_en);
    }
  }

  void relaxations() {
    heading(fmt::format("人数不足 not enough: 缺 {} 人 missing",
                        panel_.judges_asked - panel_.judges.size() + panel_.reserves_asked - panel_.reserves.size()));
    for (const search::Relaxation& one : panel_.relaxations) both(one.message, one.message_en);
    if (panel_.relaxations.empty())
      both("没有哪一条规则单独放宽后可增加人选", "no rule, relaxed alone, would admit anybody; more experts are looked at with --pool");
  }

  const search::Panel& panel_;
  const corpus::Vocabularies& vocabularies_;
  Output& output_;
};

Exit run_panel(const PanelArguments& arguments, Session& session) {
  const search::PanelRequest request = request_of(arguments, session.config());
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  const search::Panel panel = take_by_id(
      search::draw_panel(session.readers(), matcher, session.vocabularies(), session.expander(), session.panel_rules(), request));
  Output& output = session.output();
  if (output.json()) {
    output.result_text(web::answer_panel(panel).body);
  } else {
    print_notes(panel.notes, output);
    Protocol(panel, session.vocabularies(), output).print();
  }
  return panel.complete() ? Exit::done : Exit::partly;
}

}  // namespace

void add_panel(Tree& tree) {
  const Command command = tree.add("panel", "Draw judges or solvers without conflict, and say who was left out and why", kPanelExamples);
  auto arguments = std::make_shared<PanelArguments>();
  command.option("ID", arguments->id, "Id of a need or an achievement").by_place().required();
  command.option("--judges", arguments->judges, "How many [3]").range(1, 100).value_name("N");
  command.option("--reserves", arguments->reserves, "How many more in reserve [2]").range(0, 100).value_name("R");
  command.option("--role", arguments->role, "Who is asked for [judge]").one_of({"judge", "solver"});
  command.option("--seed", arguments->seed, "Text of 1 to 64 bytes; the same, with --date and --pool, gives the same panel [random]").value_name("S");
  command.option("--date", arguments->date, "The day windows are counted to [today]").value_name("DATE");
  command.option("--pool", arguments->pool, "How many experts who fit are looked at [200]").range(1, 2000).value_name("N");
  command.flag("--hidden", arguments->hidden, "Records that are not public 公开 as well");
  tree.on(command, [arguments](Session& session) { return run_panel(*arguments, session); });
}

}  // namespace cli
