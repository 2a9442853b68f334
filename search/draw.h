// SPDX-License-Identifier: GPL-3.0-or-later
// The draw: who of the eligible sits on a panel. Pure; the same entrants, seed and matter give the same panel everywhere and for ever. (Who the entrants are
// rests on more: the same `seed`, `date` and `pool` on the same generation and sequence number, with the same rules, weights and configuration give the same
// panel.)
//
// Each entrant has a lot, BLAKE2b-128 of "seed LF matter LF id" in hexadecimal: no generator of a library is asked, so anybody can work a lot out again
// (`printf 'SEED\nMATTER\nID' | b2sum -l 128`), and who else takes part changes nobody's lot. Whoever was given fewer tasks lately goes first; among
// equals the lower lot does. Seats are given topic by topic, the rarest first, to the first in that order who covers it, so that the panel covers what it
// can; where there are more topics left than seats, to the first of those who cover most of them. Seats that remain go in that order.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace search {

std::string lot_of(const std::string& seed, const std::string& matter, const std::string& id);

struct Entrant {
  std::string id, lot;
  int lately = 0;                // tasks within the last year
  std::set<std::size_t> topics;  // what they cover
};

// The entrants' places in their list, in the order they were drawn; fewer where there are not enough. `taken` are not drawn again.
std::vector<std::size_t> draw(const std::vector<Entrant>& entrants, std::size_t seats, const std::set<std::size_t>& taken = {});

// 16 hexadecimal digits that the system's generator gave.
std::string fresh_seed();

}  // namespace search
