// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/near_miss.h"

#include <fmt/format.h>

#include <algorithm>

#include "search/indicator_match.h"
#include "search/indicator_otherwise.h"
#include "search/indicator_reasons.h"
#include "search/money_text.h"

namespace search {
namespace {

bool applies(const std::map<std::string, Value>& values, const char* signal) {
  const auto it = values.find(signal);
  return it != values.end() && it->second.has_value();
}

std::optional<double> price_of(const Facts& offer) { return offer.price_low ? offer.price_low : offer.price_high; }

std::string labels_of(const std::vector<std::string>& codes, const corpus::Vocabulary& list, bool english) {
  std::string out;
  for (const std::string& code : codes)
    out += (out.empty() ? "" : english ? " or " : "或") + (english ? list.label_en(code) : list.label(code));
  return out;
}

// What an offer misses of a need's demands.
class Shortfalls {
 public:
  Shortfalls(const Facts& need, const Facts& offer, const std::map<std::string, Value>& values, const corpus::Vocabularies& lists, corpus::Day today) {
    if (applies(values, "indicators")) indicators(need, offer);
    if (applies(values, "maturity") && need.trl > 0) maturity(need, offer);
    if (applies(values, "budget") && need.budget) budget(need, offer);
    if (applies(values, "cooperation") && !need.cooperation.empty()) cooperation(need, offer, lists.at("cooperation"));
    if (applies(values, "deadline") && need.due) deadline(*need.due, offer, today);
    if (applies(values, "region") && count_ > 0) region(need, offer, *values.at("region"), lists.at("region"));
  }

  std::optional<Reason> told() const {
    if (far_ || count_ == 0 || count_ > kNearDemands) return std::nullopt;
    const char* aside = unsaid_ ? "（未说明的除外）" : "";
    const char* aside_en = unsaid_ ? ", as far as stated" : "";
    return Reason{.signal = "near_miss",
                  .message = fmt::format("相差不多：若{}，所提要求即都满足{}", zh_, aside),
                  .message_en = fmt::format("a near miss: fits if {}{}", en_, aside_en),
                  .asking = {},
                  .found = {}};
  }

 private:
  void missed(bool near, const std::string& zh, const std::string& en) {
    far_ = far_ || !near;
    ++count_;
    zh_ += (zh_.empty() ? "" : "，且") + zh;
    en_ += (en_.empty() ? "" : " and ") + en;
  }

  void indicators(const Facts& need, const Facts& offer) {
    for (const Comparison& one : compare(need.indicators, offer.indicators)) {
      if (one.outcome == Outcome::not_stated) unsaid_ = true;
      if (one.outcome != Outcome::not_met) continue;
      const auto& want = need.indicators[one.asked].stated;
      const std::string asked = fmt::format("{} {}", named_with_condition(want), bound_of(want));
      const std::string asked_en = fmt::format("{} {}", named_with_condition_en(want), bound_of_en(want));
      const GapText by = missed_by(one, want.unit);
      missed(one.gap == 0 || one.share <= kNearIndicator, fmt::format("{}（现{}）", asked, by.zh),
             fmt::format("{} ({}{})", asked_en, by.en, one.gap == 0 ? " now" : ""));
    }
  }

  void maturity(const Facts& need, const Facts& offer) {
    if (offer.trl == 0) unsaid_ = true;
    if (offer.trl == 0 || offer.trl >= need.trl) return;
    const bool inferred = offer.trl_inferred;
    missed(need.trl - offer.trl <= kNearLevels, fmt::format("成熟度 TRL ≥ {}（现为 {}{}）", need.trl, offer.trl, inferred ? "，推定" : ""),
           fmt::format("TRL ≥ {} ({} now{})", need.trl, offer.trl, inferred ? ", inferred" : ""));
  }

  void budget(const Facts& need, const Facts& offer) {
    const auto price = price_of(offer);
    if (!price) unsaid_ = true;
    if (!price || *need.budget >= *price) return;
    const PriceText now = price_text(offer.price_low, offer.price_high);
    missed(*price - *need.budget <= kNearPrice * *price, fmt::format("报价 ≤ {} 万元（现为 {}）", *need.budget, now.zh),
           fmt::format("the price ≤ {} ({} now)", cny(*need.budget), now.en));
  }

