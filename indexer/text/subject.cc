// SPDX-License-Identifier: GPL-3.0-or-later
// The sentence is walked from its begin to the figure; words set whose turn it is to be spoken of. Lists of words, kept short: they hold what is surely
// another's, and beside a word stands what may follow it where it is something else (常规条件, 进口替代).
#include "indexer/text/subject.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "indexer/text/comparison.h"
#include "indexer/text/parameter_name.h"
#include "indexer/text/signs.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

using View = std::u32string_view;

constexpr std::uint32_t kFarBefore = 900;  // bytes of the sentence that are looked at before the figure
constexpr std::uint32_t kFarBehind = 60;   // bytes behind it: 2 ℃的目标尚未实现
constexpr std::size_t kNearBefore = 5;     // signs between 优于 and 国外: 优于目前国外
constexpr std::size_t kNearBehind = 10;    // signs between 尚未 and 达到: 尚未能使产品达到

// Competitors, the market, the field at large, and what serves as control.
const WordList kRivals({U"国内外",   U"国外",     U"国际同类", U"国际上",   U"国际主流", U"国内同类", U"国内现有", U"国内普遍", U"国内一般", U"国内主流",
                        U"国内市场", U"进口产品", U"进口同类", U"进口设备", U"进口材料", U"进口仪器", U"进口装备", U"进口器件", U"进口件",   U"进口品",
                        U"进口货",   U"进口机",   U"进口样",   U"进口试剂", U"进口刀具", U"进口轴承", U"进口牌号", U"市场上",   U"市面上",   U"市场主流",
                        U"市场同类", U"市场现有", U"市场普遍", U"市售",     U"同类",     U"竞品",     U"友商",     U"对照组",   U"对照区",   U"对照样",
                        U"对照品",   U"对照田",   U"对照地",   U"对照例",   U"对照处理", U"对比例",   U"对比样",   U"空白组",   U"空白对照", U"行业平均",
                        U"行业普遍", U"行业一般", U"行业主流", U"行业现状", U"行业内",   U"业内",     U"其他厂家", U"其它厂家", U"其他品牌", U"其它品牌",
                        U"普遍",     U"往往",     U"动辄",     U"常达",     U"常高达",   U"常超",     U"常在"});

// What was before, or is without it. A new level that it is brought to is the text's own.
const WordList kBefores({U"传统",   U"现有",     U"现行",   U"常规",   U"原工艺",   U"原有",     U"原设备", U"原产品", U"原系统", U"原来的", U"旧工艺", U"旧设备",
                         U"老工艺", U"老设备",   U"以往",   U"上一代", U"改造前",   U"改进前",   U"改性前", U"优化前", U"升级前", U"应用前", U"使用前", U"未改性",
                         U"未改造", U"未使用本", U"未采用", U"目前国内", U"当前国内", U"普通产品", U"普通工艺", U"普通设备", U"一般产品"});

// Behind one of those, it is another word or the text's own.
struct Unless {
  View word, next;  // next: first signs, one of which follows
};
constexpr Unless kUnless[] = {{U"常规", U"条环温尺工配指规型厚检力性状剂"}, {U"现有", U"样成小中示0123456789"},       {U"传统", U"村文节产优"}, {U"国外", U"市客用推专销"},
                              {U"普遍", U"提增减降适采反应推认欢受性"},      {U"国内外", U"市客用推专销首"}, {U"同类", U"别"},         {U"使用前", U"景"},
                              {U"早期", U"诊筛预发识病检"},                  {U"常超", U"临"},           {U"常在", U"线"},         {U"应用前", U"景"}};
// Before one of those, it is another word: 正常在, 非常规.
constexpr Unless kUnlessBehind[] = {{U"常在", U"通正异日非经"}, {U"常达", U"通正异日非"}, {U"常高达", U"通正异日非"}, {U"常超", U"通正异日非"}, {U"常规", U"非超"}};

