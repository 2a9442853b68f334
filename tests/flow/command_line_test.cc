// SPDX-License-Identifier: GPL-3.0-or-later
// The program from outside: what it prints, where, and how it ends.
#include <httplib.h>
#include <sqlite3.h>
#include <sys/file.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <span>
#include <sstream>

#include "corpus/date.h"
#include "program.h"

namespace command_line_test {

using namespace program;
using nlohmann::json;

namespace {

const char* const kTwo =
    R"({"kind":"achievement","id":"A1","title":"硅碳负极材料","summary":"面向锂离子电池的硅碳负极，首次效率 90%。","visibility":"公开"}
{"kind":"need","id":"N1","title":"锂电池快充","problem":"负极析锂，需要快充负极材料。","visibility":"公开"}
)";

std::string achievement(const std::string& id, const std::string& title) {
  return json{{"kind", "achievement"}, {"id", id}, {"title", title}, {"summary", title + "，已完成中试。"}, {"visibility", "公开"}}.dump() +
         "\n";
}

std::vector<std::string> ids_of(const json& answer, const char* list = "hits") {
  std::vector<std::string> ids;
  for (const auto& one : answer[list]) ids.push_back(one["id"]);
  return ids;
}

bool found(const Place& place, const std::string& query, const std::string& id, const std::string& kind = "achievement") {
  const Said said = place.run({"search", query, "--kind", kind, "--json"});
  if (said.exit != 0) return false;
  const auto ids = ids_of(said.json());
  return std::ranges::find(ids, id) != ids.end();
}

}  // namespace

// ---- import

TEST_CASE("importing the same files twice changes nothing") {
  const Place place;
  place.import_sample();
  const Said again = place.run({"import", "--json", Place::sample("achievements"), Place::sample("needs")});
  REQUIRE(again.exit == 0);
  const json report = again.json();
  for (const auto& file : report["files"]) {
    CHECK(file["added"] == 0);
    CHECK(file["changed"] == 0);
    CHECK(file["unchanged"] == file["rows"]);
  }
  CHECK(report["seq"] == place.run({"index", "status", "--json"}).json()["store"]["seq"]);
}

TEST_CASE("a rejected row lands whole in a file that is imported again once it is corrected") {
  const Place place;
  const fs::path input =
      place.file("results.jsonl",
                 achievement("A1", "轴承钢") + R"({"kind":"achievement","id":"A2","title":"风机叶片","stage":"很成熟","批次":"第三批"})");
  const Said first = place.run({"import", input.string()});
  CHECK(first.exit == 1);
  CHECK(first.err.find(input.string() + ":2:") != std::string::npos);
  CHECK(first.err.find("很成熟") != std::string::npos);
  CHECK(first.out.find("rejected rows: " + input.string() + ".rejects.jsonl\n") != std::string::npos);

  const fs::path rejects = input.string() + ".rejects.jsonl";
  std::string row = content_of(rejects);
  CHECK(json::parse(row)["批次"] == "第三批");
  row.replace(row.find("很成熟"), std::string("很成熟").size(), "中期");
  write(rejects, row);
  const Said second = place.run({"import", rejects.string(), "--json"});
  CHECK(second.exit == 0);
  CHECK(second.json()["files"][0]["added"] == 1);
  CHECK(place.run({"show", "A2", "--json"}).json()["record"]["批次"] == "第三批");
}

TEST_CASE("a file that is not what its name says is named and the others are imported all the same") {
  const Place place;
  const fs::path wrong = place.file("table.xlsx", "this is no workbook\n"), good = place.file("good.jsonl", achievement("A1", "轴承钢"));
  const Said said = place.run({"import", wrong.string(), (place.path() / "missing.jsonl").string(), good.string(), "--json"});
  CHECK(said.exit == 2);
  const json files = said.json()["files"];
  CHECK(files[0]["error"].contains("code"));
  CHECK(files[1]["error"].contains("code"));
  CHECK(files[2]["added"] == 1);
  CHECK(said.err.find("table.xlsx") != std::string::npos);
  CHECK(said.err.find("missing.jsonl") != std::string::npos);
}

TEST_CASE("validate says what an import would say and writes nothing") {
  const Place place;
  const fs::path input =
      place.file("results.jsonl", achievement("A1", "轴承钢") + R"({"kind":"achievement","id":"A2","title":"叶片","trl":12})");
  const Said said = place.run({"validate", input.string()});
  CHECK(said.exit == 1);
  CHECK(said.out.find(input.string() + ":2:") != std::string::npos);
  CHECK(said.out.find("2 rows, 1 would be rejected") != std::string::npos);
  CHECK_FALSE(fs::exists(place.data()));
  CHECK_FALSE(fs::exists(input.string() + ".rejects.jsonl"));
}

TEST_CASE("an export imported elsewhere exports the same bytes") {
  const Place here, there;
  here.import_sample();
  here.import(R"({"kind":"need","id":"W1","title":"等待审核的需求","problem":"轴承早期失效","status":"submitted","our_own":{"a":[1,2]}})");
  const std::string first = here.run({"export"}).out;
  there.import(first);
  CHECK(there.run({"export"}).out == first);
  CHECK(there.run({"review", "list", "--json"}).json()["waiting"][0]["id"] == "W1");
}

