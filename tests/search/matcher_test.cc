// SPDX-License-Identifier: GPL-3.0-or-later
// Matches on a real index: who may be matched with whom, which of two is preferred, how the parts make the score, and what is refused.
#include "search/matcher.h"

#include <catch2/catch.hpp>

#include "search/found.h"
#include "search/signals/signal.h"

namespace matcher_test {

using namespace search;
using corpus::ErrorCode;
using corpus::Kind;
using found::any_order;
using found::ids;

namespace {

MatchRequest from(const std::string& id, MatchTarget to) {
  MatchRequest request;
  request.id = id, request.to = to;
  return request;
}

std::string entry(const char* kind, const char* id, const std::string& more) {
  const char* name = std::string_view(kind) == "expert" || std::string_view(kind) == "enterprise" ? "name" : "title";
  const char* text = std::string_view(kind) == "expert"       ? "research"
                     : std::string_view(kind) == "enterprise" ? "profile"
                     : std::string_view(kind) == "need"       ? "problem"
                                                              : "summary";
  return fmt::format(R"({{"kind":"{}","id":"{}","{}":"某某","{}":"水肥一体化"{}}})", kind, id, name, text, more);
}

// Two of each kind with one text; the first of each states everything, the second nothing more.
class Pairs : public found::Library {
 public:
  Pairs() {
    const std::string place = R"(,"region":"420100","industry":["A013"])";
    const std::string field = R"(,"tech_field":["agriculture"])";
    put(entry("need", "n1", place + field + R"(,"min_trl":6,"budget":100,"cooperation_modes":["license"],"accept_regions":["430000"])"));
    put(entry("need", "n2", ""));
    put(entry("achievement", "a1", place + field + R"(,"trl":5,"price_min":120,"price_max":150,"price_mode":"range","cooperation_modes":["license_sole"])"));
    put(entry("achievement", "a2", ""));
    put(entry("expert", "e1", place + field + R"(,"service_regions":["420000"])"));
    put(entry("expert", "e2", ""));
    put(entry("enterprise", "c1", place));
    put(entry("enterprise", "c2", ""));
    build();
  }
};

struct Direction {
  const char* from;
  MatchTarget to;
  const char *found, *applying;  // ids, and the signals that apply where the asking side states everything, without the priors
};
constexpr Direction kDirections[] = {
    {"n1", MatchTarget::achievement, "a1 a2", "budget cooperation field industry maturity region text"},
    {"n1", MatchTarget::expert, "e1 e2", "field industry region text"},
    {"n1", MatchTarget::similar, "n2", "field industry text"},
    {"a1", MatchTarget::need, "n1 n2", "budget cooperation deadline field industry maturity region text"},
    {"a1", MatchTarget::expert, "e1 e2", "field industry text"},
    {"a1", MatchTarget::similar, "a2", "field industry text"},
    {"e1", MatchTarget::need, "n1 n2", "deadline field industry region text"},
    {"e1", MatchTarget::achievement, "a1 a2", "field industry text"},
    {"e1", MatchTarget::similar, "e2", "field industry text"},
    {"c1", MatchTarget::similar, "c2", "industry text"},
};

std::string applying(const Match& match) {
  std::vector<std::string> names;
  for (const auto& [name, value] : match.values)
    if (value && std::ranges::find(kPriors, name) == kPriors.end()) names.push_back(name);
  return found::joined(names);
}

// A need's deadline is told by the day alone: it applies also where the other side states nothing.
std::string by_the_day(const Direction& d) { return d.to == MatchTarget::need ? "deadline text" : "text"; }

}  // namespace

TEST_CASE("every direction finds all of its kind and never the record that asks") {
  Pairs pairs;
  for (const Direction& d : kDirections) {
    CAPTURE(d.from, to_string(d.to));
    CHECK(any_order(pairs.match(from(d.from, d.to))) == d.found);
  }
}

TEST_CASE("the directions of a kind are those that are answered") {
  Pairs pairs;
  const std::pair<const char*, Kind> asking[] = {{"n1", Kind::need}, {"a1", Kind::achievement}, {"e1", Kind::expert}, {"c1", Kind::enterprise}};
  for (const auto& [id, kind] : asking)
    for (const MatchTarget to : {MatchTarget::achievement, MatchTarget::need, MatchTarget::expert, MatchTarget::similar}) {
      const auto directions = targets_of(kind);
      const bool there = std::ranges::find(directions, to) != directions.end();
      const bool in_table = std::ranges::any_of(kDirections, [&, asks = id](const Direction& d) { return d.from == std::string_view(asks) && d.to == to; });
      const auto answer = pairs.matcher().match(from(id, to));
      CAPTURE(id, to_string(to));
      CHECK(there == in_table);
      CHECK(answer.has_value() == there);
      if (answer) continue;
      CHECK(answer.error().code == ErrorCode::invalid_argument);
      CHECK(answer.error().where == "to");
      CHECK(answer.error().message == fmt::format("there is no match from {} to {}", corpus::to_string(kind), to_string(to)));
    }
  CHECK(targets_of(Kind::decision).empty());
}

TEST_CASE("the words for targets read back as the targets, and others as none") {
  for (const MatchTarget to : {MatchTarget::achievement, MatchTarget::need, MatchTarget::expert, MatchTarget::similar})
    CHECK(target_from_string(to_string(to)) == to);
  for (const char* word : {"", "needs", "Need", "enterprise", "decision"}) CHECK_FALSE(target_from_string(word));
}

TEST_CASE("a signal applies where the asking side states something, to every candidate alike") {
  Pairs pairs;
  for (const Direction& d : kDirections) {
    MatchRequest stating = from(d.from, d.to);
    stating.see_hidden = true;  // integrity too
    for (const Match& match : pairs.match(stating).matches) {
      CAPTURE(d.from, to_string(d.to), match.card.id);
      CHECK(applying(match) == d.applying);
      CHECK(match.values.size() == (d.to == MatchTarget::expert ? 14 : 13));  // those that do not apply are there and null
      for (const char* prior : {"completeness", "freshness", "integrity"}) CHECK(match.values.at(prior));
      CHECK(match.values.at("enterprise").has_value() == (d.to == MatchTarget::need));
    }
    const std::string bare = std::string(1, d.from[0]) + "2";  // states nothing but its text
    for (const Match& match : pairs.match(from(bare, d.to)).matches) {
      CAPTURE(bare, to_string(d.to), match.card.id);
      CHECK(applying(match) == by_the_day(d));
    }
  }
}

TEST_CASE("of near-duplicates the best fitting one is shown with how many more there are, unless each is asked for") {
  found::Library library;
  const std::string text(R"(本成果以水肥一体化设备为核心，对果园的灌溉与施肥进行精准控制，可节水三成以上，并减少化肥的使用量，已在多个基地示范应用多年)");
  library.put(R"({"kind":"achievement","id":"a1","title":"果园水肥一体化","summary":")" + text + R"("})");
  library.put(R"({"kind":"achievement","id":"a2","title":"果园水肥一体化","summary":")" + text + R"(。"})");
  library.put(R"({"kind":"achievement","id":"a3","title":"另一种水肥一体化","summary":"小型设备"})");
  library.build();
  MatchRequest request;
  request.text = "水肥一体化";
  const auto folded = library.match(request);
  CHECK(any_order(folded) != "a1 a2 a3");
  std::int64_t more = 0;
  for (const Match& match : folded.matches) more += match.more;
  CHECK(folded.matches.size() == 2);
  CHECK(more == 1);
  request.fold = false;
  const auto all = library.match(request);
  CHECK(any_order(all) == "a1 a2 a3");
  for (const Match& match : all.matches) CHECK(match.more == 0);
}

TEST_CASE("the parts are weight times value and sum to the score") {
  Pairs pairs;
  const Weights weights{"odd", {{"text", 0.37}, {"field", 0.11}, {"industry", 0.07}, {"maturity", 0.13}, {"budget", 0.05}, {"region", 0.03}}};
  const Matcher odd(pairs.pool(), world::vocabularies(), weights);  // cooperation has no weight: it counts nothing
  for (const Matcher* matcher : {&pairs.matcher(), &odd})
    for (const Direction& d : kDirections) {
      const auto answer = matcher->match(from(d.from, d.to));
      REQUIRE(answer);
      for (const Match& match : answer->matches) {
        CAPTURE(matcher->weights()->version, d.from, to_string(d.to), match.card.id);
        double sum = 0;
        for (const auto& [name, part] : match.signals) {
          sum += part;
          CAPTURE(name);
          REQUIRE(match.values.at(name));
          const auto weight = answer->effective_weights.find(name);
          CHECK(part == Approx((weight == answer->effective_weights.end() ? 0 : weight->second) * *match.values.at(name)).margin(1e-12));
        }
        CHECK(std::abs(match.score - sum) < 1e-9);
        CHECK(match.score > 0);
        for (const auto& [name, value] : match.values) {
          CAPTURE(name);
          const auto weight = answer->effective_weights.find(name);
          const bool counts = weight != answer->effective_weights.end() && weight->second > 0;
          CHECK(match.signals.contains(name) == (counts && value.has_value()));
          if (value) CHECK((*value >= 0 && *value <= 1));
        }
      }
    }
}

TEST_CASE("the weights of every direction sum to one and let the text lead, and evidence is of experts alone") {
  Pairs pairs;
  CHECK(default_weights().of.size() == 14);
  for (const Direction& d : kDirections) {
    CAPTURE(d.from, to_string(d.to));
    const auto answer = pairs.matcher().match(from(d.from, d.to));
    REQUIRE(answer);
    double sum = 0;
    for (const auto& [name, weight] : answer->effective_weights) sum += weight;
    CHECK(sum == Approx(1));
    CHECK(answer->effective_weights.at("text") > 0.5);
    CHECK(answer->effective_weights.contains("evidence") == (d.to == MatchTarget::expert));
  }
}

TEST_CASE("where texts fit alike the match prefers a fit over what is not stated, and that over a misfit") {
  struct Row {
    const char *what, *asking_kind, *asking;
    MatchTarget to;
    const char *kind, *fit, *misfit;
  };
  const Row rows[] = {
      {"field", "need", R"(,"tech_field":["agriculture"])", MatchTarget::achievement, "achievement", R"(,"tech_field":["agriculture"])", R"(,"tech_field":["energy"])"},
      {"industry", "need", R"(,"industry":["A013"])", MatchTarget::achievement, "achievement", R"(,"industry":["A014"])", R"(,"industry":["C384"])"},
      {"maturity", "need", R"(,"min_trl":6)", MatchTarget::achievement, "achievement", R"(,"stage":"mid")", R"(,"trl":3)"},
      {"budget", "need", R"(,"budget":100)", MatchTarget::achievement, "achievement", R"(,"price_min":90)", R"(,"price_min":300)"},
      {"cooperation", "need", R"(,"cooperation_modes":["license"])", MatchTarget::achievement, "achievement", R"(,"cooperation_modes":["license_sole"])",
       R"(,"cooperation_modes":["equity"])"},
      {"region", "need", R"(,"region":"420100")", MatchTarget::achievement, "achievement", R"(,"region":"420500")", R"(,"region":"430100")"},
      {"region", "need", R"(,"accept_regions":["430000"])", MatchTarget::achievement, "achievement", R"(,"region":"430100")", R"(,"region":"420100")"},
      {"field", "achievement", R"(,"tech_field":["agriculture"])", MatchTarget::need, "need", R"(,"tech_field":["agriculture"])", R"(,"tech_field":["energy"])"},
      {"maturity", "achievement", R"(,"trl":5)", MatchTarget::need, "need", R"(,"min_trl":4)", R"(,"min_trl":9)"},
      {"budget", "achievement", R"(,"price_min":100)", MatchTarget::need, "need", R"(,"budget":200)", R"(,"budget":20)"},
      {"cooperation", "achievement", R"(,"cooperation_modes":["license"])", MatchTarget::need, "need", R"(,"cooperation_modes":["license"])",
       R"(,"cooperation_modes":["service"])"},
      {"region", "achievement", R"(,"region":"420100")", MatchTarget::need, "need", R"(,"region":"430100","accept_regions":["420000"])", R"(,"region":"430100")"},
      {"field", "need", R"(,"tech_field":["agriculture"])", MatchTarget::expert, "expert", R"(,"tech_field":["agriculture"])", R"(,"tech_field":["energy"])"},
      {"region", "need", R"(,"region":"420100")", MatchTarget::expert, "expert", R"(,"region":"430100","service_regions":["420000"])", R"(,"region":"430100")"},
      {"region", "expert", R"(,"service_regions":["420000"])", MatchTarget::need, "need", R"(,"region":"420100")", R"(,"region":"430100")"},
      {"industry", "enterprise", R"(,"industry":["A013"])", MatchTarget::similar, "enterprise", R"(,"industry":["A01"])", R"(,"industry":["C384"])"},
      {"field", "achievement", R"(,"tech_field":["agriculture"])", MatchTarget::similar, "achievement", R"(,"tech_field":["agriculture"])", R"(,"tech_field":["energy"])"},
  };
  for (const Row& row : rows) {
    found::Library library;  // ids run against the order that is expected: a tie falls the wrong way
    library.put(entry(row.asking_kind, "asks", row.asking));
    library.put(entry(row.kind, "z", row.fit));
    library.put(entry(row.kind, "m", ""));
    library.put(entry(row.kind, "a", row.misfit));
    library.build();
    const MatchResult result = library.match(from("asks", row.to));
    INFO(row.what << " of " << row.asking_kind << row.asking << " to " << to_string(row.to) << row.fit);
    CHECK(ids(result) == "z m a");
    REQUIRE(result.matches.size() == 3);
    CHECK(result.matches[1].values.at(row.what) == kNotStated);
    for (const Match& match : result.matches) CHECK(match.values.at("text") == result.matches[0].values.at("text"));
  }
}

TEST_CASE("a text that fits better comes before one that only states what fits") {
  found::Library library;
  library.put(R"({"kind":"need","id":"n","title":"温室水肥一体化控制","problem":"阀门开闭凭经验","tech_field":["agriculture"],"min_trl":6,"region":"420100"})");
  library.put(R"({"kind":"achievement","id":"z","title":"温室水肥一体化控制阀门","tech_field":["energy"],"trl":5,"region":"430100"})");
  library.put(R"({"kind":"achievement","id":"a","title":"温室补光","tech_field":["agriculture"],"trl":9,"region":"420100"})");
  library.build();
  CHECK(ids(library.match(from("n", MatchTarget::achievement))) == "z a");
}

}  // namespace matcher_test
