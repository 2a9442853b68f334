// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/open_files.h"

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <system_error>

namespace cli {
namespace {

constexpr std::size_t kBeside = 48;  // the store and its journal, locks, static files, a model that is read

std::size_t open_now() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  return error ? 0 : static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

}  // namespace

std::size_t raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  const rlim_t soft = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = soft;
  return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(limit.rlim_cur);
}

std::size_t files_for_readers(std::size_t allowed, std::size_t requests, bool writes) {
  const std::size_t beside = open_now() + requests + kBeside;
  const std::size_t left = allowed > beside ? allowed - beside : 0;
  return writes ? left / 2 : left;
}

}  // namespace cli
