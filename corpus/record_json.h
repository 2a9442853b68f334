// SPDX-License-Identifier: GPL-3.0-or-later
// Records ↔ JSON: the only place that knows field names on the wire.
//
// One table per kind lists every field with its wire name, whether it is required and the vocabulary it draws from; reading, writing,
// validation and the spreadsheet readers all walk that table, so a field is named once.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/diagnostic.h"
#include "corpus/error.h"
#include "corpus/record.h"

namespace corpus {

enum class FieldType { text, text_list, code, code_list, integer, number, indicators, ip_rights, members, entries, contact, object };

struct FieldInfo {
  std::string_view name;        // on the wire
  FieldType type;
  bool required;                // missing → `incomplete`, an error with --strict
  std::string_view vocabulary;  // for code and code_list; else empty
};

// The fields of a kind in wire order, the common ones (status, visibility …) last. `kind` itself is not listed.
std::span<const FieldInfo> fields_of(Kind kind);

// Reads a record from a JSON object. What has the wrong type becomes a diagnostic and stays out of the record (it is an error, so the
// row is rejected); a number where text is asked for is taken as text, one text where a list is asked for as a list of one.
// Unknown fields go to `extra`. Codes are NOT resolved here; validation does that. Requires: `object` is an object.
// Without a readable `kind` an error diagnostic is added and the result is meaningless.
Record record_from_json(const nlohmann::json& object, Diagnostics& diagnostics);

// A body as the store keeps it, back into a record. damaged where it is not JSON or has wrong types: somebody edited the database. What was
// stored under the name of a later field in another form is kept as it is, in `extra`.
Result<Record> record_from_text(std::string_view body);

// The canonical form: fields in table order, empty ones left out, `extra` last, `incomplete` when not empty. Stable byte for byte.
std::string to_json_text(const Record& record);
nlohmann::ordered_json to_json(const Record& record);

// Without contact and legal_rep: what an index holds.
nlohmann::ordered_json to_indexed_json(const Record& record);

// Also without what only the rules of conflict need, which is about other people too (relations, interests, histories), and without whom an expert or
// a need will not have (avoid_orgs, avoid_persons, excluded_orgs): what scopes read and write may see.
nlohmann::ordered_json to_staff_json(const Record& record);

// Also without integrity: who is on watch or on the black list is not told to everybody.
nlohmann::ordered_json to_public_json(const Record& record);

// Every code the record holds, by wire name, for labelling.
std::vector<std::pair<std::string, std::vector<std::string>>> codes_of(const Record& record);

}  // namespace corpus
