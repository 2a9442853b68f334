// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include <fmt/format.h>

namespace cli {
namespace {

constexpr const char* kDescription =
    "Queqiao 鹊桥: search and matchmaking for technology transfer.\n"
    "科技成果、技术需求与专家的检索与匹配。";

constexpr const char* kRootFooter = R"(Begin with:
  queqiao import achievements.jsonl needs.jsonl   # take records in
  queqiao index build                             # make them searchable
  queqiao search 锂电池                           # find
  queqiao match N0001 --to achievement            # who fits a need, and why
  queqiao serve                                   # the pages, on http://127.0.0.1:8080

Exit codes: 0 done; 1 done with rejects, a check found faults, or an id was not found; 2 could not run.
Environment: QUEQIAO_DATA, QUEQIAO_CONFIG, QUEQIAO_TOKEN, NO_COLOR.)";

constexpr const char* kEveryCommand = "Every command takes --data DIR, --config FILE, --json, --quiet and --verbose.";

}  // namespace

Tree::Tree() : root_(kDescription, "queqiao") {
  // Options of the program may stand after the command, where people write them.
  root_.fallthrough();
  root_.require_subcommand(1);
  root_.get_formatter()->column_width(34);
  root_.set_version_flag("--version", std::string("queqiao ") + QUEQIAO_VERSION, "Print the version");
  root_.add_option("--data", data, "Data directory [./queqiao-data]")->type_name("DIR");
  root_.add_option("--config", config, "Configuration file [./queqiao.toml, /etc/queqiao/queqiao.toml]")->type_name("FILE");
  root_.add_flag("--json", json, "Results as JSON on stdout, progress and errors as JSON lines on stderr");
  root_.add_flag("-q,--quiet", quiet, "No progress, no notes");
  root_.add_flag("-v,--verbose", verbose, "Say more on stderr");
  root_.footer(kRootFooter);
}

CLI::App& Tree::add(CLI::App& parent, const std::string& name, const std::string& description, const std::string& examples) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(fmt::format("Examples:\n{}\n\n{}", examples, kEveryCommand));
  return *command;
}

CLI::App& Tree::add(const std::string& name, const std::string& description, const std::string& examples) {
  return add(root_, name, description, examples);
}

CLI::App& Tree::add_group(const std::string& name, const std::string& description) {
  CLI::App* group = root_.add_subcommand(name, description);
  group->require_subcommand(1);
  group->footer(fmt::format("Examples: queqiao {} COMMAND --help\n\n{}", name, kEveryCommand));
  return *group;
}

void Tree::on(CLI::App& command, Action action) {
  command.callback([this, action = std::move(action)] { chosen_ = action; });
}

CLI::Option* choose(CLI::Option* option, const std::vector<std::string>& words) {
  return option->check(CLI::IsMember(words))->option_text(fmt::format("{{{}}}", fmt::join(words, "|")));
}

CLI::Option* positional(CLI::Option* option) { return option->option_text(" "); }

std::vector<std::string> choices_of(const CLI::Option& option) {
  // CLI11 keeps a list of choices only as its description, such as "{a,b,c}".
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

}  // namespace cli
