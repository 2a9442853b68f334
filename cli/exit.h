// SPDX-License-Identifier: GPL-3.0-or-later
// How a command ends, and how it gives up.
//
// Every other room hands errors up as values. Here there is nobody above to hand them to: a command that cannot go on stops, and the one
// door in app.cc prints why. `take` unwraps a Result or stops, so a command reads as the list of what it does.
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "corpus/error.h"

namespace cli {

enum class Exit {
  done = 0,    // all of it
  partly = 1,  // done, with rejects or faults found by a check; or nothing found where something was asked for by id
  failed = 2,  // could not run, or nothing was done
  unread = 141,  // whoever read standard output has seen enough: what a shell says of a tool that SIGPIPE ended (128 + 13)
};  // docs/operations.md has the table for people

// Not a std::exception, so that no handler for library exceptions takes it for one.
struct Stop {
  corpus::Error error;
  Exit exit = Exit::failed;
};

[[noreturn]] inline void stop(corpus::ErrorCode code, std::string where, std::string message, std::string hint = {}) {
  throw Stop{corpus::Error{code, std::move(where), std::move(message), std::move(hint)}};
}

template <class T>
T take(corpus::Result<T> result) {
  if (!result) throw Stop{std::move(result.error())};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// The same for what was asked for by id: not finding it is Exit::partly.
template <class T>
T take_by_id(corpus::Result<T> result) {
  if (!result && result.error().code == corpus::ErrorCode::not_found) throw Stop{std::move(result.error()), Exit::partly};
  return take(std::move(result));
}

}  // namespace cli
