// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

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

Exit codes: 0 done; 1 done with rejects, a check found faults, or an id was not found; 2 could not run; 141 the reader of a pipe had seen enough.
Environment: QUEQIAO_DATA, QUEQIAO_CONFIG, QUEQIAO_TOKEN, NO_COLOR.)";

constexpr const char* kEveryCommand = "Every command takes --data DIR, --config FILE, --json, --quiet and --verbose.";

}  // namespace

Option Option::required() const { return Option(*option_->required()); }

Option Option::value_name(const std::string& name) const { return Option(*option_->type_name(name)); }

Option Option::range(int least, int most) const { return Option(*option_->check(CLI::Range(least, most))); }

Option Option::one_of(const std::vector<std::string>& words) const {
  return Option(*option_->check(CLI::IsMember(words))->option_text(fmt::format("{{{}}}", fmt::join(words, "|"))));
}

Option Option::by_place() const { return Option(*option_->option_text(" ")); }

Option Option::repeated() const { return Option(*option_->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)); }

template <class Value>
Option Command::option(const std::string& names, Value& value, const std::string& help) const {
  return Option(*app_->add_option(names, value, help));
}

template Option Command::option(const std::string&, std::string&, const std::string&) const;
template Option Command::option(const std::string&, std::vector<std::string>&, const std::string&) const;
template Option Command::option(const std::string&, std::size_t&, const std::string&) const;
template Option Command::option(const std::string&, unsigned&, const std::string&) const;
template Option Command::option(const std::string&, int&, const std::string&) const;
template Option Command::option(const std::string&, std::optional<std::string>&, const std::string&) const;
template Option Command::option(const std::string&, std::optional<int>&, const std::string&) const;

void Command::flag(const std::string& names, bool& value, const std::string& help) const { app_->add_flag(names, value, help); }

Tree::Tree() : root_(std::make_unique<CLI::App>(kDescription, "queqiao")) {
  // Options of the program may stand after the command, where people write them.
  root_->fallthrough();
  root_->require_subcommand(1);
  root_->get_formatter()->column_width(34);
  root_->set_version_flag("--version", std::string("queqiao ") + QUEQIAO_VERSION, "Print the version");
  root_->footer(kRootFooter);
  const Command every(*root_);
  every.option("--data", data, "Data directory [./queqiao-data]").value_name("DIR");
  every.option("--config", config, "Configuration file [./queqiao.toml, /etc/queqiao/queqiao.toml]").value_name("FILE");
  every.flag("--json", json, "Results as JSON on stdout, progress and errors as JSON lines on stderr");
  every.flag("-q,--quiet", quiet, "No progress, no notes");
  every.flag("-v,--verbose", verbose, "Say more on stderr");
}

Tree::~Tree() = default;

Command Tree::add(Command parent, const std::string& name, const std::string& description, const std::string& examples) {
  CLI::App* command = parent.app_->add_subcommand(name, description);
  command->footer(fmt::format("Examples:\n{}\n\n{}", examples, kEveryCommand));
  return Command(*command);
}

Command Tree::add(const std::string& name, const std::string& description, const std::string& examples) {
  return add(Command(*root_), name, description, examples);
}

Command Tree::add_group(const std::string& name, const std::string& description) {
  CLI::App* group = root_->add_subcommand(name, description);
  group->require_subcommand(1);
  group->footer(fmt::format("Examples: queqiao {} COMMAND --help\n\n{}", name, kEveryCommand));
  return Command(*group);
}

void Tree::on(Command command, Action action) {
  // A command with others below it, such as `jobs`, is called after the one that was chosen.
  command.app_->callback([this, app = command.app_, action = std::move(action)] {
    if (app->get_subcommands().empty()) chosen_ = action;
  });
}

}  // namespace cli
