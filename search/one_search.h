// SPDX-License-Identifier: GPL-3.0-or-later
// One search on one reader: the request, its plan, and two questions to the index: one counts what holds a share of the terms, one ranks that by an OR of
// weighted terms. Counting by coordinate weights with a cut-off lets Xapian skip what cannot reach the share: see docs/decisions/0004.
#pragma once

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "indexer/schema.h"
#include "search/deadline.h"
#include "search/facet_counts.h"
#include "search/facet_filters.h"
#include "search/indexed_records.h"
#include "search/likeness.h"
#include "search/listing.h"
#include "search/meaning.h"
#include "search/plan.h"
#include "search/plan_notes.h"
#include "search/ranking.h"
#include "search/reading.h"
#include "search/searcher.h"
#include "search/share.h"
#include "search/shard_note.h"
#include "search/value_order.h"

namespace search {

// Which gain of the model decides whether it is asked.
inline indexer::model::Question question_of(const Plan& plan) {
  return plan.likeness.terms.empty() ? indexer::model::Question::search : indexer::model::Question::similar;
}

// May throw TimeUp and Xapian::Error. For one thread.
class OneSearch {
 public:
  // `root` outlives it. `share`: of the free terms, to be counted.
  OneSearch(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Expander* expander, const SearchRequest& request, const Node& root,
            Share share, std::chrono::steady_clock::time_point deadline)
      : reader_(reader),
        vocabularies_(vocabularies),
        request_(request),
        share_(share),
        deadline_(deadline),
        frequencies_(reader.database(), reader.far(), reader.lexicon()) {
    plan_ = make_plan(root, frequencies_, {.expander = expander, .see_hidden = request.see_hidden});
    unfiltered_ = and_also(visible(request.kind, request.see_hidden), plan_.filter);
    filter_ = and_also(unfiltered_, filters_of(request.filters));
    listing_.emplace(plan_, share, filter_, frequencies_);
    note_widened(plan_.widened, result_.notes);
    note_likeness(plan_, reader.missing() > 0, result_.notes);
    note_long_text(plan_, share_, result_.notes);
    note_cut(plan_, result_.notes);
    note_missing_shards(reader, result_.notes);
    note_missing_lexicon(reader, result_.notes);
    Watch(deadline_).check();  // a long question takes its time to plan
  }
  OneSearch(const OneSearch&) = delete;  // the listing knows its plan by place
  OneSearch& operator=(const OneSearch&) = delete;

  // How many records match, near-duplicates each by itself, as far as `most`.
  std::int64_t matches(Xapian::doccount most) const {
    Xapian::Enquire enquire(reader_.database());
    Watch watch(deadline_);
    enquire.add_matchspy(&watch);
    listing_->ask_for_counted(enquire, filter_);
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
    if (!order_slot()) ask_what_was_learned();
    count();
    rank();
    result_.seq = reader_.seq();
    result_.generation = reader_.generation();
    return std::move(result_);
  }

 private:
  bool alike() const { return !plan_.likeness.terms.empty(); }

  // Only what is listed needs it: a query that is loosened is counted some ten times before.
  void ask_what_was_learned() {
    meaning_.emplace(reader_, question_of(plan_), result_.notes);
    meaning_->ask(plan_.texts);
    reading_.emplace(reader_, result_.notes);
    reading_->ask(plan_);
    Watch(deadline_).check();
  }

  bool folds() const { return request_.fold && !plan_.lists_copies; }

  // How many of the query's terms a document must hold to be counted, at least.
  std::size_t needed() const { return fewest_counted(plan_, share_); }

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
    std::optional<Xapian::ValueCountMatchSpy> values;
    if (const auto slot = order_slot()) enquire.add_matchspy(&values.emplace(*slot));
    const Xapian::MSet set = listing_->count(enquire);
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
      result_.notes.push_back({"share", "只列出含有检索内容至少六成的记录，含得更少的没有列出；用 OR 连接各词可以放宽",
                               "only records that hold at least 60% of what was asked for are listed; join the words by OR to see the others", 0, 0});
  }

  // Narrowing a facet leaves its own counts as they were, so that other values can be chosen beside: counted again, without its filter.
  std::unique_ptr<Xapian::ValueCountMatchSpy> counted_beside(const indexer::FacetInfo& info) const {
    auto spy = std::make_unique<Xapian::ValueCountMatchSpy>(indexer::slot(info.slot));
    Xapian::Enquire enquire(reader_.database());
    Watch watch(deadline_);
    enquire.add_matchspy(&watch);
    enquire.add_matchspy(spy.get());
    listing_->ask_for_counted(enquire, and_also(unfiltered_, filters_of(without(request_.filters, info.name))));
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
    Watch watch(deadline_);
    if (const auto slot = order_slot()) {
      const auto weigh = [&](Xapian::Enquire& enquire, const Xapian::Query& among) { return weigh_among(enquire, among, watch); };
      const bool copies = std::ranges::any_of(of_group_, [](const auto& group) { return group.second > 1; });
      return ValueOrder(reader_, deadline_, weigh, *slot, values_, copies).page(from, size);
    }
    Xapian::Enquire enquire(reader_.database());
    enquire.add_matchspy(&watch);
    enquire.set_weighting_scheme(ranking_weight());
    const auto copies = static_cast<std::size_t>(records_ - result_.total);
    const std::size_t looked_at = meaning_->used() ? indexer::model::kReordered : indexer::model::kRead;
    enquire.set_query(listing_->ranked(std::max(from + size, looked_at) + copies, watch));
    const Wanted wanted{.from = from, .size = size, .fold = folds()};
    auto list = reading_->best(enquire, wanted, *meaning_);
    watch.check();
    return list;
  }

  // Weighs what stands in a list by value; true where the weights are whole numbers.
  bool weigh_among(Xapian::Enquire& enquire, const Xapian::Query& among, Watch& watch) const {
    if (!plan_.share.empty() || alike()) {
      listing_->ask_for_counted(enquire, and_also(filter_, among));
      return !alike() && !plan_.of_long_text();
    }
    enquire.set_weighting_scheme(ranking_weight());
    enquire.set_query(and_also(listing_->ranked(static_cast<std::size_t>(records_), watch), among));
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
  std::chrono::steady_clock::time_point deadline_;
  Frequencies frequencies_;  // asked for once, by the plan, and known to every count
  Plan plan_;
  Xapian::Query unfiltered_, filter_;  // but for the facets, and with them
  std::optional<Listing> listing_;
  std::int64_t records_ = 0;                       // found, near-duplicates each by itself
  std::size_t unread_ = 0;                         // of the page: damaged in the index
  std::map<std::string, std::int64_t> of_group_;   // found, by group
  std::vector<ValueGroup> values_;                 // of the slot the list is ordered by
  std::optional<Meaning> meaning_;                 // where it is ordered by score, and so is the next
  std::optional<TextReading> reading_;
  SearchResult result_;
};

}  // namespace search
