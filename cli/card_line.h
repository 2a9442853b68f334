// SPDX-License-Identifier: GPL-3.0-or-later
// A record in a list on the terminal: what stands under its title, and text with what matched picked out.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "corpus/vocabulary.h"
#include "search/card.h"
#include "search/query.h"
#include "search/snippet.h"

namespace cli {

// "武汉某大学 · 湖北省 · 新材料 · 中期 · TRL 6 · 2024 · 面议"; what is not stated is left out.
std::string card_line(const search::Card& card, const corpus::Vocabularies& vocabularies);

// The parts in one line, the matching ones in colour; "…" on both sides of a piece from the middle of a text.
std::string parts_line(const std::vector<search::Part>& parts, const Output& output);

// To stderr: what the engine understood or did.
void print_notes(const search::Notes& notes, Output& output);

}  // namespace cli
