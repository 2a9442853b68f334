// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over the field table checks each field by its type; what only some fields obey stands in small tables (dates, ranges, lengths);
// rules between fields come last, one overload per kind.
#include "corpus/validation.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "corpus/columns.h"
#include "corpus/date.h"
#include "corpus/record_fields.h"

namespace corpus {
namespace {

constexpr std::size_t kShown = 8;  // values of a vocabulary that a message lists
constexpr std::size_t kMostIdBytes = 64;

// ---- small tables

constexpr std::string_view kDates[] = {"registration_date", "start_date", "end_date", "expires_on", "start", "deadline", "confirmed_on"};
constexpr std::string_view kTimes[] = {"updated_at", "at"};

struct Range {
  std::string_view field;
  double low, high;
  std::string_view wanted;
};
constexpr double kNoLimit = 1e300;
constexpr Range kRanges[] = {
    {"trl", 1, 9, "a level from 1 to 9"},
    {"min_trl", 1, 9, "a level from 1 to 9"},
    {"innovation_score", 0, 100, "a score from 0 to 100"},
    {"price_min", 0, kNoLimit, "an amount of 0 or more"},
    {"price_max", 0, kNoLimit, "an amount of 0 or more"},
    {"budget", 0, kNoLimit, "an amount of 0 or more"},
    {"capacity", 0, kNoLimit, "a number of 0 or more"},
};

struct LimitedField {
  Kind kind;
  std::string_view field;
  FormLimit limit;
};
constexpr LimitedField kLimits[] = {
    {Kind::achievement, "title", {0, 200}},
    {Kind::achievement, "summary", {0, 2000}},
    {Kind::achievement, "innovation_points", {3, 50}},
    {Kind::achievement, "keywords", {10, 0}},
    {Kind::need, "title", {0, 200}},
    {Kind::need, "problem", {0, 500}},
    {Kind::need, "key_tech", {0, 500}},
    {Kind::need, "goal", {0, 500}},
    {Kind::need, "existing_basis", {0, 500}},
    {Kind::need, "keywords", {5, 0}},
    {Kind::expert, "skills", {0, 300}},
    {Kind::enterprise, "profile", {0, 500}},
};

template <class Table>
auto find_row(const Table& table, std::string_view field) {
  return std::ranges::find(table, field, [](const auto& row) { return row.field; });
}

// ---- text

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

// The first control character that text may not hold, if any. Tabs and line ends are text.
std::optional<char32_t> control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return c;
    if (c == 0xC2 && i + 1 < text.size()) {  // U+0080 to U+009F
      const auto next = static_cast<unsigned char>(text[i + 1]);
      if (next >= 0x80 && next < 0xA0) return next;
    }
  }
  return std::nullopt;
}

bool holds_space(std::string_view text) {
  return text.find_first_of(" \t\r\n\v\f") != std::string_view::npos || text.find("\u3000") != std::string_view::npos ||
         text.find("\u00A0") != std::string_view::npos;
}

// ---- words

// "初期, 中期, 成熟应用" for a short list; for a long one where it can be read.
std::string allowed_values(const Vocabulary& list) {
  std::vector<std::string> labels;
  for (const VocabularyEntry& entry : list.entries()) labels.push_back(entry.label);
  if (labels.size() <= kShown) return fmt::format("one of {}", fmt::join(labels, ", "));
  return fmt::format("in the vocabulary {} ({} values)", list.name(), labels.size());
}

constexpr std::size_t kListed = 24;  // a list of so many values is told whole where nothing else helps

// How somebody finds the word they want: the values with their codes, or of a long list its file.
std::string where_to_look(const Vocabulary& list) {
  if (list.entries().size() <= kShown || list.entries().size() > kListed)
    return fmt::format("the file {}.tsv of the vocabulary directory lists the values", list.name());
  std::vector<std::string> values;
  for (const VocabularyEntry& entry : list.entries()) values.push_back(fmt::format("{} {}", entry.code, entry.label));
  return fmt::format("one of {}", fmt::join(values, ", "));
}

bool names_a_county(std::string_view word) {
  return std::ranges::any_of(std::initializer_list<std::string_view>{"区", "县", "旗"}, [&](std::string_view end) { return word.ends_with(end); });
}

// ---- the walk

