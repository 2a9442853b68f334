// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates come from the text alone (the best terms of the asking side, OR); the signals re-rank them. Facts are read from value slots, so that a
// pass over 200 candidates parses no JSON; only the matches that are shown are parsed.
#include "search/matcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "corpus/record_json.h"
#include "indexer/indicators.h"
#include "indexer/schema.h"
#include "search/deadline.h"
#include "search/evidence.h"
#include "search/indicator_reasons.h"
#include "search/match_facts.h"
#include "search/match_reasons.h"
#include "search/meaning.h"
#include "search/plan.h"
#include "search/ranking.h"
#include "search/shard_note.h"
#include "search/shared_words.h"
#include "search/signals/signal.h"
#include "search/ties.h"

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Kind;
using corpus::Record;
using corpus::Result;
using indexer::Slot;
using Clock = std::chrono::steady_clock;
namespace prefix = indexer::prefix;

// The best 150 terms of a long need give the precision of all of them at a sixth of the time; 40 lose a little.
constexpr std::size_t kMaxTerms = 150;

// Codes of the vocabulary integrity that say something.
constexpr std::string_view kBlacklisted = "blacklisted", kWatched = "watch";

constexpr TermWeights kNeedWeights{.latin = 1.5, .number = 0.3, .word = 0.5, .bigram = 1.0};

// Results whose people are heard: a result further down answers the question by accident.
constexpr std::size_t kResultsHeard = 100;
// Candidates beyond the asked-for ones, in place of those left out.
constexpr std::size_t kMaxLeftOut = 1000;

constexpr double kTellingShare = 0.1;
constexpr double kFewHolders = 5;  // in a small collection a tenth is next to nothing

// Analysing and choosing the terms of more text than this would take longer than a question may; what a need is about stands before.
constexpr std::size_t kMaxAskingBytes = 64u << 10;

std::string with(std::string_view prefix, std::string_view rest) { return std::string(prefix) + std::string(rest); }

// The texts that say what a record is about, its title and keywords twice.
struct AskingText {
  std::vector<std::string> texts;
  std::vector<double> weights;

  explicit AskingText(const Record& record) {
    for (const auto& field : indexer::text_fields(corpus::kind_of(record))) {
      if (!indexer::names_the_matter(field)) continue;
      std::string text = indexer::text_of(record, field.name);
      if (text.empty()) continue;
      texts.push_back(std::move(text));
      weights.push_back(field.prefix.empty() ? 1 : 2);
    }
  }
  explicit AskingText(const std::string& text) : texts{text}, weights{1} {}

  std::vector<WeightedText> weighted() const {
    std::vector<WeightedText> out;
    for (std::size_t i = 0; i < texts.size(); ++i) out.push_back({texts[i], weights[i]});
    return out;
  }
};

Kind kind_of_target(MatchTarget target, Kind asking) {
  switch (target) {
    case MatchTarget::achievement: return Kind::achievement;
    case MatchTarget::need: return Kind::need;
    case MatchTarget::expert: return Kind::expert;
    case MatchTarget::similar: return asking;
  }
  return asking;
}

indexer::model::Question question_of(MatchTarget target) {
  switch (target) {
    case MatchTarget::expert: return indexer::model::Question::expert;
    case MatchTarget::similar: return indexer::model::Question::similar;
    case MatchTarget::achievement:
    case MatchTarget::need: break;
  }
  return indexer::model::Question::need;
}

template <class Targets>
std::string names_of(const Targets& targets) {
  std::string names;
  for (const MatchTarget target : targets) names += (names.empty() ? "" : ", ") + std::string(to_string(target));
  return names;
}

// One matching question on one reader.
class Matching {
 public:
  Matching(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const Weights& weights, const Expander* expander, const MatchRequest& request,
           Clock::time_point deadline)
      : reader_(reader), vocabularies_(vocabularies), weights_(weights), expander_(expander), request_(request), frequencies_(reader.database(), reader.far()), watch_(deadline) {}

  Result<MatchResult> run() {
    if (auto asked = read_asking_side(); !asked) return std::unexpected(asked.error());
    const auto directions = targets_of(asking_kind_);
    if (!request_.text.empty() ? false : std::ranges::find(directions, request_.to) == directions.end())
      return fail(ErrorCode::invalid_argument, "to", fmt::format("there is no match from {} to {}", corpus::to_string(asking_kind_), to_string(request_.to)),
                  fmt::format("from {} there is: {}", corpus::to_string(asking_kind_), names_of(directions)));
    result_.seq = reader_.seq();
    result_.generation = reader_.generation();
    weigh();
    note_missing_shards(reader_, result_.notes);
    find();
    return std::move(result_);
  }

