// SPDX-License-Identifier: GPL-3.0-or-later
// A directory that is gone when the object is.
#pragma once

#include <filesystem>

namespace cli {

class TemporaryDirectory {
 public:
  TemporaryDirectory();  // below TMPDIR; stops where it cannot be made
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cli
