// SPDX-License-Identifier: GPL-3.0-or-later
// The same result is posted on many platforms. Which records say nearly the same? MinHash over analysed terms (Broder 1997), and titles where the texts alone do not decide.
// Pure, no index.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/record.h"
#include "indexer/text/analyzer.h"

namespace indexer {

// 128 minima, a byte of each: two records' share of equal bytes estimates the Jaccard similarity of their terms, with a standard error of at most .045.
inline constexpr std::size_t kSignatureBytes = 128;
using Signature = std::array<std::uint8_t, kSignatureBytes>;

// Collects the different terms of a record's texts. Single terms, not runs of them: what is posted again is mostly written anew, and pairs of neighbouring terms halve
// the similarity of the sample corpus's planted pairs (.17 to .29 instead of .22 to .48) while it falls less for unlike ones.
class SignatureMaker {
 public:
  // Tokens of one field, in the analyzer's order. Words and edges are left out: their bigrams say the same.
  void add(std::span<const text::Token> tokens);
  // nullopt where the texts are too short to tell a copy from another record of the same name: fewer than kFewestTerms different terms.
  std::optional<Signature> finish();
  static constexpr std::size_t kFewestTerms = 20;

 private:
  std::vector<std::uint32_t> terms_;
};

// That of a record's texts, as it stands in the index (but of who made and who owns it); for a draft that is in none.
std::optional<Signature> signature_of(const corpus::Record& record);
// The one of slot `signature`; nullopt where it is empty.
std::optional<Signature> signature_from(std::string_view value);

// The estimate, in [0,1]. Symmetric.
double similarity(const Signature& a, const Signature& b);

// Texts at least as alike as kSurely are taken for the same, from kSameFrom on where the titles agree as well. Works of one series, written to one
// template, reach .45 with other titles. docs/benchmarks.md has what this finds and misses.
inline constexpr double kSameFrom = 0.25, kSurely = 0.5, kTitlesAgree = 0.6;

// The share of the shorter title's terms that the longer one has, in [0,1].
double title_similarity(std::string_view a, std::string_view b);
// The same in two steps, for titles that are compared with many others.
using TitleTerms = std::vector<std::uint32_t>;  // hashes of the different terms, ascending: a million titles lie in memory at once
TitleTerms title_terms(std::string_view title);
double title_similarity(const TitleTerms& a, const TitleTerms& b);

struct SignedRecord {
  std::string id;
  corpus::Kind kind = corpus::Kind::achievement;  // records of different kinds are never the same
  std::optional<Signature> signature;
};

struct Link {
  std::uint32_t a = 0, b = 0;  // places in the span
  float similarity = 0;
};

// Pairs of one kind with a similarity of at least kSameFrom, found by sorting the signatures in many orders; some of the less alike are missed, more of them the
// more records there are. Cost: about 0.2 ms a record, shared among `threads`; memory 16 bytes a record for each thread, and 12 bytes a link.
// Requires: fewer than 2^32 records. The same links whatever the threads. `cancelled` is asked from the calling thread, several times a second; once it says
// so, what is returned means nothing.
std::vector<Link> find_links(std::span<const SignedRecord> records, unsigned threads = 1, const std::function<bool()>& cancelled = {});
// The same by comparing each with each, for the few that a change concerns.
std::vector<Link> compare_all(std::span<const SignedRecord> records);

// What people said: pairs of ids, the smaller one first → the same or not.
using SameDecisions = std::map<std::pair<std::string, std::string>, bool>;
std::pair<std::string, std::string> pair_of(std::string_view a, std::string_view b);

// The group of each record: the smallest id of those it is the same as, empty where it stands alone. Decisions come first: what a person calls the same is joined,
// and nothing joins two groups that hold a pair called not the same. Then links, the most alike first. Same input in any order, same groups.
std::vector<std::string> groups_of(std::span<const SignedRecord> records, std::vector<Link> links, const SameDecisions& decisions);

}  // namespace indexer
