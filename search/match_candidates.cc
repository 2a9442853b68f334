// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/match_candidates.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "indexer/schema.h"
#include "search/indexed_records.h"
#include "search/meaning.h"
#include "search/shared_words.h"
#include "search/walk.h"

namespace search {
namespace {

using corpus::Kind;
using indexer::prefixed;
namespace prefix = indexer::prefix;

// Results whose people are heard: a result further down answers the question by accident.
constexpr std::size_t kResultsHeard = 100;
// Numbers of one result that are looked for: more than a result has.
constexpr std::size_t kPatentsHeard = 20;
// Candidates beyond the asked-for ones, in place of those left out.
constexpr std::size_t kMaxLeftOut = 1000;
// What more than half of all hold finds half of all. In a small collection that may be what it is about.
constexpr double kMostHold = 0.5;
constexpr double kSmallCollection = 50;

indexer::model::Question question_of(MatchTarget target) {
  switch (target) {
    case MatchTarget::expert: return indexer::model::Question::expert;
    case MatchTarget::similar: return indexer::model::Question::similar;
    case MatchTarget::achievement:
    case MatchTarget::need: break;
  }
  return indexer::model::Question::need;
}

class Finding {
 public:
  explicit Finding(const CandidateQuestion& question)
      : reader_(question.reader),
        frequencies_(question.frequencies),
        expander_(question.expander),
        request_(question.request),
        asking_(question.asking),
        watch_(question.watch),
        notes_(question.notes) {}

  std::optional<MatchCandidates> run() {
    const auto weighted = asking_.text.weighted();
    watch_.check();
    found_.terms = select_terms(weighted, frequencies_, kMaxAskingTerms, kAskingWeights);
    std::vector<Xapian::Query> asked{any_of(found_.terms)};
    widen(asked);
    if (found_.terms.empty() && asked.size() == 1) {
      notes_.push_back({"no_terms", "所给文字与索引没有共同的词，无法匹配", "the text shares no words with the index", 0, 0});
      return std::nullopt;
    }
    if (asked.size() == 1 && !tells_apart()) {
      notes_.push_back({"says_nothing", "所给文字没有能区分各条记录的词（只有虚词、单个字符或多数记录都有的词），未作匹配；请写出具体的对象、技术或指标",
                        "the text says nothing that tells records apart (only function words, single characters or words that most records hold), so "
                        "nothing was matched; name the object, the technology or a figure",
                        0, 0});
      return std::nullopt;
    }
    const Xapian::Query words(Xapian::Query::OP_OR, asked.begin(), asked.end());
    std::vector<CountedPart> parts;
    for (const WeightedTerm& one : found_.terms) parts.push_back(counted_part(one, frequencies_));
    leading_ = leading(parts, frequencies_);
    leading_.insert(leading_.end(), asked.begin() + 1, asked.end());
    rank(words);
    if (request_.to == MatchTarget::expert) find_evidence(words);
    std::vector<Xapian::docid> numbers;
    for (const Ranked& one : found_.ranked) numbers.push_back(one.number);
    found_.documents = reader_.fetch(numbers);
    watch_.check();
    hear_evidence();
    return std::move(found_);
  }

 private:
  // Without a word that does, the best of many equals would come with a score as if it fitted.
  bool tells_apart() const {
    const double all = reader_.database().get_doccount();
    return std::ranges::any_of(found_.terms, [&](const WeightedTerm& one) {
      return !is_function_word(one.term) && (all < kSmallCollection || frequencies_.of(one.term) <= kMostHold * all);
    });
  }

  void widen(std::vector<Xapian::Query>& asked) {
    if (expander_ == nullptr) return;
    std::vector<Widened> widened;
    for (const std::string& text : asking_.text.texts)
      for (Alternatives& one : alternatives_in(text, *expander_, frequencies_, kAskingWeights)) {
        asked.push_back(one.ranked);
        std::ranges::move(one.terms, std::back_inserter(found_.other_terms));
        const bool told = std::ranges::any_of(widened, [&](const Widened& before) { return before.by == one.widened.by; });
        if (!told) widened.push_back(std::move(one.widened));
      }
    note_widened(widened, notes_);
  }

  void rank(const Xapian::Query& words) {
    Xapian::Enquire enquire(reader_.database());
    enquire.set_weighting_scheme(ranking_weight());
    enquire.add_matchspy(&watch_);
    Meaning meaning(reader_, question_of(request_.to), notes_);
    meaning.ask(asking_.text.texts);
    found_.by_meaning = meaning.used();
    // One record alone is weighed as it is among all.
    double top = 0;
    if (meaning.used() && !request_.only.empty()) {
      enquire.set_query(asked(words, target_filter(false), 1));
      if (const auto first = best(enquire, {.size = 1}); !first.empty()) top = first.front().score;
    }
    enquire.set_query(asked(words, target_filter(), candidates_wanted()));
    found_.ranked = meaning.best(enquire, {.size = candidates_wanted()}, top);
    watch_.check();
  }

  Xapian::Query asked(const Xapian::Query& words, const Xapian::Query& filter, std::size_t wanted) const {
    return walked(words, leading_, filter, wanted, reader_.database(), &watch_);
  }

