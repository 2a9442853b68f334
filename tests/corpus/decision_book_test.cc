// SPDX-License-Identifier: GPL-3.0-or-later
// Of what was decided, what is in force for whom.
#include "corpus/decision_book.h"

#include "corpus/record_json.h"
#include "store_world.h"

namespace store_world::decision_book_test {

namespace {

NewRecord said(const std::string& id, const std::string& by, const std::string& subject, const std::string& object, const std::string& verdict,
               const std::string& undoes = "") {
  Decision decision;
  decision.id.value = id;
  decision.subject_id = subject;
  decision.object_id = object;
  decision.verdict = verdict;
  decision.undoes = undoes;
  decision.by = by;
  decision.note = "备注 " + id;
  decision.reasons_shown = {"题目相近"};
  return {.id = id,
          .kind = Kind::decision,
          .status = "published",
          .visibility = "restricted",
          .body = to_json_text(Record(decision)),
          .by = by,
          .reason = {},
          .receipt = {}};
}

void say(Store& store, const NewRecord& decision) { must(store.put({decision})); }

// "A-1 shortlisted, A-2 dismissed"
std::string with(const DecisionBook& book, const std::string& by, const std::string& id) {
  std::string text;
  for (const auto& [other, decision] : must(book.with(by, id))) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", other, decision.verdict);
  return text;
}

// "dismissed, not_same"; "-" for a layer in which nothing stands.
std::string on(const DecisionBook& book, const std::string& by, const std::string& id, const std::string& other) {
  const auto in_force = must(book.on(by, id, other));
  const auto word = [](const std::optional<Decision>& one) { return one ? one->verdict : "-"; };
  return fmt::format("{}, {}", word(in_force.match), word(in_force.sameness));
}

// "d2 d1 of 2"
std::string listed(const DecisionBook& book, const DecisionBook::Wanted& wanted) {
  const auto page = must(book.list(wanted));
  std::string text;
  for (const Decision& decision : page.decisions) text += decision.id.value + " ";
  return text + fmt::format("of {}", page.total);
}

}  // namespace

STORE_TEST("the last word of each person on a pair counts, from whichever side it was said") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  CHECK(with(book, "甲", "N-1").empty());
  say(*store, said("d1", "甲", "N-1", "A-1", "shortlisted"));
  say(*store, said("d2", "甲", "N-1", "A-2", "dismissed"));
  say(*store, said("d3", "乙", "N-1", "A-1", "dismissed"));
  CHECK(with(book, "甲", "N-1") == "A-1 shortlisted, A-2 dismissed");
  CHECK(with(book, "甲", "A-1") == "N-1 shortlisted");
  CHECK(with(book, "乙", "N-1") == "A-1 dismissed");
  CHECK(with(book, "丙", "N-1").empty());
  say(*store, said("d4", "甲", "A-1", "N-1", "dismissed"));
  CHECK(with(book, "甲", "N-1") == "A-1 dismissed, A-2 dismissed");
  CHECK(dismissed_in(must(book.with("甲", "N-1"))) == std::set<std::string>{"A-1", "A-2"});
  say(*store, said("d5", "甲", "N-1", "A-1", "withdrawn"));
  CHECK(with(book, "甲", "N-1") == "A-2 dismissed");
  CHECK(with(book, "乙", "N-1") == "A-1 dismissed");
  CHECK(with(DecisionBook(*store), "甲", "N-1") == "A-2 dismissed");  // read at once, not as it came
}

STORE_TEST("what is said of a match and of being the same record stand side by side, and each is taken back by itself") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  say(*store, said("d9", "甲", "N-1", "A-1", "dismissed"));
  say(*store, said("d8", "甲", "A-1", "N-1", "not_same"));
  say(*store, said("d7", "甲", "N-1", "A-2", "same"));
  CHECK(with(book, "甲", "N-1") == "A-1 dismissed, A-2 same");  // the match leads
  CHECK(dismissed_in(must(book.with("甲", "N-1"))) == std::set<std::string>{"A-1"});
  CHECK(listed(book, {.by = "甲", .verdict = "", .record = "A-1"}) == "d8 d9 of 2");
  CHECK(listed(book, {.by = "甲", .verdict = "not_same", .record = ""}) == "d8 of 1");
  say(*store, said("d6", "甲", "N-1", "A-1", "withdrawn"));  // the one spoken last
  CHECK(listed(book, {.by = "甲", .verdict = "", .record = "A-1"}) == "d9 of 1");
  say(*store, said("d5", "甲", "N-1", "A-1", "same"));
  say(*store, said("d4", "甲", "N-1", "A-1", "shortlisted"));
  say(*store, said("d3", "甲", "N-1", "A-1", "withdrawn"));
  CHECK(with(book, "甲", "N-1") == "A-1 same, A-2 same");
  CHECK(with(DecisionBook(*store), "甲", "N-1") == "A-1 same, A-2 same");  // read at once: in the order of writing, not of ids
  say(*store, said("d2", "甲", "N-1", "A-1", "withdrawn"));
  CHECK(with(book, "甲", "N-1") == "A-2 same");
  say(*store, said("d1", "甲", "N-1", "A-1", "withdrawn"));  // nothing is left to take back
  CHECK(with(book, "甲", "N-1") == "A-2 same");
  CHECK(with(DecisionBook(*store), "甲", "N-1") == "A-2 same");
}

