// SPDX-License-Identifier: GPL-3.0-or-later
// JSON text from outside → a value, or where and why not. Never throws.
//
// nlohmann's parser keeps its own stack, but printing and comparing a value recurse: nesting over kMaxNesting is refused before parsing.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace corpus {

inline constexpr std::size_t kMaxNesting = 64;

struct JsonFault {
  std::string code;  // bad_encoding, too_deep, bad_json, truncated (ends before the value does)
  std::string message;
  std::size_t column = 0;  // 1-based, in characters
};

// The value, or nullopt with `fault` filled.
std::optional<nlohmann::json> parse_json(std::string_view text, JsonFault& fault);

// A key that stands twice in one object of a text that parse_json() accepted; of the two values the parser keeps the last in silence.
std::optional<std::string> repeated_key(std::string_view text);

// Is a value that somebody else parsed nested deeper than `most`? Does not recurse.
bool nested_over(const nlohmann::json& value, std::size_t most);

// 1-based character at which byte `at` of a UTF-8 text stands.
std::size_t column_of(std::string_view text, std::size_t at);

// The byte at which the text stops being UTF-8, if any.
std::optional<std::size_t> invalid_utf8(std::string_view text);

// The byte at which the key of the outermost object begins (at its quote), if it is there.
std::optional<std::size_t> find_key(std::string_view text, std::string_view key);

}  // namespace corpus
