// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/vocabulary.h"

#include <catch2/catch.hpp>

#include "corpus/columns.h"
#include "corpus/record_json.h"
#include "corpus_world.h"

namespace vocabulary_test {

using namespace corpus;
using corpus_world::vocabularies;

namespace {

constexpr std::string_view kHeading = "code\tlabel\tlabel_en\taliases\tparent\tmaps\n";

std::string read_error(const std::string& content) {
  const corpus_world::Directory directory;
  const auto read = Vocabulary::read(directory.file("list.tsv", content));
  return read ? "read" : directory.shorten(to_text(read.error()));
}

}  // namespace

TEST_CASE("a word of the input resolves to the code it means", "[corpus][vocabulary]") {
  struct {
    std::string_view list, word, code;
  } const rows[] = {
      {"stage", "mid", "mid"},
      {"stage", "中期", "mid"},
      {"stage", "Middle", "mid"},
      {"stage", "MIDDLE", "mid"},
      {"stage", " 中试 ", "mid"},
      {"stage", "中 试", "mid"},
      {"category", "應用技術", "applied"},
      {"region", "石家莊市", "130100"},
      {"stage", "很成熟", "-"},
      {"stage", "", "-"},
      {"trl", "ＴＲＬ 6", "6"},
      {"trl", "trl6", "6"},
      {"region", "石家庄", "130100"},
      {"region", "421221", "421200"},
      {"region", "110101", "110000"},
      {"region", "429004", "429004"},
      {"region", "990101", "-"},
      {"region", "４２１２００", "421200"},
      {"region", "湖北省武汉市", "420100"},
      {"region", "湖北省武汉市洪山区", "420100"},
      {"region", "湖北武汉洪山区", "420100"},
      {"region", "中国-湖北-武汉", "420100"},
      {"region", "湖北省 / 武漢市", "420100"},
      {"region", "武汉市江岸区", "420100"},
      {"region", "甘肃省陇南市康县", "621200"},
      {"region", "湖北省洪湖市", "420000"},
      {"region", "吉林省长春市朝阳区", "220100"},
      {"region", "北京市朝阳区", "110000"},
      {"region", "河北省武汉市", "-"},
      {"region", "朝阳区", "-"},
      {"region", "江岸区", "-"},
      {"region", "北京大学", "-"},
      {"region", "湖北、湖南", "-"},
      {"region", "湖北-", "420000"},
      {"industry", "C3841", "C384"},
      {"industry", "c3841", "C384"},
      {"industry", "G5431", "G54"},
      {"industry", "X999", "-"},
      {"cooperation", "先用后付", "try_first"},
      {"indicator_op", "≥", "ge"},
      {"indicator_op", ">=", "ge"},
      {"indicator_op", "＞", "gt"},
  };
  for (const auto& row : rows) {
    INFO(row.list << " " << row.word);
    CHECK(vocabularies().at(row.list).resolve(row.word).value_or("-") == row.code);
  }
}

TEST_CASE("a code knows its label and its parents", "[corpus][vocabulary]") {
  const Vocabulary& region = vocabularies().at("region");
  CHECK(region.ancestors("130100") == std::vector<std::string>{"130100", "130000"});
  CHECK(region.ancestors("nowhere").empty());
  CHECK(region.label("130100") == "石家庄市");
  CHECK(region.label("nowhere") == "nowhere");
  CHECK(region.label_en("130100") == "Shijiazhuang");
  CHECK(vocabularies().at("industry").ancestors("C384") == std::vector<std::string>{"C384", "C38", "C"});
}

TEST_CASE("a file that is no vocabulary is told by line and remedy", "[corpus][vocabulary]") {
  const std::string heading(kHeading);
  struct {
    std::string content, said;
  } const rows[] = {
      {"", "list.tsv:0: the file holds no heading\n  hint: begin with: code TAB label TAB label_en TAB aliases TAB parent TAB maps"},
      {"a\tb\n",
       "list.tsv:1: the first line is not the heading\n  hint: begin with: code TAB label TAB label_en TAB aliases TAB parent TAB maps"},
      {heading + "a\tb\n", "list.tsv:2: a row has 2 columns, not 6\n  hint: leave empty columns, but keep their tabs"},
      {heading + "a\t\t\t\t\t\n", "list.tsv:2: a row lacks its code or its label\n  hint: every entry needs both"},
      {heading + "a\tA\t\t\t\t\na\tB\t\t\t\t\n", "list.tsv:3: code \"a\" stands twice\n  hint: keep one of the rows"},
      {heading + "a\t甲\t\t\t\t\nb\t乙\t\t甲\t\t\n",
       "list.tsv:3: \"甲\" already means code a\n  hint: an alias may belong to one code only"},
      {heading + "a\tA\t\t\tz\t\n",
       "list.tsv: code a has the parent z, which is not there\n  hint: add the parent's row or leave the column empty"},
      {heading + "a\tA\t\t\t\tstage\n", "list.tsv:2: \"stage\" in the column maps lacks its colon\n  hint: write list:code"},
      {"\xEF\xBB\xBF# remark\r\n\r\n" + heading + "a\t甲\t\t\t\t\r\n", "read"},
  };
  for (const auto& row : rows) {
    INFO(row.content);
    CHECK(read_error(row.content) == row.said);
  }
}

TEST_CASE("a directory without a list that records need says which is missing", "[corpus][vocabulary]") {
  const corpus_world::Directory directory;
  for (const auto& file : std::filesystem::directory_iterator(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/vocab"))
    if (file.path().filename() != "column.tsv") std::filesystem::copy_file(file.path(), directory.path() / file.path().filename());
  const auto loaded = Vocabularies::load(directory.path());
  REQUIRE(!loaded);
  CHECK(to_text(loaded.error()).ends_with(": the vocabulary column.tsv is missing\n  hint: restore it from the distribution"));
}

TEST_CASE("the edition changes with any byte of the lists", "[corpus][vocabulary]") {
  const corpus_world::Directory directory;
  std::filesystem::copy(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/vocab", directory.path());
  const auto same = Vocabularies::load(directory.path());
  REQUIRE(same);
  CHECK(same->edition() == vocabularies().edition());
  std::ofstream(directory.path() / "stage.tsv", std::ios::app) << "# one more remark\n";
  const auto other = Vocabularies::load(directory.path());
  REQUIRE(other);
  CHECK(other->edition() != same->edition());
  CHECK(other->edition().size() == 16);
}

TEST_CASE("a heading means a field, and not the same one in every kind of record", "[corpus][vocabulary][column]") {
  const Columns columns(vocabularies());
  struct {
    std::string_view heading;
    std::optional<Kind> kind;
    std::string_view field;
  } const rows[] = {
      {"名称", Kind::achievement, "title"},
      {"名称", Kind::need, "title"},
      {"名称", Kind::expert, "name"},
      {"名称", Kind::enterprise, "name"},
      {"职称", Kind::expert, "title"},
      {"职称", Kind::need, "-"},
      {"title", Kind::expert, "title"},
      {"TITLE", Kind::need, "title"},
      {"成果名称", std::nullopt, "title"},
      {"简介", Kind::achievement, "summary"},
      {"简介", Kind::enterprise, "profile"},
      {"单位名称", Kind::achievement, "owner_org"},
      {"单位名称", Kind::need, "enterprise_name"},
      {"单位名称", Kind::enterprise, "name"},
      {"编号", Kind::need, "id"},
      {"*成果名称（必填）：", Kind::achievement, "title"},
      {"价格下限（万元）", Kind::achievement, "price_min"},
      {"联系人", Kind::need, "contact.name"},
      {"联系电话", Kind::need, "contact.phone"},
      {"contact.email", Kind::need, "contact.email"},
      {"Ｅ－ｍａｉｌ", Kind::need, "contact.email"},
      {"类型", std::nullopt, "kind"},
      {"开始日期", Kind::need, "start"},
      {"开始日期", Kind::achievement, "start_date"},
      {"成果名稱", Kind::achievement, "title"},
      {"备注", Kind::need, "-"},
      {"", Kind::need, "-"},
      {"（必填）", Kind::need, "-"},
  };
  for (const auto& row : rows) {
    INFO(row.heading << " in " << (row.kind ? to_string(*row.kind) : "any"));
    CHECK(columns.field_of(row.heading, row.kind).value_or("-") == row.field);
  }
}

TEST_CASE("the label of every field leads back to the field", "[corpus][vocabulary][column]") {
  const Columns columns(vocabularies());
  for (const Kind kind : kAllKinds)
    for (const FieldInfo& field : fields_of(kind)) {
      const std::string label = field_label(vocabularies(), kind, field.name);
      INFO(to_string(kind) << " " << label);
      CHECK(columns.field_of(label, kind).value_or("-") == field.name);
    }
}

TEST_CASE("every row of the headings names a field that exists", "[corpus][vocabulary][column]") {
  for (const VocabularyEntry& entry : vocabularies().at("column").entries()) {
    const auto dot = entry.code.find('.');
    const auto kind = kind_from_string(entry.code.substr(0, dot));
    INFO(entry.code);
    if (kind && dot != std::string::npos)
      CHECK(is_field(entry.code.substr(dot + 1), *kind));
    else
      CHECK(std::ranges::any_of(kAllKinds, [&](Kind one) { return is_field(entry.code, one); }));
  }
}

TEST_CASE("the list of headings may use a word once per kind, but not twice within one", "[corpus][vocabulary][column]") {
  const corpus_world::Directory directory;
  const std::string heading(kHeading);
  CHECK(Vocabulary::read(directory.file("column.tsv", heading + "need.title\t名称\t\t\t\t\nexpert.name\t姓名\t\t名称\t\t\n")));
  const auto twice = Vocabulary::read(directory.file("column.tsv", heading + "need.title\t名称\t\t\t\t\nneed.goal\t目标\t\t名称\t\t\n"));
  REQUIRE(!twice);
  CHECK(directory.shorten(to_text(twice.error())) ==
        "column.tsv:3: \"名称\" already means code need.title\n  hint: an alias may belong to one code only");
}

}  // namespace vocabulary_test