 private:
  Result<void> read_asking_side() {
    const int given = static_cast<int>(!request_.id.empty()) + static_cast<int>(request_.draft.has_value()) + static_cast<int>(!request_.text.empty());
    if (given != 1)
      return fail(ErrorCode::invalid_argument, "id", "exactly one of id, record and text is needed", "give the id of a stored record, or a draft, or text");
    if (!request_.text.empty()) {
      asking_kind_ = request_.to == MatchTarget::similar ? Kind::achievement : Kind::need;
      asking_text_ = AskingText(request_.text);
      keep_beginning();
      if (asking_kind_ == Kind::need) asking_facts_.indicators = indexer::indicators_of(asking_text_.texts.front(), "text", vocabularies_);
      return {};
    }
    if (request_.draft) {
      asking_ = *request_.draft;
    } else {
      auto stored = indexed(request_.id);
      if (!stored) return std::unexpected(stored.error());
      asking_ = std::move(*stored);
    }
    asking_kind_ = corpus::kind_of(*asking_);
    asking_text_ = AskingText(*asking_);
    asking_facts_ = facts_of(*asking_);
    read_indicators();
    keep_beginning();
    return {};
  }

  void read_indicators() {
    std::vector<indexer::UnreadIndicator> unread;
    asking_facts_.indicators = indexer::indicators_of(*asking_, vocabularies_, &unread);
    for (const indexer::UnreadIndicator& one : unread) {
      if (one.why == indexer::text::UnreadWhy::no_figure) continue;  // 符合国标 is an indicator too, though nothing to compare
      result_.notes.push_back({"indicator_not_compared", fmt::format("指标“{}”不参与比较：{}", one.name, message_of(one.why)),
                               fmt::format("indicator \"{}\" is not compared: {}", one.name, message_en_of(one.why)), 0, 0});
    }
  }

  void keep_beginning() {
    bool cut = false;
    for (std::string& text : asking_text_.texts) {
      if (text.size() <= kMaxAskingBytes) continue;
      std::size_t end = kMaxAskingBytes;
      while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
      text.resize(end);
      cut = true;
    }
    if (cut)
      result_.notes.push_back({"too_long", fmt::format("所给文字太长，只按前 {} 字节匹配", kMaxAskingBytes),
                               fmt::format("the text is too long: matched by its first {} bytes", kMaxAskingBytes), 0, 0});
  }

  Result<Record> indexed(const std::string& id) const {
    const Xapian::Database& database = reader_.database();
    const std::string term = with(prefix::kId, id);
    const auto not_there = fail(ErrorCode::not_found, id, "no such record in the index", "check the id; a record just submitted waits for review");
    const auto at = database.postlist_begin(term);
    if (at == database.postlist_end(term)) return not_there;
    const Xapian::Document document = database.get_document(*at);
    if (!request_.see_hidden && document.get_value(indexer::slot(Slot::visibility)) != "public") return not_there;
    return corpus::record_from_text(document.get_data());
  }

