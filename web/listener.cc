// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/listener.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <system_error>

namespace web {
namespace {

using corpus::ErrorCode;
using std::chrono::milliseconds;

// How long a connection may be idle while another waits for its thread: a client between two requests answers within a round trip.
constexpr milliseconds kGrace{100};

// The library listens with a backlog of 5, which a burst of connections overflows; they would try again a second later.
constexpr int kBacklog = 511;

thread_local Connection* serving = nullptr;

// The library's own default is SO_REUSEPORT, with which two servers share a port without either noticing.
void reuse_address(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

corpus::Error bind_error(const std::string& address, int port, int reason) {
  const std::string where = address + ":" + std::to_string(port), number = std::to_string(port);
  if (reason == EADDRINUSE)
    return {ErrorCode::busy, where, "port " + number + " is taken by another program",
            "stop that program, or choose another port with --port (0 takes any that is free)"};
  if (reason == EACCES)
    return {ErrorCode::io, where, "this user may not take port " + number,
            "choose a port from 1024 up with --port, and put a proxy in front"};
  if (reason == EADDRNOTAVAIL || reason == 0)
    return {ErrorCode::io, where, address + " is not an address of this machine",
            "set --address to one of its own, such as 127.0.0.1 or 0.0.0.0"};
  return {ErrorCode::io, where, "cannot listen: " + std::system_category().message(reason), ""};
}

}  // namespace

void Pool::enqueue(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    ++waiting_;
  }
  workers_.enqueue([this, work = std::move(work)] { run(work); });
}

void Pool::run(const std::function<void()>& work) {
  {
    const std::lock_guard lock(mutex_);
    --waiting_;
    ++busy_;
    if (claimed_ > 0) --claimed_;
  }
  work();
  const std::lock_guard lock(mutex_);
  --busy_;
}

bool Pool::claim() {
  const std::lock_guard lock(mutex_);
  if (waiting_ + busy_ <= threads_ + claimed_) return false;
  ++claimed_;
  return true;
}

Listener::Listener(const ListenerOptions& options) : options_(options) {
  set_socket_options(reuse_address);
  set_tcp_nodelay(true);
  set_keep_alive_max_count(options_.keep_alive_requests);  // these two are only what the header Keep-Alive says
  set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(options_.keep_alive).count());
  set_write_timeout(options_.limits.write_time);
  new_task_queue = [this] { return pool_ = new Pool(options_.threads); };
}

corpus::Result<int> Listener::take_port(const std::string& address, int port) {
  if (port < 0 || port > 65535)
    return corpus::fail(ErrorCode::invalid_argument, "port", std::to_string(port) + " is not a port",
                        "choose one from 0 to 65535 with --port");
  errno = 0;
  const int taken = port == 0 ? bind_to_any_port(address) : bind_to_port(address, port) ? port : -1;
  if (taken < 0) return std::unexpected(bind_error(address, port, errno));
  ::listen(svr_sock_, kBacklog);  // a second call only widens the queue
  if (hung_up_) hang_up();        // told to stop before there was anything to stop
  return taken;
}

void Listener::hang_up() {
  hung_up_ = true;
  const socket_t socket = svr_sock_.exchange(INVALID_SOCKET);
  if (socket == INVALID_SOCKET) return;
  ::shutdown(socket, SHUT_RDWR);  // wakes the thread in accept()
  ::close(socket);
}

Connection& Listener::current() {
  assert(serving != nullptr && "only a handler has a connection");
  return *serving;
}

bool Listener::process_and_close_socket(socket_t socket) {
  Connection connection(socket, options_.limits);
  serving = &connection;
  const auto give_up = [this](milliseconds idle) {
    return stopping() || idle >= options_.keep_alive || (idle >= kGrace && pool_->claim());
  };
  try {
    for (std::size_t served = 1; connection.wait(give_up); ++served) {
      connection.begin_head();
      const bool last = served >= options_.keep_alive_requests || stopping();
      bool client_closes = false;
      if (!process_request(connection, last, client_closes, nullptr) || client_closes || last || connection.closing()) break;
    }
  } catch (const std::exception& error) {  // outside the library's own handler, such as no memory while writing
    spdlog::error("a connection was dropped: {}", error.what());
  } catch (...) {
    spdlog::error("a connection was dropped: unknown exception");
  }
  serving = nullptr;
  return true;
}

}  // namespace web
