// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/weights.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/weights_writing.h"

namespace cli {
namespace {

using nlohmann::ordered_json;
using search::WeightsDirectory;

constexpr const char* kWeightsExamples =
    R"(  queqiao weights                                     # the versions there are, the one in force marked
  queqiao weights --json | jq '.versions[] | select(.in_force).weights'
  queqiao weights use learned-1                       # a running service takes it up within a second
  queqiao weights undo                                # back to the one before
  queqiao weights use default)";
constexpr const char* kWeightsUseExamples =
    R"(  queqiao weights use learned-2
  queqiao weights use default                         # as if nothing had been learned)";
constexpr const char* kWeightsUndoExamples = R"(  queqiao weights undo                                # what was in force before the last `use`)";

// The default goes by the name that matches and `learn` give it; `default`, which the pointer keeps, is whatever this program's is.
std::string shown_name(const std::string& name) { return name == search::kDefaultWeights ? search::default_weights().version : name; }

ordered_json json_of(const std::string& name, bool in_force, const corpus::Result<search::WeightsVersion>& version) {
  ordered_json json{{"name", name}, {"in_force", in_force}};
  if (!version) {
    json["problem"] = corpus::to_text(version.error());
    return json;
  }
  json["version"] = version->weights.version;
  json["weights"] = version->weights.of;
  if (!version->made_at.empty()) json["made_at"] = version->made_at;
  if (version->learned) {
    const search::LearnedFrom& from = *version->learned;
    json["learned"] = {{"decisions", from.decisions},  {"held_back", from.held_back},         {"needs_held_back", from.needs_held_back}, {"seed", from.seed},
                       {"before", from.before},        {"ndcg10_before", from.ndcg10_before}, {"ndcg10_after", from.ndcg10_after}};
  }
  return json;
}

void add_row(Table& table, const std::string& name, bool in_force, const corpus::Result<search::WeightsVersion>& version) {
  const std::string state = in_force ? "in force" : "";
  if (!version) {
    table.row({name, "", "", "", "", state + (in_force ? ", " : "") + version.error().message});
    return;
  }
  const auto& learned = version->learned;
  table.row({name, version->made_at, learned ? std::to_string(learned->decisions) : "", learned ? std::to_string(learned->held_back) : "",
             learned ? fmt::format("{:.4f} → {:.4f}", learned->ndcg10_before, learned->ndcg10_after) : "", state});
}

Exit list_weights(Session& session) {
  const WeightsDirectory directory(session.config().data);
  const auto stack = directory.stack();
  const std::string in_force = stack ? shown_name(stack->front()) : "";
  std::vector<std::string> names = directory.names();
  names.insert(names.begin(), search::default_weights().version);
  Output& output = session.output();
  Table table({"version", "made", ">decisions", ">held back", "nDCG@10", "state"});
  ordered_json rows = ordered_json::array();
  bool sound = stack.has_value();
  for (const std::string& name : names) {
    const auto version = directory.read(name);
    sound = sound && version.has_value();
    add_row(table, name, name == in_force, version);
    rows.push_back(json_of(name, name == in_force, version));
  }
  if (output.json())
    output.result({{"in_force", in_force}, {"versions", std::move(rows)}});
  else
    table.print(output);
  if (!stack) output.error(stack.error());
  return sound ? Exit::done : Exit::partly;
}

Exit say(const std::string& now_named, const std::string& before_named, Session& session) {
  const std::string now = shown_name(now_named), before = shown_name(before_named);
  Output& output = session.output();
  if (output.json())
    output.result({{"in_force", now}, {"before", before}});
  else
    output.line(now == before ? fmt::format("{} is in force already", now)
                              : fmt::format("{} is in force{}; a running service takes it up within a second", now,
                                            before.empty() ? "" : ", no longer " + before));
  return Exit::done;
}

Exit use(const std::string& wanted, Session& session) {
  const WeightsDirectory directory(session.config().data);
  const auto version = take_by_id(directory.read(wanted));
  const std::string name = version.weights.version == search::default_weights().version ? std::string(search::kDefaultWeights) : wanted;
  // A damaged pointer is what this command mends.
  std::vector<std::string> stack = directory.stack().value_or(std::vector<std::string>());
  const std::string before = stack.empty() ? "" : stack.front();
  if (name != before) {
    stack.insert(stack.begin(), name);
    take(write_stack(directory, stack));
  }
  return say(name, before, session);
}

Exit undo_weights(Session& session) {
  const WeightsDirectory directory(session.config().data);
  std::vector<std::string> stack = take(directory.stack());
  if (stack.size() < 2)
    stop(corpus::ErrorCode::conflict, "weights", fmt::format("{} is in force, and nothing was before it", shown_name(stack.front())),
         "queqiao weights lists what may be put in force");
  const std::string before = stack.front();
  stack.erase(stack.begin());
  take(directory.read(stack.front()));
  take(write_stack(directory, stack));
  return say(stack.front(), before, session);
}

}  // namespace

void add_weights(Tree& tree) {
  const Command weights = tree.add("weights", "List the versions of the weights; put one in force, or take that back", kWeightsExamples);
  tree.on(weights, list_weights);

  auto name = std::make_shared<std::string>();
  const Command one = tree.add(weights, "use", "Put a version of the weights in force", kWeightsUseExamples);
  one.option("VERSION", *name, "Its name, or default: the one that is shipped").required().by_place();
  tree.on(one, [name](Session& session) { return use(*name, session); });

  tree.on(tree.add(weights, "undo", "Put in force what was before the last change", kWeightsUndoExamples), undo_weights);
}

}  // namespace cli
