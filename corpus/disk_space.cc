// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/disk_space.h"

#include <fmt/format.h>

namespace corpus {
namespace {

constexpr std::string_view kDiskIsFull = "the disk is full";

// What is left of a full disk is told as well: "0.0 MB" says nothing.
std::string room_text(std::uint64_t bytes) {
  constexpr double kKilo = 1e3, kMega = 1e6, kGiga = 1e9;
  const auto value = static_cast<double>(bytes);
  if (value < kKilo) return fmt::format("{} bytes", bytes);
  if (value < kMega) return fmt::format("{:.1f} KB", value / kKilo);
  return value < kGiga ? fmt::format("{:.1f} MB", value / kMega) : fmt::format("{:.1f} GB", value / kGiga);
}

}  // namespace

std::optional<DiskSpace> disk_space(const std::filesystem::path& path) {
  std::error_code error;
  for (std::filesystem::path at = path; !at.empty(); at = at.parent_path()) {
    const auto space = std::filesystem::space(at, error);
    if (!error) return DiskSpace{space.available, space.capacity};
    if (at == at.parent_path()) break;
  }
  return std::nullopt;
}

Error disk_full(const std::filesystem::path& path, const std::string& detail, std::uint64_t needed) {
  std::string message = fmt::format("{}: {}", kDiskIsFull, path.string());
  if (const auto space = disk_space(path)) message += fmt::format(": {} of {} are free", room_text(space->free), room_text(space->size));
  if (needed > 0) message += fmt::format(", {} are needed", room_text(needed));
  if (!detail.empty()) message += ": " + detail;
  return {ErrorCode::io, "", std::move(message), "free some space on this disk, then repeat; what was in force still is"};
}

bool is_disk_full(const Error& error) { return error.code == ErrorCode::io && error.message.starts_with(kDiskIsFull); }

Result<void> check_room(const std::filesystem::path& path, std::uint64_t needed, const std::string& what_for) {
  const auto space = disk_space(path);
  if (!space || space->free >= needed) return {};
  return std::unexpected(disk_full(path, what_for, needed));
}

}  // namespace corpus
