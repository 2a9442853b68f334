// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/weights_writing.h"

#include <fmt/format.h>

#include <algorithm>

#include "indexer/files.h"

namespace cli {
namespace {

namespace fs = std::filesystem;
using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

constexpr std::string_view kPrefix = "learned-";
constexpr std::size_t kMaxStack = 100, kMaxDigits = 9;

Result<void> write(const search::WeightsDirectory& directory, const fs::path& file, const std::string& content) {
  std::error_code error;
  fs::create_directories(directory.root(), error);
  if (error) return fail(ErrorCode::io, directory.root().string(), "the directory cannot be made: " + error.message(), "check permissions");
  return indexer::write_durably(file, content);
}

}  // namespace

std::string next_learned_name(const search::WeightsDirectory& directory) {
  std::uint64_t highest = 0;
  for (const std::string& name : directory.names()) {
    if (!name.starts_with(kPrefix)) continue;
    const std::string number = name.substr(kPrefix.size());
    if (number.empty() || number.size() > kMaxDigits || number.find_first_not_of("0123456789") != std::string::npos) continue;
    highest = std::max<std::uint64_t>(highest, std::stoull(number));
  }
  return fmt::format("{}{}", kPrefix, highest + 1);
}

Result<void> write_version(const search::WeightsDirectory& directory, const search::WeightsVersion& version) {
  const fs::path file = directory.file(version.weights.version);
  std::error_code ignored;
  if (fs::exists(file, ignored)) return fail(ErrorCode::conflict, file.string(), "there is a version of this name already", "repeat the command");
  return write(directory, file, search::to_text(version));
}

Result<void> write_stack(const search::WeightsDirectory& directory, const std::vector<std::string>& stack) {
  std::string lines;
  for (std::size_t i = 0; i < std::min(stack.size(), kMaxStack); ++i) lines += stack[i] + '\n';
  return write(directory, directory.current(), lines);
}

}  // namespace cli
