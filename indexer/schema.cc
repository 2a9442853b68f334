// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/schema.h"

#include <fmt/format.h>

#include <algorithm>

#include "indexer/text/normalize.h"

namespace indexer {
namespace {

using namespace corpus;

// Title × 3 and keywords × 2 were the best of a small grid on titles and keywords of real papers; × 5 and more lose on long needs.
constexpr TextField kAchievement[] = {
    {"title", prefix::kTitle, 3},       {"keywords", prefix::kKeyword, 2},          {"summary", "", 1},
    {"innovation_points", "", 1},       {"application_scenarios", "", 1},           {"indicators", "", 1},
    {"owner", prefix::kOrganisation, 1}, {"partners", prefix::kOrganisation, 1},    {"members", prefix::kPerson, 1},
};
constexpr TextField kNeed[] = {
    {"title", prefix::kTitle, 3}, {"keywords", prefix::kKeyword, 2}, {"problem", "", 1},    {"key_tech", "", 1},
    {"goal", "", 1},              {"existing_basis", "", 1},         {"indicators", "", 1}, {"owner", prefix::kOrganisation, 1},
};
constexpr TextField kExpert[] = {
    {"title", prefix::kPerson, 1}, {"keywords", prefix::kKeyword, 2}, {"research", "", 1},
    {"skills", "", 1},             {"achievements", "", 1},           {"linked_projects", "", 1},
    {"owner", prefix::kOrganisation, 1},
};
constexpr TextField kEnterprise[] = {
    {"title", prefix::kOrganisation, 3}, {"aliases", prefix::kOrganisation, 2}, {"keywords", prefix::kKeyword, 2}, {"profile", "", 1},
};

std::string join(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) {
    if (!out.empty()) out += kListSeparator;
    out += item;
  }
  return out;
}

std::string join(const std::vector<Indicator>& indicators) {
  std::string out;
  for (const Indicator& i : indicators) {
    if (!out.empty()) out += kListSeparator;
    out += indicator_text(i);
  }
  return out;
}

std::string names(const std::vector<Member>& members) {
  std::vector<std::string> list;
  for (const Member& m : members) list.push_back(m.name);
  return join(list);
}

std::string text_in(const Achievement& a, std::string_view field) {
  if (field == "title") return a.title;
  if (field == "keywords") return join(a.keywords);
  if (field == "summary") return a.summary;
  if (field == "innovation_points") return join(a.innovation_points);
  if (field == "application_scenarios") return a.application_scenarios;
  if (field == "indicators") return join(a.indicators);
  if (field == "owner") return a.owner_org;
  if (field == "partners") return join(a.partner_orgs);
  if (field == "members") return names(a.members);
  return {};
}
std::string text_in(const Need& n, std::string_view field) {
  if (field == "title") return n.title;
  if (field == "keywords") return join(n.keywords);
  if (field == "problem") return n.problem;
  if (field == "key_tech") return n.key_tech;
  if (field == "goal") return n.goal;
  if (field == "existing_basis") return n.existing_basis;
  if (field == "indicators") return join(n.indicators);
  if (field == "owner") return n.enterprise_name;
  return {};
}
std::string text_in(const Expert& e, std::string_view field) {
  if (field == "title") return e.name;
  if (field == "keywords") return join(e.keywords);
  if (field == "research") return e.research;
  if (field == "skills") return e.skills;
  if (field == "achievements") return e.achievements;
  if (field == "linked_projects") return join(e.linked_projects);
  if (field == "owner") return e.org_name;
  return {};
}
std::string text_in(const Enterprise& e, std::string_view field) {
  if (field == "title") return e.name;
  if (field == "aliases") return join(e.aliases);
  if (field == "keywords") return join(e.main_products);
  if (field == "profile") return e.profile;
  return {};
}
std::string text_in(const Decision&, std::string_view) { return {}; }

int leading_year(const std::string& date) {
  if (date.size() < 4 || !std::all_of(date.begin(), date.begin() + 4, [](char c) { return c >= '0' && c <= '9'; })) return 0;
  const int year = std::stoi(date.substr(0, 4));
  return year >= 1900 && year <= 2200 ? year : 0;
}

// Of a date, or of the date before a time of day.
std::optional<Day> end_of(const std::string& date) {
  const auto iso = iso_date(date.substr(0, date.find_first_of("T ")));
  return iso ? std::optional(last_day(*iso)) : std::nullopt;
}

}  // namespace

