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
#include "indexer/generation_layout.h"
#include "indexer/xapian_error.h"

namespace search {

class IndexReader {
 public:
  // Opens one database directory (a generation's db). version_mismatch where analyzer or schema differ.
  static corpus::Result<std::unique_ptr<IndexReader>> open(const std::filesystem::path& database, const std::string& vocabulary_edition);

  const Xapian::Database& database() const { return database_; }
  corpus::Seq seq() const { return seq_; }
  const std::string& generation() const { return generation_; }

  // Moves to the newest commit; true where something changed.
  bool refresh();

 private:
  IndexReader() = default;
  void read_metadata();
  Xapian::Database database_;
  std::string generation_;
  corpus::Seq seq_ = 0;
};

class ReaderPool {
 public:
  // `data_directory` holds `index/`. Opens nothing yet.
  ReaderPool(std::filesystem::path data_directory, std::string vocabulary_edition);
  // Always this one database: for test collections.
  struct Fixed {};
  ReaderPool(Fixed, std::filesystem::path database, std::string vocabulary_edition);

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

  corpus::Result<std::unique_ptr<IndexReader>> acquire();
  void release(std::unique_ptr<IndexReader> reader);

  std::filesystem::path data_directory_;
  std::filesystem::path fixed_;
  std::string edition_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<IndexReader>> idle_;
};

}  // namespace search
