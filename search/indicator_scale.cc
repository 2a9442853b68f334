// SPDX-License-Identifier: GPL-3.0-or-later
// Each rule asks what would make it untrue: 3% of a gas is a share of volume, ppb of a rock is none of a litre, a day's output times 365 is no year's.
#include "search/indicator_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "indexer/indicator_period.h"
#include "search/indicator_names.h"

namespace search {
namespace {

using indexer::Period;
using indexer::RecordIndicator;

struct AmountAndRate {
  std::string_view amount, rate;
};

constexpr std::array<AmountAndRate, 6> kRates = {
    {{"mass", "rate_mass_time"}, {"volume", "volume_flow"}, {"count", "count_rate"}, {"area", "area_rate"}, {"money", "money_rate"}, {"length", "speed"}}};
// Per time by their unit: the period of the name says nothing more.
constexpr std::array<std::string_view, 12> kPerTime = {"rate_mass_time", "volume_flow",      "count_rate",  "area_rate", "money_rate",  "speed",
                                                       "ratio_rate",     "temperature_rate", "volume_flux", "mass_flux", "data_rate", "time_per_day"};
// Twelve of a month are one of a year; of shares, temperatures and figures per area they are not, or not surely.
constexpr std::array<std::string_view, 7> kAddsUp = {"mass", "volume", "count", "area", "money", "length", "energy"};

constexpr std::array<std::string_view, 3> kLand = {"亩", "公顷", "ha"};

constexpr std::array<std::string_view, 5> kWaterItself = {"cod", "bod", "ammonia", "total_phosphorus", "total_nitrogen"};
constexpr std::array<std::string_view, 12> kWater = {"水中", "出水", "进水", "废水", "污水", "水样", "水体", "饮用水", "地下水", "地表水", "原水", "尾水"};
// Of a gas, or of what commonly is one, a bare percent or ppm is a share of volume.
constexpr std::array<std::string_view, 14> kMaybeGas = {"气", "氧", "氮", "氢", "氯", "一氧化碳", "CO", "NO", "甲烷", "氨", "VOC", "SO2", "O2", "H2"};
constexpr std::array<std::string_view, 3> kOfMass = {"moisture", "ash", "protein"};
constexpr std::array<std::string_view, 9> kOfMassNames = {"水分", "含水率", "含水量", "灰分", "固含量", "有机质", "重金属", "粗蛋白", "粗脂肪"};
constexpr std::array<std::string_view, 14> kMetals = {"铅", "镉", "汞", "砷", "铬", "镍", "铜", "锌", "铁", "铝", "钙", "镁", "钠", "硅"};

constexpr double kWaterDensity = 1000;  // kg/m³
constexpr double kDiluteShare = 0.01;   // 10,000 ppm, 10 g/L

bool is_listed_as(std::string_view text, std::span<const std::string_view> words) { return std::ranges::find(words, text) != words.end(); }

double seconds_of(Period period) {
  switch (period) {  // as unit.tsv has them
    case Period::second: return 1;
    case Period::minute: return 60;
    case Period::hour: return 3600;
    case Period::day: return 86400;
    case Period::week: return 604800;
    case Period::month: return 2629800;
    case Period::year: return 31557600;
    default: return 0;
  }
}

std::optional<AmountAndRate> amount_and_rate(std::string_view amount, std::string_view rate) {
  const auto* found = std::ranges::find_if(kRates, [&](const AmountAndRate& one) { return one.amount == amount && one.rate == rate; });
  return found == kRates.end() ? std::nullopt : std::optional(*found);
}

// 亩 of 元/亩, of 元/(亩·次).
bool is_of_land(std::string_view unit) {
  const auto slash = unit.find('/');
  return slash != unit.npos && holds_any(unit.substr(slash + 1), kLand);
}

std::expected<double, NoScale> of_one_dimension(const RecordIndicator& asked, const RecordIndicator& stated) {
  const std::string& dimension = asked.stated.dimension;
  if (is_listed_as(dimension, kPerTime)) return 1;
  // A mu is of fields: what treating one costs is no price of a square metre of anything else.
  if (dimension == "money_per_area" && is_of_land(asked.stated.unit) != is_of_land(stated.stated.unit)) return std::unexpected(NoScale::unit);
  const Period wanted = indexer::period_of(asked), said = indexer::period_of(stated);
  if (wanted == said) return 1;
  const auto times = wanted == Period::none || said == Period::none ? std::nullopt : indexer::times_in(said, wanted);
  if (!times || !is_listed_as(dimension, kAddsUp)) return std::unexpected(NoScale::period);
  return *times;
}

// 年产能 ≥ 6万吨 against 500 吨/月: the figure of the unit's own period, then so many of them.
std::expected<double, NoScale> amount_by_rate(const RecordIndicator& asked, const RecordIndicator& stated) {
  const Period wanted = indexer::period_of(asked), said = indexer::period_of_unit(stated.stated.unit);
  if (wanted == Period::none || seconds_of(said) == 0) return std::unexpected(NoScale::unit);
  const auto times = indexer::times_in(said, wanted);
  if (!times) return std::unexpected(NoScale::period);
  return *times * seconds_of(said);
}

std::expected<double, NoScale> rate_by_amount(const RecordIndicator& asked, const RecordIndicator& stated) {
  const auto back = amount_by_rate(stated, asked);
  if (!back) return std::unexpected(back.error());
  return 1 / *back;
}

bool one_of_each(const RecordIndicator& a, const RecordIndicator& b, std::string_view one, std::string_view other) {
  return (a.stated.dimension == one && b.stated.dimension == other) || (a.stated.dimension == other && b.stated.dimension == one);
}

bool is_humidity(const RecordIndicator& one) {
  constexpr std::array<std::string_view, 3> kNotOfAir = {"绝对湿度", "土壤", "物料"};
  return one.stated.name.find("湿度") != std::string::npos && !holds_any(one.stated.name, kNotOfAir);
}

// A bare percent or a ppm: neither vol% nor mol%, which are ratios too.
bool is_bare_share(const RecordIndicator& one) {
  constexpr std::array<std::string_view, 7> kBareShares = {"%", "％", "百分之", "‰", "ppm", "PPM", "ppb"};
  return one.stated.dimension != "ratio" || is_listed_as(one.stated.unit, kBareShares);
}

bool is_of_mass(const RecordIndicator& one) {
  const std::string& name = one.stated.name;
  if (holds_any(name, kMaybeGas)) return false;
  if (is_listed_as(one.parameter, kOfMass) || holds_any(name, kOfMassNames)) return true;
  return (name.ends_with("含量") || name.ends_with("质量分数")) && holds_any(name, kMetals);
}

bool is_of_water(const RecordIndicator& one) {
  return is_listed_as(one.parameter, kWaterItself) || holds_any(one.stated.name, kWater) || holds_any(one.stated.condition, kWater);
}

// Up to one in a hundred a litre of it weighs what one of water does; a brine of 7.8% weighs 1.05 kg.
bool is_dilute(const RecordIndicator& one) {
  const auto& s = one.stated;
  const double most = std::max(std::abs(s.low.value_or(0)), std::abs(s.high.value_or(0))) * s.factor;
  return most < (s.dimension == "ratio" ? kDiluteShare : kDiluteShare * kWaterDensity);
}

}  // namespace

std::expected<double, NoScale> scale_between(const RecordIndicator& asked, const RecordIndicator& stated) {
  const std::string &wanted = asked.stated.dimension, &said = stated.stated.dimension;
  if (wanted == said) return of_one_dimension(asked, stated);
  if (amount_and_rate(wanted, said)) return amount_by_rate(asked, stated);
  if (amount_and_rate(said, wanted)) return rate_by_amount(asked, stated);
  if (one_of_each(asked, stated, "ratio", "relative_humidity") && is_humidity(asked) && is_humidity(stated)) return 1;
  if (!is_bare_share(asked) || !is_bare_share(stated)) return std::unexpected(NoScale::unit);
  if (one_of_each(asked, stated, "ratio", "mass_fraction") && is_of_mass(asked) && is_of_mass(stated)) return 1;
  if (one_of_each(asked, stated, "ratio", "concentration") && is_of_water(asked) && is_of_water(stated) && is_dilute(asked) && is_dilute(stated))
    return said == "ratio" ? kWaterDensity : 1 / kWaterDensity;
  return std::unexpected(NoScale::unit);
}

}  // namespace search
