// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/app.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>

#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/last_words.h"
#include "cli/nearest.h"
#include "indexer/xapian_error.h"

namespace cli {
namespace {

void add_commands(Tree& tree) {
  add_import(tree);
  add_validate(tree);
  add_export(tree);
  add_show(tree);
  const Command index = tree.add_group("index", "Build the index, keep it up to date, look into it");
  add_index_build(tree, index);
  add_index_follow(tree, index);
  add_index_generations(tree, index);
  add_index_rollback(tree, index);
  add_index_gc(tree, index);
  add_index_status(tree, index);
  add_index_check(tree, index);
  add_index_dump(tree, index);
  add_index_duplicates(tree, index);
  add_index_analyze(tree, index);
  add_search(tree);
  add_match(tree);
  add_explain(tree);
  add_indicators(tree);
  add_coach(tree);
  add_panel(tree);
  add_eval(tree);
  add_serve(tree);
  add_review(tree);
  add_decide(tree);
  add_learn(tree);
  add_weights(tree);
  add_token(tree);
  add_backup(tree);
  add_restore(tree);
  add_jobs(tree);
  add_completion(tree);
}

// The command that was read last, and how one writes it: "queqiao index build".
const CLI::App& innermost(const CLI::App& app, std::string& path) {
  path += (path.empty() ? "" : " ") + app.get_name();
  for (const CLI::App* chosen : app.get_subcommands()) return innermost(*chosen, path);
  return app;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
  return names;
}

// Options of the program may stand after the command, so they count too.
std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent()) {
    for (const CLI::Option* option : at->get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// The parser says "a subcommand is required" of a mistyped one; the word that nobody took tells more. Where it stopped at a bad value, the
// words left are only those it had not come to.
corpus::Error usage_error(const Tree& tree, const CLI::ParseError& error) {
  std::string path;
  const CLI::App& here = innermost(tree.root(), path);
  const auto said = [&](std::string message, const std::string& meant) {
    return corpus::Error{corpus::ErrorCode::invalid_argument, "", std::move(message), meant.empty() ? "see " + path + " --help" : meant};
  };
  const bool left_over = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr || dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  for (const std::string& word : left_over ? tree.root().remaining(true) : std::vector<std::string>()) {
    if (word.starts_with("-")) return said("there is no option " + word, did_you_mean(word, options_of(here)));
    const auto commands = commands_of(here);
    if (!commands.empty()) return said("there is no command " + word, did_you_mean(word, commands));
  }
  return said(error.what(), "");
}

// The parser may have stopped before it came to the flag.
bool asks_for_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i)
    if (std::string_view(argv[i]) == "--json") return true;
  return false;
}

// Help and version go to stdout and are no failure; all else is 2.
int usage(const Tree& tree, const CLI::ParseError& error, bool json) {
  if (error.get_exit_code() == 0) {
    const int exit = tree.root().exit(error, std::cout, std::cerr);
    std::cout.flush();
    return (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && nobody_reads_stdout() ? static_cast<int>(Exit::unread) : exit;
  }
  Output({.json = json, .quiet = false, .verbose = false}).error(usage_error(tree, error));
  return static_cast<int>(Exit::failed);
}

// The rooms log through spdlog, whose own default is stdout: that belongs to results.
void set_up_log(const Tree& tree, const LogConfig& config) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("queqiao"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
  spdlog::set_level(tree.verbose ? spdlog::level::debug : tree.quiet ? spdlog::level::warn : spdlog::level::from_str(config.level));
}

Exit act(const Tree& tree, Session& session) {
  try {
    const Exit exit = tree.chosen()(session);
    session.output().finish(true);
    return exit;
  } catch (const Stop& stopped) {
    if (stopped.exit != Exit::unread) session.output().error(with_first_build(stopped.error, session));
    return stopped.exit;
  } catch (const Xapian::Error& error) {
    session.output().error(indexer::to_error(error, ""));
  } catch (const std::exception& error) {
    session.output().error({corpus::ErrorCode::internal, "", error.what(), "this is a fault of the program: please report it"});
  }
  return Exit::failed;
}

}  // namespace

int run(int argc, const char* const* argv) {
  have_last_words();
  outlive_broken_pipes();
  Tree tree;
  add_commands(tree);
  try {
    tree.root().parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return usage(tree, error, asks_for_json(argc, argv));
  }
  Output output({.json = tree.json, .quiet = tree.quiet, .verbose = tree.verbose});
  corpus::Diagnostics diagnostics;
  Config config = load_config({.data = tree.data, .config = tree.config}, Environment::of_process(), diagnostics);
  for (const corpus::Diagnostic& diagnostic : diagnostics) output.diagnostic(diagnostic);
  if (!diagnostics.empty()) return static_cast<int>(Exit::failed);
  set_up_log(tree, config.log);
  if (!config.file.empty()) output.detail("configuration: " + config.file.string());
  Session session(std::move(config), output);
  return static_cast<int>(act(tree, session));
}

}  // namespace cli
