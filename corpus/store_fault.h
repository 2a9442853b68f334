// SPDX-License-Identifier: GPL-3.0-or-later
// How the store says no inside itself. Unlike the public headers the functions of the store_*.cc files throw (soci::soci_error or Fault);
// guarded() is the door at which both become an Error. Private to those files.
#pragma once

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

#include "corpus/error.h"

namespace corpus {

// An Error on its way to guarded().
struct Fault : std::exception {
  explicit Fault(Error e) : error(std::move(e)) {}
  Fault(ErrorCode code, std::string where, std::string message, std::string hint = {})
      : error{code, std::move(where), std::move(message), std::move(hint)} {}
  const char* what() const noexcept override { return error.message.c_str(); }
  Error error;
};

// The Error for the exception being handled; `where` is the database. Requires: called inside a catch block.
Error error_of_current_exception(const std::string& where);

// Runs `work` and turns what it throws into an Error.
template <class Work>
auto guarded(const std::string& where, Work&& work) -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (...) {
    return std::unexpected(error_of_current_exception(where));
  }
}

}  // namespace corpus
