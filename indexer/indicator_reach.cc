// SPDX-License-Identifier: GPL-3.0-or-later
// The lists hold only what is better one way for everybody: a viscosity, a temperature or a density that is to be reached is that very one.
#include "indexer/indicator_reach.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace indexer {
namespace {

enum class Better : std::uint8_t { unknown, more, less };

constexpr std::array<std::string_view, 46> kMoreByCode = {
    "tensile_strength", "yield_strength",   "compressive_strength", "flexural_strength", "shear_strength",  "impact_strength",       "bond_strength",
    "peel_strength",    "elongation",       "fatigue_life",         "energy_density",    "power_density",   "specific_capacity",     "first_efficiency",
    "cycle_life",       "capacity_retention", "service_life",       "endurance",         "range",           "conversion_efficiency", "breakdown_strength",
    "accuracy",         "recall",           "yield_rate",           "conversion",        "selectivity",     "purity",                "pass_rate",
    "material_yield",   "removal",          "survival",             "germination",       "emergence",       "control_effect",        "transmittance",
    "capacity",         "output",           "crop_yield",           "water_saving",      "availability",    "mtbf",                  "salt_spray",
    "shelf_life",       "storage_life",     "luminous_efficacy",    "signal_to_noise"};
constexpr std::array<std::string_view, 22> kLessByCode = {
    "energy_consumption", "electricity",  "water_consumption", "power_consumption", "cost",          "treatment_cost",    "cost_per_mu",     "payback",
    "noise",              "false_alarm",  "miss_rate",         "failure_rate",      "latency",       "response_time",     "positioning_error", "dimensional_error",
    "measuring_error",    "detection_limit", "pressure_drop",  "charging_time",     "dielectric_loss", "roughness"};
constexpr std::array<std::string_view, 24> kMoreByName = {"准确率", "识别率", "合格率", "回收率", "利用率", "收率",   "得率",   "纯度",   "成活率", "检出率", "命中率", "覆盖率",
                                                          "有效率", "保持率", "良率",   "成品率", "强度",   "寿命",   "效率",   "国产化率", "抑菌率", "杀菌率", "截留率", "脱盐率"};
constexpr std::array<std::string_view, 16> kLessByName = {"误差", "误报", "漏报", "漏检", "故障率", "损耗", "缺陷率", "不良率", "破损率", "次品率", "废品率", "返修率", "能耗", "电耗", "功耗", "成本"};
// 误识别率, 不合格率, 强度损失: of the other sense than the word they end in, or of none.
constexpr std::array<std::string_view, 12> kTurnedSense = {"误", "漏", "不", "未", "非", "损", "失", "缺", "废", "残", "波动", "偏差"};
// By how much something is to change: more of it is better.
constexpr std::array<std::string_view, 11> kAmountsOfChange = {"降低", "下降", "减少", "节约", "节省", "缩短", "提高", "提升", "增加", "增长", "延长"};
// An accuracy in lengths or angles is one of errors.
constexpr std::array<std::string_view, 3> kAccuracies = {"positioning_accuracy", "repeatability", "dimensional_accuracy"};

constexpr std::array<std::string_view, 4> kReachedBy = {"达到", "达到了", "达", "做到"};
constexpr std::array<std::string_view, 10> kRaised = {"提高到", "提高至", "提升到", "提升至", "增加到", "增加至", "增至", "升至", "延长到", "延长至"};
constexpr std::array<std::string_view, 12> kLowered = {"降低到", "降低至", "下降到", "下降至", "降到", "降至", "减少到", "减少至", "减至", "缩短到", "缩短至", "控制在"};
// 最高可达 bounds from above, whatever is better.
constexpr std::array<std::string_view, 5> kAtMost = {"最高", "最大", "最多", "至多", "高达"};

bool ends_in_word_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.ends_with(word); });
}

bool holds_word_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

bool is_code_of(const RecordIndicator& one, std::span<const std::string_view> codes) { return std::ranges::find(codes, one.parameter) != codes.end(); }

Better better_of(const RecordIndicator& one) {
  const std::string_view name = one.stated.name;
  if (holds_word_of(name, kAmountsOfChange)) return Better::more;
  if (is_code_of(one, kLessByCode) || holds_word_of(name, kLessByName)) return Better::less;
  if (is_code_of(one, kAccuracies)) return one.stated.dimension == "length" || one.stated.dimension == "angle" ? Better::less : Better::unknown;
  if (holds_word_of(name, kTurnedSense)) return Better::unknown;
  return is_code_of(one, kMoreByCode) || ends_in_word_of(name, kMoreByName) ? Better::more : Better::unknown;
}

// What stands between the name and the figure: 要达到.
std::string_view lead_of(const text::StatedIndicator& s, std::string_view text) {
  if (s.begin >= s.end || s.end > text.size()) return {};
  std::string_view all = text.substr(s.begin, s.end - s.begin);
  if (all.starts_with(s.name)) all.remove_prefix(s.name.size());
  all = all.substr(0, std::min(all.find(s.value), all.size()));
  while (all.ends_with(' ')) all.remove_suffix(1);
  return all;
}

}  // namespace

void bound_what_is_to_be_reached(RecordIndicator& one, std::string_view text) {
  text::StatedIndicator& s = one.stated;
  if (s.op != "eq" || !s.low || !s.high) return;
  const std::string_view lead = lead_of(s, text);
  if (lead.empty() || holds_word_of(lead, kAtMost)) return;
  const bool reached = ends_in_word_of(lead, kReachedBy), raised = ends_in_word_of(lead, kRaised), lowered = ends_in_word_of(lead, kLowered);
  const Better better = better_of(one);
  if (better == Better::more && (reached || raised)) s.op = "ge", s.high.reset();
  if (better == Better::less && (reached || lowered)) s.op = "le", s.low.reset();
}

}  // namespace indexer
