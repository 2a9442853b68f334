// SPDX-License-Identifier: GPL-3.0-or-later
// The reading door: opens the generation in force, checks that this program can read it, follows a new one without a restart.
//
// Xapian's objects are not shared between threads, so a ReaderPool keeps one IndexReader per thread that asks; `with` lends one for the length of
// a call, moves it to the newest commit or generation first, and asks again when a commit overtook it (DatabaseModifiedError).
#pragma once

#include <xapian.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/manifest.h"
#include "indexer/xapian_error.h"

namespace search {

class IndexReader {
 public:
  // Opens the databases of one generation as one; the first carries the sequence number. version_mismatch where analyzer or schema differ.
  static corpus::Result<std::unique_ptr<IndexReader>> open(const std::vector<std::filesystem::path>& databases);
  // The same for the generation with this name, held so that it is not removed while it is open.
  static corpus::Result<std::unique_ptr<IndexReader>> open(const indexer::IndexLayout& layout, const std::string& generation);

  const Xapian::Database& database() const { return database_; }
  corpus::Seq seq() const { return seq_; }
  const std::string& generation() const { return generation_; }

  // How many documents a reader may see: all, or of one kind. May throw Xapian::Error.
  std::int64_t documents(bool see_hidden) const;
  std::int64_t documents(corpus::Kind kind, bool see_hidden) const;

  // Moves to the newest commit; true where something changed.
  bool refresh();

 private:
  IndexReader() = default;
  void read_metadata();
  indexer::GenerationHold hold_;
  Xapian::Database database_;
  std::string generation_;
  corpus::Seq seq_ = 0;
};

class ReaderPool {
 public:
  // `data_directory` holds `index/`. Opens nothing yet.
  explicit ReaderPool(std::filesystem::path data_directory);
  // Always these databases: for test collections, and for a generation that is not in force.
  struct Fixed {};
  ReaderPool(Fixed, std::vector<std::filesystem::path> databases);

  // Calls body(const IndexReader&), which returns a Result, with the newest state. unavailable where no index was built.
  // The reader is the caller's alone until body returns. Repeats body at most three times when commits overtake it.
  template <class Body>
  auto with(Body&& body) -> decltype(body(std::declval<const IndexReader&>())) {
    for (int attempt = 0;; ++attempt) {
      auto reader = acquire();
      if (!reader) return std::unexpected(reader.error());
      try {
        auto answer = body(static_cast<const IndexReader&>(**reader));
        release(std::move(*reader));
        return answer;
      } catch (const Xapian::DatabaseModifiedError& error) {
        if (attempt == 3) return std::unexpected(indexer::to_error(error, "index"));
        release(std::move(*reader));
      } catch (const Xapian::Error& error) {
        return std::unexpected(indexer::to_error(error, "index"));  // the reader may be broken: it is not given back
      }
    }
  }

 private:
  static constexpr std::size_t kMaxIdle = 64;
  static constexpr int kAttempts = 4;

  corpus::Result<std::unique_ptr<IndexReader>> acquire();
  std::unique_ptr<IndexReader> idle_reader(const std::string& generation);
  void release(std::unique_ptr<IndexReader> reader);

  std::filesystem::path data_directory_;
  std::vector<std::filesystem::path> fixed_;
  std::mutex mutex_;
  std::string generation_;  // of the idle readers
  std::vector<std::unique_ptr<IndexReader>> idle_;
};

}  // namespace search
