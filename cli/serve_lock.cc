// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/serve_lock.h"

#include <system_error>

#include "cli/exit.h"

namespace cli {
namespace {

std::filesystem::path lock_file(const std::filesystem::path& data_directory) { return data_directory / "serve.lock"; }

}  // namespace

std::optional<indexer::FileLock> mark_as_served(const std::filesystem::path& data_directory) {
  auto lock = indexer::FileLock::take(lock_file(data_directory), "queqiao serve");
  if (lock) return std::move(*lock);
  if (lock.error().code != corpus::ErrorCode::busy) throw Stop{lock.error()};
  return std::nullopt;
}

indexer::FileLock refuse_while_served(const std::filesystem::path& data_directory) {
  std::error_code ignored;
  std::filesystem::create_directories(data_directory, ignored);  // where this fails, taking the lock says why
  auto lock = indexer::FileLock::take(lock_file(data_directory), "queqiao restore");
  if (!lock && lock.error().code == corpus::ErrorCode::busy) lock.error().hint = "stop the service first, then repeat";
  return take(std::move(lock));
}

}  // namespace cli
