// SPDX-License-Identifier: GPL-3.0-or-later
// The records of technology transfer as plain structs: achievement 成果, need 需求, expert 专家, enterprise 企业, decision 决定.
//
// Closed-list fields hold vocabulary *codes* (see vocabulary.h), dates hold ISO text (YYYY, YYYY-MM or YYYY-MM-DD), amounts hold 万元.
// Text is kept exactly as written; nothing is repaired. An empty string, an empty list and a missing optional all mean "not stated".
// Fields this version does not know are kept in `extra` as JSON text and exported again. FORMAT.md has the page on the wire form.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace corpus {

// An id that cannot be passed for another kind's. Ordered and hashable by its value.
template <class Tag>
struct Id {
  std::string value;
  bool empty() const { return value.empty(); }
  auto operator<=>(const Id&) const = default;
};
using AchievementId = Id<struct AchievementTag>;
using NeedId = Id<struct NeedTag>;
using ExpertId = Id<struct ExpertTag>;
using EnterpriseId = Id<struct EnterpriseTag>;
using DecisionId = Id<struct DecisionTag>;

enum class Kind : std::uint8_t { achievement, need, expert, enterprise, decision };
inline constexpr Kind kAllKinds[] = {Kind::achievement, Kind::need, Kind::expert, Kind::enterprise, Kind::decision};

std::string_view to_string(Kind kind);                       // "achievement" …
std::optional<Kind> kind_from_string(std::string_view word); // wire words only; labels go through the vocabulary

// 指标. Figures stay text exactly as written; reading them is the indexer's business.
struct Indicator {
  std::string name;
  std::string op;         // code of the vocabulary indicator_op, or empty
  std::string value;      // for op other than range
  std::string low, high;  // for op range
  std::string unit;
  std::string condition;  // 测试条件, such as 25 ℃
  std::string standard;   // GB/T …
  std::string evidence;   // 自述, 检测报告, 第三方
  std::optional<bool> must;
  std::map<std::string, std::string> extra;
  bool operator==(const Indicator&) const = default;
};

struct IpRight {
  std::string type;  // code of the vocabulary ip_type
  std::string no, title, status, holder, expiry;
  std::map<std::string, std::string> extra;
  bool operator==(const IpRight&) const = default;
};

struct Member {
  std::string name;
  ExpertId expert_id;
  std::optional<int> order;
  std::map<std::string, std::string> extra;
  bool operator==(const Member&) const = default;
};

// What of an expert's life may conflict with a matter. `from` and `to` as dates are; an empty `to` means that it goes on. record_fields.h names the parts.
struct WorkPeriod {
  std::string from, to;
  std::string org;  // id or name
  std::string duty;
  std::map<std::string, std::string> extra;
  bool operator==(const WorkPeriod&) const = default;
};

struct StudyPeriod {
  std::string from, to;
  std::string org;  // id or name
  ExpertId advisor_id;
  std::map<std::string, std::string> extra;
  bool operator==(const StudyPeriod&) const = default;
};

struct Relation {
  ExpertId expert_id;
  std::string kind;  // code of the vocabulary relation
  std::string from, to;
  std::map<std::string, std::string> extra;
  bool operator==(const Relation&) const = default;
};

struct Interest {
  EnterpriseId org_id;
  std::string kind;  // code of the vocabulary interest
  std::string from, to;
  std::map<std::string, std::string> extra;
  bool operator==(const Interest&) const = default;
};

// A task that an expert was given: a review or, of type service, a need to solve.
struct Engagement {
  std::string date;
  std::string task;  // id of the record, or words
  std::string type;  // code of the vocabulary engagement; empty: a review
  std::map<std::string, std::string> extra;
  bool operator==(const Engagement&) const = default;
};

// A value we keep but do not look into: JSON text, empty where not stated.
struct JsonText {
  std::string text;
  bool operator==(const JsonText&) const = default;
};

// Never indexed; shown only to scope broker.
struct Contact {
  std::string name, phone, email;
  std::map<std::string, std::string> extra;
  bool operator==(const Contact&) const = default;
};

