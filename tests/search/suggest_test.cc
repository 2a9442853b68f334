// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/suggest.h"

#include <catch2/catch.hpp>

#include "world.h"

namespace suggest_test {

using namespace search;

namespace {

std::string achievement(const std::string& id, const std::string& title, const std::string& more = "") {
  return fmt::format(R"({{"kind":"achievement","id":"{}","title":"{}"{}}})", id, title, more);
}

struct Asked {
  std::string printed;  // 水肥一体化 keyword 2; …
  corpus::Seq seq = -1;
};

Asked ask(const world::World& world, const std::string& beginning, bool see_hidden = false, std::size_t size = 10) {
  ReaderPool pool(world.path());
  Asked asked;
  const auto found = suggest(pool, beginning, size, see_hidden);
  REQUIRE(found);
  asked.seq = found->seq;
  for (const Suggestion& s : found->list)
    asked.printed += fmt::format("{}{} {} {}", asked.printed.empty() ? "" : "; ", s.text, s.source, s.count);
  return asked;
}

}  // namespace

TEST_CASE("titles, keywords, organisations and names are completed, each with its source") {
  world::World world;
  world.put(achievement("a1", "江岚棉田水肥系统", R"(,"keywords":["江岚模式"],"owner_org":"江岚理工大学")"));
  world.put(R"({"kind":"expert","id":"e1","name":"江岚生","org_name":"江岚理工大学"})");
  world.put(R"({"kind":"enterprise","id":"q1","name":"江岚农业有限公司","aliases":["江岚农业"]})");
  world.build();
  CHECK(ask(world, "江岚").printed ==
        "江岚理工大学 organisation 2; 江岚生 person 1; 江岚农业 organisation 1; 江岚模式 keyword 1; 江岚农业有限公司 organisation 1; "
        "江岚棉田水肥系统 title 1");
  CHECK(ask(world, "江岚理").printed == "江岚理工大学 organisation 2");
  CHECK(ask(world, "理工").printed.empty());  // beginnings only
}

TEST_CASE("full pinyin, its first letters and mixtures complete the same as the characters do") {
  world::World world;
  world.put(achievement("a1", "高镍正极材料", R"(,"keywords":["锂电池","锂离子电池"],"owner_org":"重庆大学")"));
  world.put(achievement("a2", "锂电池极片辊压", R"(,"keywords":["锂电池","绿氢","LED照明","银行风控"])"));
  world.put(achievement("a3", "西安古城墙监测", R"(,"keywords":["离心泵"])"));
  world.put(R"({"kind":"expert","id":"e1","name":"单雪莹","org_name":"重庆大学"})");
  world.build();
  struct Row {
    const char *typed, *first;
  };
  const Row rows[] = {
      {"lidianchi", "锂电池 keyword 2"},
      {"li dian chi", "锂电池 keyword 2"},
      {"LiDianChi", "锂电池 keyword 2"},
      {"ldc", "锂电池 keyword 2"},
      {"ldch", "锂电池 keyword 2"},
      {"ldianchi", "锂电池 keyword 2"},
      {"lidianc", "锂电池 keyword 2"},
      {"lidia", "锂电池 keyword 2"},
      {"锂dianchi", "锂电池 keyword 2"},
      {"锂dc", "锂电池 keyword 2"},
      {"锂电c", "锂电池 keyword 2"},
      {"li电池", "锂电池 keyword 2"},
      {"鋰dc", "锂电池 keyword 2"},
      {"llz", "锂离子电池 keyword 1"},
      {"ldcjp", "锂电池极片辊压 title 1"},
      {"xi'an", "西安古城墙监测 title 1"},
      {"xiangu", "西安古城墙监测 title 1"},  // not xian
      {"lvqing", "绿氢 keyword 1"},
      {"lüqing", "绿氢 keyword 1"},
      {"luqing", "绿氢 keyword 1"},
      {"chongqing", "重庆大学 organisation 2"},
      {"zhongqing", "重庆大学 organisation 2"},  // ICU's reading
      {"cqdx", "重庆大学 organisation 2"},
      {"yinhang", "银行风控 keyword 1"},
      {"shanxueying", "单雪莹 person 1"},
      {"danxueying", "单雪莹 person 1"},
      {"ledzm", "LED照明 keyword 1"},
      {"LED照m", "LED照明 keyword 1"},
      {"lixinbeng", "离心泵 keyword 1"},
  };
  for (const Row& row : rows) {
    INFO(row.typed);
    CHECK(ask(world, row.typed, false, 1).printed == row.first);
  }
  for (const char* typed : {"lidianx", "dianchi", "ldcx", "锂x", "xianx", "vvv", "uio", "ldc电"}) {
    INFO(typed);
    CHECK(ask(world, typed).printed.empty());
  }
}

TEST_CASE("what sounds as typed is ranked by use, after what was typed whole") {
  world::World world;
  world.put(achievement("a1", "一", R"(,"keywords":["石墨","石膏","湿度","SG"])"));
  world.put(achievement("a2", "二", R"(,"keywords":["石墨","石膏","石膏板"])"));
  world.put(achievement("a3", "三", R"(,"keywords":["石墨"])"));
  world.build();
  CHECK(ask(world, "shi").printed == "石墨 keyword 3; 石膏 keyword 2; 湿度 keyword 1; 石膏板 keyword 1");
  CHECK(ask(world, "sg").printed == "SG keyword 1; 石膏 keyword 2; 石膏板 keyword 1");
}

TEST_CASE("a title completes what it holds further on, after what begins so itself") {
  world::World world;
  world.put(achievement("a1", "棉花膜下滴灌水肥一体化系统", R"(,"keywords":["水肥一体化"])"));
  world.put(achievement("a2", "基于 perovskite solar cell 的组件"));
  world.put(achievement("a3", "内部水肥方案", R"(,"visibility":"受限")"));
  world.build();
  CHECK(ask(world, "水肥").printed == "水肥一体化 keyword 1; 棉花膜下滴灌水肥一体化系统 title 1");
  CHECK(ask(world, "水肥", false, 1).printed == "水肥一体化 keyword 1");
  CHECK(ask(world, "水肥", true).printed == "水肥一体化 keyword 1; 内部水肥方案 title 1; 棉花膜下滴灌水肥一体化系统 title 1");
  CHECK(ask(world, "perovskite so").printed == "基于 perovskite solar cell 的组件 title 1");
  CHECK(ask(world, "灌水肥一").printed == "棉花膜下滴灌水肥一体化系统 title 1");
  CHECK(ask(world, "rovskite so").printed.empty());  // Latin words from their beginning
  CHECK(ask(world, "肥").printed.empty());           // one character would be any title's
}

TEST_CASE("what sounds as typed but is not public completes nothing for those who may not see it") {
  world::World world;
  world.put(achievement("a1", "密封材料甲", R"(,"keywords":["密封"])"));
  world.put(achievement("a2", "密封材料乙", R"(,"visibility":"登录可见","keywords":["密封"])"));
  world.put(achievement("a3", "觅风者", R"(,"visibility":"受限")"));
  world.build();
  CHECK(ask(world, "mifeng").printed == "密封 keyword 1; 密封材料甲 title 1");
  CHECK(ask(world, "mf", true).printed == "密封 keyword 2; 觅风者 title 1; 密封材料乙 title 1; 密封材料甲 title 1");
}

TEST_CASE("the most used come first, at most as many as asked for") {
  world::World world;
  world.put(achievement("a1", "一", R"(,"keywords":["水处理","水肥","水质监测"])"));
  world.put(achievement("a2", "二", R"(,"keywords":["水肥","水质监测"])"));
  world.put(achievement("a3", "三", R"(,"keywords":["水质监测"])"));
  world.build();
  CHECK(ask(world, "水").printed == "水质监测 keyword 3; 水肥 keyword 2; 水处理 keyword 1");
  CHECK(ask(world, "水", false, 2).printed == "水质监测 keyword 3; 水肥 keyword 2");
  CHECK(ask(world, "水", false, 0).printed.empty());
}

TEST_CASE("one text with several sources is one suggestion under the most frequent of them") {
  world::World world;
  world.put(achievement("a1", "石墨烯", R"(,"keywords":["石墨烯"])"));
  world.put(achievement("a2", "散热膜", R"(,"keywords":["石墨烯"])"));
  world.build();
  CHECK(ask(world, "石").printed == "石墨烯 keyword 3");
}

TEST_CASE("spellings that fold to the same are one suggestion, spelled as most write it") {
  world::World world;
  world.put(achievement("a1", "一", R"(,"keywords":["鋰電池","PEM"])"));
  world.put(achievement("a2", "二", R"(,"keywords":["锂电池","pem"])"));
  world.put(achievement("a3", "三", R"(,"keywords":["锂电池","ＰＥＭ"])"));
  world.put(achievement("a4", "四", R"(,"keywords":["PEM"])"));
  world.build();
  CHECK(ask(world, "锂").printed == "锂电池 keyword 3");
  CHECK(ask(world, "鋰電").printed == "锂电池 keyword 3");
  CHECK(ask(world, "Ｐｅ").printed == "PEM keyword 4");
}

TEST_CASE("records that are not public complete nothing for those who may not see them") {
  world::World world;
  world.put(achievement("a1", "密封材料甲", R"(,"keywords":["密封"])"));
  world.put(achievement("a2", "密封材料乙", R"(,"visibility":"登录可见","keywords":["密封"])"));
  world.put(achievement("a3", "密封材料丙", R"(,"visibility":"受限")"));
  world.build();
  CHECK(ask(world, "密封").printed == "密封 keyword 1; 密封材料甲 title 1");
  CHECK(ask(world, "密封", true).printed == "密封 keyword 2; 密封材料丙 title 1; 密封材料乙 title 1; 密封材料甲 title 1");
}

TEST_CASE("an empty beginning completes nothing and still says which state answered") {
  world::World world;
  world.put(achievement("a1", "锂电池"));
  const auto built = world.build();
  for (const char* beginning : {"", " ", "　 ", "\t", "锂电池\tt"}) {
    const Asked asked = ask(world, beginning);
    INFO(beginning);
    CHECK(asked.printed.empty());
    CHECK(asked.seq == built.manifest.seq);
  }
  CHECK(ask(world, " 锂").printed == "锂电池 title 1");  // white space before it is a slip of the hand
  CHECK(ask(world, "锂").seq == built.manifest.seq);
}

TEST_CASE("a beginning of any bytes and any length gives a list, if an empty one") {
  world::World world;
  world.put(achievement("a1", "锂电池"));
  world.build();
  CHECK(ask(world, std::string(5000, 'x')).printed.empty());
  CHECK(ask(world, std::string(200, 'l')).printed.empty());
  CHECK(ask(world, "zhuangshangzhuangshangzhuangshangzhuangshangzhuangshang").printed.empty());
  CHECK(ask(world, "锂\xFF").printed.empty());
  CHECK(ask(world, std::string("锂\0", 4)).printed.empty());
}

TEST_CASE("a beginning that much begins with is answered from the first 2,000 entries") {
  world::World world;
  for (int i = 0; i < 30; ++i) {
    std::string keywords;
    for (int k = 0; k < 100; ++k) keywords += fmt::format("{}\"水{:04}\"", k == 0 ? "" : ",", i * 100 + k);
    world.put(achievement(fmt::format("a{}", i), "成果", fmt::format(R"(,"keywords":[{}])", keywords)));
  }
  world.put(achievement("b1", "成果", R"(,"keywords":["水2999"])"));  // twice, but beyond the part that is read
  world.build();
  ReaderPool pool(world.path());
  const auto found = suggest(pool, "水", 5000, false);
  REQUIRE(found);
  CHECK(found->list.size() == 2000);
  CHECK(found->list.front().text == "水0000");
  CHECK(ask(world, "水29", false, 1).printed == "水2999 keyword 2");
}

TEST_CASE("without an index there is an error and not an empty list") {
  const world::Directory directory;
  ReaderPool pool(directory.path());
  const auto found = suggest(pool, "锂", 10, false);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == corpus::ErrorCode::unavailable);
}

}  // namespace suggest_test
