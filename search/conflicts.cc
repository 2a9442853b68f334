// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/conflicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "corpus/vocabulary.h"
#include "indexer/schema.h"
#include "search/integrity.h"

namespace search {
namespace {

using corpus::Achievement;
using corpus::Expert;
using corpus::PanelRule;

template <class List>
bool holds(const List& list, const std::string& one) {
  return std::ranges::find(list, one) != list.end();
}

const Organisation* one_of(const std::vector<Organisation>& list, const Organisation& wanted) {
  const auto at = std::ranges::find_if(list, [&](const Organisation& one) { return same(one, wanted); });
  return at == list.end() ? nullptr : &*at;
}

// A relation says which rule it falls under.
PanelRule rule_of(std::string_view relation) {
  if (relation == "kin") return PanelRule::kin;
  if (relation == "advisor") return PanelRule::advisor;
  if (relation == "equity") return PanelRule::interest;
  return PanelRule::co_work;
}

struct RelationWords {
  std::string_view zh, en;
};
RelationWords words_of(PanelRule rule) {
  switch (rule) {
    case PanelRule::kin: return {"亲属", "kin of"};
    case PanelRule::advisor: return {"师生", "adviser or student of"};
    case PanelRule::interest: return {"股权合作", "business partner of"};
    default: return {"合作", "worked with"};
  }
}

// The year a patent was applied for, which numbers say since 2003: year, kind, serial. Empty where the number says none, or one that is still to come.
std::string year_applied(const std::string& patent, const std::string& on) {
  constexpr std::size_t kApplication = 12;
  constexpr std::string_view kKinds = "12389";  // invention, utility model, design, and the international ones
  const bool digits = std::ranges::all_of(patent, [](char c) { return c >= '0' && c <= '9'; });
  if (patent.size() != kApplication || !digits || !kKinds.contains(patent[4])) return {};
  std::string year = patent.substr(0, 4);
  return year < "2003" || year > on.substr(0, 4) ? std::string() : year;
}

class Checking {
 public:
  Checking(const Expert& expert, const Party& party, std::span<const std::string> made, const PanelTerms& terms, IndexedRecords& records, const Watch& watch)
      : expert_(expert), party_(party), made_(made), terms_(terms), records_(records), watch_(watch),
        own_(organisation_of(expert.org_id.value, expert.org_name, records)) {}

  std::vector<Exclusion> all() {
    integrity();
    organisation(own_, "现任职于", "works at", "", "", true);
    for (const corpus::WorkPeriod& one : expert_.work_history) {
      const Organisation there = organisation_of("", one.org, records_);
      if (!(one.to.empty() && same(there, own_))) organisation(there, "曾任职于", "worked at", one.from, one.to, false);
    }
    for (const corpus::StudyPeriod& one : expert_.education_history)
      if (!one.org.empty()) organisation(organisation_of("", one.org, records_), "就读于", "studied at", one.from, one.to, false);
    avoided();
    own_result();
    for (const std::string& id : made_) common_result(id);
    common_patents();
    relations();
    interests();
    return std::move(found_);
  }

 private:
  void say(PanelRule rule, std::string zh, std::string en, const std::string& from = {}, const std::string& to = {}, bool undated = true) {
    exclude(rule, {std::move(zh), std::move(en), from, to, undated}, terms_, found_);
  }

  std::string side() const { return party_.kind == corpus::Kind::need ? "需求单位" : "成果单位"; }
  std::string side_en() const { return party_.kind == corpus::Kind::need ? "the need's side" : "the result's side"; }

  void integrity() {
    if (expert_.integrity == integrity::kBlacklisted) say(PanelRule::blacklist, "专家在黑名单上", "the expert is on the black list");
    if (own_.blacklisted)
      say(PanelRule::blacklist, fmt::format("所在单位“{}”在黑名单上", own_.shown), fmt::format("their organisation, {}, is on the black list", own_.shown));
  }

  void organisation(const Organisation& there, std::string_view zh, std::string_view en, const std::string& from, const std::string& to, bool now) {
    if (const Organisation* one = one_of(party_.organisations, there)) {
      say(PanelRule::same_organisation, fmt::format("{}{}“{}”", zh, side(), one->shown), fmt::format("{} {}, of {}", en, one->shown, side_en()), from, to, now);
      return;
    }
    if (const auto tie = related(there))
      say(PanelRule::related_organisation, fmt::format("{}“{}”，与{}“{}”有关联{}", zh, there.shown, side(), tie->with->shown, tie->by("（经“{}”）", "”、“")),
          fmt::format("{} {}, which is related to {}, of {}{}", en, there.shown, tie->with->shown, side_en(), tie->by(" (by {})", ", ")), from, to, now);
  }

