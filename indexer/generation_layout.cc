// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/generation_layout.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>

#include "corpus/store.h"
#include "indexer/hint.h"

namespace indexer {

namespace fs = std::filesystem;
using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

namespace {

int open_in_use(const fs::path& generation) { return ::open((generation / "in_use").c_str(), O_RDONLY | O_CLOEXEC); }

}  // namespace

bool is_generation(std::string_view name) {
  return name.size() == 10 && name.starts_with("gen-") && name.find_first_not_of("0123456789", 4) == std::string_view::npos;
}

std::string shard_name(std::size_t number) { return fmt::format("shard-{:02}", number); }

std::size_t shard_of(std::string_view id, std::size_t shards) {
  if (shards <= 1) return 0;
  return std::stoul(corpus::content_hash(id).substr(0, 8), nullptr, 16) % shards;
}

std::optional<corpus::Error> no_more_files(int reason, const fs::path& file) {
  if (reason != EMFILE && reason != ENFILE) return std::nullopt;
  return corpus::Error{ErrorCode::unavailable, file.string(), fmt::format("no more files may be open: {}", std::strerror(reason)), kMoreOpenFiles};
}

Result<std::string> read_current(const IndexLayout& layout) {
  errno = 0;
  std::ifstream in(layout.current());
  if (const int reason = errno; !in) {
    if (auto error = no_more_files(reason, layout.current())) return std::unexpected(std::move(*error));
    const auto built = generations(layout);
    if (built.empty()) return fail(ErrorCode::unavailable, layout.root.string(), "no index has been built here", "build it: queqiao index build");
    return fail(ErrorCode::unavailable, layout.root.string(), "no generation of the index is in force: CURRENT is missing or cannot be read",
                fmt::format("put one in force: queqiao index rollback --to {}; or build it anew: queqiao index build", built.back()));
  }
  std::string name;
  std::getline(in, name);
  // The name is a path below root: nothing but our own pattern is followed.
  if (!is_generation(name))
    return fail(ErrorCode::damaged, layout.current().string(), "the file names no generation",
                "name one with `queqiao index rollback --to`, or build the index again: queqiao index build");
  return name;
}

std::vector<std::string> generations(const IndexLayout& layout) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(layout.root, error)) {
    const std::string name = entry.path().filename().string();
    if (is_generation(name) && entry.is_directory(error)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

int number_of(const std::string& generation) { return std::stoi(generation.substr(4)); }

Result<GenerationHold> GenerationHold::take(const fs::path& generation) {
  const int descriptor = open_in_use(generation);
  if (const int reason = errno; descriptor < 0)
    if (auto error = no_more_files(reason, generation / "in_use")) return std::unexpected(std::move(*error));
  std::error_code ignored;
  if (descriptor < 0 && !fs::exists(generation, ignored))
    return fail(ErrorCode::unavailable, generation.string(), "the generation is not there any more", "try again");
  // Waits for a gc that is removing it, and then holds a file that no path leads to: whoever opens the shards next is told they are gone.
  if (descriptor >= 0) ::flock(descriptor, LOCK_SH);
  return GenerationHold(descriptor);
}

std::optional<GenerationHold> GenerationHold::take_alone(const fs::path& generation) {
  const int descriptor = open_in_use(generation);
  if (descriptor < 0) return GenerationHold();
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return GenerationHold(descriptor);
  ::close(descriptor);
  return std::nullopt;
}

GenerationHold::GenerationHold(GenerationHold&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

GenerationHold& GenerationHold::operator=(GenerationHold&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

GenerationHold::~GenerationHold() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace indexer
