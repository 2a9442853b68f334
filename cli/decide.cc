// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "cli/commands.h"
#include "corpus/decision_book.h"
#include "corpus/intake.h"
#include "indexer/grouping.h"
#include "search/shown.h"
#include "web/wire.h"

namespace cli {
namespace {

using corpus::ErrorCode;

constexpr const char* kDecideExamples =
    R"(  queqiao decide CG-N-007 CG-N-008 not_same           # two results, not one posted twice
  queqiao decide XQ-N-001 CG-N-001 shortlisted --note 已电话联系
  queqiao decide XQ-N-001 CG-N-002 dismissed --reason too_early
  queqiao decide undo XQ-N-001 CG-N-002               # takes that back, as does: queqiao decide XQ-N-001 CG-N-002 withdrawn
  queqiao decide list                                 # yours, newest first

Reasons of a dismissal, of the list that is shipped (vocabulary `reason`), by code or label:
  too_early 技术不成熟, benefit_unclear 相对现有技术优势不明, route_unclear 产业化路径/成本不明,
  description_unclear 描述不清, scientific_doubt 技术原理存疑, not_strategic 不在业务方向, already_have 已有方案/自研,
  not_campaign_specific 未针对需求作答, wrong_topic 不相关, indicator_unmet 指标不满足, price 价格不合,
  ip_terms 产权/许可方式不合, conflict 利益冲突/回避, region 地域/落地要求, timing 时限不符,
  supplier_unresponsive 供方无响应, need_withdrawn 需求撤回/不真实, duplicate 重复, integrity 信用问题,
  reg_not_tech 不属技术合同)";
constexpr const char* kDecideUndoExamples =
    R"(  queqiao decide undo XQ-N-001 CG-N-002               # takes your decision on the pair back
  queqiao decide undo CG-N-007 CG-N-008 --undoes match    # the dismissal, not the word that they are two results)";
constexpr const char* kUndoesHelp = "What is taken back: your word on the match, or on both being one record [the one there is]";
constexpr const char* kDecideListExamples =
    R"(  queqiao decide list --verdict shortlisted           # what you chose, newest first
  queqiao decide list --record XQ-N-001 --by 张三 --json)";

struct DecideArguments {
  std::string subject, object, verdict, reason, undoes, note;
};

// A word too many after `undo` or `list` reaches the command above, as its SUBJECT.
void refuse_word_too_many(const DecideArguments& above) {
  if (!above.subject.empty()) stop(ErrorCode::invalid_argument, above.subject, "this word is one too many", "queqiao decide --help has examples");
}

// The groups of the index, with what decisions in force add to them that it may not have followed yet; without the pair itself.
std::set<std::string> copies_with_decisions(std::set<std::string> ids, const indexer::SameDecisions& decisions,
                                            const std::pair<std::string, std::string>& pair) {
  for (std::size_t before = 0; before != ids.size();) {
    before = ids.size();
    for (const auto& [two, same] : decisions)
      if (same && two != pair && (ids.contains(two.first) || ids.contains(two.second))) ids.insert({two.first, two.second});
  }
  return ids;
}

// `not_same` is always kept to, so a `same` that would bring such a pair together changes nothing. The decision is recorded all the same: a look that fails
// is no error.
void warn_of_not_same(const DecideArguments& arguments, Session& session) {
  indexer::SameDecisionsOfStore decisions;
  if (!decisions.load(session.store(Access::write))) return;
  const auto& in_force = decisions.in_force();
  const auto pair = indexer::pair_of(arguments.subject, arguments.object);
  std::set<std::string> one{pair.first}, other{pair.second};
  std::ignore = session.readers().with([&](const search::IndexReader& reader) -> corpus::Result<void> {
    one = indexer::copies_of(reader.database(), pair.first);
    other = indexer::copies_of(reader.database(), pair.second);
    return {};
  });
  one = copies_with_decisions(std::move(one), in_force, pair);
  other = copies_with_decisions(std::move(other), in_force, pair);
  for (const auto& [two, same] : in_force) {
    const bool between = (one.contains(two.first) && other.contains(two.second)) || (one.contains(two.second) && other.contains(two.first));
    if (same || !between) continue;
    session.output().warning(fmt::format("this changes nothing as long as {} and {}, which it would bring together, are decided to be not the same",
                                         two.first, two.second));
    return;
  }
}

Exit record(const DecideArguments& arguments, const std::string& verdict, Session& session) {
  corpus::Store& store = session.store(Access::write);
  corpus::Intake intake(store, session.vocabularies());
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  corpus::Decision decision;
  decision.subject_id = arguments.subject;
  decision.object_id = arguments.object;
  decision.verdict = verdict;
  decision.reason = arguments.reason;
  decision.undoes = arguments.undoes;
  decision.note = arguments.note;
  decision.by = session.actor(Access::write);
  const corpus::DecisionBook book(store);
  take(corpus::name_undone(decision, book, session.vocabularies()));
  const std::string by = decision.by, undone = decision.undoes.empty() ? "" : " of " + decision.undoes;
  const search::Shown shown = take(search::shown_of_pair(session.readers(), matcher, arguments.subject, arguments.object, true));
  search::remember(shown, decision);
  corpus::Diagnostics diagnostics;
  auto recorded = intake.decide(std::move(decision), diagnostics);
  for (const corpus::Diagnostic& diagnostic : diagnostics) session.output().diagnostic(diagnostic);
  const corpus::Submission done = take_by_id(std::move(recorded));
  if (session.output().json()) {
    const auto in_force = book.on(by, arguments.subject, arguments.object);  // it is recorded, whether or not the store can still be read
    session.output().result_text(web::answer_decision(done, shown, in_force ? &*in_force : nullptr, session.vocabularies()).body);
  } else {
    session.output().line(fmt::format("{}  {}{}  seq {}; read from {} at seq {}, weights {}", done.id, verdict, undone, done.seq, shown.generation, shown.seq,
                                      shown.weights_version));
  }
  if (verdict == "same") warn_of_not_same(arguments, session);
  return Exit::done;
}

