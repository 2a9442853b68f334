// SPDX-License-Identifier: GPL-3.0-or-later
// Running the service day by day, from outside: backups, receipts, jobs, and what is said when something is not in its place.
#include <httplib.h>

#include "program.h"

namespace operations_test {

using namespace program;
using nlohmann::json;

namespace {

std::string achievement(const std::string& id, const std::string& title) {
  return json{{"kind", "achievement"}, {"id", id}, {"title", title}, {"summary", title + "，已完成中试。"}, {"visibility", "公开"}}.dump() +
         "\n";
}

}  // namespace

// ---- restore

TEST_CASE("a restore while serving brings store and index back without a stop") {
  const Place place;
  place.import(achievement("A1", "轴承钢") + achievement("A2", "叶片涂层"));
  place.build();
  const std::string before = place.run({"export", "--status", "published"}).out;
  const fs::path backup = place.path() / "backup.db";
  REQUIRE(place.run({"backup", backup.string()}).exit == 0);
  Service service(place);
  httplib::Client client(service.address());
  const auto hits = [&] {
    const auto answer = client.Get("/api/v1/search");
    std::vector<std::string> ids;
    const json answered = json::parse(answer->body);
    for (const auto& hit : answered["hits"]) ids.push_back(hit["id"].get<std::string>() + " " + hit["title"].get<std::string>());
    std::ranges::sort(ids);
    return ids;
  };
  place.import(achievement("A2", "改坏了的标题") + achievement("A9", "后来的成果"));
  REQUIRE(wait_until([&] { return hits() == Words{"A1 轴承钢", "A2 改坏了的标题", "A9 后来的成果"}; }, std::chrono::seconds(10)));

  const Said said = place.run({"restore", backup.string()});
  CHECK(said.exit == 0);
  CHECK(said.out == "restored " + backup.string() + " while serving: 1 record put back, 1 withdrawn, seq 6\n");
  CHECK(said.err == "the index follows by itself; the history keeps what the records were before\n");
  CHECK(wait_until([&] { return hits() == Words{"A1 轴承钢", "A2 叶片涂层"}; }, std::chrono::seconds(10)));
  const json history = place.run({"show", "A9", "--history", "--json"}).json()["history"];
  CHECK(history[0]["status"] == "withdrawn");
  CHECK(history[0]["reason"] == "restore of backup.db");
  CHECK(service.stop() == 0);
  CHECK(place.run({"index", "check"}).exit == 0);
  CHECK(place.run({"export", "--status", "published"}).out == before);
}

// ---- what is not in its place

TEST_CASE("serve does not start on pages that are not there") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  const fs::path empty = place.path() / "empty";
  fs::create_directories(empty);
  place.file("queqiao.toml", "[serve]\npages = \"/nope\"\n");
  const auto expected = [](const std::string& directory) {
    return "error: " + directory +
           ": this is no directory of built pages: it has no index.html\n"
           "  hint: name the one that the build of web/ui writes, with --pages or serve.pages, or leave it out\n";
  };
  const Said by_flag = place.run({"serve", "--port", "0", "--pages", empty.string()});
  CHECK(by_flag.exit == 2);
  CHECK(by_flag.out == "");
  CHECK(by_flag.err == expected(empty.string()));
  const Said by_file = place.run({"serve", "--port", "0"});
  CHECK(by_file.exit == 2);
  CHECK(by_file.err == expected("/nope"));
}

TEST_CASE("a check of an index that is damaged is 1, of none 2") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  const Said none = place.run({"index", "check"});
  CHECK(none.exit == 2);
  CHECK(none.err == "error: " + (place.data() / "index").string() + ": no index has been built here\n  hint: build it: queqiao index build\n");

  const Said not_followed = place.run({"index", "follow", "--once"});
  CHECK(not_followed.exit == 2);
  CHECK(not_followed.err == none.err);

  place.build();
  const fs::path generation = place.data() / "index" / place.run({"index", "status", "--json"}).json()["index"]["generation"].get<std::string>();
  CHECK(place.run({"index", "check"}).exit == 0);
  for (const auto& entry : fs::recursive_directory_iterator(generation)) {
    if (entry.path().extension() == ".glass") fs::resize_file(entry.path(), entry.file_size() / 2);
  }
  CHECK(place.run({"index", "check"}).exit == 1);
  const Said status = place.run({"index", "status"});
  CHECK(status.exit == 0);
  CHECK(status.out.find("index      gen-000001 is in force and cannot be used: searches fail\n") != std::string::npos);
  CHECK(status.out.find("changes behind") == std::string::npos);
  CHECK(status.err.find("shard-00: the index ") != std::string::npos);
  const json fault = place.run({"index", "status", "--json"}).json();
  CHECK(fault["index"].is_null());
  CHECK(fault["index_fault"]["generation"] == "gen-000001");

  write(place.data() / "index/CURRENT", "");
  const Said damaged = place.run({"index", "check"});
  CHECK(damaged.exit == 1);
  CHECK(damaged.err == "error: " + (place.data() / "index/CURRENT").string() +
                           ": the file names no generation\n  hint: name one with `queqiao index rollback --to`, or build the index again: queqiao index build\n");
}

