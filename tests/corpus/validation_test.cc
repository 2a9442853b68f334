// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/validation.h"

#include <catch2/catch.hpp>

#include "corpus/columns.h"
#include "corpus/date.h"
#include "corpus/record_json.h"
#include "corpus_world.h"

namespace validation_test {

using namespace corpus;
using corpus_world::complete;
using corpus_world::printed;
using nlohmann::json;

namespace {

struct Judged {
  Record record;
  std::string said;
};

Judged judge(const json& object, ValidationOptions options = {}) {
  Diagnostics diagnostics;
  Judged judged{record_from_json(object, diagnostics), {}};
  for (Diagnostic& diagnostic : validate(judged.record, corpus_world::vocabularies(), options))
    diagnostics.push_back(std::move(diagnostic));
  judged.said = printed(diagnostics);
  return judged;
}

// A complete record of the kind with some fields changed; null takes a field out.
Judged judge_with(const std::string& kind, const std::string& change, ValidationOptions options = {}) {
  json object = complete(kind);
  object.merge_patch(json::parse(change));
  return judge(object, options);
}

// The reasons as a hint lists them.
std::string reasons_listed() {
  std::string all;
  for (const VocabularyEntry& one : corpus_world::vocabularies().at("reason").entries()) all += (all.empty() ? "one of " : ", ") + one.code + " " + one.label;
  return all;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (; times > 0; --times) all += text;
  return all;
}

}  // namespace

TEST_CASE("a complete record of each kind has nothing said about it", "[corpus][validation]") {
  for (const Kind kind : kAllKinds) {
    const auto judged = judge(complete(std::string(to_string(kind))), {.strict = true});
    CHECK(judged.said == "");
    CHECK(common_of(judged.record).incomplete.empty());
  }
}

TEST_CASE("each fault of a record is told in one sentence with its field in the words of the form", "[corpus][validation]") {
  struct {
    std::string kind, change, said;
  } const rows[] = {
      // words of closed lists
      {"achievement", R"({"stage":"很成熟"})",
       "error: field \"stage\" (成熟度): \"很成熟\" is not one of 初期, 中期, 成熟应用\n  hint: near: 成熟应用"},
      {"achievement", R"({"stage":"qqq"})",
       "error: field \"stage\" (成熟度): \"qqq\" is not one of 初期, 中期, 成熟应用\n  hint: the file stage.tsv of the vocabulary directory lists the values"},
      {"achievement", R"({"region":"石家庄试"})",
       "error: field \"region\" (所在地): \"石家庄试\" is not in the vocabulary region (" +
           std::to_string(corpus_world::vocabularies().at("region").entries().size()) + " values)\n  hint: near: 石家庄市"},
      {"achievement", R"({"indicators":[{"name":"电压","op":"大约等"}]})",
       "error: field \"indicators[0].op\" (主要技术经济指标): \"大约等\" is not one of =, ≥, ≤, >, <, ≈, 区间, 属于\n  hint: near: ≈, ≥"},
      {"achievement", R"({"ip_rights":[{"type":"发明专利"},{"type":"专利权"}]})",
       "error: field \"ip_rights[1].type\" (知识产权): \"专利权\" is not in the vocabulary ip_type (11 values)\n"
       "  hint: near: 发明专利, 技术秘密"},
      // ids
      {"achievement", R"({"id":null})",
       "error: field \"id\" (成果编号) is missing\n  hint: every record needs an id of its own that stays the same"},
      {"need", R"({"id":"a b"})",
       "error: field \"id\" (受理号): \"a b\" holds white space or a control character\n  hint: an id is one word, such as hb-2024-000123"},
      {"need", R"({"id":"a\u3000b"})",
       "error: field \"id\" (受理号): \"a\u3000b\" holds white space or a control character\n  hint: an id is one word, such as "
       "hb-2024-000123"},
      {"need", "{\"id\":\"" + repeated("x", 65) + "\"}",
       "error: field \"id\" (受理号): \"" + repeated("x", 40) + "...\" has 65 bytes, the limit is 64"},
      // text
      {"achievement", R"({"title":null,"summary":" "})",
       "warning: field \"title\" (成果名称) is missing\n"
       "error: no text: title, summary are all empty\n  hint: a record without text can be neither found nor shown"},
      {"enterprise", R"({"name":null})",
       "warning: field \"name\" (机构全称) is missing\n"
       "error: no text: name is empty\n  hint: a record without text can be neither found nor shown"},
      {"need", R"({"problem":"a\u0000b"})",
       "error: field \"problem\" (主要问题): holds the control character U+0000\n  hint: take it out; it is a sign of a damaged export"},
      {"need", R"({"contact":{"name":"a\u0085"}})",
       "error: field \"contact.name\" (联系人): holds the control character U+0085\n  hint: take it out; it is a sign of a damaged export"},
      {"need", R"({"problem":"第一行\n\t第二行"})", ""},
      // dates and numbers
      {"achievement", R"({"registration_date":"2023-02-29"})",
       "error: field \"registration_date\" (登记日期): \"2023-02-29\" is not a date of the calendar\n  hint: write 2026-03-05, 2026-03 or "
       "2026"},
      {"achievement", R"({"updated_at":"2026-03-05T25:00"})",
       "error: field \"updated_at\" (更新时间): \"2026-03-05T25:00\" is not a date of the calendar\n  hint: write 2026-03-05, 2026-03 or "
       "2026"},
      {"achievement", R"({"ip_rights":[{"type":"invention","expiry":"长期"}]})",
       "error: field \"ip_rights[0].expiry\" (知识产权): \"长期\" is not a date of the calendar\n  hint: write 2026-03-05, 2026-03 or "
       "2026"},
      {"expert", R"({"work_history":[{"from":"2020年3月","to":"2024/5/6","org":"某所"}],"relations":[{"expert_id":"e2","kind":"导师"}]})", ""},
      {"expert", R"({"work_history":[{"from":"2020-13","org":"某所"}]})",
       "error: field \"work_history[0].from\" (工作经历): \"2020-13\" is not a date of the calendar\n  hint: write 2026-03-05, 2026-03 or 2026"},
      {"expert", R"({"work_history":[{"from":"2024-05","to":"2023","org":"某所"}]})",
       "error: field \"work_history[0].to\" (工作经历): 2023 is before from 2024-05"},
      {"expert", R"({"relations":[{"expert_id":"e2","kind":"敌人"}]})",
       "error: field \"relations[0].kind\" (关联人): \"敌人\" is not one of 合作, 师生, 亲属, 股权\n"
       "  hint: the file relation.tsv of the vocabulary directory lists the values"},
      {"expert", R"({"relations":[{"expert_id":"e2"}]})",
       "error: field \"relations[0].kind\" (关联人) is missing\n  hint: without it the entry says nothing that a rule could use"},
      {"expert", R"({"enterprise_interests":[{"kind":"持股"}]})",
       "error: field \"enterprise_interests[0].org_id\" (企业任职/持股) is missing\n  hint: without it the entry says nothing that a rule could use"},
      {"expert", R"({"review_history":[{"date":"昨天","task":"n1"}]})",
       "error: field \"review_history[0].date\" (评审经历): \"昨天\" is not a date of the calendar\n  hint: write 2026-03-05, 2026-03 or 2026"},
      {"achievement", R"({"trl":10})", "error: field \"trl\" (技术就绪度): 10 is not a level from 1 to 9"},
      {"need", R"({"min_trl":0})", "error: field \"min_trl\" (期望成熟度): 0 is not a level from 1 to 9"},
      {"need", R"({"budget":-1.5})", "error: field \"budget\" (拟投入资金总额): -1.5 is not an amount of 0 or more"},
      {"enterprise", R"({"innovation_score":101})", "error: field \"innovation_score\" (创新积分): 101 is not a score from 0 to 100"},
      // fields that contradict each other
      {"achievement", R"({"price_min":100,"price_max":80})", "error: field \"price_min\" (价格下限): 100 is over price_max 80"},
      {"need", R"({"start":"2026-05-02","deadline":"2026-05-01"})",
       "error: field \"deadline\" (需求截止日期): 2026-05-01 is before start 2026-05-02"},
      {"need", R"({"start":"2026-05-02","deadline":"2026-05"})", ""},
      {"achievement", R"({"start_date":"2024","end_date":"2023"})",
       "warning: field \"end_date\" (研究终止日期): 2023 is before start_date 2024"},
      {"achievement", R"({"security_level":"秘密"})",
       "error: field \"security_level\" (成果密级): \"秘密\" (confidential) is not public, and only public achievements may be kept here\n"
       "  hint: take the record out of the file"},
      {"achievement", R"({"visibility":"受限"})", "warning: field \"teaser\" (公开摘要) is missing"},
      {"decision", R"({"verdict":"剔除"})",
       "error: field \"reason\" (理由) is missing\n  hint: a record that is dismissed needs a reason: " + reasons_listed()},
      {"decision", R"({"verdict":"剔除","reason":"不知所云"})",
       "error: field \"reason\" (理由): \"不知所云\" is not in the vocabulary reason (20 values)\n  hint: " + reasons_listed()},
      {"decision", R"({"verdict":"剔除","reason":"价格过高"})", ""},
      {"decision", R"({"verdict":"撤回","undoes":"取舍"})", ""},
      {"decision", R"({"verdict":"撤回","undoes":"x"})",
       "error: field \"undoes\" (撤回事项): \"x\" is not one of 匹配取舍, 是否同一记录\n"
       "  hint: the file undoes.tsv of the vocabulary directory lists the values"},
      {"decision", R"({"undoes":"match"})",
       "error: field \"undoes\" (撤回事项): \"match\" stands beside a decision that takes nothing back\n  hint: leave it out, or decide withdrawn"},
      {"decision", R"({"object_id":null})", "error: field \"object_id\" (候选记录) is missing"},
      // limits of the forms
      {"need", R"({"keywords":["a","b","c","d","e","f"]})",
       "warning: field \"keywords\" (关键字): 6 entries, the form allows 5\n  hint: all are kept"},
      {"need", "{\"goal\":\"" + repeated("字", 501) + "\"}",
       "warning: field \"goal\" (预期目标): 501 characters, the form allows 500\n  hint: it is kept as written"},
      {"need", "{\"goal\":\"" + repeated("字", 500) + "\"}", ""},
      {"achievement", "{\"innovation_points\":[\"" + repeated("字", 51) + "\"]}",
       "warning: field \"innovation_points\" (创新点): 51 characters, the form allows 50\n  hint: it is kept as written"},
      // what is missing
      {"achievement", R"({"stage":null})", "warning: field \"stage\" (成熟度) is missing"},
      {"expert", R"({"consent":null})", "warning: field \"consent\" (展示授权) is missing"},
  };
  for (const auto& row : rows) {
    INFO(row.kind << " " << row.change);
    CHECK(judge_with(row.kind, row.change).said == row.said);
  }
}

TEST_CASE("words of closed lists become codes in place, lists lose repeats, and finer codes the closest one above",
          "[corpus][validation]") {
  const auto judged =
      judge_with("achievement", R"({"stage":" 中试 ","trl":6,"tech_field":["电子信息","Electronics and information","新材料"],
      "region":"130102","category":"应用类","cooperation_modes":["先用后付","license"],"visibility":"公开",
      "indicators":[{"name":"电压","op":"不低于","value":"24","unit":"V"}],"ip_rights":[{"type":"软著","no":"2024SR1"}]})");
  CHECK(judged.said == "");
  const auto& record = std::get<Achievement>(judged.record);
  CHECK(record.stage == "mid");
  CHECK(record.tech_field == std::vector<std::string>{"electronics", "materials"});
  CHECK(record.region == "130100");
  CHECK(record.category == "applied");
  CHECK(record.cooperation_modes == std::vector<std::string>{"try_first", "license"});
  CHECK(record.common.visibility == "public");
  CHECK(record.indicators.at(0).op == "ge");
  CHECK(record.ip_rights.at(0).type == "software");
}

