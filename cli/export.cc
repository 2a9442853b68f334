// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/sink.h"
#include "cli/words.h"
#include "corpus/list_file.h"
#include "corpus/record_json.h"

namespace cli {
namespace {

constexpr const char* kExportExamples =
    R"(  queqiao export > all.jsonl                          # everything, contacts included; `import` takes it back as it was
  queqiao export --kind need --status submitted       # what waits for review
  queqiao export --kind achievement --format csv --output 成果.csv
                                                      # for a spreadsheet: UTF-8 with BOM, lists joined by ；)";

struct ExportArguments {
  std::string kind, status, format = "jsonl", output = "-";
};

// The record as it would have to be imported to be what it is now: a status that was given later is not in the body, and a visibility that
// nobody stated is, supplied by validation, which would then no longer say that it is missing.
corpus::Record present_form(const corpus::StoredRecord& stored) {
  corpus::Record record = take(corpus::record_from_text(stored.body));
  corpus::Common& common = corpus::common_of(record);
  if (stored.status != "published") common.status = stored.status;
  if (std::ranges::find(common.incomplete, "visibility") != common.incomplete.end()) common.visibility.clear();
  return record;
}

// ---- CSV

std::string cell_text(const nlohmann::ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array() || value.empty() || !value.front().is_string()) return value.dump();
  std::string text;
  for (const auto& item : value) text += (text.empty() ? "" : "；") + item.get<std::string>();
  return text;
}

// The kind, its fields in wire order, then the names that some record carries beyond them.
std::vector<std::string> columns_of(corpus::Kind kind, const std::set<std::string>& seen) {
  std::vector<std::string> columns{"kind"};
  for (const corpus::FieldInfo& field : corpus::fields_of(kind)) columns.emplace_back(field.name);
  for (const std::string& name : seen) {
    if (name != "incomplete" && std::ranges::find(columns, name) == columns.end()) columns.push_back(name);
  }
  return columns;
}

void write_row(Sink& sink, const std::vector<std::string>& cells) {
  std::vector<std::string> safe;
  for (const std::string& cell : cells) safe.push_back(corpus::csv_cell(cell));
  sink.write(fmt::format("{}\r\n", fmt::join(safe, ",")));
}

// ---- both

using Visit = std::function<void(const corpus::StoredRecord&)>;

void each(corpus::Store& store, const corpus::Store::ScanOptions& options, const Visit& visit) {
  take(store.scan(options, [&](const corpus::StoredRecord& stored) {
    visit(stored);
    return true;
  }));
}

void write_csv(corpus::Store& store, const corpus::Store::ScanOptions& options, Sink& sink, const std::function<void()>& tick) {
  std::set<std::string> seen;
  each(store, options, [&](const corpus::StoredRecord& stored) {
    const auto json = corpus::to_json(present_form(stored));
    for (const auto& [name, value] : json.items()) seen.insert(name);
  });
  const std::vector<std::string> columns = columns_of(*options.kind, seen);
  sink.write("\xEF\xBB\xBF");  // without it Excel takes UTF-8 for the system's own encoding
  write_row(sink, columns);
  each(store, options, [&](const corpus::StoredRecord& stored) {
    const auto json = corpus::to_json(present_form(stored));
    std::vector<std::string> cells;
    for (const std::string& column : columns) cells.push_back(json.contains(column) ? cell_text(json[column]) : "");
    write_row(sink, cells);
    tick();
  });
}

void write_json_lines(corpus::Store& store, const corpus::Store::ScanOptions& options, Sink& sink, const std::function<void()>& tick) {
  each(store, options, [&](const corpus::StoredRecord& stored) {
    sink.write(corpus::to_json_text(present_form(stored)) + "\n");
    tick();
  });
}

Exit run_export(const ExportArguments& arguments, Session& session) {
  const bool csv = arguments.format == "csv";
  if (csv && arguments.kind.empty()) {
    stop(corpus::ErrorCode::invalid_argument, "--kind", "a table needs one kind of record",
         "add --kind achievement, or leave out --format csv");
  }
  corpus::Store& store = session.store(Access::read);
  corpus::Store::ScanOptions options;
  options.kind = corpus::kind_from_string(arguments.kind);
  if (!arguments.status.empty()) options.status = code_of(session.vocabularies(), "status", arguments.status, "--status");
  Sink sink(arguments.output);
  const auto total = static_cast<std::uint64_t>(take(store.counts()).all);
  Progress bar(session.output(), "export", "records");
  std::uint64_t count = 0;
  const auto tick = [&] { bar.update("", ++count, options.kind || !options.status.empty() ? 0 : total); };
  csv ? write_csv(store, options, sink, tick) : write_json_lines(store, options, sink, tick);
  sink.finish();
  bar.clear();
  session.output().note(counted(static_cast<std::int64_t>(count), "record"));
  return Exit::done;
}

}  // namespace

void add_export(Tree& tree) {
  const Command command = tree.add("export", "Write records to a file, contacts included", kExportExamples);
  auto arguments = std::make_shared<ExportArguments>();
  command.option("--kind", arguments->kind, "Only records of this kind")
      .one_of({"achievement", "need", "expert", "enterprise", "decision"});
  command.option("--status", arguments->status, "Only records of this status [any]").value_name("STATUS");
  command.option("--format", arguments->format, "Format [jsonl]").one_of({"jsonl", "csv"});
  command.option("-o,--output", arguments->output, "File to write [standard output]").value_name("FILE");
  tree.on(command, [arguments](Session& session) { return run_export(*arguments, session); });
}

}  // namespace cli
