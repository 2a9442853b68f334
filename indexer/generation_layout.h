// SPDX-License-Identifier: GPL-3.0-or-later
// Where the index lies on disk, for those who read it. DIR/index/CURRENT names the generation in force; gen-NNNNNN/ holds `db/` and
// `manifest.json`. Publishing renames CURRENT, so a reader sees the old name or the new one, never half of it. FORMAT.md has the page.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "corpus/error.h"

namespace indexer {

inline constexpr int kManifestFormat = 1;

struct Manifest {
  int format = kManifestFormat;
  std::string generation;          // gen-000001
  std::string analyzer;            // name/version
  int schema = 0;
  std::string vocabulary;          // edition
  std::int64_t seq = 0;            // of the store when the build read it; `follow` moves on in the database's metadata
  std::int64_t documents = 0;
  std::map<std::string, std::int64_t> by_kind;
  std::string built_at;            // UTC
  double seconds = 0;
  std::uint64_t text_bytes = 0;    // UTF-8 bytes of the text fields that were analysed
  std::string program;             // version of queqiao
};

struct IndexLayout {
  std::filesystem::path root;  // DIR/index

  explicit IndexLayout(const std::filesystem::path& data_directory) : root(data_directory / "index") {}
  std::filesystem::path current() const { return root / "CURRENT"; }
  std::filesystem::path generation(const std::string& name) const { return root / name; }
  std::filesystem::path database(const std::string& name) const { return root / name / "db"; }
  std::filesystem::path manifest(const std::string& name) const { return root / name / "manifest.json"; }
};

// The name in CURRENT. `unavailable` where nothing was published yet, `damaged` where it names no generation.
corpus::Result<std::string> read_current(const IndexLayout& layout);

// damaged where it cannot be read, version_mismatch where its format is newer than this program.
corpus::Result<Manifest> read_manifest(const IndexLayout& layout, const std::string& generation);

// Whether this program reads what the manifest describes; the error says which part differs and that a build mends it.
corpus::Result<void> check_readable(const Manifest& manifest);

}  // namespace indexer
