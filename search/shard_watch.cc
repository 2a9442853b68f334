// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/shard_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "indexer/xapian_error.h"

namespace search {

using corpus::Error;
using corpus::ErrorCode;
using corpus::Result;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kInterval = std::chrono::milliseconds(1000);
constexpr auto kMovingInterval = std::chrono::milliseconds(100);

std::string text_of(const Xapian::Error& error) {
  const char* system = error.get_error_string();
  return system == nullptr ? error.get_msg() : error.get_msg() + ": " + system;
}

// Xapian names the connection in the context of most errors: remote:tcp(10.0.0.7:7000).
bool names(const Xapian::Error& error, const ShardAddress& shard) {
  return shard.far() && error.get_context().find(fmt::format("({}:{})", shard.host, shard.port)) != std::string::npos;
}

// A shard that is away for long has been so since it was first found to be.
void mark_away(ShardState& state, std::string why) {
  if (state.since.empty()) state.since = corpus::utc_now();
  state.answers = false;
  state.message = std::move(why);
}

}  // namespace

ShardWatch::ShardWatch(std::vector<ShardAddress> shards, std::chrono::milliseconds timeout) : shards_(std::move(shards)), timeout_(timeout) {
  for (const ShardAddress& shard : shards_) {
    states_.emplace_back().name = shard.name;
    states_.back().answers = true;  // until it is found not to
  }
  asked_.used.assign(shards_.size(), true);
  seen_.used.assign(shards_.size(), false);
  thread_ = std::jthread([this](std::stop_token stop) { watch(stop); });
}

ShardWatch::~ShardWatch() = default;

ShardWatch::Seen ShardWatch::open_one(std::size_t i) const {
  Seen seen;
  try {
    indexer::reading([&] {
      seen.database = open_shard(shards_[i], timeout_);
      seen.stamp = indexer::read_stamp(*seen.database);
      seen.documents = seen.database->get_doccount();
    });
    if (seen.stamp.generation.empty()) {  // as xapian-replicate makes one before its first copy
      seen.database.reset();
      seen.error = "there is no shard in it: a replica has its first copy to come, or this is another database";
    }
  } catch (const Xapian::Error& error) {
    seen.database.reset();
    seen.error = text_of(error);
  }
  return seen;
}

std::vector<ShardWatch::Seen> ShardWatch::open_all(const std::vector<bool>& which) const {
  std::vector<Seen> seen(shards_.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (which[i] && shards_[i].far()) threads.emplace_back([this, i, &seen] { seen[i] = open_one(i); });
  }
  for (std::size_t i = 0; i < shards_.size(); ++i)
    if (which[i] && !shards_[i].far()) seen[i] = open_one(i);
  threads.clear();  // joins
  return seen;
}

ShardWatch::Choice ShardWatch::choose(const std::vector<Seen>& seen) const {
  std::map<std::pair<std::string, std::string>, std::size_t> votes;  // generation, build → shards
  for (const Seen& one : seen)
    if (one.database) ++votes[{one.stamp.generation, one.stamp.build}];
  Choice choice;
  choice.used.assign(seen.size(), false);
  std::size_t most = 0;
  for (const auto& [set, count] : votes)
    if (count >= most) std::tie(choice.generation, choice.build) = set, most = count;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    choice.used[i] = seen[i].database && choice.is_of(seen[i].stamp.generation, seen[i].stamp.build);
    if (choice.used[i]) choice.shards = std::max(choice.shards, seen[i].stamp.shards);
  }
  choice.agreed = votes.size() <= 1;
  choice.fault = fault_of(seen, choice);
  return choice;
}

std::optional<Error> ShardWatch::fault_of(const std::vector<Seen>& seen, const Choice& choice) const {
  const auto fault = [](std::string message, std::string hint) {
    return Error{ErrorCode::unavailable, "search.shards", std::move(message), std::move(hint)};
  };
  std::map<std::size_t, std::size_t> entry_of;  // number of the shard → entry
  std::string silent;
  std::size_t shards = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i].database) silent += fmt::format("; {}: {}", shards_[i].name, states_[i].message.empty() ? seen[i].error : states_[i].message);
    if (!choice.used[i]) continue;
    const indexer::Stamp& stamp = seen[i].stamp;
    if (auto same = indexer::check_meaning(stamp, shards_[i].name); !same) return same.error();
    if (stamp.shards == 0)
      return fault(fmt::format("{} does not say which shard of its generation it is", shards_[i].name), "build the index again: queqiao index build");
    if (const auto [other, is_new] = entry_of.emplace(stamp.shard, i); !is_new)
      return fault(fmt::format("{} and {} are both {} of {}", shards_[other->second].name, shards_[i].name, indexer::shard_name(stamp.shard),
                               choice.generation),
                   "name each shard once");
    shards = stamp.shards;
  }
  if (entry_of.empty()) return fault("none of the shards answers" + silent, "start their servers: xapian-tcpsrv");
  if (shards == seen.size()) return std::nullopt;
  std::string lacking;
  for (std::size_t number = 0; number < shards; ++number)
    if (!entry_of.contains(number)) lacking += (lacking.empty() ? "" : ", ") + indexer::shard_name(number);
  if (!lacking.empty()) lacking = "; missing: " + lacking;
  return fault(fmt::format("{} entries are configured, but {} has {} shards{}", seen.size(), choice.generation, shards, lacking),
               "name every shard of the generation once");
}

void ShardWatch::note(const std::vector<Seen>& seen, const std::vector<bool>& which) {
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!which[i]) continue;
    ShardState& state = states_[i];
    if (!seen[i].database) {
      mark_away(state, seen[i].error);
      continue;
    }
    state.answers = true;
    state.message.clear();
    state.since.clear();
    state.number = seen[i].stamp.shard;
    state.generation = seen[i].stamp.generation;
    state.build = seen[i].stamp.build;
    state.seq = seen[i].stamp.seq;
    state.documents = seen[i].documents;
  }
}

