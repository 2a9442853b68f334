// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/card_line.h"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

std::string card_line(const search::Card& card, const corpus::Vocabularies& vocabularies) {
  std::vector<std::string> words;
  const auto add = [&](const std::string& word) {
    if (!word.empty()) words.push_back(word);
  };
  const auto label = [&](const char* list, const std::string& code) { return code.empty() ? code : vocabularies.at(list).label(code); };
  add(card.owner);
  add(label("region", card.region));
  for (const std::string& code : card.field) add(label("field", code));
  add(label("stage", card.stage));
  if (card.trl) add(fmt::format("TRL {}{}", *card.trl, card.trl_inferred ? " (inferred)" : ""));
  if (card.year) add(std::to_string(*card.year));
  add(card.price);
  if (card.visibility != "public") add(label("visibility", card.visibility));
  return fmt::format("{}", fmt::join(words, " · "));
}

std::string parts_line(const std::vector<search::Part>& parts, const Output& output) {
  std::string line;
  for (const search::Part& part : parts) {
    std::string text = part.text;
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    line += output.paint(part.match ? Style::mark : Style::plain, text);
  }
  return line;
}

void print_notes(const search::Notes& notes, Output& output) {
  for (const search::Note& note : notes) {
    note.code == "understood" ? output.detail(note.message_en) : output.note(output.paint_error(Style::faint, note.message_en));
  }
}

}  // namespace cli
