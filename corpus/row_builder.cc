// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/row_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

#include "corpus/record_json.h"
#include "corpus/validation.h"

namespace corpus {
namespace {

using json = nlohmann::json;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Cuts at any of the marks; parts that are empty are dropped.
std::vector<std::string> cut(std::string_view text, std::initializer_list<std::string_view> marks) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size();) {
    const auto mark =
        i == text.size() ? marks.end() : std::ranges::find_if(marks, [&](std::string_view m) { return text.substr(i).starts_with(m); });
    if (i != text.size() && mark == marks.end()) {
      ++i;
      continue;
    }
    if (const auto part = trimmed(text.substr(begin, i - begin)); !part.empty()) parts.emplace_back(part);
    i += i == text.size() ? 1 : mark->size();
    begin = i;
  }
  return parts;
}

// The sign 、 stands inside names (农、林、牧、渔业) and inside prose, so it separates only words of a closed list that are no word
// together.
std::vector<std::string> split_list(std::string_view text, const Vocabulary* list) {
  std::vector<std::string> parts = cut(text, {"；", ";", "|"});
  if (list == nullptr) return parts;
  std::vector<std::string> words;
  for (std::string& part : parts) {
    if (list->resolve(part)) {
      words.push_back(std::move(part));
      continue;
    }
    for (std::string& word : cut(part, {"、"})) words.push_back(std::move(word));
  }
  return words;
}

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// 锂电池、隔膜, 安全 as people list keywords. The comma of N,N-二甲基甲酰胺 and of 1,3-丁二烯 belongs to its word.
std::vector<std::string> split_keywords(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string& part : cut(text, {"；", ";", "|", "、", "，"})) {
    std::size_t from = 0;
    for (std::size_t at = part.find(','); at != std::string::npos; at = part.find(',', at + 1)) {
      if (at > 0 && at + 1 < part.size() && is_alphanumeric(part[at - 1]) && is_alphanumeric(part[at + 1])) continue;
      if (const auto word = trimmed(std::string_view(part).substr(from, at - from)); !word.empty()) words.emplace_back(word);
      from = at + 1;
    }
    if (const auto word = trimmed(std::string_view(part).substr(from)); !word.empty()) words.emplace_back(word);
  }
  return words;
}

bool is_list(FieldType type) {
  return type == FieldType::text_list || type == FieldType::code_list || type == FieldType::indicators || type == FieldType::ip_rights ||
         type == FieldType::members || type == FieldType::entries;
}

bool any_kind_has(std::string_view field, std::optional<Kind> kind) {
  return std::ranges::any_of(kAllKinds, [&](Kind one) { return (!kind || *kind == one) && is_field(field, one); });
}

Result<void> check_names(const ReadOptions& options) {
  const auto unknown = [&](const std::string& option, const std::string& field) {
    return fail(ErrorCode::invalid_argument, option,
                fmt::format("\"{}\" is not a field of {}", field,
                            options.kind ? fmt::format("a record of kind {}", to_string(*options.kind)) : "any record"),
                option == "--map" ? "write a wire name such as title (corpus/FORMAT.md lists them), x-NAME to carry the column along, or nothing to leave it out"
                                : "write a wire name such as title, summary, contact.phone; corpus/FORMAT.md lists them");
  };
  for (const auto& [theirs, ours] : options.rename) {
    const bool foreign = ours.empty() || (ours.starts_with(kForeignPrefix) && ours.size() > kForeignPrefix.size());
    if (!foreign && !any_kind_has(ours, options.kind)) return unknown("--map", ours);
  }
  for (const auto& [field, _] : options.set)
    if (!any_kind_has(field, options.kind)) return unknown("--set", field);
  if (!options.title_from.empty() && !any_kind_has(options.title_from, options.kind)) return unknown("--title-from", options.title_from);
  return {};
}

}  // namespace

