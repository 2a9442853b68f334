// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/explanation.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "indexer/schema.h"
#include "search/deadline.h"
#include "search/facet_filters.h"
#include "search/indexed_records.h"
#include "search/likeness.h"
#include "search/listing.h"
#include "search/loosened.h"
#include "search/meaning.h"
#include "search/one_search.h"
#include "search/plan.h"
#include "search/plan_notes.h"
#include "search/query_parser.h"
#include "search/reading.h"
#include "search/share.h"
#include "search/ties.h"
#include "search/walk.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;
using Clock = std::chrono::steady_clock;
namespace prefix = indexer::prefix;

constexpr std::size_t kMaxParts = 300;  // each is a question to the index

// Longer prefixes first, since none may be taken for the beginning of another.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kReadableFields = {{{prefix::kKeyword, "关键词:"},
                                                                                           {prefix::kPerson, "人员:"},
                                                                                           {prefix::kTitle, "标题:"},
                                                                                           {prefix::kOrganisation, "单位:"},
                                                                                           {prefix::kId, "编号:"}}};

// What adds to a score beside the terms.
constexpr std::string_view kMeaningPart = "（词义相近 like in meaning）";
constexpr std::array<std::string_view, indexer::model::kTraits.size()> kTraitParts = {"（同一句 in one sentence）", "（前有界 set off in front）",
                                                                                      "（后有界 set off behind）"};

std::string readable(std::string_view term) {
  for (const auto& [prefix, name] : kReadableFields)
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
  Asked(const Xapian::Database& database, std::string id_term, const Watch& watch) : enquire_(database), id_(std::move(id_term)), watch_(watch) {
    enquire_.set_weighting_scheme(ranking_weight());
  }
  // What the query gives the record; nullopt where it does not match. Throws TimeUp after the deadline.
  std::optional<double> weight(const Xapian::Query& query) {
    watch_.check();
    enquire_.set_query(and_also(query, Xapian::Query(id_)));
    const Xapian::MSet set = enquire_.get_mset(0, 1);
    if (set.empty()) return std::nullopt;
    return set.begin().get_weight();
  }

 private:
  Xapian::Enquire enquire_;
  std::string id_;
  const Watch& watch_;
};

// Whether the record says enough of what the records of `similar:` say.
bool is_like(const Likeness& likeness, Asked& record) {
  if (likeness.terms.empty()) return true;
  double held = 0;
  for (std::size_t i = 0; i < likeness.terms.size(); ++i)
    if (record.weight(Xapian::Query(likeness.terms[i].term))) held += likeness.shares[i];
  return held >= kAlike - 0.001;
}

// Which terms may be told. A beginning or another name stands for terms of the index that nobody typed, and even of a typed one, that the index has it
// tells something where hidden records alone hold it.
class Tellable {
 public:
  Tellable(const Xapian::Database& database, bool see_hidden, const Watch& watch) : enquire_(database), see_hidden_(see_hidden), watch_(watch) {
    enquire_.set_weighting_scheme(Xapian::BoolWeight());  // the first that is found is enough
  }
  bool holds(const std::string& term) {
    if (see_hidden_) return true;
    const auto [known, is_new] = known_.try_emplace(term, false);
    if (!is_new) return known->second;
    watch_.check();
    enquire_.set_query(and_also(Xapian::Query(term), Xapian::Query(indexer::prefixed(prefix::kVisibility, "public"))));
    known->second = !enquire_.get_mset(0, 1).empty();
    return known->second;
  }

 private:
  Xapian::Enquire enquire_;
  bool see_hidden_;
  const Watch& watch_;
  std::unordered_map<std::string, bool> known_;
};

// The question as its list was made: as it stands or, where nothing matches it, loosened.
struct Understood {
  Node root;
  Share share = Share::most;
  Notes notes;
};

