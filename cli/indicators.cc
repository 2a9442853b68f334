// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/text_file.h"
#include "corpus/record_json.h"
#include "indexer/indicators.h"
#include "search/contradictions.h"
#include "search/indicator_match.h"
#include "search/indicator_otherwise.h"
#include "search/indicator_reasons.h"

namespace cli {
namespace {

using indexer::RecordIndicator;
using nlohmann::ordered_json;

constexpr const char* kIndicatorsExamples =
    R"(  queqiao indicators N0001                   # what a need states in figures, and where
  queqiao indicators N0001 --against A0012   # which of them a result meets, and by how much it misses the others
  queqiao indicators --text 需求.txt --json)";

struct IndicatorsArguments {
  std::string id, text, against;
};

struct Side {
  std::vector<RecordIndicator> indicators;
  std::vector<indexer::UnreadIndicator> unread;
  std::vector<search::Contradiction> contradictions{};
  bool is_need = true;  // running text is read as a need's
};

Side of_record(const std::string& id, Session& session) {
  const auto stored = take(session.store(Access::read).get(id));
  if (!stored) throw Stop{{corpus::ErrorCode::not_found, id, "there is no record with this id", ""}, Exit::partly};
  if (stored->kind != corpus::Kind::need && stored->kind != corpus::Kind::achievement)
    stop(corpus::ErrorCode::invalid_argument, id, fmt::format("a record of kind {} has no indicators", corpus::to_string(stored->kind)),
         "give a need or an achievement");
  Side side;
  const corpus::Record record = take(corpus::record_from_text(stored->body));
  side.indicators = indexer::indicators_of(record, session.vocabularies(), &side.unread);
  side.contradictions = search::contradictions_of(record, session.vocabularies());
  side.is_need = stored->kind == corpus::Kind::need;
  return side;
}

Side asked_side(const IndicatorsArguments& arguments, Session& session) {
  if (arguments.id.empty() == arguments.text.empty())
    stop(corpus::ErrorCode::invalid_argument, "indicators", "one of ID and --text is needed", "queqiao indicators --help has examples");
  if (!arguments.id.empty()) return of_record(arguments.id, session);
  const std::string text = read_text_file(arguments.text);
  return {indexer::indicators_of(text, "text", session.vocabularies()), {}, search::contradictions_of(text, session.vocabularies())};
}

std::string place_text(const RecordIndicator& one) { return fmt::format("{} {}–{}", one.field, one.stated.begin, one.stated.end); }

ordered_json json_of(const RecordIndicator& one) {
  const auto& s = one.stated;
  const auto number = [](const std::optional<double>& value) { return value ? ordered_json(*value) : ordered_json(nullptr); };
  return {{"name", s.name},
          {"parameter", one.parameter},
          {"op", s.op},
          {"value", s.value},
          {"low", number(s.low)},
          {"high", number(s.high)},
          {"unit", s.unit},
          {"dimension", s.dimension},
          {"condition", s.condition},
          {"place", {{"field", one.field}, {"begin", s.begin}, {"end", s.end}}}};
}

ordered_json json_of(const search::Contradiction& one) {
  ordered_json out{{"code", one.code}, {"field", one.field}, {"message", one.message}, {"message_en", one.message_en}};
  if (one.place) out["place"] = {{"field", one.place->field}, {"begin", one.place->begin}, {"end", one.place->end}};
  return out;
}

void print_unread(const Side& side, Output& output) {
  for (const auto& one : side.unread)
    output.warning(fmt::format("indicators[{}] {}: {} {}", one.index, one.name, message_of(one.why), message_en_of(one.why)));
  for (const search::Contradiction& one : side.contradictions)
    if (!one.is_unread) output.warning(fmt::format("{}{} {}", one.message, place_in_brackets(one), one.message_en));
}

void print(const Side& side, const corpus::Vocabularies& lists, Output& output) {
  Table table({"name", "op", ">value", "unit", "dimension", "condition", "place"});
  for (const RecordIndicator& one : side.indicators)
    table.row({one.stated.name, lists.at("indicator_op").label(one.stated.op), one.stated.value, one.stated.unit, one.stated.dimension, one.stated.condition,
               place_text(one)});
  if (table.empty())
    output.note("no indicator that can be read with certainty");
  else
    table.print(output);
}

// What the other side states of it in a way that answers nothing; none where it is compared, or not stated at all.
std::optional<search::StatedOtherwise> otherwise_in(const Side& stated, const RecordIndicator& want, const search::Comparison& one) {
  if (one.outcome != search::Outcome::not_stated) return std::nullopt;
  return search::stated_otherwise(want, stated.indicators);
}

std::string remark(const RecordIndicator* there, const std::optional<search::StatedOtherwise>& otherwise, bool condition_unsaid) {
  if (condition_unsaid) return "条件未注明 condition not stated";
  if (!otherwise) return "";
  std::string out = fmt::format("{} {}", message_of(otherwise->why), message_en_of(otherwise->why));
  if (otherwise->why == search::NoAnswer::condition) out += fmt::format(" ({})", there->stated.condition);
  return out;
}

void print(const Side& asked, const Side& stated, const std::vector<search::Comparison>& all, Output& output) {
  Table table({"name", "asked", "stated", "outcome", ">gap", "place", "place there", "remark"});
  for (const search::Comparison& one : all) {
    const RecordIndicator& want = asked.indicators[one.asked];
    const auto otherwise = otherwise_in(stated, want, one);
    const RecordIndicator* there = one.stated ? &stated.indicators[*one.stated] : otherwise ? &stated.indicators[otherwise->stated] : nullptr;
    table.row({want.stated.name, search::bound_of(want.stated), there != nullptr ? search::bound_of(there->stated) : "–",
               std::string(search::to_string(one.outcome)),
               one.outcome == search::Outcome::not_met ? search::gap_text(one.gap, want.stated.unit).zh : "", place_text(want),
               there != nullptr ? place_text(*there) : "", remark(there, otherwise, one.condition_unsaid)});
  }
  if (table.empty())
    output.note("the asking side states no indicator that can be read with certainty");
  else
    table.print(output);
}

Exit run_indicators(const IndicatorsArguments& arguments, Session& session) {
  const Side asked = asked_side(arguments, session);
  Output& output = session.output();
  ordered_json json;
  json["indicators"] = ordered_json::array();
  for (const RecordIndicator& one : asked.indicators) json["indicators"].push_back(json_of(one));
  json["unread"] = ordered_json::array();
  for (const auto& one : asked.unread)
    json["unread"].push_back({{"index", one.index}, {"name", one.name}, {"message", message_of(one.why)}, {"message_en", message_en_of(one.why)}});
  json["contradictions"] = ordered_json::array();
  for (const search::Contradiction& one : asked.contradictions) json["contradictions"].push_back(json_of(one));
  if (!output.json()) print_unread(asked, output);
  if (arguments.against.empty()) {
    if (output.json())
      output.result(json);
    else
      print(asked, session.vocabularies(), output);
    return Exit::done;
  }
  const Side stated = of_record(arguments.against, session);
  auto all = search::compare(asked.indicators, stated.indicators);
  // As in a match: what cannot be meant is told above, and nothing is held against it. Results state what they state.
  if (asked.is_need)
    std::erase_if(all, [aside = search::contradictory(asked.indicators, session.vocabularies())](const search::Comparison& one) { return aside[one.asked]; });
  if (!output.json()) {
    print(asked, stated, all, output);
    return Exit::done;
  }
  json["against"] = arguments.against;
  json["comparisons"] = ordered_json::array();
  for (const search::Comparison& one : all) {
    ordered_json row = {{"asked", one.asked}, {"outcome", search::to_string(one.outcome)}};
    if (one.stated) row["stated"] = json_of(stated.indicators[*one.stated]);
    if (const auto otherwise = otherwise_in(stated, asked.indicators[one.asked], one))
      row["stated_otherwise"] = {{"indicator", json_of(stated.indicators[otherwise->stated])},
                                 {"why", search::to_string(otherwise->why)},
                                 {"message", message_of(otherwise->why)},
                                 {"message_en", message_en_of(otherwise->why)}};
    if (one.condition_unsaid) row["condition_unsaid"] = true;
    if (one.outcome == search::Outcome::not_met) row["gap"] = {{"value", one.gap}, {"unit", asked.indicators[one.asked].stated.unit}};
    json["comparisons"].push_back(std::move(row));
  }
  output.result(json);
  return Exit::done;
}

}  // namespace

void add_indicators(Tree& tree) {
  const Command command = tree.add("indicators", "What a record or a text states in figures", kIndicatorsExamples);
  auto arguments = std::make_shared<IndicatorsArguments>();
  command.option("ID", arguments->id, "Id of a need or an achievement").by_place();
  command.option("--text", arguments->text, "A text file; - reads standard input").value_name("FILE");
  command.option("--against", arguments->against, "Compare with what this record states").value_name("ID");
  tree.on(command, [arguments](Session& session) { return run_indicators(*arguments, session); });
}

}  // namespace cli
