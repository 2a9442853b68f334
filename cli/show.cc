// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/receipts.h"
#include "cli/width.h"
#include "corpus/record_json.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kShowExamples =
    R"(  queqiao show A0001                                  # the record as it stands in the store
  queqiao show A0001 --history                        # and every version before
  queqiao show QQ-20260305-000001                     # what was handed in under this receipt, and where it stands
  queqiao show N0007 --json)";

constexpr std::size_t kNameColumns = 24;

struct ShowArguments {
  std::string id;
  bool history = false;
};

corpus::StoredRecord shown_record(const corpus::Store& store, const std::string& given) {
  auto stored = take(store.get(id_meant_by(store, given)));
  if (!stored) {
    throw Stop{{corpus::ErrorCode::not_found, given, "there is no record with this id", "search for it: queqiao search WORDS"},
               Exit::partly};
  }
  return std::move(*stored);
}

// Codes with their labels: "C38 电气机械和器材制造业".
std::string labelled(const corpus::Vocabulary& list, const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += fmt::format("{}{} {}", text.empty() ? "" : "；", code, list.label(code));
  return text;
}

std::string value_text(const nlohmann::ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  const bool texts = value.is_array() && std::ranges::all_of(value, [](const auto& item) { return item.is_string(); });
  if (texts) return fmt::format("{}", fmt::join(value.get<std::vector<std::string>>(), "；"));
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const auto& item : value) text += (text.empty() ? "" : "\n") + item.dump();
  return text;
}

void print_field(const std::string& name, const std::string& value, Output& output) {
  std::string text = value;
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) text.insert(at + 1, kNameColumns, ' ');
  output.line(output.paint(Style::strong, pad(name, kNameColumns)) + text);
}

void print_record(const corpus::StoredRecord& stored, const corpus::Vocabularies& vocabularies, Output& output) {
  const corpus::Record record = take(corpus::record_from_text(stored.body));
  std::map<std::string, std::string> labels;
  for (const auto& [field, codes] : corpus::codes_of(record)) {
    for (const corpus::FieldInfo& info : corpus::fields_of(stored.kind)) {
      if (info.name == field) labels[field] = labelled(vocabularies.at(info.vocabulary), codes);
    }
  }
  const auto json = corpus::to_json(record);
  for (const auto& [name, value] : json.items()) {
    print_field(name, labels.contains(name) ? labels[name] : value_text(value), output);
  }
}

void print_head(const corpus::StoredRecord& stored, bool indexed, Output& output) {
  output.line(output.paint(Style::faint, fmt::format("{} · {} · {} · version {} · seq {} · {}{}", stored.id, corpus::to_string(stored.kind),
                                                     stored.status, stored.version, stored.seq, stored.changed_at,
                                                     indexed || stored.status != "published" ? "" : " · not in the index yet")));
}

void print_history(const std::vector<corpus::StoredRecord>& history, Output& output) {
  output.line();
  Table table({">version", ">seq", "changed", "status", "visibility", "content", "by", "reason"});
  for (const corpus::StoredRecord& version : history) {
    table.row({std::to_string(version.version), std::to_string(version.seq), version.changed_at, version.status, version.visibility,
               version.hash.substr(0, 12), version.changed_by, version.reason});
  }
  table.print(output);
}

nlohmann::ordered_json history_json(const std::vector<corpus::StoredRecord>& history) {
  nlohmann::ordered_json versions = nlohmann::ordered_json::array();
  for (const corpus::StoredRecord& version : history) {
    versions.push_back({{"version", version.version},
                        {"seq", version.seq},
                        {"changed_at", version.changed_at},
                        {"status", version.status},
                        {"visibility", version.visibility},
                        {"by", version.changed_by},
                        {"reason", version.reason},
                        {"record", nlohmann::ordered_json::parse(version.body, nullptr, false)}});
  }
  return versions;
}

Exit run_show(const ShowArguments& arguments, Session& session) {
  corpus::Store& store = session.store(Access::read);
  const corpus::StoredRecord stored = shown_record(store, arguments.id);
  const bool indexed = index_seq(session) >= stored.seq;
  std::vector<corpus::StoredRecord> history;
  if (arguments.history) history = take(store.history(stored.id));
  Output& output = session.output();
  if (output.json()) {
    const corpus::Record record = take(corpus::record_from_text(stored.body));
    const web::RecordView view{.stored = stored, .record = record, .indexed = indexed, .contacts = true, .integrity = true};
    auto json = nlohmann::ordered_json::parse(web::answer_record(view, session.vocabularies()).body);
    if (arguments.history) json["history"] = history_json(history);
    output.result(json);
    return Exit::done;
  }
  print_head(stored, indexed, output);
  print_record(stored, session.vocabularies(), output);
  if (arguments.history) print_history(history, output);
  return Exit::done;
}

}  // namespace

void add_show(Tree& tree) {
  const Command command = tree.add("show", "Print one record from the store, contacts included", kShowExamples);
  auto arguments = std::make_shared<ShowArguments>();
  command.option("ID", arguments->id, "Id of the record, or a receipt number").required().by_place();
  command.flag("--history", arguments->history, "Print its versions as well, newest first");
  tree.on(command, [arguments](Session& session) { return run_show(*arguments, session); });
}

}  // namespace cli
