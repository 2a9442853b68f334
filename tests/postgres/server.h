// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL for tests: one server for the whole run where ctest has started it (QUEQIAO_TEST_POSTGRES names its state file), else one of
// this process, and a database for each test that wants one.
#pragma once

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace postgres {

// A connection of its own, for what happens behind the store's back.
class Link {
 public:
  explicit Link(const std::string& url) : connection_(PQconnectdb(url.c_str()), PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
  }
  // The first cell of the answer, empty where there is none.
  std::string run(const std::string& statement) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection_.get(), statement.c_str()), PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQresultErrorMessage(result.get()));
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

class Server {
 public:
  // Starts a server of this process; it goes with the object, or with the process.
  explicit Server(bool durable = false)
      : state_((std::filesystem::temp_directory_path() / fmt::format("queqiao-postgres-{}-{}.state", ::getpid(), ++number())).string()),
        own_(true) {
    if (do_script("start", fmt::format("{}", ::getpid()), durable ? "DURABLE=1 " : "") != 0)
      throw std::runtime_error("tests/postgres/server.sh start");
    read_state();
  }
  // One that somebody else has started.
  explicit Server(const char* state) : state_(state) { read_state(); }
  ~Server() {
    if (own_) do_script("stop");
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  static Server& shared() {
    static const std::unique_ptr<Server> server = [] {
      const char* state = std::getenv("QUEQIAO_TEST_POSTGRES");
      const bool given = state != nullptr && std::filesystem::exists(state);
      return given ? std::make_unique<Server>(state) : std::make_unique<Server>();
    }();
    return *server;
  }

  // Empty where it runs.
  std::string why_not() { return values_["none"]; }
  std::string port() { return values_["port"]; }
  std::string password() { return values_["password"]; }
  // As the plain role, over TCP.
  std::string url(const std::string& database) { return url(database, "queqiao:" + password()); }
  std::string url(const std::string& database, const std::string& user) {
    return fmt::format("postgresql://{}@127.0.0.1:{}/{}", user, port(), database);
  }
  std::string shown(const std::string& database) { return url(database, "queqiao"); }
  std::string superuser_url(const std::string& database = "postgres") { return url(database, "postgres:" + password()); }

  void halt() { must_do("halt"); }
  void resume() { must_do("resume"); }
  // Connections are cut off without a word, as by a power cut.
  void restart() {
    halt();
    resume();
  }

 private:
  static int& number() {
    static int n = 0;
    return n;
  }
  int do_script(const std::string& verb, const std::string& argument = "", const std::string& before = "") {
    const int status =
        std::system(fmt::format("{}'{}/tests/postgres/server.sh' {} '{}' {}", before, QUEQIAO_SOURCE_DIR, verb, state_, argument).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void must_do(const std::string& verb) {
    if (do_script(verb) != 0) throw std::runtime_error("tests/postgres/server.sh " + verb);
  }
  void read_state() {
    std::ifstream file(state_);
    for (std::string line; std::getline(file, line);)
      if (const auto at = line.find('='); at != std::string::npos) values_[line.substr(0, at)] = line.substr(at + 1);
    if (values_.empty()) values_["none"] = "no state in " + state_;
  }

  std::string state_;
  bool own_ = false;
  std::map<std::string, std::string> values_;
};

// Says once a process why the tests on PostgreSQL do nothing; whether they can.
inline bool available() {
  static const bool runs = [] {
    const std::string why = Server::shared().why_not();
    if (!why.empty()) fmt::print(stderr, "skipped: tests on PostgreSQL: {}\n", why);
    return why.empty();
  }();
  return runs;
}

// An empty database of the plain role. Its own order of text is not that of bytes, so that the store has to ask for that.
class Database {
 public:
  explicit Database(Server& server = Server::shared(),
                    const std::string& how = "encoding 'UTF8' locale 'C.UTF-8' locale_provider icu icu_locale 'zh'")
      : server_(server) {
    static int made = 0;
    name_ = fmt::format("q_{}_{}", ::getpid(), ++made);
    Link(server_.superuser_url()).run(fmt::format("create database {} owner queqiao template template0 {}", name_, how));
  }
  ~Database() {
    try {
      Link(server_.superuser_url()).run(fmt::format("drop database {} with (force)", name_));
    } catch (const std::exception&) {
      // The server is gone, and the database with it.
    }
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& name() const { return name_; }
  std::string url() const { return server_.url(name_); }
  std::string shown() const { return server_.shown(name_); }
  std::string run(const std::string& statement) const { return Link(url()).run(statement); }

 private:
  Server& server_;
  std::string name_;
};

}  // namespace postgres
