// SPDX-License-Identifier: GPL-3.0-or-later
// 以上, 以下 and 以内 include the figure, 超过, 高于, 不足 do not (Civil Code, article 1259, and corpus/vocab/indicator_op.tsv).
#include "indexer/text/comparison.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "indexer/text/signs.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

struct Word {
  std::u32string_view text;
  Op op;
};

// Words that compare, longer ones before those they end in.
struct Words {
  explicit Words(std::vector<Word> words)
      : all(std::move(words)), by_sign([&] {
          std::vector<std::u32string_view> texts;
          for (const Word& word : all) texts.push_back(word.text);
          return texts;
        }()) {}

  std::vector<Word> all;
  WordList by_sign;
};

const Words kSigns({{U">=", Op::ge},
                    {U"=>", Op::ge},
                    {U"<=", Op::le},
                    {U"=<", Op::le},
                    {U"≥", Op::ge},
                    {U"≧", Op::ge},
                    {U"⩾", Op::ge},
                    {U"≮", Op::ge},
                    {U"≤", Op::le},
                    {U"≦", Op::le},
                    {U"⩽", Op::le},
                    {U"≯", Op::le},
                    {U">", Op::gt},
                    {U"<", Op::lt},
                    {U"=", Op::eq},
                    {U"≈", Op::approx},
                    {U"~", Op::approx},
                    {U"∼", Op::approx}});

const Words kBounds(
    {{U"不得低于", Op::ge},   {U"不得少于", Op::ge}, {U"不得小于", Op::ge},   {U"不应低于", Op::ge},   {U"不应少于", Op::ge},   {U"不应小于", Op::ge},
     {U"不能低于", Op::ge},   {U"不能少于", Op::ge}, {U"不能小于", Op::ge},   {U"不低于", Op::ge},     {U"不少于", Op::ge},     {U"不小于", Op::ge},
     {U"不早于", Op::ge},     {U"不短于", Op::ge},   {U"不亚于", Op::ge},     {U"不弱于", Op::ge},     {U"大于或等于", Op::ge}, {U"大于等于", Op::ge},
     {U"高于或等于", Op::ge}, {U"高于等于", Op::ge}, {U"大于且等于", Op::ge}, {U"至少", Op::ge},       {U"最少", Op::ge},       {U"起码", Op::ge},
     {U"不得超过", Op::le},   {U"不得高于", Op::le}, {U"不得大于", Op::le},   {U"不得多于", Op::le},   {U"不应超过", Op::le},   {U"不应高于", Op::le},
     {U"不应大于", Op::le},   {U"不能超过", Op::le}, {U"不能高于", Op::le},   {U"不能大于", Op::le},   {U"不得过", Op::le},     {U"不超过", Op::le},
     {U"不超出", Op::le},     {U"不大于", Op::le},   {U"不高于", Op::le},     {U"不多于", Op::le},     {U"不长于", Op::le},     {U"不迟于", Op::le},
     {U"不晚于", Op::le},     {U"不超", Op::le},     {U"小于或等于", Op::le}, {U"小于等于", Op::le},   {U"低于或等于", Op::le}, {U"低于等于", Op::le},
     {U"至多", Op::le},       {U"最多", Op::le},     {U"大于", Op::gt},       {U"高于", Op::gt},       {U"多于", Op::gt},       {U"超过", Op::gt},
     {U"超出", Op::gt},       {U"突破", Op::gt},     {U"高达", Op::eq},       {U"小于", Op::lt},       {U"低于", Op::lt},       {U"少于", Op::lt},
     {U"不足", Op::lt},       {U"不到", Op::lt},     {U"不满", Op::lt},       {U"达不到", Op::lt},     {U"未达到", Op::lt},     {U"短于", Op::lt},
     {U"长于", Op::gt},       {U"优于", Op::better}, {U"好于", Op::better},   {U"不劣于", Op::better}, {U"不差于", Op::better}, {U"最高", Op::le},
     {U"最大", Op::le},       {U"最低", Op::ge},     {U"最小", Op::ge},       {U"超", Op::gt}});

