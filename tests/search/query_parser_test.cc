// SPDX-License-Identifier: GPL-3.0-or-later
// The query language: every row of SYNTAX.md; tables of odd input with the tree and the whole text of every note; promises on random input.
#include "search/query_parser.h"

#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "search/query.h"
#include "world.h"

namespace query_parser_test {

using namespace search;

namespace {

ParsedQuery parse(std::string_view query) { return parse_query(query, world::vocabularies()); }
std::string tree(std::string_view query) { return to_text(parse(query).root); }

std::string printed(const Note& note) {
  return fmt::format("{} {}+{}: {} | {}", note.code, note.start, note.length, note.message, note.message_en);
}

// All notes but the first, which says how the query was understood.
std::vector<std::string> remarks(std::string_view query) {
  std::vector<std::string> out;
  const ParsedQuery parsed = parse(query);
  for (std::size_t i = 1; i < parsed.notes.size(); ++i) out.push_back(printed(parsed.notes[i]));
  return out;
}

std::vector<std::string> codes(std::string_view query) {
  std::vector<std::string> out;
  for (const Note& note : parse(query).notes) out.push_back(note.code);
  return out;
}

// The cells of a row of a Markdown table; \| is a bar inside a cell.
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|')
      out.back() += line[++i];
    else if (line[i] == '|')
      out.emplace_back();
    else
      out.back() += line[i];
  }
  return out;
}

// What stands between the backquotes of a cell.
std::string code_of(const std::string& cell) {
  const auto from = cell.find('`'), to = cell.rfind('`');
  REQUIRE(from != std::string::npos);
  REQUIRE(to > from);
  return cell.substr(from + 1, to - from - 1);
}

struct Row {
  std::string query, tree;
  std::vector<std::string> remarks;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.query);
    CHECK(tree(row.query) == row.tree);
    CHECK(remarks(row.query) == row.remarks);
  }
}

void check_promises(const Node& node, std::size_t size) {
  REQUIRE(node.start <= size);
  REQUIRE(node.length <= size - node.start);
  switch (node.kind) {
    case NodeKind::words:
    case NodeKind::phrase:
      REQUIRE_FALSE(node.text.empty());
      REQUIRE((node.near >= 0 && node.near <= 50));
      REQUIRE((node.boost >= 0.1 && node.boost <= 10));
      break;
    case NodeKind::prefix: REQUIRE(node.text.size() >= 3); break;
    case NodeKind::filter: REQUIRE(node.low <= node.high); break;
    case NodeKind::none: REQUIRE(node.children.size() == 1); break;
    case NodeKind::any: REQUIRE(node.children.size() >= 2); break;
    case NodeKind::all: break;
  }
  const Node* before = nullptr;
  for (const Node& child : node.children) {
    REQUIRE_FALSE((node.kind == NodeKind::all && child.kind == NodeKind::all));
    REQUIRE_FALSE((node.kind == NodeKind::any && child.kind == NodeKind::any));
    if (node.kind == NodeKind::all && before != nullptr && before->kind == NodeKind::words && before->field.empty())
      REQUIRE_FALSE((child.kind == NodeKind::words && child.field.empty()));
    check_promises(child, size);
    before = &child;
  }
}

void check_promises(const std::string& query) {
  const ParsedQuery parsed = parse(query);
  REQUIRE(parsed.root.kind == NodeKind::all);
  check_promises(parsed.root, query.size());
  REQUIRE(parsed.notes.front().code == "understood");
  REQUIRE(parsed.notes.size() <= 22);
  for (const Note& note : parsed.notes) {
    REQUIRE(note.start <= query.size());
    REQUIRE(note.length <= query.size() - note.start);
  }
}

// Of this thread on the processor: what else the machine does says nothing about the parser.
double seconds(const std::string& query) {
  const auto now = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const double start = now();
  (void)to_text(parse(query).root);
  return now() - start;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string out;
  while (out.size() + piece.size() <= bytes) out += piece;
  return out;
}

