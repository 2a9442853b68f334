// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indicators.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "indexer/indicator_agreement.h"
#include "indexer/indicator_period.h"
#include "indexer/indicator_reach.h"
#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"
#include "indexer/text/subject.h"

namespace indexer {
namespace {

using corpus::Record;
using text::StatedIndicator;

constexpr std::string_view kWanted[] = {"key_tech", "goal"};
constexpr std::string_view kOffered[] = {"summary", "innovation_points", "application_scenarios"};
constexpr std::size_t kHanBytes = 3;
constexpr std::size_t kColumns = 17;  // of a row in the slot

const std::vector<corpus::Indicator>* list_of(const Record& record) {
  if (const auto* n = std::get_if<corpus::Need>(&record)) return &n->indicators;
  if (const auto* a = std::get_if<corpus::Achievement>(&record)) return &a->indicators;
  return nullptr;
}

std::span<const std::string_view> texts_of(const Record& record) {
  if (std::holds_alternative<corpus::Need>(record)) return kWanted;
  if (std::holds_alternative<corpus::Achievement>(record)) return kOffered;
  return {};
}

// 收回改造费用 in a year is a payback time; of an amount of money it is none.
bool is_payback(const StatedIndicator& s) {
  if (s.dimension != "time") return false;
  const auto has = [&](std::string_view word) { return s.name.find(word) != std::string::npos; };
  return has("回本") || (has("收回") && (has("投资") || has("费用") || has("成本") || has("投入")));
}

// COD去除率 is the parameter `removal` about cod: the longest end of the name that the vocabulary knows, from two characters on.
void name_it(RecordIndicator& one, const corpus::Vocabulary& parameters) {
  if (is_payback(one.stated)) {
    one.parameter = "payback";
    return;
  }
  const std::string folded = corpus::fold_word(one.stated.name);
  for (std::size_t from = 0; from < folded.size(); ++from) {
    if ((static_cast<unsigned char>(folded[from]) & 0xC0) == 0x80) continue;
    if (from > 0 && folded.size() - from < 2 * kHanBytes) break;
    const corpus::VocabularyEntry* entry = parameters.find_folded(std::string_view(folded).substr(from));
    if (entry == nullptr) continue;
    one.parameter = entry->code;
    one.about = folded.substr(0, from);
    return;
  }
  one.about = folded;
  for (const text::Token& token : text::analyze(one.stated.name))
    if (token.kind != text::TokenKind::edge && !is_other_form(token.kind) && std::ranges::find(one.words, token.term) == one.words.end()) one.words.push_back(token.term);
}

// 45 ℃循环800次保持率: what stands before the name is its condition, as if it were written beside it.
void part_condition(StatedIndicator& s, const corpus::Units& units) {
  const std::size_t end = condition_before_name(s.name, units);
  if (end == 0) return;
  std::string condition = s.name.substr(0, end);
  while (condition.ends_with(' ')) condition.pop_back();
  if (!s.condition.empty()) condition += "，" + s.condition;
  s.condition = std::move(condition);
  s.name.erase(0, end);
}

// What the list says is often said in the text again; under another condition it is another thing.
bool says_the_same(const RecordIndicator& a, const RecordIndicator& b) {
  if (conditions_of(a, b) == Conditions::apart || conditions_of(b, a) == Conditions::apart) return false;
  if (period_of(a) != period_of(b)) return false;
  return a.parameter == b.parameter && a.about == b.about && a.stated.op == b.stated.op && a.stated.low == b.stated.low && a.stated.high == b.stated.high &&
         a.stated.dimension == b.stated.dimension && a.stated.factor == b.stated.factor && a.stated.op != "in_set";
}

std::vector<RecordIndicator> read_own(std::string_view text, std::string_view field, text::Speaker speaker, const corpus::Vocabularies& lists,
                                      std::vector<UnreadInText>* in_text) {
  std::vector<RecordIndicator> all;
  std::vector<text::UnreadFigure> unread;
  for (StatedIndicator& stated : text::read_indicators(text, lists.units(), in_text == nullptr ? nullptr : &unread)) {
    if (!text::is_own(text, stated, speaker)) continue;
    RecordIndicator one{std::move(stated), std::string(field), {}, {}, {}, {}};
    name_it(one, lists.at("parameter"));
    one.under = condition_figures(one.stated.condition, lists.units());
    if (speaker == text::Speaker::wants) bound_what_is_to_be_reached(one, text);
    all.push_back(std::move(one));
  }
  for (text::UnreadFigure& one : unread) in_text->push_back({std::string(field), std::move(one)});
  return all;
}

// What would break a row.
std::string cell(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string cell(const std::optional<double>& number) { return number ? fmt::format("{}", *number) : std::string(); }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

template <class Number>
bool read(std::string_view cell, Number& out) {
  const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), out);
  return error == std::errc() && stop == cell.data() + cell.size();
}

bool read(std::string_view cell, std::optional<double>& out) {
  if (cell.empty()) return true;
  out.emplace();
  return read(cell, *out);
}

// temperature 333.15 333.15,time 2592000 2592000
std::string cell(const std::vector<ConditionFigure>& figures) {
  std::string out;
  for (const ConditionFigure& one : figures) out += fmt::format("{}{} {} {}", out.empty() ? "" : ",", one.dimension, one.low, one.high);
  return out;
}

bool read(std::string_view cell, std::vector<ConditionFigure>& out) {
  if (cell.empty()) return true;
  for (const std::string_view figure : split(cell, ',')) {
    const auto parts = split(figure, ' ');
    if (parts.size() != 3) return false;
    ConditionFigure& one = out.emplace_back();
    one.dimension = parts[0];
    if (!read(parts[1], one.low) || !read(parts[2], one.high)) return false;
  }
  return true;
}

}  // namespace