  void deadline(corpus::Day wanted, const Facts& offer, corpus::Day today) {
    if (wanted < today) far_ = true;
    if (wanted < today || !offer.due || *offer.due <= wanted) return;
    const std::string by = corpus::to_text(wanted), there = corpus::to_text(*offer.due);
    missed(static_cast<double>((*offer.due - wanted).count()) <= kNearDays, fmt::format("在 {} 前完成（现为 {}）", by, there),
           fmt::format("it is there by {} ({} now)", by, there));
  }

  // A result does not move; the need may accept one from there.
  void region(const Facts& need, const Facts& offer, double value, const corpus::Vocabulary& list) {
    if (need.accept_regions.empty() || offer.region.empty() || value == 1) return;
    missed(true, fmt::format("需求方可接受{}的成果（现接受{}）", list.label(offer.region), labels_of(need.accept_regions, list, false)),
           fmt::format("one from {} is accepted ({} now)", list.label_en(offer.region), labels_of(need.accept_regions, list, true)));
  }

  void cooperation(const Facts& need, const Facts& offer, const corpus::Vocabulary& list) {
    if (offer.cooperation.empty()) unsaid_ = true;
    if (offer.cooperation.empty() || cooperation_signal(need, offer, list).value_or(1) > 0) return;
    missed(true,
           fmt::format("合作方式可为{}（现为{}）", labels_of(need.cooperation, list, false), labels_of(offer.cooperation, list, false)),
           fmt::format("{} is possible ({} now)", labels_of(need.cooperation, list, true), labels_of(offer.cooperation, list, true)));
  }

  std::string zh_, en_;
  std::size_t count_ = 0;
  bool far_ = false, unsaid_ = false;
};

Reason question(const std::string& zh, const std::string& en) {
  return {.signal = "question", .message = "可问供方：" + zh, .message_en = "worth asking the supplier: " + en, .asking = {}, .found = {}};
}

}  // namespace

std::optional<Reason> near_miss(const Facts& need, const Facts& offer, const std::map<std::string, Value>& values,
                                const corpus::Vocabularies& lists, corpus::Day today) {
  return Shortfalls(need, offer, values, lists, today).told();
}

std::optional<Reason> question_worth_asking(const Facts& need, const Facts& offer, const std::map<std::string, Value>& values,
                                            const corpus::Vocabularies& lists) {
  if (applies(values, "indicators")) {
    const auto compared = compare(need.indicators, offer.indicators);
    const auto unsaid = std::ranges::find_if(compared, [&](const Comparison& one) {
      if (one.outcome != Outcome::not_stated) return false;
      const auto otherwise = stated_otherwise(need.indicators[one.asked], offer.indicators);
      return !otherwise || otherwise->worth_asking;
    });
    if (unsaid != compared.end()) {
      const auto& want = need.indicators[unsaid->asked].stated;
      return question(fmt::format("{}能达到多少？要求 {}", named_with_condition(want), bound_of(want)),
                      fmt::format("what is its {}? {} is asked for", named_with_condition_en(want), bound_of_en(want)));
    }
  }
  const bool asks_level = applies(values, "maturity") && need.trl > 0;
  if (asks_level && offer.trl == 0)
    return question(fmt::format("现在的成熟度是几级？要求 TRL ≥ {}", need.trl),
                    fmt::format("how mature is it? TRL ≥ {} is asked for", need.trl));
  if (applies(values, "budget") && need.budget && !price_of(offer))
    return question(fmt::format("报价多少？预算 {} 万元", *need.budget),
                    fmt::format("what does it cost? The budget is {}", cny(*need.budget)));
  if (applies(values, "cooperation") && !need.cooperation.empty() && offer.cooperation.empty()) {
    const auto& list = lists.at("cooperation");
    return question(fmt::format("合作方式能否为{}？", labels_of(need.cooperation, list, false)),
                    fmt::format("is {} possible?", labels_of(need.cooperation, list, true)));
  }
  if (asks_level && offer.trl_inferred && offer.trl >= need.trl)
    return question(fmt::format("TRL {} 由阶段推定，有何依据？要求 TRL ≥ {}", offer.trl, need.trl),
                    fmt::format("what shows TRL {}, inferred from its stage? TRL ≥ {} is asked for", offer.trl, need.trl));
  return std::nullopt;
}

}  // namespace search
