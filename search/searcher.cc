// SPDX-License-Identifier: GPL-3.0-or-later
// Two questions to the index: one ranks (an OR of weighted terms), one counts (what holds a share of the terms). Counting by coordinate weights with a
// cut-off lets Xapian skip what cannot reach the share: see docs/decisions/0004.
#include "search/searcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "indexer/schema.h"
#include "search/deadline.h"
#include "search/facet_counts.h"
#include "search/facet_filters.h"
#include "search/indexed_records.h"
#include "search/likeness.h"
#include "search/meaning.h"
#include "search/opposites.h"
#include "search/plan.h"
#include "search/plan_notes.h"
#include "search/query_parser.h"
#include "search/ranking.h"
#include "search/reading.h"
#include "search/relax.h"
#include "search/share.h"
#include "search/shard_note.h"
#include "search/value_order.h"
#include "search/walk.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxPaging = 10000;  // hits that can be paged to

// Which gain of the model decides whether it is asked.
indexer::model::Question question_of(const Plan& plan) {
  return plan.likeness.terms.empty() ? indexer::model::Question::search : indexer::model::Question::similar;
}

// One search on one reader: the request, its plan, and the two questions.
class Search {
 public:
  // `root` outlives it. `share`: of the free terms, to be counted.
  Search(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request, const Node& root,
         Share share, Clock::time_point deadline)
      : reader_(reader),
        vocabularies_(vocabularies),
        request_(request),
        share_(share),
        deadline_(deadline),
        frequencies_(reader.database(), reader.far(), reader.lexicon()) {
    plan_ = make_plan(root, frequencies_, {.expander = expander, .see_hidden = request.see_hidden});
    unfiltered_ = and_also(visible(request.kind, request.see_hidden), plan_.filter);
    if (alike() && !plan_.share.empty()) unfiltered_ = and_also(unfiltered_, words_beside_likeness());
    filter_ = and_also(unfiltered_, filters_of(request.filters));
    note_widened(plan_.widened, result_.notes);
    note_likeness(plan_, result_.notes);
    note_long_text(plan_, share_, result_.notes);
    note_cut(plan_, result_.notes);
    note_missing_shards(reader, result_.notes);
    note_missing_lexicon(reader, result_.notes);
    if (!order_slot()) {
      meaning_.emplace(reader, question_of(plan_), result_.notes);
      meaning_->ask(plan_.texts);
      reading_.emplace(reader, result_.notes);
      reading_->ask(plan_);
    }
    Watch(deadline_).check();  // a long question takes its time to plan
  }

  // How many records match, near-duplicates each by itself, as far as `most`.
  std::int64_t matches(Xapian::doccount most) const {
    Xapian::Enquire enquire(reader_.database());
    Watch watch(deadline_);
    enquire.add_matchspy(&watch);
    ask_for_counted(enquire, filter_);
    const auto found = enquire.get_mset(0, 0, most).get_matches_lower_bound();
    watch.check();
    return static_cast<std::int64_t>(found);
  }

  // The same, near-duplicates folded as the list would fold them.
  std::int64_t total() {
    count();
    return result_.total;
  }

  bool of_long_text() const { return plan_.of_long_text(); }

  SearchResult run() {
    count();
    rank();
    result_.seq = reader_.seq();
    result_.generation = reader_.generation();
    return std::move(result_);
  }

 private:
  bool alike() const { return !plan_.likeness.terms.empty(); }

  // The list by relevance is as long as what is counted, and the terms of another record would fill it with what holds none of the words.
  Xapian::Query words_beside_likeness() const {
    return Xapian::Query(needed() == plan_.share.size() ? Xapian::Query::OP_AND : Xapian::Query::OP_OR, plan_.share.begin(), plan_.share.end());
  }

  bool folds() const { return request_.fold && !plan_.lists_copies; }

  // How many of the query's terms a document must hold to be counted, at least.
  std::size_t needed() const { return fewest_counted(plan_, share_); }

  // Only what holds the share. Each term weighs one, but in a long text; OP_SYNONYM of one character counts once.
  void ask_for_share(Xapian::Enquire& enquire, const Xapian::Query& filter) const {
    ask_for_least(enquire, counted(plan_), least_counted(plan_, share_), filter, frequencies_);
  }