TEST_CASE("a report of what was learned that is cut is named by check and status, and searches answer") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  place.build();
  const fs::path report = place.data() / "index/gen-000001/model/report.json";
  fs::create_directories(report.parent_path());
  write(report, "{\"records\": 1}\n");
  CHECK(place.run({"index", "check"}).exit == 0);
  CHECK(place.run({"index", "status"}).err == "");
  write(report, "{\"records\": ");
  const std::string named = report.string() + ": the report of what was learned is damaged: it is not a JSON object";
  const Said checked = place.run({"index", "check"});
  CHECK(checked.exit == 1);
  CHECK(checked.out.find(named + "\n") != std::string::npos);
  const Said status = place.run({"index", "status"});
  CHECK(status.exit == 0);
  CHECK(status.err == "warning: " + named + "\n  hint: build the index again: queqiao index build\n");
  CHECK(place.run({"index", "status", "--json"}).json()["index"]["report_fault"]["code"] == "damaged");
  CHECK(place.run({"search", "轴承"}).exit == 0);
}

TEST_CASE("a check says how many more faults there are, once how to mend them, and what it cannot see") {
  const Place place;
  std::string lines;
  for (int i = 0; i < 130; ++i) lines += achievement(std::to_string(1000 + i), fmt::format("轴承钢{}号", i));
  place.import(lines);
  place.build();
  place.build();
  const Said sound = place.run({"index", "check"});
  CHECK(sound.exit == 0);
  CHECK(sound.out.find(", 0 problems\nnot seen: shard-00: bytes were held") != std::string::npos);
  CHECK(sound.out.find("hint: ") == std::string::npos);
  const Place other;
  other.import(achievement("1000", "水肥"));
  fs::copy(place.data() / "index", other.data() / "index", fs::copy_options::recursive);
  const Said strange = other.run({"index", "check"});
  CHECK(strange.exit == 1);
  CHECK(strange.out.find("and 31 more\n") != std::string::npos);
  CHECK(strange.out.find(", 131 problems\n") != std::string::npos);
  const std::string build = "hint: build the index again: queqiao index build";
  REQUIRE(strange.out.find(build) != std::string::npos);
  CHECK(strange.out.find(build, strange.out.find(build) + 1) == std::string::npos);
  CHECK(strange.out.find("hint: go back to the generation before, gen-000001: queqiao index rollback\n") != std::string::npos);
  const json report = other.run({"index", "check", "--json"}).json();
  CHECK(report["problems"].size() == 100);
  CHECK(report["problems_found"] == 131);
  CHECK(report["hints"] == json::array({"可先退回上一代 gen-000001：queqiao index rollback", "重建索引：queqiao index build"}));
  CHECK(report["hints_en"] == json::array({"go back to the generation before, gen-000001: queqiao index rollback", "build the index again: queqiao index build"}));
  REQUIRE(report["not_seen"].size() == 1);
  CHECK(report["not_seen"][0].get<std::string>().find(" / ") == std::string::npos);
  CHECK(report["not_seen_en"][0].get<std::string>().starts_with("shard-00: "));
  CHECK(report["not_checked"] == json::array());
  CHECK(report["not_checked_en"] == json::array());
}

TEST_CASE("check says first what is wrong, on one line, and then what it could not look at for that") {
  Place place;
  place.import_sample();
  place.build();
  const fs::path table = place.data() / "index/gen-000001/shard-00/termlist.glass";
  fs::resize_file(table, fs::file_size(table) - 8192);
  place.through = {"bash", "-c", "\"$0\" \"$@\" 2>&1"};
  const Said said = place.run({"index", "check"});
  CHECK(said.exit == 1);
  INFO(said.out);
  CHECK(said.out.starts_with("shard-00 is damaged: termlist.glass: "));
  CHECK(said.out.find(" is damaged: ", said.out.find('\n')) == std::string::npos);
  CHECK(said.out.find("\nshard-00: its records could not be compared with the store, since it is damaged\n") != std::string::npos);
  CHECK(said.out.find("\n\n") == std::string::npos);
}

TEST_CASE("a machine that only has shards elsewhere is told where they are checked, not to build") {
  const Place place, builder;
  builder.import(achievement("A1", "轴承钢"));
  builder.build();
  place.import(achievement("A1", "轴承钢"));
  place.file("queqiao.toml", "[search]\nshards = [\"" + (builder.data() / "index/live/shard-00").string() + "\"]\n");
  for (const char* command : {"check", "generations", "gc", "follow"}) {
    const Said said = place.run({"index", command});
    INFO(command);
    CHECK(said.exit == 2);
    CHECK(said.err.find("this machine has no index of its own") != std::string::npos);
    CHECK(said.err.find("queqiao index build") == std::string::npos);
  }
}

// ---- generations