const WordList kOwn({U"我们",   U"我司",   U"我方",   U"我院",   U"我校",   U"我所",   U"我单位", U"自主",   U"自研",   U"自制",   U"研制",   U"研发的", U"所制",
                     U"所得",   U"开发的", U"开发了", U"开发出", U"新型",   U"新工艺", U"新技术", U"新产品", U"新方法", U"项目",   U"该成果", U"改造后", U"改进后",
                     U"改性后", U"优化后", U"升级后", U"加装后", U"改装后", U"应用后", U"使用后", U"采用后", U"实施后", U"投用后", U"替代后", U"要求",   U"需要",
                     U"希望",   U"期望",   U"力争",   U"目标",   U"相比",   U"相较",   U"基础上", U"改用",   U"改为",   U"替代",   U"代替",   U"取代",   U"淘汰",
                     U"处理组", U"试验组", U"实验组", U"试验区", U"示范区", U"示范田", U"实测"});
// Where a clause begins with one of these, the text comes to itself.
const WordList kOwnFirst({U"采用", U"通过", U"利用", U"应用", U"使用本", U"经过", U"引入", U"选用", U"可达", U"可使", U"能使", U"能够", U"须", U"需", U"应达", U"应不",
                          U"拟", U"将", U"把", U"样机", U"样品", U"成品"});
// 本 begins what is the text's own, but for 成本, 基本, 本身 and their like.
constexpr View kNotBeforeOwn = U"成基样日标版资根文原脚剧书课副", kNotBehindOwn = U"身地科底征体质来次月年季土国";

// Right before another's name it is what the text is compared with, works on or does away with.
const WordList kBeside({U"较",     U"比",     U"相对",   U"与",   U"跟",   U"同",   U"和",   U"优于",   U"高于", U"低于", U"大于", U"小于", U"好于",   U"强于",
                        U"劣于",   U"逊于",   U"少于",   U"多于", U"快于", U"短于", U"长于", U"超过",   U"超越", U"不及", U"不如", U"不亚于", U"相当于", U"相对于",
                        U"相较于", U"有别于", U"区别于", U"不同于", U"对比", U"对标", U"媲美", U"达到",   U"接近", U"赶超", U"替代", U"代替", U"取代",   U"打破",
                        U"突破",   U"填补",   U"针对",   U"解决", U"克服", U"避免", U"改变", U"改进",   U"改造", U"利用", U"借助", U"依托", U"兼容",   U"沿用",
                        U"保留",   U"摆脱",   U"弥补",   U"区别", U"在",   U"对",   U"对于", U"将",     U"把",   U"为",   U"是",   U"至",   U"到",     U"由",
                        U"从",     U"用",     U"以",     U"用于", U"基于", U"按",   U"按照", U"出口",   U"销往", U"远销"});
// Between that word and another's name: 与目前国内外.
const WordList kMeanwhile({U"目前", U"当前", U"现在", U"市场", U"市面", U"上", U"的", U"了", U"其他", U"其它", U"一般", U"原", U"国际", U"国内", U"现", U" "});

// 尚未达到, 未能控制在, 难以满足: what is not reached. 尚未超过 and 不能低于 bound.
const WordList kNot({U"尚未", U"未能", U"仍未", U"还未", U"没有", U"没能", U"无法", U"难以", U"不能", U"难于"});
const WordList kReach({U"达", U"实现", U"满足", U"做到", U"突破", U"稳定", U"保证", U"控制", U"降", U"提高", U"提升"});
const WordList kNotReached({U"达不到", U"做不到", U"未达", U"未实现", U"不达"});
const WordList kOfAim({U"的", U"目标", U"要求", U"水平", U"指标", U"标准", U"也", U"均", U"都", U" "});

// What an offer hopes for.
const WordList kHoped({U"预计", U"预期", U"有望", U"拟达", U"计划达到", U"力争", U"目标为", U"目标值", U"目标是"});

// 目标能量密度 is aimed at; 目标识别率, 目标温度 are of a target.
bool is_aim(View name) {
  static constexpr View kOfATarget = U"识检定跟探追分测捕搜成物产体基化抗蛋菌污区图点信距速方位辨尺反截回函群客市人用样核细组材温压粒";
  return name.starts_with(U"目标") && name.size() > 2 && !contains(kOfATarget, name[2]);
}

