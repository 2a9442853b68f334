// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands share for the length of one run: configuration, output, and the store, lists and index, opened when first asked for.
// Every function here stops (exit.h) where what it opens cannot be opened.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "cli/config.h"
#include "cli/exit.h"
#include "cli/output.h"
#include "corpus/panel_rules.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "search/expansion.h"
#include "search/reader_pool.h"
#include "search/signals/region_policy.h"
#include "search/weights.h"

namespace cli {

enum class Access {
  read,    // the database must exist and is not touched
  write,   // must exist
  serve,   // as write; where it can only be read, as read, with a warning that says why
  create,  // directory and database are created where missing
};

class Session {
 public:
  Session(Config config, Output& output) : config_(std::move(config)), output_(output) {}

  const Config& config() const { return config_; }
  Output& output() { return output_; }

  const corpus::Vocabularies& vocabularies();

  // Requires: all calls of one run ask for the same access. Stops, unless it may be created, where there is an index without its store.
  corpus::Store& store(Access access);

  // Another one on the same database for a thread that must not share its session, such as one of idle priority: who holds the session's
  // mutex would keep the others waiting.
  std::unique_ptr<corpus::Store> another_store() const;

  // The index of search.shards, else of the data directory. Warns where a directory of the former is not there: a shard that is away must not keep a service
  // from starting. Stops where the latter has an index without its store: its hits would lead nowhere.
  search::ReaderPool& readers();
  // How long one shard of search.shards is waited for.
  std::chrono::milliseconds shard_timeout() const;
  // The same index without the model and the order that it learned, for a comparison.
  std::unique_ptr<search::ReaderPool> readers_by_words() const;

  // What widens questions, or null where that is off. Stops where the thesaurus is missing or damaged.
  const search::Expander* expander();

  // The weights in force of the data directory, read once. Stops where the file is damaged: ranking otherwise in silence helps nobody.
  const search::Weights& weights();

  // Of search.conflicts, else those that came with the program. Stops where they are missing or damaged.
  const corpus::PanelRules& panel_rules();

  // What search.policy_regions and search.policy_boost ask for; off where the boost is 0. Stops where a line names no two regions.
  const search::RegionPolicy& region_policy();

  // Who acts, for the history of records: the name of the token in QUEQIAO_TOKEN, which must then be valid, or the user's name.
  // `access` is that of this run.
  std::string actor(Access access);

 private:
  Config config_;
  Output& output_;
  std::optional<corpus::Vocabularies> vocabularies_;
  std::optional<search::Expander> expander_;
  std::optional<search::Weights> weights_;
  std::optional<corpus::PanelRules> panel_rules_;
  std::optional<search::RegionPolicy> region_policy_;
  std::unique_ptr<corpus::Store> store_;
  std::unique_ptr<search::ReaderPool> readers_;
};

}  // namespace cli
