// SPDX-License-Identifier: GPL-3.0-or-later
// What a match counts by the day, and what it counts of the candidate alone. "–" is not applicable; kNotStated prints as 0.5.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "search/found.h"
#include "search/signals/signal.h"

namespace priors_test {

using namespace search;

namespace {

std::string printed(const Value& value) { return value ? fmt::format("{:.4g}", *value) : "–"; }

corpus::Day day(const char* iso) { return corpus::first_day(iso); }
std::optional<corpus::Day> day_or_none(const std::string& iso) { return iso.empty() ? std::nullopt : std::optional(corpus::first_day(iso)); }

constexpr const char* kToday = "2026-11-26";

std::string names(const std::vector<std::string_view>& list) {
  std::string out;
  for (const std::string_view one : list) out += (out.empty() ? "" : " ") + std::string(one);
  return out;
}

// A need, an achievement, and the enterprise behind each, from fields beside kind and id. The day is given: these tests say the same for ever.
class Owned : public found::Library {
 public:
  Owned(const std::string& need, const std::string& achievement, const std::string& enterprise) {
    put(R"({"kind":"need","id":"n","title":"水肥一体化")" + need + "}");
    put(R"({"kind":"achievement","id":"a","title":"水肥一体化")" + achievement + "}");
    put(R"({"kind":"enterprise","id":"c","name":"某厂")" + enterprise + "}");
    build();
  }

