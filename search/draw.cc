// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <tuple>

#include "corpus/hash.h"

namespace search {
namespace {

std::size_t shared(const std::set<std::size_t>& a, const std::set<std::size_t>& b) {
  return static_cast<std::size_t>(std::ranges::count_if(a, [&](std::size_t topic) { return b.contains(topic); }));
}

class SeatDrawing {
 public:
  SeatDrawing(const std::vector<Entrant>& entrants, const std::set<std::size_t>& taken) : entrants_(entrants) {
    for (std::size_t i = 0; i < entrants.size(); ++i)
      if (!taken.contains(i)) order_.push_back(i);
    std::ranges::sort(order_, {}, [&](std::size_t i) { return std::tie(entrants_[i].lately, entrants_[i].lot, entrants_[i].id); });
    for (const std::size_t i : order_)
      for (const std::size_t topic : entrants_[i].topics) open_.insert(topic), ++coverers_[topic];
  }

  std::vector<std::size_t> seats(std::size_t number) {
    while (drawn_.size() < number && !order_.empty()) take(open_.empty() ? 0 : for_topic(number - drawn_.size()));
    return std::move(drawn_);
  }

 private:
  // Where in the order the one stands who gets the next seat. Every open topic has somebody: who is drawn closes what they cover.
  std::size_t for_topic(std::size_t left) const {
    if (open_.size() > left) {
      const auto best = std::ranges::max_element(order_, {}, [&](std::size_t i) { return shared(entrants_[i].topics, open_); });  // the first of equals
      return static_cast<std::size_t>(best - order_.begin());
    }
    const std::size_t rarest = *std::ranges::min_element(open_, {}, [&](std::size_t topic) { return coverers_.at(topic); });
    const auto first = std::ranges::find_if(order_, [&](std::size_t i) { return entrants_[i].topics.contains(rarest); });
    return static_cast<std::size_t>(first - order_.begin());
  }

  void take(std::size_t place) {
    const std::size_t who = order_[place];
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(place));
    for (const std::size_t topic : entrants_[who].topics) open_.erase(topic);
    drawn_.push_back(who);
  }

  const std::vector<Entrant>& entrants_;
  std::vector<std::size_t> order_;
  std::set<std::size_t> open_;                    // topics that somebody covers and nobody drawn does
  std::map<std::size_t, std::size_t> coverers_;
  std::vector<std::size_t> drawn_;
};

}  // namespace

std::string lot_of(const std::string& seed, const std::string& matter, const std::string& id) { return corpus::content_hash(seed + '\n' + matter + '\n' + id); }

std::vector<std::size_t> draw(const std::vector<Entrant>& entrants, std::size_t seats, const std::set<std::size_t>& taken) {
  return SeatDrawing(entrants, taken).seats(seats);
}

std::string fresh_seed() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", static_cast<std::uint32_t>(device()), static_cast<std::uint32_t>(device()));
}

}  // namespace search
