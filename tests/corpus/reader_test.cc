// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/reader.h"

#include <unicode/ucnv.h>
#include <xlsxwriter.h>

#include <catch2/catch.hpp>

#include "corpus/workbook.h"
#include "corpus_world.h"

namespace reader_test {

using namespace corpus;
using corpus_world::Directory;
using corpus_world::vocabularies;

namespace {

std::string in_encoding(const char* name, const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(text.size() * 4 + 16, '\0');
  const std::int32_t size = ucnv_convert(name, "UTF-8", out.data(), static_cast<std::int32_t>(out.size()), text.data(),
                                         static_cast<std::int32_t>(text.size()), &status);
  REQUIRE(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::unique_ptr<RecordReader> open(const std::string& path, const ReadOptions& options = {}) {
  auto reader = open_reader(path, options, vocabularies());
  INFO((reader ? std::string() : to_text(reader.error())));
  REQUIRE(reader);
  return std::move(*reader);
}

std::string open_error(const Directory& directory, const std::string& name, const std::string& content, const ReadOptions& options = {}) {
  auto reader = open_reader(directory.file(name, content), options, vocabularies());
  return reader ? "opened" : directory.shorten(to_text(reader.error()));
}

// Each row on its lines: its object or -, then its diagnostics; what ends the reading comes last.
std::string read_all(const Directory& directory, const std::string& path, const ReadOptions& options = {}) {
  const auto reader = open(path, options);
  std::string text;
  while (true) {
    const auto row = reader->next();
    if (!row) return directory.shorten(text + "end: " + to_text(row.error()));
    if (!*row) return directory.shorten(text);
    text += ((*row)->object ? (*row)->object->dump() : std::string("-")) + "\n";
    for (const Diagnostic& diagnostic : (*row)->diagnostics) text += to_text(diagnostic) + "\n";
  }
}

std::string read_text(const std::string& name, const std::string& content, const ReadOptions& options = {}) {
  const Directory directory;
  return read_all(directory, directory.file(name, content), options);
}

std::string remarks_of(const std::string& path, const ReadOptions& options = {}) {
  return fmt::format("{}", fmt::join(open(path, options)->remarks(), "\n"));
}

const ReadOptions kNeeds{.kind = Kind::need};

}  // namespace

// ---- JSON Lines

TEST_CASE("JSON Lines: each line is a row, and a bad one costs that line only", "[corpus][reader]") {
  struct {
    std::string in, out;
  } const rows[] = {
      {R"({"kind":"need","id":"a"})"
       "\n"
       R"({"kind":"need","id":"b"})"
       "\n",
       "{\"id\":\"a\",\"kind\":\"need\"}\n{\"id\":\"b\",\"kind\":\"need\"}\n"},
      {"\xEF\xBB\xBF{\"kind\":\"need\"}\r\n\r\n  \n{\"kind\":\"需求\"}", "{\"kind\":\"need\"}\n{\"kind\":\"need\"}\n"},
      {"{\"kind\":\"need\",\"题\":1,}\n{\"kind\":\"need\"}\n",
       "-\nx.jsonl:1:22: error: not JSON: object key - unexpected '}'; expected string literal\n"
       "  {\"kind\":\"need\",\"题\":1,}\n  " +
           std::string(22, ' ') + "^\n{\"kind\":\"need\"}\n"},
      {"{}\n[1]\n\"x\"\n7\n",
       "{}\n-\nx.jsonl:2:1: error: the line is an array, not an object\n  [1]\n  ^\n"
       "-\nx.jsonl:3:1: error: the line is a text, not an object\n  \"x\"\n  ^\n-\nx.jsonl:4:1: error: the line is a number, not an "
       "object\n  7\n  ^\n"},
      {"{\"kind\":\"need\"}\n{\"kind\":\"ne",
       "{\"kind\":\"need\"}\n-\nx.jsonl:2:12: error: the last line is cut off; not JSON: value - invalid string: missing closing quote\n"
       "  {\"kind\":\"ne\n             ^\n  hint: export the file again\n"},
      {"{\"a\":\"\xC3\x28\"}\n",
       "-\nx.jsonl:1:7: error: the byte 0xC3 is not UTF-8\n  {\"a\":\"\xEF\xBF\xBD(\"}\n        ^\n"
       "  hint: JSON Lines are UTF-8; for another encoding give --encoding, such as gb18030\n"},
      {R"({"_raw":"{broken","_rejected":["not JSON"]})"
       "\n",
       "-\nx.jsonl:1: error: this row was rejected before: not JSON\n  {\"_raw\":\"{broken\",\"_rejected\":[\"not JSON\"]}\n"
       "  hint: mend it at its source, or replace _raw or _surplus by the fields of the record\n"},
  };
  for (const auto& row : rows) {
    INFO(row.in);
    CHECK(read_text("x.jsonl", row.in) == row.out);
  }
}

TEST_CASE("JSON Lines: nesting beyond any record is refused, not followed", "[corpus][reader]") {
  const std::string deep = "{\"kind\":\"need\",\"x\":" + std::string(100'000, '[') + "}\n{\"kind\":\"need\"}\n";
  const std::string said = read_text("x.jsonl", deep);
  CHECK(said.starts_with("-\nx.jsonl:1:83: error: nested more than 64 levels deep\n  ...[[["));
  CHECK(said.ends_with("\n{\"kind\":\"need\"}\n"));
  CHECK(said.size() < 600);
}

TEST_CASE("JSON Lines: a line over the limit is skipped and reported", "[corpus][reader]") {
  const std::string in = "{\"kind\":\"need\",\"x\":\"" + std::string(1000, 'x') + "\"}\n{\"kind\":\"need\"}\n";
  CHECK(read_text("x.jsonl", in, {.max_line_bytes = 100}) ==
        "-\nx.jsonl:1: error: the line has 1022 bytes, the limit is 100; it was skipped, only its beginning is kept here\n"
        "  hint: write one record a line; the whole line stands in the file that was imported\n{\"kind\":\"need\"}\n");
}

TEST_CASE("JSON Lines in UTF-16 or, when told, in GB18030 read the same", "[corpus][reader]") {
  const std::string text = "{\"kind\":\"need\",\"title\":\"防爆锂离子电池\"}\n";
  const std::string read = "{\"kind\":\"need\",\"title\":\"防爆锂离子电池\"}\n";
  CHECK(read_text("x.jsonl", "\xFF\xFE" + in_encoding("UTF-16LE", text)) == read);
  CHECK(read_text("x.jsonl", "\xFE\xFF" + in_encoding("UTF-16BE", text)) == read);
  CHECK(read_text("x.jsonl", in_encoding("GB18030", text), {.encoding = "gb18030"}) == read);
  CHECK(read_text("x.jsonl", in_encoding("GB18030", text)).find("error: the byte 0xB7 is not UTF-8") != std::string::npos);
}

// ---- options

TEST_CASE("rows are renamed, completed and titled as the options say", "[corpus][reader]") {
  struct {
    std::string in;
    ReadOptions options;
    std::string out;
  } const rows[] = {
      {R"({"题目":"锂电池","id":"a"})",
       {.rename = {{"题目", "title"}}, .kind = Kind::need},
       R"({"id":"a","kind":"need","title":"锂电池"})"},
      {R"({"tel":"123","id":"a"})",
       {.rename = {{"tel", "contact.phone"}}, .kind = Kind::need},
       R"({"contact":{"phone":"123"},"id":"a","kind":"need"})"},
      {R"({"题目":"甲","title":"乙"})",
       {.rename = {{"题目", "title"}}, .kind = Kind::need},
       "{\"kind\":\"need\",\"title\":\"乙\",\"题目\":\"甲\"}\nx.jsonl:1:2: warning: \"题目\" should become \"title\", which the row has "
       "already; both are kept as they are\n"
       "  {\"题目\":\"甲\",\"title\":\"乙\"}\n   ^"},
      {R"({"category":"医学","note":"n","id":"a"})",
       {.rename = {{"category", "x-discipline"}, {"note", ""}}, .kind = Kind::achievement},
       R"({"id":"a","kind":"achievement","x-discipline":"医学"})"},
      {R"({"region":""})", {.set = {{"region", "石家庄"}, {"kind", "需求"}}}, R"({"kind":"need","region":"石家庄"})"},
      {R"({"region":"武汉"})", {.set = {{"region", "石家庄"}, {"kind", "需求"}}}, R"({"kind":"need","region":"武汉"})"},
      {R"({"contact":{"name":"张三"}})",
       {.set = {{"contact.phone", "1"}, {"contact.name", "李四"}}, .kind = Kind::need},
       R"({"contact":{"name":"张三","phone":"1"},"kind":"need"})"},
      {R"({"problem":"电池产品存在安全隐患，需要改进。"})",
       {.title_from = "problem", .kind = Kind::need},
       R"({"kind":"need","problem":"电池产品存在安全隐患，需要改进。","title":"电池产品存在安全隐患"})"},
      {R"({"problem":"电池产品存在安全隐患，需要改进。","title":"防爆"})",
       {.title_from = "problem", .kind = Kind::need},
       R"({"kind":"need","problem":"电池产品存在安全隐患，需要改进。","title":"防爆"})"},
      {R"({"kind":"expert","id":"a"})", kNeeds, R"({"id":"a","kind":"expert"})"},
      {R"({"kind":"什么","id":"a"})", kNeeds, R"({"id":"a","kind":"什么"})"},
  };
  for (const auto& row : rows) {
    INFO(row.in);
    CHECK(read_text("x.jsonl", row.in + "\n", row.options) == row.out + "\n");
  }
}

TEST_CASE("one text for a list is cut at semicolons and |, keywords also at 、 and commas, closed lists at 、", "[corpus][reader]") {
  struct {
    std::string in, out;
  } const rows[] = {
      {R"({"keywords":"锂电池；防爆;隔膜 | 针刺"})", R"({"keywords":["锂电池","防爆","隔膜","针刺"],"kind":"need"})"},
      {R"({"keywords":"锂电池、防爆，隔膜, 针刺,热失控"})", R"({"keywords":["锂电池","防爆","隔膜","针刺","热失控"],"kind":"need"})"},
      {R"({"keywords":"N,N-二甲基甲酰胺,1,3-丁二烯，machine learning"})", R"({"keywords":["N,N-二甲基甲酰胺","1,3-丁二烯","machine learning"],"kind":"need"})"},
      {R"({"preferred_partners":"水、土研究所"})", R"({"kind":"need","preferred_partners":["水、土研究所"]})"},
      {R"({"tech_field":"新材料、海洋"})", R"({"kind":"need","tech_field":["新材料","海洋"]})"},
      {R"({"industry":"农、林、牧、渔业；C384"})", R"({"industry":["农、林、牧、渔业","C384"],"kind":"need"})"},
      {R"({"keywords":["a;b"]})", R"({"keywords":["a;b"],"kind":"need"})"},
      {R"({"problem":"一；二"})", R"({"kind":"need","problem":"一；二"})"},
      {R"({"indicators":"容量≥2Ah；寿命≥2000次"})", R"({"indicators":["容量≥2Ah","寿命≥2000次"],"kind":"need"})"},
  };
  for (const auto& row : rows) CHECK(read_text("x.jsonl", row.in + "\n", kNeeds) == row.out + "\n");
}

TEST_CASE("options that name no field are refused before anything is read", "[corpus][reader]") {
  const Directory directory;
  const std::string hint = "\n  hint: write a wire name such as title, summary, contact.phone; corpus/FORMAT.md lists them";
  CHECK(open_error(directory, "x.jsonl", "{}", {.rename = {{"a", "titel"}}}) ==
        "--map: \"titel\" is not a field of any record\n"
        "  hint: write a wire name such as title (corpus/FORMAT.md lists them), x-NAME to carry the column along, or nothing to leave it out");
  CHECK(open_error(directory, "x.jsonl", "{}", {.set = {{"stage", "中期"}}, .kind = Kind::need}) ==
        "--set: \"stage\" is not a field of a record of kind need" + hint);
  CHECK(open_error(directory, "x.jsonl", "{}", {.title_from = "x"}) == "--title-from: \"x\" is not a field of any record" + hint);
  CHECK(open_error(directory, "x.jsonl", "{}", {.set = {{"kind", "x"}}}) ==
        "--set: \"x\" is not a kind of record\n  hint: one of achievement, need, expert, enterprise, decision");
  // A value that goes into every row is looked at once.
  CHECK(open_error(directory, "x.jsonl", "{}", {.set = {{"region", "火星"}}, .kind = Kind::need})
            .starts_with("--set: field \"region\" (所在地): \"火星\" is not in the vocabulary region"));
  CHECK(open_error(directory, "x.jsonl", "{}", {.set = {{"security_level", "秘密"}}}).starts_with("--set: field \"security_level\""));
  CHECK(open_error(directory, "x.jsonl", "{}", {.set = {{"deadline", "2026-02-30"}}}).starts_with("--set: field \"deadline\""));
  CHECK(open_error(directory, "x.jsonl", "{}", {.set = {{"region", "湖北省武汉市洪山区"}, {"tech_field", "新材料;海洋"}}}) == "opened");
  CHECK(open_error(directory, "x.jsonl", "{}", {.encoding = "klingon"}) ==
        "encoding: no encoding is called \"klingon\"\n  hint: such as utf-8, gb18030, gbk, big5, utf-16le");
}

TEST_CASE("the first clause of a text becomes a title of 4 to 60 characters", "[corpus][reader]") {
  struct {
    std::string in, out;
  } const rows[] = {
      {"电池产品存在安全隐患，需要改进。", "电池产品存在安全隐患"},
      {"近年，电池产品存在安全隐患。需要改进", "近年，电池产品存在安全隐患"},
      {"压力3.5MPa的阀门；耐温", "压力3.5MPa的阀门"},
      {"产能1,200吨的设备,耐温", "产能1,200吨的设备"},
      {"  防爆电池\n第二行", "防爆电池"},
      {"防爆", "防爆"},
      {"", ""},
      {std::string("一二三四五六七八九十")
           .append("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十甲乙"),
       "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"},
  };
  for (const auto& row : rows) CHECK(first_clause(row.in) == row.out);
}

// ---- which reader

TEST_CASE("a file whose name says one thing and whose content another is an error that says both", "[corpus][reader]") {
  const Directory directory;
  const std::string zip = "PK\x03\x04 something";
  struct {
    std::string name, content, said;
  } const rows[] = {
      {"x.xlsx", "id,title\n",
       "x.xlsx: the name says a spreadsheet, but the content is text that is not JSON\n  hint: rename it to .csv, or give --format csv"},
      {"x.csv", zip,
       "x.csv: the name says CSV, but the content is a ZIP archive, as spreadsheets are\n"
       "  hint: rename it to .xlsx if it is a spreadsheet, unpack it if it is not"},
      {"x.jsonl", "id,title\n",
       "x.jsonl: the name says JSON Lines, but the content is text that is not JSON\n  hint: rename it to .csv, or give --format csv"},
      {"x.csv", "{\"id\":1}\n", "x.csv: the name says CSV, but the content is JSON\n  hint: rename it to .jsonl, or give --format jsonl"},
      {"x.json", "[\n {\"id\":1}]\n",
       "x.json: the name says JSON Lines, but the content is one JSON array, not JSON Lines\n"
       "  hint: turn it into one object a line: jq -c '.[]' FILE > FILE.jsonl"},
      {"x.jsonl", "[1]\n",
       "x.jsonl: the name says JSON Lines, but the content is one JSON array, not JSON Lines\n"
       "  hint: turn it into one object a line: jq -c '.[]' FILE > FILE.jsonl"},
      {"x.xls", "\xD0\xCF\x11\xE0....",
       "x.xls: the name says a spreadsheet, but the content is an old Excel workbook (.xls)\n"
       "  hint: open it in a spreadsheet program and save it as .xlsx or as CSV in UTF-8"},
      {"x.dat", "%PDF-1.7",
       "x.dat: the content is a PDF document\n  hint: open it in a spreadsheet program and save it as .xlsx or as CSV in UTF-8"},
      {"x.csv", "", "x.csv: the file is empty\n  hint: export it again"},
      {"x.csv", " \r\n \n", "x.csv: the file is empty\n  hint: export it again"},
      {"x.jsonl", "", "x.jsonl: the file is empty\n  hint: export it again"},
      {"x.jsonl", "\n \n", "x.jsonl: the file is empty\n  hint: export it again"},
      {"x.jsonl", std::string(5000, '\n') + "{\"id\":1}", "opened"},
      {"x.jsonl", "\x89PNG\r\n\x1A\n",
       "x.jsonl: the name says JSON Lines, but the content is a picture (PNG)\n"
       "  hint: give the file that the picture shows: JSON Lines, CSV or .xlsx"},
      {"x", "\xFF\xD8\xFF\xE0",
       "x: the content is a picture (JPEG)\n  hint: give the file that the picture shows: JSON Lines, CSV or .xlsx"},
      {"x.csv", std::string("id,title\n\0\0", 11),
       "x.csv: this is not a text file: byte 10 is NUL\n"
       "  hint: save it as CSV in UTF-8, as JSON Lines or as .xlsx; for UTF-16 without a byte order mark give --encoding utf-16le"},
      {"x.xlsx", zip, "x.xlsx: the spreadsheet is cut off: its directory at the end is missing\n  hint: copy or download it again"},
      {"x", "{\"id\":1}", "opened"},
      {"x", "编号,标题\n", "opened"},
  };
  for (const auto& row : rows) {
    INFO(row.name << " " << row.content);
    CHECK(open_error(directory, row.name, row.content) == row.said);
  }
  CHECK(to_text(open_reader(directory.name("none.csv"), {}, vocabularies()).error())
            .ends_with("none.csv: there is no such file\n  hint: check the path"));
  CHECK(to_text(open_reader(directory.path().string(), {}, vocabularies()).error()).find("this is a directory") != std::string::npos);
  CHECK(open_error(directory, "x.txt", "{\"id\":1}\n", {.format = FileFormat::json_lines}) == "opened");
  CHECK(open_error(directory, "x.txt", "", {.format = FileFormat::json_lines}) == "x.txt: the file is empty\n  hint: export it again");
  CHECK(open_error(directory, "x.bin", "id,title\n", {.format = FileFormat::xlsx}) ==
        "x.bin: this is not a spreadsheet (.xlsx): it is no ZIP archive\n  hint: give --format for what it is: csv or jsonl");
}

// ---- CSV

TEST_CASE("CSV: headings of the forms, quoted cells, separators and line ends", "[corpus][reader][csv]") {
  const std::string row_a = R"({"id":"a","kind":"need","title":"锂电池"})"
                            "\n";
  struct {
    std::string in, out;
  } const rows[] = {
      {"受理号,技术需求名称\na,锂电池\n", row_a},
      {"\xEF\xBB\xBF受理号,技术需求名称\r\na,锂电池\r\n", row_a},
      {"受理号;技术需求名称\na;锂电池", row_a},
      {"受理号\t技术需求名称\na\t锂电池\n\n\n", row_a},
      {"sep=;\r\n受理号;技术需求名称\r\na;锂电池\r\n", row_a},
      {"受理号,技术需求名称\ra,锂电池\r", row_a},
      {"河北省重大技术需求征集表,,\n,,\n*受理号（必填）,技术需求名称：,\na,锂电池,\n", row_a},
      {"ID,TITLE\na,\"锂电池\"\n", row_a},
      {"id,title\na,\"锂\"\"电\"\"池\"\n", R"({"id":"a","kind":"need","title":"锂\"电\"池"})"
                                           "\n"},
      {"id,title\na,\"锂,\n电池\"\nb,c\n", R"({"id":"a","kind":"need","title":"锂,\n电池"})"
                                           "\n"
                                           R"({"id":"b","kind":"need","title":"c"})"
                                           "\n"},
      {"id,title\na,5\" 管\n", R"({"id":"a","kind":"need","title":"5\" 管"})"
                               "\n"},
      {"id,title,备注,\na,b,重要,x\n", R"({"id":"a","kind":"need","title":"b","备注":"重要"})"
                                       "\n"
                                       "?"},
      {"id,联系人,联系电话\na,张三,0311-1\n", R"({"contact":{"name":"张三","phone":"0311-1"},"id":"a","kind":"need"})"
                                              "\n"},
      {"id,需求名称,技术需求名称\na,甲,乙\n", R"({"id":"a","kind":"need","title":"甲","技术需求名称":"乙"})"
                                              "\n"},
      {"id,indicators\na,\"[{\"\"name\"\":\"\"电压\"\"}]\"\n", R"({"id":"a","indicators":[{"name":"电压"}],"kind":"need"})"
                                                               "\n"},
  };
  for (const auto& row : rows) {
    INFO(row.in);
    if (row.out.ends_with("?")) {
      CHECK(read_text("x.csv", row.in, kNeeds).find("the row has 4 cells, the heading has 3") != std::string::npos);
      continue;
    }
    CHECK(read_text("x.csv", row.in, kNeeds) == row.out);
  }
}

TEST_CASE("CSV: the kind column decides row by row what a heading means", "[corpus][reader][csv]") {
  CHECK(read_text("x.csv", "编号,名称,行业,备注\na,甲,医学,n\n",
                  {.rename = {{"行业", "x-discipline"}, {"备注", ""}}, .kind = Kind::need}) ==
        R"({"id":"a","kind":"need","title":"甲","x-discipline":"医学"})"
        "\n");
  CHECK(read_text("x.csv", "类型,编号,名称\n需求,a,甲\n专家,b,乙\nenterprise,c,丙\n") == R"({"id":"a","kind":"need","title":"甲"})"
                                                                                         "\n"
                                                                                         R"({"id":"b","kind":"expert","name":"乙"})"
                                                                                         "\n"
                                                                                         R"({"id":"c","kind":"enterprise","name":"丙"})"
                                                                                         "\n");
}

TEST_CASE("CSV: what is wrong with a row is told with line, column and caret", "[corpus][reader][csv]") {
  struct {
    std::string in, out;
  } const rows[] = {
      {"id,title,goal\na,b\n", R"({"id":"a","kind":"need","title":"b"})"
                               "\nx.csv:2: warning: the row has 2 cells, the heading has 3; the missing ones count as empty\n"},
      {"id,title\na,b,c,d\ne,f,,\n",
       "-\nx.csv:2:5: error: the row has 4 cells, the heading has 2\n  a,b,c,d\n      ^\n  hint: a cell that holds the separator must "
       "stand in double quotes\n"
       R"({"id":"e","kind":"need","title":"f"})"
       "\n"},
      {"id,title\na,b\nc,\"锂电池\nd,e\n",
       R"({"id":"a","kind":"need","title":"b"})"
       "\n-\nx.csv:3:3: error: a double quote opened in line 3 is never closed\n"
       "  c,\"锂电池\n    ^\n  hint: close it, or write it twice where it belongs to the text\n"
       R"({"id":"d","kind":"need","title":"e"})"
       "\n"},
      {"id,title\na,\"锂\"电池\nb,c\n",
       "-\nx.csv:2:6: error: text behind a closing double quote\n  a,\"锂\"电池\n        ^\n"
       "  hint: write a double quote inside a cell twice, and the cell in double quotes\n"
       R"({"id":"b","kind":"need","title":"c"})"
       "\n"},
      {"id,title\na,锂\xFF池\nb,c\xFF\n",
       "-\nx.csv:2:4: error: bytes that are not utf-8\n  a,锂\xEF\xBF\xBD池\n      ^\n  hint: give the right --encoding, such as gb18030, "
       "or mend the cell\n"
       "-\nx.csv:3:4: error: bytes that are not utf-8\n  b,c\xEF\xBF\xBD\n     ^\n  hint: give the right --encoding, such as gb18030, or "
       "mend the cell\n"},
  };
  for (const auto& row : rows) {
    INFO(row.in);
    CHECK(read_text("x.csv", row.in, {.encoding = row.in.find('\xFF') == std::string::npos ? "" : "utf-8", .kind = Kind::need}) == row.out);
  }
}

TEST_CASE("CSV: a quote that is not closed takes no sound row with it", "[corpus][reader][csv]") {
  const auto read = [](const std::string& rows, std::size_t limit = 1 << 20) {
    return read_text("x.csv", "id,title\n" + rows, {.kind = Kind::need, .max_line_bytes = limit});
  };
  const auto good = [](const std::string& id, const std::string& title) {
    return R"({"id":")" + id + R"(","kind":"need","title":")" + title + "\"}\n";
  };
  const std::string never = "  hint: close it, or write it twice where it belongs to the text\n";
  const std::string behind = "  hint: close it in its own line, or write a double quote inside a cell twice\n";

