// SPDX-License-Identifier: GPL-3.0-or-later
// What every reader does to a row once it is a JSON object: rename, kind, constants, lists, title. Private to corpus.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/columns.h"
#include "corpus/reader.h"

namespace corpus {

// `--map category=x-discipline`: a name that is no field of ours and never will be, so that a foreign column can be carried along as an unknown field.
inline constexpr std::string_view kForeignPrefix = "x-";

class RowBuilder {
 public:
  // invalid_argument where --map, --set or --title-from name a field that no record has, or --set a value that the field cannot hold.
  static Result<RowBuilder> make(const ReadOptions& options, const Vocabularies& vocabularies);

  // Turns the object as it stood into one with wire names; what it cannot do is left for record_json and validation to report.
  void build(nlohmann::json& object, Diagnostics& diagnostics) const;

  // The kind that a word of the input means, 需求 or need; without a word, the one asked for.
  std::optional<Kind> kind_of_word(std::string_view word) const;

  const Columns& columns() const { return columns_; }
  const ReadOptions& options() const { return options_; }

 private:
  RowBuilder(const ReadOptions& options, const Vocabularies& vocabularies)
      : options_(options), vocabularies_(vocabularies), columns_(vocabularies) {}
  Result<void> check_values() const;
  void rename(nlohmann::json& object, Diagnostics& diagnostics) const;
  void split_lists(nlohmann::json& object, Kind kind) const;
  void take_title(nlohmann::json& object, Kind kind) const;

  ReadOptions options_;
  const Vocabularies& vocabularies_;
  Columns columns_;
};

// Puts a value at a wire name; "contact.phone" goes into the object `contact`, whose other parts stay.
void assign(nlohmann::json& object, std::string_view field, nlohmann::json value);

// null, "", white space, [] and {} all mean: not stated.
bool is_blank(const nlohmann::json& value);
bool is_blank(std::string_view text);

}  // namespace corpus
