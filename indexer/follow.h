// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the index in force up to the store: published changes become searchable, everything else disappears.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "indexer/generation_layout.h"
#include "indexer/index_writer.h"
#include "indexer/same_decisions.h"
#include "indexer/unfollowed_same.h"

namespace indexer {

struct FollowStep {
  corpus::Seq seq = 0;          // reached
  std::int64_t applied = 0;     // changes
  std::int64_t problems = 0;    // records that could not be indexed; logged, never a stop
  Regrouped regrouped;          // whom it compared anew, and what people called the same of them that is not grouped so
};

// Applies at most `limit` changes after `after` to one database and commits with the number reached; nothing to apply writes nothing. `decisions` are the
// store's, as of `after` or later.
corpus::Result<FollowStep> apply_changes(const corpus::Store& store, IndexWriter& writer, SameDecisionsOfStore& decisions, corpus::Seq after, std::size_t limit);

// Before the first write to a generation that was published: a writer that dies before its first commit leaves other bytes under the revision that was
// published. Durable when it returns; costs a look where it was noted already. io.
corpus::Result<void> note_followed(const IndexLayout& layout, const std::string& generation);

// Changes applied in one go: short, so that what a person publishes meanwhile does not wait. A slice of 100 takes about a tenth of a second.
inline constexpr std::size_t kFollowSlice = 100;

// Applies at most `limit` changes and commits. Takes the generation's writer lock for the time it takes: busy where another holds it or waits for it
// (writer_lock.h).
// Single changes cost about 5 ms. Where more is waiting than one slice, changes that came by themselves, or in an import of at most Store::kSmallBatch
// records, go before those of a larger import; they are applied again when the slices reach them, which changes nothing. Not thread-safe.
class Follower {
 public:
  // `holder`: who follows, for those who find the lock held.
  Follower(const corpus::Store& store, const corpus::Vocabularies& vocabularies, std::filesystem::path data_directory,
           std::string holder = "queqiao index follow")
      : store_(store), vocabularies_(vocabularies), data_directory_(std::move(data_directory)), holder_(std::move(holder)) {}
  corpus::Result<FollowStep> step(std::size_t limit = kFollowSlice);

 private:
  const corpus::Store& store_;
  const corpus::Vocabularies& vocabularies_;
  std::filesystem::path data_directory_;
  std::string holder_;
  std::string generation_;
  corpus::Seq looked_at_ = 0;  // single changes up to here are applied
  corpus::Seq left_at_ = -1;   // what the index had reached after our last step; -1 where there was none
  SameDecisionsOfStore decisions_;
  std::shared_ptr<const model::TextModel> model_;  // of generation_, as is the next
  std::shared_ptr<const text::Lexicon> lexicon_;
};

// One step of a Follower of its own.
corpus::Result<FollowStep> follow_once(const corpus::Store& store, const corpus::Vocabularies& vocabularies,
                                       const std::filesystem::path& data_directory, std::size_t limit = kFollowSlice);

struct FollowOptions {
  std::chrono::milliseconds interval{100};
  std::string holder = "queqiao index follow";
  std::function<void(const FollowStep&)> on_step;               // after each step that applied something
  std::function<void(const corpus::Error&)> on_error;           // busy and unavailable are waited out in silence
};

// Calls follow_once until stopped. For a thread of its own.
void follow(std::stop_token stop, const corpus::Store& store, const corpus::Vocabularies& vocabularies,
            const std::filesystem::path& data_directory, const FollowOptions& options = {});

}  // namespace indexer