STORE_TEST("a withdrawal takes back what it names, whatever was said last") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  say(*store, said("d1", "甲", "A-1", "A-2", "dismissed"));
  say(*store, said("d2", "甲", "A-2", "A-1", "not_same"));
  CHECK(on(book, "甲", "A-1", "A-2") == "dismissed, not_same");
  CHECK(on(book, "甲", "A-2", "A-1") == "dismissed, not_same");
  CHECK(on(book, "乙", "A-1", "A-2") == "-, -");
  CHECK(on(book, "甲", "A-1", "A-3") == "-, -");
  say(*store, said("d3", "甲", "A-1", "A-2", "withdrawn", "match"));
  CHECK(on(book, "甲", "A-1", "A-2") == "-, not_same");
  say(*store, said("d4", "甲", "A-1", "A-2", "withdrawn", "match"));  // nothing of that is left, and the other stays
  CHECK(on(book, "甲", "A-1", "A-2") == "-, not_same");
  say(*store, said("d5", "甲", "A-1", "A-2", "shortlisted"));
  say(*store, said("d6", "甲", "A-1", "A-2", "withdrawn", "sameness"));
  CHECK(on(book, "甲", "A-1", "A-2") == "shortlisted, -");
  CHECK(on(DecisionBook(*store), "甲", "A-1", "A-2") == "shortlisted, -");  // read at once, not as it came
}

STORE_TEST("a withdrawal that names nothing is of the one decision there is, and refused where there are two") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  const Vocabularies lists = must(Vocabularies::load(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/vocab"));
  const auto undone = [&](const std::string& verdict, const std::string& undoes = "") {
    Decision decision;
    decision.subject_id = "A-1", decision.object_id = "A-2", decision.by = "甲", decision.verdict = verdict, decision.undoes = undoes;
    const auto named = name_undone(decision, book, lists);
    return named ? decision.undoes : to_text(named.error());
  };
  CHECK(undone("withdrawn") == "");
  say(*store, said("d1", "甲", "A-1", "A-2", "same"));
  CHECK(undone("withdrawn") == "sameness");
  CHECK(undone("撤回") == "sameness");
  CHECK(undone("dismissed") == "");
  say(*store, said("d2", "甲", "A-2", "A-1", "dismissed"));
  CHECK(undone("withdrawn") ==
        "undoes: two of your decisions on this pair are in force: dismissed and same\n  hint: say which one is taken back: match or sameness");
  CHECK(undone("withdrawn", "match") == "match");
  say(*store, said("d3", "甲", "A-1", "A-2", "withdrawn", "sameness"));
  CHECK(undone("withdrawn") == "match");
}

STORE_TEST("several questions at once, while decisions come and are rewritten, each have what was written before them") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  constexpr int kRounds = 60;
  std::atomic<int> written = 0, behind = 0, failed = 0;
  std::vector<std::jthread> asking;
  for (int i = 0; i < 4; ++i)
    asking.emplace_back([&] {
      while (written < kRounds) {
        const int before = written;
        const auto page = book.list({.by = "甲", .verdict = "shortlisted", .record = ""});
        failed += !page;
        behind += page && page->total < static_cast<std::size_t>(before);
      }
    });
  for (int i = 0; i < kRounds; ++i) {
    say(*store, said(fmt::format("d{}", i), "甲", fmt::format("N-{}", i), "A-1", "shortlisted"));
    if (i % 7 == 3) say(*store, said(fmt::format("d{}", i - 1), "甲", "A-1", fmt::format("N-{}", i - 1), "shortlisted"));  // all is read anew
    ++written;
  }
  asking.clear();
  CHECK(failed == 0);
  CHECK(behind == 0);
  CHECK(must(book.list({.by = "甲", .verdict = "", .record = ""})).total == kRounds);
}

