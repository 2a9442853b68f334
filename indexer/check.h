// SPDX-License-Identifier: GPL-3.0-or-later
// Verifies store and index against each other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "corpus/store.h"
#include "corpus/vocabulary.h"

namespace indexer {

struct CheckReport {
  std::string generation;
  corpus::Seq store_seq = 0, index_seq = 0;
  std::int64_t published = 0, documents = 0;
  std::vector<std::string> changed_shards;  // by follow since they were published: their checksums say nothing, their documents were derived again
  std::vector<std::string> notes;     // what was not looked at, and why
  std::vector<std::string> not_checked;  // what could not be, since it was written to all the while, Chinese / English; empty in a whole check
  std::vector<std::string> problems;  // each says what and which; the first hundred
  std::int64_t problems_found = 0;    // in all; 0 where all is well
  std::vector<std::string> hints;     // how to mend what was found, each once, Chinese / English
  std::vector<std::string> unseen;    // what such a check cannot see in these shards, Chinese / English
};

// Xapian's own structure check, the checksums and counts of the manifest, and the stubs of live/; and every published record must be in the index as it
// stands (same data), and nothing else may be. In shards that follow has changed, terms and values too must be as the record gives them, and postings as the
// documents hold them (posting_check.h). Changes the index has not reached yet are not problems. `progress(done, total)`.
corpus::Result<CheckReport> check_index(const corpus::Store& store, const corpus::Vocabularies& vocabularies,
                                        const std::filesystem::path& data_directory,
                                        const std::function<void(std::int64_t, std::int64_t)>& progress = {});

}  // namespace indexer