void ShardWatch::ask_from_now_on(const Choice& choice) {
  if (!(choice == asked_)) ++view_;
  asked_ = choice;
  settled_ = !choice.agreed;
}

std::vector<bool> ShardWatch::answering() const {
  std::vector<bool> which;
  for (const ShardState& state : states_) which.push_back(state.answers);
  return which;
}

Result<ShardWatch::Opened> ShardWatch::open(bool wait) {
  std::vector<bool> which;
  {
    const std::lock_guard lock(mutex_);
    if (wait && moving_ && !settled_) return Opened{nullptr, view_};
    which = answering();
    if (std::ranges::find(which, true) == which.end()) which.assign(shards_.size(), true);
  }
  auto seen = open_all(which);
  const auto opened = [](const Seen& one) { return one.database.has_value(); };
  if (std::ranges::none_of(seen, opened) && std::ranges::find(which, false) != which.end()) {
    which.assign(shards_.size(), true);  // those that did not answer a moment ago are better than nothing
    seen = open_all(which);
  }
  const std::lock_guard lock(mutex_);
  note(seen, which);
  const Choice choice = choose(seen);
  seen_ = choice;
  moving_ = !choice.agreed;
  if (moving_ && wait && !(choice == asked_)) return Opened{nullptr, view_};
  if (choice.fault) return std::unexpected(*choice.fault);
  ask_from_now_on(choice);
  std::vector<std::size_t> parts;  // entries, by number: answers do not depend on the order of the configuration
  bool far = false;
  indexer::Stamp stamp;
  corpus::Seq seq = std::numeric_limits<corpus::Seq>::max();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!choice.used[i]) continue;
    stamp = seen[i].stamp;  // but for `seq` the same in all of a generation
    parts.push_back(i);
    far = far || shards_[i].far();
    seq = std::min(seq, seen[i].stamp.seq);
  }
  std::ranges::sort(parts, {}, [&](std::size_t i) { return seen[i].stamp.shard; });
  std::vector<Xapian::Database> databases;
  std::vector<std::string> names;
  for (const std::size_t i : parts) databases.push_back(*seen[i].database), names.push_back(shards_[i].name);
  stamp.seq = seq;
  auto reader = std::make_unique<IndexReader>(std::move(databases), std::move(stamp), far, shards_.size() - parts.size());
  reader->name_shards(std::move(names));
  return Opened{std::move(reader), view_};
}

std::uint64_t ShardWatch::view() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

bool ShardWatch::moving() const {
  const std::lock_guard lock(mutex_);
  return moving_;
}

void ShardWatch::failed(const Xapian::Error& error) {
  const auto now = Clock::now();
  std::vector<bool> which(shards_.size(), true);
  if (std::string_view(error.get_type()) == "NetworkTimeoutError") {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < shards_.size(); ++i) {
      if (!names(error, shards_[i])) continue;
      which[i] = false;
      mark_away(states_[i], fmt::format("no answer within {} ms", timeout_.count()));
      Choice without = asked_;
      without.used[i] = false;
      ask_from_now_on(without);
    }
  }
  const std::lock_guard one_at_a_time(looking_);
  if (looked_ < now) look(which);
}

void ShardWatch::look() {
  const std::lock_guard one_at_a_time(looking_);
  look(std::vector<bool>(shards_.size(), true));
}

void ShardWatch::look(const std::vector<bool>& which) {
  const auto now = Clock::now();
  const auto seen = open_all(which);
  const std::lock_guard lock(mutex_);
  note(seen, which);
  const Choice choice = choose(seen);
  seen_ = choice;
  moving_ = !choice.agreed;
  looked_ = now;
  if (!moving_ && !choice.fault) ask_from_now_on(choice);
}

std::vector<ShardState> ShardWatch::states() const {
  const std::lock_guard lock(mutex_);
  std::vector<ShardState> states = states_;
  // Before the first question: what it would ask.
  const bool idle = asked_.generation.empty();
  const Choice& asked = idle ? seen_ : asked_;
  for (std::size_t i = 0; i < states.size(); ++i) {
    ShardState& state = states[i];
    const bool of_asked = asked.is_of(state.generation, state.build);
    state.used = state.answers && of_asked && asked.used[i] && !(idle && seen_.fault);
    if (!state.answers || state.used || state.generation.empty()) continue;
    state.message = !of_asked && state.generation == asked.generation ? "is of another build with this number than the one that answers"
                    : !of_asked   ? "is of another generation than the one that answers"
                    : seen_.fault ? "the shards that answer are no whole generation"
                                  : "is not asked yet";
  }
  return states;
}

ShardSet ShardWatch::shard_set() const {
  const std::lock_guard lock(mutex_);
  ShardSet made;
  made.configured = states_.size();
  made.generation = seen_.generation;
  made.expected = seen_.shards;
  made.fault = seen_.fault;
  std::set<std::size_t> found, away;
  std::int64_t documents_away = 0;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const ShardState& state = states_[i];
    if (state.generation.empty() || !seen_.is_of(state.generation, state.build)) continue;
    if (state.answers && seen_.used[i])
      found.insert(state.number);
    else if (!state.answers && away.insert(state.number).second)
      documents_away += state.documents;
  }
  made.found = found.size();
  if (made.expected > 0 && found.size() + away.size() == made.expected) made.missing_documents = documents_away;
  return made;
}

void ShardWatch::watch(std::stop_token stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, moving() ? kMovingInterval : kInterval, [] { return false; });
    if (!stop.stop_requested()) look();
  }
}

}  // namespace search
