// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/range_meaning.h"

#include <algorithm>
#include <array>
#include <span>

#include "search/indicator_names.h"

namespace search {
namespace {

using indexer::RecordIndicator;
using indexer::text::StatedIndicator;

// What can be set or borne over a range: any value in it is to be had. Not where the range is one of errors.
constexpr std::array<std::string_view, 10> kAdaptable = {"适应", "适用", "范围", "量程", "可调", "调节", "水深", "景深", "潜深", "可测"};
// Of these it is so however the range is written: 适应电压220 V±20%.
constexpr std::array<std::string_view, 4> kSaysBorne = {"适应", "适用", "可调", "调节"};
constexpr std::array<std::string_view, 7> kErrors = {"误差", "偏差", "波动", "精度", "漂移", "变化", "公差"};
// What is delivered or taken in: a machine or a series of them, from its least to its most.
constexpr std::array<std::string_view, 8> kCapacity = {"产能", "处理量", "处理能力", "处理规模", "生产能力", "供汽量", "供水量", "供气量"};
// A range of such a parameter is to be covered by the other's, where one of 粒径 is to be kept within: by its code, so that 运行温度 is taken as 工作温度 is, and by
// name where the vocabulary has none.
constexpr std::array<std::string_view, 3> kCovered = {"operating_temperature", "storage_temperature", "frequency"};
constexpr std::array<std::string_view, 3> kCoveredNames = {"频段", "频率", "波段"};
// Of a tolerance of these a wider one may be the better: where something works, what is fed to it.
constexpr std::array<std::string_view, 2> kWorksAt = {"operating_temperature", "storage_temperature"};
constexpr std::array<std::string_view, 4> kFedBy = {"输入", "电源", "供电", "电网"};

constexpr std::array<std::string_view, 4> kPlusMinus = {"±", "正负", "+/-", "＋/－"};

bool is_code_in(const RecordIndicator& one, std::span<const std::string_view> codes) { return std::ranges::find(codes, one.parameter) != codes.end(); }

// ±10 says two ends and no middle: of 量程 and 调节范围 they are how far it reaches.
bool is_about_zero(const StatedIndicator& s) { return s.low && s.high && *s.low == -*s.high; }

}  // namespace

bool is_written_as_tolerance(const StatedIndicator& s) { return s.op == "range" && holds_any(s.value, kPlusMinus); }

bool is_adaptable(std::string_view name) { return holds_any(name, kAdaptable); }

// 适应短路比 1.1–20 is to be had throughout, 粒径 10~20 μm lies somewhere in it. Sizes are kept within; of 黏度, 含固量 and most others either may be meant.
RangeMeans range_means(const RecordIndicator& one) {
  const StatedIndicator& s = one.stated;
  if (holds_any(s.name, kErrors)) return RangeMeans::kept_within;
  if (holds_any(s.name, kCapacity)) return RangeMeans::delivered;
  const RangeMeans by_dimension = s.dimension == "length" ? RangeMeans::kept_within : RangeMeans::unknown;
  if (is_written_as_tolerance(s)) {
    if (holds_any(s.name, kSaysBorne) || (is_about_zero(s) && is_adaptable(s.name))) return RangeMeans::covered;
    if (is_adaptable(s.name) || is_code_in(one, kWorksAt) || holds_any(s.name, kFedBy)) return RangeMeans::unknown;
    return by_dimension == RangeMeans::unknown ? RangeMeans::tolerance : by_dimension;
  }
  if (is_adaptable(s.name) || is_code_in(one, kCovered) || holds_any(s.name, kCoveredNames)) return RangeMeans::covered;
  return by_dimension;
}

}  // namespace search
