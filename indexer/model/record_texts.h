// SPDX-License-Identifier: GPL-3.0-or-later
// What of a record is about its subject, and the parts a text falls into.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/record.h"

namespace indexer::model {

// Who made it and who owns it are left out: they say nothing about what it is.
struct RecordTexts {
  std::string id;
  corpus::Kind kind = corpus::Kind::achievement;
  std::string title;                  // of an achievement or a need; a person's name is none
  std::vector<std::string> keywords;  // as written
  std::string body;                   // the other texts, a line each

  std::string joined_keywords() const;
  // All of it, in the order title, keywords, body; for features.
  std::vector<std::string> all() const;
};
RecordTexts texts_of(const corpus::Record& record);

// A piece of a text and what is left of it.
struct Part {
  std::string piece, rest;
};

// A sentence or a clause of the text, chosen by `draw`; nullopt where it has but one.
std::optional<Part> one_part(std::string_view text, std::uint64_t draw);

// A number that a text and a salt decide on every machine.
std::uint64_t draw_of(std::uint64_t seed, std::string_view salt, std::string_view text);
// The same in [0, 1).
double share_of(std::uint64_t seed, std::string_view salt, std::string_view text);

}  // namespace indexer::model
