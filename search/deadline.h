// SPDX-License-Identifier: GPL-3.0-or-later
// A time limit for a question to Xapian, which has no reliable one of its own: a match spy that looks at the clock and throws.
//
//   Watch watch(deadline);
//   enquire.add_matchspy(&watch);      // enquire.get_mset throws TimeUp when the time has passed
//
// TimeUp never leaves the room: whoever adds a Watch answers ErrorCode::timeout.
#pragma once

#include <xapian.h>

#include <chrono>

namespace search {

struct TimeUp {};

class Watch : public Xapian::MatchSpy {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Watch(Clock::time_point deadline) : deadline_(deadline) {}

  void operator()(const Xapian::Document&, double) override {
    if (++seen_ % kClockEvery == 0) check();
  }
  // For work outside of Xapian.
  void check() const {
    if (Clock::now() > deadline_) throw TimeUp{};
  }

 private:
  static constexpr Xapian::doccount kClockEvery = 16;  // documents; a look at the clock takes 25 ns, weighing a long question's document 50 µs
  Clock::time_point deadline_;
  Xapian::doccount seen_ = 0;
};

}  // namespace search
