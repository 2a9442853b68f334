// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_results.h"

#include <fmt/format.h>

#include <unordered_map>

#include "cli/eval_answers.h"
#include "indexer/text/normalize.h"

namespace cli {
namespace {

// Piece of an expert's research, folded → who has it.
using Works = std::unordered_map<std::string, std::vector<corpus::ExpertId>>;

Works works_in(const std::filesystem::path& docs) {
  Works works;
  Documents documents(docs, corpus::Kind::expert);
  while (const auto record = documents.next()) {
    const auto& expert = std::get<corpus::Expert>(*record);
    const std::string research = indexer::text::fold(expert.research);  // a full-width semicolon is an ordinary one now
    for (std::size_t from = 0; from <= research.size();) {
      const std::size_t to = std::min(research.find_first_of(";\n", from), research.size());
      const std::size_t begin = research.find_first_not_of(' ', from);
      if (begin < to) works[research.substr(begin, research.find_last_not_of(' ', to - 1) + 1 - begin)].push_back(expert.id);
      from = to + 1;
    }
  }
  return works;
}

}  // namespace

ResultsOfExperts results_of_experts(const Collection& collection, const std::string& file) {
  const Works works = works_in(collection.docs);
  const Answers answers(collection);
  ResultsOfExperts results;
  LeftOut left_out;
  std::size_t linked = 0;
  Documents documents(file, corpus::Kind::achievement);
  while (auto record = documents.next()) {
    auto& result = std::get<corpus::Achievement>(*record);
    if (answers.given_by(result, left_out)) continue;
    if (const auto theirs = works.find(indexer::text::fold(result.title)); theirs != works.end()) {
      ++linked;
      for (const corpus::ExpertId& id : theirs->second) {
        corpus::Member member;
        member.expert_id = id;
        result.members.push_back(std::move(member));
      }
    }
    results.records.push_back(std::move(*record));
  }
  results.words = fmt::format("{}: {} results stand beside the experts, {} of them linked; left out: {}", file, results.records.size(), linked,
                              words_of(left_out));
  return results;
}

}  // namespace cli
