// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/columns.h"

#include <algorithm>

#include "corpus/record_json.h"

namespace corpus {
namespace {

// Forms print "*成果名称（必填）：": what is around the word is for the person filling it in.
std::string without_ornament(std::string word) {
  while (word.starts_with('*')) word.erase(0, 1);
  while (word.ends_with(':') || word.ends_with('*')) word.pop_back();
  return word;
}

std::string without_remark(const std::string& word) {
  const auto open = word.find('(');
  if (open == std::string::npos || open == 0 || !word.ends_with(')')) return word;
  return without_ornament(word.substr(0, open));
}

}  // namespace

bool is_field(std::string_view name, Kind kind) {
  if (name == "kind" || name == "contact.name" || name == "contact.phone" || name == "contact.email") return true;
  return std::ranges::any_of(fields_of(kind), [&](const FieldInfo& field) { return field.name == name; });
}

Columns::Columns(const Vocabularies& vocabularies) {
  for (const VocabularyEntry& entry : vocabularies.at("column").entries()) {
    const auto dot = entry.code.find('.');
    const bool scoped = dot != std::string::npos && kind_from_string(entry.code.substr(0, dot));
    const std::string scope = scoped ? entry.code.substr(0, dot + 1) : ".";
    const std::string field = scoped ? entry.code.substr(dot + 1) : entry.code;
    fields_.emplace(scope + fold_word(entry.label), field);
    if (!entry.label_en.empty()) fields_.emplace(scope + fold_word(entry.label_en), field);
    for (const std::string& alias : entry.aliases) fields_.emplace(scope + fold_word(alias), field);
  }
}

std::optional<std::string> Columns::lookup(const std::string& folded, Kind kind) const {
  if (is_field(folded, kind)) return folded;
  for (const std::string& key : {std::string(to_string(kind)) + "." + folded, "." + folded})
    if (const auto it = fields_.find(key); it != fields_.end() && is_field(it->second, kind)) return it->second;
  return std::nullopt;
}

std::optional<std::string> Columns::field_of(std::string_view heading, std::optional<Kind> kind) const {
  const std::string word = without_ornament(fold_word(heading));
  if (word.empty()) return std::nullopt;
  for (const std::string& form : {word, without_remark(word)}) {
    for (const Kind one : kAllKinds) {
      if (kind && *kind != one) continue;
      if (auto field = lookup(form, one)) return field;
    }
  }
  return std::nullopt;
}

std::string field_label(const Vocabularies& vocabularies, Kind kind, std::string_view field) {
  if (!field.starts_with("contact.")) field = field.substr(0, field.find_first_of("[."));
  const Vocabulary& columns = vocabularies.at("column");
  const std::string scoped = std::string(to_string(kind)) + "." + std::string(field);
  return columns.find(scoped) != nullptr ? columns.label(scoped) : columns.label(field);
}

}  // namespace corpus
