// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/coach.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include "indexer/near_duplicates.h"
#include "indexer/schema.h"
#include "search/deadline.h"
#include "search/indexed_records.h"
#include "search/signals/signal.h"

namespace search {
namespace {

using corpus::Record;
using corpus::Result;
using corpus::Severity;
using indexer::Slot;
namespace prefix = indexer::prefix;

constexpr std::size_t kLooksLike = 20;  // records by their words, of which a copy is one: it shares nearly all of them
// Fewer candidates are looked through one by one. Of more, a need is called vague where so many make a group on the average: the sample corpus's needs reach
// 2.3, their like of a few words (废水, 农业机械, 图像识别) lie from 2.8 to 9.
constexpr std::size_t kFewCandidates = 8;
constexpr double kVague = 2.5;

// What a draft resembles, by the rule that groups what is in the index.
std::optional<Copy> copy_of(const Record& record, const std::optional<indexer::Signature>& signature, const Xapian::Document& document) {
  const auto stored = record_in(document);
  if (!stored) return std::nullopt;
  Copy copy{corpus::id_of(*stored), corpus::title_of(*stored), std::nullopt};
  const std::string title = corpus::title_of(record);
  const auto theirs = indexer::signature_from(document.get_value(indexer::slot(Slot::signature)));
  if (!signature || !theirs) {
    if (title.empty() || corpus::fold_word(title) != corpus::fold_word(copy.title)) return std::nullopt;
    return copy;
  }
  copy.similarity = indexer::similarity(*signature, *theirs);
  const bool same = *copy.similarity >= indexer::kSurely ||
                    (*copy.similarity >= indexer::kSameFrom && indexer::title_similarity(title, copy.title) >= indexer::kTitlesAgree);
  return same ? std::optional(std::move(copy)) : std::nullopt;
}

class Asking {
 public:
  Asking(ReaderPool& pool, const Matcher& matcher, const CoachRequest& request, const Record& record, Coaching& out)
      : pool_(pool), matcher_(matcher), request_(request), record_(record), out_(out) {}

  Result<void> run() {
    if (auto found = copies(); !found) return found;
    if (out_.kind != corpus::Kind::need) return {};
    return distinction();
  }

 private:
  Result<MatchResult> match(MatchTarget to, std::size_t top, bool fold) {
    MatchRequest request;
    request.draft = record_;
    request.to = to;
    request.top = top;
    request.see_hidden = request_.see_hidden;
    request.explain = false;
    request.fold = fold;
    request.time_limit = request_.time_limit / 2;
    auto answer = matcher_.match(request);
    if (answer)
      for (Note& note : answer->notes)
        if (note.code == "shards" && std::ranges::find(out_.notes, note.code, &Note::code) == out_.notes.end()) out_.notes.push_back(std::move(note));
    return answer;
  }

  Result<void> copies() {
    bool indexed = false;
    const auto asked = pool_.with([&](const IndexReader& reader) -> Result<void> {
      out_.seq = reader.seq();
      out_.generation = reader.generation();
      try {
        indexed = request_.stored && of_group(reader);
      } catch (const TimeUp&) {
        out_.copies.clear();
        return corpus::fail(corpus::ErrorCode::timeout, "time_limit", "copies were not found in time");
      }
      return {};
    });
    if (!asked || indexed) return asked;
    const auto alike = match(MatchTarget::similar, kLooksLike, false);
    if (!alike) return std::unexpected(alike.error());
    const auto signature = indexer::signature_of(record_);
    return pool_.with([&](const IndexReader& reader) -> Result<void> {
      out_.copies.clear();  // a commit may have overtaken the first reading
      for (const Match& one : alike->matches) {
        if (one.card.id == corpus::id_of(record_)) continue;
        const auto document = seen_record(reader.database(), one.card.id, request_.see_hidden);
        if (!document) continue;
        if (auto copy = copy_of(record_, signature, *document)) out_.copies.push_back(std::move(*copy));
      }
      std::ranges::stable_sort(out_.copies, [](const Copy& a, const Copy& b) { return a.similarity.value_or(1) > b.similarity.value_or(1); });
      return {};
    });
  }

