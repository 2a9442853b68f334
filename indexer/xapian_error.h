// SPDX-License-Identifier: GPL-3.0-or-later
// The door for Xapian's exceptions: Xapian::Error does not derive from std::exception, so the usual handler misses it.
#pragma once

#include <xapian.h>

#include <string>

#include "corpus/error.h"

namespace indexer {

// What a Xapian error means in our words. `where` names the database.
corpus::Error to_error(const Xapian::Error& error, const std::string& where);

// Runs `body`, which returns a Result; a Xapian::Error becomes its error.
template <class Body>
auto guarded(const std::string& where, Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const Xapian::Error& error) {
    return std::unexpected(to_error(error, where));
  }
}

}  // namespace indexer
