// SPDX-License-Identifier: GPL-3.0-or-later
// The one front door: parse → validate → put. Whoever writes a record, from a file, a form or a broker's click, comes through here.
//
// An Intake may be shared between threads. It answers with a receipt (the sequence number) and every diagnostic.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "corpus/diagnostic.h"
#include "corpus/error.h"
#include "corpus/reader.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"

namespace corpus {

struct ImportOptions {
  ReadOptions read{};
  bool strict = false;
  bool dry_run = false;         // validate only; nothing is written
  std::string rejects_file{};   // where bad rows land, whole; default FILE.rejects.jsonl
  std::string by = "import";
  std::size_t batch_size = 2000;  // records per transaction
};

struct ImportReport {
  std::int64_t rows = 0, added = 0, changed = 0, unchanged = 0, rejected = 0, incomplete = 0;
  std::int64_t batch = 0;
  Seq seq = 0;
  std::string rejects_file;              // empty where nothing was rejected
  std::vector<std::string> remarks;      // what the reader decided about the file
  std::map<std::pair<std::string, std::string>, std::int64_t> likely_names;  // {their key, our field} → rows that have the one, unknown to us, and lack the other
  Diagnostics diagnostics;               // all errors and the first 1,000 warnings; the counts below have the rest
  std::int64_t errors = 0, warnings = 0;
};

struct Progress {
  std::uint64_t done = 0, total = 0;  // bytes, or records where bytes are not known
  std::int64_t rows = 0;
};

struct Submission {
  std::string receipt;  // QQ-20260305-000042
  std::string id;
  Seq seq = 0;
  std::string status;
  std::vector<std::string> incomplete;
  Diagnostics diagnostics;
};

// What a room above has to say of a record that the rules let pass, as warnings. Thread-safe.
using FurtherCheck = std::function<Diagnostics(const Record&)>;

class Intake {
 public:
  // `further` is asked after validate() and refuses nothing; may be empty.
  Intake(Store& store, const Vocabularies& vocabularies, FurtherCheck further = {})
      : store_(store), vocabularies_(vocabularies), further_(std::move(further)) {}

  // Imports one file. Good rows are published (or get the status they name); bad rows land in the rejects file with the reasons in a
  // field `_rejected`, which a later import ignores. Importing the same file twice changes nothing. The error case is a file that cannot be
  // read to its end or a store that cannot be written; what was committed before stays, and the report so far is in the message.
  Result<ImportReport> import_file(const std::string& path, const ImportOptions& options,
                                   const std::function<void(const Progress&)>& progress = {});

  // Takes one record over HTTP or from the command line. It waits as `submitted`. Errors: refused with `diagnostics` filled, conflict where
  // the id is taken (a submission never overwrites). Without an id one is given: kind letter, date, counter.
  Result<Submission> submit(const nlohmann::json& object, const std::string& by, Diagnostics& diagnostics);

  // Reviewer's word on a submitted record. conflict where it is not waiting. A refusal needs a reason.
  Result<Seq> publish(const std::string& id, const std::string& by);
  Result<Seq> refuse(const std::string& id, const std::string& reason, const std::string& by);

  // Writes down what a person decided about a pair. Needs subject_id, object_id, verdict, by, and what was shown when it was made; id and time are given here, and it
  // counts at once. Errors: not_found where one of the pair is not in the store, invalid_argument where the pair makes no sense (a record and itself, `same` of
  // different kinds, `shortlisted` or `dismissed` of an enterprise and a record of another kind, which no match shows, a reason beside another verdict than
  // dismissed), refused with `diagnostics` filled.
  Result<Submission> decide(Decision decision, Diagnostics& diagnostics);

  // Reads and validates without writing: a draft to match against.
  Result<Record> draft(const nlohmann::json& object, Diagnostics& diagnostics) const;

 private:
  Store& store_;
  const Vocabularies& vocabularies_;
  FurtherCheck further_;
};

}  // namespace corpus