// What every kind carries.
struct Common {
  std::string status;      // vocabulary status; empty until the intake decides
  std::string visibility;  // vocabulary visibility: public, login, restricted
  std::string teaser;      // shown in place of a restricted record
  std::optional<Contact> contact;
  std::string source_system, source_url, updated_at;
  std::vector<std::string> incomplete;       // required fields that are missing; written by validation, never read from outside
  std::map<std::string, std::string> extra;  // unknown field → its value as JSON text
  bool operator==(const Common&) const = default;
};

struct Achievement {
  AchievementId id;
  std::string title, category, summary;
  std::vector<std::string> innovation_points;
  std::string application_scenarios;
  std::vector<std::string> keywords;
  std::vector<Indicator> indicators;
  std::vector<std::string> tech_field, industry, discipline;
  std::string stage;
  std::optional<int> trl;
  std::string level;
  std::string registration_date, start_date, end_date;
  std::string security_level;
  std::vector<IpRight> ip_rights;
  std::string owner_org;
  EnterpriseId owner_org_id;
  std::vector<std::string> partner_orgs;
  std::vector<Member> members;
  std::vector<std::string> cooperation_modes;
  std::string price_mode;
  std::optional<double> price_min, price_max;  // 万元
  std::string region;
  std::string expires_on;
  Common common;
};

struct Need {
  NeedId id;
  std::string title, problem, key_tech, goal, existing_basis;
  std::vector<std::string> keywords;
  std::vector<Indicator> indicators;
  std::string need_type;
  std::vector<std::string> tech_field, industry, discipline;
  std::vector<std::string> solve_modes, cooperation_modes;
  std::vector<std::string> preferred_partners, excluded_orgs;
  std::optional<double> budget;  // 万元
  std::string start, deadline;
  std::string solicitation_mode;
  std::optional<int> min_trl;
  std::vector<std::string> accept_regions;
  EnterpriseId enterprise_id;
  std::string enterprise_name;
  std::string competent_dept;
  std::string region;
  Common common;
};

struct Expert {
  ExpertId id;
  std::string name;
  EnterpriseId org_id;
  std::string org_name, dept;
  std::string title;  // 职称 as written, such as 教授
  std::vector<std::string> tier, roles;
  std::string research, skills;
  std::vector<std::string> keywords;
  std::vector<std::string> discipline, tech_field, industry;
  std::string achievements;  // 主要业绩
  std::vector<std::string> linked_results, linked_patents, linked_projects;
  std::vector<WorkPeriod> work_history;
  std::vector<StudyPeriod> education_history;
  std::vector<Relation> relations;
  std::vector<Interest> enterprise_interests;
  std::vector<Engagement> review_history;
  std::vector<std::string> avoid_orgs, avoid_persons;
  std::vector<std::string> service_regions;
  std::optional<int> capacity;
  std::string region;
  std::string integrity;
  std::string confirmed_on;
  JsonText consent;  // {fields, date}
  Common common;
};

struct Enterprise {
  EnterpriseId id;
  std::string name;
  std::vector<std::string> aliases;
  std::string uscc;
  std::string org_kind;
  std::vector<std::string> industry;
  std::string region, address, postcode, profile;
  std::vector<std::string> main_products, tiers;
  std::optional<double> innovation_score;  // 0–100
  std::vector<std::string> shareholders;   // ids or names of the organisations that own it or a part of it
  std::string legal_rep;                   // never indexed
  std::string integrity;
  Common common;
};

// A person's judgement about a pair, with what they saw when they judged.
struct Decision {
  DecisionId id;
  std::string subject_id;  // the record decided from, such as a need
  std::string object_id;   // the record decided on
  std::string verdict;     // vocabulary decision
  std::string reason;      // vocabulary reason; required for dismissed
  std::string undoes;      // vocabulary undoes, of a withdrawn one only: what it takes back; empty as corpus/words_on_pair.h says
  std::string note, by, at;
  std::string generation, weights_version;
  std::optional<std::int64_t> seq;  // of the index when it was made
  std::vector<std::string> reasons_shown;
  Common common;
};

using Record = std::variant<Achievement, Need, Expert, Enterprise, Decision>;

Kind kind_of(const Record& record);
const std::string& id_of(const Record& record);
void set_id(Record& record, std::string id);
const Common& common_of(const Record& record);
Common& common_of(Record& record);

// What a list calls the record: title, or the name of a person or organisation; the pair for a decision.
std::string title_of(const Record& record);

}  // namespace corpus
