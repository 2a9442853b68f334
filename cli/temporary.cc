// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/temporary.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

#include "cli/exit.h"

namespace cli {

TemporaryDirectory::TemporaryDirectory() {
  std::error_code problem;
  std::string name = (std::filesystem::temp_directory_path(problem) / "queqiao-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    stop(corpus::ErrorCode::io, name, std::string("cannot make a temporary directory: ") + std::strerror(errno),
         "set TMPDIR to one that can be written");
  }
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace cli
