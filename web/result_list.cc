// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/result_list.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace web {
namespace {

using corpus::List;
using corpus::Vocabularies;

std::string label(const Vocabularies& lists, const char* list, const std::string& code) { return code.empty() ? code : lists.at(list).label(code); }

std::string labels(const Vocabularies& lists, const char* list, const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += (text.empty() ? "" : "；") + label(lists, list, code);
  return text;
}

std::string text_of(const std::vector<search::Fragment>& fragments) {
  std::string text;
  for (const search::Fragment& fragment : fragments) {
    if (!text.empty()) text += " … ";
    for (const search::Part& part : fragment.parts) text += part.text;
  }
  return text;
}

std::pair<std::string, std::string> kept_as(std::string_view format) {
  return {"Content-Disposition", fmt::format("attachment; filename=\"queqiao-{:%Y%m%d}.{}\"", fmt::localtime(std::time(nullptr)), format)};
}

}  // namespace

List list_of(const search::SearchResult& result, const search::SearchRequest& request, const Vocabularies& lists) {
  List list;
  list.headings = {"序号", "编号", "类别", "名称", "单位", "地区", "技术领域", "国民经济行业", "成熟度", "TRL", "合作方式", "价格或预算", "年份", "关键词", "得分", "相关内容"};
  auto number = static_cast<double>((request.page - 1) * request.size);
  for (const search::Hit& hit : result.hits) {
    const search::Card& card = hit.card;
    const auto whole = [](std::optional<int> value) { return value ? List::Cell(static_cast<double>(*value)) : List::Cell(std::string()); };
    list.rows.push_back({++number, card.id, label(lists, "kind", std::string(corpus::to_string(card.kind))), card.title, card.owner, label(lists, "region", card.region),
                         labels(lists, "field", card.field), labels(lists, "industry", card.industry), label(lists, "stage", card.stage),
                         card.trl_inferred ? List::Cell(fmt::format("{}（推定）", card.trl.value_or(0))) : whole(card.trl), labels(lists, "cooperation", card.cooperation),
                         card.price, whole(card.year), fmt::format("{}", fmt::join(card.keywords, "；")), hit.score, text_of(hit.fragments)});
  }
  return list;
}

List list_of(const corpus::DecisionBook::Page& page, const Names& names, const Vocabularies& lists) {
  List list;
  list.headings = {"序号", "决定", "理由", "备注", "决定对象编号", "决定对象", "候选编号", "候选", "决定人", "时间"};
  double number = 0;
  const auto title = [&](const std::string& id) {
    const auto it = names.find(id);
    return it == names.end() ? std::string() : it->second.title;
  };
  for (const corpus::Decision& decision : page.decisions)
    list.rows.push_back({++number, label(lists, "decision", decision.verdict), label(lists, "reason", decision.reason), decision.note,
                         decision.subject_id, title(decision.subject_id), decision.object_id, title(decision.object_id), decision.by, decision.at});
  return list;
}

Wire<Answer> answer_list(const List& list, const std::string& sheet, std::string_view format) {
  Answer out;
  if (format == "csv") {
    out.type = "text/csv; charset=utf-8";
    out.body = csv_of(list);
  } else {
    auto bytes = xlsx_of(list, sheet);
    if (!bytes) return refuse(bytes.error());
    out.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    out.body = std::move(*bytes);
  }
  out.headers.push_back(kept_as(format));
  return out;
}

Wire<Answer> answer_export(const search::SearchResult& result, const search::SearchRequest& request, std::string_view format, const Vocabularies& lists) {
  if (format != "json") return answer_list(list_of(result, request, lists), "检索结果", format);
  Answer out = answer_search(result, request, lists);
  out.headers.push_back(kept_as(format));
  return out;
}

}  // namespace web
