// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <tuple>
#include <utility>

#include "indexer/gate.h"

namespace indexer {

using namespace corpus;

namespace {

// The databases of the generation in force; none where there is none or this program cannot read it.
GateCheck::Databases databases_in_force(const IndexLayout& layout) {
  if (const auto name = read_current(layout)) {
    const auto manifest = read_manifest(layout, *name);
    if (manifest && check_readable(*manifest)) return databases(layout, *manifest);
  }
  return {};
}

// What checks could not do is a message of theirs. How to mend it is kept apart: several may say the same.
GateResult not_passed(const std::string& check, Error error, std::vector<std::string>& hints) {
  if (!error.hint.empty() && std::ranges::find(hints, error.hint) == hints.end()) hints.push_back(error.hint);
  error.hint.clear();
  return {check, false, to_text(error)};
}

Result<std::vector<GateResult>> results_of_gate(const BuildTask& task, const BuildDirectory& directory, Seq reached, std::vector<std::string>& hints) {
  const GateCheck::Databases candidate = directory.shards(), current = databases_in_force(task.layout);
  std::vector<GateResult> results;
  const auto total = static_cast<std::int64_t>(task.options.gate.size() + 2);
  task.tell("gate", 0, total);
  results.push_back(check_structure(candidate, task.options.cancelled));
  if (task.is_cancelled()) return std::unexpected(directory.cancelled());
  task.tell("gate", 1, total);
  results.push_back(check_counts(task.store, candidate, reached, directory.progress.skipped));
  task.tell("gate", 2, total);
  for (const GateCheck& check : task.options.gate) {
    if (task.is_cancelled()) return std::unexpected(directory.cancelled());
    auto result = check.run(candidate, current);
    if (!result && result.error().code == ErrorCode::timeout && task.is_cancelled()) return std::unexpected(directory.cancelled());
    results.push_back(result ? std::move(*result) : not_passed(check.name, std::move(result.error()), hints));
    task.tell("gate", static_cast<std::int64_t>(results.size()), total);
  }
  return results;
}

}  // namespace

Result<std::vector<GateResult>> pass_gate(const BuildTask& task, BuildDirectory& directory, Seq reached) {
  std::vector<std::string> hints;
  auto results = results_of_gate(task, directory, reached, hints);
  if (!results) return results;
  std::string failed, names, listed, accept;
  directory.progress.failed_checks.clear();
  for (const GateResult& result : *results) {
    if (result.passed || task.goes_without(result.check)) continue;
    failed += fmt::format("{}{}: {}", failed.empty() ? "" : "; ", result.check, result.message);
    names += fmt::format(" --without-gate {}", result.check);
    if (result.quality) accept = "; or take its quality for the new level: queqiao index build --resume --accept-quality";
    const auto check = std::ranges::find(task.options.gate, result.check, &GateCheck::name);
    directory.progress.failed_checks[result.check] = check == task.options.gate.end() ? "" : check->edition;
    listed += fmt::format("{}{} ({})", listed.empty() ? "" : "; ", result.check, result.message);
  }
  directory.progress.failed_gate = listed;
  if (failed.empty()) return results;
  std::ignore = directory.save();  // for `index generations`; what stopped the build is the gate
  return fail(ErrorCode::conflict, directory.progress.generation, "the new generation did not pass the gate, the old one stays in force: " + failed,
              fmt::format("{}{}mend the cause, then: queqiao index build --resume, which goes on where what the check asks for was changed, and else begins "
                          "anew; or publish it all the same: queqiao index build --resume{}{}",
                          fmt::join(hints, "; "), hints.empty() ? "" : "; ", names, accept));
}

}  // namespace indexer
