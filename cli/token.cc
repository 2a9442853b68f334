// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/tokens.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"

namespace cli {
namespace {

constexpr const char* kTokenNewExamples =
    R"(  queqiao token new 王经理 --scope broker             # prints the token, once
  QUEQIAO_TOKEN=$(queqiao token new importer --scope write --quiet))";
constexpr const char* kTokenListExamples =
    R"(  queqiao token list                                  # who may ask; tokens themselves are not kept)";
constexpr const char* kTokenRevokeExamples = R"(  queqiao token revoke 4f2a81c09b3e                   # from now on it opens nothing)";

constexpr const char* kWhereToPutIt = R"(Keep it: it is not stored and cannot be shown again. It goes
  into a request      Authorization: Bearer TOKEN
  into the pages      "Sign in 登录", at the top right
  for this command    export QUEQIAO_TOKEN=TOKEN, so that the history of records names who acted)";

struct TokenArguments {
  std::string name, scope = "read", id;
};

Exit create(const TokenArguments& arguments, Session& session) {
  const auto made = take(corpus::create_token(session.store(Access::create), arguments.name, *corpus::scope_from_string(arguments.scope)));
  Output& output = session.output();
  if (output.json())
    output.result({{"id", made.id}, {"name", arguments.name}, {"scope", arguments.scope}, {"token", made.token}});
  else
    output.line(made.token);
  output.note(fmt::format("token {} of scope {} for {}", made.id, arguments.scope, arguments.name));
  if (made.first) output.note(kWhereToPutIt);
  return Exit::done;
}

Exit list_tokens(Session& session) {
  const auto tokens = take(session.store(Access::read).tokens());
  Output& output = session.output();
  Table table({"id", "scope", "created", "revoked", "name"});
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const corpus::TokenRow& token : tokens) {
    table.row({token.id, token.scope, token.created_at, token.revoked_at, token.name});
    rows.push_back({{"id", token.id},
                    {"name", token.name},
                    {"scope", token.scope},
                    {"created_at", token.created_at},
                    {"revoked_at", token.revoked_at}});
  }
  if (output.json())
    output.result({{"tokens", rows}});
  else if (table.empty())
    output.note("there are no tokens; make one: queqiao token new NAME --scope read");
  else
    table.print(output);
  return Exit::done;
}

Exit revoke(const TokenArguments& arguments, Session& session) {
  take_by_id(session.store(Access::write).revoke_token(arguments.id));
  Output& output = session.output();
  if (output.json())
    output.result({{"id", arguments.id}, {"revoked", true}});
  else
    output.line(arguments.id + "  revoked");
  return Exit::done;
}

}  // namespace

void add_token(Tree& tree) {
  const Command token = tree.add_group("token", "Who may ask over HTTP, and how far: make, list and revoke tokens");
  auto arguments = std::make_shared<TokenArguments>();
  const Command make = tree.add(token, "new", "Make a token and print it, once", kTokenNewExamples);
  make.option("NAME", arguments->name, "Who or what will use it").required().by_place();
  make.option("--scope", arguments->scope, "How far it reaches, each with those before it [read]")
      .one_of({"read", "write", "broker", "admin"});
  tree.on(make, [arguments](Session& session) { return create(*arguments, session); });

  tree.on(tree.add(token, "list", "List the tokens", kTokenListExamples), list_tokens);

  const Command end = tree.add(token, "revoke", "Revoke a token", kTokenRevokeExamples);
  end.option("ID", arguments->id, "Id of the token, as `token list` shows it").required().by_place();
  tree.on(end, [arguments](Session& session) { return revoke(*arguments, session); });
}

}  // namespace cli
