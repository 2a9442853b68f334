// SPDX-License-Identifier: GPL-3.0-or-later
// What can go wrong with a server only: it is away, it comes back, it refuses us, its database is not fit. The servers that these tests
// stop are their own.
#include <netinet/in.h>
#include <sys/socket.h>

#include "corpus/job_process.h"
#include "store_world.h"

namespace store_world::store_postgresql_test {

namespace {

Result<std::unique_ptr<Store>> try_open(const std::string& url, bool create = true) {
  return Store::open({.directory = {}, .read_only = false, .create = create, .url = url});
}

std::string refusal(const std::string& url) {
  const auto error = error_of(try_open(url));
  CHECK(error.code == ErrorCode::unavailable);
  return to_text(error);
}

// A port of this machine at which nobody answers: connections are taken there, but nothing is said, or refused once it is closed.
class SilentPort {
 public:
  SilentPort() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET, address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 10) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentPort() { close(); }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  void close() {
    if (listener_ >= 0) ::close(std::exchange(listener_, -1));
  }
  int number() const { return port_; }

 private:
  int listener_, port_ = 0;
};

// Something to store on, of a server that may be stopped.
struct OwnServer {
  explicit OwnServer(bool durable = false) : server(durable), database(server), store(must(try_open(database.url()))) {}
  postgres::Server server;
  postgres::Database database;
  std::unique_ptr<Store> store;
};

}  // namespace

TEST_CASE("an address that cannot be read is refused without being repeated") {
  for (const char* url : {"mysql://u:geheim@h/d", "postgresql:/u:geheim@h", "postgresql://u:geheim%zz@h/d", "postgresql://u:geheim@[::1/d",
                          "postgresql://u:geheim@h/d?no_such_option=1", "host=h password=geheim"}) {
    const auto error = error_of(try_open(url));
    CHECK(error.code == ErrorCode::invalid_argument);
    CHECK(to_text(error) ==
          "store.url: this is no address of a PostgreSQL database\n"
          "  hint: postgresql://user@host:port/database; in a password, characters other than letters and digits as %XX");
  }
}

TEST_CASE("a server that is not there is named with the database, without the password") {
  SilentPort silent;
  const int port = silent.number();
  const std::string url = fmt::format("postgresql://anna:geheim@127.0.0.1:{}/q?connect_timeout=2", port);
  CHECK(refusal(url) == fmt::format("postgresql://anna@127.0.0.1:{}/q: the database server cannot be reached: no answer in time\n"
                                    "  hint: is it running, and is the address right?",
                                    port));
  silent.close();
  CHECK(refusal(url) == fmt::format("postgresql://anna@127.0.0.1:{}/q: the database server cannot be reached: Connection refused\n"
                                    "  hint: is it running, and is the address right?",
                                    port));
  CHECK(refusal("postgresql://anna:geheim@/q?host=/nowhere") ==
        "postgresql://anna@/q?host=/nowhere&port=5432: the database server cannot be reached: No such file or directory\n"
        "  hint: is it running, and is the address right?");
}

TEST_CASE("what the server refuses is said, and what to do, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  auto& server = postgres::Server::shared();
  const std::string check = "\n  hint: check user and password (PGPASSWORD, ~/.pgpass or store.url) and the server's pg_hba.conf";
  CHECK(refusal(server.url(database.name(), "queqiao:geheim")) == database.shown() + ": the server refuses this user or password" + check);
  CHECK(refusal(server.url(database.name(), "anna:geheim")) ==
        server.url(database.name(), "anna") + ": the server refuses this user or password" + check);
  CHECK(refusal(server.url(database.name(), "queqiao") + "?passfile=/nowhere") ==
        database.shown() + ": the server asks for a password, and none was given" + check);
  CHECK(refusal(server.url("none")) == server.shown("none") +
                                           ": the server has no such database\n"
                                           "  hint: create it: createdb --owner ROLE --encoding UTF8 --template template0 NAME");
}