TEST_CASE("generations are listed, gone back to and removed while a service answers from them") {
  Place place;
  place.import(achievement("A1", "轴承钢"));
  const Said none = place.run({"index", "generations"});
  CHECK(none.exit == 2);
  CHECK(none.err == "error: " + (place.data() / "index").string() + ": no index has been built here\n  hint: build it: queqiao index build\n");
  CHECK(place.run({"index", "generations", "--json"}).exit == 2);
  CHECK(place.run({"index", "generations", "--json"}).json() == nlohmann::json{{"generations", nlohmann::json::array()}});
  CHECK(place.run({"index", "rollback"}).exit == 2);
  place.build();
  CHECK(place.run({"index", "rollback"}).exit == 2);
  CHECK(place.run({"index", "rollback", "--to", "gen-000009"}).exit == 2);
  CHECK(place.run({"index", "check"}).out.find(" behind") == std::string::npos);
  place.import(achievement("A2", "轴承套圈"));
  const Said behind = place.run({"index", "check"});
  CHECK(behind.exit == 0);
  CHECK(behind.out.find("1 document in the index (seq 1), 1 change behind, 0 problems\n") != std::string::npos);
  CHECK(place.run({"index", "check", "--json"}).json()["behind"] == 1);
  const Said built = place.run({"index", "build", "--shards", "3", "--json"});
  INFO(built.err);
  REQUIRE(built.exit == 0);
  CHECK(built.json()["shards"] == 3);
  CHECK(built.json()["gate"].size() == 3);
  const std::string changes = "the number of shards changes from 1 (gen-000001, in force) to 3 (gen-000002): ";
  CHECK(built.json()["warnings"][0].get<std::string>().starts_with(changes));
  CHECK(built.err.find(changes) != std::string::npos);
  CHECK(built.err.find(changes) == built.err.rfind(changes));
  {
    Service service(place);
    const auto hits = [&] { return place.run({"search", "轴承", "--json"}).json()["hits"].size(); };
    CHECK(hits() == 2);
    const Said one = place.run({"index", "build", "--shards", "1"});
    CHECK(one.err.find("building at idle priority") != std::string::npos);
    CHECK(one.err.find("the number of shards changes from 3 (gen-000002, in force) to 1 (gen-000003): ") != std::string::npos);
    CHECK(place.run({"index", "build", "--full-speed", "--shards", "3"}).err.find("idle priority") == std::string::npos);
    const Said back = place.run({"index", "rollback", "--to", "gen-000003", "--json"});
    CHECK(back.json() == nlohmann::json{{"generation", "gen-000003"}, {"before", "gen-000004"}});
    CHECK(back.err.find("the number of shards changes from 3 (gen-000004) to 1 (gen-000003): ") != std::string::npos);
    CHECK(hits() == 2);
    const auto list = place.run({"index", "generations", "--json"}).json()["generations"];
    REQUIRE(list.size() == 2);
    CHECK(list[0]["current"] == true);
    CHECK(list[1]["shards"] == 3);
    CHECK(service.stop() == 0);
  }
  const Said gone = place.run({"index", "gc", "--keep", "1"});
  CHECK(gone.out.starts_with("removed gen-000004, "));
  CHECK(place.run({"index", "gc", "--keep", "1"}).out == "nothing to remove\n");
  CHECK(place.run({"index", "check"}).exit == 0);
}

TEST_CASE("a rollback shows nothing that was withdrawn or restricted since and lacks nothing that came, also where nobody follows") {
  const Place place;
  place.import(achievement("A1", "轴承钢") + achievement("A2", "轴承套圈") + achievement("A3", "轴承座"));
  place.build();
  place.build();
  place.import(json{{"kind", "achievement"}, {"id", "A2"}, {"title", "轴承套圈"}, {"visibility", "受限"}}.dump() + "\n" +
               json{{"kind", "achievement"}, {"id", "A3"}, {"title", "轴承座"}, {"status", "withdrawn"}}.dump() + "\n" + achievement("A4", "轴承钢管"));
  REQUIRE(place.run({"index", "follow", "--once"}).exit == 0);
  Service service(place, {"--no-worker"});
  httplib::Client client(service.address());
  const auto shown = [&] {
    const json answered = json::parse(client.Get("/api/v1/search")->body);
    Words ids;
    for (const auto& hit : answered["hits"]) ids.push_back(hit["id"]);
    std::ranges::sort(ids);
    return std::pair(answered["generation"].get<std::string>(), ids);
  };
  CHECK(shown() == std::pair(std::string("gen-000002"), Words{"A1", "A4"}));
  const Said back = place.run({"index", "rollback"});
  INFO(back.err);
  CHECK(back.exit == 0);
  CHECK(back.out == "gen-000001 is in force, no longer gen-000002; it holds what the store holds\n");
  CHECK(shown() == std::pair(std::string("gen-000001"), Words{"A1", "A4"}));
  CHECK(service.stop() == 0);
  const Said checked = place.run({"index", "check", "--json"});
  CHECK(checked.exit == 0);
  CHECK(checked.json()["behind"] == 0);
}

TEST_CASE("a build without --shards keeps the number in force, and index.shards and --shards go before it") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  const std::string config = place.file("three.toml", "[index]\nshards = 3\n").string();
  CHECK(place.run({"index", "build", "--json"}).json()["shards"] == 1);
  CHECK(place.run({"index", "build", "--shards", "2", "--json"}).json()["shards"] == 2);
  const Said kept = place.run({"index", "build", "--json"});
  CHECK(kept.json()["shards"] == 2);
  CHECK(kept.err.find("number of shards") == std::string::npos);
  CHECK(place.run({"index", "build", "--config", config, "--json"}).json()["shards"] == 3);
  CHECK(place.run({"index", "build", "--config", config, "--shards", "1", "--json"}).json()["shards"] == 1);
}

