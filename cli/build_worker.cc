// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/build_worker.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>

#include "cli/build_run.h"
#include "cli/priority.h"
#include "cli/serve_lock.h"

namespace cli {
namespace {

constexpr std::chrono::milliseconds kAskEvery{500};
constexpr std::size_t kMostShards = 99;

// What `jobs start` and the API write into the row. Somebody else's row gets an error, not a build of another kind than asked for.
BuildWishes wishes_of(const corpus::Job& job) {
  const auto json = nlohmann::json::parse(job.options, nullptr, false);
  const auto refuse = [&] { stop(corpus::ErrorCode::invalid_argument, job.id, "the options of the job cannot be read: " + job.options, "ask for it again"); };
  BuildWishes wishes;
  if (!json.is_object()) refuse();
  for (const auto& [name, value] : json.items()) {
    if (name == "resume" && value.is_boolean())
      wishes.resume = value.get<bool>();
    else if (name == "shards" && value.is_number_unsigned() && value.get<std::size_t>() >= 1 && value.get<std::size_t>() <= kMostShards)
      wishes.shards = value.get<std::size_t>();
    else
      refuse();
  }
  return wishes;
}

// `lock` may be null where it cannot be taken; the build then says why.
void build(corpus::Store& store, const corpus::Vocabularies& vocabularies, const Config& config, const corpus::Job& job,
           const indexer::FileLock* lock, const std::stop_token& stop) {
  JobRow row(store, job);
  try {
    spdlog::info("{}: building, asked for by {}", job.id, job.asked_by);
    BuildWishes wishes = wishes_of(job);
    wishes.holder = "queqiao serve, job " + job.id;
    wishes.lock = lock;
    wishes.warn = [&job](const std::string& line) { spdlog::warn("{}: {}", job.id, line); };
    wishes.note = [&job](const std::string& line) { spdlog::info("{}: {}", job.id, line); };
    if (lock != nullptr) lock->name(wishes.holder);
    const auto report = build_as(row, store, vocabularies, config, wishes, [&] { return stop.stop_requested(); }, {});
    if (report)
      spdlog::info("{}: {} is in force", job.id, report->manifest.generation);
    else
      spdlog::warn("{}: {}", job.id, corpus::to_text(report.error()));
  } catch (const Stop& stopped) {
    row.failed(corpus::to_text(stopped.error));
  } catch (const std::exception& error) {
    row.failed(error.what());
    spdlog::error("{}: {}", job.id, error.what());
  }
}

void work(std::stop_token stop, corpus::Store& store, const corpus::Vocabularies& vocabularies, const Config& config,
          std::optional<indexer::FileLock> mark) {
  (void)be_idle();  // this thread and those that it begins
  std::mutex mutex;
  std::condition_variable_any bell;
  bool told = false, told_to_wait = false;  // what lasts is said once
  while (!stop.stop_requested()) {
    if (!mark) {  // another service's worker has it, or somebody looked just now
      if (auto taken = mark_as_working(config.data)) mark.emplace(std::move(*taken));
    }
    // A job is taken when it can be done: while another builds, by hand or in another service, it waits.
    std::optional<indexer::FileLock> lock;
    const auto job = store.take_job({"build"}, [&] {
      auto taken = indexer::take_build_lock(config.data, "queqiao serve");
      if (taken) lock.emplace(std::move(*taken));
      const bool wait = !taken && taken.error().code == corpus::ErrorCode::busy;
      if (wait && !told_to_wait) spdlog::info("jobs: a build waits: {}", taken.error().message);
      told_to_wait = wait;
      return !wait;
    });
    if (!job && !told) spdlog::error("jobs: {}", corpus::to_text(job.error()));
    told = !job;
    if (job && *job) {
      build(store, vocabularies, config, **job, lock ? &*lock : nullptr, stop);
      continue;
    }
    lock.reset();  // another took the job
    std::unique_lock until(mutex);
    bell.wait_for(until, stop, kAskEvery, [] { return false; });
  }
}

}  // namespace

std::jthread begin_build_worker(Session& session) {
  auto mark = mark_as_working(session.config().data);  // from here on who asks for a build is told of no lack
  return std::jthread([store = session.another_store(), mark = std::move(mark), &vocabularies = session.vocabularies(),
                       &config = session.config()](std::stop_token stop) mutable { work(std::move(stop), *store, vocabularies, config, std::move(mark)); });
}

}  // namespace cli
