// SPDX-License-Identifier: GPL-3.0-or-later
// index generations, index rollback, index gc.
#include "indexer/generations.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "cli/build_phase.h"
#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/interruption.h"
#include "cli/progress.h"
#include "indexer/roll_back.h"
#include "indexer/working_generation.h"

namespace cli {
namespace {

constexpr const char* kIndexGenerationsListExamples =
    R"(  queqiao index generations                           # what lies in the index directory, the one in force marked
  queqiao index generations --json | jq '.generations[] | select(.current)')";
constexpr const char* kIndexRollbackExamples =
    R"(  queqiao index rollback                              # the generation before the present one
  queqiao index rollback --to gen-000003)";
constexpr const char* kIndexGcExamples =
    R"(  queqiao index gc                                    # keeps as many as index.keep_generations says
  queqiao index gc --keep 1)";

std::string on_one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

std::string state_of_rest(const indexer::GenerationRow& row) {
  if (row.under_way) return "building";
  if (!row.failed_gate.empty()) return "failed gate: " + on_one_line(row.failed_gate);
  return row.durable ? "left by a build that ended early" : "left by a build, nothing durable yet";
}

// What to do about a row, for below the table; empty where there is nothing to do.
std::string advice_about(const indexer::GenerationRow& row, const indexer::IndexLayout& layout) {
  if (row.building && !row.under_way) {
    const char* const how = !row.failed_gate.empty() ? "tries the gate again where what it asks for was changed, else begins anew: queqiao index build --resume"
                            : row.durable            ? "goes on with it: queqiao index build --resume"
                                                     : "begins anew: queqiao index build";
    return fmt::format("{}: {}; removes it: queqiao index gc", row.name, how);
  }
  if (row.unpublished && row.problem.empty())
    return fmt::format("{0}: publishes it: queqiao index build --resume; or puts it in force without its gate: queqiao index rollback --to {0}", row.name);
  if (row.current && !row.problem.empty()) {
    const auto other = indexer::generation_to_go_back_to(layout, row.name);
    const std::string back = other ? fmt::format("put another one in force, queqiao index rollback --to {}, or ", other->name) : "";
    return fmt::format("{}: see what is damaged: queqiao index check; then {}build the index again: queqiao index build", row.name, back);
  }
  return "";
}

std::string state_of(const indexer::GenerationRow& row) {
  if (row.building) return state_of_rest(row);
  std::string state = row.current ? "in force" : "";
  if (row.left) state = "left by a rollback";
  if (row.unpublished) state = "whole, not published: its build ended before that";
  if (const auto without = row.manifest ? indexer::gone_without(*row.manifest) : std::vector<std::string>(); !without.empty())
    state += fmt::format("{}published without: {}", state.empty() ? "" : ", ", fmt::join(without, ", "));
  if (row.in_use && !row.current) state += state.empty() ? "in use" : ", in use";
  if (!row.problem.empty()) state += fmt::format("{}{}{}", state.empty() ? "" : ", ", row.counted ? "" : "unreadable: ", row.problem);
  return state;
}

nlohmann::ordered_json json_of(const indexer::GenerationRow& row) {
  nlohmann::ordered_json json{{"generation", row.name}, {"current", row.current}, {"in_use", row.in_use},
                              {"left", row.left}, {"unpublished", row.unpublished},
                              {"building", row.building}, {"under_way", row.under_way}, {"bytes", row.bytes}};
  if (row.manifest) {
    if (row.counted) json.update({{"seq", row.seq}, {"documents", row.documents}});
    json["shards"] = row.manifest->shards.size();
    json["built_at"] = row.manifest->built_at;
    json["built_by"] = row.manifest->built_by;
    json["program"] = row.manifest->program;
    json["published_without"] = indexer::gone_without(*row.manifest);
    add_learned(json, *row.manifest);
  }
  if (row.building) json["durable"] = row.durable;
  if (!row.failed_gate.empty()) json["failed_gate"] = row.failed_gate;
  if (!row.problem.empty()) json["problem"] = row.problem;
  return json;
}

Exit list_generations(Session& session) {
  const indexer::IndexLayout layout(session.config().data);
  const auto rows = indexer::list_generations(layout);
  Output& output = session.output();
  if (output.json()) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& row : rows) all.push_back(json_of(row));
    output.result({{"generations", all}});
  }
  if (rows.empty()) {
    stop_without_own_index(session);
    const std::string named = take(indexer::read_current(layout));  // stops where no index has been built
    stop(corpus::ErrorCode::damaged, layout.current().string(), "the generation that it names, " + named + ", is not there",
         "build the index again: queqiao index build");
  }
  if (output.json()) return Exit::done;
  Table table({"generation", ">seq", ">documents", ">shards", ">size", "built", "by", "state"});
  for (const auto& row : rows) {
    const bool known = row.manifest.has_value();
    const std::string unknown = row.building ? "" : "—";  // of what is not yet a generation nothing is to be told
    table.row({row.name, row.counted ? std::to_string(row.seq) : unknown, row.counted ? count_text(row.documents) : unknown,
               known ? std::to_string(row.manifest->shards.size()) : unknown, bytes_text(row.bytes), known ? row.manifest->built_at : unknown,
               known ? row.manifest->built_by : unknown, state_of(row)});
  }
  table.print(output);
  for (const auto& row : rows)
    if (const std::string hint = advice_about(row, layout); !hint.empty()) output.line("  hint: " + hint);
  // Of the one in force only: it is what searches use. --json has what the others learned.
  for (const auto& row : rows)
    if (const std::string words = row.current && row.manifest ? indexer::decisions_of(*row.manifest) : ""; !words.empty())
      output.line(fmt::format("{} learned: {}", row.name, words));
  return Exit::done;
}

