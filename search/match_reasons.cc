// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/match_reasons.h"

#include <fmt/format.h>

#include <algorithm>

#include "search/indicator_reasons.h"
#include "search/money_text.h"
#include "search/near_miss.h"

namespace search {
namespace {

std::string percent(double value) { return fmt::format("{:.0f}%", value * 100); }

class ReasonTelling {
 public:
  ReasonTelling(const MatchedPair& pair, const std::map<std::string, Value>& values, const corpus::Vocabularies& lists)
      : pair_(pair),
        values_(values),
        lists_(lists),
        need_(pair.asked_by_need ? pair.asking : pair.found),
        offer_(pair.asked_by_need ? pair.found : pair.asking) {}

  std::vector<Reason> all() {
    text_reason();
    evidence_reasons();
    field_reason();
    industry_reason();
    region_reason();
    policy_reason();
    maturity_reason();
    budget_reason();
    cooperation_reason();
    deadline_reason();
    if (value("indicators"))
      for (Reason& reason : indicator_reasons(need_.indicators, offer_.indicators, pair_.asked_by_need)) reasons_.push_back(std::move(reason));
    if (auto reason = near_miss(need_, offer_, values_, lists_, pair_.today)) reasons_.push_back(std::move(*reason));
    if (auto reason = question_worth_asking(need_, offer_, values_, lists_)) reasons_.push_back(std::move(*reason));
    return std::move(reasons_);
  }

 private:
  Value value(const std::string& signal) const {
    const auto it = values_.find(signal);
    return it == values_.end() ? Value{} : it->second;
  }
  void say(const char* signal, std::string message, std::string message_en) {
    reasons_.push_back({signal, std::move(message), std::move(message_en)});
  }

  void text_reason() {
    if (pair_.phrases.empty()) return;
    const std::string share = percent(value("text").value_or(0));
    std::vector<std::string> words;
    for (const SharedPhrase& one : pair_.phrases)
      if (words.size() < kMostPhrasesSaid) words.push_back(one.text);
    say("text", fmt::format("文字相合 {}：{}", share, fmt::join(words, "、")), fmt::format("text agrees {}: {}", share, fmt::join(words, ", ")));
    reasons_.back().asking = pair_.phrases.front().asking;
    reasons_.back().found = pair_.phrases.front().found;
    reasons_.back().phrases = pair_.phrases;
  }

  void evidence_reasons() {
    for (const Testimony& one : pair_.evidence) {
      if (!one.piece) {
        say("evidence", fmt::format("其成果与此相近：{}（{}）", one.title, one.result), fmt::format("a result of theirs is near this: {} ({})", one.title, one.result));
        continue;
      }
      say("evidence", "做过相近的工作：" + one.piece->text, "has worked on what is near this: " + one.piece->text);
      reasons_.back().found = TextPlace{one.piece->field, one.piece->begin, one.piece->end};
    }
  }

  void field_reason() {
    const std::vector<std::string>& offered = pair_.found.field;
    if (!value("field") || offered.empty()) return;
    const auto& list = lists_.at("field");
    for (const std::string& code : pair_.asking.field)
      if (std::ranges::find(offered, code) != offered.end())
        return say("field", fmt::format("同属领域：{}", list.label(code)), fmt::format("same field: {}", list.label_en(code)));
    say("field", fmt::format("领域不同：{}", list.label(offered.front())), fmt::format("another field: {}", list.label_en(offered.front())));
  }

  void industry_reason() {
    const Value v = value("industry");
    if (!v || *v == 0 || pair_.found.industry.empty()) return;
    const auto& list = lists_.at("industry");
    // The code that earned the value: the same one where there is one, else the nearest.
    const auto same = std::ranges::find_first_of(pair_.found.industry, pair_.asking.industry);
    if (same != pair_.found.industry.end()) return say("industry", "同一行业：" + list.label(*same), "same industry: " + list.label_en(*same));
    const auto nearness = [&](const std::string& code) {
      Facts alone;
      alone.industry = {code};
      return industry_signal(pair_.asking, alone, list).value_or(0);
    };
    const std::string& nearest = *std::ranges::max_element(pair_.found.industry, {}, nearness);
    if (nearness(nearest) < kSameDivision) {
      const std::string section = list.ancestors(nearest).back();
      return say("industry", fmt::format("同属门类：{}（{}）", list.label(section), list.label(nearest)),
                 fmt::format("the same section of industry: {} ({})", list.label_en(section), list.label_en(nearest)));
    }
    say("industry", "行业相近：" + list.label(nearest), "related industry: " + list.label_en(nearest));
  }