  // What is left out shall not take the places of what is shown, within reason.
  std::size_t candidates_wanted() const { return std::max(request_.candidates, request_.top) + std::min(request_.leave_out.size(), kMaxLeftOut); }

  // Results that answer the question speak for their people: for candidates, and for experts whose own profile shares no word with it.
  void find_evidence(const Xapian::Query& words) {
    Xapian::Enquire enquire(reader_.database());
    enquire.set_weighting_scheme(ranking_weight());
    Xapian::Query results = visible(Kind::achievement, request_.see_hidden);
    if (!request_.id.empty()) results = Xapian::Query(Xapian::Query::OP_AND_NOT, results, Xapian::Query(prefixed(prefix::kId, request_.id)));
    enquire.set_query(asked(words, results, kResultsHeard));
    enquire.add_matchspy(&watch_);
    const auto answering = best(enquire, {.size = kResultsHeard});
    watch_.check();
    std::vector<Xapian::docid> numbers;
    for (const Ranked& one : answering) numbers.push_back(one.number);
    std::map<std::string, LinkedResult> linked;
    const auto documents = reader_.fetch(numbers);
    for (std::size_t i = 0; i < answering.size(); ++i) {
      const auto record = record_in(documents[i]);
      const auto* result = record ? std::get_if<corpus::Achievement>(&*record) : nullptr;
      if (result == nullptr) continue;
      LinkedResult& one = linked[answering[i].id] = {result->title, answering[i].score, {}};
      for (const corpus::Member& member : result->members)
        if (!member.expert_id.value.empty()) one.experts.push_back(member.expert_id.value);
      for (const corpus::IpRight& right : result->ip_rights)
        if (std::string key = indexer::patent_key(right.no); !key.empty() && one.patents.size() < kPatentsHeard) one.patents.insert(std::move(key));
    }
    found_.evidence.emplace(found_.terms, frequencies_, std::move(linked));
    add_experts(terms_of_experts(found_.evidence->results()));
  }

  // Terms that experts behind these results have, with the score of the best result that leads to them: whom it names, who names it, who has a patent of it.
  static std::map<std::string, double> terms_of_experts(const std::map<std::string, LinkedResult>& results) {
    std::map<std::string, double> terms;
    for (const auto& [id, result] : results) {
      const auto leads = [&](std::string_view prefix, const std::string& to) {
        double& best = terms[prefixed(prefix, to)];
        best = std::max(best, result.score);
      };
      leads(prefix::kLinkedResult, id);
      for (const std::string& expert : result.experts) leads(prefix::kId, expert);
      for (const std::string& patent : result.patents) leads(prefix::kLinkedPatent, patent);
    }
    return terms;
  }

  // Those behind the best results, as many again as words found, so that a re-ranking costs twice as much at most. One question, however many terms: most
  // hold one document or none.
  void add_experts(const std::map<std::string, double>& terms) {
    std::vector<Xapian::Query> voices, there;
    for (const auto& [term, score] : terms)
      if (score > 0) voices.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(term), score);
    if (voices.empty()) return;
    for (const Ranked& one : found_.ranked) there.emplace_back(prefixed(prefix::kId, one.id));
    const Xapian::Query filter = there.empty() ? target_filter()
                                               : Xapian::Query(Xapian::Query::OP_AND_NOT, target_filter(),
                                                               Xapian::Query(Xapian::Query::OP_OR, there.begin(), there.end()));
    Xapian::Enquire enquire(reader_.database());
    enquire.set_weighting_scheme(Xapian::CoordWeight());
    enquire.set_query(and_also(Xapian::Query(Xapian::Query::OP_MAX, voices.begin(), voices.end()), filter));
    for (Ranked& one : best(enquire, {.size = candidates_wanted()})) {
      one.score = one.words = 0;
      found_.ranked.push_back(std::move(one));
    }
    watch_.check();
  }

  void hear_evidence() {
    if (!found_.evidence) return;
    auto& all = found_.testimonies;
    for (const Xapian::Document& document : found_.documents) {
      const auto record = record_in(document);
      const auto* expert = record ? std::get_if<corpus::Expert>(&*record) : nullptr;
      all.push_back(expert == nullptr ? std::vector<Testimony>() : found_.evidence->results_of(*expert));
    }
    if (std::ranges::all_of(all, [](const auto& one) { return one.empty(); })) all.clear();
  }

  Xapian::Query target_filter(bool only = true) const {
    Xapian::Query filter = visible(kind_of_target(request_.to, asking_.kind), request_.see_hidden);
    if (only && !request_.only.empty()) filter = Xapian::Query(Xapian::Query::OP_AND, filter, Xapian::Query(prefixed(prefix::kId, request_.only)));
    if (!request_.id.empty()) filter = Xapian::Query(Xapian::Query::OP_AND_NOT, filter, Xapian::Query(prefixed(prefix::kId, request_.id)));
    return filter;
  }

  const IndexReader& reader_;
  const Frequencies& frequencies_;
  const Expander* expander_;
  const MatchRequest& request_;
  const AskingSide& asking_;
  Watch& watch_;
  Notes& notes_;
  std::vector<Xapian::Query> leading_;  // of the words asked for
  MatchCandidates found_;
};

}  // namespace

std::optional<MatchCandidates> find_candidates(const CandidateQuestion& question) { return Finding(question).run(); }

}  // namespace search
