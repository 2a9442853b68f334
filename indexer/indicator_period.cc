// SPDX-License-Identifier: GPL-3.0-or-later
// 每 with a word of time is a period wherever it stands. A bare 年, 月, 周, 日, 班 is one at the begin of a name, unless another word begins with it, and further
// on only before what is done or made in it (污水日处理量), or at the very end, where the parameter was cut off (污水日).
#include "indexer/indicator_period.h"

#include <algorithm>
#include <array>
#include <utility>

namespace indexer {
namespace {

using PeriodWord = std::pair<std::string_view, Period>;

constexpr std::array<PeriodWord, 17> kEach = {{{"每季度", Period::quarter},
                                               {"每季", Period::quarter},
                                               {"每个月", Period::month},
                                               {"每月", Period::month},
                                               {"每星期", Period::week},
                                               {"每周", Period::week},
                                               {"每个小时", Period::hour},
                                               {"每小时", Period::hour},
                                               {"每分钟", Period::minute},
                                               {"每秒", Period::second},
                                               {"每天", Period::day},
                                               {"每日", Period::day},
                                               {"每昼夜", Period::day},
                                               {"每工班", Period::shift},
                                               {"每班", Period::shift},
                                               {"每年度", Period::year},
                                               {"每年", Period::year}}};
// The longer before the shorter that it begins with.
constexpr std::array<PeriodWord, 13> kBare = {{{"季度", Period::quarter},
                                               {"小时", Period::hour},
                                               {"单班", Period::shift},
                                               {"台班", Period::shift},
                                               {"班", Period::shift},
                                               {"单日", Period::day},
                                               {"日", Period::day},
                                               {"单月", Period::month},
                                               {"月", Period::month},
                                               {"周", Period::week},
                                               {"全年", Period::year},
                                               {"年度", Period::year},
                                               {"年", Period::year}}};
// What makes another word of it: 年限, 月饼, 周期, 日照, 班组.
constexpr std::array<std::string_view, 50> kOtherWords = {
    "年限", "年龄", "年代", "年份", "年轮", "年会", "年初", "年底", "年末", "年中", "月份", "月饼", "月季", "月球", "月光", "月相", "月台",
    "周期", "周长", "周边", "周围", "周转", "周向", "周界", "周缘", "周年", "周身", "周岁", "周次", "周波", "日本", "日照", "日光", "日晒",
    "日常", "日夜", "日期", "日程", "日志", "日变", "日用", "日化", "日龄", "日粮", "日较", "班组", "班次", "班级", "班车", "班轨"};
constexpr std::array<std::string_view, 42> kDone = {
    "产", "处理", "加工", "生产", "均", "供", "销", "发电", "用电", "用水", "用气", "用量", "耗", "消耗", "节", "减排", "减碳", "运行", "收集", "回收", "清洗",
    "输送", "吞吐", "维护", "维修", "通行", "服务", "排放", "灌溉", "停机", "故障", "利用", "检测", "取水", "投料", "作业", "出货", "需求", "取样", "进水", "出水", "收入"};
// 均 belongs to the word of time: 年均, 日均.
constexpr std::string_view kAverage = "均";

struct PeriodPlace {
  std::size_t begin = 0, end = 0;
  Period period = Period::none;
};

bool begins_with_any(std::string_view text, const auto& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

std::optional<PeriodPlace> bare_at(std::string_view name, std::size_t at) {
  const std::string_view rest = name.substr(at);
  if (begins_with_any(rest, kOtherWords)) return std::nullopt;
  for (const auto& [word, period] : kBare) {
    if (!rest.starts_with(word)) continue;
    const std::string_view behind = rest.substr(word.size());
    // 小时 at the begin may be of a life; it is a period only before what is done in it, as every word is further on.
    if ((at > 0 || period == Period::hour) && !behind.empty() && !begins_with_any(behind, kDone)) return std::nullopt;
    return PeriodPlace{at, at + word.size() + (behind.starts_with(kAverage) ? kAverage.size() : 0), period};
  }
  if (at == 0 && rest.starts_with("时产")) return PeriodPlace{0, std::string_view("时").size(), Period::hour};
  return std::nullopt;
}

// 首年产量, 3年产量, 工作日处理量: what stands before makes another word of it.
bool joins_before(std::string_view before) {
  constexpr std::array<std::string_view, 24> kJoined = {"首", "当", "次", "往", "历", "今", "去", "明", "个", "第一", "第二", "第三",
                                                        "两", "三", "五", "十", "多", "作", "中", "半", "工", "生", "同", "每"};
  if (before.empty()) return false;
  if (before.back() >= '0' && before.back() <= '9') return true;
  return std::ranges::any_of(kJoined, [&](std::string_view word) { return before.ends_with(word); });
}

std::optional<PeriodPlace> find_period(std::string_view name) {
  for (const auto& [word, period] : kEach)
    if (const auto at = name.find(word); at != name.npos) return PeriodPlace{at, at + word.size(), period};
  for (std::size_t at = 0; at < name.size(); ++at) {
    if ((static_cast<unsigned char>(name[at]) & 0xC0) == 0x80 || joins_before(name.substr(0, at))) continue;
    if (const auto found = bare_at(name, at)) return found;
  }
  return std::nullopt;
}

double months_of(Period period) {
  switch (period) {
    case Period::month: return 1;
    case Period::quarter: return 3;
    case Period::year: return 12;
    default: return 0;
  }
}

}  // namespace

Period period_of(const RecordIndicator& one) {
  if (const auto found = find_period(one.stated.name)) return found->period;
  for (const auto& [word, period] : kEach)
    if (one.stated.condition.find(word) != std::string::npos) return period;
  return Period::none;
}

Period period_of_unit(std::string_view unit) {
  static constexpr PeriodWord kUnits[] = {{"年", Period::year},   {"a", Period::year},      {"yr", Period::year},     {"季度", Period::quarter}, {"月", Period::month},
                                          {"个月", Period::month}, {"周", Period::week},     {"天", Period::day},      {"日", Period::day},       {"d", Period::day},
                                          {"day", Period::day},   {"班", Period::shift},    {"小时", Period::hour},   {"h", Period::hour},       {"hr", Period::hour},
                                          {"时", Period::hour},   {"分钟", Period::minute}, {"min", Period::minute},  {"分", Period::minute},    {"秒", Period::second},
                                          {"s", Period::second}};
  const auto slash = unit.rfind('/');
  if (slash == unit.npos) return Period::none;
  std::string_view below = unit.substr(slash + 1);
  while (below.starts_with(' ')) below.remove_prefix(1);
  const auto* found = std::ranges::find(kUnits, below, &PeriodWord::first);
  return found == std::end(kUnits) ? Period::none : found->second;
}

std::string without_period(std::string_view name) {
  const auto found = find_period(name);
  if (!found) return std::string(name);
  return std::string(name.substr(0, found->begin)) + std::string(name.substr(found->end));
}

std::optional<double> times_in(Period from, Period to) {
  if (from == to) return 1;
  const double of_from = months_of(from), of_to = months_of(to);
  if (of_from == 0 || of_to == 0) return std::nullopt;
  return of_to / of_from;
}

}  // namespace indexer