  void region_reason() {
    const Value v = value("region");
    if (!v || pair_.found.region.empty()) return;
    const auto& list = lists_.at("region");
    const std::string zh = list.label(pair_.found.region), en = list.label_en(pair_.found.region);
    if (*v == 1) say("region", "地域相合：" + zh, "region fits: " + en);
    else if (*v > kNotStated) say("region", "同省：" + zh, "same province: " + en);
    else say("region", "在外地：" + zh, "elsewhere: " + en);
  }

  void policy_reason() {
    if (!value(std::string(kPolicySignal)) || pair_.policy == nullptr) return;
    const auto& list = lists_.at("region");
    const RegionPair* pair = favoured(need_, offer_, *pair_.policy, list);
    if (pair == nullptr) return;
    say("policy", fmt::format("区域政策支持 {} → {}：加 {:.3f} 分", list.label(pair->from), list.label(pair->to), pair_.policy_weight),
        fmt::format("favoured by regional policy, {} → {}: +{:.3f}", list.label_en(pair->from), list.label_en(pair->to), pair_.policy_weight));
  }

  void maturity_reason() {
    const Value v = value("maturity");
    if (!v || need_.trl == 0) return;
    if (offer_.trl == 0) return say("maturity", fmt::format("未说明成熟度，需求要求 TRL ≥ {}", need_.trl), fmt::format("maturity not stated; TRL ≥ {} is asked for", need_.trl));
    const char* inferred = offer_.trl_inferred ? "（由阶段推定）" : "";
    const char* inferred_en = offer_.trl_inferred ? " (inferred from the stage)" : "";
    if (offer_.trl >= need_.trl)
      say("maturity", fmt::format("成熟度满足：TRL {}{} ≥ {}", offer_.trl, inferred, need_.trl), fmt::format("mature enough: TRL {}{} ≥ {}", offer_.trl, inferred_en, need_.trl));
    else
      say("maturity", fmt::format("成熟度差 {} 级：TRL {}{}，要求 {}", need_.trl - offer_.trl, offer_.trl, inferred, need_.trl),
          fmt::format("{} level{} short: TRL {}{}, {} asked for", need_.trl - offer_.trl, need_.trl - offer_.trl == 1 ? "" : "s", offer_.trl, inferred_en,
                      need_.trl));
  }

  // A price is a range more often than not, and a budget within it buys no more than its lower end.
  void budget_reason() {
    const Value v = value("budget");
    if (!v || !need_.budget) return;
    const double budget = *need_.budget;
    if (!offer_.price_low && !offer_.price_high)
      return say("budget", fmt::format("价格面议或未说明，预算 {} 万元", budget), "price not stated; the budget is " + cny(budget));
    const PriceText price = price_text(offer_.price_low, offer_.price_high);
    const double low = offer_.price_low.value_or(offer_.price_high.value_or(0)), high = offer_.price_high.value_or(low);
    if (budget < low)
      say("budget", fmt::format("预算 {} 万元，低于报价 {}", budget, price.zh), fmt::format("the budget, {}, is below the price, {}", cny(budget), price.en));
    else if (budget < high)
      say("budget", fmt::format("预算 {} 万元，只够报价 {} 的下限", budget, price.zh),
          fmt::format("the budget, {}, covers only the lower end of the price, {}", cny(budget), price.en));
    else
      say("budget", fmt::format("预算 {} 万元，不低于报价 {}", budget, price.zh), fmt::format("the budget, {}, covers the price, {}", cny(budget), price.en));
  }

  void cooperation_reason() {
    const Value v = value("cooperation");
    if (!v || pair_.found.cooperation.empty() || pair_.asking.cooperation.empty()) return;
    say("cooperation", *v > 0 ? "合作方式相合" : "合作方式不同", *v > 0 ? "ways of cooperation agree" : "ways of cooperation differ");
  }

  void deadline_reason() {
    if (!value("deadline") || !need_.due) return;
    const std::string wanted = corpus::to_text(*need_.due);
    if (*need_.due < pair_.today) return say("deadline", "需求时限已过：" + wanted, "the deadline has passed: " + wanted);
    if (!offer_.due) return;
    const std::string there = corpus::to_text(*offer_.due);
    if (*offer_.due <= *need_.due)
      say("deadline", fmt::format("时限相合：成果 {} 完成，需求时限 {}", there, wanted), fmt::format("in time: there on {}, wanted by {}", there, wanted));
    else
      say("deadline", fmt::format("成果 {} 完成，晚于需求时限 {}", there, wanted), fmt::format("late: there on {}, wanted by {}", there, wanted));
  }

  const MatchedPair& pair_;
  const std::map<std::string, Value>& values_;
  const corpus::Vocabularies& lists_;
  const Facts& need_;
  const Facts& offer_;
  std::vector<Reason> reasons_;
};

}  // namespace

std::vector<Reason> reasons_of(const MatchedPair& pair, const std::map<std::string, Value>& values, const corpus::Vocabularies& lists) {
  return ReasonTelling(pair, values, lists).all();
}

}  // namespace search
