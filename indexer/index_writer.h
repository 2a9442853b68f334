// SPDX-License-Identifier: GPL-3.0-or-later
// The writing door of one generation's database, and the locks that keep writers apart. Not thread-safe; one writer per database.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/generation_layout.h"
#include "indexer/manifest.h"
#include "indexer/model/text_model.h"
#include "indexer/same_decisions.h"
#include "indexer/text/lexicon.h"
#include "indexer/unfollowed_same.h"

namespace indexer {

// A lock file held by one process (flock), released when the object or the process goes. The file holds who: pid, command, since when.
class FileLock {
 public:
  // busy where another holds it, with its words from the file in the message. `who` is a command, "queqiao index build", or one with the job it does,
  // "queqiao serve, job J-000012": whoever finds it held is then told how to cancel that job.
  static corpus::Result<FileLock> take(const std::filesystem::path& file, const std::string& who);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();
  // From now on the file says `who`.
  void name(const std::string& who) const;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

class IndexWriter {
 public:
  // Opens existing shards for change, all of them, shard-00 first. busy where another writer has one. `model` and `lexicon` are the generation's, null
  // where it has none.
  static corpus::Result<std::unique_ptr<IndexWriter>> open(const std::vector<std::filesystem::path>& shards, const corpus::Vocabularies& vocabularies,
                                                           std::shared_ptr<const model::TextModel> model = nullptr,
                                                           std::shared_ptr<const text::Lexicon> lexicon = nullptr);

  // Adds or replaces by id.
  corpus::Result<void> put(const corpus::Record& record);
  corpus::Result<void> remove(const std::string& id);
  // A person decided about this record and another, so that its group may change.
  corpus::Result<void> decided_on(const std::string& id);
  // Finds again who is the same as what was put, removed and decided on since the last time. Before commit.
  corpus::Result<Regrouped> regroup(const SameDecisionsOfStore& decisions);
  // Makes what was put and removed visible, shard after shard, each together with the sequence number it reaches. Durable when it returns.
  corpus::Result<void> commit(corpus::Seq seq);
  // The lowest of the shards': after a commit that was cut short, what has to be done again begins there.
  corpus::Result<corpus::Seq> seq() const;

 private:
  IndexWriter(std::vector<Xapian::WritableDatabase> shards, std::vector<std::string> where, const corpus::Vocabularies& vocabularies,
              std::shared_ptr<const model::TextModel> model, std::shared_ptr<const text::Lexicon> lexicon)
      : shards_(std::move(shards)),
        where_(std::move(where)),
        vocabularies_(vocabularies),
        model_(std::move(model)),
        lexicon_(std::move(lexicon)) {}
  void remember_group(const std::string& id);

  std::vector<Xapian::WritableDatabase> shards_;
  std::vector<std::string> where_;
  std::map<std::string, std::string> concerned_;  // since the last regroup: id → group it was in
  const corpus::Vocabularies& vocabularies_;
  std::shared_ptr<const model::TextModel> model_;
  std::shared_ptr<const text::Lexicon> lexicon_;
};

// Counts, bytes, revision and checksum of a database that nobody writes. damaged where a file of it is lost (lost_table.h). timeout once `cancelled`, which
// is asked every MiB, says so.
corpus::Result<Shard> describe_shard(const std::filesystem::path& database, const std::function<bool()>& cancelled = {});

// Metadata that every database of a generation carries: whoever opens one, on whatever machine, can tell what it is a part of.
void write_metadata(Xapian::WritableDatabase& database, const Manifest& manifest, std::size_t shard, std::size_t shards);

}  // namespace indexer
