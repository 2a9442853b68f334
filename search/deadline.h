// SPDX-License-Identifier: GPL-3.0-or-later
// A time limit for a question to Xapian, which has no reliable one of its own: a match spy that looks at the clock and throws.
//
//   Watch watch(deadline);
//   enquire.add_matchspy(&watch);      // enquire.get_mset throws TimeUp when the time has passed
//   watch.check();                     // after it
//
// TimeUp never leaves the room: whoever adds a Watch answers ErrorCode::timeout.
//
// A spy must be known to the server that holds a shard. Xapian's counts values of a slot, so a Watch is one of a slot that nobody uses: there it counts
// nothing, here it looks at the clock. What bounds a shard on another machine is the time-out of its connection.
#pragma once

#include <xapian.h>

#include <chrono>

namespace search {

struct TimeUp {};

class Watch : public Xapian::ValueCountMatchSpy {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Watch(Clock::time_point deadline) : ValueCountMatchSpy(kNoSlot), deadline_(deadline) {}

  void operator()(const Xapian::Document&, double) override {
    if (++seen_ % kClockEvery == 0) check();
  }
  void merge_results(const std::string&) override {}
  // For work outside of Xapian.
  void check() const {
    if (Clock::now() > deadline_) throw TimeUp{};
  }

 private:
  static constexpr Xapian::valueno kNoSlot = 0xfffffffe;
  static constexpr Xapian::doccount kClockEvery = 16;  // documents; a look at the clock takes 25 ns, weighing a long question's document 50 µs
  Clock::time_point deadline_;
  Xapian::doccount seen_ = 0;
};

}  // namespace search