const WordList::Word* longest_at(const WordList& list, View text) {
  const WordList::Word* best = nullptr;
  if (text.empty()) return best;
  for (const WordList::Word& word : list.beginning_with(text.front()))
    if (text.starts_with(word.text) && (best == nullptr || word.text.size() > best->text.size())) best = &word;
  return best;
}

bool ends_the_sentence(char32_t c) { return contains(U"。;!?\n\r|\uFFFD", c); }
bool parts_clauses(char32_t c) { return c == U'，' || c == U','; }

// Whether `word`, found at `at`, is a part of another word.
bool is_another_word(View text, std::size_t at, View word) {
  const auto stands = [&](const Unless& one, std::size_t place) { return one.word == word && place < text.size() && contains(one.next, text[place]); };
  return std::ranges::any_of(kUnless, [&](const Unless& one) { return stands(one, at + word.size()); }) ||
         (at > 0 && std::ranges::any_of(kUnlessBehind, [&](const Unless& one) { return stands(one, at - 1); }));
}

// 在逆变器现有DSP上增加…: another's is where the text works.
bool is_worked_on(View clause, View behind) {
  const auto at = clause.find(U'在');
  return at != View::npos && behind.substr(0, kNearBehind).find_first_of(U"上中") != View::npos;
}

// Whether the clause, read up to another's name, ends in what sets something beside it.
bool is_beside(View clause) {
  for (std::size_t back = 0; back <= kNearBefore && !clause.empty();) {
    if (const auto* word = kBeside.at_end_of(clause)) {
      const View before = clause.substr(0, clause.size() - word->text.size());
      return !(word->text == U"于" && before.ends_with(U"由")) && !(word->text == U"为" && (before.ends_with(U"因") || before.ends_with(U"作")));
    }
    const auto* between = kMeanwhile.at_end_of(clause);
    if (between == nullptr) between = kRivals.at_end_of(clause);  // 优于国外同类
    if (between == nullptr) between = kBefores.at_end_of(clause);
    if (between == nullptr) return false;
    clause.remove_suffix(between->text.size());
    back += between->text.size();
  }
  return false;
}

enum class Whose : std::uint8_t { own, before, rival };

class Sentence {
 public:
  Sentence(View text, std::size_t figure) : text_(text), figure_(figure) {}

  void walk() {
    std::vector<Subject> outside;  // of the brackets that are open
    for (std::size_t i = 0; i < figure_;) {
      const char32_t c = text_[i];
      if (c == U'(') {
        outside.push_back({whose_, carried_, by_figure_});
        clause_ = i + 1;
      } else if (c == U')') {
        if (outside.empty()) outside.push_back({});
        whose_ = outside.back().whose, carried_ = outside.back().carried, by_figure_ = outside.back().by_figure;
        outside.pop_back();
      } else if (ends_the_sentence(c)) {
        whose_ = Whose::own, by_figure_ = carried_ = false, clause_ = i + 1;
      } else if (parts_clauses(c)) {
        by_figure_ = whose_ != Whose::own && (by_figure_ || std::ranges::any_of(text_.substr(clause_, i - clause_), is_digit));
        carried_ = whose_ != Whose::own, clause_ = i + 1;
      } else if (const std::size_t length = word_at(i)) {
        i += length;
        continue;
      }
      ++i;
    }
  }

  Whose whose() const { return whose_; }
  bool carried() const { return carried_; }      // from a clause before
  bool by_figure() const { return by_figure_; }  // which told a figure of it
  View clause() const { return text_.substr(clause_, figure_ - clause_); }

