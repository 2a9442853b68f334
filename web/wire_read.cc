// SPDX-License-Identifier: GPL-3.0-or-later
// Requests → our own structs: the parameters of each endpoint, and what they make.
#include <algorithm>
#include <array>

#include "corpus/record_json.h"
#include "search/draw.h"
#include "web/wire_parameters.h"

namespace web {
namespace {

using corpus::Vocabularies;
using nlohmann::json;

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
                               Parameter{"pool", Type::whole, 1, 2000},       Parameter{"fit", Type::whole, 0, 100},
                               Parameter{"uncovered", Type::flag}};
constexpr std::array kJobs = {Parameter{"limit", Type::whole, 1, 100}};
constexpr std::array kJob = {Parameter{"kind", Type::word, 0, 0, "build", true}, Parameter{"shards", Type::whole, 1, 99}, Parameter{"resume", Type::flag}};

constexpr std::array kDecision = {Parameter{"subject_id", Type::text, 1, 64}, Parameter{"object_id", Type::text, 1, 64}, Parameter{"verdict", Type::text, 1, 64},
                                  Parameter{"reason", Type::text, 0, 64}, Parameter{"undoes", Type::text, 0, 64}, Parameter{"note", Type::text, 0, 2000}};
constexpr Parameter kBy = {"by", Type::text, 1, 200};
constexpr Parameter kVerdict = {"verdict", Type::word, 0, 0, "shortlisted, dismissed, same, not_same"};
constexpr Parameter kRecord = {"record", Type::text, 1, 64};
constexpr std::array kDecisions = {kBy, kVerdict, kRecord, Parameter{"page", Type::whole, 1, 1000}, Parameter{"size", Type::whole, 1, 100}};
constexpr std::array kDecisionFile = {kBy, kVerdict, kRecord, Parameter{"format", Type::word, 0, 0, "csv, xlsx", true}};

// ---- checked object → request

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

}  // namespace

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
  decision.undoes = object->value("undoes", "");
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
  take(*object, "fit", request.floor);
  take(*object, "uncovered", request.uncovered);
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