Understood understand(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
                      Clock::time_point deadline) {
  ParsedQuery parsed = parse_query(request.query, vocabularies);
  SearchRequest listed = request;
  listed.facets = false;
  listed.relax = true;
  if (OneSearch(reader, vocabularies, expander, listed, parsed.root, Share::most, deadline).matches(1) == 0) {
    if (auto relaxed = instead_of(reader, vocabularies, expander, listed, parsed, deadline).relaxed) {
      parsed.notes.insert(parsed.notes.end(), relaxed->notes.begin(), relaxed->notes.end());
      return {std::move(relaxed->root), relaxed->share, std::move(parsed.notes)};
    }
  }
  return {std::move(parsed.root), Share::most, std::move(parsed.notes)};
}

// One search, asked about one record after the other.
class Question {
 public:
  Question(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
           Clock::time_point deadline)
      : reader_(reader),
        database_(reader.database()),
        request_(request),
        understood_(understand(reader, vocabularies, expander, request, deadline)),
        frequencies_(reader.database(), reader.far(), reader.lexicon()),
        plan_(make_plan(understood_.root, frequencies_, {.expander = expander, .see_hidden = request.see_hidden})),
        watch_(deadline),
        tellable_(database_, request.see_hidden, watch_),
        meaning_(reader, indexer::model::Question::search, unsaid_),
        reading_(reader, unsaid_) {
    if (plan_.scored && plan_.likeness.terms.empty()) meaning_.ask(plan_.texts);
    reading_.ask(plan_);
    watch_.check();  // a long question takes its time to plan
  }

  // `any_kind`: the record is looked for in a list of its own kind.
  Result<Explanation> about(const std::string& id, bool any_kind) {
    const auto document = seen_record(database_, id, request_.see_hidden);
    if (!document) return std::unexpected(not_in_index(reader_, id));
    Explanation out;
    out.card = make_card(whole_record_in(*document));
    out.notes = understood_.notes;
    note_widened(plan_.widened, out.notes);
    note_likeness(plan_, reader_.missing() > 0, out.notes);
    note_long_text(plan_, understood_.share, out.notes);
    Asked asked(database_, indexer::prefixed(prefix::kId, id), watch_);
    out.fits = (any_kind || request_.kind == out.card.kind) && asked.weight(and_also(filters_of(request_.filters), plan_.filter)).has_value() &&
               is_like(plan_.likeness, asked);
    weigh(asked, out);
    if (out.fits) look_again(id, out);
    out.notes.insert(out.notes.end(), unsaid_.begin(), unsaid_.end());
    std::ranges::stable_sort(
        out.parts, [](const TermPart& a, const TermPart& b) { return a.weight != b.weight ? a.weight > b.weight : a.records < b.records; });
    out.asked = plan_.share.size();
    out.needed = fewest_counted(plan_, understood_.share);
    for (const Xapian::Query& query : plan_.share) out.held += asked.weight(query).has_value();
    return out;
  }

 private:
  void weigh(Asked& asked, Explanation& out) {
    std::vector<Xapian::Query> queries;
    if (plan_.scored) summands(plan_.ranking, queries);
    const bool cut = queries.size() > kMaxParts;
    if (cut) {
      queries.resize(kMaxParts);
      out.notes.push_back({"too_many", fmt::format("检索内容太多，只说明前 {} 项", kMaxParts),
                           fmt::format("the query asks for too much at once: only the first {} terms are told", kMaxParts), 0, 0});
    }
    for (const Xapian::Query& query : queries) {
      TermPart part = part_of(query, asked);
      out.score += part.weight;
      if (!part.term.empty()) out.parts.push_back(std::move(part));
    }
    if (cut) out.score = asked.weight(plan_.ranking).value_or(0);
  }

  // What the second look adds, which is made at a list: it depends on the best of it, and on what is near enough to be looked at.
  void look_again(const std::string& id, Explanation& out) {
    if (!meaning_.used() && !reading_.used()) return;
    const auto [list, is_new] = lists_.try_emplace(out.card.kind);
    if (is_new) list->second = list_of(out.card.kind);
    const auto one = std::ranges::find(list->second, id, &Ranked::id);
    if (one == list->second.end()) return;
    double read = 0;
    for (std::size_t i = 0; i < kTraitParts.size(); ++i) {
      read += one->added[i];
      add_part(kTraitParts[i], one->added[i], out);
    }
    add_part(kMeaningPart, one->score - one->words - read, out);
  }

