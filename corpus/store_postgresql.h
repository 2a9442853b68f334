// SPDX-License-Identifier: GPL-3.0-or-later
// What only PostgreSQL understands: its addresses, and how a connection is made; in the .cc file its Dialect.
// Private to the store_*.cc files; everything throws (store_fault.h).
#pragma once

#include <string>

#include "corpus/store_soci.h"

namespace corpus::postgresql {

struct Address {
  std::string connect;  // for libpq; may hold a password
  std::string shown;    // for people and logs: postgresql://user@host:port/database, never with a password
};

// Reads a URL as libpq does: what it leaves out comes from libpq's environment (PGHOST, PGUSER, PGPASSWORD, ~/.pgpass …).
// Throws Fault(invalid_argument), which does not repeat the URL: it may hold a password.
Address read_address(const std::string& url);

// Connects, checks that the database keeps UTF-8, and sets what holds for this connection only: how long it waits for another writer, that
// what it commits is on the disk, and whether it may write. Throws Fault(unavailable) that names the database and says why not.
void connect(soci::session& sql, const Address& address, bool read_only);

// Whether the server gives read access only: a standby, or a role that is set so.
bool is_read_only(soci::session& sql);

}  // namespace corpus::postgresql
