// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/intake.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "corpus/record_json.h"
#include "corpus/validation.h"
#include "corpus_world.h"

namespace intake_test {

using namespace corpus;
using corpus_world::complete;
using corpus_world::Directory;
using corpus_world::printed;
using corpus_world::read_file;
using corpus_world::vocabularies;
using nlohmann::json;

namespace {

// A store, an intake and a place for files.
struct Office {
  Office() {
    auto opened = Store::open({directory.path() / "data", false, true});
    if (!opened) throw std::runtime_error(to_text(opened.error()));
    store = std::move(*opened);
    intake = std::make_unique<Intake>(*store, vocabularies());
  }

  ImportReport import(const std::string& path, const ImportOptions& options = {}) {
    const auto report = intake->import_file(path, options);
    if (!report) throw std::runtime_error(to_text(report.error()));
    return *report;
  }
  std::string import_error(const std::string& path, const ImportOptions& options = {}) {
    const auto report = intake->import_file(path, options);
    return report ? "imported" : directory.shorten(to_text(report.error()));
  }
  StoredRecord get(const std::string& id) {
    const auto found = store->get(id);
    REQUIRE(found);
    REQUIRE(*found);
    return **found;
  }
  bool has(const std::string& id) { return store->get(id)->has_value(); }

  Directory directory;
  std::unique_ptr<Store> store;
  std::unique_ptr<Intake> intake;
};

std::string counts(const ImportReport& r) {
  return fmt::format("{} rows: {} added, {} changed, {} unchanged, {} rejected, {} incomplete", r.rows, r.added, r.changed, r.unchanged,
                     r.rejected, r.incomplete);
}

std::string need(const std::string& id, const std::string& title) {
  json object = complete("need");
  object["id"] = id;
  object["title"] = title;
  return object.dump() + "\n";
}

// The text with every digit as #: numbers that carry today's date.
std::string shape_of(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c >= '0' && c <= '9'; }, '#');
  return text;
}

std::size_t files_in(const std::filesystem::path& directory) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory), std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("an import publishes good rows and lays bad ones aside with their reasons", "[corpus][intake]") {
  Office office;
  const std::string path =
      office.directory.file("x.jsonl", need("a", "甲") +
                                           R"({"kind":"need","id":"b","title":"乙","stage_":1,"need_type":"没有","zzz":[1]})"
                                           "\n" +
                                           "{broken\n" + need("c", "丙"));
  const ImportReport report = office.import(path);
  CHECK(counts(report) == "4 rows: 2 added, 0 changed, 0 unchanged, 2 rejected, 0 incomplete");
  CHECK(report.errors == 2);
  CHECK(report.seq == 2);
  CHECK(report.rejects_file == path + ".rejects.jsonl");
  CHECK(read_file(report.rejects_file) ==
        R"({"kind":"need","id":"b","title":"乙","stage_":1,"need_type":"没有","zzz":[1],"_rejected":)"
        R"(["field \"need_type\" (需求类型): \"没有\" is not one of )"
        R"(技术攻关, 成果引进, 技术配套, 产品开发, 工艺改进, 检测, 人才, 其他"]})"
        "\n"
        R"({"_raw":"{broken","_rejected":["not JSON: object key - invalid literal; expected string literal"]})"
        "\n");
  CHECK(office.get("a").status == "published");
  CHECK(office.get("a").visibility == "public");
  CHECK_FALSE(office.has("b"));
  const std::string said = office.directory.shorten(printed(report.diagnostics));
  CHECK(said.find("x.jsonl:2:48: error: field \"need_type\" (需求类型): \"没有\" is not one of 技术攻关") != std::string::npos);
  CHECK(said.find("\n  hint: the file need_type.tsv of the vocabulary directory lists the values\n") != std::string::npos);
  CHECK(said.find("x.jsonl:3:2: error: not JSON: object key - invalid literal; expected string literal\n  {broken\n   ^") !=
        std::string::npos);
  CHECK(report.remarks == std::vector<std::string>{"format JSON Lines", "encoding utf-8"});

  const auto batches = office.store->batches(10);
  REQUIRE(batches);
  REQUIRE(batches->size() == 1);
  const Batch& batch = batches->front();
  CHECK(batch.options == R"({"map":{},"set":{},"title_from":"","encoding":"utf-8","kind":"","strict":false})");
  CHECK(batch.source == path);
  CHECK(batch.added == 2);
  CHECK(batch.rejected == 2);
  CHECK_FALSE(batch.finished_at.empty());
}

