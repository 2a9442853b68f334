// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered for what was mistyped, on the sample corpus and on small ones; what nothing may be offered for; and that it costs nothing.
#include "search/correction.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>

#include "search/correction_han.h"
#include "search/correction_latin.h"
#include "search/found.h"
#include "search/lookalikes.h"
#include "search/mistakable.h"

namespace correction_test {

using namespace search;

namespace {

std::optional<Correction> corrected(const found::Library& library, const std::string& query, bool see_hidden = false,
                                    corpus::Kind kind = corpus::Kind::achievement) {
  SearchRequest request;
  request.query = query;
  request.correct = true;
  request.see_hidden = see_hidden;
  request.kind = kind;
  return library.search(request).did_you_mean;
}

std::string offered(const found::Library& library, const std::string& query, bool see_hidden = false) {
  const auto correction = corrected(library, query, see_hidden);
  return correction ? correction->text : "";
}

struct Row {
  const char *typed, *meant;
};

constexpr Row kMistyped[] = {
    // the same sound
    {"水肥一体画", "水肥一体化"}, {"锂电迟", "锂电池"}, {"海上风店", "海上风电"}, {"海水蛋化", "海水淡化"}, {"防腐图层", "防腐涂层"}, {"毫米波雷答", "毫米波雷达"},
    {"知识图普", "知识图谱"}, {"谐波减速气", "谐波减速器"}, {"高盐费水", "高盐废水"}, {"水下机气人", "水下机器人"}, {"能量回手", "能量回收"}, {"电解夜", "电解液"},
    {"光伏逆变气", "光伏逆变器"}, {"余热会收", "余热回收"}, {"激光汗接", "激光焊接"}, {"外骨个", "外骨骼"}, {"结杆还田", "秸秆还田"}, {"植保无人鸡", "植保无人机"},
    {"微交囊", "微胶囊"}, {"机器是觉", "机器视觉"}, {"大空树脂", "大孔树脂"}, {"铝和金", "铝合金"}, {"热失空", "热失控"}, {"氢然料电池", "氢燃料电池"},
    {"五轴机窗", "五轴机床"}, {"尾矿裤", "尾矿库"}, {"脱硝崔化剂", "脱硝催化剂"}, {"工业软建", "工业软件"}, {"供应连", "供应链"}, {"悬所桥", "悬索桥"},
    {"核酸快简", "核酸快检"}, {"微流空", "微流控"}, {"辅助枕断", "辅助诊断"}, {"远程监互", "远程监护"}, {"透明汁酸", "透明质酸"}, {"波浪补尝", "波浪补偿"},
    {"深度学席", "深度学习"}, {"语音是别", "语音识别"}, {"数据财集", "数据采集"}, {"超声流两计", "超声流量计"}, {"农药残流", "农药残留"}, {"数字挛生", "数字孪生"},
    // nearly the same sound
    {"走承监测", "轴承监测"}, {"龙药残留", "农药残留"}, {"超深流量计", "超声流量计"}, {"金界扩散", "晶界扩散"}, {"大孔素脂", "大孔树脂"}, {"狼莓", "蓝莓"},
    // alike in shape
    {"石墨稀", "石墨烯"}, {"钦合金", "钛合金"}, {"氢燃料电地", "氢燃料电池"}, {"抽承监测", "轴承监测"}, {"深水冈箱", "深水网箱"}, {"反渗透模", "反渗透膜"},
    {"金属粉未", "金属粉末"}, {"自闭伐", "自闭阀"}, {"值保无人机", "植保无人机"}, {"防腐徐层", "防腐涂层"}, {"光纡传感", "光纤传感"}, {"果胶梅", "果胶酶"},
    {"无损检侧", "无损检测"}, {"理电池", "锂电池"}, {"汽凝胶", "气凝胶"}, {"水肥一休化", "水肥一体化"}, {"海水谈化", "海水淡化"},
    // words of two characters, which no entry and no dictionary has whole
    {"滴罐", "滴灌"}, {"焊逢", "焊缝"}, {"焊风", "焊缝"}, {"涂曾", "涂层"}, {"图层", "涂层"}, {"热失控玉警", "热失控预警"},
    // two slips, and slips among other words
    {"锂店迟", "锂电池"}, {"水非一体画", "水肥一体化"}, {"高盐费水零排放", "高盐废水零排放"}, {"海上风店运维船", "海上风电运维船"},
    {"锂电迟 热失控", "锂电池 热失控"}, {"标题:石墨稀", "标题:石墨烯"}, {"\"海水蛋化\" 膜", "\"海水淡化\" 膜"}, {"锂离子电迟的低温性能 -铅酸", "锂离子电池的低温性能 -铅酸"},
    // typed by sound, and Latin
    {"lidianchi", "锂电池"}, {"shimoxi", "石墨烯"}, {"zhishitupu", "知识图谱"}, {"dicmo", "DICOM"}, {"modbsu 网关", "Modbus 网关"}, {"mosfte", "MOSFET"},
    {"lifsl", "LiFSI"}, {"LiFSl", "LiFSI"}, {"ldc", "锂电池"}, {"zstp", "知识图谱"}, {"zhstp", "知识图谱"},
};

// Words of this field and others that are spelt right, most of them unknown to the sample corpus.
constexpr const char* kRight[] = {
    "量子计算", "区块链", "人工智能芯片", "新冠疫苗", "心脏支架", "高铁轨道", "地震预警", "自动驾驶", "卫星导航", "火箭发动机", "核电站", "铀浓缩", "稀土永磁",
    "电子显微镜", "纳米银线", "碳纤维", "玻璃纤维", "生物柴油", "垃圾焚烧", "脑机接口", "基因编辑", "蛋白质组学", "高分子材料", "橡胶硫化", "轮胎", "染料敏化",
    "造纸废液", "陶瓷釉料", "水泥窑", "沥青路面", "桥梁支座", "盾构隧道", "煤层气", "页岩油", "石油炼制", "润滑油", "催化裂化", "精馏塔", "换热器", "压缩机",
    "汽轮机", "变压器", "断路器", "电缆接头", "超导磁体", "太赫兹", "红外探测器", "激光雷达", "惯性导航", "图像分割", "自然语言处理", "强化学习", "联邦学习",
    "密码算法", "智慧城市", "电子商务", "大棚蔬菜", "生猪养殖", "奶牛", "公式", "perovskite", "graphene oxide", "blockchain", "hydrogen storage", "LDPE", "TiO2",
    "CG-A-001", "锂电池", "水肥一体化", "石墨烯散热膜", "海上风电", "单位:江岚理工大学", "region:湖北", "完成人:张三", "鋰電池", "5G 边缘网关",
};

}  // namespace

TEST_CASE("what is mistyped gets what was meant, what is right gets nothing", "[sample]") {
  const found::Library& sample = found::sample();
  std::size_t right = 0, wrong = 0, missed = 0;
  for (const Row& row : kMistyped) {
    const std::string said = offered(sample, row.typed);
    if (said == row.meant)
      ++right;
    else
      ++(said.empty() ? missed : wrong);
    INFO(row.typed << ": " << row.meant << ", not " << said);
    CHECK(said == row.meant);
  }
  for (const char* query : kRight) {
    const std::string said = offered(sample, query);
    wrong += said.empty() ? 0 : 1;
    INFO(query);
    CHECK(said.empty());
  }
  INFO(fmt::format("{} right, {} wrong, {} missed", right, wrong, missed));
  CHECK(std::size(kMistyped) >= 60);
  CHECK(std::size(kRight) >= 60);
}

// Needs are asked of a corpus without them: whatever is offered is wrong.
TEST_CASE("of titles that the corpus does not hold, few get an offer", "[sample]") {
  found::Library library;
  corpus::Intake intake(library.store(), world::vocabularies());
  REQUIRE(intake.import_file(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/achievements.jsonl", {}));
  library.build();
  std::string offers;
  std::size_t titles = 0, wrong = 0;
  std::ifstream in(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/needs.jsonl");
  for (std::string line; std::getline(in, line); ++titles) {
    const std::string title = nlohmann::json::parse(line)["title"];
    const std::string said = offered(library, title);
    if (said.empty()) continue;
    ++wrong;
    offers += title + " → " + said + "\n";
  }
  INFO(offers);
  CHECK(titles == 132);
  CHECK(wrong <= 3);
}

TEST_CASE("a short word is corrected to one that holds together, and never where it is a word itself", "[sample]") {
  found::Library library;
  // 化涂 stands in as many records as 涂层, across two words.
  for (int i = 0; i < 6; ++i)
    library.put(fmt::format(R"({{"kind":"achievement","id":"a{}","title":"氧化涂层{}","summary":"涂层与滴灌"}})", i, i));
  for (int i = 0; i < 6; ++i) library.put(fmt::format(R"({{"kind":"achievement","id":"b{}","title":"遗传算法的应用{}"}})", i, i));
  library.put(R"({"kind":"achievement","id":"c","title":"一种涂料","keywords":["焊逢","滴罐"]})");
  library.build();
  CHECK(offered(library, "涂曾") == "涂层");
  CHECK(offered(library, "化图").empty());
  CHECK(offered(library, "滴罐").empty());  // somebody's keyword
  CHECK(offered(library, "图层") == "涂层");
  const Expander expander{{"1", {{"electronics", {"图层", "layer"}, "synonym"}, {"electronics", {"遗传算发", "lidc"}, "synonym"}}}};
  const Searcher wide(library.pool(), world::vocabularies(), &expander);
  const auto widely = [&](const std::string& query) {
    SearchRequest request;
    request.query = query;
    request.correct = true;
    const auto result = wide.search(request);
    REQUIRE(result);
    return result->did_you_mean ? result->did_you_mean->text : std::string();
  };
  CHECK(widely("涂曾") == "涂层");
  CHECK(widely("图层").empty());  // a term of the thesaurus is right, even where no record holds it
  CHECK(widely("遗传算发").empty());
  CHECK(widely("遗传算发的图层").empty());
}

TEST_CASE("a term of the thesaurus is offered where a single record holds it, and not where none does or two are as near") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"软件国密算法的加速"})");
  for (int i = 0; i < 6; ++i) library.put(fmt::format(R"({{"kind":"achievement","id":"b{}","title":"遗传算法{}"}})", i, i));
  library.build();
  const Expander expander{{"1", {{"electronics", {"国密算法", "国产密码算法"}, "synonym"}, {"electronics", {"蚁群算法", "ACO"}, "synonym"}}}};
  const Searcher wide(library.pool(), world::vocabularies(), &expander);
  const auto widely = [](const Searcher& searcher, const std::string& query) {
    SearchRequest request;
    request.query = query;
    request.correct = true;
    const auto result = searcher.search(request);
    REQUIRE(result);
    return result->did_you_mean ? result->did_you_mean->text : std::string();
  };
  CHECK(widely(wide, "国蜜算法") == "国密算法");
  CHECK(offered(library, "国蜜算法").empty());  // nothing vouches for it
  CHECK(widely(wide, "蚁裙算法").empty());      // no record holds it
  const Expander two{{"1", {{"electronics", {"国密算法", "国产密码算法"}, "synonym"}, {"electronics", {"国米算法", "x"}, "synonym"}}}};
  CHECK(widely(Searcher(library.pool(), world::vocabularies(), &two), "国蜜算法").empty());
}

TEST_CASE("a Latin word is offered as it is written most often, in the middle of sentences") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"采用Modbus协议与LiFSI盐","summary":"Perovskite cells. Perovskite films","keywords":["LiFSI","锂电池LFP"]})");
  library.put(R"({"kind":"achievement","id":"b","title":"支持Modbus的网关","summary":"以MODBUS接入，含lifsi与LiFSI","keywords":["锂电池LFP"]})");
  library.put(R"({"kind":"achievement","id":"c","title":"用perovskite的膜","summary":"Ｍｏｄｂｕｓ"})");
  library.build();
  CHECK(offered(library, "modbsu") == "Modbus");
  CHECK(offered(library, "Modbsu 网关") == "Modbus 网关");
  CHECK(offered(library, "LiFSl") == "LiFSI");
  CHECK(offered(library, "perovksite") == "perovskite");  // that it begins a sentence says nothing
  CHECK(offered(library, "lidianchilfp") == "锂电池LFP");
}

