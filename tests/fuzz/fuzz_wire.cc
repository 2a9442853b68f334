// SPDX-License-Identifier: GPL-3.0-or-later
// Can a query string, a body or a path break the reading of a request? Whatever is said no to must also be writable as an answer.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

#include "fuzz/promise.h"
#include "web/handlers.h"
#include "web/static_files.h"
#include "web/wire.h"

namespace {

template <class T>
void check(const web::Wire<T>& result) {
  if (result) return;
  const web::Answer answer = web::answer_of(result.error(), "r");
  if (answer.status < 400 || !nlohmann::json::parse(answer.body, nullptr, false).is_object()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(web::read_search(text, vocabularies()));
  check(web::read_search_body(text, vocabularies()));
  check(web::read_facets(text, vocabularies()));
  check(web::read_suggest(text));
  check(web::read_record_matches(text));
  check(web::read_match(text));
  check(web::read_decision(text));
  check(web::read_decisions(text));
  check(web::read_decision_file(text));
  check(web::read_record(text));
  check(web::read_coach(text));
  check(web::read_panel(text));
  check(web::read_nothing(text));
  web::bearer_token(text);
  const web::Found found = web::find_route("GET", text);
  if (found.route != nullptr && found.allowed.empty()) std::abort();
  static const web::StaticFiles pages("/no/such/directory");
  pages.find(text);
  return 0;
}
