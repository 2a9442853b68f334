// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the completion from the tree of commands itself, so that it cannot fall behind it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"

namespace cli {
namespace {

constexpr const char* kCompletionExamples =
    R"(  source <(queqiao completion bash)                   # in this shell
  queqiao completion bash > /etc/bash_completion.d/queqiao)";

constexpr const char* kScript = R"(# bash completion for queqiao, written by `queqiao completion bash`
_queqiao() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} path= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path/${{COMP_WORDS[i]}}" in
      {commands}) path+="/${{COMP_WORDS[i]}}" ;;
    esac
  done
  case "$path $prev" in
{values}  esac
  case "$path" in
{words}  esac
  [[ $cur == -* || $path == "" || $words != -* ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _queqiao queqiao
)";

struct Parts {
  std::vector<std::string> commands;
  std::string values, words;
};

std::vector<const CLI::App*> children_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* child) { return !child->get_name().empty(); });
}

std::vector<std::string> flags_of(const CLI::Option& option) {
  std::vector<std::string> flags;
  for (const std::string& name : option.get_snames()) flags.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) flags.push_back("--" + name);
  return flags;
}

// The words an option was restricted to; none where any are taken.
std::vector<std::string> choices_of(const CLI::Option& option) {
  // CLI11 keeps a list of choices only as its description, such as "{a,b,c}".
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

// What may follow an option that takes a value: its words, a directory, or whatever bash offers by default, which is files.
void add_values(const std::string& path, const CLI::Option& option, Parts& parts) {
  if (option.get_expected_max() == 0) return;
  std::string action = "COMPREPLY=()";
  const std::vector<std::string> choices = choices_of(option);
  if (!choices.empty()) action = fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$cur\"))", fmt::join(choices, " "));
  if (option.get_type_name() == "DIR") action = "COMPREPLY=($(compgen -d -- \"$cur\"))";
  for (const std::string& flag : flags_of(option)) parts.values += fmt::format("    '{} {}') {}; return ;;\n", path, flag, action);
}

void walk(const CLI::App& root, const CLI::App& app, const std::string& path, Parts& parts) {
  std::vector<std::string> words;
  for (const CLI::App* child : children_of(app)) {
    words.push_back(child->get_name());
    parts.commands.push_back(path + "/" + child->get_name());
    walk(root, *child, path + "/" + child->get_name(), parts);
  }
  std::vector<const CLI::Option*> options = app.get_options();
  if (&app != &root) {
    for (const CLI::Option* option : root.get_options()) {
      if (option != root.get_help_ptr() && !option->check_lname("version")) options.push_back(option);
    }
  }
  for (const CLI::Option* option : options) {
    for (std::string& flag : flags_of(*option)) words.push_back(std::move(flag));
    add_values(path, *option, parts);
  }
  parts.words += fmt::format("    '{}') words='{}' ;;\n", path, fmt::join(words, " "));
}

Exit run_completion(const Tree& tree, Session& session) {
  Parts parts;
  walk(tree.root(), tree.root(), "", parts);
  session.output().text(fmt::format(kScript, fmt::arg("commands", fmt::format("{}", fmt::join(parts.commands, "|"))),
                                    fmt::arg("values", parts.values), fmt::arg("words", parts.words)));
  return Exit::done;
}

}  // namespace

void add_completion(Tree& tree) {
  const Command command = tree.add("completion", "Print a script that completes commands and options in a shell", kCompletionExamples);
  auto shell = std::make_shared<std::string>();
  command.option("SHELL", *shell, "The shell").required().by_place().one_of({"bash"});
  tree.on(command, [&tree, shell](Session& session) { return run_completion(tree, session); });
}

}  // namespace cli
