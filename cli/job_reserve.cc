// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/job_reserve.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

namespace cli {
namespace {

namespace fs = std::filesystem;

fs::path reserve_of(const corpus::Store& store) { return store.directory() / kReserveFile; }

}  // namespace

void keep_reserve(const corpus::Store& store) {
  if (store.shared() || store.read_only()) return;
  const fs::path file = reserve_of(store);
  std::error_code error;
  if (const auto size = fs::file_size(file, error); !error && size == static_cast<std::uintmax_t>(kReserveBytes)) return;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return;
  // Not a hole: its blocks are what is kept.
  const bool kept = ::posix_fallocate(descriptor, 0, kReserveBytes) == 0;
  ::close(descriptor);
  if (!kept) fs::remove(file, error);
}

bool give_reserve(const corpus::Store& store) {
  std::error_code error;
  return fs::remove(reserve_of(store), error);
}

}  // namespace cli
