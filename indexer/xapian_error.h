// SPDX-License-Identifier: GPL-3.0-or-later
// The door for Xapian's exceptions: Xapian::Error does not derive from std::exception, so the usual handler misses it. Nor does libxapian throw nothing else:
// it believes the lengths and counts that it reads, so of a damaged table it may be the standard library that says no.
#pragma once

#include <xapian.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include "corpus/error.h"

namespace indexer {

// What a Xapian error means in our words. `where` names the database.
corpus::Error to_error(const Xapian::Error& error, const std::string& where);

// What the standard library says to a length or a place that cannot be, as Xapian names damage.
[[noreturn]] void throw_unreadable(const std::exception& error);

// Runs `body`, which reads an index, and returns what it does. Where libxapian lets through what the standard library threw over a damaged table, it throws
// Xapian::DatabaseCorruptError instead. Other exceptions pass.
template <class Body>
auto reading(Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::length_error& error) {
    throw_unreadable(error);
  } catch (const std::out_of_range& error) {
    throw_unreadable(error);
  } catch (const std::bad_alloc& error) {
    throw_unreadable(error);
  }
}

// Runs `body`, which returns a Result; a Xapian::Error, or what `reading` makes one, becomes its error.
template <class Body>
auto guarded(const std::string& where, Body&& body) -> decltype(body()) {
  try {
    return reading(body);
  } catch (const Xapian::Error& error) {
    return std::unexpected(to_error(error, where));
  }
}

}  // namespace indexer
