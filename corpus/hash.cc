// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/hash.h"

#include <sodium.h>

#include <cstdint>
#include <fstream>
#include <set>
#include <vector>

namespace corpus {
namespace {

class Hasher {
 public:
  Hasher() {
    [[maybe_unused]] static const int ready = sodium_init();
    crypto_generichash_init(&state_, nullptr, 0, kBytes);
  }
  void add(const void* data, std::size_t size) { crypto_generichash_update(&state_, static_cast<const unsigned char*>(data), size); }
  std::string hex() {
    unsigned char digest[kBytes];
    crypto_generichash_final(&state_, digest, sizeof digest);
    char text[2 * sizeof digest + 1];
    sodium_bin2hex(text, sizeof text, digest, sizeof digest);
    return text;
  }

 private:
  static constexpr std::size_t kBytes = 16;
  crypto_generichash_state state_;
};

Result<void> add_file(const std::filesystem::path& file, Hasher& hasher, const std::function<bool()>& cancelled) {
  std::ifstream in(file, std::ios::binary);
  std::vector<char> buffer(1u << 20);
  while (in) {
    if (cancelled && cancelled()) return fail(ErrorCode::timeout, file.string(), "the reading of the file was cancelled");
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hasher.add(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof()) return fail(ErrorCode::io, file.string(), "cannot read the file", "check the disk and the permissions");
  return {};
}

}  // namespace

std::string content_hash(std::string_view text) {
  Hasher hasher;
  hasher.add(text.data(), text.size());
  return hasher.hex();
}

Result<std::string> directory_hash(const std::filesystem::path& directory, const std::function<bool()>& cancelled) {
  std::set<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error))
    if (entry.is_regular_file(error)) files.insert(entry.path());
  if (error) return fail(ErrorCode::io, directory.string(), "cannot read the directory: " + error.message(), "check the disk and the permissions");
  Hasher hasher;
  for (const auto& file : files) {
    const std::string head = file.filename().string() + '\0' + std::to_string(std::filesystem::file_size(file, error)) + '\0';
    hasher.add(head.data(), head.size());
    if (auto added = add_file(file, hasher, cancelled); !added) return std::unexpected(added.error());
  }
  return hasher.hex();
}

}  // namespace corpus
