// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <tuple>

#include "corpus/hash.h"

namespace search {
namespace {

using TopicSet = std::set<std::size_t>;

std::size_t gain_of(const TopicSet& topics, const TopicSet& covered) {
  return static_cast<std::size_t>(std::ranges::count_if(topics, [&](std::size_t topic) { return !covered.contains(topic); }));
}

class SeatDrawing {
 public:
  SeatDrawing(const std::vector<Entrant>& entrants, const TopicSet& taken, std::size_t seats) : entrants_(entrants), seats_(seats) {
    for (std::size_t i = 0; i < entrants.size(); ++i) {
      if (taken.contains(i)) continue;
      order_.push_back(i);
      ++people_[entrants[i].topics];
      for (const std::size_t topic : entrants[i].topics) ++coverers_[topic];
    }
    all_seated_ = order_.size() <= seats;
    std::ranges::sort(order_, {}, [&](std::size_t i) { return std::tie(entrants_[i].lot, entrants_[i].id); });
  }

  std::vector<Seat> run() {
    const std::size_t most = reach({}, seats_, nullptr);
    while (drawn_.size() < seats_ && !order_.empty()) take(next(), most);
    return std::move(drawn_);
  }

 private:
  // How many topics so many more seats can cover beside these. `without`: a set of topics whose only holder is left out.
  std::size_t reach(TopicSet covered, std::size_t seats, const TopicSet* without) const {
    for (; seats > 0; --seats) {
      const TopicSet* best = nullptr;
      std::size_t gain = 0;
      for (const auto& [topics, people] : people_) {
        if (without != nullptr && topics == *without) continue;
        if (const std::size_t here = gain_of(topics, covered); here > gain) gain = here, best = &topics;
      }
      if (best == nullptr) break;
      covered.insert(best->begin(), best->end());
    }
    return covered.size();
  }

  // Where in the order the first one stands who costs the panel no topic. There is one: who adds most does not.
  std::size_t next() const {
    const std::size_t left = seats_ - drawn_.size(), most = reach(covered_, left, nullptr);
    if (most == covered_.size()) return 0;
    std::map<TopicSet, bool> costs_nothing;  // alike for all who cover the same
    for (std::size_t place = 0; place < order_.size(); ++place) {
      const TopicSet& topics = entrants_[order_[place]].topics;
      const auto [at, fresh] = costs_nothing.try_emplace(topics);
      if (fresh) {
        TopicSet covered = covered_;
        covered.insert(topics.begin(), topics.end());
        at->second = reach(std::move(covered), left - 1, nullptr) >= most;
      }
      if (at->second) return place;
    }
    return 0;
  }

  void take(std::size_t place, std::size_t most) {
    const std::size_t who = order_[place];
    const TopicSet& topics = entrants_[who].topics;
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(place));
    covered_.insert(topics.begin(), topics.end());
    Seat seat{who, all_seated_ || (people_.at(topics) == 1 && reach({}, seats_, &topics) < most), {}};
    if (seat.forced)
      for (const std::size_t topic : topics)
        if (coverers_.at(topic) == 1) seat.alone.insert(topic);
    drawn_.push_back(std::move(seat));
  }

  const std::vector<Entrant>& entrants_;
  const std::size_t seats_;
  std::vector<std::size_t> order_;         // who is not drawn yet, the lowest lot first
  std::map<TopicSet, std::size_t> people_;  // sets of topics → how many entrants cover just these
  std::map<std::size_t, std::size_t> coverers_;
  bool all_seated_ = false;
  TopicSet covered_;  // by those drawn
  std::vector<Seat> drawn_;
};

}  // namespace

int lots_of(int lately) { return std::max(1, kMostLots / (1 + lately)); }

std::string lot_of(const std::string& seed, const std::string& matter, const std::string& id, int lots) {
  const std::string base = seed + '\n' + matter + '\n' + id;
  std::string lowest = corpus::content_hash(base);
  for (int n = 2; n <= lots; ++n) lowest = std::min(lowest, corpus::content_hash(fmt::format("{}\n{}", base, n)));
  return lowest;
}

std::vector<Seat> draw(const std::vector<Entrant>& entrants, std::size_t seats, const std::set<std::size_t>& taken) {
  return SeatDrawing(entrants, taken, seats).run();
}

std::string fresh_seed() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", static_cast<std::uint32_t>(device()), static_cast<std::uint32_t>(device()));
}

}  // namespace search
