// SPDX-License-Identifier: GPL-3.0-or-later
// iamglass, as Xapian 1.4 writes it: 14 bytes of magic, 2 of version, 16 of UUID, the revision, then of each table: root block, level and flags, number of
// entries, size of blocks, from which length on entries are compressed, and the list of free blocks. Numbers have seven bits a byte, the lowest first, and the
// high bit where another byte follows; the list has its length before it. It is replaced by rename after the tables are written, so that whatever it counts
// is there. The manifest could not say this: follow writes the first positions of a shard that was published without any.
#include "indexer/lost_table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>

#include "indexer/hint.h"

namespace indexer {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kGlassForm = "\x0f\x0dXapian Glass\x04\x6e"sv;  // magic, and the version of all of 1.4
constexpr std::size_t kGlassUuid = 16;
constexpr std::array kGlassTables{"postlist.glass", "docdata.glass", "termlist.glass", "position.glass", "spelling.glass", "synonym.glass"};  // in this order

class GlassReader {
 public:
  explicit GlassReader(std::string_view rest) : rest_(rest) {}
  // Zero once it has run out of bytes, which sound() then says.
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    sound_ = false;
    return 0;
  }
  void skip(std::uint64_t bytes) {
    sound_ = sound_ && bytes <= rest_.size();
    if (sound_) rest_.remove_prefix(static_cast<std::size_t>(bytes));
  }
  bool sound() const { return sound_; }

 private:
  std::string_view rest_;
  bool sound_ = true;
};

using EntryCounts = std::array<std::uint64_t, kGlassTables.size()>;

std::optional<EntryCounts> entries_counted(std::string_view iamglass) {
  if (!iamglass.starts_with(kGlassForm)) return std::nullopt;
  GlassReader reader(iamglass.substr(kGlassForm.size()));
  reader.skip(kGlassUuid);
  reader.number();  // revision
  EntryCounts counts{};
  for (std::uint64_t& entries : counts) {
    reader.number();
    reader.number();
    entries = reader.number();
    reader.number();
    reader.number();
    reader.skip(reader.number());
  }
  return reader.sound() ? std::optional(counts) : std::nullopt;
}

}  // namespace

std::string lost_table(const std::filesystem::path& directory) {
  std::ifstream in(directory / "iamglass", std::ios::binary);
  const std::string iamglass{std::istreambuf_iterator<char>(in), {}};
  const auto counts = entries_counted(iamglass);
  if (!counts) return "";
  for (std::size_t i = 0; i < kGlassTables.size(); ++i) {
    if (counts->at(i) == 0) continue;
    std::error_code error;
    const auto bytes = std::filesystem::file_size(directory / kGlassTables[i], error);
    // Any other error is for Xapian to meet, which says more of it.
    if (error == std::errc::no_such_file_or_directory) return std::string(kGlassTables[i]) + " is missing";
    if (!error && bytes == 0) return std::string(kGlassTables[i]) + " is empty";
  }
  return "";
}

corpus::Result<void> check_tables(const std::filesystem::path& directory) {
  const std::string lost = lost_table(directory);
  if (lost.empty()) return {};
  return corpus::fail(corpus::ErrorCode::damaged, directory.string(), "the index is damaged: " + lost, kMendDamage);
}

}  // namespace indexer
