// SPDX-License-Identifier: GPL-3.0-or-later
// What a generation says of itself. FORMAT.md has the page.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/error.h"
#include "indexer/generation_layout.h"

namespace indexer {

inline constexpr int kManifestFormat = 2;

struct Shard {
  std::string name;            // shard-00
  std::int64_t documents = 0;
  std::uint64_t bytes = 0;
  std::uint64_t revision = 0;  // Xapian's, when the checksum was taken
  std::string checksum;
};

// A lower level of quality that a person took for the best: what was given up for it.
struct AcceptedQuality {
  double from = 0;
  std::string generation;  // that had reached it
  std::string by;          // user@host
};

// What judged questions say of a generation, and said at best (quality.h).
struct Quality {
  std::string collection;        // name of the directory
  std::string edition;           // hash of its files and of which of its questions were asked
  std::optional<double> ndcg10;  // of this generation; nullopt: its build did not measure it, and the rest is of the one before
  double best = 0;               // of generations in force up to this one
  std::string best_generation;
  std::optional<AcceptedQuality> accepted;  // where the best is one that was accepted
};

struct GateResult {
  std::string check;  // counts, structure, golden, quality
  bool passed = false;
  std::string message;
  std::optional<Quality> quality = {};  // what the manifest is to remember of it; not written with the check
};

struct Manifest {
  int format = kManifestFormat;
  std::string generation;          // gen-000001
  std::string build;               // 16 hexadecimal digits drawn at random, the same in every shard: two builds of one name are told apart by it, such as that of a lost
                                   // directory and the first of the next. Empty of a program before 2026-11-28
  std::string analyzer;            // name/version
  int schema = 0;
  std::string vocabulary;          // edition
  std::map<std::string, std::string> learned;  // what was learned from the corpus → its edition, or itself; kLearnedWords: what was decided, in words
  std::int64_t seq = 0;            // of the store when the build began to read it; `follow` moves on in the shards' metadata
  std::int64_t documents = 0;
  std::map<std::string, std::int64_t> by_kind;
  std::vector<Shard> shards;
  std::vector<GateResult> gate;
  std::optional<Quality> quality;  // nullopt where none was ever measured
  std::string built_at;            // UTC
  std::string built_by;            // user@host
  double seconds = 0;              // of all its runs, everything
  double learn_seconds = 0;        // parts of them; the rest is little
  double read_seconds = 0, merge_seconds = 0, group_seconds = 0, gate_seconds = 0;  // 0 in a manifest of a program that did not write them
  std::uint64_t text_bytes = 0;    // UTF-8 bytes of the text fields that were analysed
  std::string program;             // version of queqiao
};

// damaged where it cannot be read, version_mismatch where it has another format than this program's.
corpus::Result<Manifest> read_manifest(const IndexLayout& layout, const std::string& generation);

// The file's text.
std::string to_text(const Manifest& manifest);

// Keys of `learned`.
inline constexpr std::string_view kLearnedModel = "text_model", kLearnedWords = "decisions", kLearnedRanking = "ranking";
inline constexpr std::string_view kLexiconEdition = "lexicon", kLexiconWords = "lexicon_words", kLexiconFileEdition = "lexicon_file";
// Edition of the generation's text model; empty where it uses none.
std::string model_edition(const Manifest& manifest);
// The weights of model/ranking_weights.h, as text; empty where none are used.
std::string ranking_of(const Manifest& manifest);
// What was decided about it, in words; empty where nothing was to be learned.
std::string decisions_of(const Manifest& manifest);
// Whether the build asked its records what is to be learned, and so left model/report.json, whatever it decided; not where there were too few.
bool has_report(const Manifest& manifest);
// Edition of the generation's lexicon; empty where it has none.
std::string lexicon_edition(const Manifest& manifest);
// How many words it has, and where they come from, in words; empty where none was asked for.
std::string lexicon_words(const Manifest& manifest);
// Edition of the operator's file (lexicon.file) that went into it; empty where there was none.
std::string lexicon_file_edition(const Manifest& manifest);

// Checks of the gate that failed and were gone without (BuildOptions::without_gate), by name in their order; none of a generation that passed all.
std::vector<std::string> gone_without(const Manifest& manifest);

// The databases of a generation, shard-00 first.
std::vector<std::filesystem::path> databases(const IndexLayout& layout, const Manifest& manifest);

// Whether this program reads what the manifest describes; the error says which part differs and that a build mends it.
corpus::Result<void> check_readable(const Manifest& manifest);

}  // namespace indexer
