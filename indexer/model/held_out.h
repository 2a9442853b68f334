// SPDX-License-Identifier: GPL-3.0-or-later
// What of a corpus is kept from training, to ask with: chosen by hash of id and keyword, so that it does not depend on order or machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "indexer/model/record_texts.h"
#include "indexer/model/text_model.h"

namespace indexer::model {

// Counts what there is, then says of each record and keyword whether it asks. Of achievements and needs twice `share_of_works` at most ask for
// `need` (titles and sentences) and eight times as many for `similar`, since only one in five shares two keywords with another; of experts three
// quarters, of keywords that 2 to 100 records carry a fifth; never more than about `most` each, of `need` twice and of
// `similar` eight times that.
class HeldOut {
 public:
  HeldOut(std::uint64_t seed, std::size_t most, double share_of_works)
      : seed_(seed), most_(static_cast<double>(most)), share_of_works_(share_of_works) {}

  // First every record is counted,
  void count(const RecordTexts& texts);
  void counted();
  // then it can be asked: the kind of question whose asker this record is, nullopt for most and for enterprises,
  std::optional<Question> question_of(const RecordTexts& texts) const;
  // and whether a keyword (as written) is one that asks.
  bool asks(std::string_view keyword) const;

  // A keyword for comparing: folded.
  static std::string key_of(std::string_view keyword);

 private:
  std::uint64_t seed_;
  double most_;
  double works_ = 0, experts_ = 0;
  double share_of_works_, share_of_experts_ = 0, share_of_keywords_ = 0;
  std::unordered_map<std::string, std::uint32_t> carriers_;
};

}  // namespace indexer::model