TEST_CASE("a password with any character gets through, on PostgreSQL") {
  if (!postgres::available()) return;
  auto& server = postgres::Server::shared();
  const postgres::Database database;
  postgres::Link root(server.superuser_url());
  const std::string role = database.name() + "_role";
  root.run(fmt::format("create role {} login superuser password 'a b=c\"&密@:/%''x'", role));
  const auto opened = try_open(server.url(database.name(), role + ":a%20b%3Dc%22%26%E5%AF%86%40%3A%2F%25%27x"));
  CHECK(opened.has_value());
  if (opened) put_one(**opened, record("A-1"));
  root.run(fmt::format("drop database {} with (force)", database.name()));
  root.run("drop role " + role);
}

TEST_CASE("a database that does not keep UTF-8 is refused, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database(postgres::Server::shared(), "encoding 'SQL_ASCII' locale 'C'");
  const auto error = error_of(try_open(database.url()));
  CHECK(error.code == ErrorCode::invalid_argument);
  CHECK(to_text(error) == database.shown() +
                              ": the database keeps text as SQL_ASCII, the store needs UTF8\n"
                              "  hint: make another one: createdb --encoding UTF8 --template template0 NAME");
  CHECK(database.run("select count(*) from pg_tables where schemaname = 'public'") == "0");
}

TEST_CASE("somebody else's database is refused and not touched, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  database.run("create table shopping (item text)");
  const auto error = error_of(try_open(database.url()));
  CHECK(error.code == ErrorCode::damaged);
  CHECK(to_text(error) ==
        database.shown() + ": this is a database, but not one of Queqiao\n  hint: give another data directory, or another store.url");
  CHECK(database.run("select count(*) from pg_tables where schemaname = 'public'") == "1");
}

TEST_CASE("an empty database is no store until something may be written, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  const auto error = error_of(try_open(database.url(), false));
  CHECK(error.code == ErrorCode::unavailable);
  CHECK(to_text(error) ==
        database.shown() + ": there is no store in this database\n  hint: import records first, or give another store.url");
  CHECK(database.run("select count(*) from pg_tables where schemaname = 'public'") == "0");
}

TEST_CASE("a role that may not make tables, or only reads, is told so, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  auto& server = postgres::Server::shared();
  postgres::Link(server.superuser_url(database.name()))
      .run("alter schema public owner to postgres; revoke all on schema public from public");
  postgres::Link(server.superuser_url(database.name())).run("grant usage on schema public to queqiao");
  const auto no_right = error_of(try_open(database.url()));
  CHECK(no_right.code == ErrorCode::io);
  CHECK(to_text(no_right) == database.shown() +
                                 ": the role may not do this in the database\n"
                                 "  hint: make the role the owner of the database: alter database … owner to …");
  database.run(fmt::format("alter database {} set default_transaction_read_only = on", database.name()));
  const auto read_only = error_of(try_open(database.url()));
  CHECK(read_only.code == ErrorCode::io);
  CHECK(to_text(read_only) ==
        database.shown() + ": the database cannot be written\n  hint: the server is a standby, or the role is set to read only");
}

TEST_CASE("what was answered is on the disk, however the role is set, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  for (const char* setting : {"off", "on", "remote_apply"}) {
    database.run(fmt::format("alter database {} set synchronous_commit = '{}'", database.name(), setting));
    auto store = must(try_open(database.url()));
    must(store->begin_batch(setting, "{}"));
    // The trigger notes what held when a batch was finished.
    database.run(
        "create or replace function note() returns trigger language plpgsql as"
        " 'begin new.source := new.source || '' '' || current_setting(''synchronous_commit''); return new; end'");
    database.run("drop trigger if exists note on batch; create trigger note before update on batch for each row execute function note()");
    Batch batch = must(store->batches(1)).front();
    must(store->finish_batch(batch));
    const std::string noted = must(store->batches(1)).front().source;
    CHECK(noted == std::string(setting) + (setting == std::string("off") ? " local" : " " + std::string(setting)));
  }
}

