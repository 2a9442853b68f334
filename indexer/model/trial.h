// SPDX-License-Identifier: GPL-3.0-or-later
// The questions a corpus asks of itself with what was held out, and the records that are to be found.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "indexer/model/decision.h"
#include "indexer/model/held_out.h"

namespace indexer::model {

// Collects records one by one; of more than about `most` a sample, with all that ask or are asked for.
class Trial {
 public:
  Trial(const HeldOut& held_out, std::uint64_t seed, double share) : held_out_(held_out), seed_(seed), share_(share) {}

  // Returns what may be learned from: nothing of a work that asks for `need`, of one that asks for `similar` all but the keywords, which say what is
  // wanted, of an expert that asks all but the sentence.
  std::optional<RecordTexts> add(const RecordTexts& texts);

  // search: a keyword → the records that carry it. need: a title or a sentence → the record it was taken from. similar: title and texts →
  // the records that share at least two keywords. expert: a sentence of what someone works on → the person.
  // `cancelled` as in decide(). `told` hears as the four go on how many steps are done, and of how many; at the end all are.
  // Where no question is decided on there are none, and it hears nothing.
  std::vector<Decision> decide_all(const TextModel& model, const std::function<bool()>& cancelled = {},
                                   const std::function<void(std::size_t done, std::size_t total)>& told = {}) const;

  std::size_t held_out_records() const { return held_out_records_; }
  std::size_t held_out_keywords() const { return carriers_.size(); }

 private:
  void add_work(const RecordTexts& texts, std::optional<Question> question);
  RecordTexts add_expert(const RecordTexts& texts, bool asks);
  std::vector<TrialQuestion> keyword_questions() const;
  std::vector<TrialQuestion> similar_questions() const;

  const HeldOut& held_out_;
  std::uint64_t seed_;
  double share_;
  std::vector<TrialRecord> works_, experts_;
  std::vector<TrialQuestion> need_, expert_;
  std::vector<std::uint32_t> askers_of_similar_;
  std::map<std::string, std::vector<std::uint32_t>> carriers_;  // held-out keyword → works
  std::vector<std::vector<std::uint64_t>> keywords_of_;         // of each work, all of them, hashed
  std::size_t held_out_records_ = 0;
};

}  // namespace indexer::model