class Validator {
 public:
  Validator(Kind kind, const Vocabularies& vocabularies, const ValidationOptions& options)
      : kind_(kind), vocabularies_(vocabularies), options_(options) {}

  template <class Member_>
  void operator()(std::string_view name, Member_& member, bool required, std::string_view list) {
    check(std::string(name), member, list);
    if (required && name != "id" && is_empty(member)) missing(name);  // a record without an id is refused by check_id
  }

  void check_id(const std::string& id) {
    if (id.empty()) return say(Severity::error, "missing", "id", "is missing", "every record needs an id of its own that stays the same");
    if (id.size() > kMostIdBytes)
      say(Severity::error, "bad_id", "id", fmt::format("\"{}\" has {} bytes, the limit is {}", excerpt(id, 40), id.size(), kMostIdBytes), "");
    if (holds_space(id) || control_character(id))
      say(Severity::error, "bad_id", "id", fmt::format("\"{}\" holds white space or a control character", excerpt(id, 80)),
          "an id is one word, such as hb-2024-000123");
  }

  void missing(std::string_view name) {
    incomplete.emplace_back(name);
    // A pair without its ends or its word is no decision; all else can be asked for later.
    const bool vital = kind_ == Kind::decision && (name == "subject_id" || name == "object_id" || name == "verdict");
    say(options_.strict || vital ? Severity::error : Severity::warning, "missing", name, "is missing", "");
  }

  std::string label(std::string_view list, std::string_view code) const { return vocabularies_.at(list).label(code); }
  std::string values_of(std::string_view list) const { return where_to_look(vocabularies_.at(list)); }
  bool knows(std::string_view list, std::string_view code) const { return vocabularies_.at(list).find(code) != nullptr; }

  void say(Severity severity, std::string code, std::string_view field, const std::string& what, std::string hint) {
    const std::string label = field_label(vocabularies_, kind_, field);
    const std::string named = label == field ? fmt::format("field \"{}\"", field) : fmt::format("field \"{}\" ({})", field, label);
    const std::string_view joint = what.starts_with("is ") ? " " : ": ";
    diagnostics.push_back(
        {severity, std::move(code), std::string(field), fmt::format("{}{}{}", named, joint, what), std::move(hint), {}, {}});
  }

  Diagnostics diagnostics;
  std::vector<std::string> incomplete;

 private:
  static bool is_empty(const std::string& text) { return text.empty(); }
  static bool is_empty(const JsonText& value) { return value.text.empty(); }
  template <class Tag>
  static bool is_empty(const Id<Tag>& id) {
    return id.empty();
  }
  template <class T>
  static bool is_empty(const std::vector<T>& list) {
    return list.empty();
  }
  template <class T>
  static bool is_empty(const std::optional<T>& value) {
    return !value;
  }
  static bool is_empty(const std::optional<Contact>& contact) { return !contact || *contact == Contact{}; }

  // The code a word means; says so and keeps the word where it means none.
  void resolve(const std::string& field, std::string& word, std::string_view list_name) {
    if (word.empty()) return;
    const Vocabulary& list = vocabularies_.at(list_name);
    if (auto code = list.resolve(word)) {
      word = std::move(*code);
      return;
    }
    const auto near = list.near(word, kShown);
    say(Severity::error, "unknown_value", field, fmt::format("\"{}\" is not {}", excerpt(word, 40), allowed_values(list)),
        (near.empty() ? where_to_look(list) : fmt::format("near: {}", fmt::join(near, ", "))) +
            (list_name == "region" && names_a_county(word) ? "; a county needs its province or prefecture before it: 湖北省武汉市洪山区" : ""));
  }

  void check_text(const std::string& field, const std::string& text) {
    if (const auto c = control_character(text))
      say(Severity::error, "control_character", field, fmt::format("holds the control character U+{:04X}", static_cast<unsigned>(*c)),
          "take it out; it is a sign of a damaged export");
  }

  void check_date(const std::string& field, std::string& text, std::optional<std::string> (*read)(std::string_view)) {
    if (text.empty()) return;
    if (auto date = read(text)) {
      text = std::move(*date);
      return;
    }
    say(Severity::error, "bad_date", field, fmt::format("\"{}\" is not a date of the calendar", excerpt(text, 40)),
        "write 2026-03-05, 2026-03 or 2026");
  }

