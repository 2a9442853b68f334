// SPDX-License-Identifier: GPL-3.0-or-later
// Each group is of characters any of which may stand for another. Put together for this file: shapes that differ by a stroke, by their left part with
// the same right part, or by what scanners mix up, with the characters of materials, machines, electronics, farming and medicine first.
#include "search/lookalikes.h"

#include <algorithm>
#include <map>

namespace search {
namespace {

constexpr std::u16string_view kGroups =
    u"体休 滴摘 灌罐 未末 己已巳 戊戌戍 锂理埋 烯稀 土士 干千于 天夭 大太犬 日曰 目且 田由甲申 人入八 儿几 刀力刃 万方 午牛 贝见 王玉主 今令 乌鸟 "
    u"免兔 兵乒乓 侯候 拨拔 折拆析 抢抡 抱报 治冶 冷泠 准淮 凉谅 冰水 汽气 洒酒 没设 清请情晴 城域 坏环 坯培 坡波 地池 场汤 埔铺 "
    u"铁铣 铜钢 钢纲 钩钓 铅船 钛钦 钠纳 钾押 钙钧 镁美 镍锦 铬络 钼组 钨鸽 锌辛 锡踢 锰猛 锆告 铝侣 铌妮 钴姑 钒矾 "
    u"硅桂 硫流 硝稍 硼棚 磷鳞 碱减 碳炭 酸酚 酯脂 酮铜 醇淳 醛荃 酶梅 氢轻 氧氨 氦氮 氯绿 氟佛 氩亚 苯笨 烃轻 烷浣 炔决 胺氨 酰铣 "
    u"焊悍 煤媒 烧浇 炉护 灯打 焰陷 熔溶榕 燃然 爆瀑 炼练 炸诈 烘供 焦集 热势 "
    u"电申 机杌 械诫 轴油抽 轮抡 轨轧 输愉 载栽裁 辊棍 转专 泵汞 阀伐 杆杠 板扳 枪抢 梁粱 模摸膜 桥侨 柱往 栓拴 槽糟 "
    u"波披 频颁 滤虑 振震 测侧则 检验 险检 验脸 控空 探深 搬般 拉位 挤挡 挠绕 损捐 摩磨 揭渴 描瞄 扫归 授受 "
    u"线钱 纤纡 纺仿 纱沙 纸低 织识 绝艳 绿缘 缘绿 编偏 缆揽 缝逢 缩宿 维准 络洛 绳蝇 "
    u"植值 种肿 秧殃 稻滔 苗笛 菌茵 药约 茎荃 荚英 莓霉 菜采 蔬疏 薯署 藻澡 虫虽 蚕蛋 鱼渔 鸡鸣 猪诸 牧枚 畜蓄 饲伺 饮饭 "
    u"肝肚 肺师 脉咏 胎始 胞炮 腔控 肿钟 癌瘤 疫疲 症证 疗疔 痛病 眼眠 肾竖 骨滑 血皿 "
    u"末抹 形型刑 幅副 度渡 度座 质贡 贸货 贯贵 责贵 费贵 资咨 赔陪 "
    u"析拆 标际 际标 阶价 陈阵 阳阴 陶淘 隔融 障章 防妨 限跟 "
    u"网同 冈网 图团 固因 困囚 围国 园圆 圈卷 "
    u"识织 记纪 计什 讯迅 许讦 论沦 试式 误娱 说设 读续 谱普 警惊 "
    u"材村 杯坏 枝技 松讼 构沟 枢抠 染柒 柔桑 柴紫 栽载 桩脏 棉绵 楼搂 "
    u"部陪 都郡 配酌 "
    u"光先 充兑 克兄 兄况 冲仲 决快 净静 减咸 "
    u"刻核 制刷 刺剌 削消 剂济挤 "
    u"助肋 劳荣 勘堪 "
    u"即既 历厉 原愿 压庄 厅厂 "
    u"反友 发友 变恋 叠登 "
    u"复夏 处外 备各 多名 "
    u"密蜜 容客 官宫 定宁 "
    u"岩岸 崖崔 "
    u"币巾 布市 帆帜 师帅 "
    u"延廷 建健 "
    u"弹掸 强张 "
    u"徽微 律津 "
    u"性姓 恒桓 悬县 "
    u"成戍 "
    u"效郊 敏敝 数教 "
    u"旋施 旅族 "
    u"昌冒 明朋 星皇 显昱 晶品 智暂 "
    u"淡谈痰 浸侵 滩摊 澄橙 活话 浆桨 浮俘 海悔 涂徐 涡祸 润闰 混棍 渗掺 温湿 港巷 湖糊 源原 溢隘 漆膝 漏偏 激缴 "
    u"特持 状壮 狼狠 "
    u"玻坡 玩完 环坏 珠株 球求 "
    u"盐监 盖盏 盘盆 "
    u"眷誊 着看 "
    u"矿旷 码妈 砂沙 破波 确硝 碎醉 "
    u"积枳 称你 移侈 程呈 稳隐 "
    u"穿窄 窑窖 "
    u"竟竞 "
    u"管菅 简筒 箱厢 "
    u"粉纷 粒拉 粘沾 粗组 精情 "
    u"美关 "
    u"翅翘 "
    u"舱枪 船般 "
    u"芯心 花化 芽牙 荷何 "
    u"衡街 "
    u"裂烈 "
    u"距跟 跳挑 "
    u"辐幅 辑揖 "
    u"迟述 速逮 造告 遥谣 "
    u"酿酬 "
    u"量重 "
    u"针钉 钻钴 铸涛 锅祸 键健 镀渡 镜境 "
    u"闸闹 阀阁 "
    u"雷雪 雾务 霜箱 "
    u"静净 "
    u"颗棵 额颜 "
    u"饱抱 "
    u"驱躯 驾架 "
    u"黏粘";

const std::map<char16_t, std::u16string>& table() {
  static const std::map<char16_t, std::u16string> alike = [] {
    std::map<char16_t, std::u16string> out;
    for (std::size_t from = 0; from < kGroups.size();) {
      const std::size_t to = std::min(kGroups.find(u' ', from), kGroups.size());
      const std::u16string_view group = kGroups.substr(from, to - from);
      for (const char16_t one : group)
        for (const char16_t other : group)
          if (one != other && out[one].find(other) == std::u16string::npos) out[one] += other;
      from = to + 1;
    }
    return out;
  }();
  return alike;
}

}  // namespace

std::u16string_view lookalikes(char16_t character) {
  const auto at = table().find(character);
  return at == table().end() ? std::u16string_view{} : at->second;
}

std::size_t lookalike_pairs() {
  std::size_t sum = 0;
  for (const auto& [one, others] : table()) sum += others.size();
  return sum / 2;
}

}  // namespace search
