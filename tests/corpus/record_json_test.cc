// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/record_json.h"

#include <catch2/catch.hpp>

#include "corpus/columns.h"
#include "corpus/json_text.h"
#include "corpus_world.h"

namespace record_json_test {

using namespace corpus;
using corpus_world::printed;
using nlohmann::json;

namespace {

std::string said_about(const std::string& text) {
  Diagnostics diagnostics;
  record_from_json(json::parse(text), diagnostics);
  return printed(diagnostics);
}

std::string canonical(const std::string& text) {
  Diagnostics diagnostics;
  const Record record = record_from_json(json::parse(text), diagnostics);
  CHECK(printed(diagnostics) == "");
  return to_json_text(record);
}

}  // namespace

TEST_CASE("the canonical form of a record is stable byte for byte", "[corpus][record_json]") {
  for (const Kind kind : kAllKinds) {
    const std::string once = canonical(corpus_world::complete(std::string(to_string(kind))).dump());
    CHECK(canonical(once) == once);
  }
}

TEST_CASE("every row of the sample corpus reads without a fault and comes back the same", "[corpus][record_json]") {
  for (const char* name : {"achievements", "needs", "experts", "enterprises"}) {
    std::ifstream in(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/" + name + ".jsonl");
    for (std::string line; std::getline(in, line);) {
      const std::string once = canonical(line);
      REQUIRE(canonical(once) == once);
    }
  }
}

TEST_CASE("records are written in table order, whole numbers as whole numbers, empty fields not at all", "[corpus][record_json]") {
  struct {
    std::string in, out;
  } const rows[] = {
      {R"({"title":"锂电池","id":"a","kind":"achievement"})", R"({"kind":"achievement","id":"a","title":"锂电池"})"},
      {R"({"kind":"need","id":"a","budget":80.0,"goal":"","keywords":[],"indicators":[]})", R"({"kind":"need","id":"a","budget":80})"},
      {R"({"kind":"need","id":"a","budget":"80.5"})", R"({"kind":"need","id":"a","budget":80.5})"},
      {R"({"kind":"need","id":"a","min_trl":"5"})", R"({"kind":"need","id":"a","min_trl":5})"},
      {R"({"kind":"need","id":7,"keywords":"锂电池"})", R"({"kind":"need","id":"7","keywords":["锂电池"]})"},
      {R"({"kind":"need","id":"a","indicators":["循环寿命不少于2000次"]})",
       R"({"kind":"need","id":"a","indicators":[{"name":"循环寿命不少于2000次"}]})"},
      {R"({"kind":"need","id":"a","contact":"张三"})", R"({"kind":"need","id":"a","contact":{"name":"张三"}})"},
      {R"({"kind":"achievement","id":"a","members":["张三",{"name":"李四","order":2}]})",
       R"({"kind":"achievement","id":"a","members":[{"name":"张三"},{"name":"李四","order":2}]})"},
      {R"({"kind":"expert","id":"a","relations":[{"to":"2025","kind":"kin","expert_id":"c","why":1}],"review_history":{"date":"2026"}})",
       R"({"kind":"expert","id":"a","relations":[{"expert_id":"c","kind":"kin","to":"2025","why":1}],)"
       R"("review_history":[{"date":"2026"}]})"},
      {R"({"kind":"expert","id":"a","work_history":["某所"],"education_history":"某大学"})",
       R"({"kind":"expert","id":"a","work_history":[{"org":"某所"}],"education_history":[{"org":"某大学"}]})"},
      {R"({"kind":"need","id":"a","incomplete":["goal"],"_rejected":["why"],"goal":null})", R"({"kind":"need","id":"a"})"},
  };
  for (const auto& row : rows) {
    INFO(row.in);
    CHECK(canonical(row.in) == row.out);
  }
}

TEST_CASE("fields this version does not know survive, also inside its own objects", "[corpus][record_json]") {
  const std::string text =
      R"({"kind":"need","id":"a","indicators":[{"name":"电压","op":"ge","value":"24","tolerance":0.5}],"contact":{"name":"张三","fax":"1"},)"
      R"("collections":["院士馆"],"quality":{"score":15,"by":null},"zzz":1.0e-7})";
  CHECK(canonical(text) == R"({"kind":"need","id":"a","indicators":[{"name":"电压","op":"ge","value":"24","tolerance":0.5}],)"
                           R"("contact":{"name":"张三","fax":"1"},"collections":["院士馆"],"quality":{"by":null,"score":15},"zzz":1e-07})");
}

TEST_CASE("FORMAT.md lists the fields as they are", "[corpus][record_json]") {
  const std::string page = corpus_world::read_file(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/FORMAT.md");
  constexpr std::string_view kTypes[] = {"text",
                                         "list of texts",
                                         "code",
                                         "list of codes",
                                         "whole number",
                                         "number",
                                         "list of indicators",
                                         "list of IP rights",
                                         "list of members",
                                         "list of entries",
                                         "contact",
                                         "object"};
  for (const Kind kind : kAllKinds) {
    std::string table = fmt::format("### {} {}\n\n| field | 中文 | type | required | vocabulary |\n|---|---|---|---|---|\n",
                                    to_string(kind), corpus_world::vocabularies().at("kind").label(to_string(kind)));
    for (const FieldInfo& field : fields_of(kind))
      table += fmt::format("| `{}` | {} | {} | {} | {} |\n", field.name, field_label(corpus_world::vocabularies(), kind, field.name),
                           kTypes[static_cast<std::size_t>(field.type)], field.required ? "yes" : "",
                           field.vocabulary.empty() ? "" : fmt::format("`{}`", field.vocabulary));
    INFO("the table should be:\n" << table);
    CHECK(page.find(table) != std::string::npos);
  }
}

TEST_CASE("text is kept exactly as written", "[corpus][record_json]") {
  const std::string text = R"({"kind":"need","id":"a","title":" 防爆，\t２４Ｖ\r\n\u0007 \ud83d\udd0b\\ "})";
  Diagnostics diagnostics;
  const Record record = record_from_json(json::parse(text), diagnostics);
  CHECK(std::get<Need>(record).title == " 防爆，\t２４Ｖ\r\n\a 🔋\\ ");
}

TEST_CASE("a value of the wrong type is told and left out", "[corpus][record_json]") {
  struct {
    std::string in, said;
  } const rows[] = {
      {R"({"id":"a"})",
       "error: field \"kind\": missing\n  hint: one of achievement, need, expert, enterprise, decision; for a whole file give --kind"},
      {R"({"kind":"thing","id":"a"})",
       "error: field \"kind\": \"thing\" is not a kind of record\n"
       "  hint: one of achievement, need, expert, enterprise, decision; for a whole file give --kind"},
      {R"({"kind":"need","title":{"zh":"x"}})",
       "error: field \"title\": {\"zh\":\"x\"} is not text\n  hint: write text there, or leave the field out"},
      {R"({"kind":"need","min_trl":"五"})",
       "error: field \"min_trl\": \"五\" is not a whole number\n  hint: write a whole number there, or leave the field out"},
      {R"({"kind":"need","min_trl":5.5})",
       "error: field \"min_trl\": 5.5 is not a whole number\n  hint: write a whole number there, or leave the field out"},
      {R"({"kind":"need","budget":[100]})",
       "error: field \"budget\": [100] is not a number\n  hint: write a number there, or leave the field out"},
      {R"({"kind":"need","indicators":[{"name":"a"},7]})",
       "error: field \"indicators[1]\": 7 is not an indicator object\n  hint: write an indicator object there, or leave the field out"},
      {R"({"kind":"need","indicators":[{"must":"yes"}]})",
       "error: field \"indicators[0].must\": \"yes\" is not true or false\n  hint: write true or false there, or leave the field out"},
      {R"({"kind":"expert","work_history":[7]})",
       "error: field \"work_history[0]\": 7 is not an object\n  hint: write an object there, or leave the field out"},
      {R"({"kind":"expert","relations":["e2"]})",
       "error: field \"relations[0]\": \"e2\" is not an object\n  hint: write an object there, or leave the field out"},
      {R"({"kind":"expert","enterprise_interests":["c1"]})",
       "error: field \"enterprise_interests[0]\": \"c1\" is not an object\n  hint: write an object there, or leave the field out"},
      {R"({"kind":"expert","review_history":["n1"]})",
       "error: field \"review_history[0]\": \"n1\" is not an object\n  hint: write an object there, or leave the field out"},
      {R"({"kind":"need","keywords":[["a"]]})",
       "error: field \"keywords\": [\"a\"] is not text\n  hint: write text there, or leave the field out"},
  };
  for (const auto& row : rows) {
    INFO(row.in);
    CHECK(said_about(row.in) == row.said);
  }
}

TEST_CASE("what readers below broker see has no contact and no legal representative", "[corpus][record_json]") {
  Diagnostics diagnostics;
  const Record record = record_from_json(corpus_world::complete("enterprise"), diagnostics);
  CHECK(to_json(record).contains("legal_rep"));
  CHECK(to_json(record).contains("contact"));
  CHECK_FALSE(to_public_json(record).contains("legal_rep"));
  CHECK_FALSE(to_public_json(record).contains("contact"));
}

TEST_CASE("what only the rules of conflict need is in the index and not for everybody", "[corpus][record_json]") {
  Diagnostics diagnostics;
  json expert = corpus_world::complete("expert");
  expert["relations"] = json::parse(R"([{"expert_id":"b","kind":"kin"}])");
  expert["enterprise_interests"] = json::parse(R"([{"org_id":"c","kind":"post"}])");
  const Record record = record_from_json(expert, diagnostics);
  for (const char* field : {"relations", "enterprise_interests"}) {
    CHECK(to_json(record).contains(field));
    CHECK(to_indexed_json(record).contains(field));
    CHECK_FALSE(to_public_json(record).contains(field));
  }
  CHECK_FALSE(to_indexed_json(record).contains("contact"));
}

TEST_CASE("integrity is for staff and not for everybody", "[corpus][record_json]") {
  for (const char* kind : {"expert", "enterprise"}) {
    INFO(kind);
    Diagnostics diagnostics;
    json object = corpus_world::complete(kind);
    object["integrity"] = "watch";
    const Record record = record_from_json(object, diagnostics);
    CHECK(to_indexed_json(record)["integrity"] == "watch");
    CHECK(to_staff_json(record)["integrity"] == "watch");
    CHECK_FALSE(to_staff_json(record).contains("contact"));
    CHECK_FALSE(to_public_json(record).contains("integrity"));
  }
}

TEST_CASE("whom an expert or a need will not have is in the index and not for everybody", "[corpus][record_json]") {
  const std::pair<const char*, const char*> rows[] = {{"expert", "avoid_orgs"}, {"expert", "avoid_persons"}, {"need", "excluded_orgs"}};
  for (const auto& [kind, field] : rows) {
    INFO(field);
    Diagnostics diagnostics;
    json object = corpus_world::complete(kind);
    object[field] = json::parse(R"(["某厂"])");
    const Record record = record_from_json(object, diagnostics);
    CHECK(to_json(record).contains(field));
    CHECK(to_indexed_json(record).contains(field));
    CHECK_FALSE(to_staff_json(record).contains(field));
    CHECK_FALSE(to_public_json(record).contains(field));
  }
}

TEST_CASE("a body that was stored before a field had its form is read, and keeps what it has", "[corpus][record_json]") {
  const std::string body = R"({"kind":"expert","id":"a","work_history":7,"relations":[["b"]],"review_history":{"2024":3}})";
  const auto record = record_from_text(body);
  REQUIRE(record);
  CHECK(to_json(*record)["work_history"] == 7);
  CHECK(to_json(*record)["relations"].dump() == R"([["b"]])");
  CHECK(to_json(*record)["review_history"].dump() == R"([{"2024":3}])");
  CHECK_FALSE(to_public_json(*record).contains("relations"));
  const auto damaged = record_from_text(R"({"kind":"expert","id":"a","keywords":[["b"]]})");
  REQUIRE_FALSE(damaged);
  CHECK(damaged.error().code == ErrorCode::damaged);
}

TEST_CASE("JSON from outside is refused with the place and the reason, however deep or damaged", "[corpus][json_text]") {
  struct {
    std::string in, said;
  } const rows[] = {
      {"{\"题\":1,}", "bad_json 8: not JSON: object key - unexpected '}'; expected string literal"},
      {"{\"a\":\"x", "truncated 8: not JSON: value - invalid string: missing closing quote"},
      {"{\"a\":1", "truncated 7: not JSON: object - unexpected end of input; expected '}'"},
      {"", "truncated 1: not JSON: value - unexpected end of input; expected '[', '{', or a literal"},
      {"题\xFF", "bad_encoding 2: the byte 0xFF is not UTF-8"},
      {"[1e999]", "bad_json 0: not JSON: number overflow parsing '1e999'"},
      {std::string(100'000, '['), "too_deep 65: nested more than 64 levels deep"},
      {std::string(64, '[') + std::string(64, ']'), "fine"},
      {"\"" + std::string(100, '[') + "\"", "fine"},
  };
  for (const auto& row : rows) {
    JsonFault fault;
    const auto value = parse_json(row.in, fault);
    CHECK((value ? "fine" : fmt::format("{} {}: {}", fault.code, fault.column, fault.message)) == row.said);
  }
}

TEST_CASE("a deep value that somebody else parsed is measured without recursion", "[corpus][json_text]") {
  const json deep = json::parse(std::string(100'000, '[') + std::string(100'000, ']'));
  CHECK(nested_over(deep, 64));
  CHECK_FALSE(nested_over(json::parse(std::string(64, '[') + std::string(64, ']')), 64));
}

TEST_CASE("a key is found where it stands in the line, not inside texts or inner objects", "[corpus][json_text]") {
  const std::string line = R"({"note":"\"stage\":1","in":{"stage":2}, "stage" : 3})";
  REQUIRE(find_key(line, "stage"));
  CHECK(line.substr(*find_key(line, "stage")) == R"("stage" : 3})");
  CHECK_FALSE(find_key(line, "note\""));
}

}  // namespace record_json_test
