// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/explanation.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "corpus/record_json.h"
#include "indexer/schema.h"
#include "search/facet_filters.h"
#include "search/likeness.h"
#include "search/plan.h"
#include "search/query_parser.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;
namespace prefix = indexer::prefix;

// Longer prefixes first, since none may be taken for the beginning of another.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kFields = {{{prefix::kKeyword, "关键词:"},
                                                                                   {prefix::kPerson, "人员:"},
                                                                                   {prefix::kTitle, "标题:"},
                                                                                   {prefix::kOrganisation, "单位:"},
                                                                                   {prefix::kId, "编号:"}}};

std::string readable(std::string_view term) {
  for (const auto& [prefix, name] : kFields)
    if (term.starts_with(prefix)) return std::string(name) + std::string(term.substr(prefix.size()));
  return std::string(term);
}

// The summands of a score. What only filters adds nothing.
void summands(const Xapian::Query& query, std::vector<Xapian::Query>& out) {
  switch (query.get_type()) {
    case Xapian::Query::OP_OR:
    case Xapian::Query::OP_AND:
    case Xapian::Query::OP_AND_MAYBE:
      for (std::size_t i = 0; i < query.get_num_subqueries(); ++i) summands(query.get_subquery(i), out);
      return;
    case Xapian::Query::OP_FILTER:
    case Xapian::Query::OP_AND_NOT: summands(query.get_subquery(0), out); return;
    default:
      if (query.get_unique_terms_begin() != query.get_unique_terms_end()) out.push_back(query);
  }
}

// One record of one database, asked this and that.
class Asked {
 public:
  Asked(const Xapian::Database& database, std::string id_term) : enquire_(database), id_(std::move(id_term)) {
    enquire_.set_weighting_scheme(ranking_weight());
  }
  // What the query gives the record; nullopt where it does not match.
  std::optional<double> weight(const Xapian::Query& query) {
    enquire_.set_query(and_also(query, Xapian::Query(id_)));
    const Xapian::MSet set = enquire_.get_mset(0, 1);
    if (set.empty()) return std::nullopt;
    return set.begin().get_weight();
  }

 private:
  Xapian::Enquire enquire_;
  std::string id_;
};

// Whether the record says enough of what the records of `similar:` say.
bool is_like(const Likeness& likeness, Asked& record) {
  if (likeness.terms.empty()) return true;
  double held = 0;
  for (std::size_t i = 0; i < likeness.terms.size(); ++i)
    if (record.weight(Xapian::Query(likeness.terms[i].term))) held += likeness.shares[i];
  return held >= kAlike - 0.001;
}

TermPart part_of(const Xapian::Query& query, const Xapian::Database& database, Asked& record) {
  TermPart part;
  for (auto term = query.get_unique_terms_begin(); term != query.get_unique_terms_end(); ++term) {
    part.term += (part.term.empty() ? "" : " / ") + readable(*term);
    part.records += database.get_termfreq(*term);
  }
  part.weight = record.weight(query).value_or(0);
  return part;
}

}  // namespace

Result<Explanation> explain(ReaderPool& pool, const corpus::Vocabularies& vocabularies, const Expander* expander,
                            const SearchRequest& request, const std::string& id) {
  const ParsedQuery parsed = parse_query(request.query, vocabularies);
  return pool.with([&](const IndexReader& reader) -> Result<Explanation> {
    const Xapian::Database& database = reader.database();
    const auto document = seen_record(database, id, request.see_hidden);
    if (!document) return fail(ErrorCode::not_found, id, "there is no record with this id in the index");
    const auto record = corpus::record_from_text(document->get_data());
    if (!record) return std::unexpected(record.error());
    Explanation out;
    out.card = make_card(*record);
    out.notes = parsed.notes;
    const Plan plan = make_plan(parsed.root, Frequencies(database, reader.far()), {.expander = expander, .see_hidden = request.see_hidden});
    note_widened(plan.widened, out.notes);
    note_likeness(plan, out.notes);
    Asked asked(database, std::string(prefix::kId) + id);
    const Xapian::Query filter = and_also(filters_of(request.filters), plan.filter);
    out.fits = corpus::to_string(request.kind) == document->get_value(indexer::slot(indexer::Slot::kind)) && asked.weight(filter).has_value() &&
               is_like(plan.likeness, asked);
    std::vector<Xapian::Query> queries;
    if (plan.scored) summands(plan.ranking, queries);
    for (const Xapian::Query& query : queries) {
      out.parts.push_back(part_of(query, database, asked));
      out.score += out.parts.back().weight;
    }
    std::ranges::stable_sort(
        out.parts, [](const TermPart& a, const TermPart& b) { return a.weight != b.weight ? a.weight > b.weight : a.records < b.records; });
    out.asked = plan.share.size();
    out.needed = needed_of(out.asked);
    for (const Xapian::Query& query : plan.share) out.held += asked.weight(query).has_value();
    return out;
  });
}

}  // namespace search
