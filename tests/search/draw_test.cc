// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/draw.h"

#include <catch2/catch.hpp>

#include <string>

namespace draw_test {

using namespace search;

namespace {

std::string drawn(const std::vector<Entrant>& entrants, std::size_t seats, const std::set<std::size_t>& taken = {}) {
  std::string out;
  for (const std::size_t place : draw(entrants, seats, taken)) out += (out.empty() ? "" : " ") + entrants[place].id;
  return out;
}

}  // namespace

TEST_CASE("a lot is what anybody can work out again with b2sum") {
  CHECK(lot_of("42", "N1", "E1") == "8388561ee40febca0fe9efa3285a2286");  // printf '42\nN1\nE1' | b2sum -l 128
  CHECK(lot_of("42", "N1", "E2") != lot_of("42", "N1", "E1"));
  CHECK(lot_of("42", "N2", "E1") != lot_of("42", "N1", "E1"));
  CHECK(lot_of("43", "N1", "E1") != lot_of("42", "N1", "E1"));
}

TEST_CASE("fewer tasks lately go first, then the lower lot, then the id") {
  CHECK(drawn({{"a", "3", 0, {}}, {"b", "1", 1, {}}, {"c", "2", 0, {}}}, 3) == "c a b");
  CHECK(drawn({{"b", "1", 0, {}}, {"a", "1", 0, {}}}, 2) == "a b");
}

TEST_CASE("seats go to the rarest topic first, and the panel covers what it can") {
  const std::vector<Entrant> entrants = {{"a", "1", 0, {0}}, {"b", "2", 0, {0}}, {"c", "3", 0, {0, 1}}, {"d", "4", 5, {2}}};
  CHECK(drawn(entrants, 3) == "c d a");  // 1 and 2 have one each, whatever their lot and load
  CHECK(drawn(entrants, 4) == "c d a b");
}

TEST_CASE("with more topics than seats, who covers most goes first") {
  CHECK(drawn({{"a", "1", 0, {0}}, {"b", "2", 0, {1, 2, 3}}, {"c", "3", 0, {1, 2}}}, 1) == "b");
}

TEST_CASE("those who are taken are not drawn again, and there are no more than there are") {
  const std::vector<Entrant> entrants = {{"a", "1", 0, {}}, {"b", "2", 0, {}}, {"c", "3", 0, {}}};
  CHECK(drawn(entrants, 2, {0}) == "b c");
  CHECK(drawn(entrants, 9, {0, 1}) == "c");
  CHECK(drawn(entrants, 0) == "");
  CHECK(drawn({}, 3) == "");
}

TEST_CASE("a fresh seed is 16 hexadecimal digits, another each time") {
  const std::string seed = fresh_seed();
  CHECK(seed.size() == 16);
  CHECK(seed.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(fresh_seed() != seed);
}

}  // namespace draw_test