 private:
  std::size_t word_at(std::size_t i) {
    const View rest = text_.substr(i, figure_ - i);
    if (rest.front() == U'本' && (i == 0 || !contains(kNotBeforeOwn, text_[i - 1])) && (rest.size() < 2 || !contains(kNotBehindOwn, rest[1]))) {
      whose_ = Whose::own, carried_ = by_figure_ = false;
      return 1;
    }
    const WordList::Word* rival = longest_at(kRivals, rest);
    const WordList::Word* before = longest_at(kBefores, rest);
    const WordList::Word* own = longest_at(kOwn, rest);
    if (own == nullptr && whose_ != Whose::own && at_begin_of_clause(i)) own = longest_at(kOwnFirst, rest);
    const std::size_t length = std::max({rival ? rival->text.size() : 0, before ? before->text.size() : 0, own ? own->text.size() : 0});
    if (length == 0) return 0;
    const View word = rest.substr(0, length);
    if (own != nullptr && own->text.size() == length) {
      whose_ = Whose::own, carried_ = by_figure_ = false;
    } else if (!is_another_word(text_, i, word) && !is_beside(text_.substr(clause_, i - clause_)) &&
               !is_worked_on(text_.substr(clause_, i - clause_), rest.substr(length))) {
      whose_ = rival != nullptr && rival->text.size() == length ? Whose::rival : Whose::before;
      carried_ = by_figure_ = false;
    }
    return length;
  }

  struct Subject {
    Whose whose = Whose::own;
    bool carried = false, by_figure = false;
  };

  bool at_begin_of_clause(std::size_t i) const {
    const View head = text_.substr(clause_, i - clause_);
    return std::ranges::all_of(head, [](char32_t c) { return c == U' ' || c == U'而' || c == U'则' || c == U'但' || c == U'现'; });
  }

  View text_;
  std::size_t figure_;
  std::size_t clause_ = 0;
  Whose whose_ = Whose::own;
  bool carried_ = false, by_figure_ = false;
};

bool is_not_reached(View clause, View behind) {
  if (kNotReached.stands_in(clause)) return true;
  for (std::size_t i = 0; i < clause.size(); ++i)
    if (const auto* word = longest_at(kNot, clause.substr(i));
        word != nullptr && kReach.stands_in(clause.substr(i + word->text.size(), kNearBehind))) return true;
  while (const auto* word = kOfAim.at_begin_of(behind)) behind.remove_prefix(word->text.size());
  if (kNotReached.at_begin_of(behind) != nullptr) return true;
  const auto* word = longest_at(kNot, behind);
  return word != nullptr && kReach.stands_in(behind.substr(word->text.size(), 4));
}

// 含水率80%的|市政污泥填埋受限, 针对|含水率80%的污泥: what is to be treated has it, not what comes of it. `lead` stands before the name in its clause, `named` is the
// name and what leads to the figure, `behind` the rest of the clause.
const WordList kTrouble({U"受限", U"难以", U"难于", U"难处理", U"困难", U"无法", U"堵塞", U"亟需", U"亟待", U"急需", U"危害", U"超标", U"不达标"});
const WordList kIsTaken({U"针对", U"面向", U"适用于", U"适于", U"将", U"把", U"对于", U"对", U"以", U"从", U"由"});
const WordList kNotTaken({U"可以", U"所以", U"予以", U"加以", U"难以", U"足以", U"用以", U"得以", U"自由", U"理由", U"相对", U"绝对", U"应对", U"即将"});
const WordList kBeginsOther({U"对比", U"对角", U"对称", U"对数", U"对准", U"以上", U"以下", U"以内", U"从动", U"由于"});
const WordList kOfMatter({U"含", U"浓度", U"品位", U"水分", U"COD", U"盐度", U"粘度", U"黏度", U"热值", U"灰分", U"粒径", U"固含"});
// 误差5%的范围, 精度1%的水平: of the figure itself.
const WordList kOfFigure({U"范围", U"水平", U"目标", U"要求", U"指标", U"标准", U"程度", U"条件", U"情况", U"基础", U"前提", U"概率", U"比例", U"优势", U"速度", U"成本", U"价格", U"成绩"});