  void find() {
    const auto weighted = asking_text_.weighted();
    watch_.check();
    terms_ = select_terms(weighted, frequencies_, kMaxTerms, kNeedWeights);
    std::vector<Xapian::Query> asked{any_of(terms_)};
    widen(asked);
    if (terms_.empty() && asked.size() == 1) {
      result_.notes.push_back({"no_terms", "所给文字与索引没有共同的词，无法匹配", "the text shares no words with the index", 0, 0});
      return;
    }
    const Xapian::Query words(Xapian::Query::OP_OR, asked.begin(), asked.end());
    Xapian::Enquire enquire(reader_.database());
    enquire.set_weighting_scheme(ranking_weight());
    enquire.add_matchspy(&watch_);
    meaning_.emplace(reader_, question_of(request_.to), result_.notes);
    meaning_->ask(asking_text_.texts);
    if (meaning_->used()) result_.effective_weights["meaning"] = result_.effective_weights["text"];
    // One record alone is weighed as it is among all.
    double top = 0;
    if (meaning_->used() && !request_.only.empty()) {
      enquire.set_query(and_also(words, target_filter(false)));
      if (const auto first = best(enquire, {.size = 1}); !first.empty()) top = first.front().score;
    }
    enquire.set_query(and_also(words, target_filter()));
    std::vector<Ranked> candidates = meaning_->best(enquire, {.size = candidates_wanted()}, top);
    watch_.check();
    if (request_.to == MatchTarget::expert) find_evidence(words, candidates);
    std::vector<Xapian::docid> numbers;
    for (const Ranked& one : candidates) numbers.push_back(one.number);
    const std::vector<Xapian::Document> documents = reader_.fetch(numbers);
    watch_.check();
    const double most = most_possible(terms_, frequencies_);
    std::vector<Candidate> scored;
    std::vector<std::vector<Testimony>> evidence = evidence_of(documents);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      scored.push_back(score(candidates[i], documents[i], most, evidence.empty() ? nullptr : &evidence[i]));
      if (!evidence.empty()) scored.back().evidence = std::move(evidence[i]);
    }
    sort_by_score(scored, [](const Candidate& one) { return one.match.score; }, [](const Candidate& one) -> const std::string& { return one.match.card.id; });
    if (request_.fold) fold(scored);
    leave_out(scored);
    if (request_.explain && request_.only.empty()) find_complement(scored);
    std::vector<std::string> withheld;
    for (Candidate& one : scored) {
      if (result_.matches.size() == request_.top) break;
      watch_.check();
      if (present(one))
        result_.matches.push_back(std::move(one.match));
      else
        withheld.push_back(one.match.card.id);
    }
    note_blacklist(withheld);
  }

  static const std::string& integrity_of(const Record& record) {
    static const std::string not_stated;
    const auto* expert = std::get_if<corpus::Expert>(&record);
    return expert == nullptr ? not_stated : expert->integrity;
  }

  void note_blacklist(const std::vector<std::string>& withheld) {
    if (asking_ && integrity_of(*asking_) == kBlacklisted)
      result_.notes.push_back({"blacklisted", "该专家在黑名单上", "this expert is on the black list", 0, 0});
    if (withheld.empty()) return;
    const std::string ids = fmt::format("{}", fmt::join(withheld, ", "));
    result_.notes.push_back({"withheld", fmt::format("未列出黑名单上的 {} 位专家：{}", withheld.size(), ids),
                             fmt::format("experts on the black list are not listed ({}): {}", withheld.size(), ids), 0, 0});
  }

  void widen(std::vector<Xapian::Query>& asked) {
    if (expander_ == nullptr) return;
    std::vector<Widened> widened;
    for (const std::string& text : asking_text_.texts)
      for (Alternatives& one : alternatives_in(text, *expander_, frequencies_, kNeedWeights)) {
        asked.push_back(one.ranked);
        std::ranges::move(one.terms, std::back_inserter(other_terms_));
        const bool told = std::ranges::any_of(widened, [&](const Widened& before) { return before.by == one.widened.by; });
        if (!told) widened.push_back(std::move(one.widened));
      }
    note_widened(widened, result_.notes);
  }

  // Experts alone have evidence; a score stays a share of 1 with it and without it.
  void weigh() {
    result_.effective_weights = weights_.of;
    const auto evidence = result_.effective_weights.find("evidence");
    if (evidence == result_.effective_weights.end()) return;
    if (request_.to != MatchTarget::expert) {
      result_.effective_weights.erase(evidence);
      return;
    }
    const double all = 1 + evidence->second;
    for (auto& [name, weight] : result_.effective_weights) weight /= all;
  }

  // Results that answer the question speak for their people: for candidates, and for experts whose own profile shares no word with it.
  void find_evidence(const Xapian::Query& asked, std::vector<Ranked>& candidates) {
    Xapian::Enquire enquire(reader_.database());
    enquire.set_weighting_scheme(ranking_weight());
    Xapian::Query results = visible(Kind::achievement);
    if (!request_.id.empty()) results = Xapian::Query(Xapian::Query::OP_AND_NOT, results, Xapian::Query(with(prefix::kId, request_.id)));
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, asked, results));
    enquire.add_matchspy(&watch_);
    const auto answering = best(enquire, {.size = kResultsHeard});
    watch_.check();
    std::vector<Xapian::docid> numbers;
    for (const Ranked& one : answering) numbers.push_back(one.number);
    std::map<std::string, LinkedResult> linked;
    const auto documents = reader_.fetch(numbers);
    for (std::size_t i = 0; i < answering.size(); ++i) {
      const auto record = corpus::record_from_text(documents[i].get_data());
      const auto* result = record ? std::get_if<corpus::Achievement>(&*record) : nullptr;
      if (result == nullptr) continue;
      LinkedResult& one = linked[answering[i].id] = {result->title, answering[i].score, {}};
      for (const corpus::Member& member : result->members)
        if (!member.expert_id.value.empty()) one.experts.push_back(member.expert_id.value);
    }
    evidence_.emplace(terms_, frequencies_, std::move(linked));
    add_experts(evidence_->experts_of_results(), candidates);
  }

  // Of each document; empty where none of them has any, so that the signal is null for all.
  std::vector<std::vector<Testimony>> evidence_of(const std::vector<Xapian::Document>& documents) const {
    std::vector<std::vector<Testimony>> all;
    if (!evidence_) return all;
    for (const Xapian::Document& document : documents) {
      const auto record = corpus::record_from_text(document.get_data());
      const auto* expert = record ? std::get_if<corpus::Expert>(&*record) : nullptr;
      all.push_back(expert == nullptr ? std::vector<Testimony>() : evidence_->results_of(*expert));
    }
    if (std::ranges::all_of(all, [](const auto& one) { return one.empty(); })) all.clear();
    return all;
  }

  void add_experts(const std::vector<std::string>& ids, std::vector<Ranked>& candidates) {
    std::vector<Xapian::Query> missing;
    for (const std::string& id : ids)
      if (std::ranges::find(candidates, id, &Ranked::id) == candidates.end()) missing.emplace_back(with(prefix::kId, id));
    if (missing.empty()) return;
    Xapian::Enquire enquire(reader_.database());
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(Xapian::Query::OP_OR, missing.begin(), missing.end()), target_filter()));
    for (Ranked& one : best(enquire, {.size = missing.size()})) {
      one.score = one.words = 0;
      candidates.push_back(std::move(one));
    }
  }

  Xapian::Query visible(Kind kind) const {
    Xapian::Query filter(with(prefix::kKind, corpus::to_string(kind)));
    return request_.see_hidden ? filter : Xapian::Query(Xapian::Query::OP_AND, filter, Xapian::Query(with(prefix::kVisibility, "public")));
  }

  Xapian::Query target_filter(bool only = true) const {
    Xapian::Query filter = visible(kind_of_target(request_.to, asking_kind_));
    if (only && !request_.only.empty()) filter = Xapian::Query(Xapian::Query::OP_AND, filter, Xapian::Query(with(prefix::kId, request_.only)));
    if (!request_.id.empty()) filter = Xapian::Query(Xapian::Query::OP_AND_NOT, filter, Xapian::Query(with(prefix::kId, request_.id)));
    return filter;
  }

  // What is left out shall not take the places of what is shown, within reason.
  std::size_t candidates_wanted() const { return std::max(request_.candidates, request_.top) + std::min(request_.leave_out.size(), kMaxLeftOut); }

  struct Candidate {
    Match match;
    Xapian::Document document;
    Facts facts;
    std::vector<Testimony> evidence;  // of an expert, the best first
  };

  // Of a group of near-duplicates the best stays. Done after scoring, so that it is the one that fits best and not the one with the most words.
  static void fold(std::vector<Candidate>& scored) {
    std::map<std::string, std::size_t> first;
    std::vector<Candidate> kept;
    for (Candidate& one : scored) {
      const std::string group = one.document.get_value(indexer::slot(Slot::group));
      const auto [at, is_new] = first.emplace(group, kept.size());
      if (group.empty() || is_new)
        kept.push_back(std::move(one));
      else
        ++kept[at->second].match.more;
    }
    scored = std::move(kept);
  }

  // After folding: a row that was dismissed does not come back by the next of its near-duplicates.
  void leave_out(std::vector<Candidate>& scored) {
    if (request_.leave_out.empty()) return;
    std::vector<Candidate> kept;
    for (Candidate& one : scored) {
      if (!request_.leave_out.contains(one.match.card.id))
        kept.push_back(std::move(one));
      else if (kept.size() < request_.top)
        ++result_.left_out;
    }
    scored = std::move(kept);
    if (result_.left_out > 0)
      result_.notes.push_back({"left_out", fmt::format("未列出您判为不合适的 {} 条", result_.left_out),
                               fmt::format("{} that you dismissed {} not listed", result_.left_out, result_.left_out == 1 ? "is" : "are"), 0, 0});
  }

  void find_complement(const std::vector<Candidate>& scored) {
    if (asking_kind_ != Kind::need || request_.to != MatchTarget::achievement) return;
    std::vector<Contributor> candidates;
    for (const Candidate& one : scored) candidates.push_back({one.match.card.id, one.match.score, one.facts.indicators});
    const auto chosen = complement(asking_facts_.indicators, candidates);
    if (!chosen) return;
    const auto written = [&](std::size_t one) {
      const auto& stated = asking_facts_.indicators[one].stated;
      return fmt::format("{} {}", stated.name, bound_of(stated));
    };
    Together& together = result_.together.emplace();
    for (const Contribution& one : chosen->members) {
      const Candidate& candidate = scored[one.candidate];
      const auto record = corpus::record_from_text(candidate.document.get_data());
      if (!record) return result_.together.reset();  // `index check` names it
      auto& member = together.members.emplace_back(Together::Member{make_card(*record), candidate.match.score, {}});
      for (const std::size_t met : one.meets) member.meets.push_back(written(met));
    }
    for (const std::size_t one : chosen->open) together.open.push_back(written(one));
  }

  Candidate score(const Ranked& candidate, const Xapian::Document& document, double most, const std::vector<Testimony>* evidence) const {
    Candidate one{{}, document, {}, {}};
    const Kind target = kind_of_target(request_.to, asking_kind_);
    one.facts = facts_of(one.document, target, vocabularies_);
    one.match.card.id = candidate.id;
    auto& values = one.match.values;
    values["text"] = text_value(candidate.words, most);
    // What meaning adds to the words, so that text and meaning together order as the list did.
    if (meaning_->used()) values["meaning"] = std::max(0.0, text_value(candidate.score, most) - *values["text"]);
    // Who asks and who offers: a need asks, also where the question began at the other side.
    const bool reversed = target == Kind::need && asking_kind_ != Kind::need;
    const Facts& need = reversed ? one.facts : asking_facts_;
    const Facts& offer = reversed ? asking_facts_ : one.facts;
    const bool need_and_offer = (asking_kind_ == Kind::need) != (target == Kind::need);
    values["field"] = field_signal(asking_facts_, one.facts);
    values["industry"] = industry_signal(asking_facts_, one.facts, vocabularies_.at("industry"));
    const bool offer_has_place = !offer.region.empty() || !offer.accept_regions.empty();
    values["region"] = need_and_offer ? other_way(region_signal(need, offer, vocabularies_.at("region")), reversed, offer_has_place) : std::nullopt;
    const bool with_achievement = need_and_offer && (target == Kind::achievement || asking_kind_ == Kind::achievement);
    values["maturity"] = with_achievement ? other_way(maturity_signal(need, offer), reversed, offer.trl != 0) : std::nullopt;
    values["cooperation"] = with_achievement ? cooperation_signal(asking_facts_, one.facts, vocabularies_.at("cooperation")) : std::nullopt;
    if (with_achievement && !asking_facts_.indicators.empty())
      one.facts.indicators = indexer::from_slot(one.document.get_value(indexer::slot(Slot::indicators)));
    values["indicators"] = with_achievement ? other_way(indicators_signal(need, offer), reversed, !offer.indicators.empty()) : std::nullopt;
    values["budget"] = with_achievement ? other_way(budget_signal(need, offer), reversed, offer.price_low || offer.price_high) : std::nullopt;
    if (evidence_) values["evidence"] = evidence == nullptr ? Value() : text_value(vote(*evidence), most);
    for (const auto& [name, value] : values) {
      if (!value) continue;
      const auto weight = result_.effective_weights.find(name);
      const double part = (weight == result_.effective_weights.end() ? 0 : weight->second) * *value;
      one.match.signals[name] = part;
      one.match.score += part;
    }
    return one;
  }

  // These signals are of (need, offer) whoever asks. Seen from the offer, a need that states no limit is "not stated", and an offer that states nothing
  // makes the signal null for every need: one that were null for some candidates only would order them by how much they say.
  static Value other_way(Value value, bool reversed, bool offer_states) {
    if (!reversed) return value;
    return offer_states ? Value(value.value_or(kNotStated)) : std::nullopt;
  }

  // False for who is not to be proposed.
  bool present(Candidate& one) const {
    const auto record = corpus::record_from_text(one.document.get_data());
    if (!record) return true;  // `index check` names it
    const std::string& integrity = integrity_of(*record);
    if (request_.withhold && integrity == kBlacklisted) return false;
    one.match.card = make_card(*record);
    if (!request_.explain) return true;
    std::vector<std::string> terms = other_terms_;
    for (const WeightedTerm& term : terms_) terms.push_back(term.term);
    one.match.fragments = fragments(*record, highlight_terms(terms));
    std::string offered;
    for (const std::string& text : AskingText(*record).texts) offered += text + '\n';
    if (evidence_ && std::holds_alternative<corpus::Expert>(*record))
      std::ranges::move(evidence_->pieces_near(std::get<corpus::Expert>(*record)), std::back_inserter(one.evidence));
    const auto words = shared_words(asking_text_.texts, offered, [this](const std::string& term) { return is_telling(term); });
    one.match.reasons = reasons_of({.asking = asking_facts_, .found = one.facts, .asked_by_need = asking_kind_ == Kind::need, .words = words, .evidence = one.evidence},
                                   one.match.values, vocabularies_);
    if (integrity == kWatched) one.match.reasons.insert(one.match.reasons.begin(), Reason{"integrity", "诚信状态：关注", "integrity: on watch", {}, {}});
    return true;
  }

  // A term that a tenth of the collection holds says what field a record is in, not what it is about.
  bool is_telling(const std::string& term) const {
    const double holders = frequencies_.of(term);
    return holders > 0 && (holders < kFewHolders || holders <= kTellingShare * reader_.database().get_doccount());
  }

  const IndexReader& reader_;
  const corpus::Vocabularies& vocabularies_;
  const Weights& weights_;
  const Expander* expander_;
  const MatchRequest& request_;
  std::optional<Record> asking_;
  Kind asking_kind_ = Kind::need;
  AskingText asking_text_{std::string()};
  Facts asking_facts_;
  std::vector<WeightedTerm> terms_;
  std::vector<std::string> other_terms_;  // of other names
  std::optional<Meaning> meaning_;
  std::optional<Evidence> evidence_;  // of experts, where they are asked for
  Frequencies frequencies_;
  Watch watch_;
  MatchResult result_;
};