TEST_CASE("a generation that cannot be read is listed as that, and removed without counting as one that is kept") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  for (int i = 0; i < 3; ++i) REQUIRE(place.run({"index", "build", "--config", place.file("keep.toml", "[index]\nkeep_generations = 9\n").string()}).exit == 0);
  const fs::path manifest = place.data() / "index/gen-000002/manifest.json", database = place.data() / "index/gen-000001/shard-00";
  fs::resize_file(manifest, fs::file_size(manifest) / 2);
  for (const auto& entry : fs::directory_iterator(database))
    if (entry.path().extension() == ".glass") fs::resize_file(entry.path(), 0);
  const Said listed = place.run({"index", "generations"});
  INFO(listed.out);
  for (const char* name : {"gen-000001", "gen-000002"}) {
    const std::size_t at = listed.out.find(name);
    REQUIRE(at != std::string::npos);
    const std::string line = listed.out.substr(at, listed.out.find('\n', at) - at);
    CHECK(line.find("  —          —  ") != std::string::npos);
    CHECK(line.find("unreadable: ") != std::string::npos);
  }
  for (const json& row : place.run({"index", "generations", "--json"}).json()["generations"]) {
    const bool whole = row["generation"] == "gen-000003";
    CHECK(row.contains("seq") == whole);
    CHECK(row.contains("documents") == whole);
    CHECK(row.contains("problem") != whole);
  }
  // The first has a sound manifest: what shards are worth is for the rollback to verify.
  CHECK(place.run({"index", "gc", "--keep", "2", "--json"}).json()["removed"] == json::array({"gen-000002"}));
  CHECK(fs::exists(place.data() / "index/gen-000001"));
  CHECK(place.run({"search", "轴承"}).exit == 0);
}

TEST_CASE("what is unreadable and in force is not removed, and where there is no index gc says so") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  const Said none = place.run({"index", "gc"});
  CHECK(none.exit == 2);
  CHECK(none.out == "");
  CHECK(none.err == "error: " + (place.data() / "index").string() + ": no index has been built here\n  hint: build it: queqiao index build\n");
  // What a killed build left goes all the same.
  fs::create_directories(place.data() / "index/gen-000001.building");
  write(place.data() / "index/gen-000001.building/x", "left");
  CHECK(place.run({"index", "gc"}).exit == 0);
  CHECK_FALSE(fs::exists(place.data() / "index/gen-000001.building"));
  place.build();
  place.build();
  const std::string current = place.run({"index", "status", "--json"}).json()["index"]["generation"];
  write(place.data() / "index" / current / "manifest.json", "{");
  CHECK(place.run({"index", "gc", "--keep", "1"}).exit == 2);
  CHECK(fs::exists(place.data() / "index" / current));
}

TEST_CASE("where CURRENT is gone, what is there and how to use it is said") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  place.build();
  place.build();
  fs::remove(place.data() / "index/CURRENT");
  const std::string hint = "put one in force: queqiao index rollback --to gen-000002; or build it anew: queqiao index build\n";
  for (const Words& words : {Words{"index", "check"}, Words{"index", "rollback"}, Words{"search", "轴承"}}) {
    const Said said = place.run(words);
    INFO(words.back());
    CHECK(said.exit == 2);
    CHECK(said.err.find("error: " + (place.data() / "index").string() +
                        ": no generation of the index is in force: CURRENT is missing or cannot be read\n  hint: " + hint) != std::string::npos);
  }
  CHECK(place.run({"index", "status"}).out.find("index      none; " + hint) != std::string::npos);
  CHECK(place.run({"index", "generations"}).exit == 0);
  CHECK(place.run({"index", "rollback", "--to", "gen-000002"}).exit == 0);
  CHECK(place.run({"index", "check"}).exit == 0);
}

TEST_CASE("without golden queries the gate asks for twenty titles, also where nearly all are of one kind") {
  const Place place;
  std::string lines;
  for (int i = 0; i < 50; ++i) lines += fmt::format("{}\n", achievement(fmt::format("A{:02}", i), "轴承钢"));
  place.import(lines);
  CHECK(place.run({"index", "build"}).out.find("gate: golden: 20 of 20 titles answer\n") != std::string::npos);
  place.import(R"({"kind":"need","id":"N1","title":"轴承寿命","problem":"轴承磨损","visibility":"公开"})");
  CHECK(place.run({"index", "build"}).out.find("gate: golden: 20 of 20 titles answer\n") != std::string::npos);
  const Place small;
  small.import(achievement("A1", "轴承钢"));
  CHECK(small.run({"index", "build"}).out.find("gate: golden: 1 of 1 titles answer\n") != std::string::npos);
}

