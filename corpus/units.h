// SPDX-License-Identifier: GPL-3.0-or-later
// Units of measure as data: how each is written, what dimension it has, and how a figure in it becomes one in the base unit of that dimension.
//
// Single units stand in vocab/unit.tsv, what compounds of them mean in vocab/dimension.tsv: W/(m·K) is power / (length × temperature) and so a thermal
// conductivity. Loaded once with the vocabularies, immutable, safe to share between threads. File forms: FORMAT.md, "Units".
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "corpus/error.h"

namespace corpus {

class Vocabulary;

// Half-width for full-width (but ，, which parts clauses and never thousands), one sign for what Unicode has twice (µ and μ, Ω and Ω). Case, superscripts and
// ℃ stay: mW is not MW.
char32_t plain_sign(char32_t c);

// Where a unit stands: behind its figure, before it (百分之), on either side (HRC 60, 60 HRC), or only behind a slash (元/日).
enum class UnitPlace : std::uint8_t { behind, before, around, per };

// One thing a unit may mean. Value in the base unit = figure × factor + offset.
struct UnitMeaning {
  std::string dimension;         // code of the vocabulary dimension
  double factor = 1;             // above 0
  double offset = 0;             // other than 0 for ℃ and ℉ only
  std::vector<std::string> cue;  // it means this where the parameter's name holds one of these words; empty: always
  UnitPlace place = UnitPlace::behind;
};

class Units {
 public:
  // `dimensions` is the vocabulary of that name. Errors name file:line: columns, an unknown dimension, a factor that is none, a prefix that is none, one way
  // of writing with two meanings that no cue tells apart.
  static Result<Units> read(const std::filesystem::path& file, const Vocabulary& dimensions);

  // What the text begins with: how many of its signs, and what they may mean, best last resort first. None: length 0. Requires: signs are plain_sign()s.
  struct Found {
    std::size_t length = 0;
    std::span<const UnitMeaning> meanings;
  };
  // Cost: one look-up where no unit begins with the first sign, else one per length that a unit of that sign has.
  Found longest(std::u32string_view text) const;

  // What a compound of dimensions means, each list in any order: {power}, {length, temperature} → thermal_conductivity. Meanings carry
  // factor 1; those with a cue stand first. Empty: nothing we know.
  std::span<const UnitMeaning> compound(std::vector<std::string_view> above, std::vector<std::string_view> below) const;

 private:
  struct HashOfSigns {
    using is_transparent = void;
    std::size_t operator()(std::u32string_view signs) const { return std::hash<std::u32string_view>{}(signs); }
  };
  std::unordered_map<std::u32string, std::vector<UnitMeaning>, HashOfSigns, std::equal_to<>> by_alias_;
  std::unordered_map<char32_t, std::size_t> longest_;  // by first sign: how many signs the longest alias has
  std::map<std::string, std::vector<UnitMeaning>, std::less<>> by_formula_;
};

}  // namespace corpus