// A figure, and no bound.
const Words kLevels({{U"约等于", Op::approx}, {U"大约为", Op::approx}, {U"约为", Op::approx}, {U"大约", Op::approx}, {U"大概", Op::approx},
                     {U"大致", Op::approx},   {U"接近", Op::approx},   {U"将近", Op::approx}, {U"约", Op::approx},   {U"近", Op::approx},
                     {U"可达到", Op::eq},     {U"能达到", Op::eq},     {U"达到了", Op::eq},   {U"达到", Op::eq},     {U"可达", Op::eq},
                     {U"能达", Op::eq},       {U"只能到", Op::eq},     {U"能到", Op::eq},     {U"可到", Op::eq},     {U"低至", Op::eq},
                     {U"高至", Op::eq},       {U"做到", Op::eq},       {U"只有", Op::eq},     {U"仅有", Op::eq},     {U"仅为", Op::eq},
                     {U"只为", Op::eq},       {U"控制在", Op::eq},     {U"控制到", Op::eq},   {U"保持在", Op::eq},   {U"维持在", Op::eq},
                     {U"稳定在", Op::eq},     {U"限制在", Op::eq},     {U"介于", Op::eq},     {U"等于", Op::eq},     {U"达", Op::eq},
                     {U"为", Op::eq},         {U"是", Op::eq},         {U"仅", Op::eq}});

// What ends in one of these is another word: 节约, 附近, 产能达.
bool is_part_of_a_word(std::u32string_view word, char32_t before) {
  const auto one_of = [&](std::u32string_view list) { return before != U'\0' && list.find(before) != std::u32string_view::npos; };
  if (word == U"约") return one_of(U"节制合条集");
  if (word == U"近") return one_of(U"附最远邻");
  if (word == U"达") return one_of(U"雷马发抵");
  if (word == U"超") return one_of(U"高反");
  if (word == U"为") return one_of(U"行因作认");
  if (word == U"是") return one_of(U"但于");
  if (word.starts_with(U"能")) return one_of(U"产性功储节耗电热动势职智效机");
  return false;
}

const WordList kFillers({U"应当", U"应该", U"必须", U"需要", U"要求", U"可以", U"能够", U"一般", U"通常", U"普遍", U"目前", U"现有",
                         U"希望", U"期望", U"力争", U"已经", U"均可", U"平均", U"均",   U"都",   U"也",   U"则",   U"只",   U"才",
                         U"应",   U"须",   U"需",   U"已",   U"可",   U"现",   U"了",   U":",    U" ",    U"指标"});

const WordList kChangeVerbs({U"提高", U"提升", U"增加", U"增长", U"增大", U"降低", U"下降", U"减少", U"减小", U"缩短", U"延长",
                             U"扩大", U"压缩", U"恢复", U"升高", U"上升", U"改善", U"增至", U"优化", U"减薄", U"加快", U"压减",
                             U"拓宽", U"拓展", U"缩小", U"升级", U"延伸", U"拉长", U"放宽", U"收窄", U"变",   U"降",   U"升",   U"增",
                             U"减",   U"缩",   U"延",   U"扩",   U"涨"});

// 提高到, 降至, 缩短为, 降低了到: how many signs at the end of the text; 0 where it does not end so.
std::size_t to_level_length(std::u32string_view text) {
  static const WordList kTo({U"到了", U"到", U"至", U"为", U"成", U"达到", U"达"});
  if (text.empty()) return 0;
  for (const auto& to : kTo.ending_with(text.back()))
    if (text.ends_with(to.text))
      if (const auto* verb = kChangeVerbs.at_end_of(text.substr(0, text.size() - to.text.size()))) return verb->text.size() + to.text.size();
  return 0;
}

// The word that the text ends with; nullptr where none does.
const Word* last_word(std::u32string_view text, const Words& words) {
  for (const auto& word : words.by_sign.ending_with(text.back())) {
    const std::size_t at = text.size() - std::min(text.size(), word.text.size());
    if (text.ends_with(word.text) && !is_part_of_a_word(word.text, at > 0 ? text[at - 1] : U'\0')) return &words.all[word.place];
  }
  return nullptr;
}

Op merge(Op have, Op read) {
  if (have == Op::none || have == read) return read;
  const auto weak = [](Op op) { return op == Op::eq || op == Op::approx; };
  if (have == Op::eq) return read;
  if (read == Op::eq) return have;
  if (weak(have)) return read;
  if (weak(read)) return have;
  return Op::contradictory;
}

}  // namespace

std::string_view code_of(Op op) {
  switch (op) {
    case Op::ge: return "ge";
    case Op::le: return "le";
    case Op::gt: return "gt";
    case Op::lt: return "lt";
    case Op::approx: return "approx";
    case Op::eq: return "eq";
    default: return "";
  }
}