TEST_CASE("a list of hits is written whole, in the form that its name says") {
  const Place place;
  place.import_sample();
  place.build();
  for (const char* end : {"csv", "xlsx", "json"}) {
    const auto file = place.path() / (std::string("list.") + end);
    REQUIRE(place.run({"search", "轴承", "--size", "1000", "--output", file.string()}).exit == 0);
    const std::string bytes = content_of(file);
    CHECK(bytes.starts_with(std::string(end) == "csv" ? "\xEF\xBB\xBF序号" : std::string(end) == "xlsx" ? "PK" : "{"));
  }
  const Said refused = place.run({"search", "轴承", "--output", (place.path() / "list.pdf").string()});
  CHECK(refused.exit == 2);
  CHECK(refused.err.find(".xlsx") != std::string::npos);
  CHECK(place.run({"search", "轴承", "--output", (place.path() / "nowhere" / "list.csv").string()}).exit != 0);
}

TEST_CASE("where nothing is found the command line says what to try") {
  const Place place;
  place.import_sample();
  place.build();
  const Said nothing = place.run({"search", "qqzzxx", "--strict"});
  CHECK(nothing.exit == 0);
  CHECK(nothing.err.find("建议 advice: 少写几个词") != std::string::npos);
  CHECK(nothing.err.find("不加 --strict") != std::string::npos);
  const Said filtered = place.run({"search", "锂电池", "--region", "湖北省"});
  CHECK(filtered.err.find("without them there are") != std::string::npos);
  CHECK(filtered.err.find("建议 advice: 去掉筛选条件") != std::string::npos);
  CHECK(place.run({"search", "锂电池"}).err.find("advice") == std::string::npos);
}

TEST_CASE("a place in a list is explained, alone or beside another's") {
  const Place place;
  place.import_sample();
  place.build();
  const auto one = place.run({"explain", "--query", "轴承", "CG-E-016", "--json"}).json();
  CHECK(one["records"][0]["score"] > 0);
  const Said two = place.run({"explain", "--query", "轴承 监测", "CG-O-018", "CG-E-016"});
  CHECK(two.exit == 0);
  CHECK(two.out.find("difference") != std::string::npos);
  CHECK(two.out.find("records") == std::string::npos);
  std::istringstream rows(two.out);
  for (std::string row; std::getline(rows, row);) CHECK(row.find("–") == row.rfind("–"));  // what neither holds parts nothing
  CHECK(place.run({"explain", "--query", "轴承 监测", "CG-O-018", "CG-E-016", "--hidden"}).out.find("records") != std::string::npos);
  const auto match = place.run({"explain", "--need", "XQ-N-001", "CG-N-001", "CG-N-005", "--json"}).json();
  REQUIRE(match["records"].size() == 2);
  CHECK(match["weights_version"] == place.run({"match", "XQ-N-001", "--json"}).json()["weights_version"]);
  for (const auto& record : match["records"]) {
    double sum = 0;
    for (const auto& [name, part] : record["parts"].items()) sum += part.get<double>();
    CHECK(sum == Approx(record["score"].get<double>()));
  }
  CHECK(place.run({"explain", "--need", "XQ-N-001", "CG-N-001"}).out.find("text") != std::string::npos);
  CHECK(place.run({"explain", "CG-N-001"}).exit == 2);
  CHECK(place.run({"explain", "--query", "轴承"}).exit == 2);
  CHECK(place.run({"explain", "--query", "轴承", "A", "B", "C"}).exit == 2);
  CHECK(place.run({"explain", "--query", "轴承", "NONE"}).exit == 1);
  CHECK(place.run({"explain", "--need", "NONE", "CG-N-001"}).exit == 1);
}

