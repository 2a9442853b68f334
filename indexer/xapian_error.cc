// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/xapian_error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "corpus/disk_space.h"
#include "indexer/hint.h"

namespace indexer {

void throw_unreadable(const std::exception& error) {
  const bool memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
  const char* const means = memory ? "a length in it asks for more memory than this process gets" : "a length or a place in it cannot be";
  throw Xapian::DatabaseCorruptError(fmt::format("{} ({})", means, error.what()));
}

corpus::Error to_error(const Xapian::Error& error, const std::string& where) {
  using corpus::ErrorCode;
  const std::string type = error.get_type();
  std::string message = error.get_msg();
  // Advice for programmers; ours is in the hints.
  if (const auto at = message.find(" - run xapian-check"); at != std::string::npos) message.erase(at);
  const std::string system = error.get_error_string() == nullptr ? "" : error.get_error_string();
  // Where undoing fails as well, the first cause stands in the message only.
  const auto says = [&](int code) { return system == std::strerror(code) || message.find(std::strerror(code)) != std::string::npos; };
  if (says(ENOSPC) || says(EDQUOT)) return corpus::disk_full(where, message);
  if (says(EMFILE) || says(ENFILE)) return {ErrorCode::unavailable, where, "no more files may be open: " + message, kMoreOpenFiles};
  if (type == "DatabaseLockError") return {ErrorCode::busy, where, "another process writes this index", "wait for it, or stop it"};
  // The plain DatabaseError is what a file cut short is answered with ("EOF reading block").
  if (type == "DatabaseCorruptError" || type == "DatabaseError")
    return {ErrorCode::damaged, where, "the index is damaged: " + message, kMendDamage};
  if (type == "DatabaseOpeningError" || type == "DatabaseNotFoundError")
    return {ErrorCode::unavailable, where, "the index cannot be opened: " + message, kMendDamage};
  if (type == "DatabaseVersionError")
    return {ErrorCode::version_mismatch, where, "the index has another format: " + message, kBuildAgain};
  if (type == "DatabaseModifiedError")
    return {ErrorCode::unavailable, where, "the index changed too often while it was read", "ask again"};
  return {ErrorCode::internal, where, fmt::format("{}: {}{}{}", type, message, system.empty() ? "" : ": ", system), ""};
}

}  // namespace indexer
