// SPDX-License-Identifier: GPL-3.0-or-later
// Test collections on disk: docs.jsonl (id, and of title, abstract, keywords, institution what exists), queries.SPLIT.tsv, qrels.tsv.
//
// docs.jsonl may also be one line that holds a relative path to another docs.jsonl, which is what a symbolic link of git becomes where
// links are not supported. Functions stop (exit.h) where a file cannot be read, naming file and line.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/record.h"
#include "search/evaluation.h"

namespace cli {

struct Collection {
  std::filesystem::path docs;  // after following the path in it
  std::vector<std::pair<std::string, std::string>> queries;
  search::Qrels qrels;
};

// `limit` 0 takes all queries.
Collection open_collection(const std::filesystem::path& directory, const std::string& split, std::size_t limit);

// The documents as records: achievements, or experts whose name is the title and whose research is the abstract.
class Documents {
 public:
  Documents(const std::filesystem::path& file, corpus::Kind kind);
  std::optional<corpus::Record> next();
  std::uint64_t bytes_read();
  std::uint64_t bytes_total() const { return total_; }

 private:
  std::string file_;
  corpus::Kind kind_;
  std::ifstream stream_;
  std::size_t line_ = 0;
  std::uint64_t total_ = 0, read_ = 0;
};

// Judgments of the sample corpus: need TAB record TAB grade, further columns and lines with # ignored.
search::Qrels read_judgments(const std::filesystem::path& file);
// What a judged need is asked as where it is searched for: title, problem, key technology and goal, as words that mean nothing else to the query language.
std::string question_of_need(const corpus::Need& need);

}  // namespace cli
