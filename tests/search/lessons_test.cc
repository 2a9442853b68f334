// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded decisions on a real store and index: which of them teach, and why the others do not.
#include "search/lessons.h"

#include <catch2/catch.hpp>

#include "search/broker.h"
#include "search/found.h"

namespace lessons_test {

using namespace search;
using broker::Desk;

namespace {

std::string entry(const char* kind, const std::string& id, const std::string& region, const char* text = "水肥一体化") {
  const bool expert = std::string_view(kind) == "expert", need = std::string_view(kind) == "need";
  return fmt::format(R"({{"kind":"{}","id":"{}","{}":"{}","{}":"{}"{}}})", kind, id, expert ? "name" : "title",
                     text, expert ? "research" : need ? "problem" : "summary", text, region.empty() ? "" : R"(,"region":")" + region + "\"");
}

class Office : public found::Library {
 public:
  Office() {
    put(entry("need", "n1", "420100"));
    put(entry("need", "n2", ""));
    for (const char* id : {"a1", "a2", "a3", "a4"}) put(entry("achievement", id, std::string_view(id) == "a1" ? "420100" : "430000"));
    put(entry("achievement", "far", "", "拖拉机"));
    put(entry("expert", "e1", "420100"));
    build();
  }
  void decide(const std::string& subject, const std::string& object, const std::string& verdict, const std::string& reason = "") {
    corpus::Decision decision = Desk::decision(subject, object, verdict, reason);
    decision.by = "broker";
    corpus::Diagnostics diagnostics;
    const auto recorded = corpus::Intake(store(), world::vocabularies()).decide(std::move(decision), diagnostics);
    if (!recorded) throw std::runtime_error(corpus::to_text(recorded.error()));
  }
  Lessons lessons() { return lessons(must(decisions_of(store()))); }
  Lessons lessons(const std::vector<corpus::Decision>& in_order) {
    auto made = lessons_of(in_order, world::vocabularies().at("reason"), kinds_by(store()), values_by(matcher(), std::chrono::seconds(5)));
    return must(std::move(made));
  }

 private:
  template <class T>
  static T must(corpus::Result<T> result) {
    if (!result) throw std::runtime_error(corpus::to_text(result.error()));
    return std::move(*result);
  }
};

// n1>a1 shortlisted, n1>a2 dismissed(region)
std::string printed(const Lessons& lessons) {
  std::string out;
  for (const Judgment& one : lessons.judgments) {
    out += fmt::format("{}{}>{} {}", out.empty() ? "" : ", ", one.need, one.other, one.wanted ? "wanted" : "not wanted");
    if (!one.teaches.empty()) out += " (" + found::joined(one.teaches) + ")";
  }
  return out;
}

std::string left_out(const Lessons& lessons) {
  std::string out;
  for (const auto& [why, count] : lessons.left_out)
    out += fmt::format("{}{}{} {}", out.empty() ? "" : ", ", to_string(why.first), why.second.empty() ? "" : ":" + why.second, count);
  return out;
}

std::size_t all_in(const Lessons& lessons) {
  std::size_t sum = lessons.judgments.size();
  for (const auto& [why, count] : lessons.left_out) sum += count;
  return sum;
}

}  // namespace

TEST_CASE("decisions teach by the signals their reasons speak of, from whichever side they were made", "[learning]") {
  Office office;
  office.decide("n1", "a1", "shortlisted");
  office.decide("n1", "a2", "dismissed", "region");
  office.decide("a3", "n1", "dismissed", "wrong_topic");
  office.decide("n1", "e1", "dismissed", "too_early");
  office.decide("n2", "a1", "dismissed", "price");
  office.decide("n2", "a2", "dismissed", "indicator_unmet");
  const Lessons lessons = office.lessons();
  CHECK(printed(lessons) ==
        "n1>a1 wanted, n1>a2 not wanted (region), n2>a2 not wanted (indicators), n1>a3 not wanted (field industry), n1>e1 not wanted (maturity)");
  CHECK(left_out(lessons) == "reason:price 1");
  CHECK(lessons.decisions == 6);
  // The signals are those of the match itself.
  MatchRequest request;
  request.id = "n1";
  request.see_hidden = true;  // as decisions are learned from
  for (const Match& match : office.match(request).matches)
    for (const Judgment& one : lessons.judgments)
      if (one.need == "n1" && one.other == match.card.id) CHECK(one.values == match.values);
  CHECK(lessons.judgments[0].values.at("region") == 1);
  CHECK(lessons.judgments[1].values.at("region") == 0);
}