TEST_CASE("a whole portfolio is matched into a file, and goes on where it was stopped", "[slow]") {
  const Place place;
  place.import_third_of_needs();
  place.build();
  const auto file = [&](const std::string& name) { return (place.path() / name).string(); };
  REQUIRE(place.run({"match", "--all", "--past", "--to", "achievement", "--top", "5", "--output", file("all.jsonl")}).exit == 0);
  const std::string whole = content_of(file("all.jsonl"));
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < whole.size(); from = whole.find('\n', from) + 1) lines.push_back(whole.substr(from, whole.find('\n', from) + 1 - from));
  REQUIRE(lines.size() > 30);
  CHECK(std::ranges::is_sorted(lines));  // by id
  for (const std::string& line : lines) {
    auto parsed = nlohmann::json::parse(line);
    REQUIRE(parsed["matches"].size() <= 5);
    const std::string id = parsed["id"];
    // What one match tells, which is what the API tells: places, both languages, the complementary set, and what ranked it.
    nlohmann::json alone = place.run({"match", id, "--to", "achievement", "--top", "5", "--json"}).json();
    alone.erase("took_ms");
    CHECK(parsed["date"] == corpus::to_text(corpus::today()));
    parsed.erase("id");
    parsed.erase("date");
    CHECK(parsed == alone);
    if (id.ends_with("3")) break;  // a few are enough
  }
  CHECK_FALSE(fs::exists(file("all.jsonl.part.jsonl")));

  // Stopped in the middle of a line.
  const auto found = place.run({"search", "--json"}).json();
  const auto weights = place.run({"match", nlohmann::json::parse(lines[0])["id"], "--json"}).json()["weights_version"];
  const nlohmann::ordered_json heading = {
      {"kind", "need"},      {"to", "achievement"}, {"top", 5}, {"hidden", false}, {"past", true}, {"dismissed", false}, {"decisions", ""},
      {"generation", found["generation"]}, {"seq", found["seq"]}, {"weights", weights}, {"policy", nullptr},
      {"today", corpus::to_text(corpus::today())}, {"form", 4}};
  const auto stopped_part = [&](const std::string& head) {
    std::string part = head + "\n";
    for (std::size_t i = 0; i < 10; ++i) part += lines[i];
    write(file("again.jsonl.part.jsonl"), part + lines[10].substr(0, lines[10].size() / 2));
  };
  stopped_part(heading.dump());
  const Said again = place.run({"match", "--all", "--past", "--to", "achievement", "--top", "5", "--output", file("again.jsonl")});
  CHECK(again.exit == 0);
  CHECK(again.err.find("10 records done before") != std::string::npos);
  CHECK(content_of(file("again.jsonl")) == whole);
  // Gone on with on another day than it was begun: all of it is of the first one.
  auto later = heading;
  later["today"] = "2040-02-29";
  stopped_part(later.dump());
  const Said gone_on = place.run({"match", "--all", "--past", "--to", "achievement", "--top", "5", "--output", file("again.jsonl")});
  CHECK(gone_on.err.find("10 records done before; ages and deadlines are counted to 2040-02-29") != std::string::npos);
  const std::string of_that_day = content_of(file("again.jsonl"));
  CHECK(of_that_day.starts_with(lines[0]));
  CHECK(of_that_day.find("需求时限已过", of_that_day.rfind('\n', of_that_day.size() - 2)) != std::string::npos);
  later["today"] = "some day";
  stopped_part(later.dump());
  const Said no_day = place.run({"match", "--all", "--past", "--to", "achievement", "--top", "5", "--output", file("again.jsonl")});
  CHECK(no_day.err.find("begun anew") != std::string::npos);
  CHECK(content_of(file("again.jsonl")) == whole);
  auto other = heading;
  other["generation"] = "gen-999999";
  other["today"] = "2040-02-29";  // begun anew, it is of the present day
  stopped_part(other.dump());
  const Said anew = place.run({"match", "--all", "--past", "--to", "achievement", "--top", "5", "--output", file("again.jsonl")});
  CHECK(anew.err.find("begun anew") != std::string::npos);
  CHECK(content_of(file("again.jsonl")) == whole);

  REQUIRE(place.run({"match", "--all", "--kind", "achievement", "--to", "need", "--top", "2", "--output", file("who.csv")}).exit == 0);
  const std::string table = content_of(file("who.csv"));
  CHECK(table.starts_with("\xEF\xBB\xBF来方编号,名次,编号,名称,单位,得分,文本 text,"));
  CHECK(table.substr(0, table.find('\r')).ends_with(",决定,理由,reasons,其他相同记录 more,权重版本,索引代,日期"));
  CHECK(table.find("," + weights.get<std::string>() + "," + found["generation"].get<std::string>() + "," + corpus::to_text(corpus::today()) + "\r\n") !=
        std::string::npos);
  REQUIRE(place.run({"match", "--all", "--past", "--to", "expert", "--output", file("experts.xlsx")}).exit == 0);
  CHECK(content_of(file("experts.xlsx")).starts_with("PK"));
}

TEST_CASE("of a whole portfolio needs whose deadline has passed are left out with their number unless they are asked for") {
  const Place place;
  place.import(R"({"kind":"need","id":"N1","title":"硅碳负极材料","deadline":"2020-12-31","visibility":"公开"})" "\n"
               R"({"kind":"need","id":"N2","title":"硅碳负极","visibility":"公开"})" "\n"
               R"({"kind":"need","id":"N3","title":"硅碳负极浆料","deadline":"2999-12-31","visibility":"公开"})" "\n"
               R"({"kind":"achievement","id":"A1","title":"硅碳负极材料","end_date":"2020-01-01","visibility":"公开"})");
  place.build();
  const std::string file = (place.path() / "open.jsonl").string();
  const auto ids = [&] {
    std::string all;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) all += nlohmann::json::parse(line)["id"].get<std::string>() + " ";
    return all;
  };
  const Said open = place.run({"match", "--all", "--output", file});
  REQUIRE(open.exit == 0);
  CHECK(ids() == "N2 N3 ");
  CHECK(open.err.find("1 need whose deadline lies before ") != std::string::npos);
  CHECK(open.err.find("2 records matched, 0 could not be, 1 past the deadline left out; written to") != std::string::npos);
  const Said all = place.run({"match", "--all", "--past", "--output", file});
  REQUIRE(all.exit == 0);
  CHECK(ids() == "N1 N2 N3 ");
  CHECK(all.err.find("left out") == std::string::npos);
  REQUIRE(place.run({"match", "--all", "--kind", "achievement", "--to", "need", "--output", file}).exit == 0);
  CHECK(ids() == "A1 ");  // what was done in time may still be wanted
}

