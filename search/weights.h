// SPDX-License-Identifier: GPL-3.0-or-later
// What each signal counts in a match, and where learned weights lie: DATA/weights/NAME.json, one file a version, and DATA/weights/CURRENT, whose
// first line names the version in force and the others those before it. Form: search/WEIGHTS.md. This side only reads; `queqiao weights` writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/error.h"

namespace search {

struct Weights {
  std::string version;
  std::map<std::string, double> of;  // signal → weight in [0,1]; a signal that is not there counts nothing
};

// What ranks where nothing was learned. Text leads: measured on judged pairs, all else breaks ties between texts that fit alike. Names every
// signal that a file may weigh.
const Weights& default_weights();
// Of experts alone, counted beside the other signals: those sum to 1 without it, and a match scales all alike (MatchResult.effective_weights).
inline constexpr std::string_view kBesideOthers = "evidence";

// How people name the default, whatever its version is in this program.
inline constexpr std::string_view kDefaultWeights = "default";

// Where a learned version comes from.
struct LearnedFrom {
  std::int64_t seed = 0;
  std::size_t decisions = 0, held_back = 0, needs_held_back = 0;  // learned from; measured on
  std::string before;                                             // the version that was in force
  double ndcg10_before = 0, ndcg10_after = 0;                     // on the decisions held back, in [0,1]
};

struct WeightsVersion {
  Weights weights;
  std::string made_at;                 // UTC, ISO; empty in a file made by hand that does not say
  std::optional<LearnedFrom> learned;  // none for the default and for a file made by hand
};

// A word of letters, digits, '.', '_' and '-', at most 64 bytes, that begins with a letter or digit; "default…" is ours.
bool is_weights_name(std::string_view name);

// The file's text, and back. Reading refuses what could rank in silence as nobody meant: unknown keys and signals, what is no number from 0 to 1, a
// sum over 1, text that is missing or not the largest, a name other than `name`. damaged, or version_mismatch for a later form; `file` is for messages.
std::string to_text(const WeightsVersion& version);
corpus::Result<WeightsVersion> read_weights(std::string_view text, const std::string& name, const std::string& file);

class WeightsDirectory {
 public:
  explicit WeightsDirectory(const std::filesystem::path& data) : root_(data / "weights") {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path current() const { return root_ / "CURRENT"; }
  std::filesystem::path file(std::string_view name) const { return root_ / (std::string(name) + ".json"); }

  // The name in force and those before it, the latest first; never empty, since without CURRENT it is the default. damaged, io.
  corpus::Result<std::vector<std::string>> stack() const;

  // One version; not_found with the names there are.
  corpus::Result<WeightsVersion> read(std::string_view name) const;

  corpus::Result<Weights> in_force() const;

  // Of the files that are there, learned-2 before learned-10; the default is not among them.
  std::vector<std::string> names() const;

 private:
  std::filesystem::path root_;
};

}  // namespace search