TEST_CASE("what was withdrawn or decided anew does not teach, nor what is no match of a need", "[learning]") {
  Office office;
  office.decide("n1", "a1", "dismissed", "wrong_topic");
  office.decide("a1", "n1", "withdrawn");
  office.decide("n1", "a2", "shortlisted");
  office.decide("n1", "a2", "dismissed", "region");
  office.decide("n1", "far", "shortlisted");
  office.decide("a1", "a2", "not_same");
  office.decide("a1", "e1", "shortlisted");
  office.decide("n1", "n2", "shortlisted");
  const Lessons lessons = office.lessons();
  CHECK(printed(lessons) == "n1>a2 not wanted (region)");
  CHECK(left_out(lessons) == "withdrawn 2, replaced 1, same_record 1, no_need 2, not_matched 1");
  CHECK(lessons.decisions == 8);
  CHECK(all_in(lessons) == lessons.decisions);
  office.decide("n1", "a1", "shortlisted");  // after it was taken back, decided anew
  CHECK(printed(office.lessons()) == "n1>a1 wanted, n1>a2 not wanted (region)");
}

TEST_CASE("of several people the latest word in force teaches, and being the same record is another matter", "[learning]") {
  Office office;
  std::vector<corpus::Decision> said;
  const auto say = [&](const std::string& by, const std::string& subject, const std::string& object, const std::string& verdict, const std::string& reason) {
    said.push_back(Desk::decision(subject, object, verdict, reason));
    said.back().by = by;
  };
  say("甲", "n1", "a1", "shortlisted", "");
  say("乙", "a1", "n1", "dismissed", "region");
  say("甲", "n1", "a1", "not_same", "");
  CHECK(printed(office.lessons(said)) == "n1>a1 not wanted (region)");
  CHECK(left_out(office.lessons(said)) == "replaced 1, same_record 1");
  say("丙", "n1", "a1", "withdrawn", "");  // who has said nothing takes nothing back
  CHECK(printed(office.lessons(said)) == "n1>a1 not wanted (region)");
  say("乙", "n1", "a1", "withdrawn", "");
  CHECK(printed(office.lessons(said)) == "n1>a1 wanted");
  CHECK(left_out(office.lessons(said)) == "withdrawn 3, same_record 1");
  say("甲", "n1", "a1", "withdrawn", "");  // that they are not the same
  CHECK(printed(office.lessons(said)) == "n1>a1 wanted");
  say("甲", "n1", "a1", "withdrawn", "");
  const Lessons none = office.lessons(said);
  CHECK(printed(none).empty());
  CHECK(left_out(none) == "withdrawn 6, same_record 1");
  CHECK(all_in(none) == none.decisions);
  say("甲", "n1", "a1", "shortlisted", "");
  say("甲", "n1", "a1", "withdrawn", "");
  said.back().undoes = "sameness";  // of which nothing stands
  CHECK(printed(office.lessons(said)) == "n1>a1 wanted");
  CHECK(all_in(office.lessons(said)) == said.size());
}

TEST_CASE("every reason that says it teaches names signals, and a list that names price is refused", "[learning]") {
  std::size_t teaching = 0;
  for (const corpus::VocabularyEntry& entry : world::vocabularies().at("reason").entries()) {
    CAPTURE(entry.code);
    const bool teaches = entry.maps.at("teaches") == "yes";
    CHECK(teaches == entry.maps.contains("signals"));
    teaching += teaches;
  }
  CHECK(teaching == 5);
  const world::Directory directory;
  const auto file = directory.path() / "reason.tsv";
  std::ofstream(file) << "code\tlabel\tlabel_en\taliases\tparent\tmaps\nprice\t价格\tPrice\t\t\tteaches:yes;signals:region,budget\n";
  const auto list = corpus::Vocabulary::read(file);
  REQUIRE(list.has_value());
  const auto made = lessons_of({}, *list, nullptr, nullptr);
  REQUIRE_FALSE(made.has_value());
  CHECK(corpus::to_text(made.error()) == "reason.tsv: the reason price teaches \"budget\", which is no signal that decisions may move\n"
                                         "  hint: in the column maps, name some of these: signals:field,indicators,industry,maturity,region");
}

}  // namespace lessons_test
