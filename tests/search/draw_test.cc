// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/draw.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

namespace draw_test {

using namespace search;

namespace {

// "c! a": the ids in the order drawn, forced seats with a mark.
std::string drawn(const std::vector<Entrant>& entrants, std::size_t seats, const std::set<std::size_t>& taken = {}) {
  std::string out;
  for (const Seat& seat : draw(entrants, seats, taken)) out += (out.empty() ? "" : " ") + entrants[seat.place].id + (seat.forced ? "!" : "");
  return out;
}

// How often each of so many people with these loads is seated, over seeds.
std::vector<int> seats_by_load(const std::vector<int>& loads, int seeds, std::set<std::string>& panels) {
  std::vector<int> seated(loads.size(), 0);
  for (int seed = 0; seed < seeds; ++seed) {
    std::vector<Entrant> entrants;
    for (std::size_t i = 0; i < loads.size(); ++i)
      entrants.push_back({std::to_string(i), lot_of(std::to_string(seed), "N1", std::to_string(i), lots_of(loads[i])), {}});
    std::set<std::size_t> panel;
    for (const Seat& seat : draw(entrants, 3)) panel.insert(seat.place), ++seated[seat.place];
    std::string text;
    for (const std::size_t place : panel) text += std::to_string(place) + " ";
    panels.insert(text);
  }
  return seated;
}

// Sum of squares of the tasks that twenty people have after twenty panels of three: the smaller, the more evenly they are spread. 180 is all alike.
int unevenness(const std::string& seed, bool by_load) {
  std::vector<int> load(20, 0);
  for (int matter = 0; matter < 20; ++matter) {
    std::vector<Entrant> entrants;
    for (std::size_t i = 0; i < load.size(); ++i)
      entrants.push_back({std::to_string(i), lot_of(seed, "N" + std::to_string(matter), std::to_string(i), by_load ? lots_of(load[i]) : 1), {}});
    for (const Seat& seat : draw(entrants, 3)) ++load[seat.place];
  }
  int sum = 0;
  for (const int one : load) sum += one * one;
  return sum;
}

}  // namespace

TEST_CASE("a lot is what anybody can work out again with b2sum") {
  CHECK(lot_of("42", "N1", "E1") == "8388561ee40febca0fe9efa3285a2286");  // printf '42\nN1\nE1' | b2sum -l 128
  CHECK(lot_of("42", "N1", "E2") != lot_of("42", "N1", "E1"));
  CHECK(lot_of("42", "N2", "E1") != lot_of("42", "N1", "E1"));
  CHECK(lot_of("43", "N1", "E1") != lot_of("42", "N1", "E1"));
}

TEST_CASE("of several lots the lowest counts, and whoever was asked less often has more") {
  CHECK(lot_of("42", "N1", "E1", 2) == std::min(lot_of("42", "N1", "E1"), lot_of("42", "N1", "E1\n2")));
  CHECK(lot_of("42", "N1", "E1", 3) == std::min(lot_of("42", "N1", "E1", 2), lot_of("42", "N1", "E1\n3")));
  std::string lots;
  for (int lately = 0; lately < 8; ++lately) lots += std::to_string(lots_of(lately));
  CHECK(lots == "63211111");
}

TEST_CASE("the lower lot goes first, then the id") {
  CHECK(drawn({{"a", "3", {}}, {"b", "1", {}}, {"c", "2", {}}}, 2) == "b c");
  CHECK(drawn({{"b", "1", {}}, {"a", "1", {}}, {"c", "2", {}}}, 2) == "a b");
}

TEST_CASE("the coverers of a topic are drawn among by lot, and nobody is seated who costs the panel a topic") {
  CHECK(drawn({{"a", "2", {0}}, {"b", "1", {1}}, {"c", "3", {0}}, {"d", "0", {1}}}, 2) == "d a");
  const std::vector<Entrant> entrants = {{"a", "1", {0}}, {"b", "2", {0}}, {"c", "3", {0, 1}}, {"d", "4", {2}}};
  CHECK(drawn(entrants, 3) == "a c! d!");  // b would leave no seat for 1 or 2
  CHECK(drawn(entrants, 2) == "c! d!");
  CHECK(drawn({{"a", "1", {0}}, {"b", "2", {1, 2, 3}}, {"c", "3", {1, 2}}}, 1) == "b!");
}

TEST_CASE("a forced seat says which topics nobody else covers, and where all are seated there is no draw") {
  const std::vector<Entrant> entrants = {{"a", "1", {0}}, {"b", "2", {0}}, {"c", "3", {0, 1}}, {"d", "4", {2}}};
  const auto seats = draw(entrants, 3);
  REQUIRE(seats.size() == 3);
  CHECK(seats[0].alone.empty());
  CHECK(seats[1].alone == std::set<std::size_t>{1});
  CHECK(seats[2].alone == std::set<std::size_t>{2});
  CHECK(drawn(entrants, 4) == "a! b! c! d!");
  CHECK(drawn({{"a", "1", {}}, {"b", "2", {}}}, 1) == "a");
}

TEST_CASE("those who are taken are not drawn again, and there are no more than there are") {
  const std::vector<Entrant> entrants = {{"a", "1", {}}, {"b", "2", {}}, {"c", "3", {}}};
  CHECK(drawn(entrants, 1, {0}) == "b");
  CHECK(drawn(entrants, 9, {0, 1}) == "c!");
  CHECK(drawn(entrants, 0) == "");
  CHECK(drawn({}, 3) == "");
}

TEST_CASE("over many seeds nobody is sure of a seat or without one, and who was asked less often is seated more often") {
  std::set<std::string> panels;
  const std::vector<int> seated = seats_by_load({0, 0, 0, 0, 1, 1, 3, 6}, 1000, panels);
  for (const int i : {0, 1, 2, 3}) CHECK((seated[static_cast<std::size_t>(i)] > 450 && seated[static_cast<std::size_t>(i)] < 650));
  for (const int i : {4, 5}) CHECK((seated[static_cast<std::size_t>(i)] > 240 && seated[static_cast<std::size_t>(i)] < 380));
  for (const int i : {6, 7}) CHECK((seated[static_cast<std::size_t>(i)] > 60 && seated[static_cast<std::size_t>(i)] < 180));
  CHECK(panels.size() > 45);  // of the 56 there are
}

TEST_CASE("over a row of matters tasks are spread more evenly than by lot alone, whatever the seed") {
  for (int seed = 0; seed < 6; ++seed) {
    CAPTURE(seed);
    CHECK(unevenness(std::to_string(seed), true) < unevenness(std::to_string(seed), false));
  }
}

TEST_CASE("the same entrants give the same panel, and another seed another") {
  std::set<std::string> panels, again;
  (void)seats_by_load({0, 0, 0, 0, 0, 0, 0, 0}, 50, panels);
  (void)seats_by_load({0, 0, 0, 0, 0, 0, 0, 0}, 50, again);
  CHECK(panels == again);
  CHECK(panels.size() > 20);
}

TEST_CASE("a fresh seed is 16 hexadecimal digits, another each time") {
  const std::string seed = fresh_seed();
  CHECK(seed.size() == 16);
  CHECK(seed.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(fresh_seed() != seed);
}

}  // namespace draw_test
