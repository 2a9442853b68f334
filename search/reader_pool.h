// SPDX-License-Identifier: GPL-3.0-or-later
// Lends readers. `with` lends one for the length of a call, moves it to the newest commit or generation first, asks again when a commit overtook it
// (DatabaseModifiedError), and asks again without a shard that failed.
#pragma once

#include <xapian.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "indexer/xapian_error.h"
#include "search/file_budget.h"
#include "search/index_reader.h"
#include "search/lexicon_shelf.h"
#include "search/model_shelf.h"
#include "search/shard_address.h"
#include "search/shard_watch.h"

namespace search {

class ReaderPool {
 public:
  // `data_directory` holds `index/`. Opens nothing yet.
  explicit ReaderPool(std::filesystem::path data_directory);
  // Always these databases: for test collections, and for a generation that is not in force.
  struct Fixed {};
  ReaderPool(Fixed, std::vector<std::filesystem::path> databases);
  // search.shards. `timeout` bounds each wait for one of them: a third of what a question may take leaves time to answer without it.
  ReaderPool(std::vector<ShardAddress> shards, std::chrono::milliseconds timeout);

  // From now on readers have the model of their index: the one beside its databases, or this file. Before the first question. An index whose model is not there
  // answers by words, with a note.
  void use_models(std::filesystem::path file = {});

  // From now on readers have the weights of the order that their index learned. Before the first question.
  void use_rankings() { rankings_ = true; }

  // Where the lexicon of the index lies, if it has one and that is not beside its databases. Before the first question. An index whose lexicon is not
  // there answers by ICU's words, with a note.
  void use_lexicon(std::filesystem::path file);

  // From now on all readers together have no more than about `files` open, but for one reader, which is never too many. Who would open another waits until one
  // comes back, for some seconds, and is then told unavailable. Before the first question.
  void bound_files(std::size_t files);

  // Calls body(const IndexReader&), which returns a Result, with the newest state. unavailable where no index was built, or no shard answers.
  // The reader is the caller's alone until body returns. Repeats body at most three times when commits overtake it, and while there is time when
  // a shard fails; an answer without some shards says so (IndexReader::missing).
  template <class Body>
  auto with(Body&& body) -> decltype(body(std::declval<const IndexReader&>())) {
    const auto start = std::chrono::steady_clock::now();
    for (int attempt = 0;; ++attempt) {
      auto reader = acquire();
      if (!reader) return std::unexpected(reader.error());
      try {
        auto answer = indexer::reading([&] { return body(static_cast<const IndexReader&>(**reader)); });
        release(std::move(*reader), true);
        return answer;
      } catch (const Xapian::DatabaseModifiedError& error) {
        const corpus::Error fault = (*reader)->fault(error);
        release(std::move(*reader), attempt < kRepeats);
        if (attempt == kRepeats) return std::unexpected(fault);
      } catch (const Xapian::NetworkError& error) {
        const corpus::Error fault = (*reader)->fault(error);
        release(std::move(*reader), false);
        if (!leave_out(error, start)) return std::unexpected(fault);
      } catch (const LostBody& error) {
        const corpus::Error fault = (*reader)->fault(error);
        release(std::move(*reader), false);
        return std::unexpected(fault);
      } catch (const Xapian::Error& error) {
        const corpus::Error fault = (*reader)->fault(error);
        release(std::move(*reader), false);
        return std::unexpected(fault);
      }
    }
  }

  // What is known of the shards of search.shards; empty without it. `now` asks each of them, and waits for the answers.
  std::vector<ShardState> shards(bool now) const;
  // What they make up, as of when they were last asked; nullopt without search.shards.
  std::optional<ShardSet> shard_set() const;

 private:
  static constexpr std::size_t kMaxIdle = 64;
  static constexpr int kAttempts = 4;
  static constexpr int kRepeats = 3;
  using Reader = std::unique_ptr<IndexReader>;

  corpus::Result<Reader> acquire();
  void give_learned(IndexReader& reader);
  corpus::Result<Reader> acquire_local();
  corpus::Result<Reader> acquire_shards();
  Reader idle_reader(const std::string& generation);
  Reader take_idle();
  std::size_t files_of_reader(const indexer::IndexLayout& layout, const std::string& generation) const;
  std::size_t files_of_shards() const;
  // False once `give_up` has passed: there is still no room for another reader.
  bool wait_for_reader(std::chrono::steady_clock::time_point give_up);
  bool somebody_reads(std::uint64_t view) const;
  bool leave_out(const Xapian::Error& error, std::chrono::steady_clock::time_point start);
  // `sound`: whether it may be lent again.
  void release(Reader reader, bool sound);

  std::filesystem::path data_directory_;
  std::vector<std::filesystem::path> fixed_;
  std::unique_ptr<ShardWatch> watch_;
  std::chrono::milliseconds timeout_{};
  std::vector<ShardAddress> shards_;  // watch_'s
  FileBudget files_;
  bool models_ = false, rankings_ = false;
  std::filesystem::path model_file_;
  ModelShelf shelf_;
  std::filesystem::path lexicon_file_;
  LexiconShelf lexicons_;
  mutable std::mutex mutex_;
  std::condition_variable released_;
  std::string generation_;  // of the idle readers
  std::vector<Reader> idle_;
  // Of search.shards: which view of the shards each reader that is lent, and the idle ones, were opened in.
  std::map<const IndexReader*, std::uint64_t> lent_;
  std::uint64_t idle_view_ = 0;
};

}  // namespace search