TEST_CASE("a store goes on after its server was stopped and started, on PostgreSQL") {
  if (!postgres::available()) return;
  OwnServer own;
  put_one(*own.store, record("A-1"));
  REQUIRE(must(own.store->get("A-1")));
  own.server.restart();
  CHECK(must(own.store->get("A-1")).has_value());
  own.server.restart();
  CHECK(put_one(*own.store, record("A-2")).seq == 2);
  own.server.restart();
  CHECK(scan_ids(*own.store) == std::vector<std::string>{"A-1", "A-2"});

  own.server.halt();
  for (const auto& error : {error_of(own.store->get("A-1")), error_of(own.store->put({record("A-3")})), error_of(own.store->verify())}) {
    CHECK(error.code == ErrorCode::unavailable);
    CHECK(to_text(error) == own.database.shown() +
                                ": the database server cannot be reached: Connection refused\n"
                                "  hint: is it running, and is the address right?");
  }
  own.server.resume();
  CHECK(put_one(*own.store, record("A-3")).seq == 3);
  CHECK(must(own.store->verify()).empty());
}

TEST_CASE("a write that loses its connection in the middle writes nothing, and says so, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  auto store = must(try_open(database.url()));
  put_one(*store, record("A-1"));
  // The connection falls while the second record of the batch is being written.
  database.run(
      "create function fall() returns trigger language plpgsql as"
      " 'begin if new.id = ''B-2'' then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end'");
  database.run("create trigger fall before insert on record_version for each row execute function fall()");
  const auto error = error_of(store->put({record("B-1"), record("B-2"), record("B-3")}));
  CHECK(error.code == ErrorCode::unavailable);
  CHECK(to_text(error) ==
        database.shown() + ": the connection to the database was lost\n  hint: nothing was written; repeat when the server is up");
  CHECK(scan_ids(*store) == std::vector<std::string>{"A-1"});
  CHECK(put_one(*store, record("B-1")).seq == 2);
  CHECK(must(store->verify()).empty());
}

TEST_CASE("a write that loses its connection at its commit is not repeated, and its caller is told, on PostgreSQL") {
  if (!postgres::available()) return;
  const postgres::Database database;
  auto store = must(try_open(database.url()));
  put_one(*store, record("A-1"));
  // A deferred trigger runs inside the commit.
  database.run(
      "create function fall() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end'");
  database.run("create constraint trigger fall after insert on batch deferrable initially deferred for each row execute function fall()");
  const auto error = error_of(store->begin_batch("a.csv", "{}"));
  CHECK(error.code == ErrorCode::unavailable);
  CHECK(to_text(error) == database.shown() +
                              ": the connection to the database was lost while the last write was being confirmed\n"
                              "  hint: it may have been kept or not: look before you repeat it; an import can be repeated as it is");
  CHECK(must(store->batches(10)).empty());
  database.run("drop trigger fall on batch");
  CHECK(must(store->begin_batch("a.csv", "{}")) == 1);
}

TEST_CASE("what was accepted is there once after the server was stopped at once again and again, on PostgreSQL") {
  if (!postgres::available()) return;
  OwnServer own(true);
  std::atomic<bool> stop = false;
  std::vector<std::string> accepted;
  std::atomic<int> done = 0;
  std::thread writer([&] {
    for (int n = 0; !stop; ++n) {
      const std::string id = fmt::format("A-{:06}", n);
      while (!stop) {
        const auto put = own.store->put({record(id)});
        if (put) {
          accepted.push_back(id);
          ++done;
          break;
        }
        if (put.error().code != ErrorCode::unavailable) return;
      }
    }
  });
  for (int round = 0; round < 3; ++round) {
    const int before = done;
    CHECK(wait_until([&] { return done > before + 20; }));
    own.server.restart();
  }
  const int before = done;
  CHECK(wait_until([&] { return done > before + 20; }));
  stop = true;
  writer.join();
  const auto ids = scan_ids(*own.store);
  const std::set<std::string> kept(ids.begin(), ids.end());
  for (const auto& id : accepted) CHECK(kept.contains(id));
  CHECK(must(own.store->seq()) == static_cast<Seq>(ids.size()));
  CHECK(must(own.store->verify()).empty());
}

TEST_CASE("a job of another machine is not taken for gone") {
  Job job;
  job.state = "running", job.started_at = utc_now();
  job.message = "process 999999999 on some-other-machine: a.csv";
  CHECK_FALSE(is_gone(job));
  job.message = process_message("a.csv", true);
  CHECK_FALSE(is_gone(job));
  const auto number = job.message.find(' ') + 1;
  job.message.replace(number, job.message.find(' ', number) - number, "999999999");
  CHECK(is_gone(job));
}

}  // namespace store_world::store_postgresql_test
