// SPDX-License-Identifier: GPL-3.0-or-later
// A table of all terms would take about a hundred bytes for each: a gigabyte for ten million. So terms are first dealt into buckets by their hash, and of each
// bucket only a sum over (term, document, wdf) is kept, to which term lists add and from which postings take away. The terms of a few buckets that do
// not come out at nothing are then named in a second pass.
#include "indexer/posting_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>

#include "corpus/json_text.h"

namespace indexer {
namespace {

constexpr std::size_t kBuckets = 4096;
constexpr std::size_t kNamedBuckets = 8;

std::size_t hash_of(const std::string& term) { return std::hash<std::string>{}(term); }
std::size_t bucket_of(const std::string& term) { return hash_of(term) % kBuckets; }

// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): each bit of the input moves half of the output's.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

std::uint64_t mark(const std::string& term, Xapian::docid document, Xapian::termcount wdf) {
  return mixed(hash_of(term) + mixed((std::uint64_t{document} << 32) + wdf));
}

// A damaged term may be no text at all.
std::string quoted(const std::string& term) {
  const bool is_text = !corpus::invalid_utf8(term);
  std::string out;
  for (const char c : term) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || !is_text)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return "\"" + out + "\"";
}

struct Sums {
  std::vector<std::uint64_t> of_bucket = std::vector<std::uint64_t>(kBuckets);
  std::int64_t wrong_lengths = 0, wrong_counts = 0;
};

Sums sums_of(const Xapian::Database& shard) {
  Sums sums;
  for (auto document = shard.postlist_begin(""); document != shard.postlist_end(""); ++document) {
    std::uint64_t length = 0;
    for (auto term = shard.termlist_begin(*document); term != shard.termlist_end(*document); ++term) {
      const std::string name = *term;
      sums.of_bucket[bucket_of(name)] += mark(name, *document, term.get_wdf());
      length += term.get_wdf();
    }
    if (length != document.get_doclength()) ++sums.wrong_lengths;
  }
  for (auto term = shard.allterms_begin(); term != shard.allterms_end(); ++term) {
    const std::string name = *term;
    std::uint64_t documents = 0, occurrences = 0;
    for (auto posting = shard.postlist_begin(name); posting != shard.postlist_end(name); ++posting) {
      sums.of_bucket[bucket_of(name)] -= mark(name, *posting, posting.get_wdf());
      ++documents;
      occurrences += posting.get_wdf();
    }
    if (documents != term.get_termfreq() || occurrences != shard.get_collection_freq(name)) ++sums.wrong_counts;
  }
  return sums;
}

struct Sides {
  std::int64_t holding = 0, found = 0;  // documents
  std::uint64_t difference = 0;
};

std::map<std::string, Sides> sides_of(const Xapian::Database& shard, const std::vector<bool>& buckets) {
  std::map<std::string, Sides> terms;
  for (auto document = shard.postlist_begin(""); document != shard.postlist_end(""); ++document)
    for (auto term = shard.termlist_begin(*document); term != shard.termlist_end(*document); ++term) {
      const std::string name = *term;
      if (!buckets[bucket_of(name)]) continue;
      Sides& sides = terms[name];
      ++sides.holding;
      sides.difference += mark(name, *document, term.get_wdf());
    }
  for (auto term = shard.allterms_begin(); term != shard.allterms_end(); ++term) {
    const std::string name = *term;
    if (!buckets[bucket_of(name)]) continue;
    Sides& sides = terms[name];
    for (auto posting = shard.postlist_begin(name); posting != shard.postlist_end(name); ++posting) {
      ++sides.found;
      sides.difference -= mark(name, *posting, posting.get_wdf());
    }
  }
  return terms;
}

std::string sentence(const std::string& term, const Sides& sides) {
  if (sides.found == 0) return fmt::format("the term {} finds nothing, {} documents hold it", quoted(term), sides.holding);
  if (sides.holding == 0) return fmt::format("the term {} finds {} documents, none of which holds it", quoted(term), sides.found);
  if (sides.found != sides.holding) return fmt::format("the term {} finds {} documents, {} hold it", quoted(term), sides.found, sides.holding);
  return fmt::format("the term {} finds {} documents, but others than hold it, or with other weights", quoted(term), sides.found);
}

}  // namespace

std::vector<std::string> posting_faults(const Xapian::Database& shard, std::size_t most) {
  const Sums sums = sums_of(shard);
  std::vector<std::string> faults;
  if (sums.wrong_lengths > 0) faults.push_back(fmt::format("{} documents are of another length than their terms add up to", sums.wrong_lengths));
  if (sums.wrong_counts > 0) faults.push_back(fmt::format("{} terms are counted otherwise than their postings are", sums.wrong_counts));
  std::vector<bool> named(kBuckets);
  std::size_t wrong_buckets = 0;
  for (std::size_t i = 0; i < kBuckets; ++i)
    if (sums.of_bucket[i] != 0) named[i] = wrong_buckets++ < kNamedBuckets;
  if (wrong_buckets == 0) return faults;
  std::size_t wrong_terms = 0;
  for (const auto& [term, sides] : sides_of(shard, named))
    if (sides.difference != 0 && ++wrong_terms <= most) faults.push_back(sentence(term, sides));
  if (wrong_terms > most || wrong_buckets > kNamedBuckets) {
    const std::size_t unnamed = wrong_terms - std::min(wrong_terms, most) + (wrong_buckets - std::min(wrong_buckets, kNamedBuckets));
    faults.push_back(fmt::format("{}{} more terms are wrong", wrong_buckets > kNamedBuckets ? "at least " : "", unnamed));
  }
  return faults;
}

}  // namespace indexer