constexpr const char* kFieldsZh =
    "title 标题、keyword 关键词、owner 单位、person 完成人、region 地区、field 领域、industry 行业、stage 阶段、cooperation 合作方式、trl "
    "成熟度、"
    "year 年份、same 同一成果、similar 相似";
constexpr const char* kFieldsEn = "title, keyword, owner, person, region, field, industry, stage, cooperation, trl, year, same, similar";

std::string unknown_field(std::size_t start, std::size_t length, std::string_view name) {
  return fmt::format(
      "unknown_field {}+{}: 没有名为“{}”的字段，整段按词检索；可用的字段：{} | there is no field \"{}\": searched as words; the fields are "
      "{}",
      start, length, name, kFieldsZh, name, kFieldsEn);
}

}  // namespace

TEST_CASE("stars, nearness and weights that cannot be had are noted") {
  const std::string star = "“*”前面至少要有 3 个字母，按词检索 | a star needs at least 3 letters before it: searched as a word";
  const std::string han = "“*”只用于字母；汉字词本来就按部分检索 | a star is for letters; Chinese words match by their parts anyway";
  const std::string places = "汉字的位置没有编入索引：只要求这些字词都在同一条记录里，不论相隔多远 | the index has no places of Chinese characters: they only have to "
                             "stand in one record, however far apart";
  check({
      {"poly*", "(all poly*)", {}},
      {"ａｂ＊", "(all ａｂ＊)", {"wildcard 0+9: " + star}},
      {"水 电池*", "(all (words 水 电池*))", {"wildcard 4+7: " + han}},
      {"**", "(all **)", {}},
      {"C/C*", "(all C/C*)", {}},
      {"标题:ab*", "(all title:ab*)", {"wildcard 7+3: " + star}},
      {"地区:hub*", "(all hub*)", {"unknown_value 7+4: 地区里没有“hub*”，按词检索 | region has no \"hub*\": searched as words"}},
      {"poly*\"thin film\"", "(all poly* (words thin film))",
       {"stressed 5+11: 引号紧挨着文字，其中的内容按词检索；要作短语检索，请用空格隔开 | the quotes touch a word: what they hold is searched as words; put spaces around "
        "them for a phrase"}},
      {"\"a b\"~51", "(all \"a b\"~50)", {"near 5+3: 间隔最多 50 个词，按 50 检索 | at most 50 words may stand between: read as 50"}},
      {"\"a b\"~99999", "(all (words a b ~99999))",
       {"stressed 0+5: 引号紧挨着文字，其中的内容按词检索；要作短语检索，请用空格隔开 | the quotes touch a word: what they hold is searched as words; put spaces around "
        "them for a phrase"}},
      {"\"a b\"~0", "(all \"a b\")", {}},
      {"\"水 b\"~2", "(all \"水 b\"~2)", {"near_han 0+9: " + places}},
      {"\"\"~2", "(all ~2)", {"ignored 0+2: 引号里没有内容，已忽略 | there is nothing between the quotes: ignored"}},
      {"标题:水^0", "(all title:水^0.1)", {"boost 10+2: 权重要写 0.1 到 10，按 0.1 计 | a weight is from 0.1 to 10: read as 0.1"}},
      {"标题:水^2.5", "(all title:水^2.5)", {}},
      {"标题:水^", "(all title:水^)", {}},
      {"标题:^3", "(all title:^3)", {}},
      {"标题:a^2^3", "(all title:a^2^3)", {}},
      {"水^3", "(all 水^3)", {}},
      {"a -\"a b\"^2", "(all a (none \"a b\"^2))", {}},
  });
}

TEST_CASE("beginnings, nearness and weights are told back in the sentence") {
  CHECK(parse("poly* 标题:\"thin film\"~3^2").notes.front().message == "检索：poly… 开头的词；标题：“thin film”（中间至多隔 3 个词）（权重 2）");
  CHECK(parse("poly* title:\"thin film\"~3^2").notes.front().message_en == "search: poly…; title: \"thin film\" (3 words between at most) (weight 2)");
}