TEST_CASE("a table of matches has a column for each part of the score, with four decimals that add up to it") {
  const Place place;
  place.import_sample();
  place.build();
  const std::string file = (place.path() / "matches.csv").string();
  REQUIRE(place.run({"match", "--all", "--past", "--to", "achievement", "--top", "1", "--output", file}).exit == 0);
  const std::string table = content_of(file);
  const auto cells_of = [](const std::string& line) {  // as far as the reasons, which hold commas and quotes
    std::vector<std::string> cells;
    for (std::size_t from = 0; from <= line.size() && cells.size() < 40;) {
      const std::size_t to = std::min(line.find(',', from), line.size());
      cells.push_back(line.substr(from, to - from));
      from = to + 1;
    }
    return cells;
  };
  const auto headings = cells_of(table.substr(3, table.find('\r') - 3));
  const auto last = static_cast<std::size_t>(std::ranges::find(headings, "理由") - headings.begin());
  REQUIRE(last > 10);
  REQUIRE(last < headings.size());
  std::size_t rows = 0;
  for (std::size_t at = table.find("\nXQ-"); at != std::string::npos && rows < 20; at = table.find("\nXQ-", at + 1)) {
    const std::string row = table.substr(at + 1, table.find('\n', at + 1) - at - 1);
    const auto cells = cells_of(row);
    if (cells.size() <= last) continue;
    const bool plain = std::ranges::none_of(std::span(cells).first(last), [](const std::string& cell) { return cell.find('"') != std::string::npos; });
    if (!plain) continue;  // a title in quotes may hold commas
    ++rows;
    CAPTURE(row);
    double sum = 0;
    for (std::size_t i = 6; i < last; ++i) sum += cells[i].empty() ? 0 : std::stod(cells[i]);
    CHECK(sum == Approx(std::stod(cells[5])).margin(0.001));
    const auto point = cells[5].find('.');
    CHECK((point == std::string::npos || cells[5].size() - point - 1 <= 4));
  }
  CHECK(rows >= 10);
}

TEST_CASE("a match on the terminal says by which weights and over which generation it was ranked") {
  const Place place;
  place.import_sample();
  place.build();
  const auto told = place.run({"match", "XQ-N-001", "--json"}).json();
  const Said said = place.run({"match", "XQ-N-001"});
  CHECK(said.err.find("ranked by weights " + told["weights_version"].get<std::string>() + " over generation " + told["generation"].get<std::string>()) !=
        std::string::npos);
  // Places in both texts are for who asks for more.
  CHECK(said.out.find(" ~ ") == std::string::npos);
  const Said more = place.run({"-v", "match", "XQ-N-001"});
  CHECK(more.out.find("” ") != std::string::npos);
  CHECK(more.out.find(" ~ ") != std::string::npos);
}

TEST_CASE("what cannot be matched as a whole portfolio is refused before the work") {
  const Place place;
  place.import_sample();
  place.build();
  const std::string file = (place.path() / "x.jsonl").string();
  for (const Words& words :
       {Words{"match", "--all"}, Words{"match", "--all", "--output", "x.pdf"}, Words{"match", "XQ-N-001", "--all", "--output", file},
        Words{"match", "XQ-N-001", "--output", file}, Words{"match", "XQ-N-001", "--past"},
        Words{"match", "--all", "--kind", "expert", "--to", "expert", "--output", file},
        Words{"match", "--all", "--output", (place.path() / "nowhere" / "x.jsonl").string()}}) {
    const Said said = place.run(words);
    INFO(said.err);
    CHECK(said.exit == 2);
  }
  CHECK_FALSE(fs::exists(file));
}

TEST_CASE("a table that was exported imports as the same records") {
  const Place here, there;
  here.import_sample();
  const fs::path table = here.path() / "needs.csv";
  REQUIRE(here.run({"export", "--kind", "need", "--format", "csv", "--output", table.string()}).exit == 0);
  const Said said = there.run({"import", table.string(), "--json"});
  INFO(said.err);
  CHECK(said.exit == 0);
  CHECK(there.run({"export", "--kind", "need"}).out == here.run({"export", "--kind", "need"}).out);
}

// ---- configuration and arguments

TEST_CASE("an unknown key of the configuration is refused with its place and the key that was meant") {
  const Place place;
  const fs::path file = place.file("queqiao.toml", "data = \"d\"\n[serve]\nprot = 80\n");
  const Said said = place.run_bare({"jobs"});  // ./queqiao.toml is read unasked
  CHECK(said.exit == 2);
  CHECK(said.out == "");
  CHECK(said.err == "queqiao.toml:3:1: error: there is no key \"serve.prot\"\n  prot = 80\n  ^\n  hint: did you mean serve.port?\n");
}

TEST_CASE("flags come before the environment, the environment before the file") {
  Place place;
  place.file("queqiao.toml", "data = \"from-file\"\n");
  const auto data_of = [&](const Words& words) {
    const Said said = place.run_bare(words);
    return said.err.substr(0, said.err.find("/queqiao.db"));
  };
  CHECK(data_of({"jobs"}) == "error: from-file");
  place.environment = {"QUEQIAO_DATA=from-environment"};
  CHECK(data_of({"jobs"}) == "error: from-environment");
  CHECK(data_of({"jobs", "--data", "from-flag"}) == "error: from-flag");
}

TEST_CASE("a mistyped command is 2 and names the one that was meant") {
  const Place place;
  const auto error_of = [&](const Words& words) {
    const Said said = place.run(words);
    CHECK(said.exit == 2);
    CHECK(said.out == "");
    return said.err;
  };
  CHECK(error_of({"serach", "x"}) == "error: there is no command serach\n  hint: did you mean search?\n");
  CHECK(error_of({"xyzxyz"}) == "error: there is no command xyzxyz\n  hint: see queqiao --help\n");
  CHECK(error_of({"index", "bild"}) == "error: there is no command bild\n  hint: did you mean build?\n");
  CHECK(error_of({"search", "--hiden", "x"}) == "error: there is no option --hiden\n  hint: did you mean --hidden?\n");
  CHECK(error_of({"search", "--quite", "x"}) == "error: there is no option --quite\n  hint: did you mean --quiet?\n");
  CHECK(error_of({}) == "error: A subcommand is required\n  hint: see queqiao --help\n");
}

