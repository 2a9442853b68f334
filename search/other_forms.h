// SPDX-License-Identifier: GPL-3.0-or-later
// Other ways in which the same figure or name is written: 三轴 and 3轴, 150mm and 150 mm, SUS316L and 316L. What a document holds of one is as good as what
// the question holds of the other.
#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "indexer/text/analyzer.h"

namespace search {

// What another form counts, as part of what the words it stands for would count if they stood there whole; all of it where no document holds one of them.
inline constexpr double kOtherFormWeight = 0.5;
inline constexpr double kInsteadWeight = 2;  // so that no record with pieces of it, however often, takes the place of one that holds it

struct OtherForm {
  std::size_t start = 0, end = 0;  // bytes of the text
  bool instead = false;            // of a figure and a single character behind it (3轴): either alone stands everywhere, so that only the form is asked for
  Xapian::Query held;
  std::vector<std::string> terms;  // without prefix, for highlights
};

class OtherForms {
 public:
  // Requires: `tokens` are those of analyze() of one text. `prefix`: of the field that is asked.
  OtherForms(const std::vector<indexer::text::Token>& tokens, std::string_view prefix = {});

  const std::vector<OtherForm>& all() const { return all_; }
  // The form of what the token is a part of; null where there is none.
  const OtherForm* over(const indexer::text::Token& token) const;
  // Whether the token is a compound whose parts say all of it, or one of these parts.
  bool is_parted(const indexer::text::Token& token) const;

 private:
  struct Parted {
    std::size_t start = 0, end = 0;
  };
  std::vector<OtherForm> all_;  // by start
  std::vector<Parted> parted_;
};

}  // namespace search