Before read_before(std::u32string_view text, std::size_t from, std::size_t to) {
  Before out;
  out.begin = to;
  const auto rest = [&] { return text.substr(from, out.begin - from); };
  // 是传统工艺的0.6倍, 减小为原来的五分之一, 不低于干燥时的85%
  if (rest().ends_with(U"的")) {
    const std::u32string_view head = rest();
    const auto compares = [&](std::size_t end) {
      return std::u32string_view(U"为是到至在").find(head[end - 1]) != std::u32string_view::npos || last_word(head.substr(0, end), kBounds) != nullptr;
    };
    std::size_t back = head.size() - 1;
    const std::size_t far = head.size() - std::min<std::size_t>(head.size(), 12);
    while (back > far && !compares(back)) --back;
    if (back <= far) return out;
    out.begin = from + back;
  }
  const auto take = [&](std::size_t length, Op op) {
    out.begin -= length;
    out.op = merge(out.op, op);
  };
  // A handful of words at most, each taken once from the end.
  for (int words = 0; words < 8 && out.begin > from; ++words) {
    const std::u32string_view text_before = rest();
    if (const Word* sign = last_word(text_before, kSigns)) {
      take(sign->text.size(), sign->op);
      const bool bounds = sign->op != Op::eq && sign->op != Op::approx;
      out.sign = out.sign || bounds || sign->text == U"=";
      out.bound = out.bound || bounds;
    } else if (const std::size_t length = to_level_length(text_before)) {
      take(length, Op::eq);
      break;  // 提高到: nothing before the verb compares
    } else if (const Word* bound = last_word(text_before, kBounds)) {
      take(bound->text.size(), bound->op);
      out.bound = out.bound || bound->op != Op::eq;
    } else if (const Word* level = last_word(text_before, kLevels)) {
      take(level->text.size(), level->op);
    } else if (const auto* filler = kFillers.at_end_of(text_before)) {
      out.begin -= filler->text.size();
    } else {
      break;
    }
  }
  return out;
}

Behind read_behind(std::u32string_view text, std::size_t at) {
  static const Words kWords({{U"(含)以上", Op::ge},
                             {U"及以上", Op::ge},
                             {U"或以上", Op::ge},
                             {U"以上", Op::ge},
                             {U"之上", Op::ge},
                             {U"(含)以下", Op::le},
                             {U"及以下", Op::le},
                             {U"或以下", Op::le},
                             {U"以下", Op::le},
                             {U"之下", Op::le},
                             {U"以内", Op::le},
                             {U"之内", Op::le},
                             {U"内", Op::le},
                             {U"左右", Op::approx},
                             {U"上下", Op::approx},
                             {U"之间", Op::none},
                             {U"范围内", Op::none},
                             {U"起", Op::ge}});
  Behind out;
  out.end = at;
  std::size_t from = at;
  if (from < text.size() && text[from] == U' ') ++from;
  if (const auto* word = kWords.by_sign.at_begin_of(text.substr(std::min(from, text.size())))) {
    out.end = from + word->text.size();
    out.op = kWords.all[word->place].op;
    out.said = true;
  }
  return out;
}

bool begins_a_change(std::u32string_view lead) {
  static const WordList kOthers({U"由于", U"从而", U"从事", U"从业", U"从属", U"由此", U"从此"});
  for (std::size_t at = lead.find_last_of(U"由从"); at != std::u32string_view::npos && at != 0; at = lead.substr(0, at).find_last_of(U"由从"))
    if (kOthers.at_begin_of(lead.substr(at)) == nullptr && std::u32string_view(U"自理缘经服听遵任").find(lead[at - 1]) == std::u32string_view::npos) return true;
  return lead.starts_with(U"由") || lead.starts_with(U"从") ? kOthers.at_begin_of(lead) == nullptr : false;
}

bool leads_to(std::u32string_view between) {
  static const WordList kTo({U"到了", U"到", U"至", U"达", U"为", U"成"});
  while (!between.empty() && std::u32string_view(U" 约近").find(between.back()) != std::u32string_view::npos) between.remove_suffix(1);
  return kTo.at_end_of(between) != nullptr;
}

bool leads_to_level(std::u32string_view between) {
  while (!between.empty() && (between.back() == U' ' || between.back() == U'约')) between.remove_suffix(1);
  return to_level_length(between) > 0;
}

}  // namespace indexer::text
