// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/serve_lock.h"

#include <system_error>

#include "cli/exit.h"

namespace cli {
namespace {

std::filesystem::path lock_file(const std::filesystem::path& data_directory) { return data_directory / "serve.lock"; }

std::filesystem::path worker_file(const std::filesystem::path& data_directory) { return data_directory / "worker.lock"; }

// Or cannot be looked at.
bool is_held(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::exists(file, ignored) && !indexer::FileLock::take(file, "queqiao jobs start");
}

std::optional<indexer::FileLock> take_unless_held(const std::filesystem::path& data_directory, const std::string& who) {
  auto lock = indexer::FileLock::take(lock_file(data_directory), who);
  if (lock) return std::move(*lock);
  if (lock.error().code != corpus::ErrorCode::busy) throw Stop{lock.error()};
  return std::nullopt;
}

}  // namespace

corpus::Result<std::optional<indexer::FileLock>> mark_as_served(const std::filesystem::path& data_directory) {
  auto lock = indexer::FileLock::take(lock_file(data_directory), "queqiao serve");
  if (lock) return std::optional<indexer::FileLock>(std::move(*lock));
  if (lock.error().code != corpus::ErrorCode::busy) return std::unexpected(lock.error());
  return std::optional<indexer::FileLock>();
}

bool is_served(const std::filesystem::path& data_directory) {
  std::error_code ignored;
  return std::filesystem::exists(lock_file(data_directory), ignored) && !take_unless_held(data_directory, "queqiao index build");
}

std::optional<indexer::FileLock> keep_from_serving(const std::filesystem::path& data_directory) {
  std::error_code ignored;
  std::filesystem::create_directories(data_directory, ignored);  // where this fails, taking the lock says why
  return take_unless_held(data_directory, "queqiao restore");
}

std::optional<indexer::FileLock> mark_as_working(const std::filesystem::path& data_directory) {
  auto lock = indexer::FileLock::take(worker_file(data_directory), "queqiao serve");
  return lock ? std::optional<indexer::FileLock>(std::move(*lock)) : std::nullopt;
}

bool has_worker(const Config& config) { return config.serve.worker && config.search.shards.empty(); }

std::string why_nobody_builds(const Config& config, bool shared) {
  if (!config.search.shards.empty() && shared)
    return "本机没有工作线程（search.shards 指向其他机器的索引），任务等待建立这些分片的机器上的 queqiao serve 来做 / no worker runs on this machine, since "
           "search.shards names the index of other machines: the job waits until a `queqiao serve` on the one that builds it takes it";
  if (!config.search.shards.empty())
    return "本机没有工作线程（search.shards 指向其他机器的索引），本机的存储也不是它们的：请到建立这些分片的机器上发起 / no worker runs on this machine, since "
           "search.shards names the index of other machines, and this store is its own: ask for the build on the machine that builds them";
  if (is_held(worker_file(config.data))) return "";
  if (is_held(lock_file(config.data)))
    return "此数据目录上的 queqiao serve 没有工作线程，任务等待有工作线程的服务 / no worker runs on this data directory, `queqiao serve` runs there "
           "without one: the job waits until one does (or build now: queqiao index build)";
  return "此数据目录上没有运行 queqiao serve，任务等待它启动 / no `queqiao serve` runs on this data directory: the job waits until one does (or build now: "
         "queqiao index build)";
}

}  // namespace cli
