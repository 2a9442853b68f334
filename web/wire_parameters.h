// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters of endpoints. A query string and a JSON body hold the same ones, so both become one JSON object that one table of parameters checks: names,
// types, ranges and codes are said once, for both. Private to wire_read.cc and wire_parameters.cc.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/vocabulary.h"
#include "web/wire.h"

namespace web {

enum class Type { text, codes, whole, word, flag, object };

// One parameter of one endpoint. `low` and `high` bound a whole number; `high` also the characters of a text (0: no bound).
struct Parameter {
  std::string_view name;
  Type type;
  int low = 0, high = 0;
  std::string_view choices = {};  // of a word, joined by ", "
  bool required = false;
};
using Parameters = std::span<const Parameter>;

// A refusal, invalid_argument: where, what is wrong, how to mend it.
std::unexpected<Failure> invalid(std::string_view where, std::string message, std::string hint = {});
std::unexpected<Failure> wrong_type(const Parameter& parameter, const nlohmann::json& seen, std::string_view zh, std::string_view en, std::string hint);

// Text becomes what the parameter's type says where it looks like that, else it stays text, which checked() refuses. invalid_argument where a parameter is
// unknown, stands twice or is not encoded as it should be.
Wire<nlohmann::json> object_of_query(std::string_view query, Parameters known);

// Any JSON object; invalid_argument where there is none, or where it names one key twice.
Wire<nlohmann::json> object_of_body(std::string_view body);

// The object where each of its members is a known parameter of the right type and range, and what is required is there; invalid_argument else. `lists` may be
// null where no parameter is of type codes.
Wire<nlohmann::json> checked(Wire<nlohmann::json> object, Parameters known, const corpus::Vocabularies* lists = nullptr);

// ---- of a checked object. What is absent keeps the default of the struct.

template <class T>
void take(const nlohmann::json& object, const char* name, T& out) {
  if (const auto it = object.find(name); it != object.end()) out = it->get<T>();
}
inline void take(const nlohmann::json& object, const char* name, std::optional<int>& out) {
  if (const auto it = object.find(name); it != object.end()) out = it->get<int>();
}

// A code given twice asks nothing more than once.
void take_codes(const nlohmann::json& object, const char* name, std::vector<std::string>& out);

}  // namespace web
