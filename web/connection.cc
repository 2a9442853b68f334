// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace web {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlice{20};
constexpr milliseconds kLingerTime{2'000};
constexpr std::size_t kLingerBytes = 16u << 20;

// Whether the socket is ready for `events` within `time`. poll, not select: descriptors go past 1,024.
bool ready(socket_t socket, short events, milliseconds time) {
  pollfd entry{socket, events, 0};
  const auto until = Connection::Clock::now() + time;
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(until - Connection::Clock::now());
    const int count = ::poll(&entry, 1, static_cast<int>(std::max<milliseconds::rep>(0, left.count())));
    if (count >= 0 || errno != EINTR) return count > 0;
  }
}

}  // namespace

Connection::Connection(socket_t socket, const ConnectionLimits& limits) : socket_(socket), limits_(limits) {}

Connection::~Connection() {
  if (must_close_) linger();
  ::shutdown(socket_, SHUT_RDWR);
  ::close(socket_);
}

bool Connection::wait(const std::function<bool(milliseconds)>& give_up) {
  const auto since = Clock::now();
  while (begin_ == end_) {
    // Asked for input first: what has arrived is served even where the server is about to stop.
    if (ready(socket_, POLLIN, milliseconds(0)) || ready(socket_, POLLIN, kSlice)) break;
    if (give_up(std::chrono::duration_cast<milliseconds>(Clock::now() - since))) return false;
  }
  return true;
}

void Connection::begin_head() {
  in_head_ = true;
  line_ended_ = false;
  left_ = limits_.head_bytes;
  until_ = Clock::now() + limits_.head_time;
  taken_until_ = {};
  turn = Turn{};
  turn.begun = Clock::now();
}

void Connection::begin_body() {
  in_head_ = false;
  left_ = limits_.body_bytes;
  until_ = Clock::now() + limits_.body_time;
}

bool Connection::is_readable() const { return begin_ != end_ || ready(socket_, POLLIN, limits_.read_time); }

bool Connection::is_writable() const { return ready(socket_, POLLOUT, limits_.write_time); }

ssize_t Connection::fill() {
  const auto left = std::min(limits_.read_time, std::chrono::ceil<milliseconds>(until_ - Clock::now()));
  if (left <= milliseconds(0) || !ready(socket_, POLLIN, left)) return -1;
  ssize_t count = 0;
  do count = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
  while (count < 0 && errno == EINTR);
  begin_ = 0;
  end_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count;
}

// In the head one line end is made up, so that the library sees a line that is too long (414) or broken (400) and answers; without it, it
// would hang up in silence.
ssize_t Connection::past_the_bound(char* out) {
  must_close_ = true;
  if (!in_head_ || line_ended_) return -1;
  line_ended_ = true;
  *out = '\n';
  return 1;
}

ssize_t Connection::read(char* out, size_t size) {
  if (size == 0) return 0;
  if (left_ == 0) return past_the_bound(out);
  if (begin_ == end_)
    if (const ssize_t got = fill(); got <= 0) return got;
  const std::size_t count = std::min({size, end_ - begin_, left_});
  std::memcpy(out, buffer_.data() + begin_, count);
  begin_ += count;
  left_ -= count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* data, size_t size) {
  if (taken_until_ == Clock::time_point{}) taken_until_ = Clock::now() + limits_.answer_time;
  if (Clock::now() >= taken_until_ || !is_writable()) return -1;
  ssize_t count = 0;
  do count = ::send(socket_, data, size, MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);
  return count;
}

// Says that nothing more will come, then reads and forgets until the client has said the same, for a bounded while.
void Connection::linger() {
  ::shutdown(socket_, SHUT_WR);
  const auto until = Clock::now() + kLingerTime;
  for (std::size_t total = 0; total < kLingerBytes;) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds(0) || !ready(socket_, POLLIN, left)) return;
    const ssize_t count = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (count <= 0) return;
    total += static_cast<std::size_t>(count);
  }
}

}  // namespace web
