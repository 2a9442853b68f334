// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/vocabulary.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <sodium.h>
#include <algorithm>
#include <cassert>
#include <fstream>
#include <memory>
#include <numeric>
#include <set>
#include <span>

#include "corpus/record.h"
#include "corpus/split.h"

namespace corpus {
namespace {

// Lists that fields of records name; the program cannot read a record without them.
constexpr std::string_view kNeeded[] = {
    "category", "column", "cooperation", "decision", "dimension", "engagement", "enterprise_tier", "field", "indicator_op", "industry", "integrity",
    "interest", "ip_type", "kind", "level", "need_type", "org_kind", "parameter", "price_mode", "reason", "region", "relation", "role", "security_level",
    "solicitation", "solve_mode", "stage", "status", "tier", "trl", "undoes", "visibility"};

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The list `column` names a heading once per kind of record: 名称 is the title of a need and the name of an enterprise. What stands before
// the dot of KIND.field is the kind; contact.name has none.
std::string_view scope_of(std::string_view list, std::string_view code) {
  const auto dot = code.find('.');
  if (list != "column" || dot == std::string_view::npos) return {};
  return kind_from_string(code.substr(0, dot)) ? code.substr(0, dot) : std::string_view{};
}

std::u32string code_points(std::string_view text) {
  const auto unicode = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  std::u32string points;
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1))
    points.push_back(static_cast<char32_t>(unicode.char32At(i)));
  return points;
}

std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

// 0 for equal, 1 for nothing in common. A word inside the other is nearer than letters alone would say: 很成熟 holds 成熟.
double distance(const std::u32string& a, const std::u32string& b) {
  if (a.empty() || b.empty()) return 1;
  const bool inside = std::min(a.size(), b.size()) >= 2 && (a.find(b) != a.npos || b.find(a) != b.npos);
  const double edits = static_cast<double>(edit_distance(a, b)) / static_cast<double>(std::max(a.size(), b.size()));
  return inside ? edits / 2 : edits;
}

// ICU's own, made once: making it takes milliseconds. nullptr where ICU has no data for it; words then fold without it.
const icu::Transliterator* to_simplified() {
  static const std::unique_ptr<const icu::Transliterator> simplify = [] {
    UErrorCode status = U_ZERO_ERROR;
    icu::Transliterator* made = icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status);
    return std::unique_ptr<const icu::Transliterator>(U_SUCCESS(status) ? made : nullptr);
  }();
  return simplify.get();
}

constexpr std::string_view kCountry[] = {"中华人民共和国", "中国"};
constexpr std::string_view kBetweenPlaces[] = {"-", "/", "·", ">", "|", "_"};
constexpr std::string_view kFinerPlaces[] = {"区", "县", "市", "旗", "镇", "乡", "街道", "盟", "州"};
constexpr std::size_t kHanBytes = 3;
constexpr std::string_view kUnits = "unit.tsv";  // has columns of its own

// Takes the first of these words that the text begins with off its front.
bool drop_front(std::string_view& text, std::span<const std::string_view> words) {
  for (const std::string_view word : words) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    return true;
  }
  return false;
}

}  // namespace

std::string fold_word(std::string_view word) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return std::string(word);
  icu::UnicodeString text =
      nfkc->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size()))), status);
  if (const icu::Transliterator* simplify = to_simplified()) simplify->transliterate(text);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    if (!u_isUWhiteSpace(text.char32At(i))) kept.append(text.char32At(i));
  std::string out;
  kept.toUTF8String(out);
  return out;
}

const VocabularyEntry* Vocabulary::find(std::string_view code) const {
  const auto it = by_code_.find(code);
  return it == by_code_.end() ? nullptr : &entries_[it->second];
}

const VocabularyEntry* Vocabulary::find_folded(std::string_view word) const {
  if (const VocabularyEntry* entry = find(word)) return entry;
  const auto it = by_word_.find(word);
  return it == by_word_.end() ? nullptr : &entries_[it->second];
}

std::optional<std::string> Vocabulary::resolve(std::string_view word) const {
  while (!word.empty() && (word.front() == ' ' || word.front() == '\t')) word.remove_prefix(1);
  while (!word.empty() && (word.back() == ' ' || word.back() == '\t' || word.back() == '\r')) word.remove_suffix(1);
  if (word.empty()) return std::nullopt;
  if (find(word) != nullptr) return std::string(word);
  const std::string folded = fold_word(word);
  if (const auto it = by_word_.find(folded); it != by_word_.end()) return entries_[it->second].code;
  if (name_ == "region") return resolve_place(folded);
  // GB/T 4754: a letter and two to four digits; finer levels than the list holds resolve to the closest one above.
  if (name_ == "industry" && word.size() >= 4 && all_digits(word.substr(1))) {
    std::string above(word);
    above[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(above[0])));
    for (; above.size() >= 3; above.pop_back())
      if (find(above) != nullptr) return above;
  }
  return std::nullopt;
}

