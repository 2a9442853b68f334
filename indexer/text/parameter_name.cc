// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of words, kept short: what they do not hold is decided by the sign of comparison and the unit (indicator.cc).
#include "indexer/text/parameter_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "indexer/text/signs.h"
#include "indexer/text/word_list.h"

namespace indexer::text {
namespace {

using View = std::u32string_view;

bool ends_in(View text, const WordList& list) { return list.at_end_of(text) != nullptr; }
bool is_one_of(View list, char32_t c) { return list.find(c) != View::npos; }

// A name begins behind the last of these.
const WordList kLead({U"要求", U"需要", U"希望", U"实现", U"使得", U"确保", U"保证", U"具有", U"具备", U"采用", U"通过", U"利用", U"目前",
                      U"现有", U"其中", U"此外", U"同时", U"并且", U"而且", U"以及", U"研制", U"开发", U"研发", U"寻求", U"就是", U"包括",
                      U"其",   U"且",   U"使",   U"将",   U"把",   U"的",   U"并",   U"而",   U"该",   U"形成", U"建成"});
// What a name does not end in.
const WordList kTail({U"指标", U"要求", U"应",   U"须",   U"需",   U"已",   U"可", U"能够", U"且", U"并", U"仍", U"还", U"又", U"由", U"从",   U"原来", U"原有",
                      U"现有", U"目前", U"原",   U"要",   U"在",   U"于",   U"当", U"的",   U"了", U"只", U"均", U"都", U"也", U"则", U"寻求", U"需要", U"希望",
                      U"实现", U"具有", U"具备", U"达到", U"研制", U"采用", U":",  U" ",    U"-",  U"“",  U"”",  U"\"", U"'",  U"《", U"》",   U".",    U"常"});

constexpr View kParameterSigns = U"率度量力比值数径长宽高厚深距重期耗压速温容差角效寸程幅段限隙命价积阻抗感声音波频益级能流荷载展磁控噪产龄位层性损分升点费";
const WordList kNoParameter({U"站点", U"网点", U"试点", U"热点", U"重点", U"特点", U"地点", U"痛点", U"多数", U"少数", U"劳动力", U"人力", U"潜力", U"阶段",
                             U"严重", U"单位", U"部分", U"成分", U"充分", U"十分", U"性能", U"功能", U"节能", U"智能", U"可能",   U"价值", U"涂层", U"基层",
                             U"学位", U"岗位", U"节点", U"生产", U"试产", U"投产", U"量产", U"停产", U"工位", U"床位", U"开展",   U"发展", U"进展"});
const WordList kParameterWords({U"时间", U"间隔", U"成本", U"费用", U"寿命", U"规模", U"模量", U"范围", U"规格", U"续航", U"误差", U"蛋白", U"残留", U"纯度",
                                U"能耗", U"衰减", U"故障", U"通量", U"含硫", U"抗风", U"水体", U"间距", U"线性", U"带宽", U"收益", U"剂量", U"扭矩", U"功率",
                                U"电容", U"电感", U"售价", U"单价", U"跳动", U"波动", U"漂移", U"偏移", U"振动", U"变形", U"位移", U"出栏", U"存栏", U"用水",
                                U"用电", U"耗水", U"耗电", U"排放", U"面积", U"体积", U"周期", U"频谱", U"光谱", U"行程", U"内存", U"存储", U"缓存", U"算力",
                                U"吞吐", U"时延", U"延迟", U"延时", U"抖动", U"功耗", U"增益", U"灰份", U"水份", U"距离", U"定时", U"延时"});

const WordList kNumbers({U"系数", U"因数", U"指数", U"常数", U"因子", U"比", U"数", U"值", U"白度", U"色度", U"色差", U"折射率", U"pH", U"PH", U"ph", U"NA",
                         U"BPN", U"ZT",   U"介电损耗", U"介质损耗", U"损耗角正切"});

const WordList kChanges({U"提高", U"提升", U"增加", U"增长", U"增大", U"增强", U"降低", U"下降", U"减少", U"减小", U"减轻", U"缩短",
                         U"延长", U"节约", U"节省", U"改善", U"上升", U"加快", U"扩大", U"压缩", U"削减", U"降幅", U"增幅", U"升幅",
                         U"涨幅", U"减幅", U"减量", U"减施", U"降本", U"增效", U"提效", U"提速", U"缩减", U"压减"});
constexpr View kChangeFirst = U"增减节降省";
constexpr View kChangeSecond = U"产水电氮磷钾重药肥排收能料油煤碳耗噪阻本人工时气";
const WordList kDecreases({U"降低", U"下降", U"减少", U"减小", U"减轻", U"缩短", U"节约", U"节省", U"压缩", U"削减", U"降幅", U"减量", U"减施", U"缩减",
                           U"压减"});

const WordList kActions({U"适配", U"支持", U"配套", U"采用", U"用于", U"位于", U"加工", U"兼容", U"选用", U"型号", U"牌号", U"安装", U"附",   U"配",   U"配备",
                         U"设",   U"设有", U"建成", U"建设", U"新增", U"带动", U"培养", U"获",   U"获得", U"授权", U"发表", U"销售", U"推广", U"应用", U"示范",
                         U"服务", U"拥有", U"建有", U"现有", U"已有", U"引进", U"购置", U"申请", U"登记", U"制定", U"投入", U"生产", U"共",   U"共计", U"累计",
                         U"合计", U"历时", U"自",   U"每",   U"第",   U"前",   U"近",   U"内",   U"为期", U"开展", U"完成", U"和",   U"与",   U"或",   U"及",
                         U"等",   U"对",   U"向",   U"至",   U"到",   U"以",   U"按",   U"经",   U"距",   U"有",   U"各",   U"工具", U"代替", U"搭载", U"北纬",
                         U"南纬", U"东经", U"西经", U"包含", U"含有", U"组成", U"包括", U"运行", U"研究", U"试制", U"小试", U"中试", U"供",   U"涉及", U"试用",
                         U"选择", U"约",   U"室温", U"常温", U"常压", U"真空", U"环境", U"大气", U"装用", U"试装", U"已装"});

const WordList kFacts({U"专利",       U"论文",     U"著作",     U"软著",     U"奖",       U"资金",     U"经费",     U"预算",     U"资本",     U"占地",
                       U"营业收入",   U"销售收入", U"销售额",   U"产值",     U"利税",     U"营收",     U"纳税",     U"转让费",   U"转让价",   U"许可费",
                       U"入门费",     U"报价",     U"揭榜",     U"悬赏",     U"补贴",     U"补助",     U"拨款",     U"自筹",     U"融资",     U"贷款",
                       U"金额",       U"总额",     U"募集",     U"职工",     U"员工",     U"从业",     U"研发人员", U"技术人员", U"团队",     U"在职",
                       U"博士",       U"硕士",     U"教授",     U"工程师",   U"成立",     U"注册",     U"编号",     U"邮编",     U"电话",     U"传真",
                       U"地址",       U"厂房",     U"建筑面积", U"实施期",   U"实施周期", U"项目周期", U"项目期",   U"研究期",   U"研究周期", U"执行期",
                       U"完成时限",   U"合同期",   U"建设期",   U"建设周期", U"服务期",   U"截止",     U"客户",     U"就业",     U"市场规模", U"市场容量",
                       U"市场占有率", U"出口额",   U"创汇",     U"销量",     U"门店",     U"申请号",   U"公开号",   U"登记号",   U"批准文号", U"注册证",
                       U"得分",       U"评分",     U"名次",     U"固定资产", U"总资产",   U"净资产",   U"利润",     U"年收入",   U"出资",     U"估值",
                       U"股权",       U"持股",     U"入股",     U"技术费",   U"合作费",   U"委托费",   U"研发费",   U"征地",     U"农户",     U"股份",
                       U"期限",       U"意向",     U"成交",     U"第一名",   U"标的",     U"累计应用", U"累计推广", U"累计示范", U"累计销售", U"累计服务",
                       U"累计处理",   U"累计生产", U"累计运行"});

const WordList kLess({U"精度",   U"误差",   U"分辨率", U"分辨力", U"稳定性",   U"稳定度", U"真空度",   U"真空",   U"粗糙度", U"偏差",   U"不确定度",
                      U"漂移",   U"平面度", U"直线度", U"圆度",   U"垂直度",   U"平行度", U"同轴度",   U"圆柱度", U"跳动",   U"均匀性", U"不均匀",
                      U"一致性", U"重复性", U"检出限", U"检测限", U"噪声",     U"时延",   U"公差",     U"精密度", U"波动",   U"残留",   U"损耗",
                      U"能耗",   U"漏率",   U"纹波",   U"失真",   U"相位噪声", U"Ra",     U"变异系数", U"RSD",    U"灵敏度"});
const WordList kFine({U"精度", U"误差", U"粗糙度", U"偏差", U"公差", U"Ra", U"Rz", U"分辨率", U"分辨力", U"不确定度", U"跳动", U"平面度", U"圆度", U"直线度"});

const WordList kBeginsWithIn({U"在线", U"在位", U"在轨", U"在制", U"在役", U"在途", U"在产"});

// What a number right before counts (个, 台, 月), and what may stand behind that.
constexpr View kCounted = U"个台套次家件月日岁批组名人种条张片只户项号";
const WordList kBehindCounted({U"以上", U"以下", U"以内", U"底", U"初", U"份", U"龄"});

// 膜的价格不超过现用膜: half of a comparison.
const WordList kComparing({U"不超过", U"不低于", U"不高于", U"不大于", U"不小于", U"不少于", U"不多于", U"超过", U"低于", U"高于", U"大于", U"小于", U"优于", U"控制在"});

// What is left of a sentence where a name should be: it may be of anything. 整机不超过20 kg is a weight by its unit only.
constexpr std::array<View, 22> kFragments = {U"还剩", U"只剩", U"剩", U"剩下", U"每次", U"单次", U"每天", U"每日", U"每年", U"每月", U"每小时",
                                             U"每台", U"每套", U"每个", U"单台", U"单机", U"单件", U"整机", U"前方", U"后方", U"查", U"能检出"};

// What begins with 下, 时 or 后 and makes no condition.
bool begins_another_word(View text) {
  static const WordList kOthers({U"下降", U"下限", U"下游",   U"下料", U"下层", U"下列", U"下一", U"下行",   U"下线", U"下设", U"下沉", U"下发",
                                 U"下部", U"下坡",   U"下半", U"下肢", U"时间", U"时长", U"时效",   U"时速", U"时延", U"时刻", U"时代",
                                 U"后续", U"后端", U"后处理", U"后期", U"后置", U"后轮", U"后桥", U"后整理", U"处理", U"处置", U"处于", U"处方"});
  return kOthers.at_begin_of(text) != nullptr;
}

bool marks(View text, std::size_t i) {
  const char32_t c = text[i];
  if (c != U'下' && c != U'时' && c != U'后') return false;
  if (i > 0 && is_one_of(U"以小前售及同随之实", text[i - 1]) && !(text[i - 1] == U'之' && c == U'后') && !(text[i - 1] == U'以' && c == U'后')) return false;
  if (c == U'下' && i > 0 && is_one_of(U"水地井线名属手旗天", text[i - 1])) return false;
  return !begins_another_word(text.substr(i));
}

// Behind the last lead of text.substr(0, end): 目前采用的|抗拉强度. The 其 of 其他 and the 使 of 使用 are none.
std::size_t behind_leads(View text, std::size_t end) {
  struct Lead {
    std::size_t begin = View::npos, end = 0;
  };
  std::vector<Lead> last(kLead.size());  // where each stands last
  for (std::size_t i = 0; i < end; ++i)
    for (const auto& word : kLead.beginning_with(text[i]))
      if (text.substr(i, end - i).starts_with(word.text)) last[word.place] = {i, i + word.text.size()};
  std::size_t begin = 0;
  for (const Lead& lead : last)
    if (lead.begin != View::npos && lead.begin >= begin && lead.end < end && !is_one_of(U"率度量系比性用网联他它间数力值", text[lead.end])) begin = lead.end;
  return begin;
}

}  // namespace

std::pair<std::size_t, std::size_t> name_in(View text) {
  std::size_t begin = 0, end = text.size();
  const auto name = [&] { return text.substr(begin, end - begin); };
  for (bool cut = true; cut && end > begin;) {
    const auto* tail = kTail.at_end_of(name());
    cut = tail != nullptr;
    if (cut) end -= tail->text.size();
  }
  const auto keep_behind = [&](std::size_t at) {
    if (at < end) begin = at;
  };
  begin = behind_leads(text, end);
  // 精矿品位：Fe is one name; 关键参数：抗拉强度 is not.
  if (const auto colon = name().rfind(U':'); colon != View::npos) {
    const View behind = name().substr(colon + 1);
    if (std::ranges::count_if(behind, is_hanzi) >= 2 || !ends_in_parameter(name().substr(0, colon))) keep_behind(begin + colon + 1);
  }
  if (const auto space = name().rfind(U' '); space != View::npos && space > 0) {
    const View behind = name().substr(space + 1);
    if (std::ranges::count_if(behind, is_hanzi) >= 2 && is_hanzi(name()[space - 1])) keep_behind(begin + space + 1);
  }
  // 通过验收. 压块密度: a point between Han characters ends a sentence.
  if (const auto point = name().rfind(U'.'); point != View::npos && point > 0 && is_hanzi(name()[point - 1])) {
    const auto behind = name().find_first_not_of(U' ', point + 1);
    if (behind != View::npos && is_hanzi(name()[behind])) keep_behind(begin + point + 1);
  }
  while (begin < end && is_one_of(U" :-.\"“”'《》/*·—)]】", text[begin])) ++begin;
  if (name().starts_with(U"的") || (name().starts_with(U"在") && kBeginsWithIn.at_begin_of(name()) == nullptr)) ++begin;
  // 含量由原料, 酶耗由每吨产品, 膜通量经碱酸清洗: where the figure comes from.
  if (const auto from = name().find_last_of(U"由从经"); from != View::npos && !ends_in_parameter(name()) && !is_change(name()) &&
      ends_in_parameter(name().substr(0, from)))
    end = begin + from;
  if (std::ranges::none_of(name(), [](char32_t c) { return is_hanzi(c) || is_latin_letter(c); })) return {end, end};
  return {begin, end};
}

std::size_t counted_part(View name) {
  if (name.empty() || !is_one_of(kCounted, name.front())) return 0;
  const auto* behind = kBehindCounted.at_begin_of(name.substr(1));
  return 1 + (behind == nullptr ? 0 : behind->text.size());
}

bool is_fragment(View name) {
  if (std::ranges::find(kFragments, name) != kFragments.end()) return true;
  return name.starts_with(U"从") && name.find(U'到') != View::npos && !ends_in_parameter(name);  // 从采摘到果心
}

bool ends_in_per_time(View name) {
  static const WordList kPerTime({U"每秒", U"每秒钟", U"每分", U"每分钟", U"每小时", U"每天", U"每日", U"每昼夜", U"每周", U"每月", U"每年"});
  return kPerTime.at_end_of(name) != nullptr;
}

bool may_range(View name) {
  static const WordList kRanging({U"温度", U"水温", U"气温", U"范围", U"频", U"波", U"可调", U"适", U"量程", U"海拔", U"湿度", U"转速", U"电压", U"压力"});
  return kRanging.stands_in(name);
}

bool is_comparison(View name) { return kComparing.stands_in(name); }

bool ends_in_parameter(View name) {
  // 介电损耗tanδ, 响应时间T90: the symbol behind the word.
  while (!name.empty() && !is_hanzi(name.back())) name.remove_suffix(1);
  if (name.empty() || ends_in(name, kNoParameter)) return false;
  // 耐盐雾2000 h, 抗风7级
  if ((name.front() == U'耐' || name.front() == U'抗') && name.size() > 1) return true;
  return is_one_of(kParameterSigns, name.back()) || ends_in(name, kParameterWords);
}

bool names_a_number(View name) {
  if (ends_in(name, kNumbers)) return true;
  while (!name.empty() && !is_hanzi(name.back())) name.remove_suffix(1);
  return ends_in(name, kNumbers);
}

bool is_change(View name) {
  if (ends_in(name, kChanges)) return true;
  if (const auto* first = kChanges.at_begin_of(name); first != nullptr && name.size() > first->text.size() + 1) return true;  // 降低能耗
  if (name.size() < 2) return false;
  const char32_t last = name.back(), first = name[name.size() - 2];
  return is_one_of(kChangeFirst, first) && is_one_of(kChangeSecond, last) && !(name.size() > 2 && is_one_of(U"衰季细", name[name.size() - 3]));
}

bool begins_with_change(View name) { return kChanges.at_begin_of(name) != nullptr && !ends_in(name, kChanges); }

bool is_decrease(View name) {
  if (ends_in(name, kDecreases) || kDecreases.at_begin_of(name) != nullptr) return true;
  return name.size() >= 2 && is_change(name) && is_one_of(U"减节降省", name[name.size() - 2]);
}

bool is_action(View name) { return name.empty() || ends_in(name, kActions); }

bool is_fact(View context) {
  if (kFacts.stands_in(context)) return true;
  const auto investment = context.find(U"投资");
  return investment != View::npos && !context.substr(investment).starts_with(U"投资回") && !context.substr(investment).starts_with(U"投资收益");
}

bool demands_little_room(View name, View context) {
  static const WordList kToo({U"不足", U"不到", U"不满"});  // tells how little there is
  constexpr View kRoom = U"占地";
  if (!(name.ends_with(kRoom) || name.ends_with(U"占地面积")) || kToo.stands_in(context)) return false;
  std::u32string rest(context);
  for (auto at = rest.find(kRoom); at != rest.npos; at = rest.find(kRoom)) rest.erase(at, kRoom.size());
  return !is_fact(rest);
}

bool lower_is_better(View name) { return kLess.stands_in(name); }
bool is_fineness(View name) { return kFine.stands_in(name); }

std::size_t condition_words(View after, bool near) {
  static constexpr View kAtOnce[] = {U"条件下", U"环境下", U"环境中", U"工况下", U"状态下", U"的条件下", U"的环境下", U"前提下", U"情况下", U"处"};
  for (const View word : kAtOnce)
    if (after.starts_with(word) && !begins_another_word(after)) return word.size();
  for (std::size_t i = 0; i < after.size() && i < (near ? 1u : 9u); ++i) {
    if (!is_hanzi(after[i]) && after[i] != U' ' && !is_latin_letter(after[i])) break;
    if (marks(after, i)) return i + 1;
  }
  return 0;
}

std::size_t condition_in_name(View name) {
  for (const View word : {View(U"常温"), View(U"室温"), View(U"高温"), View(U"低温"), View(U"空载"), View(U"满载")})
    if (const auto at = name.find(word); at != View::npos && name.size() >= at + word.size() + 3 && ends_in_parameter(name)) return at + word.size();
  for (std::size_t i = 2; i + 1 < name.size(); ++i)
    if (marks(name, i)) return i + 1;
  return 0;
}

}  // namespace indexer::text
