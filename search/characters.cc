// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/characters.h"

#include <algorithm>

#include "search/plan.h"

namespace search {

Xapian::Query Characters::held(const std::string& term) {
  const std::vector<std::string> all = terms(term);
  return Xapian::Query(Xapian::Query::OP_SYNONYM, all.begin(), all.end());
}

std::vector<std::string> Characters::terms(const std::string& term) {
  std::vector<std::string> out;
  for (const auto& [holders, one] : beginning_with(term).terms) out.push_back(one);
  return out;
}

bool Characters::is_cut(const std::string& term) { return beginning_with(term).cut; }

// The sum of the terms, each weighed as rare as all of them together. Not OP_SYNONYM, whose weight each shard estimates from the terms that it holds
// itself; not OP_MAX, which loses parts where a second shard is read for a short list (Xapian 1.4.22).
Xapian::Query Characters::ranked(const std::string& term) {
  const double all = std::max<double>(1, database_.get_doccount());
  double none = 1;
  for (const auto& [holders, one] : beginning_with(term).terms) none *= 1 - holders / all;
  std::vector<Xapian::Query> parts;
  for (const auto& [holders, one] : beginning_with(term).terms)
    parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(one), rarity(all * (1 - none), all) / rarity(holders, all));
  return Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end());
}

const Characters::Found& Characters::beginning_with(const std::string& term) {
  const auto [known, is_new] = known_.try_emplace(term);
  Found& found = known->second;
  if (!is_new) return found;
  auto& all = found.terms;
  for (auto it = database_.allterms_begin(term), end = database_.allterms_end(term); it != end; ++it) all.emplace_back(it.get_termfreq(), *it);
  found.cut = all.size() > kMost;
  const std::size_t kept = std::min(all.size(), kMost);
  std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(kept),
                            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  all.resize(kept);
  return found;
}

}  // namespace search
