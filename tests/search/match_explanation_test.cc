// SPDX-License-Identifier: GPL-3.0-or-later
// What is explained of a match must be what the list of matches shows, and nobody learns of a record that is not for them.
#include "search/match_explanation.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <thread>

#include "search/found.h"

namespace match_explanation_test {

using namespace search;

namespace {

class Shelf : public found::Shared<Shelf> {
 public:
  Shelf() {
    put(R"({"kind":"need","id":"n","title":"葡萄园滴灌改造","problem":"凭经验开阀，水肥浪费","key_tech":"水肥一体化","tech_field":["agriculture"]})");
    put(R"({"kind":"achievement","id":"a1","title":"果园滴灌与水肥一体化","tech_field":["agriculture"],"owner_org_id":"c"})");
    put(R"({"kind":"achievement","id":"a2","title":"棉田滴灌"})");
    put(R"({"kind":"achievement","id":"other","title":"擒纵游丝"})");
    put(R"({"kind":"achievement","id":"hidden","title":"大棚滴灌","visibility":"restricted"})");
    put(R"({"kind":"need","id":"closed","title":"温室滴灌","problem":"水肥浪费","visibility":"restricted"})");
    put(R"({"kind":"expert","id":"e","name":"甘霖","research":"滴灌与水肥一体化"})");
    put(R"({"kind":"expert","id":"listed","name":"甘露","research":"滴灌与水肥一体化","integrity":"黑名单"})");
    put(R"({"kind":"enterprise","id":"c","name":"江汉葡萄合作社","integrity":"关注"})");
    build();
  }
};

corpus::Result<MatchesExplained> why(const std::string& id, const std::vector<std::string>& ids, bool see_hidden = false) {
  MatchRequest request;
  request.id = id;
  request.see_hidden = see_hidden;
  return explain_matches(Shelf::get().pool(), Shelf::get().matcher(), request, ids);
}

double sum_of(const Match& match) {
  return std::accumulate(match.signals.begin(), match.signals.end(), 0.0, [](double all, const auto& part) { return all + part.second; });
}

// All that an explanation shows but the figures themselves.
std::string form_of(const MatchesExplained& explained) {
  std::string out = explained.weights_version + ":";
  for (const auto& [name, weight] : explained.weights) out += " " + name;
  for (const Note& note : explained.notes) out += " note:" + note.code;
  for (const Match& one : explained.records) {
    for (const auto& [name, value] : one.values) out += fmt::format(" {}{}", name, value ? "" : "?");
    for (const auto& [name, part] : one.signals) out += " +" + name;
    out += fmt::format(" {} reasons, {} fragments", one.reasons.size(), one.fragments.size());
  }
  return out;
}

}  // namespace

TEST_CASE("the signals of two matches are those of the list") {
  MatchRequest request;
  request.id = "n";
  const MatchResult list = Shelf::get().match(request);
  const auto explained = why("n", {"a2", "a1"});
  REQUIRE(explained);
  REQUIRE(explained->records.size() == 2);
  CHECK(explained->records[0].card.id == "a2");
  CHECK(explained->records[1].card.id == "a1");
  CHECK(explained->weights_version == list.weights->version);
  CHECK(explained->generation == list.generation);
  for (const Match& one : explained->records) {
    CHECK(sum_of(one) == Approx(one.score));
    const auto listed = std::ranges::find_if(list.matches, [&](const Match& match) { return match.card.id == one.card.id; });
    REQUIRE(listed != list.matches.end());
    CHECK(one.score == Approx(listed->score));
  }
}

TEST_CASE("experts and results are explained each alone and so are records of one kind") {
  const auto expert = why("n", {"e"}), result = why("n", {"a1"});
  REQUIRE((expert && result));
  CHECK(expert->records[0].score > 0);
  CHECK(expert->weights.contains("evidence"));
  CHECK_FALSE(result->weights.contains("evidence"));
  for (const auto& explained : {expert, result})
    for (const auto& [name, part] : explained->records[0].signals) CHECK(part == Approx(explained->weights.at(name) * *explained->records[0].values.at(name)));
  CHECK(why("a1", {"a2"})->records[0].score > 0);
}

TEST_CASE("two matches are explained by one state of the weights although it changes between them") {
  const auto first = std::make_shared<const Weights>(Weights{"first", {{"text", 0.9}, {"field", 0.1}}});
  const auto second = std::make_shared<const Weights>(Weights{"second", {{"text", 0.6}, {"field", 0.4}}});
  int asked = 0;
  const Matcher changing(Shelf::get().pool(), world::vocabularies(), [&] { return ++asked == 1 ? first : second; });
  const Matcher settled(Shelf::get().pool(), world::vocabularies(), *second);
  MatchRequest request;
  request.id = "n";
  const auto explained = explain_matches(Shelf::get().pool(), changing, request, {"a1", "a2"});
  const auto expected = explain_matches(Shelf::get().pool(), settled, request, {"a1", "a2"});
  REQUIRE((explained && expected));
  CHECK(asked == 4);
  CHECK(explained->weights_version == "second");
  CHECK(explained->weights == expected->weights);
  for (std::size_t i = 0; i < 2; ++i) CHECK(explained->records[i].signals == expected->records[i].signals);
}

TEST_CASE("an expert on the black list is explained like any other, and only who may see what is hidden is told that lists withhold them") {
  const auto ordinary = why("n", {"e"}), listed = why("n", {"listed"});
  REQUIRE((ordinary && listed));
  CHECK(listed->records[0].score > 0);
  CHECK(listed->records[0].score == Approx(ordinary->records[0].score));  // they say the same
  CHECK(form_of(*listed) == form_of(*ordinary));
  CHECK(listed->notes.empty());
  const auto told = why("n", {"e", "listed"}, true);
  REQUIRE(told);
  REQUIRE(told->notes.size() == 1);
  CHECK(told->notes[0].code == "withheld");
  CHECK(told->notes[0].message == "黑名单上的专家，不列入匹配结果：listed");
  CHECK(told->notes[0].message_en == "on the black list, so not listed among matches: listed");
  CHECK(told->records[1].values.at("integrity") == 0);
  CHECK(why("n", {"e"}, true)->notes.empty());
}

TEST_CASE("the values explained are those of the list, also those that come from an organisation, and no reasons are made for them") {
  MatchRequest request;
  request.id = "n", request.see_hidden = true;
  const MatchResult list = Shelf::get().match(request);
  const auto explained = why("n", {"a1"}, true);
  REQUIRE(explained);
  const Match& one = explained->records[0];
  CHECK(one.values.at("integrity") == kOnWatch);
  CHECK(one.reasons.empty());
  CHECK(one.fragments.empty());
  const auto listed = std::ranges::find_if(list.matches, [](const Match& match) { return match.card.id == "a1"; });
  REQUIRE(listed != list.matches.end());
  CHECK(one.values == listed->values);
}

TEST_CASE("all records of one explanation share its time") {
  // Each match alone keeps the limit, both together do not.
  const auto slow = std::make_shared<const Weights>(default_weights());
  const Matcher matcher(Shelf::get().pool(), world::vocabularies(), [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return slow;
  });
  MatchRequest request;
  request.id = "n";
  request.time_limit = std::chrono::milliseconds(500);
  const auto both = explain_matches(Shelf::get().pool(), matcher, request, {"a1", "a2"});
  REQUIRE_FALSE(both);
  CHECK(corpus::to_text(both.error()) == "time_limit: the explanation took more than 500 ms");
}

TEST_CASE("what shares no word has no signals and a score of nothing") {
  const auto explained = why("n", {"other"});
  REQUIRE(explained);
  REQUIRE(explained->records.size() == 1);
  CHECK(explained->records[0].card.title == "擒纵游丝");
  CHECK(explained->records[0].values.empty());
  CHECK(explained->records[0].score == 0);
}

TEST_CASE("a match that cannot be explained is refused with the id that is wrong") {
  struct Row {
    const char* asking;
    std::vector<std::string> ids;
    corpus::ErrorCode code;
    const char* where;
  };
  const Row rows[] = {{"n", {"nowhere"}, corpus::ErrorCode::not_found, "nowhere"},
                      {"n", {"a1", "hidden"}, corpus::ErrorCode::not_found, "hidden"},
                      {"closed", {"a1"}, corpus::ErrorCode::not_found, "closed"},
                      {"", {"a1"}, corpus::ErrorCode::not_found, ""},
                      {"n", {"n"}, corpus::ErrorCode::invalid_argument, "n"},
                      {"n", {"c"}, corpus::ErrorCode::invalid_argument, "c"},
                      {"n", {"e", "a1"}, corpus::ErrorCode::invalid_argument, "a1"},
                      {"n", {"a1", "e"}, corpus::ErrorCode::invalid_argument, "e"},
                      {"c", {"a1"}, corpus::ErrorCode::invalid_argument, "a1"}};
  for (const Row& row : rows) {
    INFO(row.asking << " " << row.ids.back());
    const auto refused = why(row.asking, row.ids);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == row.code);
    CHECK(refused.error().where == row.where);
  }
  CHECK(why("n", {"hidden"}).error().message == why("n", {"nowhere"}).error().message);
  CHECK(why("n", {"hidden"}, true));
  CHECK(why("closed", {"a1"}, true));
}

}  // namespace match_explanation_test
