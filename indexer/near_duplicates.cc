// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/near_duplicates.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <set>

namespace indexer {
namespace {

// Finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input reaches every bit of the output.
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

// The same on every machine and in every version: signatures are stored.
std::uint32_t hash_of(std::string_view text) {
  std::uint64_t h = mix(0x9e3779b97f4a7c15u);
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return static_cast<std::uint32_t>(mix(h) >> 32);
}

struct Permutations {
  std::array<std::uint32_t, kSignatureBytes> times{}, plus{};
};
constexpr Permutations make_permutations() {
  Permutations p;
  for (std::size_t i = 0; i < kSignatureBytes; ++i) {
    p.times[i] = static_cast<std::uint32_t>(mix(2 * i + 1)) | 1u;
    p.plus[i] = static_cast<std::uint32_t>(mix(2 * i + 2));
  }
  return p;
}
constexpr Permutations kPermutations = make_permutations();

// Records are sorted by their signatures as read from every second byte on; copies come to lie near each other in at least one of these orders, and each is
// compared with so many that follow. Unlike buckets of a fixed number of bytes this costs the same per record however many there are, and whatever templates they share.
constexpr std::size_t kOrders = 64, kNeighbours = 40, kKeyBytes = 8;

class Sets {
 public:
  explicit Sets(std::size_t size) : above_(size) { std::iota(above_.begin(), above_.end(), std::size_t{0}); }
  std::size_t top(std::size_t i) {
    while (above_[i] != i) i = above_[i] = above_[above_[i]];
    return i;
  }
  void put_below(std::size_t top, std::size_t other) { above_[other] = top; }

