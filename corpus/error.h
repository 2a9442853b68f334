// SPDX-License-Identifier: GPL-3.0-or-later
// The words every room uses to say no.
//
// What can happen in a healthy system (a strange file, an older index, a held lock) is a value: Result<T>. Exceptions of
// libraries are caught at the door of the room that owns the library and become an Error. A programmer's mistake is an assert.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace corpus {

enum class ErrorCode : std::uint8_t {
  invalid_argument,    // the request cannot be read or contradicts itself
  not_found,           // asked for by id and not there, or not for this reader
  conflict,            // the id is taken, or the state does not allow the change
  refused,             // a record that validation does not accept
  unauthorized,        // a token is needed
  forbidden,           // the token lacks the scope
  too_large,           // over a stated limit
  timeout,             // over the time limit
  unavailable,         // nothing to ask: no index, no store
  busy,                // another process holds the lock
  damaged,             // a file is not what it should be
  version_mismatch,    // made by a newer or an incompatible version
  io,                  // the operating system said no
  internal,            // a library failed in a way we did not foresee
  stopped,             // the process or service was told to end before this had come to its end
};

// The word of a code on the wire, such as "not_found". Never empty.
std::string_view to_string(ErrorCode code);

// What a code means, in Chinese and in English, for people; used where an error carries no message of its own.
std::string_view meaning_zh(ErrorCode code);
std::string_view meaning_en(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string where;    // file, parameter, field or id; may be empty
  std::string message;  // what is wrong
  std::string hint;     // what to do; may be empty
};

template <class T>
using Result = std::expected<T, Error>;

// For `return fail(…)` in a function that returns a Result.
inline std::unexpected<Error> fail(ErrorCode code, std::string where, std::string message, std::string hint = {}) {
  return std::unexpected<Error>(Error{code, std::move(where), std::move(message), std::move(hint)});
}

// "where: message", then "hint: …" on a line of its own where there is one; for terminals and logs.
std::string to_text(const Error& error);

}  // namespace corpus