bool is_of_raw_matter(View lead, View named, View behind, bool flat) {
  if (const Behind compared = read_behind(behind, 0); compared.said) behind.remove_prefix(compared.end);
  while (behind.starts_with(U' ')) behind.remove_prefix(1);
  if (!behind.starts_with(U"的")) return false;
  behind.remove_prefix(1);
  if (behind.empty() || kOfFigure.at_begin_of(behind) != nullptr || named.find_first_of(U"至到") != View::npos) return false;
  if (flat && kTrouble.stands_in(behind)) return true;
  for (const View treated : {View(U"处理"), View(U"净化"), View(U"处置")}) {
    const auto at = named.find(treated);
    if (at != View::npos && kOfMatter.at_begin_of(named.substr(at + treated.size())) != nullptr) return true;
    if (lead.ends_with(treated) && kOfMatter.at_begin_of(named) != nullptr) return true;
  }
  while (lead.ends_with(U' ')) lead.remove_suffix(1);
  if (kIsTaken.at_end_of(lead) != nullptr && kNotTaken.at_end_of(lead) == nullptr) return true;
  return kIsTaken.at_begin_of(named) != nullptr && kBeginsOther.at_begin_of(named) == nullptr;
}

bool is_flat(const StatedIndicator& s) { return s.op == "eq" || s.op == "approx" || s.op == "range" || s.op == "in_set"; }

// Behind the last sentence of what stands before: most are short, and reading signs is most of the cost.
std::size_t behind_sentence(std::string_view before) {
  static constexpr std::string_view kStops[] = {"。", "；", "\n"};
  std::size_t behind = 0;
  for (const std::string_view stop : kStops)
    if (const auto at = before.rfind(stop); at != before.npos) behind = std::max(behind, at + stop.size());
  return behind;
}

// Where the figure begins: the value, behind the name that its place begins with.
std::uint32_t value_of(std::string_view text, const StatedIndicator& s) {
  const std::string_view span = text.substr(s.begin, s.end - s.begin);
  const std::size_t name = span.starts_with(s.name) ? s.name.size() : 0;
  const std::size_t at = span.find(s.value, name);
  return s.begin + static_cast<std::uint32_t>(at == span.npos ? 0 : at);
}

}  // namespace

bool is_own(std::string_view text, const StatedIndicator& stated, Speaker speaker) {
  const auto inside = [&](std::size_t at) { return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; };
  std::size_t from = stated.begin > kFarBefore ? stated.begin - kFarBefore : 0, to = std::min<std::size_t>(text.size(), stated.end + kFarBehind);
  while (inside(from)) ++from;
  from += behind_sentence(text.substr(from, stated.begin - from));
  while (inside(to)) ++to;
  const Signs signs = read_signs(text.substr(from, to - from));
  const auto sign_of = [&](std::size_t byte) {
    return static_cast<std::size_t>(std::ranges::lower_bound(signs.begin, static_cast<std::uint32_t>(byte - from)) - signs.begin.begin());
  };
  const std::size_t figure = sign_of(value_of(text, stated)), end = sign_of(stated.end);
  Sentence sentence(signs.all(), figure);
  sentence.walk();
  View behind = signs.part(end, signs.size());
  behind = behind.substr(0, std::min(behind.find_first_of(U"，,。;!?\n"), behind.size()));
  const View clause = sentence.clause();
  if (is_not_reached(clause, behind)) return false;
  const std::size_t begin = sign_of(stated.begin), clause_begin = figure - clause.size();
  if (begin >= clause_begin && is_of_raw_matter(signs.part(clause_begin, begin), signs.part(begin, figure), behind, is_flat(stated))) return false;
  if (speaker == Speaker::offers && (kHoped.stands_in(clause) || is_aim(read_signs(stated.name).all()))) return false;
  if (sentence.whose() == Whose::own) return true;
  View lead = signs.part(0, figure);
  while (lead.ends_with(U' ')) lead.remove_suffix(1);
  if (lead.ends_with(U"的")) return true;  // 仅为国外产品的80%
  const bool new_level = leads_to_level(lead);
  if (sentence.whose() == Whose::before && new_level) return true;
  return sentence.carried() && !sentence.by_figure() && (new_level || !is_flat(stated));
}

}  // namespace indexer::text