TEST_CASE("with --json what is wrong with the command line is one line of JSON too") {
  const Place place;
  for (const auto& [words, message, hint] : std::vector<std::tuple<Words, std::string, std::string>>{
           {{"bogus", "--json"}, "there is no command bogus", "see queqiao --help"},
           {{"search", "--json", "--page", "x"}, "--page: Value x not in range 1 to 1000", "see queqiao search --help"},
           {{"search", "--page", "0", "--json"}, "--page: Value 0 not in range 1 to 1000", "see queqiao search --help"}}) {
    const Said said = place.run(words);
    CHECK(said.exit == 2);
    CHECK(said.out == "");
    CHECK(json::parse(said.err) == json{{"error", {{"code", "invalid_argument"}, {"message", message}, {"hint", hint}}}});
  }
  CHECK(json::parse(place.run({"--json"}).err)["error"]["message"] == "A subcommand is required");
  CHECK(place.run({"search", "--page", "x", "--", "--json"}).err ==
        "error: --page: Value x not in range 1 to 1000\n  hint: see queqiao search --help\n");
}

TEST_CASE("every command has help that ends with examples, and the completion knows it") {
  const Place place;
  const std::string script = place.run_bare({"completion", "bash"}).out;
  const std::size_t begin = script.find("/import"), end = script.find(')', begin);
  std::istringstream paths(script.substr(begin, end - begin));
  int count = 0;
  for (std::string path; std::getline(paths, path, '|'); ++count) {
    Words words;
    std::istringstream parts(path.substr(1));
    for (std::string word; std::getline(parts, word, '/');) words.push_back(word);
    words.push_back("--help");
    const Said said = place.run_bare(words);
    INFO(path);
    CHECK(said.exit == 0);
    CHECK(said.out.find("Examples:") != std::string::npos);
    CHECK(script.find("'" + path + "') words='") != std::string::npos);
  }
  CHECK(count >= 25);
}

TEST_CASE("bash completes commands, options and their words") {
  const Place place;
  const fs::path script = place.file("completion.bash", place.run_bare({"completion", "bash"}).out);
  const auto complete = [&](const std::string& line) {
    const std::string words = line + (line.ends_with(' ') ? "''" : "");
    const fs::path test = place.file("test.bash", "source " + script.string() + "\nCOMP_WORDS=(" + words +
                                                      ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_queqiao\necho \"${COMPREPLY[*]}\"\n");
    REQUIRE(std::system(("bash " + test.string() + " > " + (place.path() / "reply").string()).c_str()) == 0);
    return content_of(place.path() / "reply");
  };
  CHECK(complete("queqiao se") == "search serve\n");
  CHECK(complete("queqiao index b") == "build\n");
  CHECK(complete("queqiao --data d match --t") == "--text --to --threads --top\n");
  CHECK(complete("queqiao match N1 --to ") == "achievement need expert similar\n");
}

// ---- search and match

TEST_CASE("search --json has the shape others rely on") {
  const Place place;
  place.import_sample();
  place.build();
  const Said said = place.run({"search", "锂电池", "--json"});
  REQUIRE(said.exit == 0);
  const json answer = said.json();
  for (const char* key : {"hits", "facets", "notes", "seq"}) CHECK(answer.contains(key));
  REQUIRE_FALSE(answer["hits"].empty());
  for (const char* key : {"id", "title", "score", "fragments"}) CHECK(answer["hits"][0].contains(key));
  CHECK(answer["seq"] == place.run({"index", "status", "--json"}).json()["store"]["seq"]);
  CHECK(said.out.find('\n') == said.out.size() - 1);
}

TEST_CASE("the parts of every match sum to its score") {
  const Place place;
  place.import_sample();
  place.build();
  const std::string need = json::parse(content_of(Place::sample("needs")).substr(0, content_of(Place::sample("needs")).find('\n')))["id"];
  for (const char* to : {"achievement", "expert", "similar"}) {
    const Said said = place.run({"match", need, "--to", to, "--json"});
    INFO(said.err);
    REQUIRE(said.exit == 0);
    const json answer = said.json();
    REQUIRE_FALSE(answer["matches"].empty());
    for (const auto& match : answer["matches"]) {
      double sum = 0;
      for (const auto& [name, part] : match["signals"].items()) {
        sum += part.get<double>();
        CHECK(match["values"][name].is_number());
      }
      CHECK(std::abs(sum - match["score"].get<double>()) < 1e-9);
      for (const auto& [name, value] : match["values"].items()) {
        const bool in_range = value.is_null() || (value.get<double>() >= 0 && value.get<double>() <= 1);
        CHECK(in_range);
      }
    }
  }
}

