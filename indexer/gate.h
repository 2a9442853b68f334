// SPDX-License-Identifier: GPL-3.0-or-later
// What a new generation must pass before it is published.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/manifest.h"

namespace indexer {

// A check of the gate beyond counts and structure, which are built in: golden queries and quality need the rooms above. `candidate` are the
// databases of the new generation, `current` those of the one in force, none where there is none or this program cannot read it. An error counts as not
// passed.
struct GateCheck {
  std::string name;
  using Databases = std::vector<std::filesystem::path>;
  std::function<corpus::Result<GateResult>(const Databases& candidate, const Databases& current)> run;
  // Whether what it needs can be read and may be passed, asked before the build begins: a mistyped file name or id shall not cost a build. May be empty.
  std::function<corpus::Result<void>()> ready = {};
  // What it asks and how it judges, where these come from files and settings: a generation that failed it need not fail one of another edition.
  std::string edition = {};
};

// Does the number of documents agree with the store's published records? `skipped` of them could not be indexed. Requires: the candidate has just
// caught up with `seq`; changes since then are allowed for.
GateResult check_counts(const corpus::Store& store, const GateCheck::Databases& candidate, corpus::Seq seq, std::int64_t skipped);

// Does Xapian's own check find every shard sound, and is no table of it lost (lost_table.h)? `cancelled` is asked before each; once it says so, what is returned means nothing.
GateResult check_structure(const GateCheck::Databases& candidate, const std::function<bool()>& cancelled = {});

}  // namespace indexer