TEST_CASE("initials are looked for where the corpus lacks the letters, in keywords and titles that several have", "[sample]") {
  found::Library library;
  for (int i = 0; i < 2; ++i)
    library.put(fmt::format(R"({{"kind":"achievement","id":"a{}","title":"研究{}","keywords":["锂电池","模具"],"summary":"gps"}})", i, i));
  for (int i = 0; i < 3; ++i)
    library.put(fmt::format(R"({{"kind":"achievement","id":"h{}","title":"题{}","keywords":["高频声"]}})", i, i));
  library.put(R"({"kind":"achievement","id":"b","title":"电解液"})");
  library.build();
  const Row rows[] = {{"ldc", "锂电池"}, {"LDC", ""}, {"dc", ""}, {"ldch", "锂电池"}, {"ldcx", ""}, {"djy", ""}, {"gps", ""}, {"gpsh", "高频声"}, {"x-ldc", ""},
                      {"ldc5", ""},       {"moju", "模具"}};
  for (const Row& row : rows) {
    INFO(row.typed);
    CHECK(offered(library, row.typed) == row.meant);
  }
}

TEST_CASE("a correction names each part it changes, where it stands in the query", "[sample]") {
  const auto correction = corrected(found::sample(), " 标题：锂电迟  OR \"海水蛋化\" -锂电迟");
  REQUIRE(correction);
  CHECK(correction->text == " 标题：锂电池  OR \"海水淡化\" -锂电迟");
  REQUIRE(correction->changes.size() == 2);
  const Change &first = correction->changes[0], &second = correction->changes[1];
  CHECK(fmt::format("{}+{} {} {}", first.start, first.length, first.from, first.to) == "16+3 迟 池");
  CHECK(fmt::format("{}+{} {} {}", second.start, second.length, second.from, second.to) == "31+3 蛋 淡");
}

