// SPDX-License-Identifier: GPL-3.0-or-later
// Who may ask. A token is `qq_<id>_<secret>`: the id finds the row, the secret (256 random bits) is stored only as a hash and compared in
// constant time. The secret is random and long, so a fast keyed hash (BLAKE2b) is the right one here; Argon2id is for passwords.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corpus/store.h"

namespace corpus {

enum class Scope : std::uint8_t { none = 0, read = 1, write = 2, broker = 3, admin = 4 };  // each includes those before it

std::string_view to_string(Scope scope);
std::optional<Scope> scope_from_string(std::string_view word);

struct NewToken {
  std::string id;
  std::string token;  // shown once
  bool first = false; // whether it is the first of this store: the caller then prints where to put it
};

Result<NewToken> create_token(Store& store, const std::string& name, Scope scope);

// The scope of a token; unauthorized where it is malformed, unknown or revoked, without saying which.
struct Caller {
  std::string name;
  Scope scope = Scope::none;
};
Result<Caller> check_token(const Store& store, std::string_view token);

}  // namespace corpus
