// SPDX-License-Identifier: GPL-3.0-or-later
// Asks one index in several ways, and says where two answers differ.
#pragma once

#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>

#include "search/matcher.h"
#include "search/reader_pool.h"
#include "search/searcher.h"
#include "search/suggest.h"
#include "web/wire.h"
#include "world.h"

namespace same {

using nlohmann::json;

// One way to reach the index, with everything that asks it.
struct Way {
  std::string name;
  std::unique_ptr<search::ReaderPool> pool;
  search::Searcher searcher{*pool, world::vocabularies()};
  search::Matcher matcher{*pool, world::vocabularies()};
};

// The first place where two answers differ, numbers with a point but for 1e-9; empty where they say the same. What says which generation answered and
// how long it took is left out.
inline std::string difference(const json& a, const json& b, const std::string& where = "") {
  if (a.is_number_float() && b.is_number_float()) {
    const double x = a, y = b;
    return std::abs(x - y) <= 1e-9 * std::max(std::abs(x), std::abs(y)) ? "" : fmt::format("{}: {} and {}", where, x, y);
  }
  if (a.type() != b.type() || a.size() != b.size()) return fmt::format("{}: {} and {}", where, a.dump().substr(0, 200), b.dump().substr(0, 200));
  if (a.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (key == "generation" || key == "took_ms") continue;
      if (!b.contains(key)) return where + "/" + key + ": missing";
      if (auto found = difference(value, b.at(key), where + "/" + key); !found.empty()) return found;
    }
    return "";
  }
  if (a.is_array()) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (auto found = difference(a[i], b[i], fmt::format("{}/{}", where, i)); !found.empty()) return found;
    return "";
  }
  return a == b ? "" : fmt::format("{}: {} and {}", where, a.dump(), b.dump());
}

inline json asked(const Way& way, const search::SearchRequest& request) {
  const auto result = way.searcher.search(request);
  if (!result) return corpus::to_text(result.error());
  return json::parse(web::answer_search(*result, request, world::vocabularies()).body);
}

inline json asked(const Way& way, const search::MatchRequest& request) {
  const auto result = way.matcher.match(request);
  if (!result) return corpus::to_text(result.error());
  return json::parse(web::answer_match(*result, *result->weights, world::vocabularies()).body);
}

inline json asked(const Way& way, const std::string& beginning) {
  const auto found = search::suggest(*way.pool, beginning, 50, true);
  if (!found) return corpus::to_text(found.error());
  return json::parse(web::answer_suggest(*found).body);
}

}  // namespace same
