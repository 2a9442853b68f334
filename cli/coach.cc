// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/coach.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/card_line.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "corpus/columns.h"
#include "corpus/reader.h"
#include "corpus/record_json.h"
#include "web/wire.h"

namespace cli {
namespace {

using corpus::Kind;
using corpus::Severity;
using nlohmann::ordered_json;

constexpr const char* kCoachExamples =
    R"(  queqiao coach XQ-A-001                              # what a stored need or result lacks, where, and how to mend it
  queqiao coach --file draft.jsonl                    # drafts that are not stored; - reads standard input
  queqiao coach --file 需求征集表.xlsx --kind need
  queqiao coach --all                                 # every published need in a table, the one with most to mend first
  queqiao coach --all --json | jq -c '[.id, .given, .required]')";

struct CoachArguments {
  std::string id, file, kind;
  bool all = false, hidden = false;
};

bool is_coached(Kind kind) { return kind == Kind::need || kind == Kind::achievement; }

class Coaching {
 public:
  Coaching(const CoachArguments& arguments, Session& session)
      : arguments_(arguments),
        session_(session),
        output_(session.output()),
        lists_(session.vocabularies()),
        matcher_(session.readers(), lists_, session.weights(), session.expander(), session.region_policy()),
        coach_(session.readers(), lists_, matcher_) {}

  Exit stored() {
    const auto found = take(session_.store(Access::read).get(arguments_.id));
    if (!found) throw Stop{{corpus::ErrorCode::not_found, arguments_.id, "there is no record with this id", ""}, Exit::partly};
    if (!is_coached(found->kind))
      stop(corpus::ErrorCode::invalid_argument, arguments_.id, fmt::format("there is no advice on records of kind {}", corpus::to_string(found->kind)),
           "give a need or an achievement");
    const auto record = take(corpus::record_from_text(found->body));
    tell(record, coach_.coach(request(record, {}, true)));
    return Exit::done;
  }

  Exit drafts() {
    corpus::ReadOptions options;
    options.kind = corpus::kind_from_string(arguments_.kind);
    const auto reader = take(corpus::open_reader(arguments_.file, options, lists_));
    Exit exit = Exit::done;
    std::size_t read = 0;
    while (auto row = take(reader->next())) {
      if (!draft(*row)) exit = Exit::partly;
      ++read;
    }
    if (read == 0)
      stop(corpus::ErrorCode::invalid_argument, arguments_.file, "the file holds no record", "a record is a JSON object on one line, or a row of a table");
    return exit;
  }

  Exit all() {
    struct Line {
      std::size_t wrong = 0;
      std::vector<std::string> cells;
    };
    std::vector<std::string> ids;
    corpus::Store::ScanOptions published;
    published.kind = Kind::need;
    published.status = "published";
    const corpus::Store& store = session_.store(Access::read);
    take(store.scan(published, [&](const corpus::StoredRecord& one) {
      if (arguments_.hidden || one.visibility == "public") ids.push_back(one.id);
      return true;
    }));
    std::vector<Line> lines;
    Progress bar(output_, "coach", "records");
    std::size_t done = 0;
    for (const std::string& id : ids) {
      const auto found = take(store.get(id));
      if (!found) continue;  // taken out meanwhile
      const auto record = take(corpus::record_from_text(found->body));
      const search::Coaching one = coach_.coach(request(record, {}, true));
      bar.update("need", ++done, ids.size());
      if (output_.json()) {
        output_.result(json_of(record, one));
        continue;
      }
      const std::size_t warnings = of(one, Severity::warning) + of(one, Severity::error);
      lines.push_back({warnings,
                       {id, fmt::format("{}/{}", one.given, one.required), std::to_string(warnings), std::to_string(of(one, Severity::note)),
                        one.distinction ? fmt::format("{}/{}", one.distinction->groups, one.distinction->candidates) : "–", std::to_string(one.copies.size()),
                        corpus::title_of(record)}});
    }
    bar.clear();
    if (output_.json()) return Exit::done;
    std::ranges::stable_sort(lines, [](const Line& a, const Line& b) { return a.wrong > b.wrong; });
    Table table({"need", ">filled in", ">warnings", ">notes", ">told apart", ">copies", "title"});
    for (Line& line : lines) table.row(std::move(line.cells));
    table.print(output_);
    output_.note(fmt::format("{} needs; filled in: of what the form asks for; told apart: groups of the results that are near by their words", lines.size()));
    return Exit::done;
  }

 private:
  search::CoachRequest request(const corpus::Record& record, corpus::Diagnostics reading, bool is_stored) const {
    search::CoachRequest out;
    out.record = record;
    out.reading = std::move(reading);
    out.stored = is_stored;
    out.see_hidden = arguments_.hidden;
    out.time_limit = std::chrono::milliseconds(session_.config().serve.time_limit_ms);
    return out;
  }

  // False where the row is no need and no result.
  bool draft(corpus::Row& row) {
    const auto refuse = [&](corpus::Diagnostics all) {
      for (corpus::Diagnostic& one : all) {
        corpus::locate(one, row);
        output_.diagnostic(one);
      }
      return false;
    };
    if (!row.object) return refuse(std::move(row.diagnostics));
    if (auto& id = (*row.object)["id"]; id.is_null() || id == "") id = "draft";
    corpus::Diagnostics reading = row.diagnostics;
    const corpus::Record record = corpus::record_from_json(*row.object, reading);
    const auto of_kind = [](const corpus::Diagnostic& one) { return one.severity == Severity::error && one.field == "kind"; };
    if (std::ranges::any_of(reading, of_kind)) return refuse(std::move(reading));
    if (!is_coached(corpus::kind_of(record)))
      return refuse({{Severity::error, "kind", "kind", fmt::format("there is no advice on records of kind {}", corpus::to_string(corpus::kind_of(record))),
                      "give needs and achievements", row.location, {}}});
    tell(record, coach_.coach(request(record, std::move(reading), false)));
    return true;
  }