  Match from(const std::string& id, const Matcher* other = nullptr, bool see_hidden = true) const {
    MatchRequest request;
    request.id = id, request.to = id == "n" ? MatchTarget::achievement : MatchTarget::need, request.today = day(kToday), request.see_hidden = see_hidden;
    const auto answer = (other == nullptr ? matcher() : *other).match(request);
    REQUIRE(answer);
    REQUIRE(answer->matches.size() == 1);
    return answer->matches.front();
  }
};

std::string reason(const Match& match, const std::string& signal) {
  std::string out;
  for (const Reason& one : match.reasons)
    if (one.signal == signal) out += one.message + " | " + one.message_en;
  return out;
}

}  // namespace

TEST_CASE("the deadline signal is whether the offer is there when the need wants it, and nothing after its last day") {
  struct Row {
    std::string wanted, there, value;
  };
  const Row rows[] = {
      {"", "", "–"},
      {"", "2024-01-01", "–"},
      {"2026-11-25", "", "0"},  // over yesterday
      {"2026-11-25", "2020-01-01", "0"},
      {"2026-11-26", "2026-11-26", "1"},  // the last day is one of its days
      {"2027-12-31", "", "0.5"},
      {"2027-12-31", "2024-01-01", "1"},
      {"2027-12-31", "2027-12-31", "1"},
      {"2027-12-31", "2028-01-01", "0.9973"},
      {"2027-12-31", "2028-03-13", "0.8"},  // 73 days
      {"2027-12-31", "2028-12-30", "0"},    // 365 days
      {"2027-12-31", "2999-01-01", "0"},
  };
  for (const Row& row : rows) {
    Facts need, offer;
    need.due = day_or_none(row.wanted), offer.due = day_or_none(row.there);
    CAPTURE(row.wanted, row.there);
    CHECK(printed(deadline_signal(need, offer, day(kToday))) == row.value);
  }
}

TEST_CASE("the freshness signal halves every two years, and a record without a date has none") {
  const std::pair<std::string, std::string> rows[] = {{"", "–"},           {"2026-11-26", "1"},    {"2026-12-31", "1"},  // still to come
                                                      {"2026-11-25", "0.9991"}, {"2024-11-26", "0.5"}, {"2022-11-27", "0.25"}, {"1900-01-01", "0"}};
  for (const auto& [dated, value] : rows) {
    Facts found;
    found.dated = day_or_none(dated);
    CAPTURE(dated);
    const Value fresh = freshness_signal(found, day(kToday));
    CHECK(fresh.has_value() == (value != "–"));
    if (fresh) CHECK(*fresh == Approx(std::stod(value)).margin(5e-5));
  }
}

TEST_CASE("the completeness signal is the share of what a kind can bring to a match, and what is lacking has a name") {
  using corpus::Kind;
  Facts all;
  all.field = {"energy"}, all.industry = {"C384"}, all.region = "420100", all.trl = 6, all.cooperation = {"license"}, all.budget = 100;
  all.states_indicators = true, all.due = day(kToday);
  for (const Kind kind : {Kind::need, Kind::achievement, Kind::expert, Kind::enterprise}) {
    CHECK(names(lacking(all, kind)).empty());
    CHECK(printed(completeness_signal(all, kind)) == "1");
    CHECK(printed(completeness_signal(Facts(), kind)) == "0");
  }
  CHECK(names(lacking(Facts(), Kind::need)) == "field industry region maturity cooperation budget indicators deadline");
  CHECK(names(lacking(Facts(), Kind::achievement)) == "field industry region maturity cooperation budget indicators");
  CHECK(names(lacking(Facts(), Kind::expert)) == "field industry region");
  CHECK(names(lacking(Facts(), Kind::enterprise)) == "industry region");
  CHECK(printed(completeness_signal(all, Kind::decision)) == "–");
  all.budget.reset(), all.price_high = 80;  // a price is what an offer has
  CHECK(names(lacking(all, Kind::achievement)).empty());
  all.region.clear(), all.accept_regions = {"420000"};
  CHECK(names(lacking(all, Kind::expert)).empty());
  all.trl = 0, all.states_indicators = false;
  CHECK(names(lacking(all, Kind::need)) == "maturity indicators");
  CHECK(printed(completeness_signal(all, Kind::need)) == "0.75");
}

TEST_CASE("the enterprise signal is the innovation score over a hundred") {
  const std::pair<std::optional<double>, std::string> rows[] = {{std::nullopt, "–"}, {0, "0"}, {78, "0.78"}, {100, "1"}, {140, "1"}, {-5, "0"}};
  for (const auto& [score, value] : rows) {
    Facts found;
    found.innovation = score;
    CHECK(printed(enterprise_signal(found)) == value);
  }
}

TEST_CASE("the integrity signal puts who is on watch below who states nothing, and the black list last") {
  const std::pair<const char*, std::string> rows[] = {{"", "–"}, {"no such code", "–"}, {"normal", "1"}, {"watch", "0.25"}, {"blacklisted", "0"}};
  for (const auto& [code, value] : rows) {
    Facts found;
    found.integrity = code;
    CHECK(printed(integrity_signal(found)) == value);
  }
}

TEST_CASE("a match counts deadlines and ages to the day it is given") {
  const Owned owned(R"(,"start":"2024-11-26","deadline":"2027-12-31")", R"(,"end_date":"2028-03-13")", "");
  const Match from_need = owned.from("n"), from_offer = owned.from("a");
  CHECK(printed(from_need.values.at("deadline")) == "0.8");
  CHECK(printed(from_offer.values.at("deadline")) == "0.8");
  CHECK(printed(from_need.values.at("freshness")) == "1");
  CHECK(printed(from_offer.values.at("freshness")) == "0.5");
  CHECK(reason(from_need, "deadline") == "成果 2028-03-13 完成，晚于需求时限 2027-12-31 | late: there on 2028-03-13, wanted by 2027-12-31");
  CHECK(reason(from_offer, "deadline") == reason(from_need, "deadline"));
  MatchRequest later;
  later.id = "a", later.to = MatchTarget::need, later.today = day("2028-01-01");
  const Match over = owned.match(later).matches.front();
  CHECK(printed(over.values.at("deadline")) == "0");
  CHECK(reason(over, "deadline") == "需求时限已过：2027-12-31 | the deadline has passed: 2027-12-31");
}

TEST_CASE("what a candidate does not state of itself puts it neither before nor behind others") {
  const Owned owned("", "", "");
  const Match match = owned.from("a");
  CHECK(printed(match.values.at("freshness")) == "0.5");
  CHECK(printed(match.values.at("enterprise")) == "0.5");
  CHECK(printed(match.values.at("integrity")) == "0.5");
  CHECK(printed(match.values.at("completeness")) == "0");
  CHECK(printed(match.values.at("deadline")) == "0.5");
  CHECK(reason(match, "deadline").empty());
}

TEST_CASE("a need is told by the enterprise that has it, and a result by its organisation, for who may see these") {
  const std::string owner = R"(,"integrity":"watch","innovation_score":80)";
  const Owned owned(R"(,"enterprise_id":"c")", R"(,"owner_org_id":"c")", owner);
  for (const char* id : {"a", "n"}) {
    const Match match = owned.from(id);
    CHECK(printed(match.values.at("integrity")) == "0.25");
    CHECK(printed(match.values.at("enterprise")) == (match.card.id == "n" ? "0.8" : "–"));  // of who would take a result up
    CHECK(match.reasons.front().message + " | " + match.reasons.front().message_en == "单位诚信状态：关注 | integrity of the organisation: Watch");
  }
  const Owned hidden(R"(,"enterprise_id":"c")", R"(,"owner_org_id":"c")", owner + R"(,"visibility":"login")");
  CHECK(printed(hidden.from("a").values.at("integrity")) == "0.25");
  const Match to_anybody = hidden.from("a", nullptr, false);
  CHECK(printed(to_anybody.values.at("enterprise")) == "0.5");
  CHECK_FALSE(to_anybody.values.contains("integrity"));
  CHECK(reason(to_anybody, "integrity").empty());
}

TEST_CASE("the integrity of an organisation is told only to who may see what is hidden, and counts for nobody else") {
  Owned owned(R"(,"enterprise_id":"c")", R"(,"owner_org_id":"c")", R"(,"integrity":"watch","innovation_score":80)");
  const Match told = owned.from("a", nullptr, false);
  CHECK_FALSE(told.values.contains("integrity"));
  CHECK(printed(told.values.at("enterprise")) == "0.8");
  CHECK(reason(told, "integrity").empty());
  const Matcher weighing(owned.pool(), world::vocabularies(), Weights{"weighing", {{"text", 0.8}, {"integrity", 0.2}}});
  const Match counted = owned.from("a", &weighing);
  CHECK(printed(counted.values.at("integrity")) == "0.25");
  CHECK(counted.signals.at("integrity") == Approx(0.05));
  CHECK_FALSE(reason(counted, "integrity").empty());
  // To anybody the score is what it would be without it: neither parts nor order tell.
  const Match to_anybody = owned.from("a", &weighing, false);
  CHECK_FALSE(to_anybody.values.contains("integrity"));
  CHECK_FALSE(to_anybody.signals.contains("integrity"));
  CHECK(to_anybody.score == Approx(counted.score - 0.05));
  CHECK(reason(to_anybody, "integrity").empty());
  MatchRequest request;
  request.id = "a", request.to = MatchTarget::need, request.today = day(kToday);
  const auto answer = weighing.match(request);
  REQUIRE(answer);
  CHECK_FALSE(answer->effective_weights.contains("integrity"));
}

TEST_CASE("where integrity counts, an expert on watch falls back for those who work here and stands level for all others") {
  found::Library experts;
  experts.put(R"({"kind":"need","id":"n","title":"防腐涂层"})");
  for (const char* one : {R"("id":"e1","integrity":"关注")", R"("id":"e2","integrity":"正常")"})
    experts.put(fmt::format(R"({{"kind":"expert","name":"某某","research":"防腐涂层",{}}})", one));
  experts.build();
  const Matcher weighing(experts.pool(), world::vocabularies(), Weights{"weighing", {{"text", 0.8}, {"integrity", 0.2}}});
  MatchRequest request;
  request.id = "n", request.to = MatchTarget::expert;
  const auto to_anybody = weighing.match(request);
  REQUIRE((to_anybody && to_anybody->matches.size() == 2));
  CHECK(found::ids(*to_anybody) == "e1 e2");
  CHECK(to_anybody->matches[0].score == Approx(to_anybody->matches[1].score));
  for (const Match& match : to_anybody->matches) CHECK_FALSE((match.signals.contains("integrity") || match.values.contains("integrity")));
  request.see_hidden = true;
  const auto to_staff = weighing.match(request);
  REQUIRE(to_staff);
  CHECK(found::ids(*to_staff) == "e2 e1");
}

TEST_CASE("signals without weight are shown and change no score, and with weight they do, whether or not it is explained") {
  Owned owned(R"(,"enterprise_id":"c","start":"2024-11-26","deadline":"2027-12-31")", R"(,"end_date":"2028-03-13")",
              R"(,"integrity":"normal","innovation_score":80)");
  Weights bare{"bare", {{"text", 0.8}}}, none = bare, some = bare;
  for (const char* name : {"completeness", "deadline", "enterprise", "freshness", "integrity"}) none.of[name] = 0, some.of[name] = 0.04;
  const Matcher by_bare(owned.pool(), world::vocabularies(), bare), by_none(owned.pool(), world::vocabularies(), none),
      by_some(owned.pool(), world::vocabularies(), some);
  const Match alone = owned.from("a", &by_bare), shown = owned.from("a", &by_none), counted = owned.from("a", &by_some);
  CHECK(shown.score == alone.score);
  CHECK(shown.values == alone.values);
  for (const auto& [name, weight] : none.of)
    if (weight == 0) CHECK_FALSE(shown.signals.contains(name));
  CHECK(counted.values == shown.values);
  // Completeness 1/8 (the deadline alone), deadline .8, enterprise .8, freshness .5, integrity 1.
  CHECK(counted.score == Approx(alone.score + 0.04 * (0.125 + 0.8 + 0.8 + 0.5 + 1)).margin(1e-9));
  MatchRequest silent;
  silent.id = "a", silent.to = MatchTarget::need, silent.today = day(kToday), silent.explain = false, silent.see_hidden = true;
  const auto answer = by_some.match(silent);
  REQUIRE(answer);
  CHECK(answer->matches.front().score == Approx(counted.score).margin(1e-12));
}

}  // namespace priors_test
