// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/panel.h"

#include <optional>

#include "cli/card_line.h"
#include "cli/commands.h"
#include "cli/panel_protocol.h"
#include "cli/words.h"
#include "search/draw.h"
#include "search/indexed_records.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kPanelExamples =
    R"(  queqiao panel XQ-A-001 --judges 3 --reserves 2             # judges without conflict who cover its topics, and the protocol
  queqiao panel XQ-A-001 --judges 3 --reserves 2 --seed 8817 --date 2026-03-05   # the same panel again
  queqiao panel XQ-A-001 --fit 50 --uncovered                # who fits less well, too; and some topic may have nobody
  queqiao panel XQ-A-001 --role solver --judges 5            # who could take it on: 揭榜人, 科技特派员
  queqiao panel XQ-A-001 --verbose                           # those excluded for role, topic or fit alone, too, one by one
  queqiao panel CG-A-001 --json                              # the protocol as JSON, with everybody)";

struct PanelArguments {
  std::string id, date, role = "judge";
  std::optional<std::string> seed;
  std::size_t judges = 3, reserves = 2, pool = 200;
  int fit = search::kFitFloor;
  bool uncovered = false, hidden = false;
};

search::PanelRequest request_of(const PanelArguments& arguments, const Config& config) {
  search::PanelRequest request;
  request.id = arguments.id;
  request.role = *corpus::panel_role_from_string(arguments.role);
  request.judges = arguments.judges;
  request.reserves = arguments.reserves;
  request.seed = arguments.seed ? *arguments.seed : search::fresh_seed();  // an empty one is refused, as any other that is none
  request.on = day_asked_for(arguments.date, "--date");
  request.pool = arguments.pool;
  request.floor = arguments.fit;
  request.uncovered = arguments.uncovered;
  request.see_hidden = arguments.hidden;
  request.time_limit = std::chrono::milliseconds(config.serve.time_limit_ms);
  return request;
}

// Whether what was not found is there for who may see what is not public, as who works at this machine may.
bool is_hidden(const corpus::Error& error, const search::PanelRequest& request, Session& session) {
  if (error.code != corpus::ErrorCode::not_found || request.see_hidden) return false;
  const auto kind = session.readers().with([&](const search::IndexReader& reader) -> corpus::Result<std::optional<corpus::Kind>> {
    return search::kind_in_index(reader.database(), request.id);
  });
  return kind && *kind;
}

Exit run_panel(const PanelArguments& arguments, Session& session) {
  const search::PanelRequest request = request_of(arguments, session.config());
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  auto drawn = search::draw_panel(session.readers(), matcher, session.vocabularies(), session.expander(), session.panel_rules(), request);
  if (!drawn && is_hidden(drawn.error(), request, session)) {
    drawn.error().message = "the record is not public";
    drawn.error().hint = "add --hidden: records that are not public are then seen";
  }
  const search::Panel panel = take_by_id(std::move(drawn));
  Output& output = session.output();
  if (output.json()) {
    output.result_text(web::answer_panel(panel).body);
  } else {
    print_notes(panel.notes, output);
    print_protocol(panel, session.panel_rules(), session.vocabularies(), output);
  }
  return panel.complete() ? Exit::done : Exit::partly;
}

}  // namespace

void add_panel(Tree& tree) {
  const Command command = tree.add("panel", "Draw judges or solvers without conflict, and say who was left out and why", kPanelExamples);
  auto arguments = std::make_shared<PanelArguments>();
  command.option("ID", arguments->id, "Id of a need or an achievement").by_place().required();
  command.option("--judges", arguments->judges, "How many [3]").range(1, 100).value_name("N");
  command.option("--reserves", arguments->reserves, "How many more in reserve [2]").range(0, 100).value_name("R");
  command.option("--role", arguments->role, "Who is asked for [judge]").one_of({"judge", "solver"});
  command.option("--seed", arguments->seed, "Text of 1 to 64 bytes; the same, with --date, --pool and --fit, gives the same panel [random]").value_name("S");
  command.option("--date", arguments->date, "The day windows are counted to [today]").value_name("DATE");
  command.option("--pool", arguments->pool, "How many experts who fit are looked at [200]").range(1, 2000).value_name("N");
  command.option("--fit", arguments->fit, "How well they must fit, in per cent of the best expert for it; 0: anybody [67]").range(0, 100).value_name("P");
  command.flag("--uncovered", arguments->uncovered, "A panel is complete though nobody eligible covers one of the topics");
  command.flag("--hidden", arguments->hidden, "Records that are not public 公开 as well");
  tree.on(command, [arguments](Session& session) { return run_panel(*arguments, session); });
}

}  // namespace cli
