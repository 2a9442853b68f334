// SPDX-License-Identifier: GPL-3.0-or-later
// The draw: who of the eligible sits on a panel. Pure; the same entrants, seed and matter give the same panel everywhere and for ever. (Who the entrants are
// rests on more: the same `seed`, `date`, `pool` and `fit` on the same generation and sequence number, with the same rules, weights and configuration
// give the same panel.)
//
// Each entrant has lots, and the lowest of them is theirs: kMostLots divided by one more than their tasks lately, at least one, so that whoever was asked
// less often is drawn more often, in that proportion, and nobody is sure of a seat or without a chance. A lot is BLAKE2b-128 of "seed LF matter LF id" in
// hexadecimal, the n-th from the second on of "seed LF matter LF id LF n": no generator of a library is asked, so anybody can work a lot out again
// (`printf 'SEED\nMATTER\nID' | b2sum -l 128`), and who else takes part changes nobody's lot.
//
// The lowest lot is drawn first, but nobody is seated who would cost the panel a topic: who leaves too few seats for the topics that can still be covered is
// passed over for that seat. So the coverers of a topic are drawn among by lot, and every panel covers as many topics as the seats and the entrants allow
// (by the greedy count: who adds most, first). Whom no panel could do without is told, since their seat is no draw.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace search {

inline constexpr int kMostLots = 6;

// How many lots somebody has who was given so many tasks within the last year: 6, 3, 2, then 1. Requires: lately >= 0.
int lots_of(int lately);

// The lowest of that many. Requires: lots >= 1.
std::string lot_of(const std::string& seed, const std::string& matter, const std::string& id, int lots = 1);

struct Entrant {
  std::string id, lot;
  std::set<std::size_t> topics;  // what they cover
};

struct Seat {
  std::size_t place = 0;         // of the entrant in their list
  bool forced = false;           // whatever the lots: there are no more entrants than seats, or without this one the panel covers less
  std::set<std::size_t> alone;   // topics that no other entrant covers; told of forced seats only
};

// In the order drawn; fewer than `seats` where there are not enough. `taken` are not drawn again. Cost: grows with seats × different sets of topics, squared.
std::vector<Seat> draw(const std::vector<Entrant>& entrants, std::size_t seats, const std::set<std::size_t>& taken = {});

// 16 hexadecimal digits that the system's generator gave.
std::string fresh_seed();

}  // namespace search