// 421221 and 湖北省黄冈市黄州区 both lie in an entry of the list, though not in it themselves.
std::optional<std::string> Vocabulary::resolve_place(std::string_view folded) const {
  if (folded.size() == 6 && all_digits(folded)) {
    for (const std::string& above : {std::string(folded.substr(0, 4)) + "00", std::string(folded.substr(0, 2)) + "0000"})
      if (find(above) != nullptr) return above;
    return std::nullopt;
  }
  drop_front(folded, kCountry);
  const VocabularyEntry* place = nullptr;
  while (!folded.empty()) {
    while (drop_front(folded, kBetweenPlaces)) {}
    const VocabularyEntry* inner = nullptr;
    std::size_t taken = 0;
    for (std::size_t end = folded.size(); end > 0 && inner == nullptr; --end) {
      const auto it = by_word_.find(folded.substr(0, end));
      if (it == by_word_.end()) continue;
      const VocabularyEntry& entry = entries_[it->second];
      const bool inside = place == nullptr || entry.code == place->code || entry.parent == place->code;
      // 河北省武汉市 contradicts itself; in 长春市朝阳区 the word 朝阳, short for another city, says nothing.
      if (!inside && folded.substr(0, end) == fold_word(entry.label)) return std::nullopt;
      if (inside) inner = &entry, taken = end;
    }
    if (inner == nullptr) break;
    place = inner;
    folded.remove_prefix(taken);
  }
  // What is left must read like a finer place: 北京 in 北京大学 is none, and 朝阳区 is not in 朝阳市.
  const bool finer = std::ranges::any_of(kFinerPlaces, [&](std::string_view end) {
    return folded.size() >= end.size() + kHanBytes && folded.ends_with(end);
  });
  if (place == nullptr || !(folded.empty() || finer)) return std::nullopt;
  return place->code;
}

std::vector<std::string> Vocabulary::near(std::string_view word, std::size_t most) const {
  constexpr double kNear = 0.6;
  constexpr std::size_t kLongest = 60;  // characters; what is longer is prose, and no word is like it
  const std::u32string points = code_points(fold_word(word.substr(0, 4 * kLongest))).substr(0, kLongest);
  std::map<std::size_t, double> best;  // entry → distance of its nearest word
  for (const auto& [folded, index] : by_word_) {
    const double far = distance(points, code_points(folded));
    if (const auto [at, fresh] = best.emplace(index, far); !fresh) at->second = std::min(at->second, far);
  }
  std::vector<std::pair<double, std::size_t>> ranked;
  for (const auto& [index, far] : best)
    if (far <= kNear) ranked.emplace_back(far, index);
  std::ranges::sort(ranked);
  std::vector<std::string> labels;
  for (const auto& [_, index] : ranked)
    if (labels.size() < most) labels.push_back(entries_[index].label);
  return labels;
}

std::vector<std::string> Vocabulary::ancestors(std::string_view code) const {
  std::vector<std::string> up;
  for (const VocabularyEntry* entry = find(code); entry != nullptr && up.size() < 16; entry = find(entry->parent))
    up.push_back(entry->code);
  return up;
}

std::string Vocabulary::label(std::string_view code) const {
  const VocabularyEntry* entry = find(code);
  return entry == nullptr ? std::string(code) : entry->label;
}

std::string Vocabulary::label_en(std::string_view code) const {
  const VocabularyEntry* entry = find(code);
  return entry == nullptr ? std::string(code) : entry->label_en.empty() ? entry->label : entry->label_en;
}

