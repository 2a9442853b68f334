// SPDX-License-Identifier: GPL-3.0-or-later
// Requests → our own structs. A query string and a JSON body hold the same parameters, so both become one JSON object that one table of
// parameters checks: names, types, ranges and codes are said once, for both.
#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "corpus/json_text.h"
#include "corpus/record_json.h"
#include "search/draw.h"
#include "web/wire.h"

namespace web {
namespace {

using corpus::ErrorCode;
using corpus::Vocabularies;
using corpus::Vocabulary;
using nlohmann::json;

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

constexpr std::string_view kKinds = "achievement, need, expert, enterprise";
constexpr Parameter kTo = {"to", Type::word, 0, 0, "achievement, need, expert, similar", true};
constexpr Parameter kTop = {"top", Type::whole, 1, 100};

// In the order of openapi.yaml; /facets takes all but the last four.
constexpr std::array kSearch = {
    Parameter{"q", Type::text},
    Parameter{"kind", Type::word, 0, 0, kKinds},
    Parameter{"region", Type::codes},
    Parameter{"field", Type::codes},
    Parameter{"industry", Type::codes},
    Parameter{"stage", Type::codes},
    Parameter{"cooperation", Type::codes},
    Parameter{"trl_min", Type::whole, 1, 9},
    Parameter{"trl_max", Type::whole, 1, 9},
    Parameter{"year_from", Type::whole, 1900, 2200},
    Parameter{"year_to", Type::whole, 1900, 2200},
    Parameter{"strict", Type::flag},
    Parameter{"sort", Type::word, 0, 0, "relevance, date, trl"},
    Parameter{"page", Type::whole, 1, 1000},
    Parameter{"size", Type::whole, 1, 100},
    Parameter{"facets", Type::flag},
};
// The list without its pages, and longer.
constexpr auto kExport = [] {
  std::array<Parameter, kSearch.size() - 1> all{};
  std::copy_n(kSearch.begin(), kSearch.size() - 3, all.begin());
  all[kSearch.size() - 3] = {"size", Type::whole, 1, 1000};
  all[kSearch.size() - 2] = {"format", Type::word, 0, 0, "csv, xlsx, json", true};
  return all;
}();
constexpr Parameters kFacets = Parameters(kSearch).first(kSearch.size() - 4);
constexpr std::array kSuggest = {Parameter{"q", Type::text, 0, 200, {}, true}, Parameter{"size", Type::whole, 1, 20}};
constexpr Parameter kDismissed = {"dismissed", Type::word, 0, 0, "hide, show"};
constexpr std::array kRecordMatches = {kTo, kTop, kDismissed};
constexpr std::array kMatch = {Parameter{"id", Type::text, 1, 64}, Parameter{"text", Type::text}, Parameter{"record", Type::object}, kTo, kTop, kDismissed};
constexpr std::array kExplain = {Parameter{"q", Type::text, 1}, Parameter{"need", Type::text, 1, 64}, Parameter{"id", Type::text, 1, 64, {}, true},
                                 Parameter{"other", Type::text, 1, 64}};
constexpr std::array kCoach = {Parameter{"id", Type::text, 1, 64}, Parameter{"record", Type::object}};
constexpr std::array kPanel = {Parameter{"id", Type::text, 1, 64, {}, true}, Parameter{"role", Type::word, 0, 0, "judge, solver"},
                               Parameter{"judges", Type::whole, 1, 100},     Parameter{"reserves", Type::whole, 0, 100},
                               Parameter{"seed", Type::text, 1, 64},         Parameter{"date", Type::text, 1, 10},
                               Parameter{"pool", Type::whole, 1, 2000}};
constexpr std::array kJobs = {Parameter{"limit", Type::whole, 1, 100}};
constexpr std::array kJob = {Parameter{"kind", Type::word, 0, 0, "build", true}, Parameter{"shards", Type::whole, 1, 99}, Parameter{"resume", Type::flag}};

constexpr std::array kDecision = {Parameter{"subject_id", Type::text, 1, 64}, Parameter{"object_id", Type::text, 1, 64}, Parameter{"verdict", Type::text, 1, 64},
                                  Parameter{"reason", Type::text, 0, 64}, Parameter{"note", Type::text, 0, 2000}};
constexpr Parameter kBy = {"by", Type::text, 1, 200};
constexpr Parameter kVerdict = {"verdict", Type::word, 0, 0, "shortlisted, dismissed, same, not_same"};
constexpr Parameter kRecord = {"record", Type::text, 1, 64};
constexpr std::array kDecisions = {kBy, kVerdict, kRecord, Parameter{"page", Type::whole, 1, 1000}, Parameter{"size", Type::whole, 1, 100}};
constexpr std::array kDecisionFile = {kBy, kVerdict, kRecord, Parameter{"format", Type::word, 0, 0, "csv, xlsx", true}};

// ---- saying no

std::string in_quotes(std::string_view text) { return "\"" + corpus::excerpt(text, 60) + "\""; }

std::unexpected<Failure> invalid(std::string_view where, std::string message, std::string hint = {}) {
  return refuse({ErrorCode::invalid_argument, corpus::excerpt(where, 60), std::move(message), std::move(hint)});
}

std::string names_of(Parameters known) {
  std::string names;
  for (const Parameter& parameter : known) names += (names.empty() ? "" : ", ") + std::string(parameter.name);
  return names;
}

std::unexpected<Failure> unknown_parameter(std::string_view name, Parameters known) {
  return invalid(name, "没有参数 " + in_quotes(name) + " / unknown parameter " + in_quotes(name),
                 known.empty() ? "这里不用参数 / none are taken here" : "可用参数 / known parameters: " + names_of(known));
}

std::unexpected<Failure> wrong_type(const Parameter& parameter, const json& seen, std::string_view zh, std::string_view en,
                                    std::string hint) {
  const std::string shown = seen.is_string() ? in_quotes(seen.get_ref<const std::string&>())
                                             : corpus::excerpt(seen.dump(-1, ' ', false, json::error_handler_t::replace), 60);
  return invalid(parameter.name, "参数值 " + shown + " 不是" + std::string(zh) + " / " + shown + " is not " + std::string(en),
                 std::move(hint));
}

// ---- query string → JSON object

// Text stays text, lists are split at commas, numbers and flags become what they look like; what does not look like one stays text, and
// check() says so.
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

// ---- body → JSON object

std::unexpected<Failure> bad_body(const corpus::JsonFault& fault) {
  if (fault.code == "too_deep") return invalid("body", "正文嵌套超过 " + std::to_string(corpus::kMaxNesting) + " 层 / " + fault.message);
  if (fault.code == "bad_encoding") return invalid("body", "正文不是合法的 UTF-8 / " + fault.message, "请用 UTF-8 / send UTF-8");
  return invalid("body", "正文不是合法的 JSON（第 " + std::to_string(fault.column) + " 个字符）/ " + fault.message);
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

// `lists` may be null where no parameter is of type codes.
Wire<json> checked(Wire<json> object, Parameters known, const Vocabularies* lists = nullptr) {
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

// ---- checked object → request. What is absent keeps the default of the struct.

template <class T>
void take(const json& object, const char* name, T& out) {
  if (const auto it = object.find(name); it != object.end()) out = it->get<T>();
}
void take(const json& object, const char* name, std::optional<int>& out) {
  if (const auto it = object.find(name); it != object.end()) out = it->get<int>();
}

// A code given twice asks nothing more than once.
void take_codes(const json& object, const char* name, std::vector<std::string>& out) {
  const auto it = object.find(name);
  if (it == object.end()) return;
  for (const json& code : *it)
    if (std::ranges::find(out, code.get_ref<const std::string&>()) == out.end()) out.push_back(code.get<std::string>());
}

search::Sort sort_of(std::string_view word) {
  return word == "date" ? search::Sort::date : word == "trl" ? search::Sort::trl : search::Sort::relevance;
}

Wire<void> check_order(const std::optional<int>& low, const std::optional<int>& high, std::string_view first, std::string_view last) {
  if (!low || !high || *low <= *high) return {};
  const std::string from(first), to(last);
  return invalid(first, "参数 " + from + " 大于 " + to + " / " + from + " is greater than " + to);
}

Wire<search::SearchRequest> search_request(const Wire<json>& object) {
  if (!object) return std::unexpected(object.error());
  search::SearchRequest request;
  search::Filters& filters = request.filters;
  std::string kind = "achievement", sort = "relevance";
  take(*object, "q", request.query);
  take(*object, "kind", kind);
  take_codes(*object, "region", filters.region);
  take_codes(*object, "field", filters.field);
  take_codes(*object, "industry", filters.industry);
  take_codes(*object, "stage", filters.stage);
  take_codes(*object, "cooperation", filters.cooperation);
  take(*object, "trl_min", filters.trl_min);
  take(*object, "trl_max", filters.trl_max);
  take(*object, "year_from", filters.year_from);
  take(*object, "year_to", filters.year_to);
  bool strict = false;
  take(*object, "strict", strict);
  request.relax = !strict;
  take(*object, "sort", sort);
  take(*object, "page", request.page);
  take(*object, "size", request.size);
  take(*object, "facets", request.facets);
  request.kind = *corpus::kind_from_string(kind);
  request.sort = sort_of(sort);
  if (auto fine = check_order(filters.trl_min, filters.trl_max, "trl_min", "trl_max"); !fine) return std::unexpected(fine.error());
  if (auto fine = check_order(filters.year_from, filters.year_to, "year_from", "year_to"); !fine) return std::unexpected(fine.error());
  return request;
}

Wire<MatchBody> match_body(const Wire<json>& object) {
  if (!object) return std::unexpected(object.error());
  MatchBody body;
  search::MatchRequest& request = body.request;
  std::string to, dismissed;
  take(*object, "to", to);
  take(*object, "top", request.top);
  take(*object, "id", request.id);
  take(*object, "text", request.text);
  take(*object, "dismissed", dismissed);
  request.to = *search::target_from_string(to);
  body.see_dismissed = dismissed == "show";
  return body;
}

Wire<corpus::DecisionBook::Wanted> wanted_decisions(const Wire<json>& object) {
  if (!object) return std::unexpected(object.error());
  corpus::DecisionBook::Wanted wanted;
  take(*object, "by", wanted.by);
  take(*object, "verdict", wanted.verdict);
  take(*object, "record", wanted.record);
  take(*object, "page", wanted.page);
  take(*object, "size", wanted.size);
  return wanted;
}

// Files hold numbers where text is meant, since spreadsheets write them so; a program that sends a number has another field in mind.
// Lists and objects are refused by the intake, with its diagnostics.
Wire<void> check_texts(corpus::Kind kind, const json& object) {
  for (const corpus::FieldInfo& field : corpus::fields_of(kind)) {
    if (field.type != corpus::FieldType::text && field.type != corpus::FieldType::code) continue;
    const auto value = object.find(field.name);
    if (value == object.end() || (!value->is_number() && !value->is_boolean())) continue;
    const Parameter as_text{field.name, Type::text};
    return wrong_type(as_text, *value, "文本", "text", "文本写在引号里 / write text in quotes");
  }
  return {};
}

Wire<RecordBody> record_of(json object) {
  constexpr Parameter kKind = {"kind", Type::word, 0, 0, kKinds, true};
  json only_kind = json::object();
  if (const auto kind = object.find("kind"); kind != object.end()) only_kind["kind"] = *kind;
  const auto fine = checked(only_kind, Parameters(&kKind, 1));
  if (!fine) return std::unexpected(fine.error());
  const corpus::Kind kind = *corpus::kind_from_string(object["kind"].get_ref<const std::string&>());
  if (auto texts = check_texts(kind, object); !texts) return std::unexpected(texts.error());
  return RecordBody{kind, std::move(object)};
}

Wire<ExportRequest> export_request(const Wire<json>& object) {
  auto request = search_request(object);
  if (!request) return std::unexpected(request.error());
  ExportRequest out{std::move(*request), (*object)["format"].get<std::string>()};
  if (!object->contains("size")) out.search.size = 1000;
  out.search.facets = false;
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

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

std::optional<std::string> bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return std::nullopt;
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  if (!std::ranges::equal(authorization.substr(0, kScheme.size()), kScheme, same)) return std::nullopt;
  return std::string(authorization.substr(kScheme.size()));
}

Wire<search::SearchRequest> read_search(std::string_view query, const Vocabularies& vocabularies) {
  return search_request(checked(object_of_query(query, kSearch), kSearch, &vocabularies));
}

Wire<search::SearchRequest> read_search_body(std::string_view body, const Vocabularies& vocabularies) {
  return search_request(checked(object_of_body(body), kSearch, &vocabularies));
}

Wire<ExportRequest> read_export(std::string_view query, const Vocabularies& vocabularies) {
  return export_request(checked(object_of_query(query, kExport), kExport, &vocabularies));
}

Wire<ExportRequest> read_export_body(std::string_view body, const Vocabularies& vocabularies) {
  return export_request(checked(object_of_body(body), kExport, &vocabularies));
}

Wire<search::SearchRequest> read_facets(std::string_view query, const Vocabularies& vocabularies) {
  auto request = search_request(checked(object_of_query(query, kFacets), kFacets, &vocabularies));
  if (request) request->size = 1;  // nobody looks at the hits
  return request;
}

Wire<SuggestRequest> read_suggest(std::string_view query) {
  const auto object = checked(object_of_query(query, kSuggest), kSuggest);
  if (!object) return std::unexpected(object.error());
  SuggestRequest request;
  take(*object, "q", request.text);
  take(*object, "size", request.size);
  return request;
}

Wire<MatchBody> read_record_matches(std::string_view query) {
  return match_body(checked(object_of_query(query, kRecordMatches), kRecordMatches));
}

Wire<MatchBody> read_match(std::string_view body) {
  auto object = checked(object_of_body(body), kMatch);
  if (!object) return std::unexpected(object.error());
  if (object->contains("id") + object->contains("text") + object->contains("record") != 1)
    return invalid("body", "请在 id、text、record 中给且只给一个 / give exactly one of id, text and record");
  if (const auto text = object->find("text");
      text != object->end() && text->get_ref<const std::string&>().find_first_not_of(" \t\r\n") == std::string::npos)
    return invalid("text", "参数 \"text\" 是空的 / parameter \"text\" is empty");
  auto asked = match_body(object);
  const auto draft = object->find("record");
  if (!asked || draft == object->end()) return asked;
  auto record = record_of(std::move(*draft));
  if (!record) return std::unexpected(record.error());
  asked->draft = std::move(record->object);
  return asked;
}

Wire<ExplainQuestion> read_explain(std::string_view query) {
  const auto object = checked(object_of_query(query, kExplain), kExplain);
  if (!object) return std::unexpected(object.error());
  if (object->contains("q") == object->contains("need")) return invalid("q", "请在 q、need 中给且只给一个 / give exactly one of q and need");
  ExplainQuestion out;
  std::string id, other;
  take(*object, "q", out.query);
  take(*object, "need", out.need);
  take(*object, "id", id);
  take(*object, "other", other);
  if (other == id) return invalid("other", "参数 \"other\" 与 \"id\" 是同一条记录 / parameter \"other\" names the same record as \"id\"");
  out.ids.push_back(std::move(id));
  if (!other.empty()) out.ids.push_back(std::move(other));
  return out;
}

Wire<RecordBody> read_record(std::string_view body) {
  auto object = object_of_body(body);
  if (!object) return std::unexpected(object.error());
  return record_of(std::move(*object));
}

Wire<CoachBody> read_coach(std::string_view body) {
  auto object = checked(object_of_body(body), kCoach);
  if (!object) return std::unexpected(object.error());
  if (object->contains("id") == object->contains("record")) return invalid("body", "请在 id、record 中给且只给一个 / give exactly one of id and record");
  CoachBody out;
  take(*object, "id", out.id);
  if (!out.id.empty()) return out;
  auto record = record_of(std::move((*object)["record"]));
  if (!record) return std::unexpected(record.error());
  if (record->kind != corpus::Kind::need && record->kind != corpus::Kind::achievement)
    return invalid("kind", "只为需求与成果提供填写建议 / only needs and achievements are coached", "可选 / choices: need, achievement");
  out.object = std::move(record->object);
  return out;
}

Wire<corpus::Decision> read_decision(std::string_view body) {
  const auto object = checked(object_of_body(body), kDecision);
  if (!object) return std::unexpected(object.error());
  for (const char* name : {"subject_id", "object_id", "verdict"})
    if (!object->contains(name)) return invalid(name, "缺少此参数 / this parameter is needed");
  corpus::Decision decision;
  decision.subject_id = object->at("subject_id");
  decision.object_id = object->at("object_id");
  decision.verdict = object->at("verdict");
  decision.reason = object->value("reason", "");
  decision.note = object->value("note", "");
  return decision;
}

Wire<corpus::DecisionBook::Wanted> read_decisions(std::string_view query) {
  return wanted_decisions(checked(object_of_query(query, kDecisions), kDecisions));
}

Wire<DecisionFile> read_decision_file(std::string_view query) {
  const auto object = checked(object_of_query(query, kDecisionFile), kDecisionFile);
  auto wanted = wanted_decisions(object);
  if (!wanted) return std::unexpected(wanted.error());
  wanted->size = 1000;
  return DecisionFile{std::move(*wanted), object->at("format").get<std::string>()};
}

Wire<JobBody> read_job(std::string_view body) {
  auto object = checked(object_of_body(body), kJob);
  if (!object) return std::unexpected(object.error());
  JobBody job;
  take(*object, "kind", job.kind);
  object->erase("kind");
  job.options = object->dump();
  return job;
}

Wire<std::size_t> read_jobs(std::string_view query) {
  const auto object = checked(object_of_query(query, kJobs), kJobs);
  if (!object) return std::unexpected(object.error());
  std::size_t limit = 20;
  take(*object, "limit", limit);
  return limit;
}

Wire<search::PanelRequest> read_panel(std::string_view query) {
  const auto object = checked(object_of_query(query, kPanel), kPanel);
  if (!object) return std::unexpected(object.error());
  search::PanelRequest request;
  std::string role = "judge", date;
  take(*object, "id", request.id);
  take(*object, "role", role);
  take(*object, "judges", request.judges);
  take(*object, "reserves", request.reserves);
  take(*object, "seed", request.seed);
  take(*object, "date", date);
  take(*object, "pool", request.pool);
  request.role = *corpus::panel_role_from_string(role);
  if (request.seed.empty()) request.seed = search::fresh_seed();
  request.on = corpus::today();
  if (date.empty()) return request;
  const auto day = corpus::day_of(date);
  if (!day)
    return invalid("date", "参数 \"date\" 不是日历上的一天 / parameter \"date\" is not a day of the calendar", "写作 2026-03-05 / write 2026-03-05");
  request.on = *day;
  return request;
}

Wire<void> read_nothing(std::string_view query) {
  const auto object = object_of_query(query, {});
  if (!object) return std::unexpected(object.error());
  return {};
}

}  // namespace web
