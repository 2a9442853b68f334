// SPDX-License-Identifier: GPL-3.0-or-later
// The judged questions that gate.collection names, over records of the store: queries.tsv and qrels.tsv, or judgments.tsv as the sample corpus has it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corpus/store.h"
#include "search/evaluation.h"

namespace cli {

struct GateQuestion {
  std::string id, text;  // the id is the one that the judgments use
  corpus::Kind kind = corpus::Kind::achievement;  // of the records it asks for
};

struct GateCollection {
  std::vector<GateQuestion> questions;
  search::Qrels qrels;
  std::string edition;  // hash of the files, and of the ids of the questions: figures of the same one can be compared. Not of the texts of judged needs
};

// A query of queries.tsv asks for records of the kind that its first judged record has; where the store has none of those it is left out. A need of
// judgments.tsv asks for achievements and for experts, one question each, as far as it is judged and in the store. io where a file cannot be read,
// damaged with file:line, and unavailable where the store has none of the needs that judgments.tsv names. Cost: one read of the store a judged record.
corpus::Result<GateCollection> read_gate_collection(const std::filesystem::path& directory, const corpus::Store& store);

}  // namespace cli
