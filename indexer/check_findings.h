// SPDX-License-Identifier: GPL-3.0-or-later
// What a check has found so far; check.cc and check_records.cc add to it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "indexer/check.h"
#include "indexer/generation_layout.h"

namespace indexer {

class Findings {
 public:
  // What a hint tells to do: an earlier generation may still be whole where files of this one are not, and is no better where the store is damaged or the
  // vocabularies are others. Stubs of live/ are written anew by follow.
  enum class Mend { store, live, build, go_back_or_build };

  // Told on one line, whatever the text has.
  void problem(const std::string& text, Mend mend = Mend::go_back_or_build);
  // The hint of an error of the index is that of the report; one of the store has its own.
  void problem(const corpus::Error& error, const std::string& before, Mend mend = Mend::go_back_or_build);
  // Others wrote all the while; `what` of the shard, in English.
  void not_checked(const std::string& shard, const std::string& what);
  // Fills report.hints; the generation to go back to is one that this program can read.
  void say_hints(const IndexLayout& layout);

  CheckReport report;
  std::set<std::string> damaged;     // shards of whose files a fault is named
  std::set<std::string> unreadable;  // those of them whose records are not looked at

 private:
  bool build_ = false, go_back_ = false, live_ = false;
  std::vector<std::string> store_hints_;
};

}  // namespace indexer
