// SPDX-License-Identifier: GPL-3.0-or-later
// Hexadecimal throughout: a double click selects the whole token, and nothing in it needs escaping in a header, a URL or a shell.
#include "corpus/tokens.h"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace corpus {
namespace {

constexpr std::string_view kPrefix = "qq_";
constexpr std::size_t kTokenIdBytes = 6;       // names the row; need not be secret, only distinct
constexpr std::size_t kTokenSecretBytes = 32;  // 256 bits

constexpr std::string_view kScopes[] = {"none", "read", "write", "broker", "admin"};  // in the order of the enum

using Digest = std::array<unsigned char, 32>;  // BLAKE2b-256

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  std::string hex(2 * size + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes, size);
  hex.pop_back();  // the NUL that sodium writes
  return hex;
}

template <std::size_t Size>
std::string random_hex() {
  std::array<unsigned char, Size> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  std::string hex = to_hex(bytes.data(), bytes.size());
  sodium_memzero(bytes.data(), bytes.size());
  return hex;
}

Digest hash_of(std::string_view secret) {
  Digest digest;
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), nullptr, 0);
  return digest;
}

// False for a row whose hash is not 64 hex digits, which only a hand in the database can have made.
bool read_digest(const std::string& hex, Digest& digest) {
  std::size_t size = 0;
  return sodium_hex2bin(digest.data(), digest.size(), hex.data(), hex.size(), nullptr, &size, nullptr) == 0 && size == digest.size();
}

struct TokenParts {
  std::string_view id, secret;
};

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<TokenParts> parts_of_token(std::string_view token) {
  constexpr std::size_t kIdSize = 2 * kTokenIdBytes, kSecretSize = 2 * kTokenSecretBytes;
  if (token.size() != kPrefix.size() + kIdSize + 1 + kSecretSize || !token.starts_with(kPrefix)) return std::nullopt;
  const TokenParts parts{token.substr(kPrefix.size(), kIdSize), token.substr(token.size() - kSecretSize)};
  if (token[kPrefix.size() + kIdSize] != '_' || !is_hex(parts.id) || !is_hex(parts.secret)) return std::nullopt;
  return parts;
}

// One answer for every reason, so that asking tells nothing about which ids exist.
std::unexpected<Error> unknown() {
  return fail(ErrorCode::unauthorized, "token", "the token is not valid", "ask the administrator for a new one");
}

Result<void> check_request(const std::string& name, Scope scope) {
  if (name.empty()) return fail(ErrorCode::invalid_argument, "name", "a token needs a name", "say who or what will use it");
  if (scope == Scope::none)
    return fail(ErrorCode::invalid_argument, "scope", "a token needs a scope", "one of read, write, broker, admin");
  if (sodium_init() < 0) return fail(ErrorCode::internal, "", "the system gives no random numbers");
  return {};
}

}  // namespace

std::string_view to_string(Scope scope) { return kScopes[static_cast<std::size_t>(scope)]; }

std::optional<Scope> scope_from_string(std::string_view word) {
  const auto it = std::ranges::find(kScopes, word);
  if (it == std::end(kScopes)) return std::nullopt;
  return static_cast<Scope>(it - std::begin(kScopes));
}

Result<NewToken> create_token(Store& store, const std::string& name, Scope scope) {
  if (const auto checked = check_request(name, scope); !checked) return std::unexpected(checked.error());
  const auto present = store.tokens();
  if (!present) return std::unexpected(present.error());

  NewToken made;
  made.id = random_hex<kTokenIdBytes>();
  made.first = present->empty();
  const std::string secret = random_hex<kTokenSecretBytes>();
  made.token = fmt::format("{}{}_{}", kPrefix, made.id, secret);
  const Digest digest = hash_of(secret);
  const TokenRow row{made.id, name, std::string(to_string(scope)), to_hex(digest.data(), digest.size()), utc_now(), ""};
  if (const auto added = store.add_token(row); !added) return std::unexpected(added.error());
  return made;
}

Result<Caller> check_token(const Store& store, std::string_view token) {
  const auto parts = parts_of_token(token);
  if (!parts) return unknown();
  const auto rows = store.tokens();  // a handful; reading them all costs about what reading one does
  if (!rows) return std::unexpected(rows.error());

  const auto row = std::ranges::find(*rows, parts->id, &TokenRow::id);
  Digest stored{};
  const bool known = row != rows->end() && read_digest(row->hash, stored);
  const Digest asked = hash_of(parts->secret);
  const bool equal = sodium_memcmp(asked.data(), stored.data(), asked.size()) == 0;  // also for an unknown id: the same time
  if (!known || !equal || !row->revoked_at.empty()) return unknown();
  const auto scope = scope_from_string(row->scope);
  if (!scope || *scope == Scope::none) return unknown();
  return Caller{row->name, *scope};
}

}  // namespace corpus
