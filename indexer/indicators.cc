// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/indicators.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"

namespace indexer {
namespace {

using corpus::Record;
using text::StatedIndicator;

constexpr std::string_view kWanted[] = {"key_tech", "goal"};
constexpr std::string_view kOffered[] = {"summary", "innovation_points", "application_scenarios"};
constexpr std::size_t kHanBytes = 3;

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

// COD去除率 is the parameter `removal` about cod: the longest end of the name that the vocabulary knows, from two characters on.
void name_it(RecordIndicator& one, const corpus::Vocabulary& parameters) {
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
    if (token.kind != text::TokenKind::edge && std::ranges::find(one.words, token.term) == one.words.end()) one.words.push_back(token.term);
}

// What the list says is often said in the text again.
bool says_the_same(const RecordIndicator& a, const RecordIndicator& b) {
  return a.parameter == b.parameter && a.about == b.about && a.stated.op == b.stated.op && a.stated.low == b.stated.low && a.stated.high == b.stated.high &&
         a.stated.dimension == b.stated.dimension && a.stated.factor == b.stated.factor && a.stated.op != "in_set";
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

}  // namespace

std::vector<RecordIndicator> indicators_of(const Record& record, const corpus::Vocabularies& lists, std::vector<UnreadIndicator>* unread) {
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
        RecordIndicator one{std::move(*read), "indicators", {}, {}, {}};
        name_it(one, parameters);
        if (all.size() < kMostOfARecord) all.push_back(std::move(one));
      } else if (unread != nullptr) {
        unread->push_back({i, given.name, read.error()});
      }
    }
  }
  for (const std::string_view field : texts_of(record))
    for (RecordIndicator& one : indicators_of(text_of(record, field), field, lists))
      if (all.size() < kMostOfARecord && std::ranges::none_of(all, [&](const RecordIndicator& other) { return says_the_same(one, other); }))
        all.push_back(std::move(one));
  return all;
}

std::vector<RecordIndicator> indicators_of(std::string_view text, std::string_view field, const corpus::Vocabularies& lists) {
  std::vector<RecordIndicator> all;
  for (StatedIndicator& stated : text::read_indicators(text, lists.units())) {
    RecordIndicator one{std::move(stated), std::string(field), {}, {}, {}};
    name_it(one, lists.at("parameter"));
    all.push_back(std::move(one));
  }
  return all;
}

std::string to_slot(const std::vector<RecordIndicator>& indicators) {
  std::string out;
  for (const RecordIndicator& one : indicators) {
    const StatedIndicator& s = one.stated;
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", cell(s.name), s.op, cell(s.value), cell(s.low), cell(s.high),
                       cell(s.unit), s.dimension, s.factor, s.offset, cell(s.condition), one.field, s.begin, s.end, one.parameter, cell(one.about),
                       cell(fmt::format("{}", fmt::join(one.words, " "))));
  }
  return out;
}

std::vector<RecordIndicator> from_slot(std::string_view slot) {
  std::vector<RecordIndicator> all;
  for (const std::string_view row : split(slot, '\n')) {
    const auto c = split(row, '\t');
    if (c.size() != 16) continue;
    RecordIndicator one;
    StatedIndicator& s = one.stated;
    s.name = c[0], s.op = c[1], s.value = c[2], s.unit = c[5], s.dimension = c[6], s.condition = c[9];
    one.field = c[10], one.parameter = c[13], one.about = c[14];
    if (!c[15].empty())
      for (const std::string_view word : split(c[15], ' ')) one.words.emplace_back(word);
    if (read(c[3], s.low) && read(c[4], s.high) && read(c[7], s.factor) && read(c[8], s.offset) && read(c[11], s.begin) && read(c[12], s.end))
      all.push_back(std::move(one));
  }
  return all;
}

}  // namespace indexer
