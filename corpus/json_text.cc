// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/json_text.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <limits>
#include <set>

namespace corpus {
namespace {

using json = nlohmann::json;

// Walks the text outside of strings. `mark` gets each byte there and whether it opens a string; it answers false to stop.
template <class Mark>
void walk(std::string_view text, Mark&& mark) {
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        in_string = false;
      continue;
    }
    if (!mark(i)) return;
    in_string = text[i] == '"';
  }
}

std::optional<std::size_t> too_deep_at(std::string_view text) {
  std::size_t depth = 0;
  std::optional<std::size_t> found;
  walk(text, [&](std::size_t i) {
    if (text[i] == '[' || text[i] == '{') ++depth;
    if ((text[i] == ']' || text[i] == '}') && depth > 0) --depth;
    if (depth > kMaxNesting) found = i;
    return !found;
  });
  return found;
}

// The parser's own reason without the library's name, the position (we say it better) and its echo of the input.
std::string reason_of(std::string message) {
  if (const auto at = message.find(": "); message.starts_with("[json.exception.parse_error") && at != std::string::npos)
    message.erase(0, at + 2);
  if (message.starts_with("[json.exception.")) message.erase(0, message.find("] ") == std::string::npos ? 0 : message.find("] ") + 2);
  const std::string_view prefix = "syntax error while parsing ";
  if (message.starts_with(prefix)) message.erase(0, prefix.size());
  if (const auto echo = message.find("; last read: '"); echo != std::string::npos) {
    const auto end = message.rfind('\'');
    message.erase(echo, end == echo + 13 ? std::string::npos : end + 1 - echo);
  }
  return message;
}

}  // namespace

bool nested_over(const json& value, std::size_t most) {
  std::vector<std::pair<const json*, std::size_t>> open{{&value, 1}};
  while (!open.empty()) {
    const auto [at, depth] = open.back();
    open.pop_back();
    if (!at->is_structured()) continue;
    if (depth > most) return true;
    for (const json& item : *at) open.emplace_back(&item, depth + 1);
  }
  return false;
}

std::size_t column_of(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, std::min(at, text.size()));
  return 1 +
         static_cast<std::size_t>(std::ranges::count_if(before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::optional<std::size_t> invalid_utf8(std::string_view text) {
  // ICU counts in int32; a line is far below that, but a caller may not be.
  constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
  const auto size = static_cast<std::int32_t>(std::min(text.size(), kMost));
  for (std::int32_t i = 0; i < size;) {
    const std::int32_t begin = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0) return static_cast<std::size_t>(begin);
  }
  return std::nullopt;
}

std::optional<std::size_t> find_key(std::string_view text, std::string_view key) {
  const std::string quoted = json(std::string(key)).dump(-1, ' ', false, json::error_handler_t::replace);
  std::size_t depth = 0;
  std::optional<std::size_t> found;
  walk(text, [&](std::size_t i) {
    if (text[i] == '[' || text[i] == '{') ++depth;
    if ((text[i] == ']' || text[i] == '}') && depth > 0) --depth;
    if (depth == 1 && text[i] == '"' && text.substr(i).starts_with(quoted)) {
      const auto next = text.find_first_not_of(" \t", i + quoted.size());
      if (next != std::string_view::npos && text[next] == ':') found = i;
    }
    return !found;
  });
  return found;
}

std::optional<std::string> repeated_key(std::string_view text) {
  std::vector<std::set<std::string>> open;
  std::optional<std::string> found;
  const json::parser_callback_t look = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key && !open.back().insert(value.get<std::string>()).second && !found) found = value.get<std::string>();
    return true;
  };
  [[maybe_unused]] const json value = json::parse(text, look, false);
  return found;
}

std::optional<json> parse_json(std::string_view text, JsonFault& fault) {
  if (const auto at = invalid_utf8(text)) {
    fault = {"bad_encoding", fmt::format("the byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text[*at])), column_of(text, *at)};
    return std::nullopt;
  }
  if (const auto at = too_deep_at(text)) {
    fault = {"too_deep", fmt::format("nested more than {} levels deep", kMaxNesting), column_of(text, *at)};
    return std::nullopt;
  }
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    const bool cut = error.byte > text.size();
    fault = {cut ? "truncated" : "bad_json", "not JSON: " + reason_of(error.what()), column_of(text, error.byte == 0 ? 0 : error.byte - 1)};
  } catch (const json::exception& error) {  // a number beyond what a double holds
    fault = {"bad_json", "not JSON: " + reason_of(error.what()), 0};
  }
  return std::nullopt;
}

}  // namespace corpus