TEST_CASE("what a room above has to say of a record is a warning at its row, of imports and of submissions", "[corpus][intake]") {
  Office office;
  std::vector<std::string> asked;
  Intake intake(*office.store, vocabularies(), [&](const Record& record) -> Diagnostics {
    asked.push_back(id_of(record));
    return {{Severity::warning, "odd", "title", "field \"title\" (名称): odd", "look again", {}, {}}};
  });
  const std::string path = office.directory.file("x.jsonl", need("a", "甲") + "{broken\n" + need("c", "丙"));
  const auto report = intake.import_file(path, {});
  REQUIRE(report);
  CHECK(asked == std::vector<std::string>{"a", "c"});  // a row that is refused is not asked about
  CHECK(report->added == 2);
  const std::string said = office.directory.shorten(printed(report->diagnostics));
  CHECK(said.find("x.jsonl:3:") != std::string::npos);
  CHECK(said.find("warning: field \"title\" (名称): odd") != std::string::npos);
  Diagnostics diagnostics;
  const auto handed_in = intake.submit({{"kind", "need"}, {"title", "丁"}, {"goal", "戊"}}, "web", diagnostics);
  REQUIRE(handed_in);
  CHECK(std::ranges::count(handed_in->diagnostics, std::string("odd"), &Diagnostic::code) == 1);
}

TEST_CASE("the whole sample corpus goes in", "[corpus][intake]") {
  Office office;
  for (const char* name : {"enterprises", "achievements", "needs", "experts"}) {
    const ImportReport report = office.import(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/" + name + ".jsonl",
                                              {.rejects_file = office.directory.name("rejects.jsonl")});
    std::string errors;
    for (const Diagnostic& diagnostic : report.diagnostics)
      if (diagnostic.severity == Severity::error) errors += to_text(diagnostic) + "\n";
    CHECK(errors == "");
    CHECK(report.added == report.rows);
  }
}

TEST_CASE("importing the same file twice changes nothing", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", need("a", "甲") + need("b", "乙"));
  office.import(path);
  const ImportReport again = office.import(path);
  CHECK(counts(again) == "2 rows: 0 added, 0 changed, 2 unchanged, 0 rejected, 0 incomplete");
  CHECK(*office.store->seq() == 2);
  CHECK(again.rejects_file.empty());
  office.directory.file("x.jsonl", need("a", "甲") + need("b", "乙乙"));
  CHECK(counts(office.import(path)) == "2 rows: 0 added, 1 changed, 1 unchanged, 0 rejected, 0 incomplete");
}

TEST_CASE("nothing stays beside the file where nothing was rejected", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", need("a", "甲"));
  office.import(path);
  CHECK(files_in(office.directory.path()) == 2);  // the file and the data directory
}

TEST_CASE("a file of rejects can be mended and imported again, and is never overwritten", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", R"({"kind":"need","id":"b","title":"乙","min_trl":10})"
                                                            "\n{broken\n");
  const std::string rejects = office.import(path).rejects_file;
  std::string text = read_file(rejects);
  // Unmended, the same rows are rejected again for the same reasons.
  const ImportReport same = office.import(rejects, {.rejects_file = rejects});
  CHECK(counts(same) == "2 rows: 0 added, 0 changed, 0 unchanged, 2 rejected, 0 incomplete");
  CHECK(same.rejects_file == office.directory.name("x.jsonl.rejects.2.jsonl"));
  CHECK(read_file(rejects) == text);
  CHECK(
      read_file(same.rejects_file) ==
      R"({"kind":"need","id":"b","title":"乙","min_trl":10,"_rejected":["field \"min_trl\" (期望成熟度): 10 is not a level from 1 to 9"]})"
      "\n"
      R"({"_raw":"{broken","_rejected":["this row was rejected before: not JSON: object key - invalid literal; expected string literal"]})"
      "\n");
  text.replace(text.find("10"), 2, "5");
  office.directory.file("mended.jsonl", text);
  CHECK(counts(office.import(office.directory.name("mended.jsonl"))) ==
        "2 rows: 1 added, 0 changed, 0 unchanged, 1 rejected, 1 incomplete");
  CHECK(office.get("b").body.find("_rejected") == std::string::npos);
}