  // What is counted under `filter`.
  void ask_for_counted(Xapian::Enquire& enquire, const Xapian::Query& filter) const {
    if (!plan_.share.empty() || alike()) return ask_for_share(enquire, filter);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(filter);
  }

  void count() {
    Xapian::Enquire enquire(reader_.database());
    Watch watch(deadline_);
    enquire.add_matchspy(&watch);
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
    if (request_.facets)
      for (const auto& facet : indexer::kFacets) {
        spies.push_back(narrows(request_.filters, facet.name) ? nullptr : std::make_unique<Xapian::ValueCountMatchSpy>(indexer::slot(facet.slot)));
        if (spies.back()) enquire.add_matchspy(spies.back().get());  // the others are counted beside
      }
    Xapian::ValueCountMatchSpy groups(indexer::slot(indexer::Slot::group));
    if (folds()) enquire.add_matchspy(&groups);
    ask_for_counted(enquire, filter_);
    std::optional<Xapian::ValueCountMatchSpy> values;
    if (const auto slot = order_slot()) enquire.add_matchspy(&values.emplace(*slot));
    const Xapian::MSet set = enquire.get_mset(0, 0, reader_.database().get_doccount());
    watch.check();
    result_.total = set.get_matches_estimated();
    records_ = result_.total;
    for (auto group = groups.values_begin(); group != groups.values_end(); ++group) {
      if ((*group).empty()) continue;
      of_group_[*group] = group.get_termfreq();
      result_.total -= static_cast<std::int64_t>(group.get_termfreq()) - 1;
    }
    result_.total_exact = set.get_matches_lower_bound() == set.get_matches_upper_bound();
    if (values) values_ = value_groups(*values, static_cast<std::size_t>(records_));
    for (std::size_t i = 0; i < spies.size(); ++i) {
      const indexer::FacetInfo& info = indexer::kFacets[i];
      if (!spies[i]) spies[i] = counted_beside(info);
      result_.facets[std::string(info.name)] = facet_values(info, *spies[i], vocabularies_, selected(request_.filters, info.name));
    }
    // Notes of their own say what was loosened, and what is listed for a long text.
    if (share_ == Share::most && !plan_.of_long_text() && plan_.share.size() > needed() && cut_off())
      result_.notes.push_back({"share", "只列出含有大部分检索内容的记录，只含少许的没有列出；用 OR 连接各词可以放宽",
                               "only records that hold most of what was asked for are listed; join the words by OR to see the others", 0, 0});
  }

  // Narrowing a facet leaves its own counts as they were, so that other values can be chosen beside: counted again, without its filter.
  std::unique_ptr<Xapian::ValueCountMatchSpy> counted_beside(const indexer::FacetInfo& info) const {
    auto spy = std::make_unique<Xapian::ValueCountMatchSpy>(indexer::slot(info.slot));
    Xapian::Enquire enquire(reader_.database());
    Watch watch(deadline_);
    enquire.add_matchspy(&watch);
    enquire.add_matchspy(spy.get());
    ask_for_counted(enquire, and_also(unfiltered_, filters_of(without(request_.filters, info.name))));
    enquire.get_mset(0, 0, reader_.database().get_doccount());
    watch.check();
    return spy;
  }

  // Whether any record holds some of the terms, but too few. One record over the total answers that, so the question ends there.
  bool cut_off() const {
    Xapian::Enquire enquire(reader_.database());
    Watch watch(deadline_);
    enquire.add_matchspy(&watch);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(and_also(Xapian::Query(Xapian::Query::OP_OR, plan_.share.begin(), plan_.share.end()), filter_));
    const auto one_more = static_cast<Xapian::doccount>(records_) + 1;
    return enquire.get_mset(0, 0, one_more).get_matches_lower_bound() >= one_more;
  }

  // The slot the list is ordered by; nullopt where it is ordered by score.
  std::optional<Xapian::valueno> order_slot() const {
    if (request_.sort == Sort::trl) return indexer::slot(indexer::Slot::trl);
    if (request_.sort == Sort::date || !plan_.scored) return indexer::slot(indexer::Slot::updated);
    return std::nullopt;
  }