  static void add_part(std::string_view what, double weight, Explanation& out) {
    if (std::abs(weight) <= kSame * out.score) return;
    out.parts.push_back({std::string(what), std::nullopt, weight});
    out.score += weight;
  }

  std::vector<Ranked> list_of(corpus::Kind kind) const {
    Xapian::Enquire enquire(database_);
    enquire.set_weighting_scheme(ranking_weight());
    const Xapian::Query filter = and_also(visible(kind, request_.see_hidden), and_also(plan_.filter, filters_of(request_.filters)));
    const std::size_t size = meaning_.used() ? indexer::model::kReordered : indexer::model::kRead;
    Listing listing(plan_, understood_.share, filter, frequencies_);
    Xapian::Enquire counting(database_);
    counting.add_matchspy(&watch_);
    listing.count(counting);
    watch_.check();
    enquire.set_query(listing.ranked(2 * size, watch_));  // near-duplicates may be folded away
    enquire.add_matchspy(&watch_);
    auto list = reading_.best(enquire, {.size = size, .fold = request_.fold && !plan_.lists_copies}, meaning_);
    watch_.check();
    return list;
  }

  // Without a term where none of its terms may be told. Such a part weighs nothing, since a record that is explained is one that the asker may see.
  TermPart part_of(const Xapian::Query& query, Asked& asked) {
    TermPart part;
    for (auto term = query.get_unique_terms_begin(); term != query.get_unique_terms_end(); ++term) {
      if (!tellable_.holds(*term)) continue;
      part.term += (part.term.empty() ? "" : " / ") + readable(*term);
      if (request_.see_hidden) part.records = part.records.value_or(0) + static_cast<std::int64_t>(database_.get_termfreq(*term));
    }
    part.weight = asked.weight(query).value_or(0);
    return part;
  }

  const IndexReader& reader_;
  const Xapian::Database& database_;
  const SearchRequest& request_;
  const Understood understood_;  // before the plan, which points into it
  const Frequencies frequencies_;
  const Plan plan_;
  mutable Watch watch_;  // counts what it saw
  Tellable tellable_;  // after the watch, which it keeps
  Notes unsaid_;       // of what was learned and is not at hand
  Meaning meaning_;    // after the notes, which it adds to, as the next does
  TextReading reading_;
  std::map<corpus::Kind, std::vector<Ranked>> lists_;
};

// `answer` asks a Question on a reader; the time it may take is the request's.
template <class Answer>
auto within_time(ReaderPool& pool, const SearchRequest& request, Answer answer) {
  const auto deadline = Clock::now() + request.time_limit;
  using Out = decltype(answer(std::declval<const IndexReader&>(), deadline));
  return pool.with([&](const IndexReader& reader) -> Out {
    try {
      return answer(reader, deadline);
    } catch (const TimeUp&) {
      return fail(ErrorCode::timeout, "q", fmt::format("the explanation took more than {} ms", request.time_limit.count()), "ask for fewer words");
    }
  });
}

}  // namespace

Result<Explanation> explain(ReaderPool& pool, const corpus::Vocabularies& vocabularies, const Expander* expander,
                            const SearchRequest& request, const std::string& id) {
  return within_time(pool, request, [&](const IndexReader& reader, Clock::time_point deadline) -> Result<Explanation> {
    return Question(reader, vocabularies, expander, request, deadline).about(id, false);
  });
}

Result<HitsExplained> explain_hits(ReaderPool& pool, const corpus::Vocabularies& vocabularies, const Expander* expander,
                                   const SearchRequest& request, const std::vector<std::string>& ids) {
  return within_time(pool, request, [&](const IndexReader& reader, Clock::time_point deadline) -> Result<HitsExplained> {
    Question question(reader, vocabularies, expander, request, deadline);
    HitsExplained out{{}, reader.seq(), reader.generation()};
    for (const std::string& id : ids) {
      auto one = question.about(id, true);
      if (!one) return std::unexpected(one.error());
      out.records.push_back(std::move(*one));
    }
    return out;
  });
}

}  // namespace search
