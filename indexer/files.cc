// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "corpus/disk_space.h"

namespace indexer {

namespace fs = std::filesystem;
using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

namespace {

std::unexpected<corpus::Error> failed(const fs::path& path, const char* what, int error, std::uint64_t needed = 0) {
  if (error == ENOSPC || error == EDQUOT) return std::unexpected(corpus::disk_full(path, fmt::format("cannot {}", what), needed));
  return fail(ErrorCode::io, path.string(), fmt::format("cannot {}: {}", what, std::strerror(error)), "check free space and permissions");
}

Result<void> sync(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return failed(path, "open the file to make it durable", errno);
  const int error = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (error != 0) return failed(path, "make the file durable", error);
  return {};
}

Result<void> write_all(int descriptor, const std::string& content, const fs::path& file) {
  for (std::size_t done = 0; done < content.size();) {
    const ssize_t written = ::write(descriptor, content.data() + done, content.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(file, "write the file", errno, content.size() - done);
    done += static_cast<std::size_t>(written);
  }
  if (::fsync(descriptor) != 0) return failed(file, "make the file durable", errno);
  return {};
}

}  // namespace

Result<void> write_durably(const fs::path& file, const std::string& content) {
  const fs::path beside = file.string() + ".tmp";
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed(beside, "create the file", errno);
  auto written = write_all(descriptor, content, beside);
  ::close(descriptor);
  if (!written) {
    ::unlink(beside.c_str());
    return written;
  }
  return rename_durably(beside, file);
}

Result<void> sync_directory(const fs::path& directory) { return sync(directory, O_RDONLY | O_DIRECTORY); }

Result<void> sync_tree(const fs::path& directory) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    auto synced = entry.is_directory() ? sync_directory(entry.path()) : sync(entry.path(), O_RDONLY);
    if (!synced) return synced;
  }
  if (error) return failed(directory, "read the directory", error.value());
  return sync_directory(directory);
}

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed(from, "rename the file", errno);
  return sync_directory(to.parent_path());
}

std::uint64_t bytes_below(const fs::path& directory) {
  std::uint64_t bytes = 0;
  std::error_code error;
  // increment(), since ++ throws where a directory goes away meanwhile.
  for (fs::recursive_directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    const std::uintmax_t size = entry->is_regular_file(ignored) ? entry->file_size(ignored) : 0;
    if (!ignored) bytes += size;
  }
  return bytes;
}

}  // namespace indexer
