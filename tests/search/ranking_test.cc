// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/ranking.h"

#include <catch2/catch.hpp>

#include "search/ties.h"

namespace ranking_test {

using namespace search;

TEST_CASE("scores that differ by rounding are equal and fall by id") {
  std::vector<Ranked> list = {{1, 2.0, "z", "", {}}, {2, 1.0 + 3e-16, "c", "", {}}, {3, 1.0, "b", "", {}}, {4, 1.0 - 2e-16, "a", "", {}}, {5, 0.999, "0", "", {}}, {6, 0, "y", "", {}}, {7, 0, "x", "", {}}};
  sort_by_score(list, [](const Ranked& r) { return r.score; }, [](const Ranked& r) { return r.id; });
  std::string ids;
  for (const Ranked& one : list) ids += one.id;
  CHECK(ids == "zabc0xy");
}

TEST_CASE("near-duplicates are folded into the first, and into what stood before") {
  std::vector<Ranked> list = {{1, 0, "a", "g", {}}, {2, 0, "b", "", {}}, {3, 0, "c", "g", {}}, {4, 0, "d", "", {}}, {5, 0, "e", "h", {}}};
  std::set<std::string> seen = {"h"};
  fold(list, seen);
  std::string ids;
  for (const Ranked& one : list) ids += one.id;
  CHECK(ids == "abd");
  CHECK(seen == std::set<std::string>{"g", "h"});
}

}  // namespace ranking_test