// The three are not required of the parser, which would ask them of `decide list`, too.
Exit decide(const DecideArguments& arguments, Session& session) {
  if (arguments.subject.empty() || arguments.object.empty() || arguments.verdict.empty())
    stop(ErrorCode::invalid_argument, "decide", "SUBJECT, OBJECT and VERDICT are needed", "queqiao decide --help has examples");
  return record(arguments, arguments.verdict, session);
}

Exit undo_decision(const DecideArguments& arguments, Session& session) {
  const std::string by = session.actor(Access::write);
  const corpus::DecisionBook book(session.store(Access::write));
  const corpus::DecisionBook::InForce in_force = take(book.on(by, arguments.subject, arguments.object));
  const bool of_match = arguments.undoes != corpus::kUndoesSameness, of_sameness = arguments.undoes != corpus::kUndoesMatch;
  if (!(of_match && in_force.match) && !(of_sameness && in_force.sameness))
    throw Stop{{ErrorCode::not_found, arguments.subject + " " + arguments.object,
                fmt::format("{} has no decision on this pair to take back{}", by, arguments.undoes.empty() ? "" : ", of " + arguments.undoes),
                "see queqiao decide list"},
               Exit::partly};
  return record(arguments, "withdrawn", session);
}

Exit list_decisions(corpus::DecisionBook::Wanted wanted, Session& session) {
  corpus::Store& store = session.store(Access::read);
  if (wanted.by.empty()) wanted.by = session.actor(Access::read);
  const corpus::Vocabularies& lists = session.vocabularies();
  const corpus::DecisionBook book(store);
  const corpus::DecisionBook::Page page = take(book.list(wanted));
  const auto names = take(corpus::names_in(page.decisions, store));
  Output& output = session.output();
  if (output.json()) {
    output.result_text(web::answer_decisions(page, wanted, names, lists).body);
    return Exit::done;
  }
  Table table({"at", "decision", "reason", "from", "about", "title", "note"});
  for (const corpus::Decision& decision : page.decisions) {
    const auto object = names.find(decision.object_id);
    const std::string reason = decision.reason.empty() ? "" : lists.at("reason").label(decision.reason);
    table.row({decision.at, lists.at("decision").label(decision.verdict), reason, decision.subject_id, decision.object_id,
               object == names.end() ? "" : object->second.title, decision.note});
  }
  if (!table.empty()) table.print(output);
  const char* more = page.total > page.decisions.size() ? "; --page and --size show the others" : "";
  output.note(fmt::format("{} of {} in force{}", counted(static_cast<std::int64_t>(page.total), "decision"), wanted.by, more));
  return Exit::done;
}

}  // namespace

void add_decide(Tree& tree) {
  const Command command = tree.add("decide", "Record a decision about a pair of records, a match or whether they are the same; list yours", kDecideExamples);
  auto arguments = std::make_shared<DecideArguments>(), pair = std::make_shared<DecideArguments>();
  command.option("SUBJECT", arguments->subject, "The record decided from, such as a need").by_place();
  command.option("OBJECT", arguments->object, "The record decided on").by_place();
  command.option("VERDICT", arguments->verdict, "shortlisted, dismissed, same, not_same, or withdrawn: takes one back").by_place();
  command.option("--reason", arguments->reason, "Why; needed for dismissed, and refused beside another verdict: a code or label, below").value_name("CODE");
  command.option("--undoes", arguments->undoes, kUndoesHelp).one_of({"match", "sameness"});
  command.option("--note", arguments->note, "In your own words").value_name("TEXT");
  tree.on(command, [arguments](Session& session) { return decide(*arguments, session); });

  const Command back = tree.add(command, "undo", "Take your decision on a pair back", kDecideUndoExamples);
  back.option("SUBJECT", pair->subject, "Either record of the pair").required().by_place();
  back.option("OBJECT", pair->object, "The other one").required().by_place();
  back.option("--undoes", pair->undoes, kUndoesHelp).one_of({"match", "sameness"});
  back.option("--note", pair->note, "In your own words").value_name("TEXT");
  tree.on(back, [arguments, pair](Session& session) {
    refuse_word_too_many(*arguments);
    return undo_decision(*pair, session);
  });

  const Command all = tree.add(command, "list", "List the decisions of one person that are in force, newest first", kDecideListExamples);
  auto wanted = std::make_shared<corpus::DecisionBook::Wanted>();
  all.option("--by", wanted->by, "Whose: the name of a token or user [yours]").value_name("NAME");
  all.option("--verdict", wanted->verdict, "Only these").one_of({"shortlisted", "dismissed", "same", "not_same"});
  all.option("--record", wanted->record, "Only pairs that this record is in").value_name("ID");
  all.option("--page", wanted->page, "Which page [1]").range(1, 1'000'000).value_name("N");
  all.option("--size", wanted->size, "How many on a page [20]").range(1, 10'000).value_name("N");
  tree.on(all, [arguments, wanted](Session& session) {
    refuse_word_too_many(*arguments);
    return list_decisions(*wanted, session);
  });
}

}  // namespace cli