  // The group knows what people decided about its members. False where the index does not hold the record. A group may be as large as the index: the first
  // by id are enough. Throws TimeUp.
  bool of_group(const IndexReader& reader) {
    out_.copies.clear();
    const std::string id = corpus::id_of(record_);
    const auto own = seen_record(reader.database(), id, true);  // who asks has it
    if (!own) return false;
    const std::string group = own->get_value(indexer::slot(Slot::group));
    if (group.empty()) return true;
    const auto term = [](std::string_view prefix, std::string_view rest) { return Xapian::Query(indexer::prefixed(prefix, rest)); };
    Xapian::Query others(Xapian::Query::OP_AND_NOT, term(prefix::kGroup, group), term(prefix::kId, id));
    if (!request_.see_hidden) others = Xapian::Query(Xapian::Query::OP_FILTER, others, term(prefix::kVisibility, "public"));
    Watch watch(std::chrono::steady_clock::now() + request_.time_limit / 2);
    Xapian::Enquire enquire(reader.database());
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_sort_by_value(indexer::slot(Slot::id), false);
    enquire.set_query(others);
    enquire.add_matchspy(&watch);
    std::vector<Xapian::docid> numbers;
    const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(kMostCopies));
    for (auto at = found.begin(); at != found.end(); ++at) numbers.push_back(*at);
    watch.check();
    for (const Xapian::Document& document : reader.fetch(numbers))
      if (const auto stored = record_in(document))
        out_.copies.push_back({corpus::id_of(*stored), corpus::title_of(*stored), std::nullopt});
    std::ranges::sort(out_.copies, {}, &Copy::id);
    return true;
  }

  Result<void> distinction() {
    const auto found = match(MatchTarget::achievement, kMostCandidates, true);
    if (!found) return std::unexpected(found.error());
    const auto text_of = [](const Match& one) { return text_with_meaning(one.values).value_or(0); };
    double best = 0;
    for (const Match& one : found->matches) best = std::max(best, text_of(one));
    std::map<std::string, std::size_t> groups;
    std::map<std::string, std::set<std::string>> values;
    Distinction out;
    for (const Match& one : found->matches) {
      if (text_of(one) < kAsGoodAsBest * best) continue;
      ++out.candidates;
      std::string group;
      for (const auto& [signal, value] : one.values) {
        // Neither a prior nor a policy comes from what the need says, and meaning is within the text.
        if (!value || signal == kPolicySignal || signal == "meaning" || std::ranges::find(kPriors, signal) != kPriors.end()) continue;
        const double shown = signal == "text" && best > 0 ? std::floor(text_of(one) / best * 10 + 1e-9) : std::round(*value * 100);
        const std::string said = fmt::format("{} {};", signal, shown);
        values[signal].insert(said);
        group += said;
      }
      out.largest = std::max(out.largest, ++groups[group]);
    }
    out.groups = groups.size();
    for (const auto& [signal, different] : values) out.by[signal] = different.size();
    say(out);
    out_.distinction = std::move(out);
    return {};
  }

  static void say(Distinction& d) {
    if (d.candidates == 0) {
      d.message = "库中没有与此需求文字相近的成果";
      d.message_en = "no result shares words with this need";
    } else if (d.candidates == 1) {
      d.message = "只有一项成果与此需求文字相近";
      d.message_en = "one result is near this need by its words";
    } else if (d.groups == d.candidates) {
      d.message = fmt::format("文字同样相近的 {} 项成果，按所写的条件可以逐一分清", d.candidates);
      d.message_en = fmt::format("{} results are near by their words; what the need says tells each apart", d.candidates);
    } else {
      d.message = fmt::format("文字同样相近的 {} 项成果，按所写的条件只能分成 {} 组，最大一组 {} 项分不出高下", d.candidates, d.groups, d.largest);
      d.message_en = fmt::format("{} results are near by their words; what the need says makes {} groups of them, {} of the largest fit equally well",
                                 d.candidates, d.groups, d.largest);
    }
  }

