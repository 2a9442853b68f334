// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_resume.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace indexer {

namespace {

const char* yes_or_no(bool value) { return value ? "true" : "false"; }

// Names with another value in one than in the other.
std::vector<std::string> changed_settings(const std::map<std::string, std::string>& then, const std::map<std::string, std::string>& now) {
  std::vector<std::string> names;
  const auto value = [](const std::map<std::string, std::string>& settings, const std::string& name) {
    const auto found = settings.find(name);
    return found == settings.end() ? std::string() : found->second;
  };
  for (const auto& [name, was] : then)
    if (value(now, name) != was) names.push_back(name);
  for (const auto& [name, is] : now)
    if (!then.contains(name) && !is.empty()) names.push_back(name);
  return names;
}

// A generation that is the same fails a check that is the same, and whatever lies in what was learned or merged stays: a timer that goes on with it would never
// get past it.
bool may_pass_now(const BuildTask& task, const DurableProgress& progress) {
  if (progress.failed_checks.empty()) return !task.options.without_gate.empty();  // of a program that did not write them down
  return std::ranges::all_of(progress.failed_checks, [&](const auto& failed) {
    const auto& [name, edition] = failed;
    if (task.goes_without(name)) return true;
    if (name == "structure" || name == "counts") return false;  // always asked for
    const auto check = std::ranges::find(task.options.gate, name, &GateCheck::name);
    return check == task.options.gate.end() || check->edition != edition;
  });
}

}  // namespace

std::map<std::string, std::string> settings_of(const BuildOptions& options) {
  std::map<std::string, std::string> settings{{"learn.model", yes_or_no(options.learn && options.learn->model)},
                                              {"learn.ranking", yes_or_no(options.learn && options.learn->ranking)},
                                              {"learn.lexicon", yes_or_no(options.lexicon.learn.has_value())},
                                              {"lexicon.file", options.lexicon.own ? options.lexicon.own->edition() : ""}};
  if (options.learn) {
    settings["learn.min_records"] = std::to_string(options.learn->min_records);
    settings["learn.seed"] = std::to_string(options.learn->seed);
  }
  return settings;
}

std::string why_begin_anew(const BuildTask& task, const std::string& name, const DurableProgress& progress) {
  if (progress.meaning != task.meaning()) return fmt::format("{} was begun with {}; today it is {}", name, progress.meaning, task.meaning());
  if (std::string_view(name).substr(0, name.find('.')) != progress.generation) return name + ": the progress is of another generation";
  if (!has_durable_work(progress)) return name + " ended before anything of it was durable";
  if (progress.settings)
    if (const auto changed = changed_settings(*progress.settings, settings_of(task.options)); !changed.empty())
      return fmt::format("{} was begun with other settings: {}", name, fmt::join(changed, ", "));
  if (!progress.failed_gate.empty() && !may_pass_now(task, progress))
    return fmt::format("{} did not pass its gate, and what that asks for has not changed since: {}", name, progress.failed_gate);
  return "";
}

}  // namespace indexer