  // Up to the end of the file; the line without a comma cannot be a row.
  CHECK(read("a,\"甲\n乙\nb,丙\nc,丁") == "-\nx.csv:2:3: error: a double quote opened in line 2 is never closed; lines 2 to 3 are rejected\n  a,\"甲\n    ^\n" +
                                           never + good("b", "丙") + good("c", "丁"));
  // Up to the quote of the next row.
  CHECK(read("a,\"甲\nb,\"乙\"\nc,\"丙\"\n") ==
        "-\nx.csv:2:3: error: the double quote opened here is closed in line 3, in front of other text\n  a,\"甲\n    ^\n" + behind + good("b", "乙") +
            good("c", "丙"));
  // Cells over several lines, windows line ends.
  CHECK(read("a,\"甲\r\nb,\"乙\r\n丙\"\r\n") ==
        "-\nx.csv:2:3: error: the double quote opened here is closed in line 3, in front of other text\n  a,\"甲\n    ^\n" + behind + good("b", "乙\\n丙"));
  // What a quoted cell holds is no row only because a quote in it is not doubled.
  CHECK(read("a,\"甲\n乙\"丙\"\nb,丁\n") ==
        "-\nx.csv:2:3: error: the double quote opened here is closed in line 3, in front of other text; lines 2 to 3 are rejected\n  a,\"甲\n    ^\n" + behind +
            good("b", "丁"));
  // Within the limit of a row.
  std::string many = "a,\"甲\n", expected = "-\nx.csv:2:3: error: a double quote opened in line 2 is never closed\n  a,\"甲\n    ^\n" + never;
  for (int i = 0; i < 200; ++i) {
    many += "b" + std::to_string(i) + ",乙\n";
    expected += good("b" + std::to_string(i), "乙");
  }
  CHECK(read(many + "z,\"丙\"\n", 300) == expected + good("z", "丙"));
}

TEST_CASE("CSV: a row over the limit is skipped, and the reading goes on behind it", "[corpus][reader][csv]") {
  const std::string in = "id,title\na," + std::string(500, 'x') + "\nb,c\n";
  CHECK(read_text("x.csv", in, {.kind = Kind::need, .max_line_bytes = 100}) ==
        "-\nx.csv:2: error: the row is over the limit of 100 bytes; it was skipped\n  hint: look for a double quote that is not closed\n"
        R"({"id":"b","kind":"need","title":"c"})"
        "\n");
}

TEST_CASE("CSV: a file without a heading that is known says what it saw", "[corpus][reader][csv]") {
  const Directory directory;
  const std::string hint = "\n  hint: name the columns with --map THEIRS=OURS, or use the headings of corpus/vocab/column.tsv";
  CHECK(open_error(directory, "x.csv", "foo,bar\n1,2\n") ==
        "x.csv: no row of headings that is known; the first row holds \"foo\", \"bar\"" + hint);
  CHECK(open_error(directory, "x.csv", "foo,bar\n1,2\n", {.rename = {{"foo", "id"}, {"bar", "title"}}}) == "opened");
  CHECK(open_error(directory, "x.csv", "\"id,title\na,b\n") ==
        "x.csv: a double quote opened in line 1 is never closed\n  hint: close it, or write it twice where it belongs to the text");
}

TEST_CASE("CSV: GB18030 is found by strict reading, also where it is short or uses four bytes", "[corpus][reader][csv]") {
  const Directory directory;
  const std::string text = "受理号,技术需求名称\na,防爆\xF0\xA0\xAE\xB7电池\n";  // 𠮷 has four bytes in GB18030
  const auto path = directory.file("x.csv", in_encoding("GB18030", text));
  CHECK(read_all(directory, path, kNeeds) == "{\"id\":\"a\",\"kind\":\"need\",\"title\":\"防爆\xF0\xA0\xAE\xB7电池\"}\n");
  CHECK(remarks_of(path, kNeeds).starts_with("format CSV\nencoding gb18030, strictly checked; it is not UTF-8; ICU would guess "));
  CHECK(remarks_of(directory.file("y.csv", text), kNeeds) == "format CSV\nencoding utf-8, strictly checked\nseparator comma");
  CHECK(remarks_of(directory.file("z.csv", in_encoding("Big5", "id,title\na,電池\n")), {.encoding = "big5", .kind = Kind::need}) ==
        "format CSV\nencoding big5, as asked for\nseparator comma");
}

TEST_CASE("CSV: where neither encoding reads the file whole the better one is taken and the bad rows are told", "[corpus][reader][csv]") {
  const Directory directory;
  const std::string gb = in_encoding("GB18030", "受理号,技术需求名称\na,防爆电池\nb,隔膜\n");
  const auto path = directory.file("x.csv", gb + "c,\xFF\n");
  const std::string read = read_all(directory, path, kNeeds);
  CHECK(
      read.starts_with("{\"id\":\"a\",\"kind\":\"need\",\"title\":\"防爆电池\"}\n{\"id\":\"b\",\"kind\":\"need\",\"title\":\"隔膜\"}\n-\n"
                       "x.csv:4:3: error: bytes that are not gb18030\n"));
  CHECK(remarks_of(path, kNeeds).find("encoding gb18030: neither UTF-8 (") != std::string::npos);
}

TEST_CASE("CSV: UTF-16 as Excel saves it", "[corpus][reader][csv]") {
  const std::string text = "受理号\t技术需求名称\r\na\t锂电池\r\n";
  CHECK(read_text("x.txt", "\xFF\xFE" + in_encoding("UTF-16LE", text), kNeeds) == R"({"id":"a","kind":"need","title":"锂电池"})"
                                                                                  "\n");
}

TEST_CASE("CSV: a large file is read in pieces, whatever the pieces cut", "[corpus][reader][csv]") {
  std::string text = "受理号,技术需求名称\n";
  for (int i = 0; i < 20'000; ++i) text += fmt::format("n{},防爆锂离子电池第{}号\n", i, i);
  for (const char* encoding : {"UTF-8", "GB18030"}) {
    const Directory directory;
    const auto reader = open(directory.file("x.csv", in_encoding(encoding, text)), kNeeds);
    int rows = 0;
    while (true) {
      const auto row = reader->next();
      REQUIRE(row);
      if (!*row) break;
      REQUIRE((*row)->object);
      REQUIRE((*(*row)->object)["title"] == fmt::format("防爆锂离子电池第{}号", rows));
      ++rows;
    }
    CHECK(rows == 20'000);
    CHECK(reader->bytes_read() == reader->bytes_total());
  }
}

// ---- XLSX

namespace {

// Writes a workbook and closes it when done.
class Workbook {
 public:
  explicit Workbook(const std::string& path) : path_(path), book_(workbook_new(path.c_str())) {}
  ~Workbook() { close(); }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;
  lxw_worksheet* sheet(const char* name) { return workbook_add_worksheet(book_, name); }
  lxw_format* format(const char* code) {
    lxw_format* format = workbook_add_format(book_);
    format_set_num_format(format, code);
    return format;
  }
  lxw_workbook* book() { return book_; }
  std::string close() {
    if (book_ != nullptr) workbook_close(book_);
    book_ = nullptr;
    return path_;
  }

 private:
  std::string path_;
  lxw_workbook* book_;
};

void write_row(lxw_worksheet* sheet, lxw_row_t row, std::initializer_list<const char*> cells) {
  lxw_col_t column = 0;
  for (const char* cell : cells) worksheet_write_string(sheet, row, column++, cell, nullptr);
}

}  // namespace

TEST_CASE("XLSX: the first sheet with known headings is read, below whatever stands above them", "[corpus][reader][xlsx]") {
  const Directory directory;
  Workbook book(directory.name("x.xlsx"));
  write_row(book.sheet("说明"), 0, {"填写说明"});
  lxw_worksheet* sheet = book.sheet("需求表");
  write_row(sheet, 0, {"河北省重大技术需求征集表"});
  write_row(sheet, 2, {"受理号", "技术需求名称", "关键字", "技术领域"});
  write_row(sheet, 3, {"a", "锂电池", "防爆；隔膜", "新材料、海洋"});
  write_row(sheet, 5, {"b", "隔膜"});
  write_row(book.sheet("其他"), 0, {"受理号", "技术需求名称"});
  const std::string path = book.close();
  CHECK(read_all(directory, path, kNeeds) ==
        R"({"id":"a","keywords":["防爆","隔膜"],"kind":"need","tech_field":["新材料","海洋"],"title":"锂电池"})"
        "\n"
        R"({"id":"b","kind":"need","title":"隔膜"})"
        "\n");
  CHECK(remarks_of(path, kNeeds) ==
        "format XLSX\nsheet \"需求表\", heading in row 3\nsheet \"说明\" was left out\nsheet \"其他\" was left out");
}

TEST_CASE("XLSX: numbers, dates, truth values and formulas become the text a person would write", "[corpus][reader][xlsx]") {
  const Directory directory;
  Workbook book(directory.name("x.xlsx"));
  lxw_worksheet* sheet = book.sheet("S");
  write_row(sheet, 0,
            {"受理号", "技术需求名称", "拟投入资金总额", "需求开始日期", "需求截止日期", "更新时间", "期望成熟度", "备注", "预期目标",
             "来源系统"});
  write_row(sheet, 1, {"a", "锂电池"});
  worksheet_write_number(sheet, 1, 2, 80.5, nullptr);
  lxw_datetime date{2026, 3, 5, 0, 0, 0};
  worksheet_write_datetime(sheet, 1, 3, &date, book.format("yyyy\"年\"m\"月\""));
  worksheet_write_datetime(sheet, 1, 4, &date, book.format("yyyy/m/d"));
  lxw_datetime time{2026, 3, 5, 8, 30, 0};
  worksheet_write_datetime(sheet, 1, 5, &time, book.format("yyyy-mm-dd hh:mm"));
  worksheet_write_number(sheet, 1, 6, 5, book.format("0.00"));
  worksheet_write_boolean(sheet, 1, 7, 1, nullptr);
  worksheet_write_formula_str(sheet, 1, 8, "=\"通过\"&\"试验\"", nullptr, "通过试验");
  worksheet_write_formula_num(sheet, 1, 9, "=1+1", nullptr, 2);
  CHECK(read_all(directory, book.close(), kNeeds) ==
        R"({"budget":"80.5","deadline":"2026-03-05","goal":"通过试验","id":"a","kind":"need","min_trl":"5","source_system":"2",)"
        R"("start":"2026-03","title":"锂电池","updated_at":"2026-03-05 08:30:00","备注":"true"})"
        "\n");
}

TEST_CASE("XLSX: codes stored as numbers are told by row and column", "[corpus][reader][xlsx]") {
  const Directory directory;
  Workbook book(directory.name("x.xlsx"));
  lxw_worksheet* sheet = book.sheet("S");
  write_row(sheet, 0, {"机构全称", "机构编号", "邮政编码", "联系电话", "统一社会信用代码", "所在地域"});
  write_row(sheet, 1, {"甲公司", "q1"});
  worksheet_write_number(sheet, 1, 2, 50000, nullptr);
  worksheet_write_number(sheet, 1, 3, 31187654321, nullptr);
  worksheet_write_number(sheet, 1, 4, 911301001234567890.0, nullptr);
  worksheet_write_number(sheet, 1, 5, 130100, nullptr);
  write_row(sheet, 2, {"乙公司"});
  worksheet_write_number(sheet, 2, 1, 7, nullptr);
  worksheet_write_number(sheet, 2, 2, 430000, nullptr);
  worksheet_write_number(sheet, 2, 3, 13812345678, nullptr);
  CHECK(
      read_all(directory, book.close(), {.kind = Kind::enterprise}) ==
      R"({"contact":{"phone":"31187654321"},"id":"q1","kind":"enterprise","name":"甲公司","postcode":"50000",)"
        R"("region":"130100","uscc":"911301001234567936"})"
      "\n"
      "x.xlsx:2:3: warning: field \"postcode\": 50000 is stored as a number; a leading zero may be gone\n  hint: compare with the source; "
      "give the column the format Text\n"
      "x.xlsx:2:4: warning: field \"contact.phone\": 31187654321 is stored as a number; a leading zero may be gone\n"
      "  hint: compare with the source; give the column the format Text\n"
      "x.xlsx:2:5: error: field \"uscc\": 911301001234567936 is stored as a number of more than 15 digits; the last ones are lost\n"
      "  hint: give the column the format Text in the spreadsheet and enter the value again\n"
      R"({"contact":{"phone":"13812345678"},"id":"7","kind":"enterprise","name":"乙公司","postcode":"430000"})"
      "\n");
}

TEST_CASE("XLSX: cells beyond the heading and error values are told", "[corpus][reader][xlsx]") {
  const Directory directory;
  Workbook book(directory.name("x.xlsx"));
  lxw_worksheet* sheet = book.sheet("S");
  write_row(sheet, 0, {"受理号", "技术需求名称"});
  write_row(sheet, 1, {"a", "甲", "", "多"});
  write_row(sheet, 2, {"b", "#N/A"});
  CHECK(
      read_all(directory, book.close(), kNeeds) ==
      "-\nx.xlsx:2:4: error: the row has 4 cells, the heading has 2\n  hint: a cell that holds the separator must stand in double quotes\n"
      R"({"id":"b","kind":"need","title":"#N/A"})"
      "\n"
      "x.xlsx:3:2: error: field \"title\": the cell holds the error #N/A\n  hint: mend the formula in the spreadsheet\n");
}

TEST_CASE("XLSX: texts inside the cells, which the reader would lose, are refused", "[corpus][reader][xlsx]") {
  const Directory directory;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;  // such files hold their texts in the cells
  lxw_workbook* book = workbook_new_opt(directory.name("x.xlsx").c_str(), &options);
  lxw_worksheet* sheet = workbook_add_worksheet(book, "S");
  write_row(sheet, 0, {"受理号", "技术需求名称"});
  for (lxw_row_t row = 1; row < 400; ++row) write_row(sheet, row, {"a", "甲"});
  workbook_close(book);
  const auto opened = corpus::open_reader(directory.name("x.xlsx"), {.kind = Kind::need}, vocabularies());
  REQUIRE_FALSE(opened);
  CHECK(directory.shorten(to_text(opened.error())) ==
        "x.xlsx: the texts of xl/worksheets/sheet1.xml stand inside its cells (inlineStr), where they cannot be read\n"
        "  hint: open it in a spreadsheet program and save it again, as .xlsx or as CSV");
}

TEST_CASE("XLSX: an archive that is cut off, damaged, too large or no workbook is refused with a remedy", "[corpus][reader][xlsx]") {
  const Directory directory;
  Workbook book(directory.name("good.xlsx"));
  lxw_worksheet* sheet = book.sheet("S");
  write_row(sheet, 0, {"受理号", "技术需求名称"});
  for (lxw_row_t row = 1; row < 400; ++row) write_row(sheet, row, {"a", "甲"});
  const std::string whole = corpus_world::read_file(book.close());

  const std::string again = "\n  hint: copy or download it again";
  CHECK(open_error(directory, "x.xlsx", whole.substr(0, whole.size() / 2)) ==
        "x.xlsx: the spreadsheet is cut off: its directory at the end is missing" + again);
  std::string flipped = whole;
  for (std::size_t i = 200; i < 260; ++i) flipped[i] = static_cast<char>(~flipped[i]);
  CHECK(open_error(directory, "x.xlsx", flipped).starts_with("x.xlsx: the spreadsheet is damaged"));
  CHECK(open_error(directory, "x.xlsx", whole, {.max_unpacked_bytes = 1000}) ==
        "x.xlsx: the spreadsheet unpacks to more than 1000 bytes\n  hint: split it, or save it as CSV, which has no such limit");
  CHECK(open_error(directory, "x.xlsx", whole, kNeeds) == "opened");
  CHECK(open_error(directory, "x.xlsx", "PK\x03\x04PK\x05\x06").starts_with("x.xlsx: "));

  Workbook other(directory.name("other.xlsx"));
  write_row(other.sheet("S"), 0, {"foo", "bar"});
  CHECK(directory.shorten(to_text(open_reader(other.close(), {}, vocabularies()).error())) ==
        "other.xlsx: no row of headings that is known; the first row holds \"foo\", \"bar\"\n"
        "  hint: name the columns with --map THEIRS=OURS, or use the headings of corpus/vocab/column.tsv");
  Workbook empty(directory.name("empty.xlsx"));
  empty.sheet("S");
  CHECK(directory.shorten(to_text(open_reader(empty.close(), {}, vocabularies()).error())) ==
        "empty.xlsx: no sheet holds anything\n  hint: save the spreadsheet again; is it the right file?");
}

TEST_CASE("format codes of dates are told from those of amounts", "[corpus][reader][xlsx]") {
  struct {
    std::string code, parts;
  } const rows[] = {
      {"yyyy-mm-dd", "ymd"},
      {"yyyy\"年\"m\"月\"", "ym"},
      {"[$-804]yyyy/m/d;@", "ymd"},
      {"h:mm:ss", "t"},
      {"yyyy-mm-dd hh:mm", "ymdt"},
      {"mm:ss.0", "mt"},
      {"[h]:mm", "t"},
      {"0.00", ""},
      {"General", ""},
      {"#,##0", ""},
      {"\"¥\"#,##0.00", ""},
      {"0.00E+00", ""},
      {"@", ""},
      {"", ""},
      {"[Red]0", ""},
      {"0\"d\"", ""},
      {"yyyy", "y"},
  };
  for (const auto& row : rows) {
    const DateParts parts = date_parts(row.code);
    INFO(row.code);
    CHECK(std::string(parts.year ? "y" : "") + (parts.month ? "m" : "") + (parts.day ? "d" : "") + (parts.time ? "t" : "") == row.parts);
  }
  CHECK(number_text(3) == "3");
  CHECK(number_text(-0.5) == "-0.5");
  CHECK(number_text(1e15) == "1000000000000000");
  CHECK(number_text(1e300) == "1e+300");
}

}  // namespace reader_test