  // The organisation of the party that another is tied to, and the organisations between them.
  struct OrganisationTie {
    const Organisation* with;
    std::vector<std::string> between;
    std::string by(fmt::string_view pattern, std::string_view separator) const {
      return between.empty() ? std::string() : fmt::format(fmt::runtime(pattern), fmt::join(between, separator));
    }
  };

  // By shares, in either direction or by a common owner, or as a partner the need prefers.
  std::optional<OrganisationTie> related(const Organisation& there) {
    if (party_.organisations.empty() || there.empty()) return std::nullopt;
    if (one_of(party_.related, there) != nullptr) return OrganisationTie{&party_.organisations.front(), {}};
    const std::vector<Holder> theirs = holders_of(there, records_);
    for (std::size_t i = 0; i < party_.organisations.size(); ++i)
      if (auto names = tie_by_shares(theirs, party_.holders[i])) return OrganisationTie{&party_.organisations[i], std::move(*names)};
    return std::nullopt;
  }

  void avoided() {
    for (const std::string& word : expert_.avoid_orgs)
      if (const Organisation* one = one_of(party_.organisations, organisation_of("", word, records_)))
        say(PanelRule::avoided_organisation, fmt::format("专家声明回避“{}”", one->shown), fmt::format("the expert avoids {}", one->shown));
    if (const Organisation* one = one_of(party_.excluded, own_))
      say(PanelRule::avoided_organisation, fmt::format("需求方排除“{}”", one->shown), fmt::format("the need excludes {}", one->shown));
    for (const PartyMember& member : party_.members) {
      const bool named = std::ranges::any_of(expert_.avoid_persons, [&](const std::string& word) {
        return (!member.expert_id.empty() && word == member.expert_id) || corpus::fold_word(word) == corpus::fold_word(member.name);
      });
      if (named) say(PanelRule::avoided_person, fmt::format("专家声明回避{}", member.name), fmt::format("the expert avoids {}", member.name));
    }
    for (const std::string& key : {expert_.id.value, corpus::fold_word(expert_.name)})
      for (auto [at, end] = party_.avoids.equal_range(key); at != end; ++at)
        say(PanelRule::avoided_person, fmt::format("{}声明回避该专家", at->second), fmt::format("{} avoids the expert", at->second));
  }

  // Of a need nobody is a member: those are the staff, who fall under their organisation.
  void own_result() {
    if (party_.kind != corpus::Kind::achievement) return;
    const bool linked = holds(expert_.linked_results, party_.id);
    if (linked || party_.member_ids.contains(expert_.id.value))
      return say(PanelRule::own_result, "该成果的完成人", "made the result");
    for (const std::string& number : expert_.linked_patents)
      if (party_.own_patents.contains(indexer::patent_key(number)))
        return say(PanelRule::own_result, fmt::format("该成果的专利“{}”也是其专利", number), fmt::format("lists {}, a patent of the result, as theirs", number));
    const auto name = corpus::fold_word(expert_.name);
    const bool by_name = std::ranges::any_of(
        party_.members, [&](const PartyMember& member) { return member.expert_id.empty() && corpus::fold_word(member.name) == name; });
    if (by_name) say(PanelRule::own_result, "与一位未注明编号的完成人同名", "has the name of a member of the result who is listed without an id");
  }

  void common_result(const std::string& id) {
    watch_.check();
    const auto* result = id == party_.id ? nullptr : records_.find_as<Achievement>(id);
    if (result == nullptr) return;
    const std::string with = partner_in(*result);
    if (with.empty()) return;
    const std::string& to = result->end_date.empty() ? result->registration_date : result->end_date;
    say(PanelRule::co_work, fmt::format("与{}共同完成成果“{}”（{}）", with, result->title, id), fmt::format("made the result {} together with {}", id, with),
        result->start_date, to, false);
  }

