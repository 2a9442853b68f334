// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run_decisions.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "corpus/hash.h"
#include "corpus/words_on_pair.h"

namespace cli {
namespace {

// A word on the match goes before one on being the same record.
void keep_word(corpus::DecisionBook::Pairs& pairs, const std::string& other, const corpus::Decision& decision) {
  const auto [at, is_new] = pairs.emplace(other, decision);
  if (!is_new && corpus::about_sameness(at->second.verdict)) at->second = decision;
}

// By id of either side, so that the order in which they were said does not matter.
std::string hash_of_decisions(const RunDecisions& run) {
  if (run.pairs.empty()) return "";
  auto all = nlohmann::ordered_json::array();
  all.push_back(run.by);
  for (const auto& [id, pairs] : run.pairs)
    for (const auto& [other, one] : pairs) all.push_back({id, other, one.verdict, one.reason, one.note, one.at});
  return corpus::content_hash(all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace

const corpus::DecisionBook::Pairs& RunDecisions::with(const std::string& id) const {
  static const corpus::DecisionBook::Pairs kNone;
  const auto at = pairs.find(id);
  return at == pairs.end() ? kNone : at->second;
}

RunDecisions read_decisions(Session& session) {
  RunDecisions run;
  run.by = session.actor(Access::read);
  corpus::DecisionBook::Wanted all;
  all.by = run.by;
  all.size = std::numeric_limits<std::size_t>::max();
  for (const corpus::Decision& decision : take(corpus::DecisionBook(session.store(Access::read)).list(all)).decisions) {
    keep_word(run.pairs[decision.subject_id], decision.object_id, decision);
    keep_word(run.pairs[decision.object_id], decision.subject_id, decision);
  }
  run.hash = hash_of_decisions(run);
  return run;
}

}  // namespace cli