TEST_CASE("rows of a table that are rejected come back with wire names and import once mended", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.csv", "受理号,技术需求名称,最低TRL,关键字\na,锂电池,15,防爆；隔膜\nb,隔膜,5,,多\n");
  const ImportOptions options{.read = {.kind = Kind::need}};
  const ImportReport report = office.import(path, options);
  CHECK(counts(report) == "2 rows: 0 added, 0 changed, 0 unchanged, 2 rejected, 0 incomplete");
  CHECK(read_file(report.rejects_file) ==
        R"({"id":"a","keywords":"防爆；隔膜","kind":"need","min_trl":"15","title":"锂电池",)"
        R"("_rejected":["field \"min_trl\" (期望成熟度): 15 is not a level from 1 to 9"]})"
        "\n"
        R"({"_surplus":["多"],"id":"b","kind":"need","min_trl":"5","title":"隔膜","_rejected":["the row has 5 cells, the heading has 4"]})"
        "\n");
  CHECK(office.directory.shorten(to_text(report.diagnostics.back())) ==
        "x.csv:3:9: error: the row has 5 cells, the heading has 4\n  b,隔膜,5,,多\n  " + std::string(10, ' ') +
            "^\n  hint: a cell that holds the separator must stand in double quotes");
  std::string text = read_file(report.rejects_file);
  text.replace(text.find("\"15\""), 4, "\"5\"");
  text.replace(text.find("\"_surplus\":[\"多\"],"), std::string("\"_surplus\":[\"多\"],").size(), "");
  CHECK(counts(office.import(office.directory.file("mended.jsonl", text))) ==
        "2 rows: 2 added, 0 changed, 0 unchanged, 0 rejected, 2 incomplete");
}

TEST_CASE("two rows under one id: the same twice is harmless, a different second one is rejected with a note", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", need("a", "甲") + need("a", "甲") + need("a", "乙"));
  const ImportReport report = office.import(path);
  CHECK(counts(report) == "3 rows: 1 added, 0 changed, 1 unchanged, 1 rejected, 0 incomplete");
  REQUIRE(report.diagnostics.size() == 2);
  CHECK(report.diagnostics[0].message == "id \"a\" stands twice in this file, with different content");
  CHECK(report.diagnostics[0].hint == "keep one of the rows, or give the second an id of its own");
  CHECK(report.diagnostics[0].location.line == 3);
  CHECK(report.diagnostics[0].source_line.find("\"id\":\"a\"") != std::string::npos);
  CHECK(office.directory.shorten(to_text(report.diagnostics[1])) == "x.jsonl:1: note: id \"a\" stands here first");
  CHECK(office.get("a").body.find("甲") != std::string::npos);
}

TEST_CASE("an id that belongs to a record of another kind is rejected, the rest of its batch goes in", "[corpus][intake]") {
  Office office;
  office.import(office.directory.file("x.jsonl", need("a", "甲")));
  json expert = complete("expert");
  expert["id"] = "a";
  json other = complete("expert");
  const ImportReport report = office.import(office.directory.file("y.jsonl", expert.dump() + "\n" + other.dump() + "\n"));
  CHECK(counts(report) == "2 rows: 1 added, 0 changed, 0 unchanged, 1 rejected, 0 incomplete");
  CHECK(report.diagnostics.front().message == "id \"a\" belongs to a record of kind need already");
  CHECK(json::parse(read_file(report.rejects_file)).at("name") == "李四");
  CHECK(office.get("a").kind == Kind::need);
}

TEST_CASE("a row's own status is respected and kept beside the body", "[corpus][intake]") {
  Office office;
  json object = complete("need");
  object["status"] = "撤回";
  office.import(office.directory.file("x.jsonl", object.dump() + "\n"));
  CHECK(office.get("need-1").status == "withdrawn");
  CHECK_FALSE(json::parse(office.get("need-1").body).contains("status"));
  object["status"] = "怎么样";
  CHECK(office.import(office.directory.file("x.jsonl", object.dump() + "\n")).rejected == 1);
}

TEST_CASE("a dry run writes nothing and foresees what an import would do", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", need("a", "甲") + need("b", "乙"));
  office.import(path);
  office.directory.file("x.jsonl", need("a", "甲") + need("b", "乙乙") + need("c", "丙") + "{broken\n");
  const Seq before = *office.store->seq();
  const ImportReport report = office.import(path, {.dry_run = true});
  CHECK(counts(report) == "4 rows: 1 added, 1 changed, 1 unchanged, 1 rejected, 0 incomplete");
  CHECK(report.rejects_file.empty());
  CHECK(report.batch == 0);
  CHECK(*office.store->seq() == before);
  CHECK(office.store->batches(10)->size() == 1);
  CHECK_FALSE(office.has("c"));
  CHECK(files_in(office.directory.path()) == 2);
}

