// SPDX-License-Identifier: GPL-3.0-or-later
// What a request means, and what is said where it means nothing: tables of input → the request as text, or the whole error.
#include <catch2/catch.hpp>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "corpus/vocabulary.h"
#include "web/handlers.h"
#include "web/wire.h"

namespace wire_test {

namespace {

using nlohmann::json;

const corpus::Vocabularies& lists() {
  static const auto loaded = corpus::Vocabularies::load(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/vocab");
  REQUIRE(loaded);
  return *loaded;
}

// "where | message | hint", the code in front where it is not the usual one.
std::string text_of(const web::Failure& failure) {
  const corpus::Error& error = failure.error;
  const std::string code = error.code == corpus::ErrorCode::invalid_argument ? "" : std::string(corpus::to_string(error.code)) + " | ";
  return code + error.where + " | " + error.message + " | " + error.hint;
}

std::string joined(const std::string& name, const std::vector<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? " " + name + "=" : "+") + code;
  return out;
}
std::string number(const std::string& name, const std::optional<int>& value) {
  return value ? " " + name + "=" + std::to_string(*value) : "";
}

// What differs from a request for everything, in the order of the contract.
std::string text_of(const search::SearchRequest& r) {
  std::string out = "'" + r.query + "'";
  if (r.kind != corpus::Kind::achievement) out += " kind=" + std::string(corpus::to_string(r.kind));
  out += joined("region", r.filters.region) + joined("field", r.filters.field) + joined("industry", r.filters.industry);
  out += joined("stage", r.filters.stage) + joined("cooperation", r.filters.cooperation);
  out += number("trl_min", r.filters.trl_min) + number("trl_max", r.filters.trl_max);
  out += number("year_from", r.filters.year_from) + number("year_to", r.filters.year_to);
  if (!r.relax) out += " strict";
  if (r.sort != search::Sort::relevance) out += r.sort == search::Sort::date ? " sort=date" : " sort=trl";
  if (r.page != 1) out += " page=" + std::to_string(r.page);
  if (r.size != 10) out += " size=" + std::to_string(r.size);
  if (!r.facets) out += " no facets";
  return out;
}

std::string text_of(const search::MatchRequest& r) {
  return (r.id.empty() ? "" : "id=" + r.id + " ") + (r.text.empty() ? "" : "text=" + r.text + " ") +
         "to=" + std::string(search::to_string(r.to)) + " top=" + std::to_string(r.top);
}
std::string text_of(const web::MatchBody& m) {
  return text_of(m.request) + (m.draft.is_null() ? "" : " draft=" + m.draft.dump()) + (m.see_dismissed ? " with dismissed" : "");
}
std::string text_of(const corpus::DecisionBook::Wanted& w) {
  return "by=" + w.by + " verdict=" + w.verdict + " record=" + w.record + " page=" + std::to_string(w.page) + " size=" + std::to_string(w.size);
}
std::string text_of(const web::DecisionFile& f) { return text_of(f.wanted) + " " + f.format; }
std::string text_of(const web::CoachBody& c) { return c.object.is_null() ? "id=" + c.id : "record=" + c.object.dump(); }
std::string text_of(const web::SuggestRequest& s) { return "'" + s.text + "' size=" + std::to_string(s.size); }
std::string text_of(const web::RecordBody& r) { return std::string(corpus::to_string(r.kind)) + " " + r.object.dump(); }

template <class T>
std::string read(const web::Wire<T>& result) {
  return result ? text_of(*result) : text_of(result.error());
}

struct Row {
  std::string in, out;
};

const std::string kKnown =
    "可用参数 / known parameters: q, kind, region, field, industry, stage, cooperation, trl_min, trl_max, year_from, year_to, strict, sort, "
    "page, size, facets";

std::string deep(std::size_t levels) { return R"({"q":)" + std::string(levels, '[') + std::string(levels, ']') + "}"; }

}  // namespace

TEST_CASE("a query string becomes a search request, or the reason why not", "[web][wire]") {
  const std::vector<Row> rows = {
      {"", "''"},
      {"q=", "''"},
      {"q", "''"},
      {"&q=a&", "'a'"},
      {"q=a+b%20c%2B", "'a b c+'"},
      {"q=%E6%B0%B4%E8%82%A5", "'水肥'"},
      {"q=水肥", "'水肥'"},
      {"q=a=b", "'a=b'"},
      {"q=a%26b", "'a&b'"},
      {"q=\"x\" OR -y", "'\"x\" OR -y'"},
      {"q=a%09b%0D%0A", "'a\tb\r\n'"},
      {"kind=need&sort=date&page=3&size=100&facets=false", "'' kind=need sort=date page=3 size=100 no facets"},
      {"kind=achievement&sort=relevance&page=1&size=10&facets=true", "''"},
      {"region=420000,421200&field=agriculture", "'' region=420000+421200 field=agriculture"},
      {"region=420000,420000", "'' region=420000"},
      {"region=", "''"},
      {"industry=C,A01&stage=early,mid&cooperation=license", "'' industry=C+A01 stage=early+mid cooperation=license"},
      {"trl_min=4&trl_max=4&year_from=1900&year_to=2200&sort=trl", "'' trl_min=4 trl_max=4 year_from=1900 year_to=2200 sort=trl"},
      {"page=007", "'' page=7"},
      {"strict=true", "'' strict"},
      {"strict=false", "''"},

      {"regoin=420000", "regoin | 没有参数 \"regoin\" / unknown parameter \"regoin\" | " + kKnown},
      {"=x", " | 没有参数 \"\" / unknown parameter \"\" | " + kKnown},
      {"Q=x", "Q | 没有参数 \"Q\" / unknown parameter \"Q\" | " + kKnown},
      {"q=a&q=a", "q | 参数 \"q\" 出现多次 / parameter \"q\" is given more than once | "},
      {"region=420000&region=430000",
       "region | 参数 \"region\" 出现多次 / parameter \"region\" is given more than once | 多个代码用逗号隔开 / join several codes by "
       "comma"},
      {"q=100%", "q | 百分号编码有误 / broken percent encoding | 百分号本身写作 %25 / write %25 for a percent sign"},
      {"q=%u6C34", "q | 百分号编码有误 / broken percent encoding | 百分号本身写作 %25 / write %25 for a percent sign"},
      {"q=%4", "q | 百分号编码有误 / broken percent encoding | 百分号本身写作 %25 / write %25 for a percent sign"},
      {"q=%C3%28", "q | 参数 \"q\" 不是合法的 UTF-8 / parameter \"q\" is not UTF-8 | 请用 UTF-8 / send UTF-8"},
      {"q=\xff", "q | 参数 \"q\" 不是合法的 UTF-8 / parameter \"q\" is not UTF-8 | 请用 UTF-8 / send UTF-8"},
      {"q=a%00b", "q | 参数 \"q\" 含有空字符 / parameter \"q\" holds a NUL character | "},
      {"kind=", "kind | 参数值 \"\" 不是可选的值 / \"\" is not one of the choices | 可选 / choices: achievement, need, expert, enterprise"},
      {"kind=decision",
       "kind | 参数值 \"decision\" 不是可选的值 / \"decision\" is not one of the choices | 可选 / choices: achievement, need, expert, "
       "enterprise"},
      {"sort=,", "sort | 参数值 \",\" 不是可选的值 / \",\" is not one of the choices | 可选 / choices: relevance, date, trl"},
      {"sort=date, trl",
       "sort | 参数值 \"date, trl\" 不是可选的值 / \"date, trl\" is not one of the choices | 可选 / choices: relevance, date, trl"},
      {"page=0", "page | 参数值 0 不在 1 到 1000 之间 / 0 is not between 1 and 1000 | "},
      {"page=-1", "page | 参数值 -1 不在 1 到 1000 之间 / -1 is not between 1 and 1000 | "},
      {"size=101", "size | 参数值 101 不在 1 到 100 之间 / 101 is not between 1 and 100 | "},
      {"size=ten",
       "size | 参数值 \"ten\" 不是整数 / \"ten\" is not a whole number | 写 1 到 100 的整数 / write a whole number from 1 to 100"},
      {"size=", "size | 参数值 \"\" 不是整数 / \"\" is not a whole number | 写 1 到 100 的整数 / write a whole number from 1 to 100"},
      {"size=1.5",
       "size | 参数值 \"1.5\" 不是整数 / \"1.5\" is not a whole number | 写 1 到 100 的整数 / write a whole number from 1 to 100"},
      {"size=99999999999999999999",
       "size | 参数值 \"99999999999999999999\" 不是整数 / \"99999999999999999999\" is not a whole number | 写 1 到 100 的整数 / write a "
       "whole number from 1 to 100"},
      {"trl_min=0", "trl_min | 参数值 0 不在 1 到 9 之间 / 0 is not between 1 and 9 | "},
      {"year_to=1899", "year_to | 参数值 1899 不在 1900 到 2200 之间 / 1899 is not between 1900 and 2200 | "},
      {"trl_min=7&trl_max=3", "trl_min | 参数 trl_min 大于 trl_max / trl_min is greater than trl_max | "},
      {"year_from=2024&year_to=2020", "year_from | 参数 year_from 大于 year_to / year_from is greater than year_to | "},
      {"facets=1", "facets | 参数值 \"1\" 不是真假值 / \"1\" is not true or false | 写 true 或 false / write true or false"},
      {"region=999999",
       "region | 代码 \"999999\" 不在词表 region 中 / \"999999\" is not a code of the vocabulary region | 见 / see /api/v1/vocabularies"},
      {"region=420000,",
       "region | 代码 \"\" 不在词表 region 中 / \"\" is not a code of the vocabulary region | 见 / see /api/v1/vocabularies"},
      {"region=421221",
       "region | 代码 \"421221\" 不在词表 region 中 / \"421221\" is not a code of the vocabulary region | 是否指 421200（咸宁市）/ did you "
       "mean 421200?"},
      {"stage=中试",
       "stage | 代码 \"中试\" 不在词表 stage 中 / \"中试\" is not a code of the vocabulary stage | 是否指 mid（中期）/ did you mean mid?"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CHECK(read(web::read_search(row.in, lists())) == row.out);
  }
}

TEST_CASE("a JSON body becomes the same search request", "[web][wire]") {
  const std::vector<Row> rows = {
      {"{}", "''"},
      {R"( {"q":"水肥 一体化"} )", "'水肥 一体化'"},
      {R"({"kind":"expert","region":["420000","421200","420000"],"trl_min":4,"facets":false,"page":2})",
       "'' kind=expert region=420000+421200 trl_min=4 page=2 no facets"},
      {R"({"field":[],"industry":["C"],"stage":["early"],"cooperation":["license"],"sort":"trl","size":1,"year_from":2000,"year_to":2001,"trl_max":9})",
       "'' industry=C stage=early cooperation=license trl_max=9 year_from=2000 year_to=2001 sort=trl size=1"},

      {"", "body | 正文是空的 / the body is empty | 请发送一个 JSON 对象 / send a JSON object"},
      {" \r\n", "body | 正文是空的 / the body is empty | 请发送一个 JSON 对象 / send a JSON object"},
      {"[]", "body | 正文不是 JSON 对象 / the body is not a JSON object | "},
      {"null", "body | 正文不是 JSON 对象 / the body is not a JSON object | "},
      {R"({"q":1})", "q | 参数值 1 不是文本 / 1 is not text | "},
      {R"({"q":null})", "q | 参数值 null 不是文本 / null is not text | "},
      {R"({"q":"a\u0000b"})", "q | 参数 \"q\" 含有空字符 / parameter \"q\" holds a NUL character | "},
      {R"({"Q":"a"})", "Q | 没有参数 \"Q\" / unknown parameter \"Q\" | " + kKnown},
      {R"({"page":"1"})",
       "page | 参数值 \"1\" 不是整数 / \"1\" is not a whole number | 写 1 到 1000 的整数 / write a whole number from 1 to 1000"},
      {R"({"page":1.0})",
       "page | 参数值 1.0 不是整数 / 1.0 is not a whole number | 写 1 到 1000 的整数 / write a whole number from 1 to 1000"},
      {R"({"page":true})",
       "page | 参数值 true 不是整数 / true is not a whole number | 写 1 到 1000 的整数 / write a whole number from 1 to 1000"},
      {R"({"page":18446744073709551615})",
       "page | 参数值 18446744073709551615 不在 1 到 1000 之间 / 18446744073709551615 is not between 1 and 1000 | "},
      {R"({"page":-9223372036854775808})",
       "page | 参数值 -9223372036854775808 不在 1 到 1000 之间 / -9223372036854775808 is not between 1 and 1000 | "},
      {R"({"facets":"true"})",
       "facets | 参数值 \"true\" 不是真假值 / \"true\" is not true or false | 写 true 或 false / write true or false"},
      {R"({"kind":["need"]})", "kind | 参数值 [\"need\"] 不是文本 / [\"need\"] is not text | "},
      {R"({"region":"420000"})",
       "region | 参数值 \"420000\" 不是代码的列表 / \"420000\" is not a list of codes | 例如 / such as [\"420000\"]"},
      {R"({"region":[420000]})", "region | 参数值 420000 不是文本 / 420000 is not text | "},
      {R"({"region":["x"]})",
       "region | 代码 \"x\" 不在词表 region 中 / \"x\" is not a code of the vocabulary region | 见 / see /api/v1/vocabularies"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CHECK(read(web::read_search_body(row.in, lists())) == row.out);
  }
}

TEST_CASE("a body that is no JSON is refused with the place where it ends to be", "[web][wire]") {
  const auto refusal = [](const std::string& body) {
    const auto result = web::read_search_body(body, lists());
    REQUIRE_FALSE(result);
    CHECK(result.error().error.code == corpus::ErrorCode::invalid_argument);
    CHECK(result.error().error.where == "body");
    return result.error().error.message;
  };
  CHECK_THAT(refusal(R"({"q":})"), Catch::StartsWith("正文不是合法的 JSON（第 6 个字符）/ "));
  CHECK_THAT(refusal(R"({"q":"a"} x)"), Catch::StartsWith("正文不是合法的 JSON（第 11 个字符）/ "));
  CHECK_THAT(refusal(R"({"q":"a)"), Catch::StartsWith("正文不是合法的 JSON（"));
  CHECK_THAT(refusal("{\"q\":\"\xff\"}"), Catch::StartsWith("正文不是合法的 UTF-8 / "));
  CHECK_THAT(refusal(std::string("\0{}", 3)), Catch::StartsWith("正文不是合法的 JSON（第 1 个字符）/ "));
  CHECK_THAT(refusal(deep(64)), Catch::StartsWith("正文嵌套超过 64 层 / "));
  CHECK_THAT(refusal(deep(400'000)), Catch::StartsWith("正文嵌套超过 64 层 / "));
  CHECK(web::read_search_body(deep(63), lists()).error().error.where == "q");  // read, and then not text
}

TEST_CASE("facets take no page and no order", "[web][wire]") {
  CHECK(read(web::read_facets("q=a&kind=need&trl_min=2", lists())) == "'a' kind=need trl_min=2 size=1");
  const std::string known =
      "可用参数 / known parameters: q, kind, region, field, industry, stage, cooperation, trl_min, trl_max, year_from, year_to, strict";
  for (const std::string name : {"sort", "page", "size", "facets"})
    CHECK(read(web::read_facets(name + "=1", lists())) ==
          name + " | 没有参数 \"" + name + "\" / unknown parameter \"" + name + "\" | " + known);
}

TEST_CASE("suggestions need a beginning and bound its length in characters", "[web][wire]") {
  std::string long_text;
  for (int i = 0; i < 200; ++i) long_text += "水";
  const std::vector<Row> rows = {
      {"q=%E6%B0%B4", "'水' size=8"},
      {"q=&size=20", "'' size=20"},
      {"q=" + long_text, "'" + long_text + "' size=8"},
      {"q=" + long_text + "a", "q | 参数 \"q\" 超过 200 个字符 / parameter \"q\" is over 200 characters | "},
      {"", "q | 缺少参数 \"q\" / parameter \"q\" is missing | "},
      {"q=a&size=21", "size | 参数值 21 不在 1 到 20 之间 / 21 is not between 1 and 20 | "},
      {"q=a&kind=need", "kind | 没有参数 \"kind\" / unknown parameter \"kind\" | 可用参数 / known parameters: q, size"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CHECK(read(web::read_suggest(row.in)) == row.out);
  }
}

TEST_CASE("matches of a record need a direction", "[web][wire]") {
  const std::string choices = "可选 / choices: achievement, need, expert, similar";
  const std::vector<Row> rows = {
      {"to=expert", "to=expert top=10"},
      {"to=similar&top=100", "to=similar top=100"},
      {"", "to | 缺少参数 \"to\" / parameter \"to\" is missing | " + choices},
      {"to=enterprise", "to | 参数值 \"enterprise\" 不是可选的值 / \"enterprise\" is not one of the choices | " + choices},
      {"to=need&top=0", "top | 参数值 0 不在 1 到 100 之间 / 0 is not between 1 and 100 | "},
      {"to=need&id=x", "id | 没有参数 \"id\" / unknown parameter \"id\" | 可用参数 / known parameters: to, top, dismissed"},
      {"to=need&dismissed=show", "to=need top=10 with dismissed"},
      {"to=need&dismissed=hide", "to=need top=10"},
      {"to=need&dismissed=true", "dismissed | 参数值 \"true\" 不是可选的值 / \"true\" is not one of the choices | 可选 / choices: hide, show"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CHECK(read(web::read_record_matches(row.in)) == row.out);
  }
}

TEST_CASE("a list of decisions is asked for by whose, verdict, record and page", "[web][wire]") {
  const std::string verdicts = "可选 / choices: shortlisted, dismissed, same, not_same";
  for (const Row& row : std::vector<Row>{
           {"", "by= verdict= record= page=1 size=20"},
           {"by=%E5%BC%A0&verdict=dismissed&record=N-1&page=2&size=100", "by=张 verdict=dismissed record=N-1 page=2 size=100"},
           {"verdict=withdrawn", "verdict | 参数值 \"withdrawn\" 不是可选的值 / \"withdrawn\" is not one of the choices | " + verdicts},
           {"by=", "by | 参数 \"by\" 是空的 / parameter \"by\" is empty | "},
           {"record=" + std::string(65, 'x'), "record | 参数 \"record\" 超过 64 个字符 / parameter \"record\" is over 64 characters | "},
           {"size=101", "size | 参数值 101 不在 1 到 100 之间 / 101 is not between 1 and 100 | "},
           {"subject=N-1", "subject | 没有参数 \"subject\" / unknown parameter \"subject\" | 可用参数 / known parameters: by, verdict, record, page, size"},
       }) {
    CAPTURE(row.in);
    CHECK(read(web::read_decisions(row.in)) == row.out);
  }
  CHECK(read(web::read_decision_file("format=csv&verdict=shortlisted")) == "by= verdict=shortlisted record= page=1 size=1000 csv");
  CHECK(read(web::read_decision_file("")) == "format | 缺少参数 \"format\" / parameter \"format\" is missing | 可选 / choices: csv, xlsx");
  CHECK(read(web::read_decision_file("format=json")) == "format | 参数值 \"json\" 不是可选的值 / \"json\" is not one of the choices | 可选 / choices: csv, xlsx");
}

TEST_CASE("a match is asked for by exactly one of id, text and record", "[web][wire]") {
  const std::string one = "body | 请在 id、text、record 中给且只给一个 / give exactly one of id, text and record | ";
  const std::string kinds = "可选 / choices: achievement, need, expert, enterprise";
  const std::vector<Row> rows = {
      {R"({"id":"N-1","to":"expert","top":3})", "id=N-1 to=expert top=3"},
      {R"({"id":"N-1","to":"expert","dismissed":"show"})", "id=N-1 to=expert top=10 with dismissed"},
      {R"({"text":"棉田节水","to":"achievement"})", "text=棉田节水 to=achievement top=10"},
      {R"({"record":{"kind":"need","title":"x"},"to":"expert"})", R"(to=expert top=10 draft={"kind":"need","title":"x"})"},
      {R"({"to":"expert"})", one},
      {R"({"id":"N-1","text":"x","to":"expert"})", one},
      {R"({"id":"N-1"})", "to | 缺少参数 \"to\" / parameter \"to\" is missing | 可选 / choices: achievement, need, expert, similar"},
      {R"({"id":"","to":"expert"})", "id | 参数 \"id\" 是空的 / parameter \"id\" is empty | "},
      {R"({"id":")" + std::string(65, 'x') + R"(","to":"expert"})",
       "id | 参数 \"id\" 超过 64 个字符 / parameter \"id\" is over 64 characters | "},
      {R"({"text":" \n","to":"expert"})", "text | 参数 \"text\" 是空的 / parameter \"text\" is empty | "},
      {R"({"record":"N-1","to":"expert"})", "record | 参数值 \"N-1\" 不是JSON 对象 / \"N-1\" is not a JSON object | "},
      {R"({"record":{"title":"x"},"to":"expert"})", "kind | 缺少参数 \"kind\" / parameter \"kind\" is missing | " + kinds},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CHECK(read(web::read_match(row.in)) == row.out);
  }
}

TEST_CASE("a record that is handed in names its kind, and the rest is the intake's business", "[web][wire]") {
  const std::string kinds = "可选 / choices: achievement, need, expert, enterprise";
  const std::vector<Row> rows = {
      {R"({"kind":"need","title":"一","whatever":[]})", R"(need {"kind":"need","title":"一","whatever":[]})"},
      {R"({"kind":"need","title":1})", "title | 参数值 1 不是文本 / 1 is not text | 文本写在引号里 / write text in quotes"},
      {R"({"kind":"need","x":{"a":1,"a":2}})",
       "a | 正文中 \"a\" 出现多次 / \"a\" stands more than once in one object | 只留一个 / keep one"},
      {"{}", "kind | 缺少参数 \"kind\" / parameter \"kind\" is missing | " + kinds},
      {R"({"kind":"decision"})", "kind | 参数值 \"decision\" 不是可选的值 / \"decision\" is not one of the choices | " + kinds},
      {R"({"kind":1})", "kind | 参数值 1 不是文本 / 1 is not text | "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CHECK(read(web::read_record(row.in)) == row.out);
  }
}

TEST_CASE("advice is asked for by exactly one of id and record, of a need or an achievement", "[web][wire]") {
  const std::string one = "body | 请在 id、record 中给且只给一个 / give exactly one of id and record | ";
  const std::string other = "kind | 只为需求与成果提供填写建议 / only needs and achievements are coached | 可选 / choices: need, achievement";
  const std::vector<Row> rows = {
      {R"({"id":"N-1"})", "id=N-1"},
      {R"({"record":{"kind":"need","title":"x"}})", R"(record={"kind":"need","title":"x"})"},
      {R"({"record":{"kind":"achievement"}})", R"(record={"kind":"achievement"})"},
      {"{}", one},
      {R"({"id":"N-1","record":{"kind":"need"}})", one},
      {R"({"id":""})", "id | 参数 \"id\" 是空的 / parameter \"id\" is empty | "},
      {R"({"id":7})", "id | 参数值 7 不是文本 / 7 is not text | "},
      {R"({"record":{"kind":"expert"}})", other},
      {R"({"record":{"kind":"enterprise"}})", other},
      {R"({"record":{"kind":"need","title":3}})", "title | 参数值 3 不是文本 / 3 is not text | 文本写在引号里 / write text in quotes"},
      {R"({"record":[]})", "record | 参数值 [] 不是JSON 对象 / [] is not a JSON object | "},
      {R"({"text":"x"})", "text | 没有参数 \"text\" / unknown parameter \"text\" | 可用参数 / known parameters: id, record"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.in);
    CHECK(read(web::read_coach(row.in)) == row.out);
  }
}

TEST_CASE("endpoints without parameters take none", "[web][wire]") {
  CHECK(web::read_nothing(""));
  CHECK(web::read_nothing("&"));
  CHECK(text_of(web::read_nothing("x=1").error()) == "x | 没有参数 \"x\" / unknown parameter \"x\" | 这里不用参数 / none are taken here");
}

TEST_CASE("a token is read from the header in any case of its scheme", "[web][wire]") {
  CHECK(web::bearer_token("Bearer qq_1_2") == "qq_1_2");
  CHECK(web::bearer_token("bEARER qq_1_2") == "qq_1_2");
  for (const std::string bad : {"", "Bearer", "Bearer ", "Basic YTpi", "qq_1_2", "Bearerqq_1_2"}) CHECK_FALSE(web::bearer_token(bad));
}

TEST_CASE("every code has a status of the contract", "[web][wire]") {
  const std::vector<std::pair<std::string, int>> wanted = {
      {"invalid_argument", 400}, {"not_found", 404},        {"conflict", 409}, {"refused", 422},     {"unauthorized", 401},
      {"forbidden", 403},        {"too_large", 413},        {"timeout", 503},  {"unavailable", 503}, {"busy", 503},
      {"damaged", 503},          {"version_mismatch", 503}, {"io", 500},       {"internal", 500},    {"stopped", 503}};
  int at = 0;
  for (const auto& [word, status] : wanted) {
    const auto code = static_cast<corpus::ErrorCode>(at++);
    CHECK(corpus::to_string(code) == word);
    CHECK(web::status_of(code) == status);
  }
}

TEST_CASE("a failure has one shape, and speaks Chinese also where its message does not", "[web][wire]") {
  using corpus::ErrorCode;
  const auto body = [](const web::Answer& answer) { return answer.body; };
  CHECK(body(web::answer_of({{ErrorCode::timeout, "", "", ""}, {}}, "r1")) ==
        R"({"error":{"code":"timeout","message":"超过时间限制 / over the time limit","request_id":"r1"}})");
  CHECK(
      body(web::answer_of({{ErrorCode::conflict, "N-1", "the id is taken", "choose another"}, {}}, "r2")) ==
      R"({"error":{"code":"conflict","message":"与现有记录冲突 / the id is taken","where":"N-1","hint":"choose another","request_id":"r2"}})");
  CHECK(body(web::answer_of({web::no_such_record("N-1"), {}}, "r3")) ==
        R"({"error":{"code":"not_found","message":"没有这条记录，或您无权查看 / no such record, or not for this reader","where":"N-1",)"
        R"("hint":"有令牌请带上令牌 / ask with a token if you have one","request_id":"r3"}})");
  CHECK(body(web::answer_of({{ErrorCode::refused, "", "the record has errors", ""},
                             {{corpus::Severity::error, "unknown_value", "stage", "no such stage", "one of 初期, 中期", {}, {}},
                              {corpus::Severity::warning, "missing", "title", "no title", "", {}, {}}}},
                            "r4")) ==
        R"({"error":{"code":"refused","message":"记录未通过校验 / the record has errors","request_id":"r4","diagnostics":[)"
        R"({"severity":"error","code":"unknown_value","field":"stage","message":"no such stage","hint":"one of 初期, 中期"},)"
        R"({"severity":"warning","code":"missing","field":"title","message":"no title"}]}})");
  CHECK(body(web::answer_of({{ErrorCode::io, "\xff", "\xfe", ""}, {}}, "r5")) ==
        "{\"error\":{\"code\":\"io\",\"message\":\"读写失败 / \xef\xbf\xbd\",\"where\":\"\xef\xbf\xbd\",\"request_id\":\"r5\"}}");
}

TEST_CASE("a method that a path does not have is answered with those it has", "[web][wire]") {
  const web::Answer answer = web::no_such_method("PUT", "GET, HEAD", "r");
  CHECK(answer.status == 405);
  CHECK(answer.body == R"({"error":{"code":"invalid_argument","message":"这个地址不接受 PUT / PUT is not allowed here","where":"PUT",)"
                       R"("hint":"可用 GET, HEAD / allowed: GET, HEAD","request_id":"r"}})");
  CHECK(answer.headers.back() == std::pair<std::string, std::string>("Allow", "GET, HEAD"));
}

TEST_CASE("what the library refuses keeps its status and gets our words", "[web][wire]") {
  for (const int status : {400, 404, 413, 414, 416, 417, 431, 500, 503}) {
    const web::Answer answer = web::answer_of_status(status, "r");
    CHECK(answer.status == status);
    const json error = json::parse(answer.body).at("error");
    CHECK(error.at("request_id") == "r");
    CHECK_FALSE(error.at("message").get<std::string>().empty());
  }
  CHECK(json::parse(web::answer_of_status(414, "r").body)["error"]["code"] == "too_large");
}

TEST_CASE("a path leads to one route, and only its id is decoded", "[web][wire]") {
  const auto shown = [](std::string_view method, std::string_view path) {
    const web::Found found = web::find_route(method, path);
    if (found.route == nullptr) return "none, allowed: " + found.allowed;
    return std::string(found.route->method) + " " + std::string(found.route->path) + (found.id.empty() ? "" : " id=" + found.id);
  };
  CHECK(shown("GET", "/api/v1/search") == "GET /api/v1/search");
  CHECK(shown("HEAD", "/api/v1/search") == "GET /api/v1/search");
  CHECK(shown("POST", "/api/v1/search") == "POST /api/v1/search");
  CHECK(shown("PUT", "/api/v1/search") == "none, allowed: GET, HEAD, POST");
  CHECK(shown("GET", "/api/v1/records") == "none, allowed: POST");
  CHECK(shown("GET", "/api/v1/records/N-1") == "GET /api/v1/records/{id} id=N-1");
  CHECK(shown("GET", "/api/v1/records/a%2Fb") == "GET /api/v1/records/{id} id=a/b");
  CHECK(shown("GET", "/api/v1/records/a%2Fb/matches") == "GET /api/v1/records/{id}/matches id=a/b");
  CHECK(shown("GET", "/api/v1/records/%E6%B0%B4+") == "GET /api/v1/records/{id} id=水+");
  CHECK(shown("DELETE", "/api/v1/records/x") == "none, allowed: GET, HEAD");
  for (const std::string_view path :
       {"", "/", "api/v1/search", "/api/v1/search/", "//api/v1/search", "/api/v1/se%61rch", "/api/v1/records/", "/api/v1/records//matches",
        "/api/v1/records/%", "/api/v1/records/x/", "/api/v1/records/x/matches/y", "/api/v1/x/../search", "/API/v1/search", "/api/v1"})
    CHECK(shown("GET", path) == "none, allowed: ");
}

TEST_CASE("a search result is written as the contract has it", "[web][wire]") {
  search::Hit hit;
  hit.card = {"A-1",        corpus::Kind::achievement,
              "水肥一体化", "某大学",
              "421200",     {"agriculture"},
              {"A01"},      {"license"},
              "mid",        6,
              true,         2024,
              "面议",       {"灌溉"},
              "public",     "2024-05-06"};
  hit.score = 1.5;
  hit.title_parts = {{"水肥", true}, {"一体化", false}};
  hit.fragments = {{"summary", 12, {{"亩均灌水", false}}}};
  search::SearchResult result;
  result.hits = {hit, {}};
  result.facets["trl"] = {{"6", 3, true, {}}};
  result.facets["year"] = {{"2024", 2, false, {}}};
  result.facets["region"] = {{"420000", 2, false, {{"421200", 1, true, {}}}}};
  result.notes = {{"understood", "全部", "everything", 0, 0}, {"unclosed_quote", "引号未闭合", "unclosed quote", 3, 2}};
  result.seq = 42;
  result.generation = "gen-000001";
  result.total = 7;
  result.total_exact = false;
  result.took_ms = 2.5;
  search::SearchRequest request;
  request.page = 3;
  const web::Answer answer = web::answer_search(result, request, lists());
  CHECK(answer.status == 200);
  const json body = json::parse(answer.body);
  CHECK(body["hits"][0] == json::parse(R"({
      "id": "A-1", "kind": "achievement", "title": "水肥一体化", "owner": "某大学",
      "region": {"code": "421200", "label": "咸宁市", "label_en": "Xianning"},
      "field": [{"code": "agriculture", "label": "现代农业", "label_en": ")" +
                                       lists().at("field").label_en("agriculture") + R"("}],
      "industry": [{"code": "A01", "label": "农业", "label_en": ")" +
                                       lists().at("industry").label_en("A01") + R"("}],
      "cooperation": [{"code": "license", "label": "技术许可", "label_en": "Licence"}],
      "stage": {"code": "mid", "label": "中期", "label_en": "Middle"},
      "trl": 6, "trl_inferred": true, "year": 2024, "price": "面议", "keywords": ["灌溉"], "visibility": "public", "updated_at": "2024-05-06",
      "score": 1.5, "title_parts": [{"text": "水肥", "match": true}, {"text": "一体化", "match": false}],
      "fragments": [{"field": "summary", "start": 12, "parts": [{"text": "亩均灌水", "match": false}]}]})"));
  for (const char* name : {"region", "stage", "trl", "year"}) CHECK(body["hits"][1][name].is_null());
  CHECK(body["facets"]["trl"][0] == json::parse(R"({"code":"6","label":"TRL 6","label_en":"TRL 6","count":3,"selected":true})"));
  CHECK(body["facets"]["year"][0]["label"] == "2024");
  CHECK(body["facets"]["region"][0]["children"][0] ==
        json::parse(R"({"code":"421200","label":"咸宁市","label_en":"Xianning","count":1,"selected":true})"));
  CHECK(body["notes"] == json::parse(R"([{"code":"understood","message":"全部","message_en":"everything"},
      {"code":"unclosed_quote","message":"引号未闭合","message_en":"unclosed quote","start":3,"length":2}])"));
  CHECK(body["total"] == json::parse(R"({"value":7,"relation":"about"})"));
  CHECK_FALSE(body.contains("did_you_mean"));
  CHECK(body["page"] == 3);
  CHECK(body["size"] == 10);
  CHECK(body["seq"] == 42);
  CHECK(body["generation"] == "gen-000001");
}

TEST_CASE("what may have been meant is written as the contract has it", "[web][wire]") {
  search::SearchResult result;
  result.did_you_mean = search::Correction{"锂电池", {{6, 3, "迟", "池"}}};
  const json body = json::parse(web::answer_search(result, {}, lists()).body);
  CHECK(body["did_you_mean"] == json::parse(R"({"text":"锂电池","changes":[{"start":6,"length":3,"from":"迟","to":"池"}]})"));
}

TEST_CASE("what a signal does not apply to is null, not zero", "[web][wire]") {
  search::MatchResult result;
  search::Match match;
  match.card.id = "A-1";
  match.signals = {{"text", 0.4}};
  match.values = {{"text", 0.5}, {"region", std::nullopt}};
  match.reasons = {{"text", "题目相近", "close titles"}};
  result.matches = {match};
  result.effective_weights = {{"text", 0.8}};
  const json body = json::parse(web::answer_match(result, {"w1", {{"text", 0.8}}}, lists()).body);
  CHECK(body["matches"][0]["signals"] == json::parse(R"({"text":0.4})"));
  CHECK(body["matches"][0]["values"] == json::parse(R"({"text":0.5,"region":null})"));
  CHECK(body["matches"][0]["reasons"] == json::parse(R"([{"signal":"text","message":"题目相近","message_en":"close titles"}])"));
  CHECK(body["weights"] == json::parse(R"({"text":0.8})"));
  CHECK(body["weights_version"] == "w1");
}

TEST_CASE("near-duplicates that a match stands for are counted and named, and left out where there are none", "[web][wire]") {
  search::MatchResult result;
  result.matches.resize(2);
  result.matches[0].more = 25, result.matches[0].more_ids = {"A-2", "A-3"};
  const json matches = json::parse(web::answer_match(result, {"w1", {}}, lists()).body)["matches"];
  CHECK(matches[0]["more"] == 25);
  CHECK(matches[0]["more_ids"] == json::array({"A-2", "A-3"}));
  CHECK_FALSE(matches[1].contains("more"));
  CHECK_FALSE(matches[1].contains("more_ids"));
}

TEST_CASE("results that meet a need together are there where there are such, and left out where not", "[web][wire]") {
  search::MatchResult result;
  CHECK_FALSE(json::parse(web::answer_match(result, {"w1", {}}, lists()).body).contains("together"));
  search::Together::Member first, second;
  first.card.id = "A-1", first.score = 0.5, first.meets = {"抗拉强度 ≥ 1000 MPa"};
  second.card.id = "A-2", second.meets = {"硬度 ≥ 60 HRC"};
  result.together = search::Together{{first, second}, {"孔隙率 < 1%"}, {"寿命 ≥ 5 年"}};
  const json together = json::parse(web::answer_match(result, {"w1", {}}, lists()).body)["together"];
  CHECK(together["members"][0]["id"] == "A-1");
  CHECK(together["members"][0]["score"] == 0.5);
  CHECK(together["members"][1]["meets"] == json::parse(R"(["硬度 ≥ 60 HRC"])"));
  CHECK(together["not_stated"] == json::parse(R"(["孔隙率 < 1%"])"));
  CHECK(together["not_comparable"] == json::parse(R"(["寿命 ≥ 5 年"])"));
  CHECK_FALSE(together.contains("open"));  // neither is missed
}

TEST_CASE("decisions are written for who made them alone", "[web][wire]") {
  search::MatchResult result;
  result.matches.resize(2);
  result.matches[0].card.id = "A-1";
  result.matches[1].card.id = "A-2";
  result.left_out = 3;
  corpus::Decision decision;
  decision.verdict = "dismissed";
  decision.reason = "price";
  decision.note = "太贵";
  decision.by = "broker";
  decision.at = "2026-03-05T08:00:00Z";
  const corpus::DecisionBook::Pairs decided{{"A-2", decision}};
  const json theirs = json::parse(web::answer_match(result, {"w1", {}}, lists(), &decided).body);
  CHECK(theirs["left_out"] == 3);
  CHECK_FALSE(theirs["matches"][0].contains("decision"));
  CHECK(theirs["matches"][1]["decision"] == json::parse(R"({"verdict": {"code": "dismissed", "label": "剔除", "label_en": "Dismissed"},
      "reason": {"code": "price", "label": "价格不合", "label_en": "Price"}, "note": "太贵", "by": "broker", "at": "2026-03-05T08:00:00Z"})"));
  const std::string others = web::answer_match(result, {"w1", {}}, lists()).body;
  CHECK(others.find("decision") == std::string::npos);
  CHECK(others.find("left_out") == std::string::npos);
}

TEST_CASE("a match without signals still has objects, not nulls", "[web][wire]") {
  search::MatchResult result;
  result.matches.resize(1);
  const json body = json::parse(web::answer_match(result, {"w1", {}}, lists()).body);
  for (const char* name : {"signals", "values"}) CHECK(body["matches"][0][name] == json::object());
  CHECK(body["weights"] == json::object());
}

TEST_CASE("the status says null where no index was built, and counts every kind", "[web][wire]") {
  web::StatusView view;
  view.version = "0.1.0";
  view.seq = 9;
  view.counts.published[corpus::Kind::need] = 4;
  view.jobs = {{"J-000001", "build", "failed", "read", 1, 2, "2026-03-05T08:00:00Z", "", "cannot read /srv/x", "{}", ""}};
  const json body = json::parse(web::answer_status(view).body);
  CHECK(body["index"].is_null());
  CHECK(body["store"] == json::parse(R"({"seq":9,"published":{"achievement":0,"need":4,"expert":0,"enterprise":0},"submitted":0})"));
  CHECK(body["jobs"][0] == json::parse(R"({"id":"J-000001","kind":"build","state":"failed","phase":"read","done":1,"total":2,"unit":"records",
                                           "started_at":"2026-03-05T08:00:00Z"})"));
  view.messages = true;
  view.index = web::IndexState{7, "gen-000001", "2026-03-05T08:00:00Z", "zh/1", 4};
  const json more = json::parse(web::answer_status(view).body);
  CHECK(more["jobs"][0]["message"] == "cannot read /srv/x");
  CHECK(more["index"]["lag"] == 2);
  CHECK_FALSE(more.contains("shards"));
}

TEST_CASE("the status names a generation that cannot be asked, and files only to those who may read", "[web][wire]") {
  web::StatusView view;
  view.counted = false;
  view.index_fault = web::IndexFault{"gen-000002", {corpus::ErrorCode::damaged, "/srv/index/gen-000002/shard-00", "the index is damaged: docdata.glass is missing",
                                                    "see what is damaged: queqiao index check; then …"}};
  const json body = json::parse(web::answer_status(view).body);
  CHECK(body["index"].is_null());
  CHECK(body["store"]["published"] == json::object());
  CHECK(body["index_fault"]["generation"] == "gen-000002");
  CHECK(body["index_fault"]["code"] == "damaged");
  CHECK(body["index_fault"]["problem"] == "文件已损坏 / the file is damaged");
  const std::string hint = body["index_fault"]["hint"];
  CHECK(hint.find("queqiao index check 看清损坏之处和可以启用的另一代") != std::string::npos);
  CHECK(hint.ends_with(" / see what is damaged: queqiao index check; then …"));
  view.messages = true;
  CHECK(json::parse(web::answer_status(view).body)["index_fault"]["problem"] ==
        "索引已损坏 / the index is damaged: docdata.glass is missing (/srv/index/gen-000002/shard-00)");
  view.index_fault.reset();
  CHECK_FALSE(json::parse(web::answer_status(view).body).contains("index_fault"));
}

TEST_CASE("the status lists shards, and names machines only to those who may read", "[web][wire]") {
  web::StatusView view;
  search::ShardState& shard = view.shards.emplace_back();
  shard.name = "tcp://10.0.0.7:7000";
  shard.generation = "gen-000002";
  shard.seq = 7;
  shard.documents = 3;
  shard.message = "no answer within 1666 ms";
  CHECK(json::parse(web::answer_status(view).body)["shards"] ==
        json::parse(R"([{"number":1,"answers":false,"used":false,"generation":"gen-000002","seq":7}])"));
  view.messages = true;
  const json more = json::parse(web::answer_status(view).body);
  CHECK(more["shards"][0]["documents"] == 3);
  CHECK(more["shards"][0]["name"] == "tcp://10.0.0.7:7000");
  CHECK(more["shards"][0]["message"] == "no answer within 1666 ms");
  CHECK_FALSE(more["shards"][0].contains("since"));
  CHECK_FALSE(more.contains("shard_set"));
  shard.since = "2026-03-05T08:00:00Z";
  view.messages = false;
  search::ShardSet& set = view.shard_set.emplace();
  set.configured = 3;
  set.generation = "gen-000002";
  set.expected = 4;
  set.found = 2;
  set.missing_documents = 7;
  set.fault = corpus::Error{corpus::ErrorCode::unavailable, "search.shards", "missing: shard-03", "name every shard"};
  const json away = json::parse(web::answer_status(view).body);
  CHECK(away["shards"][0]["since"] == "2026-03-05T08:00:00Z");
  CHECK(away["shard_set"] ==
        json::parse(R"({"configured":3,"generation":"gen-000002","expected":4,"found":2,"whole":false})"));
  view.messages = true;
  const json said = json::parse(web::answer_status(view).body);
  CHECK(said["shard_set"]["missing_documents"] == 7);
  CHECK(said["shard_set"]["problem"] == "missing: shard-03");
  CHECK(said["shard_set"]["hint"] == "name every shard");
}

}  // namespace wire_test
