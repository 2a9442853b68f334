// SPDX-License-Identifier: GPL-3.0-or-later
// cpp-httplib's server with a connection loop of our own: it accepts and parses, we decide how long a connection may hold its thread.
//
// A thread serves one connection at a time. Kept-alive clients that say nothing would hold all of them, so an idle connection gives its
// thread up as soon as another one waits.
#pragma once

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <mutex>

#include "corpus/error.h"
#include "web/connection.h"

namespace web {

// The library's thread pool, with a count of who waits.
class Pool final : public httplib::TaskQueue {
 public:
  explicit Pool(std::size_t threads) : threads_(threads), workers_(threads) {}

  void enqueue(std::function<void()> work) override;
  void shutdown() override { workers_.shutdown(); }  // what is queued is still done

  // Whether the asking thread should make itself free for one who waits. Says yes once for each of them.
  bool claim();

 private:
  void run(const std::function<void()>& work);

  const std::size_t threads_;
  std::mutex mutex_;
  std::size_t waiting_ = 0, busy_ = 0, claimed_ = 0;
  httplib::ThreadPool workers_;
};

struct ListenerOptions {
  std::size_t threads = 32;
  std::chrono::milliseconds keep_alive{5'000};
  std::size_t keep_alive_requests = 100;
  ConnectionLimits limits;
};

class Listener final : public httplib::Server {
 public:
  explicit Listener(const ListenerOptions& options);
  ~Listener() override { hang_up(); }

  // The port taken. Errors as Server::bind has them.
  corpus::Result<int> take_port(const std::string& address, int port);

  // Stops listening, for good; the loops notice within 20 ms. Where nothing listens yet, listen_after_bind will return at once.
  void hang_up();

  // The connection this thread is serving. Requires: called from a handler.
  static Connection& current();

 private:
  bool process_and_close_socket(socket_t socket) override;
  bool stopping() const { return svr_sock_ == INVALID_SOCKET; }

  const ListenerOptions options_;
  std::atomic<bool> hung_up_{false};
  Pool* pool_ = nullptr;  // the library owns it for the length of listen_after_bind
};

}  // namespace web
