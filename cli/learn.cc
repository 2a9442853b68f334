// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/weights_writing.h"
#include "search/learning.h"
#include "search/lessons.h"

namespace cli {
namespace {

using nlohmann::ordered_json;

constexpr const char* kLearnExamples =
    R"(  queqiao learn                                       # a new version of the weights, from all decisions; not yet in force
  queqiao learn --dry-run                             # what would come of it
  queqiao weights use learned-1                       # puts it in force; queqiao weights undo takes it back)";

struct LearnArguments {
  bool dry_run = false;
  std::optional<int> seed;
  std::size_t min_decisions = search::LearningOptions{}.min_decisions;
};

// Matching each pair again takes most of the time. With the policy of regions: it is configured and never learned, but it is part of the order that was decided
// on, and without it nearness would be taken for what it brings.
search::Lessons read_lessons(Session& session) {
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  const corpus::Store& store = session.store(Access::read);
  const auto decisions = take(search::decisions_of(store));
  Progress bar(session.output(), "learn", "decisions");
  std::uint64_t done = 0;
  const auto values = search::values_by(matcher, std::chrono::milliseconds(session.config().serve.time_limit_ms));
  return take(search::lessons_of(decisions, session.vocabularies().at("reason"), search::kinds_by(store),
                                 [&](const std::string& need, search::MatchTarget to, const std::string& other) {
                                   bar.update("match", ++done, decisions.size());
                                   return values(need, to, other);
                                 }));
}

std::string meaning_of(search::LeftOut why, const std::string& code, const corpus::Vocabulary& reasons) {
  switch (why) {
    case search::LeftOut::reason: return fmt::format("{} {}: says nothing of relevance", code, reasons.label(code));
    case search::LeftOut::withdrawn: return "withdrawn";
    case search::LeftOut::replaced: return "replaced by a later decision on the pair";
    case search::LeftOut::same_record: return "about two records being the same one";
    case search::LeftOut::no_need: return "not about a need and a result or an expert";
    case search::LeftOut::not_matched: return "no match any more: not in the index, no shared word, or an expert on the black list";
  }
  return "";
}

ordered_json json_of(const search::WeightsVersion& version, const search::Learned& learned, const search::Lessons& lessons, bool written, Session& session) {
  const corpus::Vocabulary& reasons = session.vocabularies().at("reason");
  auto weights = ordered_json::array(), left_out = ordered_json::array();
  for (const auto& [name, weight] : learned.of) {
    const auto old = session.weights().of.find(name);
    ordered_json row{{"signal", name}, {"before", old == session.weights().of.end() ? 0 : old->second}, {"after", weight}};
    if (const auto refusals = learned.refusals.find(name); refusals != learned.refusals.end()) row["refusals"] = refusals->second;
    weights.push_back(std::move(row));
  }
  for (const auto& [why, count] : lessons.left_out) {
    ordered_json row{{"why", search::to_string(why.first)}, {"count", count}};
    if (!why.second.empty()) row["reason"] = why.second, row["label"] = reasons.label(why.second);
    left_out.push_back(std::move(row));
  }
  if (learned.alone > 0) left_out.push_back({{"why", "nothing_to_compare"}, {"count", learned.alone}});
  const search::LearnedFrom& from = learned.from;
  ordered_json json{{"version", version.weights.version}, {"written", written}, {"better_than_default", learned.better}, {"seed", from.seed}};
  json["decisions"] = {{"all", lessons.decisions}, {"learned_from", from.decisions}, {"held_back", from.held_back}, {"needs_held_back", from.needs_held_back}};
  json["ndcg10"] = {{"before", from.ndcg10_before}, {"after", from.ndcg10_after}, {"before_version", from.before}};
  json["weights"] = std::move(weights);
  json["left_out"] = std::move(left_out);
  return json;
}

// Bars are of what was learned, against the greatest change: beside what is not learned, such as text, every change would be a dot. − where it counts
// less than before.
std::string change_bar(double change, double most) {
  constexpr double kColumns = 10;
  std::string bar;
  for (double at = 0.5; most > 0 && at < std::abs(change) / most * kColumns; ++at) bar += "█";
  if (bar.empty()) return "";
  return (change < 0 ? "− " : "+ ") + bar;
}

void print_weights(const search::Learned& learned, Session& session) {
  const auto before = [&](const std::string& name) {
    const auto old = session.weights().of.find(name);
    return old == session.weights().of.end() ? 0 : old->second;
  };
  double most = 0;
  for (const auto& [name, weight] : learned.of)
    if (learned.refusals.contains(name)) most = std::max(most, std::abs(weight - before(name)));
  Table table({"signal", ">" + session.weights().version, ">learned", ">change", ">refusals", ""});
  for (const auto& [name, weight] : learned.of) {
    const auto refusals = learned.refusals.find(name);
    const bool teachable = refusals != learned.refusals.end();
    const double change = weight - before(name);
    table.row({name, fmt::format("{:.4f}", before(name)), fmt::format("{:.4f}", weight), std::abs(change) < 0.00005 ? "" : fmt::format("{:+.4f}", change),
               teachable ? count_text(static_cast<std::int64_t>(refusals->second)) : "–", teachable ? change_bar(change, most) : ""});
  }
  table.print(session.output());
}

void print(const search::Learned& learned, const search::Lessons& lessons, Session& session) {
  Output& output = session.output();
  const search::LearnedFrom& from = learned.from;
  print_weights(learned, session);
  output.line();
  output.line(fmt::format("nDCG@10 on {} decisions held back, of {} needs: {:.4f} by {}, {:.4f} by what was learned from {} others", from.held_back,
                          from.needs_held_back, from.ndcg10_before, from.before, from.ndcg10_after, from.decisions));
  if (lessons.left_out.empty() && learned.alone == 0) return;
  output.line();
  Table table({">left out", "why"});
  for (const auto& [why, count] : lessons.left_out)
    table.row({count_text(static_cast<std::int64_t>(count)), meaning_of(why.first, why.second, session.vocabularies().at("reason"))});
  if (learned.alone > 0)
    table.row({count_text(static_cast<std::int64_t>(learned.alone)), "nothing to compare with: all decided matches of the need got the same word"});
  table.print(output);
}

// A version made by hand may weigh what is learned. That is not kept: all decisions are learned from each time, and from the default.
void warn_of_own_weights(const search::WeightsVersion& in_force, Output& output) {
  if (in_force.learned) return;
  std::string own;
  for (const std::string& name : search::learnable_signals()) {
    const auto weight = in_force.weights.of.find(name);
    if ((weight == in_force.weights.of.end() ? 0 : weight->second) != search::default_weights().of.at(name)) own += (own.empty() ? "" : ", ") + name;
  }
  if (!own.empty())
    output.warning(fmt::format("{} has weights of its own for {}: these are learned, which begins with the default's", in_force.weights.version, own));
}

Exit run_learn(const LearnArguments& arguments, Session& session) {
  const search::Lessons lessons = read_lessons(session);
  search::LearningOptions options;
  if (arguments.seed) options.seed = static_cast<std::uint64_t>(*arguments.seed);
  options.min_decisions = arguments.min_decisions;
  if (const search::RegionPolicy& policy = session.region_policy(); policy.on()) options.policy_boost = policy.boost;
  const search::Learned learned = take(search::learn(lessons.judgments, session.weights(), options));
  const search::WeightsDirectory directory(session.config().data);
  const search::WeightsVersion version{{next_learned_name(directory), learned.of}, corpus::utc_now(), learned.from};
  const bool write = learned.better && !arguments.dry_run;
  if (write) take(write_version(directory, version));
  Output& output = session.output();
  if (output.json())
    output.result(json_of(version, learned, lessons, write, session));
  else
    print(learned, lessons, session);
  warn_of_own_weights(take(directory.read(session.weights().version)), output);
  if (!learned.better)
    output.note("of these decisions nothing comes that orders other needs better than the weights it begins with: no version was made");
  else if (learned.from.ndcg10_after < learned.from.ndcg10_before)
    output.warning("on the decisions held back what was learned is worse than what is in force");
  if (write)
    output.note(fmt::format("written: {}; put it in force: queqiao weights use {}", directory.file(version.weights.version).string(), version.weights.version));
  return Exit::done;
}

}  // namespace

void add_learn(Tree& tree) {
  const Command command = tree.add("learn", "Learn from decisions what signals count: a new version of the weights", kLearnExamples);
  auto arguments = std::make_shared<LearnArguments>();
  command.flag("--dry-run", arguments->dry_run, "Write nothing");
  command.option("--seed", arguments->seed, "Holds other needs back [1]").range(0, 1'000'000'000).value_name("N");
  command.option("--min-decisions", arguments->min_decisions, fmt::format("Refuse with fewer that can be compared [{}]", arguments->min_decisions))
      .range(1, 1'000'000)
      .value_name("N");
  tree.on(command, [arguments](Session& session) { return run_learn(*arguments, session); });
}

}  // namespace cli
