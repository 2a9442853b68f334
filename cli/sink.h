// SPDX-License-Identifier: GPL-3.0-or-later
// A file that appears only when it is whole.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace cli {

// Writes to stdout where the name is "-", otherwise beside the file and then in its place. Not finished, it leaves nothing. Errors stop the command (io), as soon
// as nobody reads stdout any more with Exit::unread.
class Sink {
 public:
  explicit Sink(const std::string& name);
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  void write(std::string_view text);
  void finish();

 private:
  [[noreturn]] void give_up(const char* what) const;
  std::string name_, beside_;
  std::FILE* file_ = nullptr;
};

}  // namespace cli
