// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/serve_lock.h"

#include <system_error>

#include "cli/exit.h"

namespace cli {
namespace {

std::filesystem::path lock_file(const std::filesystem::path& data_directory) { return data_directory / "serve.lock"; }

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

}  // namespace cli
