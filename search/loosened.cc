// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/loosened.h"

#include "search/facet_filters.h"
#include "search/one_search.h"
#include "search/opposites.h"
#include "search/share.h"

namespace search {
namespace {

SearchRequest without_filters(const SearchRequest& request) {
  SearchRequest wide = request;
  wide.filters = {};
  wide.facets = false;
  return wide;
}

}  // namespace

std::int64_t beyond_filters(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
                            const Node& root, Share share, std::chrono::steady_clock::time_point deadline) {
  if (!narrows(request.filters)) return 0;
  const SearchRequest wide = without_filters(request);
  return OneSearch(reader, vocabularies, expander, wide, root, share, deadline).total();
}

Instead instead_of(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
                   const ParsedQuery& parsed, std::chrono::steady_clock::time_point deadline) {
  Instead out;
  out.beyond_filters = beyond_filters(reader, vocabularies, expander, request, parsed.root, Share::most, deadline);
  if (out.beyond_filters > 0) return out;
  note_opposites(parsed.root, vocabularies, out.notes);
  if (!request.relax) return out;
  const SearchRequest wide = without_filters(request);
  const auto asked = [&](const Node& root, Share share) { return OneSearch(reader, vocabularies, expander, wide, root, share, deadline); };
  const bool long_text = asked(parsed.root, Share::most).of_long_text();
  const RelaxQuestions questions{[&](const Node& root, Share share) { return asked(root, share).matches(1) > 0; },
                                 [&](const Node& condition) {
                                   Node root;
                                   root.kind = NodeKind::all;
                                   root.children = {condition};
                                   return asked(root, Share::most).matches(reader.database().get_doccount());
                                 },
                                 part_of_terms(Share::some, long_text)};
  out.relaxed = relax(parsed.root, vocabularies, questions);
  return out;
}

}  // namespace search
