// SPDX-License-Identifier: GPL-3.0-or-later
// Each signal as a table: what the two sides state → the value. "–" is not applicable; kNotStated prints as 0.5.
#include "search/signals/signal.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "world.h"

namespace signals_test {

using namespace search;

namespace {

using Codes = std::vector<std::string>;
using Amount = std::optional<double>;

std::string printed(const Value& value) { return value ? fmt::format("{:.4g}", *value) : "–"; }

const corpus::Vocabulary& list(std::string_view name) { return world::vocabularies().at(name); }

}  // namespace

TEST_CASE("the field signal is the share of the asked fields that the candidate is in") {
  struct Row {
    Codes asked, offered;
    std::string value;
  };
  const Row rows[] = {
      {{}, {}, "–"},
      {{}, {"agriculture"}, "–"},
      {{"agriculture"}, {}, "0.5"},
      {{"agriculture"}, {"agriculture"}, "1"},
      {{"agriculture"}, {"energy", "agriculture"}, "1"},  // what is offered beyond the question costs nothing
      {{"agriculture", "energy"}, {"energy"}, "0.5"},
      {{"agriculture", "energy", "marine"}, {"energy", "marine"}, "0.6667"},
      {{"agriculture"}, {"energy"}, "0"},
  };
  for (const Row& row : rows) {
    Facts asked, offered;
    asked.field = row.asked, offered.field = row.offered;
    CAPTURE(row.asked, row.offered);
    CHECK(printed(field_signal(asked, offered)) == row.value);
  }
}

TEST_CASE("the industry signal is the nearness of the best pair in the tree of industries") {
  struct Row {
    Codes asked, offered;
    std::string value;
  };
  const Row rows[] = {
      {{}, {}, "–"},
      {{}, {"A01"}, "–"},
      {{"A01"}, {}, "0.5"},
      {{"A011"}, {"A011"}, "1"},
      {{"A011"}, {"A01"}, "1"},  // one above the other, whichever side is the wider
      {{"A"}, {"A011"}, "1"},
      {{"A011"}, {"A012"}, "0.7"},
      {{"A011"}, {"A02"}, "0.4"},
      {{"A01"}, {"A02"}, "0.4"},
      {{"A011"}, {"C384"}, "0"},
      {{"A", "C384"}, {"D46", "C39"}, "0.4"},  // the best of all pairs, not the first
      {{"C384", "A011"}, {"D46", "A012"}, "0.7"},
      {{"Z99"}, {"Z99"}, "1"},  // a code no list knows is at least itself
      {{"Z99"}, {"A01"}, "0"},
  };
  for (const Row& row : rows) {
    Facts asked, offered;
    asked.industry = row.asked, offered.industry = row.offered;
    CAPTURE(row.asked, row.offered);
    CHECK(printed(industry_signal(asked, offered, list("industry"))) == row.value);
  }
}

TEST_CASE("the region signal is nearness, and a region that is accepted or served is as good as the same") {
  struct Side {
    std::string region;
    Codes accepts;
  };
  struct Row {
    Side asked, offered;
    std::string value;
  };
  const Row rows[] = {
      {{"", {}}, {"", {}}, "–"},
      {{"", {}}, {"420100", {}}, "–"},
      {{"", {}}, {"420100", {"420000"}}, "–"},
      {{"420100", {}}, {"", {}}, "0.5"},
      {{"", {"420000"}}, {"", {}}, "0.5"},
      {{"420100", {}}, {"420100", {}}, "1"},
      {{"420000", {}}, {"420100", {}}, "1"},
      {{"420100", {}}, {"420000", {}}, "1"},
      {{"420100", {}}, {"420500", {}}, "0.6"},
      {{"420100", {}}, {"430100", {}}, "0"},
      {{"420100", {"430000"}}, {"430100", {}}, "1"},     // a province accepts its prefectures
      {{"420100", {"430100"}}, {"430200", {}}, "0"},     // but one prefecture not another
      {{"420100", {"430000"}}, {"420500", {}}, "0.6"},   // accepting a region does not turn away one's own
      {{"", {"430000"}}, {"430100", {}}, "1"},
      {{"", {"430000"}}, {"420100", {}}, "0"},
      {{"420100", {}}, {"430100", {"420000"}}, "1"},     // an envoy who serves the province of the need
      {{"420100", {}}, {"", {"420000"}}, "1"},
      {{"420100", {}}, {"", {"430000"}}, "0"},
      {{"420000", {}}, {"430100", {"420100"}}, "0"},     // serving one prefecture is not serving the province
  };
  for (const Row& row : rows) {
    Facts asked, offered;
    asked.region = row.asked.region, asked.accept_regions = row.asked.accepts;
    offered.region = row.offered.region, offered.accept_regions = row.offered.accepts;
    CAPTURE(row.asked.region, row.asked.accepts, row.offered.region, row.offered.accepts);
    CHECK(printed(region_signal(asked, offered, list("region"))) == row.value);
  }
}

TEST_CASE("the maturity signal falls by a quarter for each level below what is asked for") {
  struct Row {
    int need, offer;
    std::string value;
  };
  const Row rows[] = {
      {0, 0, "–"}, {0, 9, "–"}, {6, 0, "0.5"}, {6, 6, "1"}, {6, 9, "1"}, {1, 1, "1"},
      {6, 5, "0.75"}, {6, 4, "0.5"}, {6, 3, "0.25"}, {6, 2, "0"}, {9, 1, "0"},
  };
  for (const Row& row : rows) {
    Facts need, offer;
    need.trl = row.need, offer.trl = row.offer;
    CAPTURE(row.need, row.offer);
    CHECK(printed(maturity_signal(need, offer)) == row.value);
  }
}

TEST_CASE("the cooperation signal asks for one way that both want, a kind of licence being a licence") {
  struct Row {
    Codes asked, offered;
    std::string value;
  };
  const Row rows[] = {
      {{}, {}, "–"},
      {{}, {"license"}, "–"},
      {{"license"}, {}, "0.5"},
      {{"license"}, {"license"}, "1"},
      {{"license"}, {"license_sole"}, "1"},
      {{"license_sole"}, {"license"}, "1"},
      {{"license_sole"}, {"license_exclusive"}, "0"},
      {{"license"}, {"equity"}, "0"},
      {{"equity", "service"}, {"license", "service"}, "1"},
  };
  for (const Row& row : rows) {
    Facts asked, offered;
    asked.cooperation = row.asked, offered.cooperation = row.offered;
    CAPTURE(row.asked, row.offered);
    CHECK(printed(cooperation_signal(asked, offered, list("cooperation"))) == row.value);
  }
}

TEST_CASE("the budget signal is budget over the lowest price, at most one") {
  struct Row {
    Amount budget, low, high;
    std::string value;
  };
  constexpr auto none = std::nullopt;
  const Row rows[] = {
      {none, none, none, "–"}, {none, 50, 80, "–"}, {100, none, none, "0.5"},
      {100, 100, none, "1"},   {100, 50, 200, "1"},  // the lowest price counts where there is a range
      {100, 200, 400, "0.5"},  {100, none, 400, "0.25"},
      {100, none, 80, "1"},    {100, 0, 0, "1"},    // for nothing
      {0, 0, none, "1"},       {0, 50, none, "0"},  // a budget of nothing is stated
  };
  for (const Row& row : rows) {
    Facts need, offer;
    need.budget = row.budget, offer.price_low = row.low, offer.price_high = row.high;
    CAPTURE(row.budget.value_or(-1), row.low.value_or(-1), row.high.value_or(-1));
    CHECK(printed(budget_signal(need, offer)) == row.value);
  }
}

TEST_CASE("the text value keeps the order of the scores and stays between nothing and one") {
  const double scores[] = {0, 1e-6, 0.5, 1, 1.0001, 7, 19.9, 20};
  double last = -1;
  for (const double score : scores) {
    const double value = text_value(score, 20);
    CAPTURE(score);
    CHECK(value > last);
    CHECK(value <= 1);
    last = value;
  }
  CHECK(text_value(0, 20) == 0);
  CHECK(text_value(5, 20) == Approx(0.5));
  CHECK(text_value(20, 20) == 1);
  CHECK(text_value(20.000001, 20) == 1);  // the most a question can reach is itself rounded
  CHECK(text_value(0, 0) == 0);
}

}  // namespace signals_test
