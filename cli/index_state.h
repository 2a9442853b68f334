// SPDX-License-Identifier: GPL-3.0-or-later
// What the index in force says of itself.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "cli/session.h"
#include "indexer/manifest.h"

namespace cli {

struct IndexState {
  std::string generation;                   // that CURRENT names; empty where it names none
  indexer::Manifest manifest;               // empty where it cannot be read
  corpus::Seq seq = 0;                      // reached, by the build or by follow since
  std::uint64_t bytes = 0;                  // on disk
  std::optional<corpus::Error> unreadable;  // it is damaged, or of another analyzer, schema …; seq is then unknown
};

// The index of the data directory, whatever search.shards says. nullopt where none was built.
std::optional<IndexState> index_state(Session& session);

// Whether it is an index that today's program would make, of this store: then follow brings it up to the store, else only a build does.
bool can_be_followed(const std::optional<IndexState>& state, corpus::Seq store_seq, const corpus::Vocabularies& vocabularies);

// Whether this is a searcher: search.shards names what answers, and no index was ever built in the data directory.
bool is_searcher(const Session& session);

// Stops on a searcher. To build one is then the wrong advice.
void stop_without_own_index(const Session& session);

// An error that says there is no index, with the build that is making the first one just now, and how far it is, where one is under way on this data directory.
// Any other comes back as it is.
corpus::Error with_first_build(corpus::Error error, Session& session);
// The same for whoever has the store open. Thread-safe, as the store is.
corpus::Error with_first_build(corpus::Error error, const std::filesystem::path& data, const corpus::Store& store);

// `learned` of an answer: what a generation learned, and editions. With it `lexicon`, how many words and where from, in numbers, where it was to have one.
void add_learned(nlohmann::ordered_json& json, const indexer::Manifest& manifest);

// The sequence number that answers stand on; -1 where there is no index that can be read.
corpus::Seq index_seq(Session& session);

}  // namespace cli
