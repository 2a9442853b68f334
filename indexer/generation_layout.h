// SPDX-License-Identifier: GPL-3.0-or-later
// Where the index lies on disk, for those who read it. DIR/index/CURRENT names the generation in force; gen-NNNNNN/ holds its shards and
// `manifest.json`. Publishing renames CURRENT, so a reader sees the old name or the new one, never half of it. FORMAT.md has the page.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/error.h"

namespace indexer {

struct IndexLayout {
  std::filesystem::path root;  // DIR/index

  explicit IndexLayout(const std::filesystem::path& data_directory) : root(data_directory / "index") {}
  std::filesystem::path current() const { return root / "CURRENT"; }
  std::filesystem::path before() const { return root / "BEFORE"; }  // generation_history.h
  std::filesystem::path live() const { return root / "live"; }
  std::filesystem::path last() const { return root / "last"; }
  std::filesystem::path generation(const std::string& name) const { return root / name; }
  // There from before the first time that follow wrote to its shards: from then on their bytes need not be those of publishing, committed or not.
  std::filesystem::path followed(const std::string& name) const { return root / name / "followed"; }
  std::filesystem::path manifest(const std::string& name) const { return root / name / "manifest.json"; }
};

// shard-00, shard-01 …
std::string shard_name(std::size_t number);
// The shard of `shards` that a record lies in; the same on every machine and in every version.
std::size_t shard_of(std::string_view id, std::size_t shards);

// What it means that `file` could not be opened, where the reason is that no more files may be open; nullopt where `reason`, an errno, is another.
std::optional<corpus::Error> no_more_files(int reason, const std::filesystem::path& file);

// The name in CURRENT. `unavailable` where nothing was published yet, `damaged` where it names no generation.
corpus::Result<std::string> read_current(const IndexLayout& layout);

// The complete generations, oldest first.
std::vector<std::string> generations(const IndexLayout& layout);
// Whether a name is gen- and six digits.
bool is_generation(std::string_view name);
// gen-000007 → 7. Requires: is_generation.
int number_of(const std::string& generation);

// Keeps a generation from being removed while it is open (a shared flock of its `in_use`). Costs an open file.
class GenerationHold {
 public:
  // unavailable where the directory has gone; one without `in_use`, such as a single database, needs no hold.
  static corpus::Result<GenerationHold> take(const std::filesystem::path& generation);
  // The right to remove: nullopt while another process, or another part of this one, has it open.
  static std::optional<GenerationHold> take_alone(const std::filesystem::path& generation);

  GenerationHold() = default;
  GenerationHold(GenerationHold&& other) noexcept;
  GenerationHold& operator=(GenerationHold&& other) noexcept;
  ~GenerationHold();

 private:
  explicit GenerationHold(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace indexer