STORE_TEST("a list is newest first, by verdict, by record and in pages") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  say(*store, said("d1", "甲", "N-1", "A-1", "shortlisted"));
  say(*store, said("d2", "甲", "N-1", "A-2", "dismissed"));
  say(*store, said("d3", "甲", "A-2", "N-2", "shortlisted"));
  say(*store, said("d4", "乙", "N-2", "A-2", "shortlisted"));
  CHECK(listed(book, {.by = "甲", .verdict = "", .record = ""}) == "d3 d2 d1 of 3");
  CHECK(listed(book, {.by = "甲", .verdict = "shortlisted", .record = ""}) == "d3 d1 of 2");
  CHECK(listed(book, {.by = "甲", .verdict = "", .record = "A-2"}) == "d3 d2 of 2");
  CHECK(listed(book, {.by = "甲", .verdict = "dismissed", .record = "N-2"}) == "of 0");
  CHECK(listed(book, {.by = "甲", .verdict = "", .record = "", .page = 2, .size = 2}) == "d1 of 3");
  CHECK(listed(book, {.by = "甲", .verdict = "", .record = "", .page = 3, .size = 2}) == "of 3");
  CHECK(listed(book, {.by = "丙", .verdict = "", .record = ""}) == "of 0");
  const auto page = must(book.list({.by = "甲", .verdict = "", .record = ""}));
  CHECK(page.seq == 4);
  CHECK(page.decisions.front().note == "备注 d3");
}

STORE_TEST("a decision that is taken out, put in again or changed is read as it is now") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  say(*store, said("d1", "甲", "N-1", "A-1", "shortlisted"));
  say(*store, said("d2", "甲", "N-1", "A-1", "dismissed"));
  CHECK(with(book, "甲", "N-1") == "A-1 dismissed");
  must(store->set_status("d2", "withdrawn", "restore", "x"));
  CHECK(with(book, "甲", "N-1") == "A-1 shortlisted");
  must(store->set_status("d2", "published", "", "x"));
  CHECK(with(book, "甲", "N-1") == "A-1 dismissed");
  say(*store, said("d2", "甲", "N-1", "A-3", "dismissed"));
  CHECK(with(book, "甲", "N-1") == "A-1 shortlisted, A-3 dismissed");
  NewRecord waiting = said("d3", "甲", "N-1", "A-4", "dismissed");
  waiting.status = "submitted";  // not yet anyone's decision
  say(*store, waiting);
  CHECK(with(book, "甲", "N-1") == "A-1 shortlisted, A-3 dismissed");
  must(store->set_status("d3", "published", "", "x"));
  CHECK(with(book, "甲", "N-1") == "A-1 shortlisted, A-3 dismissed, A-4 dismissed");
}

STORE_TEST("a book sees what another process wrote, also behind other changes, and passes over what it cannot read") {
  auto store = open_store(dir);
  const DecisionBook book(*store);
  say(*store, said("d1", "甲", "N-1", "A-1", "shortlisted"));
  CHECK(with(book, "甲", "N-1") == "A-1 shortlisted");
  auto other = open_store(dir);
  std::vector<NewRecord> many;
  for (int i = 0; i < 2500; ++i) many.push_back(said(fmt::format("m{}", i), "乙", fmt::format("N-{}", i), "A-9", "dismissed"));
  must(other->put(many));
  must(other->put({record("A-1"), record("A-2")}));
  say(*other, said("d2", "甲", "N-1", "A-1", "dismissed"));
  NewRecord damaged = said("d3", "甲", "N-1", "A-2", "dismissed");
  damaged.body = "{";
  say(*other, damaged);
  CHECK(with(book, "甲", "N-1") == "A-1 dismissed");
  CHECK(must(book.list({.by = "乙", .verdict = "", .record = ""})).total == 2500);
}

STORE_TEST("the records of decisions are named, as far as the store has them") {
  auto store = open_store(dir);
  must(store->put({record("A-1", R"({"kind":"achievement","id":"A-1","title":"节水阀门"})", "withdrawn")}));
  say(*store, said("d1", "甲", "N-1", "A-1", "shortlisted"));
  const auto page = must(DecisionBook(*store).list({.by = "甲", .verdict = "", .record = ""}));
  const auto names = must(names_in(page.decisions, *store));
  REQUIRE(names.size() == 1);
  CHECK(names.at("A-1").title == "节水阀门");
  CHECK(names.at("A-1").status == "withdrawn");
  CHECK(names.at("A-1").kind == Kind::achievement);
}

}  // namespace store_world::decision_book_test