  void rank() {
    const std::size_t from = (request_.page - 1) * request_.size;
    const auto total = static_cast<std::size_t>(result_.total);
    if (from >= total) return;
    std::vector<Ranked> ranked = page(from, std::min(request_.size, total - from));
    std::vector<Xapian::docid> numbers;
    for (const Ranked& one : ranked)
      if (!one.document) numbers.push_back(one.number);
    auto documents = reader_.fetch(numbers);
    Watch(deadline_).check();
    const std::set<std::string> terms = highlight_terms(plan_.terms);
    for (auto next = documents.begin(); Ranked& one : ranked) add_hit(one.document ? *one.document : *next++, one.score, terms);
    if (unread_ > 0)
      result_.notes.push_back({"unread_record", fmt::format("索引中有 {} 条结果已损坏，未列出；请管理员运行 queqiao index check", unread_),
                               fmt::format("results that cannot be read in the index, and are not listed: {}; see queqiao index check", unread_), 0, 0});
  }

  std::vector<Ranked> page(std::size_t from, std::size_t size) const {
    const auto weigh = [this](Xapian::Enquire& enquire, const Xapian::Query& among) { return weigh_among(enquire, among); };
    if (const auto slot = order_slot()) {
      const bool copies = std::ranges::any_of(of_group_, [](const auto& group) { return group.second > 1; });
      return ValueOrder(reader_, deadline_, weigh, *slot, values_, copies).page(from, size);
    }
    Xapian::Enquire enquire(reader_.database());
    Watch watch(deadline_);
    enquire.add_matchspy(&watch);
    const bool exact = weigh_among(enquire, everything());
    const Wanted wanted{.from = from, .size = size, .exact = exact, .fold = folds()};
    auto list = meaning_ ? reading_->best(enquire, wanted, *meaning_) : best(enquire, wanted);
    watch.check();
    return list;
  }

  // Weighs what stands in the list; true where the weights are whole numbers.
  bool weigh_among(Xapian::Enquire& enquire, const Xapian::Query& among) const {
    if (request_.sort != Sort::relevance && (!plan_.share.empty() || alike())) {
      // The ranking holds what shares any term: its newest are mostly records that are not counted.
      ask_for_share(enquire, and_also(filter_, among));
      return !alike() && !plan_.of_long_text();
    }
    enquire.set_weighting_scheme(ranking_weight());
    const auto length = static_cast<std::size_t>(records_);  // near-duplicates each by itself: they are folded behind this
    Watch watch(deadline_);
    enquire.set_query(and_also(plan_.scored ? walked(plan_.ranking, plan_.leading, filter_, length, reader_.database(), &watch) : filter_, among));
    return !plan_.scored;
  }

  void add_hit(const Xapian::Document& document, double score, const std::set<std::string>& terms) {
    const auto record = record_in(document);
    if (!record) {
      ++unread_;
      return;
    }
    Hit hit;
    hit.card = make_card(*record);
    hit.score = score;
    hit.title_parts = highlight(hit.card.title, terms);
    hit.fragments = fragments(*record, terms);
    if (const auto group = of_group_.find(document.get_value(indexer::slot(indexer::Slot::group))); group != of_group_.end())
      hit.more = std::max<std::int64_t>(0, group->second - 1);
    result_.hits.push_back(std::move(hit));
  }

  const IndexReader& reader_;
  const corpus::Vocabularies& vocabularies_;
  const SearchRequest& request_;
  Share share_;
  Clock::time_point deadline_;
  Frequencies frequencies_;  // asked for once, by the plan, and known to every count
  Plan plan_;
  Xapian::Query unfiltered_, filter_;  // but for the facets, and with them
  std::int64_t records_ = 0;                       // found, near-duplicates each by itself
  std::size_t unread_ = 0;                         // of the page: damaged in the index
  std::map<std::string, std::int64_t> of_group_;   // found, by group
  std::vector<ValueGroup> values_;                 // of the slot the list is ordered by
  std::optional<Meaning> meaning_;                 // where it is ordered by score, and so is the next
  std::optional<TextReading> reading_;
  SearchResult result_;
};

Note filtered_out(std::int64_t without) {
  return {"filtered_out", fmt::format("没有结果是因为所选的筛选条件：去掉它们有 {} 条记录", without),
          fmt::format("nothing is found because of the filters chosen: without them there {} {} {}", without == 1 ? "is" : "are", without,
                      without == 1 ? "record" : "records"),
          0, 0};
}