 private:
  std::vector<std::size_t> above_;
};

}  // namespace

void SignatureMaker::add(std::span<const text::Token> tokens) {
  using enum text::TokenKind;
  for (const text::Token& token : tokens)
    if (token.kind != word && token.kind != edge) terms_.push_back(hash_of(token.term));
}

std::optional<Signature> SignatureMaker::finish() {
  std::ranges::sort(terms_);
  terms_.erase(std::ranges::unique(terms_).begin(), terms_.end());
  if (terms_.size() < kFewestTerms) return std::nullopt;
  std::array<std::uint32_t, kSignatureBytes> minima;
  minima.fill(std::numeric_limits<std::uint32_t>::max());
  for (const std::uint32_t term : terms_)
    for (std::size_t i = 0; i < kSignatureBytes; ++i)
      minima[i] = std::min(minima[i], term * kPermutations.times[i] + kPermutations.plus[i]);
  Signature signature;
  for (std::size_t i = 0; i < kSignatureBytes; ++i) signature[i] = static_cast<std::uint8_t>(mix(minima[i]));
  return signature;
}

double similarity(const Signature& a, const Signature& b) {
  int equal = 0;
  for (std::size_t i = 0; i < kSignatureBytes; ++i) equal += a[i] == b[i];
  // Bytes of different minima agree by chance once in 256.
  return std::max(0.0, (static_cast<double>(equal) / kSignatureBytes - 1 / 256.0) / (1 - 1 / 256.0));
}

TitleTerms title_terms(std::string_view title) {
  TitleTerms all;
  for (text::Token& token : text::analyze(title))
    if (token.kind != text::TokenKind::word && token.kind != text::TokenKind::edge) all.insert(std::move(token.term));
  return all;
}

double title_similarity(const TitleTerms& a, const TitleTerms& b) {
  if (a.empty() || b.empty()) return 0;
  const auto shared = std::ranges::count_if(a, [&](const std::string& term) { return b.contains(term); });
  return static_cast<double>(shared) / static_cast<double>(std::min(a.size(), b.size()));
}

double title_similarity(std::string_view a, std::string_view b) { return title_similarity(title_terms(a), title_terms(b)); }

std::vector<Link> find_links(std::span<const SignedRecord> records) {
  struct Entry {
    std::uint64_t key;
    std::uint32_t record;
    bool operator<(const Entry& other) const { return key != other.key ? key < other.key : record < other.record; }
  };
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < records.size(); ++i)
    if (records[i].signature) entries.push_back({0, i});
  std::vector<Link> links;
  for (std::size_t order = 0; order < kOrders; ++order) {
    for (Entry& entry : entries) {
      const Signature& signature = *records[entry.record].signature;
      entry.key = 0;
      for (std::size_t i = 0; i < kKeyBytes; ++i) entry.key = (entry.key << 8) | signature[(order * kSignatureBytes / kOrders + i) % kSignatureBytes];
    }
    std::sort(entries.begin(), entries.end());
    for (std::size_t i = 0; i < entries.size(); ++i)
      for (std::size_t j = i + 1; j < std::min(entries.size(), i + 1 + kNeighbours); ++j) {
        const std::uint32_t a = std::min(entries[i].record, entries[j].record), b = std::max(entries[i].record, entries[j].record);
        if (records[a].kind != records[b].kind) continue;
        if (const double s = similarity(*records[a].signature, *records[b].signature); s >= kSameFrom) links.push_back({a, b, s});
      }
  }
  std::ranges::sort(links, [](const Link& x, const Link& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  links.erase(std::ranges::unique(links, [](const Link& x, const Link& y) { return x.a == y.a && x.b == y.b; }).begin(), links.end());
  return links;
}

std::vector<Link> compare_all(std::span<const SignedRecord> records) {
  std::vector<Link> links;
  for (std::size_t i = 0; i < records.size(); ++i)
    for (std::size_t j = i + 1; j < records.size(); ++j) {
      if (!records[i].signature || !records[j].signature || records[i].kind != records[j].kind) continue;
      if (const double s = similarity(*records[i].signature, *records[j].signature); s >= kSameFrom) links.push_back({i, j, s});
    }
  return links;
}

std::pair<std::string, std::string> pair_of(std::string_view a, std::string_view b) {
  return a < b ? std::pair{std::string(a), std::string(b)} : std::pair{std::string(b), std::string(a)};
}

std::vector<std::string> groups_of(std::span<const SignedRecord> records, std::vector<Link> links, const SameDecisions& decisions) {
  std::map<std::string_view, std::size_t> place;
  for (std::size_t i = 0; i < records.size(); ++i) place.emplace(records[i].id, i);
  std::vector<std::set<std::size_t>> apart(records.size());  // of a set's top: tops of sets it may not be joined with
  std::vector<std::pair<std::size_t, std::size_t>> said;
  for (const auto& [ids, same] : decisions) {
    const auto a = place.find(ids.first), b = place.find(ids.second);
    if (a == place.end() || b == place.end() || records[a->second].kind != records[b->second].kind) continue;
    if (same) {
      said.emplace_back(a->second, b->second);
    } else {
      apart[a->second].insert(b->second);
      apart[b->second].insert(a->second);
    }
  }
  Sets sets(records.size());
  std::vector<std::size_t> sizes(records.size(), 1);
  const auto join = [&](std::size_t a, std::size_t b) {
    a = sets.top(a), b = sets.top(b);
    if (a == b || apart[a].contains(b)) return;
    if (sizes[a] < sizes[b]) std::swap(a, b);
    sets.put_below(a, b);
    sizes[a] += sizes[b];
    for (const std::size_t other : apart[b]) {
      apart[other].erase(b);
      apart[other].insert(a);
      apart[a].insert(other);
    }
    apart[b].clear();
  };
  for (const auto& [a, b] : said) join(a, b);
  std::ranges::sort(links, [&](const Link& x, const Link& y) {
    if (x.similarity != y.similarity) return x.similarity > y.similarity;
    return pair_of(records[x.a].id, records[x.b].id) < pair_of(records[y.a].id, records[y.b].id);
  });
  for (const Link& link : links) join(link.a, link.b);
  std::vector<std::string> smallest(records.size()), groups(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::string& id = smallest[sets.top(i)];
    if (id.empty() || records[i].id < id) id = records[i].id;
  }
  for (std::size_t i = 0; i < records.size(); ++i)
    if (sizes[sets.top(i)] > 1) groups[i] = smallest[sets.top(i)];
  return groups;
}

}  // namespace indexer
