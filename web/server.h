// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP service: how a question travels to the handlers and its answer back. What is asked is handlers.h, how it is written wire.h.
//
//   web::Server server(app, {.port = 8080});
//   const auto port = server.bind();          // now `port` may be printed
//   std::jthread signals(…, server.stop());   // whenever
//   server.run();                             // until stopped
//
// Promises, whatever a client does: every answer that is not one of success has the Error shape of openapi.yaml and an X-Request-Id; a
// client that is slow, endless or gone costs one thread for seconds; nothing a handler throws reaches the wire. For the open internet
// put a proxy in front, which also does TLS.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "corpus/error.h"
#include "web/handlers.h"

namespace web {

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 8080;           // 0: any that is free; bind() says which
  std::size_t threads = 32;  // requests and connections served at once; those beyond wait their turn
  std::size_t max_body_bytes = 1u << 20;
  std::chrono::milliseconds time_limit{5'000};  // for the work of one request, handed on to search
  std::chrono::milliseconds body_time{30'000};  // for a body to arrive whole
  std::chrono::seconds keep_alive{5};           // how long an idle connection is kept; shorter where others wait for a thread
  std::size_t keep_alive_requests = 100;        // then the client connects anew, and others get their turn
  std::filesystem::path static_dir;             // the built pages; empty or missing: a page that says how to build them
  bool access_log = true;
  std::function<void(const std::string&)> access_sink;  // takes a line, from any thread; default: standard error
  bool trusted_proxy = false;                           // take X-Request-Id from the request: only behind a proxy of one's own
};

class Server {
 public:
  // `app` outlives the server.
  Server(const App& app, ServerOptions options);
  ~Server();  // Requires: run() has returned or was never called.
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Takes the port and returns its number; connections queue from here on. busy where another program has it, io where the system says no
  // (a port below 1024, an address of another machine), each with what to do.
  corpus::Result<int> bind();

  // Serves until stop(); binds first where that has not been done. Running requests are answered before it returns. io where the listening
  // socket fails.
  corpus::Result<void> run();

  // Ends run(): no new connections, requests that have begun are finished, idle connections closed. Returns at once, may be called from any
  // thread, before run() as well as twice. Not from a signal handler itself: watch signals in a thread.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace web
