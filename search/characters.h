// SPDX-License-Identifier: GPL-3.0-or-later
// A beginning that is asked for: a character alone, as 镁 or the 水 of "pH 水", or poly*. Any term that begins so, the most frequent where there are many.
// The terms are looked up here: OP_WILDCARD would let each shard choose by its own frequencies.
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace search {

class Characters {
 public:
  static constexpr std::size_t kMost = 200;  // terms

  // One question's; not shared between threads. May throw Xapian::Error, as may the next. A shard on another machine sends every term that begins so.
  explicit Characters(const Xapian::Database& database) : database_(database) {}

  // Whether a document holds it. `term` may carry a prefix.
  Xapian::Query held(const std::string& term);
  // How well a document holds it.
  Xapian::Query ranked(const std::string& term);
  // The terms that are asked for, and whether there were more.
  std::vector<std::string> terms(const std::string& term);
  bool is_cut(const std::string& term);

 private:
  struct Found {
    std::vector<std::pair<Xapian::doccount, std::string>> terms;  // holders, term
    bool cut = false;
  };
  const Found& beginning_with(const std::string& term);

  const Xapian::Database& database_;
  std::map<std::string, Found> known_;
};

}  // namespace search