TEST_CASE("missing required fields are listed in the record, and with --strict they refuse it", "[corpus][validation]") {
  const json bare = {{"kind", "achievement"}, {"id", "a"}, {"title", "锂电池"}};
  const auto judged = judge(bare);
  CHECK(common_of(judged.record).incomplete == std::vector<std::string>{"category", "summary", "tech_field", "stage", "security_level",
                                                                        "owner_org", "region", "visibility", "contact", "source_system",
                                                                        "source_url", "updated_at"});
  CHECK(common_of(judged.record).visibility == "public");
  CHECK(judged.said.find("error") == std::string::npos);
  CHECK(judge(bare, {.strict = true}).said.starts_with("error: field \"category\" (成果类别) is missing\nerror: field \"summary\""));
}

TEST_CASE("an empty contact is a missing one", "[corpus][validation]") {
  CHECK(judge_with("need", R"({"contact":{"name":null,"phone":null}})").said == "warning: field \"contact\" (联系信息) is missing");
}

TEST_CASE("dates are read as people write them and kept in ISO form", "[corpus][validation]") {
  struct {
    std::string_view written, iso;
  } const rows[] = {
      {"2024", "2024"},
      {"2024-05", "2024-05"},
      {"2024-05-06", "2024-05-06"},
      {"2024/5/6", "2024-05-06"},
      {"2024/05", "2024-05"},
      {"2024年", "2024"},
      {"2024年5月", "2024-05"},
      {"2024年5月6日", "2024-05-06"},
      {" 2024-5-6 ", "2024-05-06"},
      {"2024-02-29", "2024-02-29"},
      {"2023-02-29", "-"},
      {"2024-13", "-"},
      {"2024-00", "-"},
      {"2024-05-32", "-"},
      {"2024-05/06", "-"},
      {"2024年5月6", "-"},
      {"24-05-06", "-"},
      {"20240506", "-"},
      {"2024-05-06x", "-"},
      {"", "-"},
      {"2024-", "-"},
      {"2022年114日", "-"},
      {"２０２４", "-"},
      {"2024年5", "-"},
  };
  for (const auto& row : rows) {
    INFO(row.written);
    CHECK(iso_date(row.written).value_or("-") == row.iso);
  }
  const auto judged = judge_with("achievement", R"({"registration_date":"2024年5月6日","updated_at":"2024/5/6 08:30:00"})");
  CHECK(std::get<Achievement>(judged.record).registration_date == "2024-05-06");
  CHECK(common_of(judged.record).updated_at == "2024-05-06 08:30:00");
}

TEST_CASE("every field of every kind has a Chinese heading", "[corpus][validation][column]") {
  for (const Kind kind : kAllKinds)
    for (const FieldInfo& field : fields_of(kind)) {
      INFO(to_string(kind) << "." << field.name);
      CHECK(field_label(corpus_world::vocabularies(), kind, field.name) != field.name);
    }
}

}  // namespace validation_test
