// SPDX-License-Identifier: GPL-3.0-or-later
// What grouping costs a build, measured on 2026-11-26 with 7e627f9, 2 cores of an AMD EPYC, nothing else on the machine (docs/benchmarks.md):
//
//                                       24,729 documents   1,000,000 documents
//   grouping, s                              1.4                116
//   peak of the whole build, MiB             155                641, what is written and learned included
//
// Titles lie in memory as sorted hashes, each link once for all orders it was found in, and the orders are shared among the threads. The program before
// f07f33f, which did none of the three, is gone; its figures (380 s, 2,103 MiB) were of a million with other titles and compare with none of these.
#include "indexer/near_duplicates.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <numeric>
#include <set>
#include <thread>
#include <unordered_map>

#include "indexer/schema.h"

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
constexpr std::size_t kEndEvery = 4096;  // records: some milliseconds

void sort_once(std::vector<std::uint32_t>& hashes) {
  std::ranges::sort(hashes);
  hashes.erase(std::ranges::unique(hashes).begin(), hashes.end());
}

struct Entry {
  std::uint64_t key;
  std::uint32_t record;
  bool operator<(const Entry& other) const { return key != other.key ? key < other.key : record < other.record; }
};

std::vector<Entry> entries_of(std::span<const SignedRecord> records) {
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < records.size(); ++i)
    if (records[i].signature) entries.push_back({0, i});
  return entries;
}

// `ends` is asked now and then; true leaves the rest out.
template <class Ends>
void links_of_order(std::size_t order, std::span<const SignedRecord> records, std::vector<Entry>& entries, std::vector<Link>& links,
                    const Ends& ends) {
  for (Entry& entry : entries) {
    const Signature& signature = *records[entry.record].signature;
    entry.key = 0;
    for (std::size_t i = 0; i < kKeyBytes; ++i) entry.key = (entry.key << 8) | signature[(order * kSignatureBytes / kOrders + i) % kSignatureBytes];
  }
  std::sort(entries.begin(), entries.end());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i % kEndEvery == 0 && ends()) return;
    for (std::size_t j = i + 1; j < std::min(entries.size(), i + 1 + kNeighbours); ++j) {
      const std::uint32_t a = std::min(entries[i].record, entries[j].record), b = std::max(entries[i].record, entries[j].record);
      if (records[a].kind != records[b].kind) continue;
      if (const double s = similarity(*records[a].signature, *records[b].signature); s >= kSameFrom) links.push_back({a, b, static_cast<float>(s)});
    }
  }
}

