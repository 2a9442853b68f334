// SPDX-License-Identifier: GPL-3.0-or-later
// The lines are read twice: which signals there are is known when the last one is read, since meaning and a policy are not of every question.
#include "cli/match_table.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {
namespace {

using nlohmann::ordered_json;

// As the pages call them.
constexpr std::pair<std::string_view, std::string_view> kSignalLabels[] = {
    {"text", "文本"},       {"meaning", "语义"},     {"evidence", "业绩"},        {"indicators", "指标"},     {"field", "领域"},  {"industry", "行业"},
    {"region", "地区"},     {"policy", "区域政策"},  {"maturity", "成熟度"},      {"cooperation", "合作方式"}, {"budget", "预算"}, {"deadline", "时限"},
    {"freshness", "新近"}, {"completeness", "完整度"}, {"enterprise", "创新积分"}, {"integrity", "诚信"}};

std::string heading_of_signal(const std::string& signal) {
  const auto* label = std::ranges::find(kSignalLabels, signal, [](const auto& one) { return one.first; });
  return label == std::end(kSignalLabels) ? signal : std::string(label->second) + " " + signal;
}

double with_four_decimals(double number) { return std::round(number * 1e4) / 1e4; }

void each_line(const std::filesystem::path& part, const std::function<void(const ordered_json&)>& tell) {
  std::ifstream in(part, std::ios::binary);
  std::string line;
  std::getline(in, line);  // the heading
  while (std::getline(in, line)) tell(ordered_json::parse(line, nullptr, false));
}

std::string joined_reasons(const ordered_json& match, const char* language) {
  std::string all;
  for (const auto& reason : match["reasons"]) all += (all.empty() ? "" : "\n") + reason[language].get<std::string>();
  return all;
}

// 剔除：价格不合. Notes stay in the lines: they are the broker's own, and a table is handed on.
std::string decision_of(const ordered_json& match) {
  const auto decision = match.find("decision");
  if (decision == match.end()) return "";
  std::string told = (*decision)["verdict"]["label"].get<std::string>();
  if (const auto& reason = (*decision)["reason"]; reason.is_object()) told += "：" + reason["label"].get<std::string>();
  return told;
}

// A-2；A-3, with how many there are where not all are named.
std::string copies_of(const ordered_json& match) {
  const auto ids = match.find("more_ids");
  if (ids == match.end()) return "";
  std::string all;
  for (const auto& id : *ids) all += (all.empty() ? "" : "；") + id.get<std::string>();
  const auto count = match.value("more", ids->size());
  return count > ids->size() ? all + " 等 " + std::to_string(count) + " 条" : all;
}

// Those that weigh something in any of the lines, in a fixed order.
std::vector<std::string> signals_in(const std::filesystem::path& part) {
  std::set<std::string> names;
  each_line(part, [&](const ordered_json& line) {
    const ordered_json weights = line.value("weights", ordered_json::object());
    for (const auto& [name, weight] : weights.items())
      if (weight.get<double>() > 0) names.insert(name);
  });
  std::vector<std::string> ordered(names.begin(), names.end());
  std::ranges::stable_sort(ordered, {}, [](const std::string& name) {
    return std::ranges::find(kSignalLabels, name, [](const auto& one) { return one.first; }) - std::begin(kSignalLabels);
  });
  return ordered;
}

}  // namespace

corpus::List table_of_matches(const std::filesystem::path& part) {
  const std::vector<std::string> signals = signals_in(part);
  corpus::List list;
  list.headings = {"来方编号", "名次", "编号", "名称", "单位", "得分"};
  for (const std::string& signal : signals) list.headings.push_back(heading_of_signal(signal));
  list.headings.insert(list.headings.end(), {"决定", "理由", "reasons", "其他相同记录 more", "权重版本", "索引代", "日期"});
  each_line(part, [&](const ordered_json& line) {
    const std::string id = line["id"].get<std::string>();
    if (line.contains("error")) {
      std::vector<corpus::List::Cell> row{id, "", "", "", "", ""};
      row.resize(7 + signals.size(), corpus::List::Cell(""));
      row.emplace_back(line["error"]["message"].get<std::string>());
      list.rows.push_back(std::move(row));
      return;
    }
    double rank = 0;
    for (const auto& match : line["matches"]) {
      std::vector<corpus::List::Cell> row{id, ++rank, match["id"].get<std::string>(), match.value("title", ""), match.value("owner", ""),
                                          with_four_decimals(match["score"].get<double>())};
      const ordered_json& parts = match["signals"];
      for (const std::string& signal : signals) {
        const auto at = parts.find(signal);
        row.emplace_back(at == parts.end() ? corpus::List::Cell("") : corpus::List::Cell(with_four_decimals(at->get<double>())));
      }
      row.emplace_back(decision_of(match));
      row.emplace_back(joined_reasons(match, "message"));
      row.emplace_back(joined_reasons(match, "message_en"));
      row.emplace_back(copies_of(match));
      for (const char* told : {"weights_version", "generation", "date"}) row.emplace_back(line[told].get<std::string>());
      list.rows.push_back(std::move(row));
    }
  });
  return list;
}

}  // namespace cli
