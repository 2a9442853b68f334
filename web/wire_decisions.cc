// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions → JSON.
#include "web/wire_shapes.h"

namespace web {
namespace {

// A record that has gone from the store is told by its id alone.
ordered named(const std::string& id, const Names& names, const corpus::Vocabularies& lists) {
  const auto it = names.find(id);
  if (it == names.end()) return {{"id", id}};
  return {{"id", id},
          {"kind", std::string(corpus::to_string(it->second.kind))},
          {"title", it->second.title},
          {"status", coded(lists.at("status"), it->second.status)}};
}

}  // namespace

ordered shape_of(const corpus::Decision& decision, const corpus::Vocabularies& lists) {
  return {{"verdict", coded(lists.at("decision"), decision.verdict)},
          {"reason", coded_or_null(lists.at("reason"), decision.reason)},
          {"note", decision.note},
          {"by", decision.by},
          {"at", decision.at}};
}

Answer answer_decision(const corpus::Submission& submission, const search::Shown& shown, const corpus::DecisionBook::InForce* in_force,
                       const corpus::Vocabularies& vocabularies) {
  ordered body = {{"id", submission.id},
                  {"seq", submission.seq},
                  {"generation", shown.generation},
                  {"index_seq", shown.seq},
                  {"weights_version", shown.weights_version},
                  {"reasons_shown", shown.reasons}};
  if (in_force != nullptr) {
    const auto shape_or_null = [&](const std::optional<corpus::Decision>& one) { return one ? shape_of(*one, vocabularies) : ordered(nullptr); };
    body["in_force"] = {{"match", shape_or_null(in_force->match)}, {"sameness", shape_or_null(in_force->sameness)}};
  }
  Answer answer = answer_json(body);
  answer.status = 201;
  return answer;
}

Answer answer_decisions(const corpus::DecisionBook::Page& page, const corpus::DecisionBook::Wanted& wanted, const Names& names,
                        const corpus::Vocabularies& vocabularies) {
  ordered list = ordered::array();
  for (const corpus::Decision& decision : page.decisions) {
    ordered one = {{"id", decision.id.value},
                   {"subject", named(decision.subject_id, names, vocabularies)},
                   {"object", named(decision.object_id, names, vocabularies)}};
    one.update(shape_of(decision, vocabularies));
    list.push_back(std::move(one));
  }
  return answer_json({{"decisions", std::move(list)},
                      {"total", page.total},
                      {"page", wanted.page},
                      {"size", wanted.size},
                      {"by", wanted.by},
                      {"seq", page.seq}});
}

}  // namespace web