TEST_CASE("a text and a draft are matched without being stored") {
  const Place place;
  place.import(kTwo);
  place.build();
  const fs::path text = place.file("need.txt", "快充锂离子电池需要硅碳负极材料");
  const fs::path draft = place.file("need.json", R"({"kind":"need","title":"快充负极","problem":"硅碳负极材料膨胀"})");
  CHECK(ids_of(place.run({"match", "--text", text.string(), "--json"}).json(), "matches") == Words{"A1"});
  CHECK(ids_of(place.run({"match", "--draft", draft.string(), "--to", "achievement", "--json"}).json(), "matches") == Words{"A1"});
  CHECK(place.run({"match", "--text", text.string(), "--draft", draft.string()}).exit == 2);
}

TEST_CASE("what is not public is found with --hidden only") {
  const Place place;
  place.import(R"({"kind":"achievement","id":"H1","title":"保密轴承","summary":"仅登录可见","visibility":"登录"})");
  place.build();
  CHECK(place.run({"search", "轴承", "--json"}).json()["hits"].empty());
  CHECK(ids_of(place.run({"search", "轴承", "--hidden", "--json"}).json()) == Words{"H1"});
}

TEST_CASE("an id that is not there is 1 and not 2") {
  const Place place;
  place.import(kTwo);
  place.build();
  const Said shown = place.run({"show", "X9"});
  CHECK(shown.exit == 1);
  CHECK(shown.out == "");
  CHECK(shown.err == "error: X9: there is no record with this id\n  hint: search for it: queqiao search WORDS\n");
  CHECK(place.run({"match", "X9", "--to", "achievement"}).exit == 1);
  CHECK(place.run({"index", "dump", "X9"}).exit == 1);
  CHECK(place.run({"review", "publish", "X9"}).exit == 1);
  CHECK(place.run({"token", "revoke", "X9"}).exit == 1);
}

// ---- what stands in the way

TEST_CASE("a data directory that cannot be written is 2 and says which") {
  const Place place;
  place.file("data", "a file where the directory should be");
  const Said said = place.run({"import", place.file("a.jsonl", kTwo).string()});
  CHECK(said.exit == 2);
  CHECK(said.err.find(place.data().string()) != std::string::npos);
  CHECK(said.err.find("hint: ") != std::string::npos);
}

