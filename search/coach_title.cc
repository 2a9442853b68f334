// SPDX-License-Identifier: GPL-3.0-or-later
// A title is read word by word, the longest first: words of the closed lists, words that any title may hold, and what is left, which is what it says. Of the
// sample corpus's 384 titles each is left with six characters at least.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "search/coach_record.h"

namespace search {
namespace {

constexpr std::array<std::string_view, 3> kFieldLists = {"field", "contract_field", "industry"};

constexpr std::string_view kAnyTitle[] = {
    "关于", "有关", "相关", "的",   "之",     "与",     "和",   "及",   "等",   "在",   "中",   "用",   "技术", "研究",   "研发",   "研制",   "开发", "应用",
    "需求", "问题", "难题", "解决", "方案",   "攻关",   "项目", "课题", "系统", "产品", "设备", "装备", "装置", "工艺",   "方法",   "关键",   "核心", "先进",
    "新型", "高端", "智能", "寻求", "寻找",   "求购",   "征集", "急需", "合作", "引进", "提升", "提高", "改进", "改造",   "升级",   "优化",   "创新", "成果",
    "转化", "服务", "领域", "方向", "行业",   "产业",   "公司", "企业", "我",   "一种", "新",   "类",   "高性能", "智能化", "自动化", "数字化", "国产化", "产业化",
};
constexpr std::size_t kMostCharacters = 200;  // a longer one is no mere name
constexpr std::size_t kLongestListed = 24;      // characters; the longest label of the lists has fewer
// 机器人, 固态电池: a thing. 防爆锂离子电池的研发 is left with two characters only, but says more than a thing.
constexpr std::size_t kThing = 3, kShortTitle = 6;

bool is_letter(std::string_view character) {
  const auto c = static_cast<unsigned char>(character.front());
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  return c != 0xC2 && character != "\uFFFD" && !(character >= "\u2000" && character <= "\u206F") && !(character >= "\u3000" && character <= "\u303F");
}

struct TitleReading {
  bool empty = true;
  std::size_t letters = 0, left = 0;  // characters that are no marks; those of them that no list holds
  std::string named{};                // words of the lists, as folded
};

TitleReading read(std::string_view title, const corpus::Vocabularies& lists) {
  const std::string folded = corpus::fold_word(title);
  std::vector<std::size_t> starts;  // of characters, and the end
  for (std::size_t i = 0; i < folded.size(); ++i)
    if ((static_cast<unsigned char>(folded[i]) & 0xC0) != 0x80) starts.push_back(i);
  starts.push_back(folded.size());
  const std::size_t characters = starts.size() - 1;
  const auto piece = [&](std::size_t from, std::size_t count) { return std::string_view(folded).substr(starts[from], starts[from + count] - starts[from]); };
  // Codes of the lists are ASCII and no words of a title.
  const auto names_a_field = [&](std::string_view word) {
    return static_cast<unsigned char>(word.front()) >= 0x80 &&
           std::ranges::any_of(kFieldLists, [&](std::string_view list) { return lists.at(list).find_folded(word) != nullptr; });
  };
  const auto of_any_title = [](std::string_view word) { return std::ranges::find(kAnyTitle, word) != std::end(kAnyTitle); };
  const auto names_a_type = [&](std::string_view word) { return lists.at("need_type").find_folded(word) != nullptr; };
  TitleReading out{.empty = characters == 0};
  for (std::size_t at = 0; at < characters;) {
    std::size_t taken = 0;
    for (std::size_t count = std::min(kLongestListed, characters - at); count > 0 && taken == 0; --count) {
      const std::string_view word = piece(at, count);
      const bool any = of_any_title(word), named = !any && names_a_field(word);  // 研发 is an industry by another name, and what anybody does
      if (named) out.named += (out.named.empty() ? "" : "、") + std::string(word);
      if (any || named || names_a_type(word)) taken = count;
    }
    for (std::size_t i = at; i < at + std::max<std::size_t>(taken, 1); ++i) out.letters += is_letter(piece(i, 1));
    if (taken == 0) out.left += is_letter(piece(at, 1));
    at += std::max<std::size_t>(taken, 1);
  }
  return out;
}

constexpr const char* kHint = "写明对象、要解决什么，例如“动力电池高温循环产气抑制”";
constexpr const char* kHintEn = "say of what and what is to be solved, such as 动力电池高温循环产气抑制";

}  // namespace

std::optional<Advice> advise_on_title(std::string_view title, const corpus::Vocabularies& lists) {
  if (title.size() > kMostCharacters * 4) return std::nullopt;
  const TitleReading reading = read(title, lists);
  if (reading.empty) return std::nullopt;  // said to be missing
  Advice advice{.field = "title",
                .place = TextPlace{"title", 0, static_cast<std::uint32_t>(title.size())},
                .hint = kHint,
                .hint_en = kHintEn};
  if (reading.left == 0 && reading.named.empty()) {
    advice.code = "title_is_empty_words";
    advice.message = "名称只有任何项目都能用的词";
    advice.message_en = "the title holds only words that any title may hold";
  } else if (reading.left == 0) {
    advice.code = "title_is_field";
    advice.message = fmt::format("名称只写了领域或行业“{}”", reading.named);
    advice.message_en = fmt::format("the title only names a field or an industry: {}", reading.named);
  } else if (reading.left <= kThing && reading.letters <= kShortTitle) {
    advice.severity = corpus::Severity::note;
    advice.code = "title_is_thing";
    advice.message = "名称只写了一样东西，没有写要解决什么";
    advice.message_en = "the title names a thing, but not what is to be solved";
  } else {
    return std::nullopt;
  }
  return advice;
}

}  // namespace search
