// SPDX-License-Identifier: GPL-3.0-or-later
// One table: field of a record → term prefix, weight, and the value slots that filters, facets, sorting and matching read. FORMAT.md has the page.
//
// Body terms carry no prefix. They never begin with an ASCII capital (text is case folded), so prefixes cannot collide with them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "corpus/date.h"
#include "corpus/record.h"

namespace indexer {

// A change of prefixes, slots or document data is a new version: an index of another version is rebuilt, not read.
inline constexpr int kSchemaVersion = 8;

namespace prefix {
inline constexpr std::string_view kId = "Q";
inline constexpr std::string_view kTitle = "S";
inline constexpr std::string_view kKeyword = "XW";
inline constexpr std::string_view kOrganisation = "A";
inline constexpr std::string_view kPerson = "XP";
inline constexpr std::string_view kKind = "XK";
inline constexpr std::string_view kVisibility = "XV";
inline constexpr std::string_view kRegion = "XR";       // the code and every parent
inline constexpr std::string_view kField = "XF";
inline constexpr std::string_view kIndustry = "XI";     // the code and every parent
inline constexpr std::string_view kStage = "XG";
inline constexpr std::string_view kCooperation = "XC";  // the code and every parent
inline constexpr std::string_view kOwnerId = "XO";
inline constexpr std::string_view kLinkedResult = "XL";  // id of a result that an expert names as theirs
inline constexpr std::string_view kLinkedPatent = "XN";  // patent_key of a patent that an expert names as theirs, or that a result states
inline constexpr std::string_view kMember = "XM";        // id of an expert whom a result names among its members
inline constexpr std::string_view kGroup = "XD";          // near-duplicates: the group's id
inline constexpr std::string_view kSuggest = "XS";        // folded text, TAB, source, TAB, text as written where it differs; public records only
inline constexpr std::string_view kSuggestHidden = "XT";  // the same for records that are not public
inline constexpr std::string_view kPinyin = "XY";         // a key of text/pinyin.h, TAB, folded text: an entry of kSuggest or kSuggestHidden by its sound
}  // namespace prefix

// A term of such a prefix: prefixed(prefix::kKind, "need").
inline std::string prefixed(std::string_view prefix, std::string_view rest) { return std::string(prefix) + std::string(rest); }

// Value slots. Numbers are `Xapian::sortable_serialise`, dates and codes are text; lists are codes joined by one space.
enum class Slot : std::uint32_t {
  id = 0,           // ties in ranking fall by it
  updated = 1,      // YYYYMMDD
  trl = 2,          // number; min_trl of a need; inferred from the stage where not stated
  year = 3,         // number
  region = 4,       // list: code and parents
  field = 5,        // list
  industry = 6,     // list: codes and parents
  stage = 7,
  cooperation = 8,  // list: codes and parents
  kind = 9,
  visibility = 10,
  price_low = 11,   // number, 万元; a need's budget stands in price_high
  price_high = 12,
  trl_inferred = 13,  // "1" where trl comes from the stage
  accept_regions = 14,  // list, as stated: regions a need asks for, or an envoy serves
  signature = 15,       // of near_duplicates.h; none where the text is short
  group = 16,           // smallest id of the records that are this one again; none where it stands alone
  indicators = 17,      // rows of indicators.h; none where none is stated
  place = 18,           // where a model is used: the id, NUL, and what text_model.h makes of the texts; together, so that one list brings both
  dated = 19,           // YYYY-MM-DD, of dated_of
  due = 20,             // YYYY-MM-DD, of due_of
  owner = 21,           // id of the organisation that owns a result, has a need or employs an expert
  integrity = 22,       // of an expert or an enterprise
  innovation = 23,      // number from 0 to 100, of an enterprise
};
constexpr std::uint32_t slot(Slot s) { return static_cast<std::uint32_t>(s); }

// A field of text: its terms go into the body with wdf `weight`, and under `prefix` (with wdf 1) where that is not empty.
struct TextField {
  std::string_view name;
  std::string_view prefix;
  std::uint32_t weight;
};

// Text fields of a kind in the order they are indexed. Weights: a title says most in fewest words and counts three times; keywords twice.
std::span<const TextField> text_fields(corpus::Kind kind);

// Whether it says what a record is about, and not who owns it or made it: what postings of one result spell differently.
inline bool names_the_matter(const TextField& field) { return field.prefix != prefix::kOrganisation && field.prefix != prefix::kPerson; }

// What stands between the items of a list.
inline constexpr std::string_view kListSeparator = "；";

// Where an item of a list begins in the text of its field, by where the one before it ends; of the first, by 0.
constexpr std::size_t begin_behind(std::size_t end) { return end == 0 ? 0 : end + kListSeparator.size(); }

// An indicator of a list as it reads: name, figures, unit and condition.
std::string indicator_text(const corpus::Indicator& indicator);

// The text of a field of a record: lists joined by kListSeparator, indicators as they read. Empty where it has none or the kind has no such field.
std::string text_of(const corpus::Record& record, std::string_view field);

// A patent's number as it is compared: ZL 2021 1 0123456.7, CN202110123456.7 and 202110123456 are one, so are CN113456789A and 113456789 B. Empty where the
// text has fewer than six digits or more than 24 letters and digits: that is no number.
std::string patent_key(std::string_view number);

// The year a record counts under: registration, end or start date of an achievement, start of a need, else of updated_at. 0 where none is stated.
int year_of(const corpus::Record& record);

// The last day of the date that says how old the record's content is: registration, end or start of an achievement, start of a need, the day an expert
// confirmed their profile, else updated_at. nullopt where none is stated.
std::optional<corpus::Day> dated_of(const corpus::Record& record);

// The last day of a need's deadline, or of an achievement's end date: when it is wanted, and when it is there. nullopt where not stated.
std::optional<corpus::Day> due_of(const corpus::Record& record);

// The TRL a record states, else the upper end of its stage's range (初期 3, 中期 6, 成熟应用 9), with `inferred` set. 0 where neither is stated.
int trl_of(const corpus::Record& record, bool& inferred);

// Facets in display order with their slot and the vocabulary that labels their codes (empty: the code is its own label).
struct FacetInfo {
  std::string_view name;
  Slot slot;
  std::string_view vocabulary;
};
inline constexpr std::array kFacets = {
    FacetInfo{"kind", Slot::kind, "kind"},       FacetInfo{"field", Slot::field, "field"},
    FacetInfo{"region", Slot::region, "region"}, FacetInfo{"industry", Slot::industry, "industry"},
    FacetInfo{"stage", Slot::stage, "stage"},    FacetInfo{"trl", Slot::trl, "trl"},
    FacetInfo{"cooperation", Slot::cooperation, "cooperation"}, FacetInfo{"year", Slot::year, ""},
};

// Database metadata keys, written in the same commit as the documents they speak of.
namespace metadata {
inline constexpr std::string_view kGeneration = "generation";
inline constexpr std::string_view kBuild = "build";              // which build of that name; the manifest's
inline constexpr std::string_view kSeq = "seq";
inline constexpr std::string_view kAnalyzer = "analyzer";        // name/version
inline constexpr std::string_view kSchema = "schema";
inline constexpr std::string_view kVocabulary = "vocabulary";    // edition
inline constexpr std::string_view kShard = "shard";              // which of how many: 0/3, 1/3, 2/3
inline constexpr std::string_view kModel = "model";              // edition of the model that the places are of; none without one
inline constexpr std::string_view kRanking = "ranking";          // text of model/ranking_weights.h; none where the words' order stands
inline constexpr std::string_view kLexicon = "lexicon";          // edition of the lexicon that terms were joined by; none without one
}  // namespace metadata

}  // namespace indexer
