// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/indicator_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "indexer/indicator_agreement.h"
#include "indexer/indicator_period.h"

namespace search {
namespace {

using indexer::RecordIndicator;

constexpr std::size_t kShortName = 6;  // bytes: two Han characters
constexpr double kAlikeWords = 0.8;    // Dice of the terms of two names

// What sets one parameter apart from another of the same name.
constexpr std::array<std::string_view, 11> kQualifiers = {"最高", "最低", "最大", "最小", "首次", "首年", "峰值", "瞬时", "额定", "正极", "负极"};
// Names of how well or how much, without of what.
constexpr std::array<std::string_view, 15> kOfNoQuantity = {"误差",   "精度",   "准确度", "偏差",   "效率", "比例", "占比", "比率",
                                                            "误差率", "变化率", "稳定性", "一致性", "波动", "含量", "浓度"};
// Names of a quantity that each part, fault, material or step has its own of.
constexpr std::array<std::string_view, 24> kOfEachThing = {"寿命", "使用寿命", "检出率", "回收率", "命中率", "误判率", "误报率", "保持率",
                                                           "成本", "费用",     "造价",   "膨胀",   "衰减",   "厚度",   "厚",     "膜厚",
                                                           "板厚", "直径",     "长度",   "宽度",   "高度",   "重量",   "质量",   "含水率"};
// The same, by whatever name the vocabulary has it: 自重 is of the machine, 单件重量 of a piece; 生产成本 is not 清洗剂成本.
constexpr std::array<std::string_view, 8> kEachHasItsOwn = {"weight", "cost", "service_life", "thickness", "diameter", "length", "width", "moisture"};
// What is said of the thing as a whole leaves it the same thing.
constexpr std::array<std::string_view, 12> kWhole = {"整机", "整体", "设备", "装置", "机器", "样机", "产品", "系统", "综合", "平均", "总", "的"};
// Nor does how or in what it was found: 裂缝识别宽度, 发酵液酶活. Of a cost each is another thing.
constexpr std::array<std::string_view, 5> kFoundBy = {"识别", "检测", "测量", "可见", "液"};
// What turns a parameter into its opposite: 误识别率, 不合格率.
constexpr std::array<std::string_view, 6> kTurning = {"误", "漏", "不", "未", "非", "错"};
// A share of input or output is not the amount: 每吨料耗蒸汽 says nothing of 蒸汽.
constexpr std::array<std::string_view, 5> kPerOrConsumed = {"每", "耗", "单位", "单耗", "节约"};

double dice(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  const auto shared = std::ranges::count_if(a, [&](const std::string& word) { return std::ranges::find(b, word) != b.end(); });
  return 2.0 * static_cast<double>(shared) / static_cast<double>(a.size() + b.size());
}

// Where each has a word that the other has not, these may set two things apart: 水泵轴承温升上限, 电机轴承温升上限.
bool one_holds_the_other(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto within = [](const std::vector<std::string>& inner, const std::vector<std::string>& outer) {
    return std::ranges::all_of(inner, [&](const std::string& word) { return std::ranges::find(outer, word) != outer.end(); });
  };
  return within(a, b) || within(b, a);
}

bool alike_in_words(const RecordIndicator& a, const RecordIndicator& b) {
  return dice(a.words, b.words) >= kAlikeWords && one_holds_the_other(a.words, b.words);
}

bool is_any(std::string_view name, std::span<const std::string_view> words) { return std::ranges::find(words, name) != words.end(); }

bool qualified_alike(std::string_view a, std::string_view b) {
  return std::ranges::all_of(kQualifiers, [&](std::string_view word) { return (a.find(word) != a.npos) == (b.find(word) != b.npos); });
}

// 膨胀率 and 膨胀 are one word.
std::string_view core_of(std::string_view name) {
  static constexpr std::string_view kRate = "率";
  if (name.ends_with(kRate)) name.remove_suffix(kRate.size());
  return name;
}

bool under_the_same(const RecordIndicator& asked, const RecordIndicator& stated) {
  return !asked.under.empty() && indexer::conditions_of(asked, stated) == indexer::Conditions::same;
}

// What a name says besides its parameter, and neither where in the process nor of what period: figures are converted (indicator_scale.h).
std::string about(const RecordIndicator& one) { return indexer::without_period(indexer::without_stage(one.about)); }

std::string without_whole(std::string about) {
  for (const std::string_view word : kWhole)
    if (const auto at = about.find(word); at != std::string::npos) about.erase(at, word.size());
  return about;
}

// Both name a parameter of the vocabulary. What is said of the thing stands at the end of what else is said: 出水COD, 铜箔剥离强度. 清洗剂 is another thing than 清洗.
bool of_one_thing(const RecordIndicator& asked, const std::string& wanted, std::string said) {
  if (is_any(asked.parameter, kEachHasItsOwn) && without_whole(wanted).empty()) return without_whole(said).empty();
  for (const std::string_view word : kTurning)
    if (said.ends_with(word) != wanted.ends_with(word)) return false;
  const auto leave_out = [&](std::span<const std::string_view> words) {
    for (const std::string_view word : words)
      if (said.ends_with(word) && !wanted.ends_with(word)) said.resize(said.size() - word.size());
  };
  leave_out(kWhole);
  if (asked.stated.name.find("成本") == std::string::npos && asked.stated.name.find("费") == std::string::npos) leave_out(kFoundBy);
  return said.ends_with(wanted);
}

bool ends_in_it(const std::string& stated, const std::string& asked) {
  if (asked.size() < kShortName || !stated.ends_with(asked)) return false;
  return !holds_any(std::string_view(stated).substr(0, stated.size() - asked.size()), kPerOrConsumed);
}

}  // namespace

bool holds_any(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool answers(const RecordIndicator& asked, const RecordIndicator& stated) {
  const std::string name = corpus::fold_word(asked.stated.name), other = corpus::fold_word(stated.stated.name);
  if (!qualified_alike(name, other) || indexer::stage_of(asked) != indexer::stage_of(stated)) return false;
  if (is_any(name, kOfNoQuantity) || is_any(other, kOfNoQuantity))
    return name == other && asked.field == "indicators" && stated.field == "indicators";
  const std::string_view core = core_of(name);
  if (core.size() >= kShortName && core_of(other).ends_with(core) && under_the_same(asked, stated)) return true;
  if (asked.parameter != stated.parameter) return false;
  const std::string wanted = about(asked), said = about(stated);
  if (is_any(name, kOfEachThing)) return wanted == said;
  if (!asked.parameter.empty()) return of_one_thing(asked, wanted, said);
  return wanted == said || ends_in_it(said, wanted) || alike_in_words(asked, stated);
}

}  // namespace search