TEST_CASE("with --strict an incomplete record is rejected, without it only counted", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", R"({"kind":"need","id":"a","title":"甲"})"
                                                            "\n");
  CHECK(counts(office.import(path, {.strict = true})) == "1 rows: 0 added, 0 changed, 0 unchanged, 1 rejected, 0 incomplete");
  CHECK(counts(office.import(path)) == "1 rows: 1 added, 0 changed, 0 unchanged, 0 rejected, 1 incomplete");
}

TEST_CASE("rows that lack a field and have it under a likely name are counted by both names", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", R"({"kind":"achievement","id":"a","title":"甲","abstract":"乙"})"
                                                            "\n"
                                                            R"({"kind":"achievement","id":"b","title":"甲","abstract":"乙","summary":"丙"})"
                                                            "\n"
                                                            R"({"kind":"achievement","id":"c","name":"甲","abstract":"乙"})"
                                                            "\n");
  using Names = std::map<std::pair<std::string, std::string>, std::int64_t>;
  CHECK(office.import(path, {.dry_run = true}).likely_names == Names{{{"abstract", "summary"}, 2}, {{"name", "title"}, 1}});
}

TEST_CASE("all errors are kept and the first thousand warnings, the rest is counted", "[corpus][intake]") {
  Office office;
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += fmt::format(R"({{"kind":"need","id":"n{}","title":"甲"}})"
                        "\n",
                        i);
  const ImportReport report = office.import(office.directory.file("x.jsonl", text));
  const auto per_row = static_cast<std::int64_t>(common_of([] {
                                                   Diagnostics ignored;
                                                   Record record =
                                                       record_from_json(json::parse(R"({"kind":"need","id":"n","title":"甲"})"), ignored);
                                                   validate(record, vocabularies());
                                                   return record;
                                                 }())
                                                     .incomplete.size());
  CHECK(report.warnings == 100 * per_row);
  CHECK(report.diagnostics.size() == 1000);
}

TEST_CASE("rejected bytes that are no text are kept as they were", "[corpus][intake]") {
  Office office;
  const std::string rejects = office.import(office.directory.file("x.jsonl", "{\"id\":\"\xFF\xFE\"}\n")).rejects_file;
  const json row = json::parse(read_file(rejects));
  CHECK(row.at("_raw") == "{\"id\":\"\xEF\xBF\xBD\xEF\xBF\xBD\"}");
  CHECK(row.at("_raw_base64") == "eyJpZCI6Iv/+In0=");
}