TEST_CASE("a golden query that finds nothing, or quality that falls, closes the gate") {
  Place place;
  place.import(achievement("A1", "轴承钢") + achievement("A2", "水肥一体化") +
               json{{"kind", "achievement"}, {"id", "A3"}, {"title", "水肥"}, {"status", "withdrawn"}}.dump() + "\n");
  place.build();
  const std::string golden = place.file("golden.tsv", "# what must be found\n轴承\tA1\n").string();
  const std::string config = place.file("queqiao.toml", "[gate]\ngolden = \"golden.tsv\"\n").string();
  const Words build{"index", "build", "--config", config};
  const Said good = place.run(build);
  INFO(good.err);
  CHECK(good.exit == 0);
  CHECK(good.out.find("gate: golden: 1 of 1 golden queries answer\n") != std::string::npos);

  write(golden, "轴承\tA1\n水肥\tA1\n");
  const Said bad = place.run(build);
  CHECK(bad.exit == 2);
  CHECK(bad.err.find("did not pass the gate, the old one stays in force: golden: 1 of 2 golden queries answer; not answered: \"水肥\" does not find A1") !=
        std::string::npos);
  CHECK(bad.err.find("\n  hint: mend the cause, then: queqiao index build --resume, which goes on where what the check asks for was changed, and else "
                     "begins anew; or publish it all the same: queqiao index build --resume --without-gate golden\n") != std::string::npos);
  CHECK(place.run({"index", "status", "--json"}).json()["index"]["generation"] == "gen-000002");
  Words resume = build;
  resume.insert(resume.end(), {"--resume", "--without-gate", "golden"});
  const Said forced = place.run(resume);
  CHECK(forced.exit == 0);
  CHECK(forced.out.find("resumed: 2 documents done already\n") != std::string::npos);

  // That it was seen through all the same stays to be seen.
  CHECK(place.run({"index", "status"}).out.find("gate       published without: golden\n           golden: 1 of 2 golden queries answer; not answered: ") !=
        std::string::npos);
  CHECK(place.run({"index", "status", "--json"}).json()["index"]["published_without"] == json::array({"golden"}));
  CHECK(place.run({"index", "generations"}).out.find("in force, published without: golden\n") != std::string::npos);
  const json rows = place.run({"index", "generations", "--json"}).json()["generations"];
  CHECK(rows.front()["published_without"] == json::array());
  CHECK(rows.back()["published_without"] == json::array({"golden"}));
  CHECK(place.run({"jobs", "--json"}).json()["jobs"][0]["message"] == "gen-000003: 2 documents; published without: golden");

  // What cannot be read is said before anything is built.
  const auto unread = [&](const std::string& gate) {
    const std::string listed = place.run({"index", "generations", "--json"}).out;
    const std::string wrong = place.file("wrong.toml", "[gate]\n" + gate + "\n").string();
    const Said said = place.run({"index", "build", "--config", wrong});
    CHECK(said.exit == 2);
    CHECK(said.err.find("did not pass the gate") == std::string::npos);
    CHECK(place.run({"index", "generations", "--json"}).out == listed);
    return said.err;
  };
  const std::string how = "\n  hint: write: query TAB id of a published record that it must find; or take the line out\n";
  for (const auto& [text, words] : {std::pair{"no tab\n", "not a golden query"}, std::pair{"轴承\tNOBODY\n", "record NOBODY is not in the store"},
                                    std::pair{"A1\t轴承\n", "record 轴承 is not in the store"}, std::pair{"水肥\tA3\n", "record A3 is not published"}}) {
    INFO(text);
    place.file("slip.tsv", text);
    CHECK(unread("golden = \"slip.tsv\"").find(std::string("slip.tsv:1: ") + words + how) != std::string::npos);
  }
  place.file("empty.tsv", "# none yet\n\n");
  CHECK(unread("golden = \"empty.tsv\"").find("empty.tsv: there are no golden queries in this file\n  hint: write lines: ") != std::string::npos);
  CHECK(unread("golden = \"missing.tsv\"").find("hint: check gate.golden in the configuration") != std::string::npos);
  CHECK(unread("collection = \"nowhere\"").find("hint: check gate.collection in the configuration: a directory with queries.tsv") != std::string::npos);

  // The judged record is withdrawn: the new generation finds it no more, the old one had it.
  fs::create_directories(place.path() / "judged");
  write(place.path() / "judged/queries.tsv", "q1\t轴承\nq2\t水肥\n");
  write(place.path() / "judged/qrels.tsv", "q1 0 A1 1\nq2 0 A2 1\n");
  write(config, "[gate]\ncollection = \"judged\"\nmargin = 2\n");
  CHECK(place.run(build).out.find("gate: quality: nDCG@10 1.0000 over 2 queries, 1.0000 in the generation in force\n") != std::string::npos);
  place.import(json{{"kind", "achievement"}, {"id", "A2"}, {"title", "水肥一体化"}, {"status", "withdrawn"}}.dump());
  const Said worse = place.run(build);
  CHECK(worse.exit == 2);
  CHECK(worse.err.find("nDCG@10 0.5000 over 2 queries, 1.0000 in the generation in force, 1.0000 at best (gen-000003): 0.5000 lower, 0.02 is allowed") !=
        std::string::npos);

  // A person takes what is left for the level of later builds.
  Words accept = build;
  accept.insert(accept.end(), {"--resume", "--accept-quality"});
  const Said accepted = place.run(accept);
  CHECK(accepted.exit == 0);
  CHECK(accepted.out.find("0.5000 lower, 0.02 is allowed; accepted as the new level\n") != std::string::npos);
  CHECK(place.run(build).out.find("0.5000 in the generation in force, 0.5000 at best (") != std::string::npos);

  // The sample's judgments are of needs that this store does not have.
  CHECK(unread("collection = \"" + std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample\"").find("none of the needs that are judged here is in the store") !=
        std::string::npos);
  fs::create_directories(place.path() / "slip");
  write(place.path() / "slip/judgments.tsv", "# need\nN1\tA1\tgood\n");
  const std::string slip = unread("collection = \"slip\"");
  CHECK(slip.find("slip/judgments.tsv:2: a grade is 0, 1, 2 or 3") != std::string::npos);
  CHECK(slip.find("hint: check gate.collection in the configuration") != std::string::npos);
}

