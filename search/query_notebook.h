// SPDX-License-Identifier: GPL-3.0-or-later
// The notes made while a query is read, at most kMaxNotes of them.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "corpus/diagnostic.h"
#include "search/query.h"

namespace search::syntax {

// A query can hold thousands of faults; nobody reads more than these, and looking for near labels costs a walk over the list.
inline constexpr std::size_t kMaxNotes = 20;   // besides understood and only_negative
inline constexpr std::size_t kShownText = 40;  // characters of the query in a note

inline std::string shown(std::string_view text) { return corpus::excerpt(text, kShownText); }

class Notebook {
 public:
  void add(std::string code, std::size_t start, std::size_t end, std::string zh, std::string en) {
    if (notes_.size() < kMaxNotes) notes_.push_back({std::move(code), std::move(zh), std::move(en), start, end - start});
  }
  void ignored(std::size_t start, std::size_t end, std::string zh, std::string en) {
    add("ignored", start, end, zh + "，已忽略", en + ": ignored");
  }
  void nothing_to_leave_out(std::size_t start, std::size_t end, std::string_view mark) {
    ignored(start, end, fmt::format("“{}”后面没有要排除的词", shown(mark)),
            fmt::format("nothing to leave out follows \"{}\"", shown(mark)));
  }
  bool full() const { return notes_.size() >= kMaxNotes; }

  Notes in_order_after(Note first) && {
    std::ranges::stable_sort(notes_, {}, &Note::start);
    notes_.insert(notes_.begin(), std::move(first));
    return std::move(notes_);
  }

 private:
  Notes notes_;
};

}  // namespace search::syntax