TEST_CASE("corrections in a file of rejects survive another import of the original", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", "{broken\n");
  const std::string rejects = office.import(path).rejects_file;
  CHECK(office.import(path).rejects_file == rejects);  // the same rejects need no second file
  const std::string corrected = need("a", "甲");
  office.directory.file("x.jsonl.rejects.jsonl", corrected);
  CHECK(office.import(path).rejects_file == office.directory.name("x.jsonl.rejects.2.jsonl"));
  CHECK(read_file(rejects) == corrected);
}

TEST_CASE("an import that cannot keep its rejects or read its file does not begin", "[corpus][intake]") {
  Office office;
  const std::string path = office.directory.file("x.jsonl", need("a", "甲"));
  CHECK(office.import_error(path, {.rejects_file = office.directory.name("no/such/place.jsonl")}) ==
        "no/such/place.jsonl: the file for rejected rows cannot be written\n  hint: give another place with --rejects");
  CHECK(office.import_error(office.directory.name("none.jsonl")) == "none.jsonl: there is no such file\n  hint: check the path");
  CHECK_FALSE(office.has("a"));
  CHECK(office.store->batches(10)->empty());
}

TEST_CASE("progress is told and ends at the whole", "[corpus][intake]") {
  Office office;
  std::string text;
  for (int i = 0; i < 1200; ++i) text += need("n" + std::to_string(i), "甲");
  std::vector<Progress> told;
  const auto report = office.intake->import_file(office.directory.file("x.jsonl", text), {.batch_size = 100},
                                                 [&](const Progress& p) { told.push_back(p); });
  REQUIRE(report);
  REQUIRE(told.size() == 3);
  CHECK(told.front().rows == 500);
  CHECK(told.back().rows == 1200);
  CHECK(told.back().done == told.back().total);
}

// ---- single records

TEST_CASE("what is handed in waits under an id of its own and answers with a receipt", "[corpus][intake]") {
  Office office;
  json object = complete("need");
  object.erase("id");
  object["status"] = "published";
  Diagnostics diagnostics;
  const auto first = office.intake->submit(object, "web", diagnostics);
  REQUIRE(first);
  CHECK(shape_of(first->receipt) == "QQ-########-######");
  CHECK(first->receipt.ends_with("-000001"));
  CHECK(shape_of(first->id) == "XQ-########-####");
  CHECK(first->id.ends_with("-0001"));
  CHECK(first->status == "submitted");
  CHECK(first->seq == 1);
  CHECK(first->incomplete.empty());
  CHECK(office.get(first->id).status == "submitted");
  CHECK(json::parse(office.get(first->id).body).at("id") == first->id);

  const auto second = office.intake->submit(object, "web", diagnostics);
  REQUIRE(second);
  CHECK(second->id.ends_with("-0002"));
  object = complete("expert");
  object.erase("id");
  CHECK(office.intake->submit(object, "web", diagnostics)->id.starts_with("ZJ-"));
}

TEST_CASE("an id that was given out by hand is passed over", "[corpus][intake]") {
  Office office;
  json object = complete("need");
  object.erase("id");
  Diagnostics diagnostics;
  const auto first = office.intake->submit(object, "web", diagnostics);
  REQUIRE(first);
  std::string next = first->id;
  next.back() = '2';
  office.import(office.directory.file("x.jsonl", need(next, "甲")));
  CHECK(office.intake->submit(object, "web", diagnostics)->id.ends_with("-0003"));
}

TEST_CASE("a submission never overwrites, and what is wrong is refused with its reasons", "[corpus][intake]") {
  Office office;
  office.import(office.directory.file("x.jsonl", need("a", "甲")));
  struct {
    std::string in, error, said;
  } const rows[] = {
      {need("a", "乙"), "conflict", ""},
      {R"({"kind":"need","title":" "})", "refused",
       "error: no text: title, problem, key_tech, goal are all empty\n  hint: a record without text can be neither found nor shown"},
      {R"({"title":"甲"})", "refused",
       "error: field \"kind\": missing\n  hint: one of achievement, need, expert, enterprise, decision; for a whole file give --kind"},
      {R"([1])", "refused", "error: a record is a JSON object"},
      {complete("decision").dump(), "refused", ""},
      {R"({"kind":"need","title":"甲","x":)" + std::string(100, '[') + std::string(100, ']') + "}", "refused",
       "error: nested more than 64 levels deep"},
  };
  for (const auto& row : rows) {
    INFO(row.in);
    Diagnostics diagnostics;
    const auto submitted = office.intake->submit(json::parse(row.in), "web", diagnostics);
    REQUIRE_FALSE(submitted);
    CHECK(to_string(submitted.error().code) == row.error);
    std::erase_if(diagnostics, [](const Diagnostic& d) { return d.severity != Severity::error; });
    CHECK(printed(diagnostics) == row.said);
  }
  CHECK(*office.store->seq() == 1);
}

TEST_CASE("a reviewer publishes or refuses what waits, once, and a refusal says why", "[corpus][intake]") {
  Office office;
  Diagnostics diagnostics;
  const auto one = office.intake->submit(complete("need"), "web", diagnostics);
  json object = complete("need");
  object["id"] = "need-2";
  const auto two = office.intake->submit(object, "web", diagnostics);
  REQUIRE((one && two));
  CHECK(*office.intake->publish("need-1", "reviewer") == 3);
  CHECK(office.get("need-1").status == "published");
  const auto again = office.intake->publish("need-1", "reviewer");
  REQUIRE_FALSE(again);
  CHECK(to_text(again.error()) ==
        "need-1: the record is published, it does not wait for a review\n  hint: only a submitted record can be reviewed");
  CHECK(to_string(again.error().code) == "conflict");
  const auto silent = office.intake->refuse("need-2", "  ", "reviewer");
  REQUIRE_FALSE(silent);
  CHECK(to_text(silent.error()) == "reason: a refusal needs a reason\n  hint: say what the record lacks");
  CHECK(office.intake->refuse("need-2", "指标不全", "reviewer"));
  CHECK(office.get("need-2").status == "formal_rejected");
  CHECK(to_string(office.intake->publish("none", "reviewer").error().code) == "not_found");
}

TEST_CASE("a draft is read and validated, needs no id, and is not written", "[corpus][intake]") {
  Office office;
  Diagnostics diagnostics;
  const auto draft = office.intake->draft(json::parse(R"({"kind":"need","title":"防爆电池","need_type":"攻关"})"), diagnostics);
  REQUIRE(draft);
  CHECK(std::get<Need>(*draft).need_type == "breakthrough");
  CHECK(id_of(*draft).empty());
  CHECK_FALSE(office.intake->draft(json::parse(R"({"kind":"need","title":"a","min_trl":99})"), diagnostics));
  CHECK(*office.store->seq() == 0);
}

}  // namespace intake_test
