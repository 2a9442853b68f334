// SPDX-License-Identifier: GPL-3.0-or-later
// What an import and a restore say at their end: how much is wrong, what their fields likely mean, and what comes next.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "flow/program.h"

namespace import_report_test {

using namespace program;
using nlohmann::json;

namespace {

std::string paper(const std::string& id) { return json{{"id", id}, {"title", "轴承钢" + id}, {"abstract", "一段文字"}}.dump() + "\n"; }

std::size_t count(const std::string& text, const std::string& words) {
  std::size_t times = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++times;
  return times;
}

}  // namespace

TEST_CASE("of many rejected rows twenty are printed, and the rejects file that keeps all is named") {
  const Place place;
  std::string lines;
  for (int i = 0; i < 45; ++i) lines += json{{"title", fmt::format("轴承{}", i)}, {"summary", "没有编号"}}.dump() + "\n";
  const std::string file = place.file("bad.jsonl", lines).string();
  const Words words{"import", file, "--kind", "achievement"};
  const Said said = place.run(words);
  CHECK(said.exit == 1);
  CHECK(count(said.err, "error: ") == 20);
  CHECK(said.err.find("… and 25 more errors; " + file + ".rejects.jsonl keeps every rejected row with what is wrong with it, --verbose prints them all\n") !=
        std::string::npos);
  CHECK(count(content_of(file + ".rejects.jsonl"), "\n") == 45);
  Words all = words;
  all.emplace_back("--verbose");
  const Said verbose = place.run(all);
  CHECK(count(verbose.err, "error: ") == 45);
  CHECK(verbose.err.find("more errors") == std::string::npos);
}

TEST_CASE("validate prints errors before warnings, and what a row lacks in one line") {
  const Place place;
  const std::string file =
      place.file("needs.jsonl", json{{"kind", "need"}, {"id", "n1"}, {"title", "除尘"}}.dump() + "\n" +
                                    json{{"kind", "need"}, {"id", "n2"}, {"title", "防腐"}, {"region", "火星"}, {"start", "2026-05"}}.dump() + "\n")
          .string();
  const std::string out = place.run({"validate", file}).out;
  INFO(out);
  CHECK(out.starts_with(file + ":2:"));
  CHECK(out.find("\"火星\" is not in the vocabulary region") < out.find("warning: "));
  CHECK(count(out, "warning: missing: ") == 2);
  CHECK(count(out, "warning: ") == 2);
  const auto line_of_row = [&](int row) {
    const std::size_t at = out.find(fmt::format("{}:{}: warning: missing: ", file, row));
    REQUIRE(at != std::string::npos);
    return out.substr(at, out.find('\n', at) - at);
  };
  CHECK(line_of_row(1).find(", goal (预期目标), ") != std::string::npos);
  CHECK(line_of_row(1).find("start (需求开始日期)") != std::string::npos);
  CHECK(line_of_row(2).find("start (") == std::string::npos);
  const json all = place.run({"validate", file, "--json"}).json()["files"][0];
  CHECK(all["diagnostics"].size() == all["errors"].get<std::size_t>() + all["warnings"].get<std::size_t>());  // there each stands alone
}

TEST_CASE("a field that lacks in most rows and likely has another name there is named with the --map that reads it") {
  const Place place;
  const std::string file = place.file("papers.jsonl", paper("P1") + paper("P2") + paper("P3")).string();
  const std::string hint = file + ": 3 of 3 rows without summary but with a field \"abstract\": --map abstract=summary reads it as that\n";
  const Said strict = place.run({"import", file, "--kind", "achievement", "--strict"});
  CHECK(strict.exit == 1);
  CHECK(count(strict.err, hint) == 1);
  CHECK(place.run({"validate", file, "--kind", "achievement"}).err.find(hint) != std::string::npos);
  CHECK(place.run({"import", file, "--kind", "achievement", "--json"}).json()["files"][0]["likely_names"] ==
        json::array({{{"theirs", "abstract"}, {"ours", "summary"}, {"rows", 3}}}));
  CHECK(place.run({"import", file, "--kind", "achievement", "--map", "abstract=summary"}).err.find("--map") == std::string::npos);
}

TEST_CASE("what comes after an import is a build where there is no index, and following where there is one") {
  const Place place;
  const auto next = [&](const std::string& id) {
    return place.run({"import", place.file(id + ".jsonl", paper(id)).string(), "--kind", "achievement", "--map", "abstract=summary"}).err;
  };
  CHECK(next("P1").find("next: `queqiao index build` makes") != std::string::npos);
  place.build();
  CHECK(next("P2").find("next: `queqiao index follow --once` makes") != std::string::npos);
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  CHECK(place.run({"index", "status", "--json"}).json()["index"]["seq"] == 2);
  write(place.data() / "index/gen-000001/manifest.json", "{");
  CHECK(next("P3").find("next: `queqiao index build` makes") != std::string::npos);
}

TEST_CASE("a restore without a build on a machine that has shards elsewhere does not tell it to build an index") {
  const Place builder, searcher;
  builder.import(json{{"kind", "achievement"}, {"id", "A1"}, {"title", "轴承钢"}, {"summary", "一段文字"}}.dump() + "\n");
  builder.build();
  const std::string backup = (builder.path() / "b.db").string();
  REQUIRE(builder.run({"backup", backup}).exit == 0);
  searcher.file("queqiao.toml", "[search]\nshards = [\"" + (builder.data() / "index/live/shard-00").string() + "\"]\n");
  const Said said = searcher.run({"restore", backup, "--no-build"});
  INFO(said.err);
  CHECK(said.exit == 0);
  CHECK(said.err.find("this machine has no index of its own: search.shards names what answers") != std::string::npos);
  CHECK(said.err.find("queqiao index build") == std::string::npos);
  CHECK(builder.run({"restore", backup, "--no-build"}).err.find("build it anew: queqiao index build") != std::string::npos);
}

}  // namespace import_report_test
