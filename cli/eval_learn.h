// SPDX-License-Identifier: GPL-3.0-or-later
// What `eval` learns from a collection before it makes the index, and from a further corpus without the answers.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cli/collection.h"
#include "cli/session.h"
#include "indexer/model/text_model.h"

namespace cli {

struct EvalLearning {
  std::shared_ptr<const indexer::model::TextModel> model;  // null where none is used
  std::string edition;
  std::string ranking;  // as in the manifest; empty where none is used
  std::string words;  // what was decided, and which records were left out; several lines
};

// Learns from the documents of the collection, from the records `beside` them and, where `further` names a file of the form of docs.jsonl, from its
// records, which take the place of documents of the same id; without those that would give an answer away (eval_answers.h). Writes model/ below `directory`.
EvalLearning learn_for(const Collection& collection, corpus::Kind kind, const std::string& further, const std::vector<corpus::Record>& beside,
                       const std::filesystem::path& directory, Session& session);

}  // namespace cli
