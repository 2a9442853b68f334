// SPDX-License-Identifier: GPL-3.0-or-later
// One client's connection, as cpp-httplib reads and writes it.
//
// The library's own stream reads request lines and chunk sizes without a bound, forgets what was sent ahead of an answer, holds its thread
// through a whole idle time even where others queue, and cannot be told to close. This one
//   * bounds the head and the body of a request in bytes and in time, so that a slow or endless client costs a thread seconds, not hours;
//   * keeps what it has read from one request to the next;
//   * closes when told, after reading on for a moment: a socket closed over unread bytes resets, and the client would lose the answer.
// Not thread-safe: a connection belongs to the thread that serves it.
#pragma once

#include <httplib.h>

#include <array>
#include <chrono>
#include <functional>
#include <string>

namespace web {

struct ConnectionLimits {
  std::size_t head_bytes = 64u << 10;  // request line and headers; the library refuses a line over 8,192 of them by itself
  std::size_t body_bytes = 8u << 20;   // as sent: chunk sizes count too
  std::chrono::milliseconds head_time{10'000}, body_time{30'000};
  std::chrono::milliseconds read_time{5'000}, write_time{10'000};  // without a single byte moving
  std::chrono::milliseconds answer_time{60'000};                   // for an answer to be taken whole
};

class Connection final : public httplib::Stream {
 public:
  using Clock = std::chrono::steady_clock;

  // What the request now being served is called in the log.
  struct Turn {
    std::string request_id;
    std::string caller;
    Clock::time_point begun{};
  };

  // Takes the socket over; closes it when it goes.
  Connection(socket_t socket, const ConnectionLimits& limits);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Waits for the first byte of a request, asking `give_up` about every 20 ms with the time waited so far. False where it gave up or the
  // client has gone.
  bool wait(const std::function<bool(std::chrono::milliseconds)>& give_up);

  // Between the parts of a request: each has its own bounds.
  void begin_head();
  void begin_body();

  // After this answer the connection ends: it cannot be known where the next request would begin.
  void must_close() { must_close_ = true; }
  bool closing() const { return must_close_; }

  Turn turn;

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* out, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string&, int&) const override {}  // nobody asks; in front stands a proxy
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  ssize_t fill();  // reads what is there: bytes, 0 at the end, -1 on failure or when time is up
  ssize_t past_the_bound(char* out);
  void linger();

  const socket_t socket_;
  const ConnectionLimits& limits_;
  std::array<char, 16384> buffer_;
  std::size_t begin_ = 0, end_ = 0;  // of what was read and not yet asked for
  std::size_t left_ = 0;             // bytes the part now being read may still have
  Clock::time_point until_{};        // and the time by which it must be there
  Clock::time_point taken_until_{};  // by which the answer must be taken; unset before its first byte
  bool in_head_ = true, line_ended_ = false, must_close_ = false;
};

}  // namespace web
