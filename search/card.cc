// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/card.h"

#include <fmt/format.h>

#include "indexer/schema.h"

namespace search {
namespace {

using namespace corpus;

// {} prints the shortest text that reads back as the same number, so 80.0 is 80 and 0.1 is 0.1.
std::string amount(const std::optional<double>& low, const std::optional<double>& high, bool one_figure) {
  if (low && high && *low != *high) return fmt::format("{}–{} 万元", *low, *high);
  if (one_figure || (low && high)) return low || high ? fmt::format("{} 万元", low ? *low : *high) : "";
  if (low) return fmt::format("{} 万元起", *low);
  if (high) return fmt::format("{} 万元以内", *high);
  return {};
}

// 面议 and 拍卖 say something without a figure; 定价 and 区间 do not.
std::string price_of(const Achievement& a) {
  const std::string figure = amount(a.price_min, a.price_max, a.price_mode == "fixed");
  const std::string word = a.price_mode == "negotiable" ? "面议" : a.price_mode == "auction" ? "拍卖" : "";
  if (word.empty() || figure.empty()) return word + figure;
  return fmt::format("{}（{}）", word, figure);
}

void fill(Card& card, const Achievement& a) {
  card.owner = a.owner_org;
  card.region = a.region;
  card.field = a.tech_field;
  card.industry = a.industry;
  card.cooperation = a.cooperation_modes;
  card.stage = a.stage;
  card.price = price_of(a);
  card.keywords = a.keywords;
}
void fill(Card& card, const Need& n) {
  card.owner = n.enterprise_name;
  card.region = n.region;
  card.field = n.tech_field;
  card.industry = n.industry;
  card.cooperation = n.cooperation_modes;
  if (n.budget) card.price = fmt::format("预算 {} 万元", *n.budget);
  card.keywords = n.keywords;
}
void fill(Card& card, const Expert& e) {
  card.owner = e.org_name;
  card.region = e.region;
  card.field = e.tech_field;
  card.industry = e.industry;
  card.keywords = e.keywords;
}
void fill(Card& card, const Enterprise& e) {  // its name is the title, so it has no owner beside it
  card.region = e.region;
  card.industry = e.industry;
  card.keywords = e.main_products;
}
void fill(Card&, const Decision&) {}

}  // namespace

Card make_card(const Record& record) {
  Card card;
  card.id = id_of(record);
  card.kind = kind_of(record);
  card.title = title_of(record);
  std::visit([&card](const auto& r) { fill(card, r); }, record);
  if (const int trl = indexer::trl_of(record, card.trl_inferred); trl > 0) card.trl = trl;
  if (const int year = indexer::year_of(record); year > 0) card.year = year;
  const Common& common = common_of(record);
  card.visibility = common.visibility.empty() ? "public" : common.visibility;  // as the index has it
  card.updated_at = common.updated_at;
  return card;
}

}  // namespace search