bool is_blank(std::string_view text) {
  constexpr std::string_view kWide[] = {"\u3000", "\u00A0"};
  while (!text.empty()) {
    const auto wide = std::ranges::find_if(kWide, [&](std::string_view space) { return text.starts_with(space); });
    if (wide == std::end(kWide) && std::string_view(" \t\r\n").find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(wide == std::end(kWide) ? 1 : wide->size());
  }
  return true;
}

bool is_blank(const json& value) {
  if (value.is_string()) return is_blank(std::string_view(value.get_ref<const std::string&>()));
  return value.is_null() || (value.is_structured() && value.empty());
}

void assign(json& object, std::string_view field, json value) {
  const std::string_view prefix = "contact.";
  if (!field.starts_with(prefix)) {
    object[std::string(field)] = std::move(value);
    return;
  }
  json& contact = object["contact"];
  if (contact.is_string()) contact = json{{"name", contact}};
  if (!contact.is_object()) contact = json::object();
  contact[std::string(field.substr(prefix.size()))] = std::move(value);
}

Result<RowBuilder> RowBuilder::make(const ReadOptions& options, const Vocabularies& vocabularies) {
  if (auto checked = check_names(options); !checked) return std::unexpected(checked.error());
  RowBuilder builder(options, vocabularies);
  if (const auto kind = options.set.find("kind"); kind != options.set.end() && !builder.options_.kind) {
    builder.options_.kind = builder.kind_of_word(kind->second);
    if (!builder.options_.kind)
      return fail(ErrorCode::invalid_argument, "--set", fmt::format("\"{}\" is not a kind of record", kind->second),
                  "one of achievement, need, expert, enterprise, decision");
  }
  if (auto checked = builder.check_values(); !checked) return std::unexpected(checked.error());
  return builder;
}

// What --set gives goes into every row: a value that no record can hold is told once, not with each of them.
Result<void> RowBuilder::check_values() const {
  for (const auto& [field, value] : options_.set) {
    std::optional<Diagnostic> fault;
    bool fits = false;
    for (const Kind kind : kAllKinds) {
      if (field == "kind" || !is_field(field, kind) || (options_.kind && *options_.kind != kind)) continue;
      json object{{"kind", std::string(to_string(kind))}};
      Diagnostics diagnostics;
      build(object, diagnostics);
      Record record = record_from_json(object, diagnostics);
      std::ranges::move(validate(record, vocabularies_, {}), std::back_inserter(diagnostics));
      const auto found = std::ranges::find_if(diagnostics, [&](const Diagnostic& d) {
        return d.severity == Severity::error && d.code != "missing" && d.code != "no_text" && d.field == field;
      });
      if (found == diagnostics.end()) fits = true;
      else fault = *found;
    }
    if (fault && !fits) return fail(ErrorCode::invalid_argument, "--set", fault->message, fault->hint);
  }
  return {};
}

std::optional<Kind> RowBuilder::kind_of_word(std::string_view word) const {
  if (is_blank(word)) return options_.kind;
  const auto code = vocabularies_.at("kind").resolve(word);
  return code ? kind_from_string(*code) : std::nullopt;
}

void RowBuilder::rename(json& object, Diagnostics& diagnostics) const {
  for (const auto& [theirs, ours] : options_.rename) {
    const auto it = object.find(theirs);
    if (it == object.end() || theirs == ours) continue;
    if (ours.empty()) {
      object.erase(it);
      continue;
    }
    const auto there = object.find(ours);
    if (there != object.end() && !is_blank(*there)) {
      diagnostics.push_back({Severity::warning,
                             "map_conflict",
                             theirs,
                             fmt::format("\"{}\" should become \"{}\", which the row has already; both are kept as they are", theirs, ours),
                             "",
                             {},
                             {}});
      continue;
    }
    json value = std::move(*it);
    object.erase(it);
    assign(object, ours, std::move(value));
  }
}

void RowBuilder::split_lists(json& object, Kind kind) const {
  for (const FieldInfo& field : fields_of(kind)) {
    if (!is_list(field.type)) continue;
    const auto it = object.find(field.name);
    if (it == object.end() || !it->is_string()) continue;
    const Vocabulary* list = field.type == FieldType::code_list ? &vocabularies_.at(field.vocabulary) : nullptr;
    const std::string& text = it->get_ref<const std::string&>();
    *it = field.name == "keywords" || field.name == "main_products" ? split_keywords(text) : split_list(text, list);
  }
}

void RowBuilder::take_title(json& object, Kind kind) const {
  if (options_.title_from.empty() || (kind != Kind::achievement && kind != Kind::need)) return;
  if (const auto title = object.find("title"); title != object.end() && !is_blank(*title)) return;
  const auto from = object.find(options_.title_from);
  if (from == object.end() || !from->is_string()) return;
  if (std::string title = first_clause(from->get_ref<const std::string&>()); !title.empty()) object["title"] = std::move(title);
}

void RowBuilder::build(json& object, Diagnostics& diagnostics) const {
  rename(object, diagnostics);
  const auto said = object.find("kind");
  const bool has_word = said != object.end() && said->is_string();
  const auto kind = kind_of_word(has_word ? std::string_view(said->get_ref<const std::string&>()) : std::string_view());
  if (!kind || (said != object.end() && !has_word && !said->is_null())) return;  // record_json says what is wrong with it
  object["kind"] = std::string(to_string(*kind));
  for (const auto& [field, value] : options_.set) {
    if (field == "kind" || !is_field(field, *kind)) continue;
    const auto dot = field.find('.');
    const json* there = object.contains(field.substr(0, dot)) ? &object[field.substr(0, dot)] : nullptr;
    if (there != nullptr && dot != std::string::npos) {
      const auto part = there->is_object() ? there->find(field.substr(dot + 1)) : there->end();
      there = there->is_object() && part != there->end() ? &*part : nullptr;
    }
    if (there == nullptr || is_blank(*there)) assign(object, field, value);
  }
  split_lists(object, *kind);
  take_title(object, *kind);
}

std::string first_clause(std::string_view text) {
  constexpr std::size_t kLeast = 4, kMost = 60;
  constexpr std::string_view kMarks[] = {"。", "！", "？", "；", "，", ",", ".", ";", "!", "?", "\n"};
  text = trimmed(text);
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u) continue;
    const bool mark = std::ranges::any_of(kMarks, [&](std::string_view m) { return text.substr(i).starts_with(m); });
    const bool in_number = (text[i] == '.' || text[i] == ',') && i > 0 && digit(i - 1) && digit(i + 1);  // 3.5 MPa, 1,200
    if (mark && !in_number && characters >= kLeast) return std::string(trimmed(text.substr(0, i)));
    if (characters == kMost) return std::string(trimmed(text.substr(0, i)));
    ++characters;
  }
  return std::string(text);
}

}  // namespace corpus