TEST_CASE("results are those for what was typed", "[sample]") {
  SearchRequest request;
  request.query = "锂电迟";
  const SearchResult plain = found::sample().search(request);
  request.correct = true;
  const SearchResult with = found::sample().search(request);
  CHECK(found::ids(plain) == found::ids(with));
  CHECK(plain.total == with.total);
  CHECK_FALSE(plain.did_you_mean);
  CHECK(with.did_you_mean);
}

TEST_CASE("what stands only in records that are not public is not offered to those who may not see them", "[sample]") {
  found::Library library;
  for (int i = 0; i < 4; ++i)
    library.put(fmt::format(R"({{"kind":"achievement","id":"h{}","title":"隐栖温室材料","keywords":["隐栖温室"],"summary":"perovskite","visibility":"受限"}})", i));
  library.put(R"({"kind":"achievement","id":"a","title":"公开的成果"})");
  library.build();
  CHECK(offered(library, "隐栖温是", true) == "隐栖温室");
  CHECK(offered(library, "隐栖温是").empty());
  CHECK(offered(library, "perovksite", true) == "perovskite");
  CHECK(offered(library, "perovksite").empty());
  CHECK(offered(library, "yinqiwenshi", true) == "隐栖温室");
  CHECK(offered(library, "yinqiwenshi").empty());
}