  void check_length(const std::string& field, const std::string& text, std::size_t most) {
    const std::size_t length = most == 0 ? 0 : characters_in(text);
    if (length > most)
      say(Severity::warning, "too_long", field, fmt::format("{} characters, the form allows {}", length, most), "it is kept as written");
  }

  void check(const std::string& field, std::string& text, std::string_view list) {
    check_text(field, text);
    if (!list.empty()) return resolve(field, text, list);
    if (std::ranges::find(kDates, field) != std::end(kDates)) return check_date(field, text, iso_date);
    if (std::ranges::find(kTimes, field) != std::end(kTimes)) return check_date(field, text, iso_time);
    if (const auto limit = form_limit(kind_, field)) check_length(field, text, limit->characters);
  }

  void check(const std::string& field, std::vector<std::string>& texts, std::string_view list) {
    for (std::string& text : texts) {
      check_text(field, text);
      if (!list.empty()) resolve(field, text, list);
    }
    if (!list.empty()) drop_repeats(texts);
    const auto limit = form_limit(kind_, field);
    if (!limit) return;
    if (texts.size() > limit->items)
      say(Severity::warning, "too_many", field, fmt::format("{} entries, the form allows {}", texts.size(), limit->items), "all are kept");
    for (const std::string& text : texts) check_length(field, text, limit->characters);
  }

  // 委托研发 and 委托开发 are one code.
  static void drop_repeats(std::vector<std::string>& codes) {
    std::vector<std::string> once;
    for (std::string& code : codes)
      if (std::ranges::find(once, code) == once.end()) once.push_back(std::move(code));
    codes = std::move(once);
  }

  template <class Tag>
  void check(const std::string& field, Id<Tag>& id, std::string_view) {
    if (field != "id") check_text(field, id.value);
  }

  template <class T>
  void check(const std::string& field, std::optional<T>& number, std::string_view) requires std::is_arithmetic_v<T> {
    const auto range = find_row(kRanges, field);
    if (!number || range == std::end(kRanges)) return;
    const auto value = static_cast<double>(*number);
    if (value < range->low || value > range->high)
      say(Severity::error, "out_of_range", field, fmt::format("{} is not {}", *number, range->wanted), "");
  }

  void check(const std::string& field, std::vector<Indicator>& indicators, std::string_view) {
    for (std::size_t i = 0; i < indicators.size(); ++i) {
      Indicator& one = indicators[i];
      const std::string at = fmt::format("{}[{}]", field, i);
      for (const std::string* text : {&one.name, &one.value, &one.low, &one.high, &one.unit, &one.condition, &one.standard, &one.evidence})
        check_text(at, *text);
      resolve(at + ".op", one.op, "indicator_op");
    }
  }

  void check(const std::string& field, std::vector<IpRight>& rights, std::string_view) {
    for (std::size_t i = 0; i < rights.size(); ++i) {
      IpRight& one = rights[i];
      const std::string at = fmt::format("{}[{}]", field, i);
      for (const std::string* text : {&one.no, &one.title, &one.status, &one.holder}) check_text(at, *text);
      resolve(at + ".type", one.type, "ip_type");
      check_date(at + ".expiry", one.expiry, iso_date);
    }
  }

  void check(const std::string& field, std::vector<Member>& members, std::string_view) {
    for (std::size_t i = 0; i < members.size(); ++i) check_text(fmt::format("{}[{}].name", field, i), members[i].name);
  }

  template <Entry T>
  void check(const std::string& field, std::vector<T>& entries, std::string_view) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      std::string from, to;
      visit_parts(entries[i], [&](std::string_view name, auto& member, bool required, std::string_view list) {
        const std::string at = fmt::format("{}[{}].{}", field, i, name);
        if constexpr (std::is_same_v<std::decay_t<decltype(member)>, std::string>) {
          check_text(at, member);
          if (!list.empty()) resolve(at, member, list);
          if (name == "from" || name == "to" || name == "date") check_date(at, member, iso_date);
          if (name == "from") from = member;
          if (name == "to") to = member;
        } else {
          check_text(at, member.value);
        }
        if (required && is_empty(member)) say(Severity::error, "missing", at, "is missing", "without it the entry says nothing that a rule could use");
      });
      if (iso_date(from) && iso_date(to) && is_after(from, to))
        say(Severity::error, "reversed", fmt::format("{}[{}].to", field, i), fmt::format("{} is before from {}", to, from), "");
    }
  }

  void check(const std::string&, std::optional<Contact>& contact, std::string_view) {
    if (!contact) return;
    check_text("contact.name", contact->name);
    check_text("contact.phone", contact->phone);
    check_text("contact.email", contact->email);
  }

  static void check(const std::string&, JsonText&, std::string_view) {}

  Kind kind_;
  const Vocabularies& vocabularies_;
  const ValidationOptions& options_;
};