TEST_CASE("a database of a newer program is 2 and stays as it was") {
  const Place place;
  place.import(kTwo);
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((place.data() / "queqiao.db").c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, "update meta set value = '999' where key = 'schema_version'", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
  for (const Words& words :
       {Words{"show", "A1"}, Words{"import", (place.path() / "given.jsonl").string()}, Words{"serve", "--port", "0"}}) {
    const Said said = place.run(words);
    CHECK(said.exit == 2);
    CHECK(said.err.find("999") != std::string::npos);
  }
}

TEST_CASE("an index without its store is 2 and says how to bring it back") {
  const Place place;
  place.import(kTwo);
  place.build();
  for (const char* name : {"queqiao.db", "queqiao.db-wal", "queqiao.db-shm"}) fs::remove(place.data() / name);
  for (const Words& words : {Words{"search", "负极"}, Words{"show", "A1"}, Words{"index", "check"}, Words{"index", "status"}, Words{"index", "follow"},
                             Words{"index", "build"}, Words{"serve", "--port", "0"}}) {
    const Said said = place.run(words);
    INFO(words.front() << ' ' << words.back());
    CHECK(said.exit == 2);
    CHECK(said.err == "error: " + place.data().string() +
                          ": there is an index, but not the store it was made from (queqiao.db)\n"
                          "  hint: bring the store back: queqiao restore FILE; or import again and build the index\n");
  }
  CHECK_FALSE(fs::exists(place.data() / "queqiao.db"));
  CHECK(place.run({"import", (place.path() / "given.jsonl").string()}).exit == 0);
}

TEST_CASE("no index yet is 2 and says how to get one") {
  const Place place;
  place.import(kTwo);
  const Said said = place.run({"search", "负极"});
  CHECK(said.exit == 2);
  CHECK(said.err.find("queqiao index build") != std::string::npos);
}

TEST_CASE("a second writer of the index is 2 and hears who the first is") {
  const Place place;
  place.import(kTwo);
  place.build();
  const int held = ::open((place.data() / "index/build.lock").c_str(), O_RDWR);
  REQUIRE(held >= 0);
  REQUIRE(::flock(held, LOCK_EX) == 0);
  const Said said = place.run({"index", "build"});
  ::close(held);
  CHECK(said.exit == 2);
  CHECK(said.err.find("held by queqiao index build (pid ") != std::string::npos);
  CHECK(found(place, "负极", "A1"));
}

TEST_CASE("a port that is taken is 2 and named") {
  const Place place;
  place.import(kTwo);
  place.build();
  Service first(place);
  const Said said = place.run({"serve", "--port", std::to_string(first.port())});
  CHECK(said.exit == 2);
  CHECK(said.err.find(std::to_string(first.port())) != std::string::npos);
  CHECK(first.stop() == 0);
}

TEST_CASE("a build that is killed leaves the old generation answering, and the next one clears up") {
  const Place place;
  place.import_sample();
  place.build();
  const auto building = [&] {
    for (const auto& entry : fs::directory_iterator(place.data() / "index")) {
      if (entry.path().extension() == ".building") return true;
    }
    return false;
  };
  bool killed = false;
  for (int attempt = 0; attempt < 10 && !killed; ++attempt) {
    const auto process = place.start("build", {"index", "build", "--threads", "1"});
    wait_until(building, std::chrono::seconds(10), std::chrono::milliseconds(1));
    process->send(SIGKILL);
    process->wait();
    killed = building();  // else the build was quicker than we are
  }
  REQUIRE(killed);
  const Said status = place.run({"index", "status", "--json"});
  REQUIRE(status.exit == 0);
  CHECK(status.json()["index"]["generation"] == content_of(place.data() / "index/CURRENT").substr(0, 10));
  CHECK_FALSE(place.run({"search", "电池", "--json"}).json()["hits"].empty());
  CHECK(place.run({"index", "check"}).exit == 0);
  place.build();
  CHECK_FALSE(building());
  const json jobs = place.run({"jobs", "--json"}).json()["jobs"];
  CHECK(std::ranges::none_of(jobs, [](const json& job) { return job["state"] == "running"; }));
}

// ---- the life of a record

TEST_CASE("what was submitted and published is searchable while serving, and a second import too") {
  const Place place;
  place.import(kTwo);
  place.build();
  Service service(place);
  httplib::Client client(service.address());
  const auto receipt =
      client.Post("/api/v1/records", R"({"kind":"need","title":"海上风电叶片雷击防护","problem":"叶片接闪器失效"})", "application/json");
  REQUIRE(receipt);
  REQUIRE(receipt->status == 202);
  const std::string id = json::parse(receipt->body)["id"];
  CHECK_FALSE(found(place, "雷击防护", id, "need"));

  const auto visible = [&] {
    const auto answer = client.Get("/api/v1/search?kind=need&q=%E9%9B%B7%E5%87%BB%E9%98%B2%E6%8A%A4");  // 雷击防护
    return answer && answer->status == 200 && answer->body.find(id) != std::string::npos;
  };
  CHECK_FALSE(visible());
  const Said published = place.run({"review", "publish", id});
  CHECK(published.exit == 0);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(wait_until(visible, std::chrono::seconds(10)));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  WARN("published to searchable over HTTP: " << took.count() << " s");

  place.import(achievement("A7", "叶片除冰机器人"));
  CHECK(wait_until([&] { return found(place, "除冰", "A7"); }, std::chrono::seconds(10)));
  CHECK(place.run({"show", "A7", "--json"}).json()["indexed"] == true);
  CHECK(service.stop() == 0);
}

TEST_CASE("a refusal needs a reason and a record that waits") {
  const Place place;
  place.import(R"({"kind":"need","id":"W1","title":"待审","problem":"问题","status":"submitted"})");
  CHECK(place.run({"review", "refuse", "W1"}).exit == 2);
  CHECK(place.run({"review", "refuse", "W1", "--reason", "不是技术需求"}).exit == 0);
  CHECK(place.run({"review", "publish", "W1"}).exit == 2);
  CHECK(place.run({"review", "list", "--json"}).json()["waiting"].empty());
}

TEST_CASE("a token opens what its scope covers until it is revoked, and names who reviewed") {
  Place place;
  place.import(R"({"kind":"achievement","id":"H1","title":"保密轴承","summary":"仅登录可见","visibility":"登录"})");
  place.build();
  const Said made = place.run({"token", "new", "王经理", "--scope", "read"});
  REQUIRE(made.exit == 0);
  const std::string token = made.out.substr(0, made.out.size() - 1);
  CHECK(token.starts_with("qq_"));
  CHECK(made.err.find("Authorization: Bearer TOKEN") != std::string::npos);
  CHECK(place.run({"token", "new", "second", "--quiet"}).err == "");

  Service service(place);
  httplib::Client client(service.address());
  const auto hits = [&](const httplib::Headers& headers) {
    const auto answer = client.Get("/api/v1/search?q=%E8%BD%B4%E6%89%BF", headers);  // 轴承
    REQUIRE(answer);
    return answer->status == 200 ? json::parse(answer->body)["hits"].size() : static_cast<std::size_t>(answer->status);
  };
  CHECK(hits({}) == 0);
  CHECK(hits({{"Authorization", "Bearer " + token}}) == 1);
  const json tokens = place.run({"token", "list", "--json"}).json()["tokens"];
  for (const auto& one : tokens) {
    if (one["name"] == "王经理") CHECK(place.run({"token", "revoke", one["id"]}).exit == 0);
  }
  CHECK(hits({{"Authorization", "Bearer " + token}}) == 401);

  place.environment = {"QUEQIAO_TOKEN=" + token};
  const Said refused = place.run({"review", "publish", "H1"});
  CHECK(refused.exit == 2);
  CHECK(refused.err.starts_with("error: QUEQIAO_TOKEN: "));
}

TEST_CASE("a backup taken while serving takes the place of the store when the service has ended") {
  const Place place;
  place.import(kTwo);
  place.build();
  const std::string before = place.run({"export"}).out;
  const fs::path backup = place.path() / "backup.db";
  {
    Service service(place);
    CHECK(place.run({"backup", backup.string()}).exit == 0);
    CHECK(place.run({"backup", backup.string()}).exit == 2);
    place.import(achievement("A9", "后来的成果"));
    CHECK(wait_until([&] { return found(place, "后来的成果", "A9"); }, std::chrono::seconds(10)));
    CHECK(service.stop() == 0);
  }
  const Said restored = place.run({"restore", backup.string()});
  INFO(restored.err);
  CHECK(restored.exit == 0);
  CHECK(place.run({"export"}).out == before);
  CHECK_FALSE(found(place, "后来的成果", "A9"));
  CHECK(place.run({"index", "check"}).exit == 0);
}

// ---- eval

TEST_CASE("eval prints the figures, follows a path instead of documents, and compares with a run") {
  const Place place;
  fs::create_directories(place.path() / "a");
  fs::create_directories(place.path() / "b");
  place.file("a/docs.jsonl", R"({"id":"d1","title":"轴承钢","abstract":"高铁轴承钢的热处理"})"
                             "\n"
                             R"({"id":"d2","abstract":"滴灌带防堵塞","keywords":["滴灌"]})");
  place.file("b/docs.jsonl", "../a/docs.jsonl\n");
  place.file("b/queries.dev.tsv", "q1\t轴承钢热处理\nq2\t滴灌堵塞\n");
  place.file("b/qrels.tsv", "q1 0 d1 1\nq2 0 d2 1\n");
  place.file("theirs.run", "q1 Q0 d2 1 2.0 them\nq1 Q0 d1 2 1.0 them\nq2 Q0 d2 1 1.0 them\n");
  const Words words{"eval", "b", "--as", "need", "--json", "--run", "ours.run", "--against", "theirs.run", "--keep-index", "kept"};
  for (int round = 0; round < 2; ++round) {
    const Said said = place.run(words);
    INFO(said.err);
    REQUIRE(said.exit == 0);
    const json figures = said.json();
    CHECK(figures["MRR@10"] == 1.0);
    CHECK(figures["nDCG@10"] == 1.0);
    CHECK(figures["R@10"] == 1.0);
    CHECK(figures["R@100"] == 1.0);
    CHECK(figures["queries"] == 2);
    CHECK(figures["p50_ms"].get<double>() > 0);
    CHECK(figures["against"]["figures"]["MRR@10"]["difference"] == 0.25);
    CHECK(figures["against"]["figures"]["R@100"]["same"] == 2);
  }
  CHECK(content_of(place.path() / "ours.run").starts_with("q1 Q0 d1 1 "));
  CHECK(place.run({"eval", "a"}).exit == 2);
}

TEST_CASE("eval of many sets is one table, beside the one that was kept and the runs of peers") {
  const Place place;
  for (const char* set : {"a", "b"}) {
    fs::create_directories(place.path() / set);
    place.file(std::string(set) + "/queries.dev.tsv", "q1\t轴承钢热处理\nq2\t滴灌堵塞\n");
    place.file(std::string(set) + "/qrels.tsv", "q1 0 d1 1\nq2 0 d2 1\n");
  }
  place.file("a/docs.jsonl", R"({"id":"d1","title":"轴承钢","abstract":"高铁轴承钢的热处理"})"
                             "\n"
                             R"({"id":"d2","abstract":"滴灌带防堵塞","keywords":["滴灌"]})");
  place.file("b/docs.jsonl", "../a/docs.jsonl\n");
  place.file("b/peer-them.dev.run", "q1 Q0 d2 1 2.0 them\nq1 Q0 d1 2 1.0 them\nq2 Q0 d2 1 1.0 them\n");
  const Words words{"eval", "a:search", "b/:need", "--table", "kept.json", "--json"};
  const json first = place.run(words).json();
  CHECK(first["a:search"]["last"].is_null());
  CHECK(first["b:need"]["against"]["them"]["MRR@10"]["difference"] == 0.25);
  CHECK(first["a:search"]["against"].empty());
  CHECK_FALSE(fs::exists(place.path() / "kept.json"));

  Words update = words;
  update.push_back("--update");
  REQUIRE(place.run(update).exit == 0);
  CHECK(place.run(words).json()["a:search"]["last"]["MRR@10"] == 1.0);
  const json kept = json::parse(content_of(place.path() / "kept.json"));
  CHECK(kept["b:need"]["queries"] == 2);
  CHECK_FALSE(kept["b:need"].contains("p50_ms"));

  place.file("kept.json", R"({"a:search":{"queries":2,"MRR@10":0.5,"nDCG@10":1.0,"R@10":1.0,"R@100":1.0}})");
  const std::string shown = place.run({"eval", "a:search", "--table", "kept.json"}).out;
  CHECK(shown.find("1.0000 +0.5000") != std::string::npos);
  CHECK(shown.find("1.0000 =") != std::string::npos);

  for (const char* damaged : {"", "[]", "{\"a:search\":1}", "{\"a:search\":{\"MRR@10\":\"x\"}}"}) {
    place.file("kept.json", damaged);
    const Said said = place.run(update);
    CHECK(said.exit != 0);
    CHECK(said.err.find("no table of figures") != std::string::npos);
    CHECK(content_of(place.path() / "kept.json") == damaged);
  }
  CHECK(place.run({"eval", "a", "b", "--run", "x.run"}).exit == 2);
  CHECK(place.run({"eval", "a", "--update"}).exit == 2);
  CHECK(place.run({"eval", "--table", "kept.json"}).exit == 2);
}

TEST_CASE("eval of the sample corpus prints plain BM25 beside ours") {
  const Place place;
  place.import_sample();
  place.build();
  const Said said = place.run({"eval", "--sample", "--json"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  for (const char* side : {"achievement", "expert"}) {
    CHECK(said.json()[side]["nDCG@10"].get<double>() > 0.3);
    CHECK(said.json()[side]["bm25"]["nDCG@10"].get<double>() > 0.3);
  }
}

}  // namespace command_line_test
