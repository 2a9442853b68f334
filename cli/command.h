// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of commands: what each is called, which arguments it takes, and what it does when it is the one that was chosen.
//
// A command's file has one function add_…(Tree&), which adds the command with its options and its action. The action runs after the whole
// command line was read and the configuration loaded. What it returns is the exit code; where it cannot go on it stops (exit.h).
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit.h"
#include "cli/session.h"

namespace cli {

using Action = std::function<Exit(Session&)>;

class Tree {
 public:
  Tree();

  CLI::App& root() { return root_; }
  const CLI::App& root() const { return root_; }

  // Adds a command below `parent`. `examples` end its --help: lines of "command  # what it does".
  CLI::App& add(CLI::App& parent, const std::string& name, const std::string& description, const std::string& examples);
  CLI::App& add(const std::string& name, const std::string& description, const std::string& examples);
  // A command that only groups others, such as `index`.
  CLI::App& add_group(const std::string& name, const std::string& description);

  void on(CLI::App& command, Action action);
  const Action& chosen() const { return chosen_; }

  // The options that every command takes.
  std::optional<std::string> data, config;
  bool json = false, quiet = false, verbose = false;

 private:
  CLI::App root_;
  Action chosen_;
};

// Restricts an option to these words; --help and the completion show them.
CLI::Option* choose(CLI::Option* option, const std::vector<std::string>& words);
// An argument known by its place: --help shows its name only.
CLI::Option* positional(CLI::Option* option);
// The words an option was restricted to; none where any are taken.
std::vector<std::string> choices_of(const CLI::Option& option);

}  // namespace cli
