// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a store: a file of the data directory, or a database of a PostgreSQL server.
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>

#include "corpus/store.h"
#include "corpus/store_fault.h"
#include "corpus/store_impl.h"
#include "corpus/store_postgresql.h"
#include "corpus/store_schema.h"
#include "corpus/store_sqlite.h"
#include "corpus/writable.h"

namespace corpus {
namespace {

namespace fs = std::filesystem;

void make_directory(const fs::path& directory) {
  std::error_code ec;
  fs::create_directories(directory, ec);
  if (ec || !fs::is_directory(directory))
    throw Fault(ErrorCode::io, directory.string(),
                fmt::format("cannot create the data directory: {}", ec ? ec.message() : "a file is in its place"),
                "give another directory, or rights in this one");
}

void check_file(const fs::path& file, bool may_create) {
  std::error_code ec;
  const auto status = fs::status(file, ec);
  if (fs::is_directory(status)) throw Fault(ErrorCode::damaged, file.string(), "this is a directory, not a database", "move it away");
  if (status.type() == fs::file_type::not_found && !may_create)
    throw Fault(ErrorCode::unavailable, file.string(), "there is no database here", "import records first, or give another data directory");
  if (ec && status.type() != fs::file_type::not_found)
    throw Fault(ErrorCode::io, file.string(), ec.message(), "check owner and rights of the data directory");
  // SQLite takes a file of one byte for a new database and writes over it; the smallest page has 512.
  if (const auto size = fs::file_size(file, ec); !ec && size > 0 && size < 512)
    throw Fault(ErrorCode::damaged, file.string(), "this file is not a database", "move it away, or restore a backup");
}

// What to do about a database that opened for reading only.
std::string why_read_only(const fs::path& file) {
  const bool mount = ::access(file.c_str(), W_OK) != 0 && errno == EROFS;
  return mount ? "the file system is mounted read only: mount it writable, or write on the machine that does" : "check owner and rights of the file";
}

}  // namespace

// In the directory that was asked for, also where the address of the file is another (see connect_read_only).
void Store::Impl::open_file(const Options& options) {
  const fs::path file = options.directory / kDatabaseName;
  const bool may_create = options.create && !options.read_only;
  if (may_create) make_directory(options.directory);
  check_file(file, may_create);
  if (options.read_only) {
    // Shared: snapshots are opened by other threads.
    const auto without_locks = std::make_shared<std::atomic<bool>>(false);
    connect = [file, without_locks](soci::session& session) { *without_locks = sqlite::connect_read_only(session, file); };
    state = [file, without_locks] { return *without_locks ? sqlite::state_of(file) : std::string(); };
    session();
  } else {
    // SQLite says of a directory in which it cannot make its WAL that the database cannot be opened.
    if (const auto writable = check_writable(options.directory); !writable) throw Fault(writable.error());
    const std::string uri = sqlite::uri_existing(file);
    sqlite::connect(sql, may_create ? sqlite::uri_to_create(file) : uri);
    connect = [uri](soci::session& another) { sqlite::connect(another, uri); };
    open = true;
  }
  const bool ours = schema::exists(sql, where);
  if (!ours && !may_create) throw Fault(ErrorCode::damaged, where, "the database is empty", "restore a backup, or import again");
  if (options.read_only) return;
  if (sqlite::is_read_only(sql)) throw Fault(ErrorCode::io, where, "the database cannot be written", why_read_only(file));
  sqlite::use_wal(sql, where);
  if (!ours) schema::create(sql, where);
  schema::upgrade(sql, where);
}

// The directory is not the store's here, but the index's, and a service that starts before the first build finds it.
void Store::Impl::open_server(const Options& options) {
  const auto address = postgresql::read_address(options.url);
  const bool read_only = options.read_only;
  where = address.shown;
  connect = [address, read_only](soci::session& session) { postgresql::connect(session, address, read_only); };
  session();
  const bool ours = schema::exists(sql, where);
  if (!ours && (read_only || !options.create))
    throw Fault(ErrorCode::unavailable, where, "there is no store in this database", "import records first, or give another store.url");
  if (read_only) return;
  if (postgresql::is_read_only(sql))
    throw Fault(ErrorCode::io, where, "the database cannot be written", "the server is a standby, or the role is set to read only");
  if (!options.directory.empty()) make_directory(options.directory);
  if (!ours) schema::create(sql, where);
  schema::upgrade(sql, where);
}

Store::Store() : impl_(std::make_unique<Impl>()) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const Options& options) {
  std::unique_ptr<Store> store(new Store);
  store->directory_ = options.directory;
  store->shared_ = !options.url.empty();
  store->read_only_ = options.read_only;
  Impl& impl = *store->impl_;
  impl.where = (options.directory / kDatabaseName).string();
  const auto opened = guarded(impl.where, [&] { options.url.empty() ? impl.open_file(options) : impl.open_server(options); });
  if (opened) return store;
  Error error = opened.error();
  return std::unexpected(std::move(error));
}

}  // namespace corpus