// The answer to a query, or, where nothing matches and the request says so, to the query loosened. Filters outside the query are no reason to loosen it:
// where they are why nothing is found, the list stays empty and its facets show what else can be chosen.
SearchResult answer_to(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request,
                       const ParsedQuery& parsed, Clock::time_point deadline) {
  SearchRequest wide = request;  // without the filters outside the query
  wide.filters = {};
  wide.facets = false;
  const auto asked = [&](const SearchRequest& what, const Node& root, Share share) {
    return Search(reader, vocabularies, expander, what, root, share, deadline);
  };
  const auto beyond_filters = [&](const Node& root, Share share) -> std::int64_t {
    return narrows(request.filters) ? asked(wide, root, share).total() : 0;
  };
  Search as_it_stands = asked(request, parsed.root, Share::most);
  SearchResult result = as_it_stands.run();
  Notes notes = parsed.notes;
  if (result.total == 0) {
    std::int64_t beyond = beyond_filters(parsed.root, Share::most);
    if (beyond == 0) note_opposites(parsed.root, vocabularies, notes);
    if (beyond == 0 && request.relax) {
      const RelaxQuestions questions{
          [&](const Node& root, Share share) { return asked(wide, root, share).matches(1) > 0; },
          [&](const Node& condition) {
            Node root;
            root.kind = NodeKind::all;
            root.children = {condition};
            return asked(wide, root, Share::most).matches(reader.database().get_doccount());
          },
          part_of_terms(Share::some, as_it_stands.of_long_text())};
      if (const auto relaxed = relax(parsed.root, vocabularies, questions)) {
        result = asked(request, relaxed->root, relaxed->share).run();
        notes.insert(notes.end(), relaxed->notes.begin(), relaxed->notes.end());
        if (result.total == 0) beyond = beyond_filters(relaxed->root, relaxed->share);
      }
    }
    if (beyond > 0) notes.push_back(filtered_out(beyond));
  }
  result.notes.insert(result.notes.begin(), notes.begin(), notes.end());
  if (request.correct) result.did_you_mean = correct(request.query, parsed.root, reader, visible(request.kind, request.see_hidden), expander);
  return result;
}

double milliseconds_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

}  // namespace

Result<SearchResult> Searcher::search(const SearchRequest& request) const {
  if (request.page == 0 || request.size == 0 || request.page > kMaxPaging / request.size)  // not a product, which could overflow
    return fail(ErrorCode::invalid_argument, "page", fmt::format("only the first {} hits can be paged to", kMaxPaging), "narrow the query with filters");
  const auto start = Clock::now();
  const ParsedQuery parsed = parse_query(request.query, vocabularies_);
  auto answer = pool_.with([&](const IndexReader& reader) -> Result<SearchResult> {
    try {
      return answer_to(reader, vocabularies_, expander_, request, parsed, start + request.time_limit);
    } catch (const TimeUp&) {
      return fail(ErrorCode::timeout, "q", fmt::format("the search took more than {} ms", request.time_limit.count()), "ask for fewer words, or add filters");
    }
  });
  if (answer) answer->took_ms = milliseconds_since(start);
  return answer;
}

Result<std::vector<RankedId>> Searcher::rank(const std::string& query, corpus::Kind kind, std::size_t depth) const {
  const ParsedQuery parsed = parse_query(query, vocabularies_);
  return pool_.with([&](const IndexReader& reader) -> Result<std::vector<RankedId>> {
    const Plan plan = make_plan(parsed.root, Frequencies(reader.database(), reader.far(), reader.lexicon()), {.expander = expander_, .see_hidden = true});
    Xapian::Enquire enquire(reader.database());
    enquire.set_weighting_scheme(ranking_weight());
    enquire.set_query(walked(plan.ranking, plan.leading, and_also(visible(kind, true), plan.filter), depth, reader.database()));
    std::vector<RankedId> ranked;
    Notes notes;
    Meaning meaning(reader, question_of(plan), notes);
    if (plan.scored) meaning.ask(plan.texts);
    TextReading reading(reader, notes);
    reading.ask(plan);
    for (const Ranked& one : reading.best(enquire, {.size = depth}, meaning)) ranked.push_back({one.id, one.score});
    return ranked;
  });
}

}  // namespace search