  // Who of the party stands behind the result too; empty for nobody.
  std::string partner_in(const Achievement& result) {
    // By id: who worked with their namesake worked with somebody else than themselves.
    for (auto [at, end] = party_.results.equal_range(result.id.value); at != end; ++at)
      if (at->second.expert_id != expert_.id.value) return shown(at->second);
    for (const corpus::Member& member : result.members)
      if (!member.expert_id.empty() && member.expert_id != expert_.id && party_.member_ids.contains(member.expert_id.value))
        return shown({member.expert_id.value, name_of(member.expert_id.value)});
    for (const corpus::IpRight& right : result.ip_rights)
      if (const PartyMember* member = holder_of(indexer::patent_key(right.no))) return shown(*member);
    if (party_.kind != corpus::Kind::need) return {};
    if (const Organisation* one = one_of(party_.organisations, organisation_of(result.owner_org_id.value, result.owner_org, records_))) return one->shown;
    for (const std::string& word : result.partner_orgs)
      if (const Organisation* one = one_of(party_.organisations, organisation_of("", word, records_))) return one->shown;
    return {};
  }

  // A member's name, with the id where the expert has the same one.
  std::string shown(const PartyMember& member) const {
    return member.name == expert_.name ? fmt::format("{}（{}）", member.name, member.expert_id) : member.name;
  }

  // Who of the party, beside the expert, lists the patent.
  const PartyMember* holder_of(const std::string& patent) const {
    for (auto [at, end] = party_.patents.equal_range(patent); at != end; ++at)
      if (at->second.expert_id != expert_.id.value) return &at->second;
    return nullptr;
  }

  // Who has a patent together worked together, until they applied for it: a later date is not in the number. Where that says no year, none is known.
  void common_patents() {
    std::set<std::string> told;
    for (const std::string& number : expert_.linked_patents) {
      const std::string key = indexer::patent_key(number);
      const PartyMember* member = key.empty() || !told.insert(key).second ? nullptr : holder_of(key);
      if (member == nullptr) continue;
      const std::string year = year_applied(key, corpus::to_text(terms_.on));
      say(PanelRule::co_work, fmt::format("与{}共有专利“{}”", shown(*member), number), fmt::format("has the patent {} together with {}", number, shown(*member)),
          year, year, false);
    }
  }

  void relations() {
    for (const corpus::Relation& one : expert_.relations)
      if (party_.member_ids.contains(one.expert_id.value)) relation(one.kind, name_of(one.expert_id.value), one.from, one.to);
    for (const corpus::StudyPeriod& one : expert_.education_history)
      if (party_.member_ids.contains(one.advisor_id.value)) relation("advisor", name_of(one.advisor_id.value), one.from, one.to);
    for (auto [at, end] = party_.ties.equal_range(expert_.id.value); at != end; ++at)
      relation(at->second.kind, at->second.member, at->second.from, at->second.to);
  }

  void relation(std::string_view kind, const std::string& with, const std::string& from, const std::string& to) {
    const PanelRule rule = rule_of(kind);
    const RelationWords words = words_of(rule);
    say(rule, fmt::format("与{}有{}关系", with, words.zh), fmt::format("{} {}", words.en, with), from, to, false);
  }

  std::string name_of(const std::string& id) const {
    const auto at = std::ranges::find(party_.members, id, &PartyMember::expert_id);
    return at == party_.members.end() ? id : at->name;
  }

  void interests() {
    for (const corpus::Interest& one : expert_.enterprise_interests) {
      const Organisation there = organisation_of(one.org_id.value, "", records_);
      if (const Organisation* own = one_of(party_.organisations, there))
        say(PanelRule::interest, fmt::format("在{}“{}”任职或持股", side(), own->shown), fmt::format("holds a post or shares in {}, of {}", own->shown, side_en()),
            one.from, one.to, false);
      else if (const auto tie = related(there))
        say(PanelRule::interest, fmt::format("在“{}”任职或持股，与{}“{}”有关联{}", there.shown, side(), tie->with->shown, tie->by("（经“{}”）", "”、“")),
            fmt::format("holds a post or shares in {}, which is related to {}, of {}{}", there.shown, tie->with->shown, side_en(), tie->by(" (by {})", ", ")),
            one.from, one.to, false);
    }
  }

  const Expert& expert_;
  const Party& party_;
  const std::span<const std::string> made_;
  const PanelTerms& terms_;
  IndexedRecords& records_;
  const Watch& watch_;
  const Organisation own_;
  std::vector<Exclusion> found_;
};

}  // namespace

std::vector<Exclusion> conflicts_of(const Expert& expert, const Party& party, std::span<const std::string> made, const PanelTerms& terms,
                                    IndexedRecords& records, const Watch& watch) {
  return Checking(expert, party, made, terms, records, watch).all();
}

}  // namespace search