  ReaderPool& pool_;
  const Matcher& matcher_;
  const CoachRequest& request_;
  const Record& record_;
  Coaching& out_;
};

void advise_on_copies(const std::vector<Copy>& copies, std::vector<Advice>& advice) {
  if (copies.empty()) return;
  const Copy& first = copies.front();
  const bool at_least = copies.size() == kMostCopies;  // a group is not read to its end
  const std::string others = copies.size() == 1 ? "" : fmt::format("等 {} 条{}", copies.size(), at_least ? "以上" : "");
  const std::string others_en = copies.size() == 1 ? "" : fmt::format(" and {}{} more", at_least ? "at least " : "", copies.size() - 1);
  advice.push_back({.code = "near_duplicate",
                    .field = "title",
                    .message = fmt::format("库中已有几乎相同的记录：{}《{}》{}", first.id, first.title, others),
                    .message_en = fmt::format("nearly the same is there already: {} {}{}", first.id, first.title, others_en),
                    .hint = "若是同一项，更新原记录；若不是，在名称里写出不同之处",
                    .hint_en = "if it is the same, change the one there; if not, say in the title what is different"});
}

// What the need leaves open although it would tell results apart.
std::vector<std::pair<std::string_view, std::string_view>> open_conditions(const corpus::Need& need, const std::map<std::string, std::size_t>& by) {
  std::vector<std::pair<std::string_view, std::string_view>> open;
  if (!by.contains("indicators")) open.emplace_back("指标", "indicators");
  if (!need.min_trl) open.emplace_back("期望成熟度", "the maturity wanted");
  if (!need.budget) open.emplace_back("拟投入资金", "the budget");
  if (need.tech_field.empty()) open.emplace_back("技术领域", "the field");
  if (need.industry.empty()) open.emplace_back("应用行业", "the industry");
  if (need.cooperation_modes.empty()) open.emplace_back("合作方式", "the ways of cooperation");
  return open;
}

void advise_on_distinction(const Record& record, const Distinction& d, std::vector<Advice>& advice) {
  if (d.candidates < kFewCandidates || static_cast<double>(d.candidates) < kVague * static_cast<double>(d.groups)) return;
  const auto open = open_conditions(std::get<corpus::Need>(record), d.by);
  std::string zh, en;
  for (const auto& [name, name_en] : open) {
    zh += (zh.empty() ? "补充" : "、") + std::string(name);
    en += (en.empty() ? "give " : ", ") + std::string(name_en);
  }
  advice.push_back({.code = "tells_little_apart",
                    .field = open.empty() || open.front().second == "indicators" ? "indicators" : "key_tech",
                    .message = d.message,
                    .message_en = d.message_en,
                    .hint = open.empty() ? "把技术关键写得更具体" : zh + "，可以分得更细",
                    .hint_en = open.empty() ? "say more of what is hard about it" : en + ", to tell more of them apart"});
}

}  // namespace

Coaching Coach::coach(const CoachRequest& request) const {
  RecordAdvice own = advise(request.record, request.reading, vocabularies_);
  Coaching out;
  out.kind = corpus::kind_of(own.record);
  out.required = own.required;
  out.given = own.given;
  out.advice = std::move(own.advice);
  if (own.refused) {
    out.notes.push_back({"index_not_asked", "先改正会被拒收的内容，再查重复与可分辨的成果", "mend what would be refused; copies and results are looked for after that", 0, 0});
    return out;
  }
  if (const auto asked = Asking(pool_, matcher_, request, own.record, out).run(); !asked)
    out.notes.push_back({"index_not_asked", fmt::format("索引暂时不能查询（{}），没有查重复与可分辨的成果", corpus::meaning_zh(asked.error().code)),
                         fmt::format("the index did not answer ({}): copies and results were not looked for", corpus::meaning_en(asked.error().code)), 0, 0});
  advise_on_copies(out.copies, out.advice);
  if (out.distinction) advise_on_distinction(own.record, *out.distinction, out.advice);
  std::ranges::stable_sort(out.advice, {}, &Advice::severity);
  if (out.copies.size() > kMostCopies) out.copies.resize(kMostCopies);
  return out;
}

}  // namespace search