constexpr std::pair<MatchTarget, std::string_view> kTargets[] = {{MatchTarget::achievement, "achievement"},
                                                                 {MatchTarget::need, "need"},
                                                                 {MatchTarget::expert, "expert"},
                                                                 {MatchTarget::similar, "similar"}};

}  // namespace

std::vector<MatchTarget> targets_of(Kind kind) {
  switch (kind) {
    case Kind::need: return {MatchTarget::achievement, MatchTarget::expert, MatchTarget::similar};
    case Kind::achievement: return {MatchTarget::need, MatchTarget::expert, MatchTarget::similar};
    case Kind::expert: return {MatchTarget::need, MatchTarget::achievement, MatchTarget::similar};
    case Kind::enterprise: return {MatchTarget::similar};
    case Kind::decision: return {};
  }
  return {};
}

std::string_view to_string(MatchTarget target) {
  for (const auto& [value, word] : kTargets)
    if (value == target) return word;
  return "";
}

std::optional<MatchTarget> target_from_string(std::string_view word) {
  for (const auto& [value, name] : kTargets)
    if (name == word) return value;
  return std::nullopt;
}

Result<MatchResult> Matcher::match(const MatchRequest& request) const {
  const auto start = Clock::now();
  const std::shared_ptr<const Weights> weights = weights_();
  auto answer = pool_.with([&](const IndexReader& reader) -> Result<MatchResult> {
    try {
      return Matching(reader, vocabularies_, *weights, expander_, request, start + request.time_limit).run();
    } catch (const TimeUp&) {
      return fail(ErrorCode::timeout, "time_limit", fmt::format("the match took more than {} ms", request.time_limit.count()),
                  "ask with a shorter text, or for fewer matches");
    }
  });
  if (!answer) return answer;
  answer->weights = weights;
  answer->took_ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  return answer;
}

}  // namespace search
