// SPDX-License-Identifier: GPL-3.0-or-later
// The reading door: opens the generation in force, checks that this program can read it, follows a new one without a restart.
//
// Xapian's objects are not shared between threads, so a ReaderPool (reader_pool.h) keeps one IndexReader per thread that asks.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/store.h"
#include "indexer/manifest.h"
#include "indexer/model/ranking_weights.h"
#include "indexer/model/text_model.h"
#include "indexer/stamp.h"
#include "indexer/text/lexicon.h"

namespace search {

// What a reader throws where a document has no body, which every one is given: a file of the index is lost. Unlike one body that cannot be read, no answer made
// without it would be true.
class LostBody : public Xapian::DatabaseCorruptError {
 public:
  explicit LostBody(std::string record) : Xapian::DatabaseCorruptError("the stored body of record " + record + " cannot be read"), record_(std::move(record)) {}
  const std::string& record() const { return record_; }

 private:
  std::string record_;
};

// The shards of one generation, opened as one. Never of two: whoever makes a reader has compared what the shards say of themselves.
class IndexReader {
 public:
  // Opens the databases of one generation. version_mismatch where analyzer or schema differ, damaged where a file of one is lost (indexer/lost_table.h).
  static corpus::Result<std::unique_ptr<IndexReader>> open(const std::vector<std::filesystem::path>& databases);
  // The same for the generation with this name, held so that it is not removed while it is open.
  static corpus::Result<std::unique_ptr<IndexReader>> open(const indexer::IndexLayout& layout, const std::string& generation);
  // Of shards that are open already, in the order of their numbers; `stamp` is that of one of them, but for its `seq`, which is the lowest of all of theirs;
  // `missing` of the generation's are not among them, `far` says whether one is on another machine. Asks none of them anything.
  IndexReader(std::vector<Xapian::Database> shards, indexer::Stamp stamp, bool far, std::size_t missing);

  const Xapian::Database& database() const { return database_; }
  const std::string& generation() const { return stamp_.generation; }
  // What every shard holds: the lowest of their sequence numbers, since shards do not commit together.
  corpus::Seq seq() const { return stamp_.seq; }
  // Whether a part is on another machine: every question is then a message.
  bool far() const { return far_; }
  // Shards that were left out, since they did not answer or are of another generation, and how many there should be.
  std::size_t missing() const { return missing_; }
  std::size_t shards() const { return shards_.size() + missing_; }

  // How many documents a reader may see: all, or of one kind. May throw Xapian::Error.
  std::int64_t documents(bool see_hidden) const;
  std::int64_t documents(corpus::Kind kind, bool see_hidden) const;

  // The documents with these numbers, in this order. From several machines side by side, since each document is a message there and back.
  // May throw Xapian::Error.
  std::vector<Xapian::Document> fetch(const std::vector<Xapian::docid>& numbers) const;

  // The model that the documents' places are of; null where they have none, it is not at hand, or it is not to be used.
  const indexer::model::TextModel* model() const { return model_.get(); }
  // Whether documents have places that nothing can be done with.
  bool lacks_model() const { return model_wanted_ && !model_ && !stamp_.model.empty(); }
  const std::string& model_edition() const { return stamp_.model; }
  // Where the model lies beside the databases; empty where they are not of one directory.
  const std::filesystem::path& model_file() const { return model_file_; }
  // How much it counts how words stand; null where the index learned none, they cannot be read, or they are not to be used.
  const indexer::model::RankingWeights* ranking() const { return ranking_wanted_ && ranking_ ? &*ranking_ : nullptr; }
  // Whether the index has some that cannot be read.
  bool lacks_ranking() const { return ranking_wanted_ && ranking_unread_; }
  // Before the reader is lent; so is the next.
  void use_ranking() { ranking_wanted_ = true; }
  void use_model(std::shared_ptr<const indexer::model::TextModel> model) { model_ = std::move(model), model_wanted_ = true; }

  // The lexicon that the documents' words were joined by, as a question's are to be; null where there is none, or it is not at hand: a question then
  // asks for the words that ICU makes, which the documents hold as well.
  const indexer::text::Lexicon* lexicon() const { return lexicon_.get(); }
  bool lacks_lexicon() const { return !lexicon_ && !stamp_.lexicon.empty(); }
  const std::string& lexicon_edition() const { return stamp_.lexicon; }
  // Where it lies beside the databases; empty where they are not of one directory.
  const std::filesystem::path& lexicon_file() const { return lexicon_file_; }
  // Before the reader is lent.
  void use_lexicon(std::shared_ptr<const indexer::text::Lexicon> lexicon) { lexicon_ = std::move(lexicon); }

  // Moves to the newest commit. False where a shard has become one of another generation, or lost a file of which this commit knows: the reader is then not to be
  // used. Costs a look at a few files where there is a newer one, else next to nothing. May throw Xapian::Error.
  bool refresh();

  // Kept as long as the reader is: its share of the files that may be open. Before the reader is lent.
  void keep(std::shared_ptr<void> share) { share_ = std::move(share); }

  // Where a shard is read from, by number: for the words of errors. Before the reader is lent.
  void name_shards(std::vector<std::string> names) { names_ = std::move(names); }
  // What an error of Xapian's, thrown while this was read, means: it names the generation, and the shard where that is known.
  corpus::Error fault(const Xapian::Error& error) const;
  corpus::Error fault(const LostBody& error) const;

 private:
  bool read_stamps();
  corpus::Error fault_at(const std::string& where, const Xapian::Error& error) const;

  std::shared_ptr<void> share_;  // first, so that it is given back when the files are closed
  indexer::GenerationHold hold_;
  std::vector<Xapian::Database> shards_;
  std::vector<std::string> names_;
  Xapian::Database database_;
  indexer::Stamp stamp_;
  bool far_ = false;
  std::size_t missing_ = 0;
  std::filesystem::path model_file_;
  std::shared_ptr<const indexer::model::TextModel> model_;
  bool model_wanted_ = false;
  std::optional<indexer::model::RankingWeights> ranking_;
  bool ranking_unread_ = false;
  bool ranking_wanted_ = false;
  std::filesystem::path lexicon_file_;
  std::shared_ptr<const indexer::text::Lexicon> lexicon_;
};

}  // namespace search
