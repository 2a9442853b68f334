// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/held_under.h"

#include "indexer/text/parameter_name.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

// What a time, a temperature, a number of times or a frequency measures itself.
const WordList kTimed({U"时", U"期", U"寿", U"龄", U"久", U"年限", U"间隔", U"续航", U"延迟", U"节拍", U"盐雾", U"老化", U"耐水", U"耐酸", U"耐碱", U"耐候",
                       U"耐腐", U"耐湿", U"耐磨", U"耐洗"});
const WordList kWarm({U"温", U"点", U"耐热", U"耐寒", U"热变形", U"热稳定"});
const WordList kOftenDone({U"次数", U"寿", U"数", U"耐折", U"耐磨", U"耐洗"});
const WordList kOverFrequency({U"介电", U"介质损耗", U"损耗角", U"插入损耗", U"回波损耗", U"反射损耗", U"驻波比", U"屏蔽效能", U"吸声系数", U"磁导率"});

const WordList kExposures({U"充放电循环", U"热老化", U"充放电", U"循环", U"老化", U"存储", U"储存", U"贮存", U"存放", U"搁置", U"放置", U"静置", U"浸泡", U"冻融",
                           U"弯折", U"弯曲", U"折叠", U"插拔", U"水洗", U"洗涤", U"启停", U"辐照", U"暴晒", U"曝晒", U"煮沸", U"蒸煮"});

}  // namespace

bool is_circumstance(std::u32string_view name, std::string_view dimension) {
  if (!ends_in_parameter(name) && !names_a_number(name)) return false;
  if (dimension == "time") return !kTimed.stands_in(name);
  if (dimension == "temperature") return !kWarm.stands_in(name);
  if (dimension == "count") return (name.ends_with(U"率") || name.ends_with(U"强度")) && !kOftenDone.stands_in(name);
  return dimension == "frequency" && kOverFrequency.stands_in(name);
}

std::size_t exposure_at_end(std::u32string_view name) {
  if (name.find_first_of(U"耐抗") != name.npos) return 0;
  const auto* word = kExposures.at_end_of(name);
  return word == nullptr ? 0 : word->text.size();
}

bool tells_what_is_left(std::u32string_view name) {
  static const WordList kLeft({U"保持", U"保留", U"衰减", U"变化", U"下降", U"损失", U"存活", U"残留", U"残余", U"剩余", U"恢复", U"发芽率", U"失重"});
  return kLeft.stands_in(name);
}

}  // namespace indexer::text
