// SPDX-License-Identifier: GPL-3.0-or-later
// iamglass, as Xapian 1.4 writes it: 14 bytes of magic, 2 of version, 16 of UUID, the revision, then of each table: root block, level and flags, number of
// entries, size of blocks, from which length on entries are compressed, and the list of free blocks. Numbers have seven bits a byte, the lowest first, and the
// high bit where another byte follows; sizes are in units of 2 KiB, offsets in the list in units of four bytes. The list has its length before it: a revision,
// how many blocks the table has, and where the list begins and ends. iamglass is replaced by rename after the tables are written, so that whatever it counts
// is there. The manifest could not say this: follow writes the first positions of a shard that was published without any.
#include "indexer/lost_table.h"

#include <fmt/format.h>

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
constexpr std::uint64_t kGlassLevels = 10;  // an array of so many is walked by what iamglass says, without a look at its end
constexpr std::uint64_t kGlassBlockUnit = 2048, kGlassLargestBlock = 65536, kGlassNumber = 4, kFreeListBase = 8;  // bytes
constexpr std::uint64_t kLevelUnit = 4;  // two flags stand below the level
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
  // The next bytes, empty where there are not so many.
  std::string_view part(std::uint64_t bytes) {
    const std::string_view all = rest_;
    skip(bytes);
    return sound_ ? all.substr(0, static_cast<std::size_t>(bytes)) : std::string_view();
  }
  bool sound() const { return sound_; }

 private:
  std::string_view rest_;
  bool sound_ = true;
};

// A place in the list of free blocks: a block of it, and the offset there.
struct FreeListPlace {
  std::uint64_t block = 0, offset = 0;
};

struct GlassTableState {
  std::uint64_t level = 0, entries = 0, block_size = 0;
  std::uint64_t blocks = 0;           // each of them in use, or in the list of free ones
  FreeListPlace free_from, free_to;   // the list; none are free where they are the same
};

using GlassState = std::array<GlassTableState, kGlassTables.size()>;

FreeListPlace free_list_place(GlassReader& reader) {
  const std::uint64_t block = reader.number();
  return {block, reader.number() * kGlassNumber};
}

std::optional<GlassState> state_of_tables(std::string_view iamglass) {
  if (!iamglass.starts_with(kGlassForm)) return std::nullopt;
  GlassReader reader(iamglass.substr(kGlassForm.size()));
  reader.skip(kGlassUuid);
  reader.number();  // revision
  GlassState state{};
  for (GlassTableState& table : state) {
    reader.number();  // root
    table.level = reader.number() / kLevelUnit;
    table.entries = reader.number();
    table.block_size = reader.number() * kGlassBlockUnit;
    reader.number();  // from which length on entries are compressed
    GlassReader list(reader.part(reader.number()));
    list.number();  // revision
    table.blocks = list.number();
    table.free_from = free_list_place(list);
    table.free_to = free_list_place(list);
    if (!list.sound()) table.blocks = 0;  // says nothing of how long the file must be
  }
  return reader.sound() ? std::optional(state) : std::nullopt;
}

// How many of the blocks from `there` on, which the file does not reach, are in the list of free ones: such a block may never have been written. The list is a
// chain of blocks, each with four-byte numbers, the highest byte first, from kFreeListBase on, and the number of the next block in its last four bytes.
// nullopt where a block of the list itself is not there, or is none.
std::optional<std::uint64_t> free_beyond(const std::filesystem::path& file, const GlassTableState& table, std::uint64_t there) {
  std::ifstream in(file, std::ios::binary);
  std::string block(table.block_size, '\0');
  const auto number_at = [&block](std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < kGlassNumber; ++i) value = value << 8 | static_cast<unsigned char>(block[at + i]);
    return value;
  };
  std::uint64_t beyond = 0;
  FreeListPlace at = table.free_from;
  for (std::uint64_t steps = 0; at.block != table.free_to.block || at.offset != table.free_to.offset; ++steps) {
    if (at.block >= there || steps > table.blocks) return std::nullopt;
    in.seekg(static_cast<std::streamoff>(at.block * table.block_size));
    if (!in.read(block.data(), static_cast<std::streamsize>(block.size()))) return std::nullopt;
    const bool last = at.block == table.free_to.block;
    const std::uint64_t end = last ? table.free_to.offset : table.block_size - kGlassNumber;
    if (end > table.block_size - kGlassNumber) return std::nullopt;
    for (; at.offset < end; at.offset += kGlassNumber)
      if (const std::uint64_t free = number_at(at.offset); free >= there && free < table.blocks) ++beyond;
    if (!last) at = {number_at(end), kFreeListBase};
    else if (at.offset != table.free_to.offset) return std::nullopt;
  }
  return beyond;
}

// Whether blocks that are in use lie beyond the end of the file.
bool is_cut_short(const std::filesystem::path& file, const GlassTableState& table, std::uint64_t bytes) {
  if (table.block_size == 0 || table.block_size > kGlassLargestBlock) return false;  // of what is no size of a block Xapian says more
  const std::uint64_t there = bytes / table.block_size;
  if (there >= table.blocks) return false;
  const auto free = free_beyond(file, table, there);
  return !free || there + *free < table.blocks;
}

std::string content_of_iamglass(const std::filesystem::path& directory) {
  std::ifstream in(directory / "iamglass", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string lost_table(const std::filesystem::path& directory) {
  const std::string iamglass = content_of_iamglass(directory);
  const auto state = state_of_tables(iamglass);
  if (!state) return "";
  for (std::size_t i = 0; i < kGlassTables.size(); ++i) {
    const GlassTableState& table = state->at(i);
    if (table.level >= kGlassLevels)
      return fmt::format("iamglass gives {} a tree of {} levels, where there are {} at most", kGlassTables[i], table.level + 1, kGlassLevels);
    if (table.entries == 0) continue;
    const std::filesystem::path file = directory / kGlassTables[i];
    std::error_code error;
    const auto bytes = std::filesystem::file_size(file, error);
    // Any other error is for Xapian to meet, which says more of it.
    if (error == std::errc::no_such_file_or_directory) return std::string(kGlassTables[i]) + " is missing";
    if (error) continue;
    if (bytes == 0) return std::string(kGlassTables[i]) + " is empty";
    // A later commit may have written over the list that was read.
    if (is_cut_short(file, table, bytes) && content_of_iamglass(directory) == iamglass)
      return fmt::format("{} is cut short: {} bytes of {}", kGlassTables[i], bytes, table.blocks * table.block_size);
  }
  return "";
}

corpus::Result<void> check_tables(const std::filesystem::path& directory) {
  const std::string lost = lost_table(directory);
  if (lost.empty()) return {};
  return corpus::fail(corpus::ErrorCode::damaged, directory.string(), "the index is damaged: " + lost, kMendDamage);
}

}  // namespace indexer
