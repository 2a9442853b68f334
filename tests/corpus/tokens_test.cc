// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/tokens.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "store_world.h"

namespace tokens_test {

using namespace corpus;
namespace fs = std::filesystem;

namespace {

class World {
 public:
  explicit World(const store_world::Place& place) : store_(store_world::open_store(place)) {}
  Store& store() { return *store_; }
  void close() { store_.reset(); }

 private:
  std::unique_ptr<Store> store_;
};

NewToken make(Store& store, const std::string& name, Scope scope) {
  auto made = create_token(store, name, scope);
  REQUIRE(made);
  return *made;
}

// Every refusal must read the same, so that asking tells nothing.
void check_refused(Store& store, const std::string& token) {
  CAPTURE(token);
  const auto answer = check_token(store, token);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == ErrorCode::unauthorized);
  CHECK(to_text(answer.error()) == "token: the token is not valid\n  hint: ask the administrator for a new one");
}

}  // namespace

STORE_TEST("a token that was made is known by its name and scope") {
  World world(dir);
  const auto made = make(world.store(), "门户网站", Scope::broker);
  const auto caller = check_token(world.store(), made.token);
  REQUIRE(caller);
  CHECK(caller->name == "门户网站");
  CHECK(caller->scope == Scope::broker);
}

STORE_TEST("a token has the form qq_<id>_<secret>") {
  World world(dir);
  const auto made = make(world.store(), "a", Scope::read);
  CHECK(made.token.starts_with("qq_" + made.id + "_"));
  CHECK(made.token.size() == 3 + 12 + 1 + 64);
  CHECK(made.token != make(world.store(), "a", Scope::read).token);
}

STORE_TEST("the first token of a store is told apart, and stays the first when revoked") {
  World world(dir);
  const auto first = make(world.store(), "admin", Scope::admin);
  CHECK(first.first);
  REQUIRE(world.store().revoke_token(first.id));
  CHECK_FALSE(make(world.store(), "admin", Scope::admin).first);
}

STORE_TEST("a revoked token is refused, the others are not") {
  World world(dir);
  const auto one = make(world.store(), "one", Scope::write), two = make(world.store(), "two", Scope::write);
  REQUIRE(world.store().revoke_token(one.id));
  check_refused(world.store(), one.token);
  CHECK(check_token(world.store(), two.token));
  const auto revoked_at = world.store().tokens()->front().revoked_at;
  CHECK(world.store().revoke_token(one.id));  // again: no error
  const auto missing = world.store().revoke_token("000000000000");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(to_text(missing.error()) == "000000000000: there is no token with this id\n  hint: list the tokens");
}

STORE_TEST("a malformed, unknown or wrong token is refused in the same words") {
  World world(dir);
  const auto made = make(world.store(), "a", Scope::admin);
  const std::string secret = made.token.substr(made.token.size() - 64);
  std::string other = made.token;
  other.back() = other.back() == '0' ? '1' : '0';
  check_refused(world.store(), other);
  check_refused(world.store(), "qq_000000000000_" + secret);
  check_refused(world.store(), "");
  check_refused(world.store(), "qq_");
  check_refused(world.store(), "qq_" + made.id);
  check_refused(world.store(), "qq_" + made.id + "_");
  check_refused(world.store(), made.token.substr(0, made.token.size() - 1));
  check_refused(world.store(), made.token + "0");
  check_refused(world.store(), " " + made.token);
  check_refused(world.store(), "QQ" + made.token.substr(2));
  check_refused(world.store(), std::string(made.token.size(), '\0'));
  std::string dash = made.token;
  dash[15] = '-';
  check_refused(world.store(), dash);
}

TEST_CASE("each scope includes those before it") {
  CHECK(Scope::none < Scope::read);
  CHECK(Scope::read < Scope::write);
  CHECK(Scope::write < Scope::broker);
  CHECK(Scope::broker < Scope::admin);
  for (const auto scope : {Scope::none, Scope::read, Scope::write, Scope::broker, Scope::admin})
    CHECK(scope_from_string(to_string(scope)) == scope);
  CHECK_FALSE(scope_from_string("Admin").has_value());
  CHECK_FALSE(scope_from_string("").has_value());
}

STORE_TEST("a token needs a name and a scope") {
  World world(dir);
  CHECK(to_text(create_token(world.store(), "", Scope::read).error()) == "name: a token needs a name\n  hint: say who or what will use it");
  CHECK(to_text(create_token(world.store(), "a", Scope::none).error()) ==
        "scope: a token needs a scope\n  hint: one of read, write, broker, admin");
  CHECK(world.store().tokens()->empty());
}

STORE_TEST("an id is given to one token only") {
  World world(dir);
  REQUIRE(world.store().add_token({"abc", "a", "read", "00", "", ""}));
  const auto again = world.store().add_token({"abc", "b", "admin", "11", "", ""});
  REQUIRE_FALSE(again);
  CHECK(again.error().code == ErrorCode::conflict);
  CHECK(world.store().tokens()->front().name == "a");
}

STORE_TEST("a row that is not ours lets nobody in") {
  World world(dir);
  const std::string token = "qq_00000000000a_" + std::string(64, '0');
  REQUIRE(world.store().add_token({"00000000000a", "a", "admin", "", "", ""}));
  check_refused(world.store(), token);
}

TEST_CASE("only the hash of a secret is stored") {
  const store_world::Place place;
  World world(place);
  const auto made = make(world.store(), "a", Scope::read);
  const std::string secret = made.token.substr(made.token.size() - 64);
  const auto rows = world.store().tokens();
  REQUIRE(rows->size() == 1);
  CHECK(rows->front().id == made.id);
  CHECK(rows->front().scope == "read");
  CHECK(rows->front().hash.size() == 64);
  CHECK(rows->front().hash != secret);
  world.close();
  for (const auto& entry : fs::directory_iterator(static_cast<const fs::path&>(place))) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    CHECK(bytes.find(secret) == std::string::npos);
  }
}

}  // namespace tokens_test
