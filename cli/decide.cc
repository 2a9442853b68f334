// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "cli/commands.h"
#include "corpus/intake.h"
#include "search/shown.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kExamples =
    R"(  queqiao decide CG-N-007 CG-N-008 not_same           # two results, not one posted twice
  queqiao decide CG-N-007 CG-N-008 withdrawn          # takes that back
  queqiao decide XQ-N-001 CG-N-001 shortlisted --note 已电话联系
  queqiao decide XQ-N-001 CG-N-002 dismissed --reason too_early)";

struct Arguments {
  std::string subject, object, verdict, reason, note;
};

Exit run(const Arguments& arguments, Session& session) {
  corpus::Store& store = session.store(Access::write);
  corpus::Intake intake(store, session.vocabularies());
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander());
  corpus::Decision decision;
  decision.subject_id = arguments.subject;
  decision.object_id = arguments.object;
  decision.verdict = arguments.verdict;
  decision.reason = arguments.reason;
  decision.note = arguments.note;
  decision.by = session.actor();
  const search::Shown shown = take(search::shown_of_pair(session.readers(), matcher, arguments.subject, arguments.object, true));
  search::remember(shown, decision);
  corpus::Diagnostics diagnostics;
  auto recorded = intake.decide(std::move(decision), diagnostics);
  for (const corpus::Diagnostic& diagnostic : diagnostics) session.output().diagnostic(diagnostic);
  const corpus::Submission done = take_by_id(std::move(recorded));
  if (session.output().json())
    session.output().result_text(web::answer_decision(done, shown).body);
  else
    session.output().line(fmt::format("{}  {}  seq {}; read from {} at seq {}, weights {}", done.id, arguments.verdict, done.seq, shown.generation, shown.seq,
                                      shown.weights_version));
  return Exit::done;
}

}  // namespace

void add_decide(Tree& tree) {
  const Command command = tree.add("decide", "Record a decision about a pair of records: a match, or whether they are the same", kExamples);
  auto arguments = std::make_shared<Arguments>();
  command.option("SUBJECT", arguments->subject, "The record decided from, such as a need").required().by_place();
  command.option("OBJECT", arguments->object, "The record decided on").required().by_place();
  command.option("VERDICT", arguments->verdict, "shortlisted, dismissed, same, not_same, or withdrawn: takes the last one back").required().by_place();
  command.option("--reason", arguments->reason, "Why; needed for dismissed: a code or label of the list `reason`").value_name("CODE");
  command.option("--note", arguments->note, "In your own words").value_name("TEXT");
  tree.on(command, [arguments](Session& session) { return run(*arguments, session); });
}

}  // namespace cli
