// SPDX-License-Identifier: GPL-3.0-or-later
// One writer at a time, as on SQLite: a writing transaction first locks the row of `counter` that holds the sequence number. It is read
// committed, so that what it reads after the lock is what the writer before it left; and since the lock falls only when its commit is
// visible, a number is never seen after a higher one. Numbers from a PostgreSQL sequence would not keep that promise.
//
// A password must not come out: messages name the database as read_address() shows it, and text of libpq is quoted only where libpq puts no
// address into it.
#include "corpus/store_postgresql.h"

#include <fmt/core.h>
#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "corpus/store_dialect.h"
#include "corpus/store_fault.h"

namespace corpus::postgresql {
namespace {

using Clock = std::chrono::steady_clock;
using Settings = std::map<std::string, std::string>;
using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

constexpr auto kExplainWait = std::chrono::seconds(3);

// Given with every connection unless the address says otherwise. libpq's own default is to wait for ever, both for a server that does not
// answer and for one whose machine has lost its power.
const Settings kDefaults = {{"connect_timeout", "10"},     {"tcp_user_timeout", "30000"}, {"keepalives_idle", "30"},
                            {"keepalives_interval", "10"}, {"keepalives_count", "3"},     {"fallback_application_name", "queqiao"}};

void collect(const PQconninfoOption* options, Settings& settings) {
  for (; options != nullptr && options->keyword != nullptr; ++options)
    if (options->val != nullptr) settings.try_emplace(options->keyword, options->val);
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// Without a blank or a quote in it, so that SOCI, which looks for options of its own between blanks, passes it on as it is.
std::string url_of(const Settings& settings) {
  std::string url = "postgresql://";
  for (const auto& [name, value] : settings) url += fmt::format("{}{}={}", url.back() == '/' ? "?" : "&", name, encoded(value));
  return url;
}

std::string shown(Settings settings) {
  const Options defaults(PQconndefaults(), PQconninfoFree);
  collect(defaults.get(), settings);
  const auto of = [&](const char* name) { return settings.contains(name) ? settings[name] : std::string(); };
  const std::string user = of("user"), host = of("host").empty() ? of("hostaddr") : of("host"), port = of("port");
  const std::string database = of("dbname").empty() ? user : of("dbname");
  const bool socket = host.empty() || host.starts_with("/");
  std::string text = fmt::format("postgresql://{}{}", user, user.empty() ? "" : "@");
  if (!socket) text += host + (port.empty() ? "" : ":" + port);
  text += "/" + database;
  if (socket) text += fmt::format("?host={}{}", host.empty() ? "(local socket)" : host, port.empty() ? "" : "&port=" + port);
  return text;
}

PGconn* handle(soci::session& sql) { return static_cast<soci::postgresql_session_backend*>(sql.get_backend())->conn_; }

// ---- why a connection was refused

// With verbose messages an error of the server reads "SEVERITY:  28P01: text", in whatever language it speaks.
struct ServerWord {
  std::string state, text;
};

std::optional<ServerWord> server_word(const std::string& message) {
  for (std::size_t at = message.find(":  "); at != std::string::npos; at = message.find(":  ", at + 1)) {
    const std::string state = message.substr(at + 3, 5);
    const bool code = state.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    if (state.size() != 5 || !code || message.compare(at + 8, 2, ": ") != 0) continue;
    const std::string text = message.substr(at + 10);
    return ServerWord{state, text.substr(0, text.find('\n'))};
  }
  return std::nullopt;
}

// SOCI throws away all but a text. So the connection is tried once more by hand, with the state in its message.
Connection try_again(const std::string& url) {
  Connection connection(PQconnectStart(url.c_str()), PQfinish);
  if (connection == nullptr) throw std::bad_alloc();
  PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
  const auto deadline = Clock::now() + kExplainWait;
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (PQstatus(connection.get()) != CONNECTION_BAD && status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED &&
         Clock::now() < deadline) {
    pollfd ready{PQsocket(connection.get()), static_cast<short>(status == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (::poll(&ready, 1, 100) > 0) status = PQconnectPoll(connection.get());
  }
  return connection;
}

struct Refusal {
  std::string_view state;
  const char* message;
  const char* hint;
};

constexpr const char* kCheckPassword = "check user and password (PGPASSWORD, ~/.pgpass or store.url) and the server's pg_hba.conf";

constexpr Refusal kRefusals[] = {
    {"28", "the server refuses this user or password", kCheckPassword},
    {"3D000", "the server has no such database", "create it: createdb --owner ROLE --encoding UTF8 --template template0 NAME"},
    {"57P03", "the server is starting or stopping", "repeat in a moment"},
    {"53300", "the server has no connection left", "raise its max_connections, or repeat later"},
};

[[noreturn]] void refuse(const Address& address) {
  const Connection connection = try_again(address.connect);
  const std::string message = PQerrorMessage(connection.get());
  if (PQconnectionNeedsPassword(connection.get()))
    throw Fault(ErrorCode::unavailable, address.shown, "the server asks for a password, and none was given", kCheckPassword);
  if (const auto word = server_word(message)) {
    for (const auto& r : kRefusals)
      if (word->state.starts_with(r.state)) throw Fault(ErrorCode::unavailable, address.shown, r.message, r.hint);
    throw Fault(ErrorCode::unavailable, address.shown, fmt::format("the server refuses the connection: {}", word->text));
  }
  std::string why = PQstatus(connection.get()) == CONNECTION_BAD ? message.substr(0, message.find('\n')) : "no answer in time";
  if (const auto at = why.rfind(": "); at != std::string::npos) why.erase(0, at + 2);
  throw Fault(ErrorCode::unavailable, address.shown, fmt::format("the database server cannot be reached{}{}", why.empty() ? "" : ": ", why),
              "is it running, and is the address right?");
}

// ---- what holds for a connection

void check_encoding(soci::session& sql, const Address& address) {
  const std::string encoding = PQparameterStatus(handle(sql), "server_encoding");
  if (encoding == "UTF8") return;
  throw Fault(ErrorCode::invalid_argument, address.shown, fmt::format("the database keeps text as {}, the store needs UTF8", encoding),
              "make another one: createdb --encoding UTF8 --template template0 NAME");
}

}  // namespace

Address read_address(const std::string& url) {
  const bool ours = url.starts_with("postgresql://") || url.starts_with("postgres://");
  const Options options(ours && url.find('\0') == std::string::npos ? PQconninfoParse(url.c_str(), nullptr) : nullptr, PQconninfoFree);
  if (options == nullptr)
    throw Fault(ErrorCode::invalid_argument, "store.url", "this is no address of a PostgreSQL database",
                "postgresql://user@host:port/database; in a password, characters other than letters and digits as %XX");
  Settings settings;
  collect(options.get(), settings);
  Address address;
  address.shown = shown(settings);
  settings.insert(kDefaults.begin(), kDefaults.end());
  settings["client_encoding"] = "UTF8";
  address.connect = url_of(settings);
  return address;
}

void connect(soci::session& sql, const Address& address, bool read_only) {
  try {
    sql.open(soci::postgresql, address.connect);
  } catch (const soci::soci_error&) {
    refuse(address);
  }
  check_encoding(sql, address);
  sql << "set lock_timeout = '5s'";
  sql << "set client_min_messages = 'error'";
  // As synchronous=FULL on SQLite: what somebody has a receipt for survives a power cut, also where the server is set to be faster.
  // Settings that wait for standbys as well stay.
  sql << "select set_config('synchronous_commit', 'local', false) where current_setting('synchronous_commit') = 'off'";
  if (read_only) sql << "set default_transaction_read_only = on";
}

bool is_read_only(soci::session& sql) {
  std::string value;
  sql << "show transaction_read_only", soci::into(value);
  return value == "on";
}

}  // namespace corpus::postgresql

namespace corpus {
namespace {

using postgresql::handle;

// Any number, but the same in every process: held while the tables are made.
constexpr char kLockSchema[] = "select 1 from pg_advisory_xact_lock(7173113)";
constexpr char kLockStore[] = "select value from counter where name = 'store.seq' for update";
constexpr char kRows[] = "queqiao_rows";

class Postgresql : public Dialect {
 public:
  void begin_write(soci::session& sql, bool tables_exist) const override {
    std::int64_t locked = 0;
    sql << "begin isolation level read committed";
    sql << (tables_exist ? kLockStore : kLockSchema), soci::into(locked);
    if (!sql.got_data())
      throw Fault(ErrorCode::damaged, "counter", "the database has lost its sequence number", "restore the latest backup");
  }

  void begin_snapshot(soci::session& sql) const override {
    sql << "begin isolation level repeatable read, read only";
    table_names(sql);  // the first statement pins what is read, not the beginning
  }

  std::string text_type() const override { return "text collate \"C\""; }

  std::vector<std::string> append_only(const std::string& table) const override {
    return {fmt::format("create function {0}_is_append_only() returns trigger language plpgsql as"
                        " 'begin raise exception ''{0} is append-only''; end'",
                        table),
            fmt::format("create trigger {0}_no_change before update or delete or truncate on {0} for each statement"
                        " execute function {0}_is_append_only()",
                        table)};
  }

  std::vector<std::string> table_names(soci::session& sql) const override {
    std::vector<std::string> names;
    std::string name;
    soci::statement st = (sql.prepare << "select cast(tablename as text) collate \"C\" as name from pg_catalog.pg_tables"
                                         " where schemaname = current_schema() order by name",
                          soci::into(name));
    for (bool more = st.execute(true); more; more = st.fetch()) names.push_back(name);
    return names;
  }

  // The server keeps its own order; pages with checksums are checked as they are read.
  std::vector<std::string> integrity_faults(soci::session&) const override { return {}; }

  Reading in_pieces(const std::string& query, std::size_t piece) const override {
    return {fmt::format("declare {} no scroll cursor for {}", kRows, query), fmt::format("fetch {} from {}", piece, kRows),
            fmt::format("close {}", kRows)};
  }

  bool is_lost(soci::session& sql) const override { return PQstatus(handle(sql)) != CONNECTION_OK; }
  bool is_usable(soci::session& sql) const override { return !is_lost(sql) && PQtransactionStatus(handle(sql)) == PQTRANS_IDLE; }
};

}  // namespace

const Dialect& postgresql_dialect() {
  static const Postgresql dialect;
  return dialect;
}

}  // namespace corpus
