// SPDX-License-Identifier: GPL-3.0-or-later
// A policy between regions: who is favoured, that it is bounded and shown, and that without it all is as before.
#include "search/signals/region_policy.h"

#include <catch2/catch.hpp>

#include "search/found.h"

namespace region_policy_test {

using namespace search;

namespace {

const corpus::Vocabulary& regions() { return world::vocabularies().at("region"); }

RegionPolicy policy(const std::vector<std::string>& written, int hundredths = 5) {
  auto read = read_region_policy(written, hundredths, regions());
  REQUIRE(read);
  return std::move(*read);
}

Value of(const std::string& need_region, const std::string& offer_region, const RegionPolicy& in_force) {
  Facts need, offer;
  need.region = need_region, offer.region = offer_region;
  return policy_signal(need, offer, in_force, regions());
}

MatchRequest from(const std::string& id, MatchTarget to) {
  MatchRequest request;
  request.id = id, request.to = to;
  return request;
}

}  // namespace

TEST_CASE("a policy is written with names or codes of two regions") {
  const RegionPolicy two = policy({"武汉 > 咸宁", " 420100>420000 "}, 10);
  REQUIRE(two.pairs.size() == 2);
  CHECK(two.pairs[0].from == "420100");
  CHECK(two.pairs[0].to == "421200");
  CHECK(two.pairs[1].to == "420000");
  CHECK(two.boost == 0.1);
  CHECK(two.on());
  CHECK_FALSE(policy({"武汉 > 咸宁"}, 0).on());
  CHECK_FALSE(policy({}, 10).on());
  for (const char* line : {"", ">", "武汉", "武汉 >", "> 咸宁", "武汉 > 咸宁 > 黄石"}) {
    const auto read = read_region_policy({line}, 5, regions());
    REQUIRE_FALSE(read);
    CHECK(corpus::to_text(read.error()) == fmt::format("search.policy_regions: \"{}\" is not of the form FROM > TO\n"
                                                       "  hint: such as \"武汉 > 咸宁\" or \"420100 > 421200\"", line));
  }
  const auto unknown = read_region_policy({"武汉 > 亚特兰蒂斯"}, 5, regions());
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message == "\"武汉 > 亚特兰蒂斯\": there is no region \"亚特兰蒂斯\"");
  CHECK_FALSE(unknown.error().hint.empty());
  const auto same = read_region_policy({"武汉 > 420100"}, 5, regions());
  REQUIRE_FALSE(same);
  CHECK(same.error().message == "\"武汉 > 420100\" names one region twice");
}

TEST_CASE("the policy signal is of offers in the one region for needs in the other, without those that lie in both") {
  struct Row {
    const char *need, *offer, *line;
    double value;
  };
  const Row rows[] = {
      {"421200", "420100", "420100 > 421200", 1},
      {"420100", "421200", "420100 > 421200", 0},  // not the other way
      {"421200", "420500", "420100 > 421200", 0},
      {"421200", "420100", "420100 > 420000", 1},
      {"420000", "420100", "420100 > 420000", 1},
      {"420100", "420100", "420100 > 420000", 0},  // the rest of the province
      {"430100", "420100", "420100 > 420000", 0},
      {"420100", "421200", "420000 > 420100", 1},
      {"420100", "420100", "420000 > 420100", 0},
      {"", "420100", "420100 > 421200", 0},
      {"421200", "", "420100 > 421200", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.need, row.offer, row.line);
    CHECK(of(row.need, row.offer, policy({row.line})) == Value(row.value));
    CHECK_FALSE(of(row.need, row.offer, policy({row.line}, 0)));
  }
  CHECK(of("421200", "420100", policy({"430000 > 420000", "420100 > 421200"})) == Value(1));  // any of the pairs
}

TEST_CASE("a policy moves what it favours by its boost, says so in a value and a reason, and is off without one") {
  found::Library library;
  library.put(R"({"kind":"need","id":"n","title":"水肥一体化","region":"421200"})");
  library.put(R"({"kind":"achievement","id":"a","title":"水肥一体化","region":"420500"})");
  library.put(R"({"kind":"achievement","id":"z","title":"水肥一体化","region":"420100"})");
  library.put(R"({"kind":"expert","id":"e","name":"某某","research":"水肥一体化","region":"420100"})");
  library.build();
  const Matcher favouring(library.pool(), world::vocabularies(), default_weights(), nullptr, policy({"武汉 > 咸宁"}, 5));
  const Matcher off(library.pool(), world::vocabularies(), default_weights(), nullptr, policy({"武汉 > 咸宁"}, 0));
  const MatchResult plain = library.match(from("n", MatchTarget::achievement));
  const auto without = off.match(from("n", MatchTarget::achievement)), with = favouring.match(from("n", MatchTarget::achievement));
  REQUIRE((without && with));
  CHECK(found::ids(plain) == "a z");  // equal but for the ids
  CHECK(found::ids(*without) == "a z");
  CHECK(found::ids(*with) == "z a");
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(without->matches[i].score == plain.matches[i].score);
    CHECK(without->matches[i].values == plain.matches[i].values);
    CHECK_FALSE(plain.matches[i].values.contains("policy"));
  }
  CHECK_FALSE(plain.effective_weights.contains("policy"));
  double sum = 0;
  for (const auto& [name, weight] : with->effective_weights) sum += weight;
  CHECK(sum == Approx(1));
  CHECK(with->effective_weights.at("policy") == Approx(0.05 / 1.05));
  const Match &favoured_one = with->matches[0], &other = with->matches[1];
  CHECK(favoured_one.values.at("policy") == 1);
  CHECK(other.values.at("policy") == 0);
  CHECK(favoured_one.signals.at("policy") == Approx(0.05 / 1.05));
  const auto told = std::ranges::find(favoured_one.reasons, "policy", &Reason::signal);
  REQUIRE(told != favoured_one.reasons.end());
  CHECK(told->message == "区域政策支持 武汉市 → 咸宁市：加 0.048 分");
  CHECK(told->message_en == "favoured by regional policy, Wuhan → Xianning: +0.048");
  CHECK(std::ranges::find(other.reasons, "policy", &Reason::signal) == other.reasons.end());
  // The same pair from the other side, and a person; between results there is no policy.
  CHECK(favouring.match(from("z", MatchTarget::need))->matches[0].values.at("policy") == 1);
  CHECK(favouring.match(from("n", MatchTarget::expert))->matches[0].values.at("policy") == 1);
  CHECK_FALSE(favouring.match(from("z", MatchTarget::similar))->matches[0].values.contains("policy"));
}

}  // namespace region_policy_test
