// SPDX-License-Identifier: GPL-3.0-or-later
// The field tables, one per kind: wire name, member, whether it is required, vocabulary. Private to corpus; record_json.h is the public face.
//
// visit_fields(record, f) calls f(name, member, required, vocabulary) for every field in wire order. `record` may be const or not.
// visit_parts(entry, f) calls f(name, member, required, vocabulary) for every part of an entry of a list that a record holds.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "corpus/record.h"

namespace corpus {

inline constexpr bool kRequired = true;
inline constexpr bool kOptional = false;

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, WorkPeriod>
void visit_parts(R& r, F&& f) {
  f("from", r.from, kOptional, "");
  f("to", r.to, kOptional, "");
  f("org", r.org, kRequired, "");
  f("duty", r.duty, kOptional, "");
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, StudyPeriod>
void visit_parts(R& r, F&& f) {
  f("from", r.from, kOptional, "");
  f("to", r.to, kOptional, "");
  f("org", r.org, kOptional, "");
  f("advisor_id", r.advisor_id, kOptional, "");
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Relation>
void visit_parts(R& r, F&& f) {
  f("expert_id", r.expert_id, kRequired, "");
  f("kind", r.kind, kRequired, "relation");
  f("from", r.from, kOptional, "");
  f("to", r.to, kOptional, "");
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Interest>
void visit_parts(R& r, F&& f) {
  f("org_id", r.org_id, kRequired, "");
  f("kind", r.kind, kRequired, "interest");
  f("from", r.from, kOptional, "");
  f("to", r.to, kOptional, "");
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Engagement>
void visit_parts(R& r, F&& f) {
  f("date", r.date, kRequired, "");
  f("task", r.task, kOptional, "");
  f("type", r.type, kOptional, "engagement");
}

// What only the rules of conflict need. A stored body may hold it in another form, since these fields came later than the first bodies.
inline constexpr std::string_view kConflictFacts[] = {"work_history",         "education_history", "relations",
                                                      "enterprise_interests", "review_history",    "shareholders"};

// Whom an expert or a need will not have beside them: of other people too, and not for everybody.
inline constexpr std::string_view kAvoided[] = {"avoid_orgs", "avoid_persons", "excluded_orgs"};

// An entry of a list whose parts the tables above name.
template <class T>
concept Entry = requires(T entry) { visit_parts(entry, [](std::string_view, auto&, bool, std::string_view) {}); };

template <class Common_, class F>
void visit_common(Common_& c, bool provenance_required, F&& f) {
  f("visibility", c.visibility, kRequired, "visibility");
  f("teaser", c.teaser, kOptional, "");
  f("contact", c.contact, kRequired, "");
  f("source_system", c.source_system, provenance_required, "");
  f("source_url", c.source_url, provenance_required, "");
  f("updated_at", c.updated_at, provenance_required, "");
  f("status", c.status, kOptional, "status");
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Achievement>
void visit_fields(R& r, F&& f) {
  f("id", r.id, kRequired, "");
  f("title", r.title, kRequired, "");
  f("category", r.category, kRequired, "category");
  f("summary", r.summary, kRequired, "");
  f("innovation_points", r.innovation_points, kOptional, "");
  f("application_scenarios", r.application_scenarios, kOptional, "");
  f("keywords", r.keywords, kOptional, "");
  f("indicators", r.indicators, kOptional, "");
  f("tech_field", r.tech_field, kRequired, "field");
  f("industry", r.industry, kOptional, "industry");
  f("discipline", r.discipline, kOptional, "");
  f("stage", r.stage, kRequired, "stage");
  f("trl", r.trl, kOptional, "");
  f("level", r.level, kOptional, "level");
  f("registration_date", r.registration_date, kOptional, "");
  f("start_date", r.start_date, kOptional, "");
  f("end_date", r.end_date, kOptional, "");
  f("security_level", r.security_level, kRequired, "security_level");
  f("ip_rights", r.ip_rights, kOptional, "");
  f("owner_org", r.owner_org, kRequired, "");
  f("owner_org_id", r.owner_org_id, kOptional, "");
  f("partner_orgs", r.partner_orgs, kOptional, "");
  f("members", r.members, kOptional, "");
  f("cooperation_modes", r.cooperation_modes, kOptional, "cooperation");
  f("price_mode", r.price_mode, kOptional, "price_mode");
  f("price_min", r.price_min, kOptional, "");
  f("price_max", r.price_max, kOptional, "");
  f("region", r.region, kRequired, "region");
  f("expires_on", r.expires_on, kOptional, "");
  visit_common(r.common, kRequired, f);
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Need>
void visit_fields(R& r, F&& f) {
  f("id", r.id, kRequired, "");
  f("title", r.title, kRequired, "");
  f("problem", r.problem, kRequired, "");
  f("key_tech", r.key_tech, kRequired, "");
  f("goal", r.goal, kRequired, "");
  f("existing_basis", r.existing_basis, kOptional, "");
  f("keywords", r.keywords, kRequired, "");
  f("indicators", r.indicators, kOptional, "");
  f("need_type", r.need_type, kRequired, "need_type");
  f("tech_field", r.tech_field, kRequired, "field");
  f("industry", r.industry, kRequired, "industry");
  f("discipline", r.discipline, kOptional, "");
  f("solve_modes", r.solve_modes, kRequired, "solve_mode");
  f("cooperation_modes", r.cooperation_modes, kOptional, "cooperation");
  f("preferred_partners", r.preferred_partners, kOptional, "");
  f("excluded_orgs", r.excluded_orgs, kOptional, "");
  f("budget", r.budget, kOptional, "");
  f("start", r.start, kRequired, "");
  f("deadline", r.deadline, kRequired, "");
  f("solicitation_mode", r.solicitation_mode, kRequired, "solicitation");
  f("min_trl", r.min_trl, kOptional, "");
  f("accept_regions", r.accept_regions, kOptional, "region");
  f("enterprise_id", r.enterprise_id, kRequired, "");
  f("enterprise_name", r.enterprise_name, kOptional, "");
  f("competent_dept", r.competent_dept, kRequired, "");
  f("region", r.region, kOptional, "region");
  visit_common(r.common, kOptional, f);
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Expert>
void visit_fields(R& r, F&& f) {
  f("id", r.id, kRequired, "");
  f("name", r.name, kRequired, "");
  f("org_id", r.org_id, kRequired, "");
  f("org_name", r.org_name, kRequired, "");
  f("dept", r.dept, kRequired, "");
  f("title", r.title, kRequired, "");
  f("tier", r.tier, kOptional, "tier");
  f("roles", r.roles, kRequired, "role");
  f("research", r.research, kRequired, "");
  f("skills", r.skills, kOptional, "");
  f("keywords", r.keywords, kRequired, "");
  f("discipline", r.discipline, kRequired, "");
  f("tech_field", r.tech_field, kOptional, "field");
  f("industry", r.industry, kOptional, "industry");
  f("achievements", r.achievements, kOptional, "");
  f("linked_results", r.linked_results, kOptional, "");
  f("linked_patents", r.linked_patents, kOptional, "");
  f("linked_projects", r.linked_projects, kOptional, "");
  f("work_history", r.work_history, kOptional, "");
  f("education_history", r.education_history, kOptional, "");
  f("relations", r.relations, kOptional, "");
  f("enterprise_interests", r.enterprise_interests, kOptional, "");
  f("review_history", r.review_history, kOptional, "");
  f("avoid_orgs", r.avoid_orgs, kOptional, "");
  f("avoid_persons", r.avoid_persons, kOptional, "");
  f("service_regions", r.service_regions, kOptional, "region");
  f("capacity", r.capacity, kOptional, "");
  f("region", r.region, kOptional, "region");
  f("integrity", r.integrity, kOptional, "integrity");
  f("confirmed_on", r.confirmed_on, kRequired, "");
  f("consent", r.consent, kRequired, "");
  visit_common(r.common, kOptional, f);
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Enterprise>
void visit_fields(R& r, F&& f) {
  f("id", r.id, kRequired, "");
  f("name", r.name, kRequired, "");
  f("aliases", r.aliases, kOptional, "");
  f("uscc", r.uscc, kOptional, "");
  f("org_kind", r.org_kind, kRequired, "org_kind");
  f("industry", r.industry, kRequired, "industry");
  f("region", r.region, kRequired, "region");
  f("address", r.address, kRequired, "");
  f("postcode", r.postcode, kRequired, "");
  f("profile", r.profile, kRequired, "");
  f("main_products", r.main_products, kOptional, "");
  f("tiers", r.tiers, kOptional, "enterprise_tier");
  f("innovation_score", r.innovation_score, kOptional, "");
  f("shareholders", r.shareholders, kOptional, "");
  f("legal_rep", r.legal_rep, kRequired, "");
  f("integrity", r.integrity, kOptional, "integrity");
  visit_common(r.common, kOptional, f);
}

template <class R, class F>
  requires std::same_as<std::remove_const_t<R>, Decision>
void visit_fields(R& r, F&& f) {
  f("id", r.id, kRequired, "");
  f("subject_id", r.subject_id, kRequired, "");
  f("object_id", r.object_id, kRequired, "");
  f("verdict", r.verdict, kRequired, "decision");
  f("reason", r.reason, kOptional, "reason");
  f("undoes", r.undoes, kOptional, "undoes");
  f("note", r.note, kOptional, "");
  f("by", r.by, kRequired, "");
  f("at", r.at, kRequired, "");
  f("generation", r.generation, kOptional, "");
  f("weights_version", r.weights_version, kOptional, "");
  f("seq", r.seq, kOptional, "");
  f("reasons_shown", r.reasons_shown, kOptional, "");
  visit_common(r.common, kOptional, [&](std::string_view name, auto& member, bool, std::string_view list) {
    f(name, member, kOptional, list);  // a decision has no contact and no audience of its own
  });
}

}  // namespace corpus