// 0 where the generation cannot be read.
std::size_t shards_of(const indexer::IndexLayout& layout, const std::string& generation) {
  const auto manifest = indexer::read_manifest(layout, generation);
  return manifest ? manifest->shards.size() : 0;
}

Exit roll_back(const std::string& to, Session& session) {
  const std::filesystem::path& data = session.config().data;
  const indexer::IndexLayout layout(data);
  const auto before = indexer::read_current(layout);
  if (indexer::generations(layout).empty()) take(before);  // before the store is asked for: where there is no index, that is what is to be said
  corpus::Store& store = session.store(Access::read);
  const corpus::Vocabularies& vocabularies = session.vocabularies();
  Output& output = session.output();
  const Interruption interruption;
  Progress bar(output, "rollback", "changes");
  indexer::RollbackOptions options;
  options.progress = [&](std::int64_t done, std::int64_t total) {
    bar.update(phase_text("catch_up"), static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
  };
  options.wait.cancelled = [&] { return interruption.requested(); };
  options.wait.waits = [&](const corpus::Error& held) {
    bar.clear();
    output.note(fmt::format("waiting: {}: {}", held.where, held.message));
  };
  auto rolled = indexer::roll_back(store, vocabularies, data, to, options);
  bar.clear();
  if (!rolled && rolled.error().code == corpus::ErrorCode::timeout && interruption.requested()) {
    rolled.error().code = corpus::ErrorCode::stopped;
    rolled.error().message = "the rollback was stopped";
    rolled.error().hint = "what was in force stays in force; what was brought up so far is not done again";
  }
  const std::string now = take(std::move(rolled));  // not take_by_id: where there is none, nothing was done
  const std::size_t shards = shards_of(indexer::IndexLayout(data), now);
  if (const std::size_t old = before ? shards_of(indexer::IndexLayout(data), *before) : 0; old != 0 && shards != old)
    output.warning(fmt::format("the number of shards changes from {} ({}) to {} ({}): searchers whose search.shards name {} find no whole generation any more",
                               old, *before, shards, now, old));
  if (output.json())
    output.result({{"generation", now}, {"before", before ? *before : ""}});
  else
    output.line(before && *before == now ? fmt::format("{} is in force already", now)
                                         : fmt::format("{} is in force{}; it holds what the store holds", now, before ? ", no longer " + *before : ""));
  return Exit::done;
}

Exit gc(std::size_t keep, Session& session) {
  if (keep == 0) keep = static_cast<std::size_t>(session.config().index.keep_generations);
  stop_without_own_index(session);
  const indexer::IndexLayout layout(session.config().data);
  const auto report = take(indexer::remove_old_generations(layout, keep));
  // What killed builds left goes also where no index was ever built. Where there was nothing at all, the directory is likely not the one that is meant.
  const bool nothing = report.removed.empty() && report.in_use.empty() && report.bytes == 0;
  if (nothing && indexer::generations(layout).empty()) take(indexer::read_current(layout));
  Output& output = session.output();
  if (output.json()) {
    output.result({{"removed", report.removed}, {"in_use", report.in_use}, {"bytes", report.bytes}});
    return Exit::done;
  }
  for (const std::string& name : report.in_use) output.note(name + " is in use and stays");
  output.line(report.removed.empty() && report.bytes == 0
                  ? "nothing to remove"
                  : fmt::format("removed {}, {} freed", report.removed.empty() ? "what builds had left" : fmt::format("{}", fmt::join(report.removed, ", ")), bytes_text(report.bytes)));
  return Exit::done;
}

}  // namespace

void add_index_generations(Tree& tree, Command index) {
  tree.on(tree.add(index, "generations", "List the generations of the index", kIndexGenerationsListExamples), list_generations);
}

void add_index_rollback(Tree& tree, Command index) {
  const Command command = tree.add(index, "rollback", "Bring an older generation of the index up to the store and put it in force", kIndexRollbackExamples);
  auto to = std::make_shared<std::string>();
  command.option("--to", *to, "Which [the one that was in force before]").value_name("GENERATION");
  tree.on(command, [to](Session& session) { return roll_back(*to, session); });
}

void add_index_gc(Tree& tree, Command index) {
  const Command command = tree.add(index, "gc", "Remove old generations and what killed builds left", kIndexGcExamples);
  auto keep = std::make_shared<std::size_t>(0);
  command.option("--keep", *keep, "How many stay, the one in force among them [index.keep_generations]").range(1, 1000).value_name("N");
  tree.on(command, [keep](Session& session) { return gc(*keep, session); });
}

}  // namespace cli