TEST_CASE("every example of SYNTAX.md parses into the tree it shows") {
  std::ifstream in(std::filesystem::path(QUEQIAO_SOURCE_DIR) / "search/SYNTAX.md");
  REQUIRE(in);
  std::size_t rows = 0;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `")) continue;
    const std::vector<std::string> row = cells(line);
    INFO(line);
    REQUIRE(row.size() == 4);  // three cells and what follows the last bar
    CHECK(tree(code_of(row[0])) == code_of(row[1]));
    // The meaning names the notes that the query brings, and no others.
    const std::vector<std::string> given = codes(code_of(row[0]));
    for (const char* code :
         {"unclosed_quote", "unknown_value", "unknown_field", "swapped", "ignored", "unbalanced", "only_negative", "damaged", "stressed", "near", "near_han",
          "boost", "wildcard"}) {
      INFO(code);
      CHECK((row[2].find(fmt::format("`{}`", code)) != std::string::npos) == (std::ranges::find(given, code) != given.end()));
    }
    ++rows;
  }
  CHECK(rows >= 55);
}

TEST_CASE("the first note tells in both languages how the query was understood") {
  struct Understood {
    const char *query, *zh, *en;
  };
  const Understood rows[] = {
      {"", "全部记录", "everything"},
      {" 　\t\n", "全部记录", "everything"},
      {"水肥一体化 地区:湖北 -大田", "检索：水肥一体化；地区：湖北省；不含：大田", "search: 水肥一体化; region: Hubei; without: 大田"},
      {"水肥 \"一体化\" 滴灌", "检索：水肥，“一体化”，滴灌", "search: 水肥, \"一体化\", 滴灌"},
      {"水稻 OR 小麦", "检索：水稻 或 小麦", "search: 水稻 or 小麦"},
      {"水稻 OR 小麦 灌溉", "检索：（水稻 或 小麦），灌溉", "search: (水稻 or 小麦), 灌溉"},
      {"(节水 灌溉) OR 滴灌", "检索：（节水 灌溉） 或 滴灌", "search: (节水 灌溉) or 滴灌"},
      {"-大田", "全部记录；不含：大田", "everything; without: 大田"},
      {"-大田 -\"水 田\"", "全部记录；不含：大田，“水 田”", "everything; without: 大田, \"水 田\""},
      {"地区:湖北,湖南", "地区：湖北省、湖南省", "region: Hubei or Hunan"},
      {"地区:湖北 OR 领域:农业", "地区：湖北省 或 领域：现代农业", "region: Hubei or field: Modern agriculture"},
      {"标题:机器人 单位:\"华中 大学\"", "标题：机器人；单位：“华中 大学”", "title: 机器人; owner: \"华中 大学\""},
      {"trl:6 year:2020", "成熟度：6；年份：2020", "TRL: 6; year: 2020"},
      {"trl:6-8 year:>=2020", "成熟度：6 至 8；年份：2020 及以后", "TRL: 6 to 8; year: 2020 and later"},
      {"trl:>5 year:<2020", "成熟度：6 及以上；年份：2019 及以前", "TRL: 6 and above; year: 2019 and earlier"},
      {"trl:<=3 trl:1-9", "成熟度：3 及以下；成熟度：不限", "TRL: 3 and below; TRL: any"},
      {"阶段:中试 合作:入股 行业:C384", "行业：电池制造", nullptr},
      {"甲 OR -乙", "甲 或 不含 乙", "甲 or without 乙"},
  };
  for (const auto& [query, zh, en] : rows) {
    INFO(query);
    const Note note = parse(query).notes.front();
    CHECK(note.code == "understood");
    CHECK(note.length == 0);
    if (en == nullptr) {
      CHECK(note.message == "阶段：中期；合作方式：作价入股；行业：电池制造");
      continue;
    }
    CHECK(note.message == zh);
    CHECK(note.message_en == en);
  }
}

TEST_CASE("a long query is told by its beginning") {
  const Note note = parse(repeated("水肥一体化 \"滴灌\" ", 60000)).notes.front();
  CHECK(note.message.starts_with("检索：水肥一体化，“滴灌”，水肥一体化"));
  CHECK(note.message.ends_with("..."));
  CHECK(note.message.size() < 1000);
}

TEST_CASE("odd words and quotes") {
  const std::string stressed = "引号紧挨着文字，其中的内容按词检索；要作短语检索，请用空格隔开 | "
                               "the quotes touch a word: what they hold is searched as words; put spaces around them for a phrase";
  check({
      {"  水肥 \t 一体化\n", "(all (words 水肥 一体化))", {}},
      {"甲\"乙 丙\"丁", "(all (words 甲 乙 丙 丁))", {"stressed 3+9: " + stressed}},
      {"“甲”与乙", "(all (words 甲 与乙))", {"stressed 0+9: " + stressed}},
      {"甲 -“乙”丙", "(all 甲 (none \"乙\") 丙)", {}},
      {"甲\"\"乙", "(all (words 甲 乙))", {"ignored 3+2: 引号里没有内容，已忽略 | there is nothing between the quotes: ignored"}},
      {"甲\" \"乙", "(all (words 甲 乙))", {"ignored 3+3: 引号里没有内容，已忽略 | there is nothing between the quotes: ignored"}},
      {"甲”：乙 丙", "(all (words 甲 ：乙 丙))", {"ignored 3+3: 引号没有收尾，已忽略 | the quote is not closed: ignored"}},
      {"“电池\" \"电极”", "(all \"电池\" \"电极\")", {}},
      {"「他说\"好\"」", "(all \"他说\\\"好\\\"\")", {}},
      {"\"  水肥   一体化 \"", "(all \"水肥 一体化\")", {}},
      {"甲 “乙 丙",
       "(all 甲 \"乙 丙\")",
       {"unclosed_quote 4+10: 引号没有收尾，短语算到末尾 | the quote is not closed: the phrase runs to the end"}},
      {"甲 \"", "(all 甲)", {"ignored 4+1: 引号里没有内容，已忽略 | there is nothing between the quotes: ignored"}},
      {"\"\" 甲", "(all 甲)", {"ignored 0+2: 引号里没有内容，已忽略 | there is nothing between the quotes: ignored"}},
      {"-\"\" 甲", "(all 甲)", {"ignored 1+2: 引号里没有内容，已忽略 | there is nothing between the quotes: ignored"}},
      {"甲」 乙", "(all (words 甲 乙))", {"ignored 3+3: “」”前面没有与它成对的引号，已忽略 | 」 closes no quote: ignored"}},
      {"甲 AND 乙",
       "(all (words 甲 乙))",
       {"ignored 4+3: “AND”不必写：各项本来一起检索，已忽略 | \"AND\" is not needed, all parts count: ignored"}},
      {"and or not", "(all (words and or not))", {}},
      {"ORGANIC NOTE", "(all (words ORGANIC NOTE))", {}},
  });
}

TEST_CASE("odd negations") {
  check({
      {"甲 -乙", "(all 甲 (none 乙))", {}},
      {"甲-乙 C-C", "(all (words 甲-乙 C-C))", {}},
      {"甲 --乙", "(all 甲 (none 乙))", {}},
      {"甲 NOT -乙", "(all 甲 (none 乙))", {}},
      {"甲 －“乙”", "(all 甲 (none \"乙\"))", {}},
      {"(-乙 甲)", "(all (none 乙) 甲)", {}},
      {"甲|-乙", "(all (any 甲 (none 乙)))", {}},
      {"甲 -(乙 丙)", "(all 甲 (none (words 乙 丙)))", {}},
      {"甲 -(乙 \"丙\")", "(all 甲 (none (all 乙 \"丙\")))", {}},
      {"甲 -地区:湖北", "(all 甲 (none region:420000))", {}},
      {"甲 -标题:乙", "(all 甲 (none title:乙))", {}},
      {"-5 -20~60℃ -40° -20摄氏度 甲", "(all (none 5) (words -20~60℃ -40° -20摄氏度 甲))", {}},
      {"甲 - 乙", "(all (words 甲 乙))", {"ignored 4+1: “-”后面没有要排除的词，已忽略 | nothing to leave out follows \"-\": ignored"}},
      {"甲 ---", "(all 甲)", {"ignored 4+3: “---”后面没有要排除的词，已忽略 | nothing to leave out follows \"---\": ignored"}},
      {"甲 NOT", "(all 甲)", {"ignored 4+3: “NOT”后面没有要排除的词，已忽略 | nothing to leave out follows \"NOT\": ignored"}},
      {"-甲 NOT 乙",
       "(all (none 甲) (none 乙))",
       {"only_negative 0+0: 只有要排除的内容：从全部记录里排除 | only exclusions are given: they are taken from all records"}},
      {"-甲 OR -乙",
       "(all (any (none 甲) (none 乙)))",
       {"only_negative 0+0: 只有要排除的内容：从全部记录里排除 | only exclusions are given: they are taken from all records"}},
      {"-甲 地区:湖北", "(all (none 甲) region:420000)", {}},
  });
}

TEST_CASE("odd alternatives") {
  check({
      {"甲 乙 OR 丙 丁", "(all 甲 (any 乙 丙) 丁)", {}},
      {"甲||乙", "(all (any 甲 乙))", {}},
      {"(甲 OR 乙) OR (丙 | 丁) OR 戊", "(all (any 甲 乙 丙 丁 戊))", {}},
      {"甲 OR 乙 丙 OR 丁", "(all (any 甲 乙) (any 丙 丁))", {}},
      {"甲 OR \"乙\" OR 标题:丙 OR 地区:湖北", "(all (any 甲 \"乙\" title:丙 region:420000))", {}},
      {"甲 OR - OR 乙",
       "(all (any 甲 乙))",
       {"ignored 7+1: “-”后面没有要排除的词，已忽略 | nothing to leave out follows \"-\": ignored",
        "ignored 9+2: “OR”不是两边都有内容，已忽略 | \"OR\" does not stand between two parts: ignored"}},
      {"OR 甲", "(all 甲)", {"ignored 0+2: “OR”不是两边都有内容，已忽略 | \"OR\" does not stand between two parts: ignored"}},
      {"甲｜", "(all 甲)", {"ignored 3+3: “｜”不是两边都有内容，已忽略 | \"｜\" does not stand between two parts: ignored"}},
      {"(甲 OR) 乙",
       "(all (words 甲 乙))",
       {"ignored 5+2: “OR”不是两边都有内容，已忽略 | \"OR\" does not stand between two parts: ignored"}},
      {"OR", "(all)", {"ignored 0+2: “OR”不是两边都有内容，已忽略 | \"OR\" does not stand between two parts: ignored"}},
  });
}

TEST_CASE("odd brackets") {
  const std::string unbalanced = "括号不成对，落单的按空格处理 | brackets do not pair: one without a partner is read as white space";
  check({
      {"((甲))", "(all 甲)", {}},
      {"(甲）（乙)", "(all (words 甲 乙))", {}},
      {"Fe(OH)3", "(all (words Fe OH 3))", {}},
      {"甲 ()", "(all 甲)", {"ignored 4+2: 括号里没有内容，已忽略 | there is nothing between the brackets: ignored"}},
      {"甲 OR （ ）",
       "(all 甲)",
       {"ignored 4+2: “OR”不是两边都有内容，已忽略 | \"OR\" does not stand between two parts: ignored",
        "ignored 7+7: 括号里没有内容，已忽略 | there is nothing between the brackets: ignored"}},
      {"甲 (乙", "(all (words 甲 乙))", {"unbalanced 4+1: " + unbalanced}},
      {"甲） 乙 ( ( 丙", "(all (words 甲 乙 丙))", {"unbalanced 3+3: " + unbalanced}},
      {")(", "(all)", {"unbalanced 0+1: " + unbalanced}},
      {"((甲 OR 乙) 丙", "(all (any 甲 乙) 丙)", {"unbalanced 0+1: " + unbalanced}},
      {"(((((((((((((((((甲 OR 乙)))))))))))))))))",
       "(all (any 甲 乙))",
       {"too_deep 16+1: 括号超过 16 层，更深的按空格处理 | brackets are more than 16 deep: deeper ones are read as white space"}},
      {"((((((((((((((((甲 OR 乙))))))))))))))))", "(all (any 甲 乙))", {}},
  });
}

TEST_CASE("odd fields of text") {
  check({
      {"TITLE:甲 名称：乙 Org:丙 机构:丁 专家:戊", "(all title:甲 title:乙 owner:丙 owner:丁 person:戊)", {}},
      {"标题： 甲 乙", "(all title:甲 乙)", {}},
      {"标题:\"甲 乙\" 丙", "(all title:\"甲 乙\" 丙)", {}},
      {"标题:-甲", "(all title:-甲)", {}},
      {"标题:OR", "(all title:OR)", {}},
      {"标题:甲|乙", "(all (any title:甲 乙))", {}},
      {"单位:石油大学(北京) 甲", "(all owner:石油大学(北京) 甲)", {}},
      {"(单位:石油大学（北京）)", "(all owner:石油大学（北京）)", {}},
      {"(单位:甲)", "(all owner:甲)", {}},
      {"单位:甲（乙 丙）", "(all owner:甲 (words 乙 丙))", {}},
      {"标题:", "(all)", {"ignored 0+7: “标题:”后面没有值，已忽略 | no value follows \"标题:\": ignored"}},
      {"标题: OR 甲",
       "(all 甲)",
       {"ignored 0+7: “标题:”后面没有值，已忽略 | no value follows \"标题:\": ignored",
        "ignored 8+2: “OR”不是两边都有内容，已忽略 | \"OR\" does not stand between two parts: ignored"}},
      {"标题:(甲 乙)", "(all (words 甲 乙))", {"ignored 0+7: “标题:”后面没有值，已忽略 | no value follows \"标题:\": ignored"}},
      {"title:\"\" 甲", "(all 甲)", {"ignored 0+8: “title:”后面没有值，已忽略 | no value follows \"title:\": ignored"}},
      {"湖北地区：甲", "(all 湖北地区：甲)", {}},
      {"foo:bar", "(all foo:bar)", {unknown_field(0, 7, "foo")}},
      {"甲 -foo：bar", "(all 甲 (none foo：bar))", {unknown_field(5, 9, "foo")}},
      {"foo:\"甲 乙\"", "(all foo: \"甲 乙\")", {unknown_field(0, 4, "foo")}},
      {"foo: 甲", "(all (words foo: 甲))", {}},
      {"http://a.cn https://b.cn 12:30 3:1 a1:b :甲 甲:乙", "(all (words http://a.cn https://b.cn 12:30 3:1 a1:b :甲 甲:乙))", {}},
  });
}

TEST_CASE("odd values of lists") {
  check({
      {"地区:湖北，湖南,,", "(all region:420000,430000)", {}},
      {"地区:湖北、湖北省,420000", "(all region:420000)", {}},
      {"region:421221 region:110101", "(all region:421200 region:110000)", {}},
      {"领域:\"生物、医药和医疗器械\"", "(all field:biopharma)", {}},
      {"行业:农、林、牧、渔业", "(all industry:A)", {}},
      {"industry:C3841", "(all industry:C384)", {}},
      {"region:\" hubei , 湖南 \"", "(all region:420000,430000)", {}},
      {"地区:,", "(all)", {"ignored 0+8: “地区:”后面没有值，已忽略 | no value follows \"地区:\": ignored"}},
      {"地区:湖背",
       "(all 湖背)",
       {"unknown_value 7+6: 地区里没有“湖背”，按词检索；相近的有：湖北省、湖南省、湖州市 | "
        "region has no \"湖背\": searched as words; near: Hubei, Hunan, Huzhou"}},
      {"region:wuhn",
       "(all wuhn)",
       {"unknown_value 7+4: 地区里没有“wuhn”，按词检索；相近的有：武汉市、芜湖市、吴忠市 | "
        "region has no \"wuhn\": searched as words; near: Wuhan, Wuhu, Wuzhong"}},
      {"地区:湖北,xyz 甲",
       "(all region:420000 (words xyz 甲))",
       {"unknown_value 14+3: 地区里没有“xyz”，按词检索 | region has no \"xyz\": searched as words"}},
      {"甲 -地区:湖北,xyz",
       "(all 甲 (none (any region:420000 xyz)))",
       {"unknown_value 19+3: 地区里没有“xyz”，按词检索 | region has no \"xyz\": searched as words"}},
      {"甲 OR 地区:湖北,xyz",
       "(all (any 甲 (all region:420000 xyz)))",
       {"unknown_value 21+3: 地区里没有“xyz”，按词检索 | region has no \"xyz\": searched as words"}},
      {"领域:新能源汽车",
       "(all 新能源汽车)",
       {"unknown_value 7+15: 领域里没有“新能源汽车”，按词检索；相近的有：新能源与高效节能 | "
        "field has no \"新能源汽车\": searched as words; near: New energy and energy saving"}},
  });
}

TEST_CASE("odd numbers") {
  const std::string trl =
      "unknown_value {}: 成熟度要写 1 到 9 的数或范围（如 6、6-8、>=6），“{}”按词检索 | "
      "TRL takes a number or range from 1 to 9 (6, 6-8, >=6): \"{}\" is searched as words";
  const auto wrong = [&](std::string_view place, std::string_view word) { return fmt::format(fmt::runtime(trl), place, word, word); };
  check({
      {"trl:TRL6 trl:6级 trl:=6 成熟度:６", "(all trl:6 trl:6 trl:6 trl:6)", {}},
      {"trl:6..8 trl:6~8 trl:6至8级 trl:６－８ trl:6–8", "(all trl:6-8 trl:6-8 trl:6-8 trl:6-8 trl:6-8)", {}},
      {"trl:>=6 trl:≥6 trl:>5 trl:6以上 trl:＞＝6", "(all trl:6-9 trl:6-9 trl:6-9 trl:6-9 trl:6-9)", {}},
      {"trl:<=6 trl:≤6 trl:<7 trl:6级以下", "(all trl:1-6 trl:1-6 trl:1-6 trl:1-6)", {}},
      {"trl:6-12 trl:>0", "(all trl:6-9 trl:1-9)", {}},
      {"trl:3,6-7 甲", "(all (any trl:3 trl:6-7) 甲)", {}},
      {"trl:12", "(all 12)", {wrong("4+2", "12")}},
      {"trl:>9", "(all >9)", {wrong("4+2", ">9")}},
      {"trl:<1", "(all <1)", {wrong("4+2", "<1")}},
      {"trl:高", "(all 高)", {wrong("4+3", "高")}},
      {"trl:6-", "(all 6-)", {wrong("4+2", "6-")}},
      {"trl:-6", "(all -6)", {wrong("4+2", "-6")}},
      {"trl:6x", "(all 6x)", {wrong("4+2", "6x")}},
      {"trl:99999999999", "(all 99999999999)", {wrong("4+11", "99999999999")}},
      {"trl:6,高", "(all trl:6 高)", {wrong("6+3", "高")}},
      {"年份:2020年 year:2020-2024", "(all year:2020 year:2020-2024)", {}},
      {"year:>=2020 year:<2020", "(all year:2020-2200 year:1900-2019)", {}},
      {"year:2025-2020",
       "(all year:2020-2025)",
       {"swapped 5+9: “2025-2020”前后颠倒，按 2020 至 2025 检索 | \"2025-2020\" is the wrong way round: read as 2020 to 2025"}},
      {"year:25",
       "(all 25)",
       {"unknown_value 5+2: 年份要写 1900 到 2200 的数或范围（如 2024、2020-2024、>=2020），“25”按词检索 | "
        "year takes a number or range from 1900 to 2200 (2024, 2020-2024, >=2020): \"25\" is searched as words"}},
  });
}

TEST_CASE("damaged bytes and control characters are white space") {
  const std::string damaged =
      "查询里有控制字符或不是 UTF-8 的字节，按空格处理 | the query holds control characters or bytes that are not UTF-8: read as white "
      "space";
  check({
      {"水\xFF肥\xFE", "(all (words 水 肥))", {"damaged 3+1: " + damaged}},
      {std::string("a\0-b", 4), "(all a (none b))", {"damaged 1+1: " + damaged}},
      {"\"水\x01肥\"", "(all \"水 肥\")", {"damaged 4+1: " + damaged}},
      {"水\xE8\x82", "(all 水)", {"damaged 3+2: " + damaged}},
      {"\xEF\xBB\xBF-水 肥", "(all (none 水) 肥)", {}},
      {"\xED\xA0\x80", "(all)", {"damaged 0+1: " + damaged}},
  });
}

TEST_CASE("what is beyond 64 KB is left out, at a character") {
  const std::string text = "ab" + repeated("水", kMaxQueryBytes + 9);
  const ParsedQuery parsed = parse(text);
  REQUIRE(parsed.root.children.size() == 1);
  CHECK(parsed.root.children[0].text.size() == kMaxQueryBytes - 2);
  CHECK(parsed.root.children[0].text.ends_with("水"));
  REQUIRE(parsed.notes.size() == 2);
  CHECK(printed(parsed.notes[1]) ==
        fmt::format(
            "too_long 65534+{}: 查询超过 65536 字节，其后的内容不检索 | the query is longer than 65536 bytes: what follows is left out",
            text.size() - 65534));
  CHECK(remarks(std::string(kMaxQueryBytes, 'a')).empty());
}

TEST_CASE("nodes know where they were written") {
  const ParsedQuery parsed = parse("甲 乙 -\"丙\" 地区：湖北 (丁 OR 戊)");
  struct Place {
    std::size_t start, length;
  };
  const Place places[] = {{0, 7}, {8, 6}, {15, 15}, {32, 10}};
  REQUIRE(parsed.root.children.size() == std::size(places));
  for (std::size_t i = 0; i < std::size(places); ++i) {
    CHECK(parsed.root.children[i].start == places[i].start);
    CHECK(parsed.root.children[i].length == places[i].length);
  }
}

TEST_CASE("a query with many faults gets twenty notes") {
  const auto given = codes(repeated("region:火星 ", 5000));
  CHECK(given.size() == 21);
  CHECK(given.front() == "understood");
  CHECK(given.back() == "unknown_value");
}

TEST_CASE("random input keeps the parser's promises") {
  static const std::vector<std::string> pieces = {
      " ",        "　",  "(",         ")",      "（",    "）",         "\"",   "“",      "”",    "「",   "」",
      "-",        "－",  "|",         "｜",     "OR",    " OR ",       "NOT ", "AND",    ":",    "：",   ",",
      "，",       "、",  "title:",    "单位：", "地区:", "region:",    "trl:", "year:",  "foo:", "湖北", "湖背",
      "6-8",      ">=6", "2025-2020", "水",     "肥",    "水肥一体化", "a",    "N-甲基", "-20℃", "\xFF", std::string(1, '\0'),
      "\xE6\xB0", "\n",  "http://"};
  std::mt19937 random(20260301);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int i = 0; i < 5000; ++i) {
    std::string query;
    for (std::size_t n = below(25); n > 0; --n) query += pieces[below(pieces.size())];
    INFO(query);
    check_promises(query);
  }
  for (int i = 0; i < 1000; ++i) {
    std::string query(below(60), ' ');
    for (char& c : query) c = static_cast<char>(below(256));
    check_promises(query);
  }
}

TEST_CASE("64 KB of anything is read in linear time") {
  for (const char* piece : {"(",    ")",      "()",       "((a) ",       "\"",           "「",           "-",  "-(",
                            "-1(",  "|",      "a|",       "a ",          "水",           "-a ",          ":",  "a:",
                            "a:b ", "title:", "title:a(", "title:((",    "region:湖背 ", "region:湖背,", "、", "region:、",
                            "trl:", "trl:9,", "C1111",    "industry:C1", "\xFF",         "NOT ",         "OR "}) {
    INFO(piece);
    const std::string half = repeated(piece, kMaxQueryBytes / 8), whole = repeated(piece, kMaxQueryBytes);
    check_promises(whole);
    const double first = seconds(half), second = seconds(whole);
    // Eight times the text; quadratic work would take 64 times as long. Short times say nothing.
    CHECK((second < 0.25 || second < 24 * first));
  }
}

}  // namespace query_parser_test
