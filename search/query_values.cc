// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/query_values.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <functional>
#include <ranges>
#include <string>
#include <utility>

#include "corpus/diagnostic.h"

namespace search::syntax {
namespace {

constexpr std::size_t kNearLabels = 3;

class RangeReader {
 public:
  RangeReader(const Field& field, std::string_view value) : field_(field), rest_(value) {}

  std::optional<Range> read() {
    if (take({">=", "≥", "≧"})) return from(number());
    if (take({"<=", "≤", "≦"})) return up_to(number());
    if (take({">"})) return from(number(), 1);
    if (take({"<"})) return up_to(number(), -1);
    take({"="});
    const std::optional<int> first = number();
    if (take({"以上"})) return from(first);
    if (take({"以下"})) return up_to(first);
    const bool range = take({"..", "-", "–", "—", "~", "〜", "−", "至", "到"});
    const std::optional<int> second = range ? number() : first;
    if (!first || !second) return std::nullopt;
    return clamped({std::min(*first, *second), std::max(*first, *second), *first > *second});
  }

 private:
  bool take(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return true;
    }
    return false;
  }

  std::optional<int> number() {
    const bool trl = field_.name == "trl";
    if (trl) take({"trl"});
    int value = 0;
    std::size_t digits = 0;
    for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
      if (digits == 6) return std::nullopt;
      value = value * 10 + (rest_[digits] - '0');
    }
    if (digits == 0) return std::nullopt;
    rest_.remove_prefix(digits);
    take({trl ? "级" : "年"});
    return value;
  }

  std::optional<Range> from(std::optional<int> value, int step = 0) const {
    return value ? clamped({*value + step, std::max(*value + step, field_.highest)}) : std::nullopt;
  }
  std::optional<Range> up_to(std::optional<int> value, int step = 0) const {
    return value ? clamped({std::min(*value + step, field_.lowest), *value + step}) : std::nullopt;
  }

  std::optional<Range> clamped(Range range) const {
    if (!rest_.empty() || range.low > field_.highest || range.high < field_.lowest) return std::nullopt;
    range.low = std::max(range.low, field_.lowest);
    range.high = std::min(range.high, field_.highest);
    return range;
  }

  const Field& field_;
  std::string_view rest_;
};

class NearLabels {
 public:
  explicit NearLabels(const corpus::Vocabulary& list) : list_(list) {}

  std::vector<const corpus::VocabularyEntry*> of(std::string_view word) const {
    const std::u32string wanted = letters(corpus::fold_word(word.substr(0, kMaxAttached)));
    if (wanted.empty()) return {};
    const double needed = wanted[0] < 0x80 ? 0.67 : 0.5;  // two Latin words easily share half of their letters
    std::vector<std::pair<double, const corpus::VocabularyEntry*>> scored;
    for (const corpus::VocabularyEntry& entry : list_.entries()) {
      double best = std::max(likeness(wanted, letters(entry.label)), likeness(wanted, letters(entry.label_en)));
      for (const std::string& alias : entry.aliases) best = std::max(best, likeness(wanted, letters(alias)));
      if (best < needed) continue;
      const bool same_beginning = letters(entry.label).starts_with(wanted[0]);
      scored.emplace_back(best + (same_beginning ? 0.02 : 0.0) + (entry.parent.empty() ? 0.01 : 0.0), &entry);
    }
    std::ranges::stable_sort(scored, std::greater{}, [](const auto& pair) { return pair.first; });
    std::vector<const corpus::VocabularyEntry*> near;
    for (const auto& [score, entry] : scored | std::views::take(kNearLabels)) near.push_back(entry);
    return near;
  }

 private:
  static constexpr std::size_t kCompared = 24;  // characters

  static std::u32string letters(std::string_view text) {
    std::u32string out;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size && out.size() < kCompared;) {
      UChar32 c = 0;
      U8_NEXT_OR_FFFD(text.data(), i, size, c);
      if (c != ' ') out += static_cast<char32_t>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return out;
  }

  static double likeness(const std::u32string& a, const std::u32string& b) {
    if (a.empty() || b.empty()) return 0;
    std::array<std::size_t, kCompared + 1> row{};
    for (const char32_t c : a) {
      std::size_t diagonal = 0;
      for (std::size_t j = 0; j < b.size(); ++j) {
        const std::size_t above = row[j + 1];
        row[j + 1] = b[j] == c ? diagonal + 1 : std::max(row[j], above);
        diagonal = above;
      }
    }
    return 2.0 * static_cast<double>(row[b.size()]) / static_cast<double>(a.size() + b.size());
  }

  const corpus::Vocabulary& list_;
};

}  // namespace

std::optional<Range> range_of(const Field& field, std::string_view value) { return RangeReader(field, value).read(); }

std::vector<const corpus::VocabularyEntry*> near_labels(const corpus::Vocabulary& list, std::string_view word) { return NearLabels(list).of(word); }

}  // namespace search::syntax