TEST_CASE("Latin words are corrected within two letters where they are long, by what most records hold", "[sample]") {
  found::Library library;
  for (int i = 0; i < 3; ++i)
    library.put(fmt::format(R"({{"kind":"achievement","id":"a{}","title":"膜{}",
      "summary":"Perovskite solar cells with electrolytes; rotor and steel; lithium-ion"}})", i, i));
  for (int i = 0; i < 25; ++i) library.put(fmt::format(R"({{"kind":"achievement","id":"b{}","title":"泵{}","summary":"pumping station"}})", i, i));
  library.put(R"({"kind":"achievement","id":"c","title":"误","summary":"pumpnig staton"})");
  library.build();
  const Row rows[] = {
      {"perovksite", "perovskite"}, {"Perovskit", ""},  // the stem
      {"perovskites", ""},          {"pervskitte", "perovskite"},
      {"elektrolyte", "electrolytes"}, {"electrolite", "electrolytes"},
      {"elektrolite", "electrolytes"}, {"litium-ion", "lithium-ion"},
      {"pumpnig", "pumping"},          // known once, and far rarer
      {"motor", ""},                   // a word of its own, one letter from rotor
      {"steal", "steel"},              {"PEROVKSITE", ""},
      {"perovksite2", ""},             {"cels", ""},
      {"xyzxyzxyz", ""},               {"-perovksite", ""},
      {"perov*", ""},
  };
  for (const Row& row : rows) {
    INFO(row.typed);
    CHECK(offered(library, row.typed) == row.meant);
  }
}

