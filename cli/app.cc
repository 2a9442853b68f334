// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/app.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <iostream>

#include "cli/commands.h"
#include "cli/nearest.h"
#include "indexer/xapian_error.h"

namespace cli {
namespace {

void add_commands(Tree& tree) {
  add_import(tree);
  add_validate(tree);
  add_export(tree);
  add_show(tree);
  CLI::App& index = tree.add_group("index", "Build the index, keep it up to date, look into it");
  add_index_build(tree, index);
  add_index_follow(tree, index);
  add_index_status(tree, index);
  add_index_check(tree, index);
  add_index_dump(tree, index);
  add_index_analyze(tree, index);
  add_search(tree);
  add_match(tree);
  add_eval(tree);
  add_serve(tree);
  add_review(tree);
  add_token(tree);
  add_backup(tree);
  add_restore(tree);
  add_jobs(tree);
  add_completion(tree);
}

// The words that name commands below the ones already read: what a mistyped word may have meant.
std::vector<std::string> commands_here(const CLI::App& app) {
  for (const CLI::App* chosen : app.get_subcommands()) return commands_here(*chosen);
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
  return names;
}

// Help and version go to stdout and are no failure; all else is 2.
int usage(const Tree& tree, const CLI::ParseError& error) {
  const int code = tree.root().exit(error, std::cout, std::cerr);
  if (code == 0) return 0;
  for (const std::string& word : tree.root().remaining(true)) {
    const std::string hint = did_you_mean(word, commands_here(tree.root()));
    if (!hint.empty()) std::cerr << hint << "\n";
  }
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
    take(session.output().finish());
    return exit;
  } catch (const Stop& stopped) {
    session.output().error(stopped.error);
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
  Tree tree;
  add_commands(tree);
  try {
    tree.root().parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return usage(tree, error);
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
