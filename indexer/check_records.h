// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a check that holds the records of the store against the documents of the index.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/check_findings.h"
#include "indexer/manifest.h"
#include "indexer/model/text_model.h"
#include "indexer/stamp.h"
#include "indexer/steady_shard.h"
#include "indexer/text/lexicon.h"

namespace indexer {

// For one run. Everything that is given must outlive it; `shards` are the manifest's databases. Shards that the findings name unreadable are left out, one
// that proves to be so is left from there on; the others are compared whole.
class RecordCheck {
 public:
  RecordCheck(const corpus::Store& store, const corpus::Vocabularies& vocabularies, std::vector<std::filesystem::path> shards, const Manifest& manifest,
              const model::TextModel* model, const text::Lexicon* lexicon, Findings& findings)
      : store_(store), vocabularies_(vocabularies), paths_(std::move(shards)), manifest_(manifest), model_(model), lexicon_(lexicon), findings_(findings) {}

  void run(const std::function<void(std::int64_t, std::int64_t)>& progress);

 private:
  template <class Read>
  bool read_of_shard(std::size_t number, Read&& read);
  void open_shards();
  void open_shard(std::size_t number);
  void compare_stamp(const Stamp& is, std::size_t number);
  void unpublished(std::size_t number);
  bool changed(const std::string& id);
  void one(const corpus::StoredRecord& stored);

  const corpus::Store& store_;
  const corpus::Vocabularies& vocabularies_;
  std::vector<std::filesystem::path> paths_;
  const Manifest& manifest_;
  const model::TextModel* model_;
  const text::Lexicon* lexicon_;
  Findings& findings_;
  std::vector<std::optional<SteadyShard>> open_;  // empty: not to be read, or no more
  std::vector<std::set<Xapian::docid>> seen_;     // documents that a record has led to
  std::string table_;                             // that is being read
  std::set<std::string> changed_;
  corpus::Seq changed_up_to_ = 0;
};

}  // namespace indexer