TEST_CASE("how many letters two words are apart", "[sample]") {
  CHECK(letters_apart("abc", "abc", 2) == 0);
  CHECK(letters_apart("abc", "acb", 2) == 1);
  CHECK(letters_apart("abc", "ab", 2) == 1);
  CHECK(letters_apart("abc", "xbc", 2) == 1);
  CHECK(letters_apart("abcd", "badc", 2) == 2);
  CHECK(letters_apart("abcdef", "ghijkl", 2) == 3);
  CHECK(letters_apart("", "abc", 5) == 3);
  CHECK(letters_apart("a", "abcd", 2) == 3);
}

TEST_CASE("characters are mistaken by sound and by shape, both ways", "[sample]") {
  const auto has = [](char16_t c, char16_t other) { return mistakable(c).find(other) != std::u16string::npos; };
  CHECK(has(u'迟', u'池'));
  CHECK(has(u'池', u'迟'));
  CHECK(has(u'走', u'轴'));   // z, zh
  CHECK(has(u'浪', u'烂'));   // ang, an
  CHECK(has(u'农', u'龙'));   // n, l
  CHECK(has(u'行', u'航'));   // of two readings
  CHECK(has(u'未', u'末'));
  CHECK(has(u'戌', u'戍'));
  CHECK_FALSE(has(u'池', u'池'));
  CHECK_FALSE(has(u'电', u'水'));
  CHECK(lookalike_pairs() >= 150);
  for (char16_t c = 0x4E00; c < 0x9FFF; ++c)
    for (const char16_t other : lookalikes(c)) {
      CHECK(other != c);
      CHECK(lookalikes(other).find(c) != std::u16string_view::npos);
    }
}

TEST_CASE("a long query is a text: nothing is looked up for it, and of others a bounded number", "[sample]") {
  const found::Library& sample = found::sample();
  std::string text;
  while (text.size() <= kLongestCorrected) text += "锂电迟";
  CHECK(offered(sample, text).empty());
  CHECK(offered(sample, text.substr(0, 297)).size() <= 300);
  world::World world;
  world.put(R"({"kind":"achievement","id":"a","title":"锂电池"})");
  world.build();
  ReaderPool pool(world.path());
  const auto counted = pool.with([](const IndexReader& reader) -> corpus::Result<int> {
    const Frequencies frequencies(reader.database());
    LookUps look_ups(frequencies, 3);
    const std::vector<std::string> terms = {"锂电", "电池"};
    CHECK(look_ups.of(terms) == std::vector<Xapian::doccount>{1, 1});
    CHECK(look_ups.of(terms) == std::vector<Xapian::doccount>{1, 0});
    CHECK(look_ups.of(std::string("锂电")) == 0);
    return 0;
  });
  CHECK(counted);
}

TEST_CASE("any query is taken, damaged or odd as it may be", "[sample]") {
  const found::Library& sample = found::sample();
  for (const std::string& query : {std::string("锂电迟\xFF\xFE迟"), std::string("\0锂电迟", 10), std::string("𠮷𠮷𠮷"), std::string("锂电迟𠮷"), std::string("标题:"),
                                   std::string("((((锂电迟"), std::string("“锂电迟"), std::string("ﬁﬁﬁﬁﬁﬁ"), std::string("ｌｉｄｉａｎｃｈｉ"), std::string("一一一一一一一一")}) {
    const auto correction = corrected(sample, query);
    if (!correction) continue;
    for (const Change& change : correction->changes) CHECK(query.substr(change.start, change.length) == change.from);
  }
}

}  // namespace correction_test