TEST_CASE("a gate that stays shut names ten golden queries that are not answered, and how many more there are") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  std::string golden;
  for (int i = 0; i < 13; ++i) golden += fmt::format("水肥{}\tA1\n", i);
  place.file("golden.tsv", golden);
  const std::string config = place.file("queqiao.toml", "[gate]\ngolden = \"golden.tsv\"\n").string();
  const Said said = place.run({"index", "build", "--config", config});
  CHECK(said.exit == 2);
  CHECK(said.err.find("golden: 0 of 13 golden queries answer; not answered: \"水肥0\" does not find A1; \"水肥1\" does not find A1; ") != std::string::npos);
  CHECK(said.err.find("\"水肥9\" does not find A1; and 3 more\n") != std::string::npos);
  CHECK(said.err.find("水肥10") == std::string::npos);
}

TEST_CASE("the sample corpus is a collection for the gate") {
  const Place place;
  place.import_sample();
  const std::string gate = "[gate]\ncollection = \"" + std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample\"\n";
  const Words build{"index", "build", "--config", place.file("gate.toml", gate).string()};
  const Said first = place.run(build);
  INFO(first.out << first.err);
  CHECK(first.exit == 0);
  // 48 needs, each judged for achievements and for experts.
  CHECK(first.out.find(" over 96 queries; there is no generation in force to compare with\n") != std::string::npos);
  CHECK(first.out.find("gate: quality: nDCG@10 0.0000") == std::string::npos);
  const Said second = place.run(build);
  CHECK(second.exit == 0);
  CHECK(second.out.find(" in the generation in force, ") != std::string::npos);
  CHECK(second.out.find(" at best (gen-000001)\n") != std::string::npos);
}

TEST_CASE("generations are listed with what the one in force learned, once, and a lexicon is counted in numbers") {
  const Place place;
  place.import(achievement("A1", "高盐废水处理"));
  const std::string config = place.file("words.toml", "[lexicon]\nfile = \"words.txt\"\n").string();
  place.file("words.txt", "高盐废水\n钠离子电池\n");
  place.build();
  const json built = place.run({"index", "build", "--config", config, "--json"}).json();
  const std::string listed = place.run({"index", "generations"}).out;
  INFO(listed);
  CHECK(listed.find("gen-000002 learned: nothing learned: 1 records are fewer than 5000") != std::string::npos);
  CHECK(listed.find(" learned: ") == listed.rfind(" learned: nothing"));
  const json counts{{"words", 2}, {"of_file", 2}}, index = place.run({"index", "status", "--config", config, "--json"}).json()["index"];
  CHECK(index["lexicon"] == counts);
  CHECK_FALSE(index["learned"].contains("lexicon_words"));
  CHECK(index["learned"]["lexicon"].is_string());  // its edition
  CHECK(built["lexicon"] == counts);
  const json rows = place.run({"index", "generations", "--json"}).json()["generations"];
  REQUIRE(rows.size() == 2);
  CHECK_FALSE(rows[0].contains("lexicon"));
  CHECK(rows[1]["lexicon"] == counts);
}

// ---- import

TEST_CASE("what records lack is one line for a file, and every one with --verbose") {
  const Place place;
  const fs::path file = place.file("results.jsonl", achievement("A1", "轴承钢") + achievement("A2", "叶片涂层"));
  const Said said = place.run({"import", file.string()});
  CHECK(said.exit == 0);
  CHECK(said.err ==
        file.string() + ": 2 of 2 records lack required fields (category, contact, owner_org, region, security_level, source_system, "
                        "source_url, stage, tech_field, updated_at); --verbose names them\n"
                        "next: `queqiao index build` makes what changed searchable; a running `queqiao serve` does so by itself\n");
  const Said all = place.run({"import", file.string(), "--verbose"});
  std::size_t lines = 0;
  for (std::size_t at = all.err.find(" is missing\n"); at != std::string::npos; at = all.err.find(" is missing\n", at + 1)) ++lines;
  CHECK(lines == 20);
  CHECK(all.err.find("--verbose names them") == std::string::npos);
}

// ---- over HTTP

