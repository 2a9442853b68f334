// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/writable.h"

#include <unistd.h>

#include <cerrno>

namespace corpus {

Result<void> check_writable(const std::filesystem::path& directory) {
  if (::access(directory.c_str(), W_OK) == 0 || (errno != EROFS && errno != EACCES && errno != EPERM)) return {};
  const bool mount = errno == EROFS;
  return fail(ErrorCode::io, directory.string(), mount ? "the file system is read only" : "read only: this user may not write here",
              mount ? "mount it writable, or run this on the machine that writes it" : "check owner and rights of the directory");
}

}  // namespace corpus
