// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian's own servers and tools as real processes, and an index to serve.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "flow/program.h"
#include "search/shard_address.h"

namespace servers {

namespace fs = std::filesystem;

inline bool installed(const char* tool) {
  for (const char* directory : {"/usr/bin", "/usr/local/bin"})
    if (::access((fs::path(directory) / tool).c_str(), X_OK) == 0) return true;
  return false;
}

inline bool skip_without(const char* tool) {
  if (installed(tool)) return false;
  WARN("skipped: " << tool << " is not installed (Debian: xapian-tools)");
  return true;
}

// A port that nobody listened on a moment ago.
inline int free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(descriptor, plain, size) == 0 && ::getsockname(descriptor, plain, &size) == 0;
  ::close(descriptor);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

inline bool listens(int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool connected = ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(descriptor);
  return connected;
}

// A process with the children it forks, one for each connection: signals reach all of them.
class Group {
 public:
  explicit Group(const std::vector<std::string>& words, const std::vector<std::string>& variables = {}) {
    std::vector<char*> argv, envp;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    std::string path = "PATH=/usr/bin:/bin";
    envp.push_back(path.data());
    for (const std::string& variable : variables) envp.push_back(const_cast<char*>(variable.c_str()));
    envp.push_back(nullptr);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0);
    const int failed = posix_spawnp(&pid_, argv[0], &actions, &attributes, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
  }
  ~Group() { end(); }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  void send(int signal) const { ::kill(-pid_, signal); }
  void end() {
    if (pid_ < 0) return;
    send(SIGKILL);
    wait();
  }
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
};

// xapian-tcpsrv on a port of its own, which it keeps when it is started again.
class ShardServer {
 public:
  explicit ShardServer(fs::path database) : database_(std::move(database)) { start(); }

  void start() {
    const std::vector<std::string> words{"xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", std::to_string(port_), database_.string()};
    group_ = std::make_unique<Group>(words);
    if (!program::wait_until([&] { return listens(port_); }, std::chrono::seconds(20))) throw std::runtime_error("xapian-tcpsrv does not listen");
  }
  void start(const fs::path& database) {
    database_ = database;
    end();
    start();
  }
  void end() { group_->end(); }
  void send(int signal) const { group_->send(signal); }
  search::ShardAddress address() const {
    auto read = search::read_shard_address("tcp://127.0.0.1:" + std::to_string(port_), "");
    if (!read) throw std::runtime_error(corpus::to_text(read.error()));
    return *read;
  }

 private:
  fs::path database_;
  int port_ = free_port();
  std::unique_ptr<Group> group_;
};

inline search::ShardAddress directory(const fs::path& path) { return {path.string(), path, {}, 0}; }

}  // namespace servers