Result<Vocabulary> Vocabulary::read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::io, file.string(), "cannot read the vocabulary file", "check that it exists and may be read");
  Vocabulary list;
  list.name_ = file.stem().string();
  std::string line;
  std::size_t number = 0;
  bool header = false;
  const auto wrong = [&](const std::string& message, const std::string& hint) {
    return fail(ErrorCode::damaged, file.string() + ":" + std::to_string(number), message, hint);
  };
  while (std::getline(in, line)) {
    if (++number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);  // editors on Windows put it there
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    if (!header) {
      if (line != "code\tlabel\tlabel_en\taliases\tparent\tmaps")
        return wrong("the first line is not the heading", "begin with: code TAB label TAB label_en TAB aliases TAB parent TAB maps");
      header = true;
      continue;
    }
    const auto columns = split(line, '\t');
    if (columns.size() != 6)
      return wrong("a row has " + std::to_string(columns.size()) + " columns, not 6", "leave empty columns, but keep their tabs");
    VocabularyEntry entry{columns[0], columns[1], columns[2], {}, columns[4], {}};
    if (entry.code.empty() || entry.label.empty()) return wrong("a row lacks its code or its label", "every entry needs both");
    for (const std::string& alias : split(columns[3], ';'))
      if (!alias.empty()) entry.aliases.push_back(alias);
    for (const std::string& map : split(columns[5], ';')) {
      if (map.empty()) continue;
      const auto colon = map.find(':');
      if (colon == std::string::npos) return wrong("\"" + map + "\" in the column maps lacks its colon", "write list:code");
      entry.maps[map.substr(0, colon)] = map.substr(colon + 1);
    }
    const std::size_t index = list.entries_.size();
    if (!list.by_code_.emplace(entry.code, index).second) return wrong("code \"" + entry.code + "\" stands twice", "keep one of the rows");
    std::vector<std::string> words = entry.aliases;
    words.push_back(entry.label);
    if (!entry.label_en.empty()) words.push_back(entry.label_en);
    const std::string_view scope = scope_of(list.name_, entry.code);
    for (const std::string& word : words) {
      const auto [at, fresh] = list.by_word_.emplace(std::string(scope) + (scope.empty() ? "" : ".") + fold_word(word), index);
      if (fresh || at->second == index) continue;
      // English labels may repeat (Suzhou twice among the prefectures): the first keeps the word. A Chinese one may repeat only between
      // a code and its parent (K 房地产业 and K70): the wider one, which stands first, keeps it.
      if (word != entry.label_en && list.entries_[at->second].code != entry.parent)
        return wrong("\"" + word + "\" already means code " + list.entries_[at->second].code, "an alias may belong to one code only");
    }
    list.entries_.push_back(std::move(entry));
  }
  if (!header) return wrong("the file holds no heading", "begin with: code TAB label TAB label_en TAB aliases TAB parent TAB maps");
  // kind.tsv's trl parents point at another list, so only lists that hold a parent's code are checked as trees.
  for (const VocabularyEntry& entry : list.entries_) {
    if (!entry.parent.empty() && list.find(entry.parent) == nullptr && list.name_ != "trl")
      return fail(ErrorCode::damaged, file.string(), "code " + entry.code + " has the parent " + entry.parent + ", which is not there",
                  "add the parent's row or leave the column empty");
  }
  return list;
}

Result<Vocabularies> Vocabularies::load(const std::filesystem::path& directory) {
  Vocabularies all;
  std::error_code error;
  std::set<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(directory, error))
    if (file.path().extension() == ".tsv") files.insert(file.path());
  if (error)
    return fail(ErrorCode::io, directory.string(), "cannot read the vocabulary directory: " + error.message(),
                "set vocabulary.dir in the configuration");
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 8);
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    const std::string name = file.filename().string();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(name.data()), name.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    if (name == kUnits) continue;
    auto list = Vocabulary::read(file);
    if (!list) return std::unexpected(list.error());
    all.lists_.emplace(list->name(), std::move(*list));
  }
  for (const std::string_view name : kNeeded)
    if (!all.lists_.contains(name))
      return fail(ErrorCode::damaged, directory.string(), "the vocabulary " + std::string(name) + ".tsv is missing",
                  "restore it from the distribution");
  auto units = Units::read(directory / kUnits, all.at("dimension"));
  if (!units) return std::unexpected(units.error());
  all.units_ = std::move(*units);
  unsigned char digest[8];
  crypto_generichash_final(&state, digest, sizeof digest);
  char hex[17];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  all.edition_ = hex;
  return all;
}

const Vocabulary& Vocabularies::at(std::string_view name) const {
  const Vocabulary* list = find(name);
  assert(list != nullptr && "a vocabulary that the program names must be in kNeeded");
  return *list;
}

const Vocabulary* Vocabularies::find(std::string_view name) const {
  const auto it = lists_.find(name);
  return it == lists_.end() ? nullptr : &it->second;
}

}  // namespace corpus
