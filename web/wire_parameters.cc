// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/wire_parameters.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "corpus/json_text.h"

namespace web {
namespace {

using corpus::ErrorCode;
using corpus::Vocabularies;
using corpus::Vocabulary;
using nlohmann::json;

// ---- saying no

std::string in_quotes(std::string_view text) { return "\"" + corpus::excerpt(text, 60) + "\""; }

std::string names_of(Parameters known) {
  std::string names;
  for (const Parameter& parameter : known) names += (names.empty() ? "" : ", ") + std::string(parameter.name);
  return names;
}

std::unexpected<Failure> unknown_parameter(std::string_view name, Parameters known) {
  return invalid(name, "没有参数 " + in_quotes(name) + " / unknown parameter " + in_quotes(name),
                 known.empty() ? "这里不用参数 / none are taken here" : "可用参数 / known parameters: " + names_of(known));
}

// ---- query string → JSON object

// Text stays text, lists are split at commas, numbers and flags become what they look like; what does not look like one stays text, and
// checked() says so.
json value_of(const Parameter& parameter, const std::string& text) {
  if (parameter.type == Type::whole) {
    int number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && stop == text.data() + text.size()) return number;
  }
  if (parameter.type == Type::flag && (text == "true" || text == "false")) return text == "true";
  if (parameter.type != Type::codes) return text;
  json list = json::array();
  for (std::size_t at = 0; !text.empty() && at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    list.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return list;
}

Wire<void> add_pair(json& object, std::string_view pair, Parameters known) {
  const std::size_t equals = pair.find('=');
  const auto name = percent_decode(pair.substr(0, equals), true);
  const auto value = percent_decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
  if (!name || !value)
    return invalid(pair.substr(0, equals), "百分号编码有误 / broken percent encoding", "百分号本身写作 %25 / write %25 for a percent sign");
  const auto parameter = std::ranges::find(known, *name, &Parameter::name);
  if (parameter == known.end()) return unknown_parameter(*name, known);
  if (object.contains(*name))
    return invalid(*name, "参数 " + in_quotes(*name) + " 出现多次 / parameter " + in_quotes(*name) + " is given more than once",
                   parameter->type == Type::codes ? "多个代码用逗号隔开 / join several codes by comma" : "");
  object[*name] = value_of(*parameter, *value);
  return {};
}

// ---- body → JSON object

std::unexpected<Failure> bad_body(const corpus::JsonFault& fault) {
  if (fault.code == "too_deep") return invalid("body", "正文嵌套超过 " + std::to_string(corpus::kMaxNesting) + " 层 / " + fault.message);
  if (fault.code == "bad_encoding") return invalid("body", "正文不是合法的 UTF-8 / " + fault.message, "请用 UTF-8 / send UTF-8");
  return invalid("body", "正文不是合法的 JSON（第 " + std::to_string(fault.column) + " 个字符）/ " + fault.message);
}

// ---- checks

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

Wire<void> check_text(const Parameter& parameter, const json& value) {
  if (!value.is_string()) return wrong_type(parameter, value, "文本", "text", "");
  const auto& text = value.get_ref<const std::string&>();
  const std::string name = in_quotes(parameter.name);
  if (corpus::invalid_utf8(text))
    return invalid(parameter.name, "参数 " + name + " 不是合法的 UTF-8 / parameter " + name + " is not UTF-8", "请用 UTF-8 / send UTF-8");
  if (text.find('\0') != std::string::npos)
    return invalid(parameter.name, "参数 " + name + " 含有空字符 / parameter " + name + " holds a NUL character");
  if (parameter.type != Type::text) return {};
  const std::size_t length = characters(text);
  if (length < static_cast<std::size_t>(parameter.low))
    return invalid(parameter.name, "参数 " + name + " 是空的 / parameter " + name + " is empty");
  if (parameter.high > 0 && length > static_cast<std::size_t>(parameter.high)) {
    const std::string most = std::to_string(parameter.high);
    return invalid(parameter.name, "参数 " + name + " 超过 " + most + " 个字符 / parameter " + name + " is over " + most + " characters");
  }
  return {};
}

Wire<void> check_whole(const Parameter& parameter, const json& value) {
  const std::string low = std::to_string(parameter.low), high = std::to_string(parameter.high);
  if (!value.is_number_integer())
    return wrong_type(parameter, value, "整数", "a whole number",
                      "写 " + low + " 到 " + high + " 的整数 / write a whole number from " + low + " to " + high);
  const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > 1'000'000;
  if (!huge && value.get<std::int64_t>() >= parameter.low && value.get<std::int64_t>() <= parameter.high) return {};
  const std::string seen = value.dump();
  return invalid(parameter.name,
                 "参数值 " + seen + " 不在 " + low + " 到 " + high + " 之间 / " + seen + " is not between " + low + " and " + high);
}

Wire<void> check_word(const Parameter& parameter, const json& value) {
  if (auto fine = check_text(parameter, value); !fine) return fine;
  const auto& word = value.get_ref<const std::string&>();
  std::string_view rest = parameter.choices;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(", "), rest.size());
    if (rest.substr(0, end) == word) return {};
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return wrong_type(parameter, value, "可选的值", "one of the choices", "可选 / choices: " + std::string(parameter.choices));
}

Wire<void> check_codes(const Parameter& parameter, const json& value, const Vocabularies* lists) {
  if (!value.is_array()) return wrong_type(parameter, value, "代码的列表", "a list of codes", R"(例如 / such as ["420000"])");
  for (const json& item : value) {
    if (auto fine = check_text(parameter, item); !fine) return fine;
    const auto& code = item.get_ref<const std::string&>();
    const Vocabulary& list = lists->at(parameter.name);  // every filter is named after its list
    if (list.find(code) != nullptr) continue;
    // A label, or a code finer than the list: answered with the code it means, not taken for it. A filter that quietly grows is no filter.
    const auto meant = list.resolve(code);
    return invalid(
        parameter.name,
        "代码 " + in_quotes(code) + " 不在词表 " + list.name() + " 中 / " + in_quotes(code) + " is not a code of the vocabulary " +
            list.name(),
        meant ? "是否指 " + *meant + "（" + list.label(*meant) + "）/ did you mean " + *meant + "?" : "见 / see /api/v1/vocabularies");
  }
  return {};
}

Wire<void> check_value(const Parameter& parameter, const json& value, const Vocabularies* lists) {
  switch (parameter.type) {
    case Type::text: return check_text(parameter, value);
    case Type::codes: return check_codes(parameter, value, lists);
    case Type::whole: return check_whole(parameter, value);
    case Type::word: return check_word(parameter, value);
    case Type::flag:
      return value.is_boolean() ? Wire<void>()
                                : wrong_type(parameter, value, "真假值", "true or false", "写 true 或 false / write true or false");
    case Type::object: return value.is_object() ? Wire<void>() : wrong_type(parameter, value, "JSON 对象", "a JSON object", "");
  }
  return {};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::unexpected<Failure> invalid(std::string_view where, std::string message, std::string hint) {
  return refuse({ErrorCode::invalid_argument, corpus::excerpt(where, 60), std::move(message), std::move(hint)});
}

std::unexpected<Failure> wrong_type(const Parameter& parameter, const json& seen, std::string_view zh, std::string_view en,
                                    std::string hint) {
  const std::string shown = seen.is_string() ? in_quotes(seen.get_ref<const std::string&>())
                                             : corpus::excerpt(seen.dump(-1, ' ', false, json::error_handler_t::replace), 60);
  return invalid(parameter.name, "参数值 " + shown + " 不是" + std::string(zh) + " / " + shown + " is not " + std::string(en),
                 std::move(hint));
}

std::optional<std::string> percent_decode(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += plus && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

Wire<json> object_of_query(std::string_view query, Parameters known) {
  json object = json::object();
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    if (end > 0)
      if (auto added = add_pair(object, query.substr(0, end), known); !added) return std::unexpected(added.error());
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return object;
}

Wire<json> object_of_body(std::string_view body) {
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return invalid("body", "正文是空的 / the body is empty", "请发送一个 JSON 对象 / send a JSON object");
  corpus::JsonFault fault;
  auto value = corpus::parse_json(body, fault);
  if (!value) return bad_body(fault);
  if (!value->is_object()) return invalid("body", "正文不是 JSON 对象 / the body is not a JSON object");
  if (const auto twice = corpus::repeated_key(body))
    return invalid(*twice, "正文中 " + in_quotes(*twice) + " 出现多次 / " + in_quotes(*twice) + " stands more than once in one object",
                   "只留一个 / keep one");
  return std::move(*value);
}

Wire<json> checked(Wire<json> object, Parameters known, const Vocabularies* lists) {
  if (!object) return object;
  for (const auto& [name, value] : object->items()) {
    const auto parameter = std::ranges::find(known, name, &Parameter::name);
    if (parameter == known.end()) return unknown_parameter(name, known);
    if (auto fine = check_value(*parameter, value, lists); !fine) return std::unexpected(fine.error());
  }
  for (const Parameter& parameter : known)
    if (parameter.required && !object->contains(parameter.name))
      return invalid(parameter.name, "缺少参数 " + in_quotes(parameter.name) + " / parameter " + in_quotes(parameter.name) + " is missing",
                     parameter.choices.empty() ? "" : "可选 / choices: " + std::string(parameter.choices));
  return object;
}

void take_codes(const json& object, const char* name, std::vector<std::string>& out) {
  const auto it = object.find(name);
  if (it == object.end()) return;
  for (const json& code : *it)
    if (std::ranges::find(out, code.get_ref<const std::string&>()) == out.end()) out.push_back(code.get<std::string>());
}

}  // namespace web