std::size_t keep_each_once(std::vector<Link>& links) {
  std::ranges::sort(links, [](const Link& x, const Link& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  links.erase(std::ranges::unique(links, [](const Link& x, const Link& y) { return x.a == y.a && x.b == y.b; }).begin(), links.end());
  return links.size();
}

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

// Words are made of bigrams that are counted already; without those of a lexicon, signatures of all generations can be compared.
void SignatureMaker::add(std::span<const text::Token> tokens) {
  using enum text::TokenKind;
  for (const text::Token& token : tokens)
    if (token.kind != word && token.kind != joined && token.kind != edge && !is_other_form(token.kind)) terms_.push_back(hash_of(token.term));
}

std::optional<Signature> SignatureMaker::finish() {
  sort_once(terms_);
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

std::optional<Signature> signature_of(const corpus::Record& record) {
  SignatureMaker maker;
  for (const TextField& field : text_fields(corpus::kind_of(record)))
    if (names_the_matter(field)) maker.add(text::analyze(text_of(record, field.name)));
  return maker.finish();
}

std::optional<Signature> signature_from(std::string_view value) {
  if (value.size() != kSignatureBytes) return std::nullopt;
  Signature signature;
  std::memcpy(signature.data(), value.data(), kSignatureBytes);
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
  for (const text::Token& token : text::analyze(title))
    if (token.kind != text::TokenKind::word && token.kind != text::TokenKind::edge && !is_other_form(token.kind)) all.push_back(hash_of(token.term));
  sort_once(all);
  all.shrink_to_fit();
  return all;
}

double title_similarity(const TitleTerms& a, const TitleTerms& b) {
  if (a.empty() || b.empty()) return 0;
  const auto shared = std::ranges::count_if(a, [&](std::uint32_t term) { return std::ranges::binary_search(b, term); });
  return static_cast<double>(shared) / static_cast<double>(std::min(a.size(), b.size()));
}

double title_similarity(std::string_view a, std::string_view b) { return title_similarity(title_terms(a), title_terms(b)); }

std::vector<Link> find_links(std::span<const SignedRecord> records, unsigned threads, const std::function<bool()>& cancelled) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> ended = false;
  std::vector<std::vector<Link>> found(std::max(1u, threads));
  // The calling thread asks, the others hear of it.
  const auto told = [&] { return ended.load(); };
  const auto asked = [&] { return ended || (cancelled && cancelled() && (ended = true)); };
  const auto work = [&](std::vector<Link>& links, const auto& ends) {
    std::vector<Entry> entries = entries_of(records);
    std::size_t tidy = 0;  // links of the orders before, each once
    for (std::size_t order = next++; order < kOrders && !ends(); order = next++) {
      links_of_order(order, records, entries, links, ends);
      // Copies are found in most orders: without this a list would be many times as long as what is in it.
      if (links.size() > 2 * tidy) tidy = keep_each_once(links);
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < found.size(); ++i) others.emplace_back([&, i] { work(found[i], told); });
    work(found[0], asked);
  }
  std::vector<Link> links = std::move(found[0]);
  for (std::size_t i = 1; i < found.size(); ++i) {
    links.insert(links.end(), found[i].begin(), found[i].end());
    found[i] = {};
  }
  keep_each_once(links);
  return links;
}

std::vector<Link> compare_all(std::span<const SignedRecord> records) {
  std::vector<Link> links;
  for (std::uint32_t i = 0; i < records.size(); ++i)
    for (std::uint32_t j = i + 1; j < records.size(); ++j) {
      if (!records[i].signature || !records[j].signature || records[i].kind != records[j].kind) continue;
      if (const double s = similarity(*records[i].signature, *records[j].signature); s >= kSameFrom) links.push_back({i, j, static_cast<float>(s)});
    }
  return links;
}

std::pair<std::string, std::string> pair_of(std::string_view a, std::string_view b) {
  return a < b ? std::pair{std::string(a), std::string(b)} : std::pair{std::string(b), std::string(a)};
}

std::vector<std::string> groups_of(std::span<const SignedRecord> records, std::vector<Link> links, const SameDecisions& decisions) {
  std::unordered_map<std::string_view, std::size_t> place;
  if (!decisions.empty())
    for (std::size_t i = 0; i < records.size(); ++i) place.emplace(records[i].id, i);
  std::unordered_map<std::size_t, std::set<std::size_t>> apart;  // of a set's top: tops of sets it may not be joined with
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
    if (a == b) return;
    if (const auto from = apart.find(a); from != apart.end() && from->second.contains(b)) return;
    if (sizes[a] < sizes[b]) std::swap(a, b);
    sets.put_below(a, b);
    sizes[a] += sizes[b];
    const auto of_b = apart.extract(b);
    if (!of_b) return;
    for (const std::size_t other : of_b.mapped()) {
      apart[other].erase(b);
      apart[other].insert(a);
      apart[a].insert(other);
    }
  };
  for (const auto& [a, b] : said) join(a, b);
  const auto ids = [&](const Link& link) {
    const std::string_view a = records[link.a].id, b = records[link.b].id;
    return a < b ? std::pair{a, b} : std::pair{b, a};
  };
  std::ranges::sort(links, [&](const Link& x, const Link& y) { return x.similarity != y.similarity ? x.similarity > y.similarity : ids(x) < ids(y); });
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