TEST_CASE("a record links only to what its reader may see") {
  const Place place;
  place.import(achievement("A1", "轴承钢") +
               R"({"kind":"achievement","id":"H1","title":"受限的成果","summary":"仅登录可见","visibility":"受限","owner_org_id":"C1"})"
               "\n"
               R"({"kind":"achievement","id":"A2","title":"叶片","summary":"一段文字","visibility":"公开","owner_org_id":"C1","members":[{"name":"李四","expert_id":"E2"}]})"
               "\n"
               R"({"kind":"need","id":"N1","title":"需要轴承","problem":"失效","visibility":"公开","enterprise_id":"C1"})"
               "\n"
               R"({"kind":"enterprise","id":"C1","name":"某厂","profile":"一段文字","visibility":"登录"})"
               "\n"
               R"({"kind":"expert","id":"E2","name":"李四","research":"轴承","visibility":"登录"})"
               "\n"
               R"({"kind":"expert","id":"E1","name":"张三","research":"轴承","visibility":"公开","org_id":"C1","linked_results":["A1","H1","论文集"]})"
               "\n");
  const std::string token = place.run({"token", "new", "reader", "--scope", "read"}).out;
  Service service(place);
  httplib::Client client(service.address());
  const auto record = [&](const std::string& id, const httplib::Headers& headers) {
    return json::parse(client.Get("/api/v1/records/" + id, headers)->body)["record"];
  };
  CHECK(record("E1", {})["linked_results"] == json{"A1", "论文集"});
  CHECK_FALSE(record("E1", {}).contains("org_id"));
  CHECK_FALSE(record("N1", {}).contains("enterprise_id"));
  CHECK_FALSE(record("A2", {}).contains("owner_org_id"));
  CHECK(record("A2", {})["members"] == json{{{"name", "李四"}}});
  const httplib::Headers reader = {{"Authorization", "Bearer " + token.substr(0, token.size() - 1)}};
  CHECK(record("E1", reader)["linked_results"] == json{"A1", "H1", "论文集"});
  CHECK(record("E1", reader)["org_id"] == "C1");
  CHECK(record("N1", reader)["enterprise_id"] == "C1");
  CHECK(record("A2", reader)["members"][0]["expert_id"] == "E2");
}

TEST_CASE("what the API refuses is said in both languages, the same, with a way out") {
  const Place place;
  place.import(R"({"kind":"need","id":"N1","title":"需要轴承","problem":"失效","visibility":"公开"})");
  place.build();
  Service service(place);
  httplib::Client client(service.address());
  const auto error = [](const httplib::Result& answer, int status) {
    REQUIRE(answer);
    CHECK(answer->status == status);
    json body = json::parse(answer->body)["error"];
    body.erase("request_id");
    return body;
  };
  CHECK(error(client.Get("/api/v1/records/N1/matches?to=need"), 400) ==
        json{{"code", "invalid_argument"},
             {"where", "to"},
             {"message", "这类记录没有这个匹配方向 / there is no match from need to need"},
             {"hint", "可选的方向 / from need there is: achievement, expert, similar"}});
  CHECK(error(client.Get("/api/v1/status", {{"Authorization", "Bearer qq_no"}}), 401) ==
        json{{"code", "unauthorized"},
             {"where", "token"},
             {"message", "令牌无效或已撤销 / the token is not valid"},
             {"hint", "请向管理员申请新的令牌 / ask the administrator for a new one"}});
  const std::string taken = R"({"kind":"need","id":"N1","title":"x","problem":"y"})";
  json conflict = error(client.Post("/api/v1/records", taken, "application/json"), 409);
  conflict.erase("diagnostics");
  CHECK(conflict ==
        json{{"code", "conflict"},
             {"where", "N1"},
             {"message", "这个编号已被占用 / this id is taken"},
             {"hint", "不写编号，由系统给出 / leave the id out to be given one"}});
  const json refused = error(client.Post("/api/v1/records", R"({"kind":"need","min_trl":12,"title":"x"})", "application/json"), 422);
  CHECK(refused["hint"] == "原因见 diagnostics / see the diagnostics");
  Words severities;
  for (const auto& one : refused["diagnostics"]) severities.push_back(one["severity"]);
  CHECK(severities.front() == "error");
  CHECK(severities.back() == "warning");
  CHECK(std::ranges::is_sorted(severities));
}

// ---- what users tripped over

TEST_CASE("an option that may be repeated takes one value each time") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  place.build();
  const std::string csv = place.file("x.csv", "编号,题目\nA2,轴承\n").string();
  const Said imported = place.run({"import", "--map", "题目=title", "--set", "region=湖北", csv, "--kind", "achievement"});
  INFO(imported.err);
  CHECK(imported.exit == 0);
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  CHECK(place.run({"search", "--region", "湖北", "轴承", "--json"}).json()["hits"].size() == 1);
  CHECK(place.run({"search", "--region=湖北", "--region", "湖南", "轴承", "--json"}).json()["hits"].size() == 1);
}

TEST_CASE("a backup restored where there was nothing is indexed too") {
  const Place place, fresh;
  place.import(achievement("A1", "轴承钢"));
  const std::string backup = (place.path() / "b.db").string();
  REQUIRE(place.run({"backup", backup}).exit == 0);
  const Said restored = fresh.run({"restore", backup});
  INFO(restored.err);
  CHECK(restored.exit == 0);
  CHECK(fresh.run({"search", "轴承", "--json"}).json()["hits"].size() == 1);
}

