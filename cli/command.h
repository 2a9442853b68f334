// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of commands: what each is called, which arguments it takes, and what it does when it is the one that was chosen.
//
// A command's file has one function add_…(Tree&), which adds the command with its options and its action. The action runs after the whole
// command line was read and the configuration loaded. What it returns is the exit code; where it cannot go on it stops (exit.h).
//
// CLI11 does the reading. It is a header of some ten thousand lines, so only command.cc, app.cc and completion.cc see it; the commands see
// two small handles to what it keeps, which are copied freely and live as long as the tree.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit.h"
#include "cli/session.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace cli {

class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option required() const;
  // What --help calls the value: "FILE".
  Option value_name(const std::string& name) const;
  // A whole number from `least` to `most`, both allowed.
  Option range(int least, int most) const;
  // One of these words; --help and the completion show them.
  Option one_of(const std::vector<std::string>& words) const;
  // An argument known by its place: --help shows its name only.
  Option by_place() const;
  // One value each time it is given, any number of times.
  Option repeated() const;

 private:
  CLI::Option* option_;
};

class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}

  // Adds an option, "--output" or "-o,--output", or an argument known by its place, "FILE". `value` must outlive the reading of the command
  // line, which leaves it alone where the option is not given. Value: std::string, std::vector<std::string>, std::size_t, unsigned,
  // std::optional<std::string> or std::optional<int>.
  template <class Value>
  Option option(const std::string& names, Value& value, const std::string& help) const;
  void flag(const std::string& names, bool& value, const std::string& help) const;

 private:
  friend class Tree;
  CLI::App* app_;
};

using Action = std::function<Exit(Session&)>;

class Tree {
 public:
  Tree();
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  CLI::App& root() { return *root_; }
  const CLI::App& root() const { return *root_; }

  // Adds a command below `parent`. `examples` end its --help: lines of "command  # what it does".
  Command add(Command parent, const std::string& name, const std::string& description, const std::string& examples);
  Command add(const std::string& name, const std::string& description, const std::string& examples);
  // A command that only groups others, such as `index`.
  Command add_group(const std::string& name, const std::string& description);

  void on(Command command, Action action);
  const Action& chosen() const { return chosen_; }

  // The options that every command takes.
  std::optional<std::string> data, config;
  bool json = false, quiet = false, verbose = false;

 private:
  std::unique_ptr<CLI::App> root_;
  Action chosen_;
};

}  // namespace cli