std::vector<RecordIndicator> indicators_of(const Record& record, const corpus::Vocabularies& lists, std::vector<UnreadIndicator>* unread,
                                           std::vector<UnreadInText>* in_text) {
  std::vector<RecordIndicator> all;
  const corpus::Vocabulary& parameters = lists.at("parameter");
  if (const auto* list = list_of(record)) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const corpus::Indicator& given = (*list)[i];
      const std::size_t begin = begin_behind(end);
      end = begin + indicator_text(given).size();
      auto read = text::read_given({given.name, given.op, given.value, given.low, given.high, given.unit, given.condition}, lists.units());
      if (read) {
        read->begin = static_cast<std::uint32_t>(begin), read->end = static_cast<std::uint32_t>(end);
        part_condition(*read, lists.units());
        RecordIndicator one{std::move(*read), "indicators", {}, {}, {}, {}};
        name_it(one, parameters);
        one.under = condition_figures(one.stated.condition, lists.units());
        if (all.size() < kMostOfARecord) all.push_back(std::move(one));
      } else if (unread != nullptr) {
        unread->push_back({i, given.name, read.error()});
      }
    }
  }
  // What is asked twice would count twice; of what is offered each way to say it may answer another question.
  const bool is_need = std::holds_alternative<corpus::Need>(record);
  const auto again = [&](const RecordIndicator& one, const RecordIndicator& other) {
    return says_the_same(one, other) || (is_need && same_demand(one, other));
  };
  for (const std::string_view field : texts_of(record))
    for (RecordIndicator& one : read_own(text_of(record, field), field, is_need ? text::Speaker::wants : text::Speaker::offers, lists, in_text))
      if (all.size() < kMostOfARecord && std::ranges::none_of(all, [&](const RecordIndicator& other) { return again(one, other); }))
        all.push_back(std::move(one));
  return all;
}

std::vector<RecordIndicator> indicators_of(std::string_view text, std::string_view field, const corpus::Vocabularies& lists,
                                           std::vector<UnreadInText>* in_text) {
  return read_own(text, field, text::Speaker::wants, lists, in_text);
}

std::string to_slot(const std::vector<RecordIndicator>& indicators) {
  std::string out;
  for (const RecordIndicator& one : indicators) {
    const StatedIndicator& s = one.stated;
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", cell(s.name), s.op, cell(s.value), cell(s.low), cell(s.high),
                       cell(s.unit), s.dimension, s.factor, s.offset, cell(s.condition), one.field, s.begin, s.end, one.parameter, cell(one.about),
                       cell(fmt::format("{}", fmt::join(one.words, " "))), cell(one.under));
  }
  return out;
}

std::vector<RecordIndicator> from_slot(std::string_view slot) {
  std::vector<RecordIndicator> all;
  for (const std::string_view row : split(slot, '\n')) {
    const auto c = split(row, '\t');
    if (c.size() != kColumns) continue;
    RecordIndicator one;
    StatedIndicator& s = one.stated;
    s.name = c[0], s.op = c[1], s.value = c[2], s.unit = c[5], s.dimension = c[6], s.condition = c[9];
    one.field = c[10], one.parameter = c[13], one.about = c[14];
    if (!c[15].empty())
      for (const std::string_view word : split(c[15], ' ')) one.words.emplace_back(word);
    if (read(c[3], s.low) && read(c[4], s.high) && read(c[7], s.factor) && read(c[8], s.offset) && read(c[11], s.begin) && read(c[12], s.end) &&
        read(c[16], one.under))
      all.push_back(std::move(one));
  }
  return all;
}

}  // namespace indexer