TEST_CASE("a build told to resume says why it began anew, and keeps the shards of what it goes on with") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  const Said nothing = place.run({"index", "build", "--resume"});
  CHECK(nothing.out.find("gen-000001") != std::string::npos);
  CHECK(nothing.err.find("begun anew: no build was left to go on with") != std::string::npos);
  const std::string golden = place.file("golden.tsv", "水肥\tA1\n").string();
  const std::string config = place.file("gate.toml", "[gate]\ngolden = \"golden.tsv\"\n").string();
  CHECK(place.run({"index", "build", "--shards", "3", "--config", config}).exit == 2);
  const Said listed = place.run({"index", "generations"});
  const std::size_t state = listed.out.find("failed gate: golden (");
  REQUIRE(state != std::string::npos);
  CHECK(listed.out.substr(state, listed.out.find('\n', state) - state).find("--resume") == std::string::npos);
  CHECK(listed.out.find("  hint: gen-000002: tries the gate again where what it asks for was changed, else begins anew: queqiao index build "
                        "--resume; removes it: queqiao index gc\n", state) != std::string::npos);
  const Said other = place.run({"index", "build", "--resume", "--shards", "2"});
  CHECK(other.exit == 2);
  CHECK(other.err.find("gen-000002.building: this build has 3 shards, not 2, and work that is done\n  hint: go on with it: --resume --shards 3") !=
        std::string::npos);
  const json resumed = place.run({"index", "build", "--resume", "--json"}).json();
  CHECK(resumed["shards"] == 3);
  CHECK(resumed["resumed_documents"] == 1);
  CHECK(resumed["memory_mb"].is_null());
  CHECK(place.run({"index", "build", "--memory", "64", "--json"}).json()["memory_mb"] == 64);
  CHECK(place.run({"index", "build", "--without-gate", "nonsense"}).exit == 2);
}

TEST_CASE("a timer that resumes builds anew after a gate that failed, until it opens, and goes on where its questions were mended") {
  const Place place;
  place.import(achievement("A1", "轴承钢"));
  place.build();
  const std::string golden = place.file("golden.tsv", "水肥\tA1\n").string();
  const std::string config = place.file("gate.toml", "[gate]\ngolden = \"golden.tsv\"\n").string();
  const Words timer{"index", "build", "--resume", "--config", config};
  CHECK(place.run(timer).err.find("did not pass the gate") != std::string::npos);
  const Said again = place.run(timer);
  CHECK(again.exit == 2);
  CHECK(again.err.find("begun anew: gen-000002.building did not pass its gate, and what that asks for has not changed since: golden (0 of 1 ") !=
        std::string::npos);
  CHECK(again.err.find("gen-000003: the new generation did not pass the gate") != std::string::npos);

  // Another lexicon is not what it was begun with, whatever the gate says.
  place.file("words.txt", "轴承钢管\n");
  const std::string other = place.file("words.toml", "[lexicon]\nfile = \"words.txt\"\n[gate]\ngolden = \"golden.tsv\"\n").string();
  const Said words = place.run({"index", "build", "--resume", "--without-gate", "golden", "--config", other});
  INFO(words.err);
  CHECK(words.exit == 0);
  CHECK(words.err.find("begun anew: gen-000003.building was begun with other settings: lexicon.file") != std::string::npos);
  CHECK(place.run({"index", "status", "--config", other}).err.find("lexicon.file") == std::string::npos);

  CHECK(place.run(timer).exit == 2);
  write(golden, "轴承\tA1\n");
  const Said mended = place.run(timer);
  INFO(mended.err);
  CHECK(mended.exit == 0);
  CHECK(mended.err.find("goes on with gen-000005.building: 1 documents read") != std::string::npos);
}

TEST_CASE("a text to match is read in its encoding, and what is no text is refused") {
  const Place place;
  place.import(achievement("A1", "轴承钢的热处理工艺"));
  place.build();
  const std::string gb = place.file("gb.txt", "\xD6\xE1\xB3\xD0\xB8\xD6\xB5\xC4\xC8\xC8\xB4\xA6\xC0\xED").string();  // 轴承钢的热处理
  const Said said = place.run({"match", "--text", gb, "--json"});
  INFO(said.err);
  CHECK(said.json()["matches"].size() == 1);
  CHECK(place.run({"match", "--text", place.file("lines.txt", "轴承钢\r\n\t热处理\n").string(), "--json"}).json()["matches"].size() == 1);
  CHECK(place.run({"match", "--text", place.file("nul.txt", std::string("轴承钢\0热处理", 19)).string()}).exit == 2);
  std::string noise = "x";
  for (int i = 0; i < 300; ++i) noise += static_cast<char>(0x80 + i * 37 % 128);
  const Said refused = place.run({"match", "--text", place.file("noise.txt", noise + "\xFF\xFF").string()});
  CHECK(refused.exit == 2);
  CHECK(refused.err.find("the file is not text") != std::string::npos);
}

}  // namespace operations_test
