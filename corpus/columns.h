// SPDX-License-Identifier: GPL-3.0-or-later
// Spreadsheet headings ↔ wire names: what 技术需求名称 means for a need, and what the forms call `stage`.
//
// The words stand in vocab/column.tsv; the wire names of record_json.h always mean themselves. Built once per file; safe to share.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/record.h"
#include "corpus/vocabulary.h"

namespace corpus {

class Columns {
 public:
  explicit Columns(const Vocabularies& vocabularies);

  // The field that a heading means in records of `kind`: "title", "contact.phone", "kind"; nullopt where it means none of that kind's
  // fields. Case, width, white space, a leading * and a trailing remark in brackets do not count. Without a kind, the first kind that knows
  // it.
  std::optional<std::string> field_of(std::string_view heading, std::optional<Kind> kind) const;

 private:
  std::optional<std::string> lookup(const std::string& folded, Kind kind) const;
  std::map<std::string, std::string, std::less<>> fields_;  // "KIND.word" or ".word" → wire name
};

// Is this the name of a field that a file may fill: a wire name, "kind", or "contact.name", ".phone", ".email".
bool is_field(std::string_view name, Kind kind);

// What the forms call a field: 成熟度 for "stage". The wire name where the list does not say. "indicators[0].op" is labelled as
// "indicators".
std::string field_label(const Vocabularies& vocabularies, Kind kind, std::string_view field);

}  // namespace corpus