std::string indicator_text(const Indicator& i) {
  std::string out = i.name;
  if (!i.low.empty() || !i.high.empty()) out += " " + i.low + "–" + i.high;
  if (!i.value.empty()) out += " " + i.value;
  if (!i.unit.empty()) out += " " + i.unit;
  if (!i.condition.empty()) out += "（" + i.condition + "）";
  return out;
}

std::span<const TextField> text_fields(Kind kind) {
  switch (kind) {
    case Kind::achievement: return kAchievement;
    case Kind::need: return kNeed;
    case Kind::expert: return kExpert;
    case Kind::enterprise: return kEnterprise;
    case Kind::decision: break;
  }
  return {};
}

std::string text_of(const Record& record, std::string_view field) {
  return std::visit([&](const auto& r) { return text_in(r, field); }, record);
}

std::string patent_key(std::string_view number) {
  constexpr std::size_t kFewestDigits = 6, kLongest = 24, kApplication = 12;  // an application since 2003: year, kind, number; a check digit may follow
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string key;
  for (const char c : text::fold(number))
    if (is_digit(c) || (c >= 'a' && c <= 'z')) key += c;
  for (const std::string_view office : {"zl", "cn"})
    if (key.starts_with(office)) key.erase(0, office.size());
  if (key.size() > kLongest || static_cast<std::size_t>(std::ranges::count_if(key, is_digit)) < kFewestDigits) return {};
  const bool application = key.size() == kApplication + 1 && (key.starts_with("20") || key.starts_with("19")) &&
                           std::all_of(key.begin(), key.begin() + kApplication, is_digit);
  // What is left to end with a letter is the kind of a published document, A or B: of one patent.
  if (application || !is_digit(key.back())) key.pop_back();
  return key;
}

int year_of(const Record& record) {
  std::vector<std::string> dates;
  if (const auto* a = std::get_if<Achievement>(&record)) dates = {a->registration_date, a->end_date, a->start_date};
  if (const auto* n = std::get_if<Need>(&record)) dates = {n->start};
  dates.push_back(common_of(record).updated_at);
  for (const std::string& date : dates)
    if (const int year = leading_year(date); year > 0) return year;
  return 0;
}

std::optional<Day> dated_of(const Record& record) {
  std::vector<std::string> dates;
  if (const auto* a = std::get_if<Achievement>(&record)) dates = {a->registration_date, a->end_date, a->start_date};
  if (const auto* n = std::get_if<Need>(&record)) dates = {n->start};
  if (const auto* e = std::get_if<Expert>(&record)) dates = {e->confirmed_on};
  dates.push_back(common_of(record).updated_at);
  for (const std::string& date : dates)
    if (const auto day = end_of(date)) return day;
  return std::nullopt;
}

std::optional<Day> due_of(const Record& record) {
  if (const auto* n = std::get_if<Need>(&record)) return end_of(n->deadline);
  if (const auto* a = std::get_if<Achievement>(&record)) return end_of(a->end_date);
  return std::nullopt;
}

int trl_of(const Record& record, bool& inferred) {
  inferred = false;
  if (const auto* n = std::get_if<Need>(&record)) return n->min_trl.value_or(0);
  const auto* a = std::get_if<Achievement>(&record);
  if (a == nullptr) return 0;
  if (a->trl) return *a->trl;
  inferred = true;
  if (a->stage == "early") return 3;
  if (a->stage == "mid") return 6;
  if (a->stage == "mature") return 9;
  inferred = false;
  return 0;
}

}  // namespace indexer