  static std::size_t of(const search::Coaching& coaching, Severity severity) {
    return static_cast<std::size_t>(std::ranges::count(coaching.advice, severity, &search::Advice::severity));
  }

  static ordered_json json_of(const corpus::Record& record, const search::Coaching& coaching) {
    ordered_json out{{"id", corpus::id_of(record)}, {"title", corpus::title_of(record)}};
    out.update(ordered_json::parse(web::answer_coach(coaching).body));
    return out;
  }

  void tell(const corpus::Record& record, const search::Coaching& coaching) {
    if (output_.json()) return output_.result(json_of(record, coaching));
    print_notes(coaching.notes, output_);
    output_.line(fmt::format("{}  {}", output_.paint(Style::strong, corpus::id_of(record)), corpus::title_of(record)));
    const std::string share = fmt::format("{} of the {} fields that the form asks for are filled in", coaching.given, coaching.required);
    output_.line(fmt::format("     必填 {}/{}  {}", coaching.given, coaching.required, output_.paint(Style::faint, share)));
    missing(coaching);
    for (const search::Advice& one : coaching.advice)
      if (one.code != "missing") line(one);
    for (const search::Copy& one : coaching.copies)
      output_.line(fmt::format("     = {}  {}{}", output_.paint(Style::strong, one.id), one.title,
                               one.similarity ? "  " + output_.paint(Style::faint, fmt::format("{:.2f}", *one.similarity)) : ""));
    if (coaching.distinction)
      output_.line(fmt::format("     {}  {}", coaching.distinction->message, output_.paint(Style::faint, coaching.distinction->message_en)));
  }

  // In one line: a list of fields is read at a glance, a sentence for each is not.
  void missing(const search::Coaching& coaching) {
    std::string labels, names;
    for (const search::Advice& one : coaching.advice) {
      if (one.code != "missing" || one.severity == Severity::error) continue;
      labels += (labels.empty() ? "" : "、") + corpus::field_label(lists_, coaching.kind, one.field);
      names += (names.empty() ? "" : ", ") + one.field;
    }
    if (labels.empty()) return;
    output_.line(fmt::format("     {} 未填：{}  {}", output_.paint(Style::warning, "!"), labels, output_.paint(Style::faint, "missing: " + names)));
  }

  void line(const search::Advice& one) {
    const Style style = one.severity == Severity::error ? Style::bad : one.severity == Severity::warning ? Style::warning : Style::faint;
    const char* mark = one.severity == Severity::error ? "×" : one.severity == Severity::warning ? "!" : "-";
    // The field once: key_tech 64–88, indicators[2] 40–58. Bytes are of the whole field's text.
    const std::string in = !one.place || one.field.starts_with(one.place->field) ? one.field : one.field + " " + one.place->field;
    const std::string at = one.place ? fmt::format("{} {}–{}", in, one.place->begin, one.place->end) : one.field;
    const std::string english = output_.paint(Style::faint, fmt::format("[{}] {}", at, one.message_en));
    output_.line(fmt::format("     {} {}  {}", output_.paint(style, mark), one.message, english));
    if (!one.hint.empty() || !one.hint_en.empty()) output_.line(fmt::format("       {}  {}", one.hint, output_.paint(Style::faint, one.hint_en)));
  }

  const CoachArguments& arguments_;
  Session& session_;
  Output& output_;
  const corpus::Vocabularies& lists_;
  search::Matcher matcher_;
  search::Coach coach_;
};

Exit run_coach(const CoachArguments& arguments, Session& session) {
  if (!arguments.id.empty() + !arguments.file.empty() + arguments.all != 1)
    stop(corpus::ErrorCode::invalid_argument, "coach", "one of ID, --file and --all is needed", "queqiao coach --help has examples");
  if (!arguments.kind.empty() && arguments.file.empty()) stop(corpus::ErrorCode::invalid_argument, "--kind", "--kind belongs to --file");
  Coaching coaching(arguments, session);
  return arguments.all ? coaching.all() : arguments.file.empty() ? coaching.stored() : coaching.drafts();
}

}  // namespace

void add_coach(Tree& tree) {
  const Command command = tree.add("coach", "What a need or a result lacks before it is published", kCoachExamples);
  auto arguments = std::make_shared<CoachArguments>();
  command.option("ID", arguments->id, "Id of a stored need or achievement").by_place();
  command.option("--file", arguments->file, "Drafts that are not stored: JSON Lines, CSV or XLSX; - reads standard input").value_name("FILE");
  command.option("--kind", arguments->kind, "Of --file: what the rows are, where they do not say").one_of({"need", "achievement"});
  command.flag("--all", arguments->all, "Every published need, in a table");
  command.flag("--hidden", arguments->hidden, "Records that are not public 公开 as well");
  tree.on(command, [arguments](Session& session) { return run_coach(*arguments, session); });
}

}  // namespace cli