// ---- rules between fields

struct NamedText {
  std::string_view name;
  const std::string& text;
};

void need_some_text(std::span<const NamedText> texts, Validator& v) {
  if (std::ranges::any_of(texts, [](const NamedText& t) { return t.text.find_first_not_of(" \t\r\n") != std::string::npos; })) return;
  std::vector<std::string_view> names;
  for (const NamedText& t : texts) names.push_back(t.name);
  v.diagnostics.push_back({Severity::error,
                           "no_text",
                           std::string(names.front()),
                           names.size() == 1 ? fmt::format("no text: {} is empty", names.front())
                                             : fmt::format("no text: {} are all empty", fmt::join(names, ", ")),
                           "a record without text can be neither found nor shown",
                           {},
                           {}});
}

void rules(Achievement& r, Validator& v) {
  need_some_text(std::vector<NamedText>{{"title", r.title}, {"summary", r.summary}}, v);
  if (r.security_level != "public" && v.knows("security_level", r.security_level))
    v.say(Severity::error, "not_public", "security_level",
          fmt::format("\"{}\" ({}) is not public, and only public achievements may be kept here", v.label("security_level", r.security_level),
                      r.security_level),
          "take the record out of the file");
  if (r.price_min && r.price_max && *r.price_min > *r.price_max)
    v.say(Severity::error, "reversed", "price_min", fmt::format("{} is over price_max {}", *r.price_min, *r.price_max), "");
  if (is_after(r.start_date, r.end_date))
    v.say(Severity::warning, "reversed", "end_date", fmt::format("{} is before start_date {}", r.end_date, r.start_date), "");
  if (r.common.visibility == "restricted" && r.common.teaser.empty()) v.missing("teaser");
}

void rules(Need& r, Validator& v) {
  need_some_text(std::vector<NamedText>{{"title", r.title}, {"problem", r.problem}, {"key_tech", r.key_tech}, {"goal", r.goal}}, v);
  if (is_after(r.start, r.deadline))
    v.say(Severity::error, "reversed", "deadline", fmt::format("{} is before start {}", r.deadline, r.start), "");
  if (r.common.visibility == "restricted" && r.common.teaser.empty()) v.missing("teaser");
}

void rules(Expert& r, Validator& v) { need_some_text(std::vector<NamedText>{{"name", r.name}}, v); }
void rules(Enterprise& r, Validator& v) { need_some_text(std::vector<NamedText>{{"name", r.name}}, v); }

void rules(Decision& r, Validator& v) {
  if (r.verdict == "dismissed" && r.reason.empty())
    v.say(Severity::error, "missing", "reason", "is missing", "a record that is dismissed needs a reason: " + v.values_of("reason"));
  if (r.verdict != "withdrawn" && !r.undoes.empty())
    v.say(Severity::error, "contradiction", "undoes", fmt::format("\"{}\" stands beside a decision that takes nothing back", r.undoes),
          "leave it out, or decide withdrawn");
}

}  // namespace

std::optional<FormLimit> form_limit(Kind kind, std::string_view field) {
  for (const LimitedField& one : kLimits)
    if (one.kind == kind && one.field == field) return one.limit;
  return std::nullopt;
}

Diagnostics validate(Record& record, const Vocabularies& vocabularies, const ValidationOptions& options) {
  Validator validator(kind_of(record), vocabularies, options);
  validator.check_id(id_of(record));
  std::visit(
      [&](auto& r) {
        visit_fields(r, validator);
        rules(r, validator);
      },
      record);
  Common& common = common_of(record);
  common.incomplete = std::move(validator.incomplete);
  // Whoever reads the store needs a value; that the source gave none stays written in `incomplete`.
  if (common.visibility.empty()) common.visibility = "public";
  return std::move(validator.diagnostics);
}

}  // namespace corpus
