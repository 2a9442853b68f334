// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sink.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "cli/exit.h"
#include "cli/output.h"

namespace cli {

Sink::Sink(const std::string& name) : name_(name), beside_(name + ".tmp") {
  if (name == "-") return;
  file_ = std::fopen(beside_.c_str(), "wbe");
  if (file_ == nullptr) give_up("cannot be written");
}

Sink::~Sink() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::remove(beside_.c_str());
}

void Sink::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_ == nullptr ? stdout : file_) == text.size() || file_ != nullptr) return;
  if (nobody_reads_stdout()) throw Stop{{corpus::ErrorCode::io, "standard output", "nobody reads it any more", ""}, Exit::unread};
}

void Sink::finish() {
  if (file_ == nullptr) return;
  const bool written = std::fflush(file_) == 0 && std::ferror(file_) == 0;
  if (!written || std::rename(beside_.c_str(), name_.c_str()) != 0) give_up("what was written did not arrive");
  std::fclose(std::exchange(file_, nullptr));
}

void Sink::give_up(const char* what) const { stop(corpus::ErrorCode::io, name_, fmt::format("{}: {}", what, std::strerror(errno))); }

}  // namespace cli
