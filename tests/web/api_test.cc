// SPDX-License-Identifier: GPL-3.0-or-later
// The public API on a real index: every endpoint in the shape of openapi.yaml, and who may see what.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include "tests/web/asking.h"

namespace web_tests::api_test {

namespace {

std::set<std::string> ids_in(const json& list) {
  std::set<std::string> ids;
  for (const json& item : list) ids.insert(item.at("id"));
  return ids;
}

// The number beside a code in a facet, at any depth; 0 where it is not there.
std::int64_t count_in(const json& values, const std::string& code) {
  for (const json& value : values) {
    if (value.at("code") == code) return value.at("count");
    if (value.contains("children"))
      if (const auto below = count_in(value.at("children"), code)) return below;
  }
  return 0;
}

const std::string kRecord = "/api/v1/records/{id}", kMatches = "/api/v1/records/{id}/matches";

}  // namespace

TEST_CASE("every operation of the contract has a handler, and every handler an operation", "[web][api]") {
  std::set<std::string> served, promised;
  for (const web::Route& route : web::routes()) served.insert(std::string(route.method) + " " + std::string(route.path));
  for (const Operation& operation : contract().operations()) promised.insert(operation.method + " " + operation.path);
  CHECK(served == promised);
  CHECK(served.size() == web::routes().size());
}

TEST_CASE("the contract's checker sees what it should", "[web][api]") {
  const json good = {{"error", {{"code", "x"}, {"message", "x"}, {"request_id", "x"}}}};
  CHECK(contract().faults("Error", good) == "");
  CHECK(contract().faults("Error", json::object()) != "");
  json more = good;
  more["error"]["stack"] = "x";
  CHECK(contract().faults("Error", more) != "");
  CHECK(contract().faults("Error", {{"error", {{"code", 1}, {"message", "x"}, {"request_id", "x"}}}}) != "");
  CHECK(contract().faults("Health", {{"status", "ok"}, {"more", 1}}) != "");
  CHECK(contract().faults("Hit", good) != "");
  const json status = {{"version", "1"},
                       {"uptime_s", 1},
                       {"index", nullptr},
                       {"jobs", json::array()},
                       {"store", {{"seq", 1}, {"published", {{"need", 1}}}, {"submitted", 0}}}};
  CHECK(contract().faults("Status", status) == "");
  json wrong = status;
  wrong["store"]["published"]["need"] = "1";
  CHECK(contract().faults("Status", wrong) != "");
}

TEST_CASE("a contract that closes a part of an allOf is refused, since nothing satisfies it", "[web][api]") {
  YAML::Node closed = YAML::LoadFile(std::string(QUEQIAO_SOURCE_DIR) + "/web/openapi.yaml");
  closed["components"]["schemas"]["Decision"]["additionalProperties"] = false;
  CHECK_THROWS_AS(Contract(closed), std::invalid_argument);
  closed["components"]["schemas"]["Decision"].remove("additionalProperties");
  CHECK_NOTHROW(Contract(closed));
}

TEST_CASE("a status the contract does not list is seen, whatever was asked", "[web][api]") {
  const Contract& whole = contract();
  for (const Operation& operation : whole.operations()) {
    for (const int status : {400, 401, 405, 414, 416, 500, 503}) CHECK(whole.unlisted(operation.method, operation.path, status) == "");
    CHECK(whole.unlisted(operation.method, operation.path, 418) ==
          "openapi.yaml does not list 418 for " + operation.method + " " + operation.path);
  }
  CHECK(whole.unlisted("HEAD", "/api/v1/search?q=a", 200) == "");
  CHECK(whole.unlisted("GET", "/api/v1/search", 404) != "");
  CHECK(whole.unlisted("PUT", "/api/v1/records/a", 405) == "");
  CHECK(whole.unlisted("PUT", "/api/v1/records/a", 200) != "");
  CHECK(whole.unlisted("GET", "/api/v1/records/a/matches", 422) != "");
  CHECK(whole.unlisted("GET", "/api/v1/nothing", 404) == "");
  CHECK(whole.unlisted("GET", "/api/v1/nothing", 200) != "");
  CHECK(whole.unlisted("GET", "/submit", 200) == "");

  YAML::Node less = YAML::LoadFile(std::string(QUEQIAO_SOURCE_DIR) + "/web/openapi.yaml");
  less["paths"]["/api/v1/match"]["post"]["responses"].remove("422");
  CHECK(whole.unlisted("POST", "/api/v1/match", 422) == "");
  CHECK(Contract(less).unlisted("POST", "/api/v1/match", 422) != "");
}

TEST_CASE("a search answers with hits, facets and the number it stands on", "[web][api]") {
  const json body = get("/api/v1/search?q=节水灌溉");
  CHECK(body["hits"].at(0)["id"] == "A-2");
  CHECK(ids_in(body["hits"]) == std::set<std::string>{"A-1", "A-2"});
  CHECK(body["total"] == json::parse(R"({"value":2,"relation":"exact"})"));
  CHECK(body["generation"] == "gen-000001");
  CHECK(body["seq"].get<int>() >= 20);
  CHECK(count_in(body["facets"]["field"], "agriculture") == 2);
  CHECK(body["hits"][0]["fragments"].size() > 0);
}

TEST_CASE("a search by body is the search by address", "[web][api]") {
  const auto same = [](const std::string& query, const json& body) {
    json by_address = get("/api/v1/search?" + query), by_body = post("/api/v1/search", body);
    by_address.erase("took_ms");
    by_body.erase("took_ms");
    CHECK(by_address == by_body);
    return by_address;
  };
  same("", json::object());
  same("q=固态电池&kind=need", {{"q", "固态电池"}, {"kind", "need"}});
  const json one = same("q=&region=420000&stage=mid&trl_min=4&trl_max=6&year_from=2024&year_to=2024&sort=date&page=1&size=1&facets=false",
                        {{"region", {"420000"}},
                         {"stage", {"mid"}},
                         {"trl_min", 4},
                         {"trl_max", 6},
                         {"year_from", 2024},
                         {"year_to", 2024},
                         {"sort", "date"},
                         {"page", 1},
                         {"size", 1},
                         {"facets", false}});
  CHECK(one["total"]["value"] == 2);
  CHECK(one["hits"].size() == 1);
  CHECK(one["hits"][0]["id"] == "A-5");
}

TEST_CASE("page by page every hit is shown once", "[web][api]") {
  std::set<std::string> seen;
  const json first = get("/api/v1/search?size=2");
  const auto total = first["total"]["value"].get<std::size_t>();
  REQUIRE(total > 4);
  for (std::size_t page = 1; (page - 1) * 2 < total; ++page)
    for (const std::string& id : ids_in(get("/api/v1/search?size=2&page=" + std::to_string(page))["hits"])) CHECK(seen.insert(id).second);
  CHECK(seen.size() == total);
}

TEST_CASE("a search says that it left records out only where it did", "[web][api]") {
  const auto says_so = [](const std::string& query) {
    const json body = get("/api/v1/search?q=" + query);
    CHECK(body["hits"].size() == 1);
    return std::ranges::any_of(body["notes"], [](const json& note) { return note["code"] == "share"; });
  };
  CHECK_FALSE(says_so("水下焊接"));      // nothing else holds any part of it
  CHECK(says_so("水下焊接%20曝气"));     // the works of A-4 hold the last word alone
  CHECK_FALSE(says_so("水下焊接%20曝气&region=420100"));  // but are elsewhere
}

TEST_CASE("a query that nothing matches is loosened with a note, unless it is strict", "[web][api]") {
  const auto relaxed = [](const json& body) {
    return std::ranges::any_of(body["notes"], [](const json& note) { return note["code"].get<std::string>().starts_with("relaxed_"); });
  };
  const std::string query = "q=水下焊接%20region:新疆";
  const json loosened = get("/api/v1/search?" + query), strict = get("/api/v1/search?strict=true&" + query);
  CHECK(loosened["total"]["value"].get<int>() > 0);
  CHECK(relaxed(loosened));
  CHECK(strict["total"]["value"] == 0);
  CHECK_FALSE(relaxed(strict));
  CHECK(get("/api/v1/facets?" + query)["total"] == loosened["total"]);
  CHECK(post("/api/v1/search", {{"q", "水下焊接 region:新疆"}, {"strict", true}})["total"]["value"] == 0);
  CHECK_FALSE(relaxed(get("/api/v1/search?q=水下焊接")));
}

TEST_CASE("what may have been meant stands beside the results", "[web][api]") {
  const json body = get("/api/v1/search?q=水下汗接");
  REQUIRE(body.contains("did_you_mean"));
  CHECK(body["did_you_mean"]["text"] == "水下焊接");
  CHECK(body["did_you_mean"]["changes"].size() == 1);
  CHECK_FALSE(get("/api/v1/search?q=水下焊接").contains("did_you_mean"));
}

TEST_CASE("every kind, order and filter answers in the contract's shape", "[web][api]") {
  for (const std::string kind : {"achievement", "need", "expert", "enterprise"})
    for (const std::string sort : {"relevance", "date", "trl"})
      for (const std::string q : {"", "节水", "-节水", "\"固态电池\"", "region:湖北 OR 电池", "((", "AND"})
        get("/api/v1/search?kind=" + kind + "&sort=" + sort + "&q=" + q);
  for (const std::string filter :
       {"region=420000", "region=421200", "field=agriculture,energy", "industry=C", "stage=early", "cooperation=license", "trl_min=6"})
    CHECK(get("/api/v1/search?" + filter)["total"]["value"].get<int>() > 0);
  CHECK(get("/api/v1/search?page=1000&size=1")["hits"].empty());
}

TEST_CASE("a list of hits is a file for a spreadsheet, by address or by body", "[web][api]") {
  const auto by_address = running().client().Get("/api/v1/search/export?q=节水灌溉&format=csv");
  REQUIRE(by_address);
  REQUIRE(by_address->status == 200);
  CHECK(by_address->get_header_value("Content-Type") == "text/csv; charset=utf-8");
  CHECK(by_address->get_header_value("Content-Disposition").ends_with(".csv\""));
  CHECK(by_address->body.starts_with("\xEF\xBB\xBF序号,编号,"));
  const auto lines = static_cast<std::size_t>(std::ranges::count(by_address->body, '\n'));
  CHECK(lines == 1 + get("/api/v1/search?q=节水灌溉")["hits"].size());
  CHECK(by_address->body.find("湖北省") != std::string::npos);  // labels, not codes
  CHECK(by_address->body.find("麒麟草") == std::string::npos);  // of a record that is not public

  const auto by_body = running().client().Post("/api/v1/search/export", R"({"q":"节水灌溉","format":"csv"})", "application/json");
  REQUIRE(by_body);
  CHECK(by_body->body == by_address->body);
  const auto workbook = running().client().Get("/api/v1/search/export?q=节水灌溉&format=xlsx");
  REQUIRE(workbook);
  CHECK(workbook->status == 200);
  CHECK(workbook->body.starts_with("PK"));
  const json list = get("/api/v1/search/export?q=节水灌溉&format=json&size=1");
  CHECK(list["hits"].size() == 1);
}

TEST_CASE("an export says what is wrong with what was asked", "[web][api]") {
  for (const char* query : {"", "?format=pdf", "?format=csv&size=0", "?format=csv&size=1001", "?format=csv&page=2", "?format=csv&kind=patent", "?format=csv&year_from=2024&year_to=2020"})
    get(std::string("/api/v1/search/export") + query, 400);
  for (const char* body : {"", "[]", "{}", R"({"format":7})", R"({"format":"csv","facets":true})"}) post("/api/v1/search/export", std::string(body), 400);
}

TEST_CASE("facets alone agree with those of a search", "[web][api]") {
  const json facets = get("/api/v1/facets?q=节水灌溉"), search = get("/api/v1/search?q=节水灌溉");
  for (const char* name : {"facets", "total", "seq", "generation", "notes"}) CHECK(facets[name] == search[name]);
  get("/api/v1/facets");
  const json trl = get("/api/v1/facets?trl_min=6")["facets"]["trl"];
  REQUIRE(trl.size() > 0);
  for (const json& value : trl) CHECK(value["label"] == "TRL " + value["code"].get<std::string>());
}

TEST_CASE("suggestions complete what was begun", "[web][api]") {
  const json body = get("/api/v1/suggest?q=节水&size=5");
  REQUIRE(body["suggestions"].size() > 0);
  CHECK(body["suggestions"].size() <= 5);
  CHECK_THAT(body["suggestions"][0]["text"].get<std::string>(), Catch::StartsWith("节水"));
  CHECK(get("/api/v1/suggest?q=")["suggestions"].empty());
  CHECK(get("/api/v1/suggest?q=没有这样的词")["suggestions"].empty());
}

TEST_CASE("a record is shown with its labels and what it lacks", "[web][api]") {
  const json body = get("/api/v1/records/A-1", 200, {}, kRecord);
  CHECK(body["record"]["title"] == "棉田水肥一体化智能决策系统");
  CHECK(body["record"]["kind"] == "achievement");
  CHECK(body["labels"]["region"] == json::parse(R"([{"code":"420000","label":"湖北省","label_en":"Hubei"}])"));
  CHECK(body["labels"]["stage"][0]["label"] == "中期");
  CHECK(std::ranges::find(body["incomplete"], "category") != body["incomplete"].end());
  CHECK(body["indexed"] == true);
  CHECK(body["status"] == "published");
  CHECK(body["version"] == 1);
  for (const std::string id : {"N-1", "E-1", "C-1"}) get("/api/v1/records/" + id, 200, {}, kRecord);
}

TEST_CASE("matches come with signals that sum to the score", "[web][api]") {
  const json body = get("/api/v1/records/N-1/matches?to=achievement&top=3", 200, {}, kMatches);
  REQUIRE(body["matches"].size() > 0);
  CHECK(body["matches"].size() <= 3);
  CHECK(ids_in(body["matches"]).contains("A-1"));
  for (const json& match : body["matches"]) {
    double sum = 0;
    for (const json& part : match["signals"]) sum += part.get<double>();
    CHECK(sum == Approx(match["score"].get<double>()));
  }
  get("/api/v1/records/N-1/matches?to=expert", 200, {}, kMatches);
  get("/api/v1/records/N-1/matches?to=similar", 200, {}, kMatches);
  get("/api/v1/records/A-1/matches?to=need", 200, {}, kMatches);
  get("/api/v1/records/E-1/matches?to=need", 200, {}, kMatches);
  get("/api/v1/records/C-1/matches?to=similar", 200, {}, kMatches);
}

TEST_CASE("reasons call the same industry the same, and money by its name", "[web][api]") {
  const auto reason = [](const json& draft, const std::string& to, const std::string& id, const std::string& signal) {
    const json body = post("/api/v1/match", {{"record", draft}, {"to", to}});
    for (const json& match : body["matches"])
      for (const json& one : match["reasons"])
        if (match["id"] == id && one["signal"] == signal) return one["message"].get<std::string>() + " | " + one["message_en"].get<std::string>();
    return std::string("none");
  };
  json need = {{"kind", "need"}, {"title", "节水灌溉"}, {"problem", "果园水肥一体化"}, {"industry", {"A01"}}, {"budget", 260}};
  CHECK(reason(need, "achievement", "A-1", "industry") == "同一行业：农业 | same industry: Crop farming");
  CHECK(reason(need, "achievement", "A-1", "budget") == "价格面议或未说明，预算 260 万元 | price not stated; the budget is CNY 2,600,000");
  need["industry"] = {"A02"};
  CHECK(reason(need, "achievement", "A-1", "industry") == "同属门类：农、林、牧、渔业（农业） | the same section of industry: Agriculture, forestry, animal husbandry and fishery (Crop farming)");
  json offer = {{"kind", "achievement"}, {"title", "节水灌溉"}, {"summary", "水肥一体化自动控制"}, {"price_mode", "range"}, {"price_min", 60}};
  CHECK(reason(offer, "need", "N-1", "budget") == "预算 80 万元，不低于报价 60 万元 | the budget, CNY 800,000, covers the price, CNY 600,000");
  offer["price_min"] = 1200.5;
  CHECK(reason(offer, "need", "N-1", "budget") ==
        "预算 80 万元，低于报价 1200.5 万元 | the budget, CNY 800,000, is below the price, CNY 12,005,000");
}

TEST_CASE("a direction that a kind does not have is refused", "[web][api]") {
  CHECK(get("/api/v1/records/C-1/matches?to=expert", 400, {}, kMatches)["error"]["code"] == "invalid_argument");
}

TEST_CASE("a match may be asked for by id, by text or by a draft", "[web][api]") {
  CHECK(ids_in(post("/api/v1/match", {{"id", "N-2"}, {"to", "achievement"}})["matches"]).contains("A-3"));
  CHECK(ids_in(post("/api/v1/match", {{"text", "桥墩需要水下焊接"}, {"to", "achievement"}})["matches"]).contains("A-5"));
  const json need = {{"kind", "need"}, {"title", "电池电解质"}, {"problem", "寻找固态电池电解质"}};
  CHECK(ids_in(post("/api/v1/match", {{"record", need}, {"to", "expert"}, {"top", 5}})["matches"]).contains("E-2"));
  const json achievement = {{"kind", "achievement"}, {"id", ""}, {"title", "曝气控制"}, {"summary", "污水处理曝气节能"}};
  CHECK(ids_in(post("/api/v1/match", {{"record", achievement}, {"to", "need"}})["matches"]).contains("N-3"));
}

TEST_CASE("a draft that is no record is refused with its diagnostics", "[web][api]") {
  const json record = {{"kind", "need"}, {"title", "x"}, {"problem", "y"}, {"tech_field", "没有这个领域"}};
  const json body = post("/api/v1/match", {{"record", record}, {"to", "expert"}}, 422);
  CHECK(body["error"]["code"] == "refused");
  const json& diagnostics = body["error"]["diagnostics"];
  CHECK(std::ranges::count_if(diagnostics, [](const json& d) { return d["severity"] == "error" && d["field"] == "tech_field"; }) == 1);
}

TEST_CASE("the vocabularies are there whole", "[web][api]") {
  const json body = get("/api/v1/vocabularies");
  CHECK(body.size() == world().vocabularies.all().size());
  for (const auto& [name, list] : world().vocabularies.all()) CHECK(body[name].size() == list.entries().size());
  for (const json& entry : body["trl"]) CHECK_FALSE(entry["label_en"].get<std::string>().empty());
}

TEST_CASE("the status says what store and index hold", "[web][api]") {
  const auto job = must(world().store->start_job("build"));
  const json body = get("/api/v1/status");
  CHECK(body["version"] == "0.1.0-test");
  // Two of the achievements are not public: even their number is for those who may read them.
  CHECK(body["store"]["published"]["achievement"] == 6);
  REQUIRE(body["index"].is_object());
  const json whole = get("/api/v1/status", 200, bearer(world().reader_token));
  CHECK(whole["store"]["published"]["achievement"] == 8);
  CHECK(whole["index"]["documents"].get<int>() > body["index"]["documents"].get<int>());
  CHECK_FALSE(body["index"]["built_at"].get<std::string>().empty());
  CHECK_FALSE(body["index"]["analyzer"].get<std::string>().empty());
  CHECK(body["jobs"][0]["id"] == job.id);
}

TEST_CASE("liveness, readiness and the contract itself", "[web][api]") {
  CHECK(get("/healthz")["status"] == "ok");
  CHECK(get("/readyz")["status"] == "ready");
  const auto yaml = running().client().Get("/openapi.yaml");
  REQUIRE(yaml);
  CHECK(yaml->status == 200);
  CHECK(yaml->get_header_value("Content-Type") == "application/yaml");
  CHECK(from_yaml(YAML::Load(yaml->body))["info"]["version"] == "1");
}

TEST_CASE("an index that was damaged later is named by the status, and every question of it answers 503", "[web][api]") {
  TemporaryDirectory directory;
  const auto store = must(corpus::Store::open({.directory = directory.path}));
  corpus::Intake intake(*store, world().vocabularies);
  const auto file = directory.path / "one.jsonl";
  std::ofstream(file) << R"({"kind":"achievement","id":"A-1","title":"轴承钢","visibility":"公开"})" << '\n';
  REQUIRE(must(intake.import_file(file.string(), {})).added == 1);
  must(indexer::build_index(*store, world().vocabularies, directory.path));
  const std::string token = must(corpus::create_token(*store, "reader", corpus::Scope::read)).token;
  const auto shard = directory.path / "index" / "gen-000001" / "shard-00";
  std::filesystem::remove(shard / "docdata.glass");
  search::ReaderPool readers(directory.path);
  search::Searcher searcher(readers, world().vocabularies);
  search::Matcher matcher(readers, world().vocabularies);
  const web::App app{*store, world().vocabularies, intake, readers, searcher, matcher, "0.1.0-test"};
  const Running server(app, {});
  const auto ask = [&](const std::string& target, int status, const httplib::Headers& headers = {}, const std::string& path = "") {
    return expect(server.client().Get(target, headers), status, "GET", path.empty() ? path_of(target) : path);
  };
  CHECK(ask("/api/v1/search?q=a", 503)["error"]["code"] == "damaged");
  CHECK(ask("/api/v1/records/A-1/matches?to=expert", 503, {}, kMatches)["error"]["where"] == "gen-000001/shard-00");
  const json body = ask("/api/v1/status", 200);
  CHECK(body["index"].is_null());
  CHECK(body["index_fault"]["generation"] == "gen-000001");
  CHECK(body["index_fault"]["problem"].get<std::string>().find(directory.path.string()) == std::string::npos);
  CHECK(body["store"]["published"].empty());
  const json whole = ask("/api/v1/status", 200, bearer(token));
  CHECK(whole["store"]["published"]["achievement"] == 1);
  CHECK(whole["index_fault"]["problem"].get<std::string>().find("docdata.glass is missing") != std::string::npos);
  std::filesystem::remove_all(shard.parent_path());
  const json gone = ask("/api/v1/status", 200, bearer(token))["index_fault"];
  CHECK(gone["generation"] == "gen-000001");
  CHECK(gone["problem"].get<std::string>().find("CURRENT names gen-000001, which is not there") != std::string::npos);
}

TEST_CASE("without an index the service lives, but is not ready", "[web][api]") {
  TemporaryDirectory directory;
  const auto store = must(corpus::Store::open({.directory = directory.path}));
  corpus::Intake intake(*store, world().vocabularies);
  search::ReaderPool readers(directory.path);
  search::Searcher searcher(readers, world().vocabularies);
  search::Matcher matcher(readers, world().vocabularies);
  const web::App app{*store, world().vocabularies, intake, readers, searcher, matcher, "0.1.0-test"};
  const Running server(app, {});
  const auto ask = [&](const std::string& target, int status, const std::string& path = "") {
    return expect(server.client().Get(target), status, "GET", path.empty() ? path_of(target) : path);
  };
  CHECK(ask("/healthz", 200)["status"] == "ok");
  for (const std::string target : {"/readyz", "/api/v1/search?q=a", "/api/v1/facets", "/api/v1/suggest?q=a"})
    CHECK(ask(target, 503)["error"]["code"] == "unavailable");
  CHECK(ask("/api/v1/records/x/matches?to=expert", 503, kMatches)["error"]["code"] == "unavailable");
  CHECK(ask("/api/v1/status", 200)["index"].is_null());
  CHECK_FALSE(ask("/api/v1/status", 200).contains("index_fault"));
  web::App telling = app;
  telling.say_more = [](corpus::Error error) {
    if (error.where != "index") error.message += ": the first build is running, J-000001: read 45 %";  // as of the index itself, once
    return error;
  };
  const Running informed(telling, {});
  for (const std::string target : {"/readyz", "/api/v1/search?q=a"})
    CHECK(expect(informed.client().Get(target), 503, "GET", path_of(target))["error"]["message"] ==
          "尚未建立索引，正在首次建立 / no index has been built here: the first build is running, J-000001: read 45 %");
  const auto handed_in = must([&] {
    corpus::Diagnostics diagnostics;
    return intake.submit(json::parse(R"({"kind":"need","title":"x","problem":"y","visibility":"public"})"), "test", diagnostics);
  }());
  must(intake.publish(handed_in.id, "test"));
  CHECK(ask("/api/v1/records/" + handed_in.id, 200, kRecord)["indexed"] == false);
}

// ---- who may see what

TEST_CASE("records that are not public leak nowhere without a token, and are there with one", "[web][api]") {
  const std::set<std::string> hidden = {"A-L", "A-R", "N-L", "E-L"};
  const httplib::Headers reader = bearer(world().reader_token);
  const auto none_hidden = [&](const json& list) {
    return std::ranges::none_of(ids_in(list), [&](const auto& id) { return hidden.contains(id); });
  };

  for (const std::string kind : {"achievement", "need", "expert"}) {
    const json anonymous = get("/api/v1/search?size=100&kind=" + kind), reading = get("/api/v1/search?size=100&kind=" + kind, 200, reader);
    CHECK(none_hidden(anonymous["hits"]));
    CHECK_FALSE(none_hidden(reading["hits"]));
    CHECK(anonymous["total"]["value"].get<int>() < reading["total"]["value"].get<int>());
    const auto hubei = [](const json& body) { return count_in(body["facets"]["region"], "420000"); };
    CHECK(hubei(anonymous) < hubei(reading));
    CHECK(hubei(get("/api/v1/facets?kind=" + kind)) == hubei(anonymous));
    CHECK(hubei(get("/api/v1/facets?kind=" + kind, 200, reader)) == hubei(reading));
    CHECK(get("/api/v1/search?q=麒麟草&kind=" + kind)["total"]["value"] == 0);
    CHECK(post("/api/v1/search", {{"q", "麒麟草"}, {"kind", kind}})["total"]["value"] == 0);
    CHECK(get("/api/v1/search?q=麒麟草&kind=" + kind, 200, reader)["total"]["value"].get<int>() > 0);
  }
  for (const std::string begun : {"麒麟", "隐栖", "温室", "受限"}) {
    CHECK(get("/api/v1/suggest?q=" + begun)["suggestions"].empty());
    CHECK_FALSE(get("/api/v1/suggest?q=" + begun, 200, reader)["suggestions"].empty());
  }
  CHECK(none_hidden(get("/api/v1/records/N-1/matches?to=achievement&top=100", 200, {}, kMatches)["matches"]));
  CHECK_FALSE(none_hidden(get("/api/v1/records/N-1/matches?to=achievement&top=100", 200, reader, kMatches)["matches"]));
  CHECK(none_hidden(get("/api/v1/records/A-1/matches?to=similar&top=100", 200, {}, kMatches)["matches"]));
  CHECK(none_hidden(post("/api/v1/match", {{"text", "麒麟草 节水灌溉"}, {"to", "achievement"}, {"top", 100}})["matches"]));
}

TEST_CASE("a hidden record and an unknown one are answered in the same words", "[web][api]") {
  const auto words = [](json body, const std::string& id) {
    body["error"].erase("request_id");
    CHECK(body["error"]["where"] == id);
    body["error"].erase("where");
    return body;
  };
  const json unknown = words(get("/api/v1/records/no-such", 404, {}, kRecord), "no-such");
  for (const std::string id : {"A-L", "A-R", "N-L", "E-L"}) {
    CHECK(words(get("/api/v1/records/" + id, 404, {}, kRecord), id) == unknown);
    CHECK(words(get("/api/v1/records/" + id + "/matches?to=similar", 404, {}, kMatches), id) == unknown);
    CHECK(words(post("/api/v1/match", {{"id", id}, {"to", "similar"}}, 404), id) == unknown);
    CHECK(get("/api/v1/records/" + id, 200, bearer(world().reader_token), kRecord)["record"]["id"] == id);
    get("/api/v1/records/" + id + "/matches?to=similar", 200, bearer(world().reader_token), kMatches);
  }
  CHECK(words(get("/api/v1/records/no-such/matches?to=expert", 404, {}, kMatches), "no-such") == unknown);
}

TEST_CASE("contacts and legal representatives are shown to brokers only", "[web][api]") {
  for (const httplib::Headers& headers : {httplib::Headers{}, bearer(world().reader_token), bearer(world().writer_token)}) {
    CHECK_FALSE(get("/api/v1/records/A-1", 200, headers, kRecord)["record"].contains("contact"));
    CHECK_FALSE(get("/api/v1/records/C-1", 200, headers, kRecord)["record"].contains("legal_rep"));
  }
  CHECK(get("/api/v1/records/A-1", 200, bearer(world().broker_token), kRecord)["record"]["contact"]["phone"] == "027-55550101");
  CHECK(get("/api/v1/records/C-1", 200, bearer(world().broker_token), kRecord)["record"]["legal_rep"] == "柳笛");
  for (const std::string target :
       {"/api/v1/search?size=100", "/api/v1/search?size=100&kind=enterprise", "/api/v1/search?size=100&kind=expert"}) {
    const std::string text = get(target, 200, bearer(world().broker_token)).dump();
    CHECK(text.find("55550101") == std::string::npos);
    CHECK(text.find("ganlin@") == std::string::npos);
    CHECK(text.find("白石") == std::string::npos);
  }
}

TEST_CASE("integrity is told to who may see what is hidden and to nobody else, neither as a code nor by its label", "[web][api]") {
  const json shown = get("/api/v1/records/C-3", 200, {}, kRecord);
  CHECK_FALSE(shown["record"].contains("integrity"));
  CHECK_FALSE(shown["labels"].contains("integrity"));
  CHECK(shown["labels"].contains("region"));
  for (const std::string& token : {world().reader_token, world().broker_token}) {
    const json told = get("/api/v1/records/C-3", 200, bearer(token), kRecord);
    CHECK(told["record"]["integrity"] == "watch");
    CHECK(told["labels"]["integrity"][0]["code"] == "watch");
  }
  const std::string matches = "/api/v1/records/N-1/matches?to=expert";
  const json ordinary = get(matches, 200, {}, kMatches), reading = get(matches, 200, bearer(world().reader_token), kMatches);
  REQUIRE_FALSE(ordinary["matches"].empty());
  for (const json& match : ordinary["matches"]) CHECK_FALSE(match["values"].contains("integrity"));
  for (const json& match : reading["matches"]) CHECK(match["values"].contains("integrity"));
}

TEST_CASE("a token that is malformed, unknown or revoked is 401 whatever is asked", "[web][api]") {
  const auto revoked = must(corpus::create_token(*world().store, "gone", corpus::Scope::admin));
  must(world().store->revoke_token(revoked.id));
  const std::string unknown = "qq_000000000000_" + std::string(64, '0');
  for (const std::string& authorization :
       {std::string("Basic YTpi"), std::string("Bearer x"), "Bearer " + unknown, "Bearer " + revoked.token, unknown})
    for (const std::string target : {"/api/v1/search", "/api/v1/records/A-1", "/api/v1/status", "/healthz"}) {
      const auto answer = running().client().Get(target, {{"Authorization", authorization}});
      const json body = expect(answer, 401, "GET", target == "/api/v1/records/A-1" ? kRecord : target);
      CHECK(body["error"]["code"] == "unauthorized");
      CHECK(answer->get_header_value("WWW-Authenticate") == "Bearer");
      CHECK(answer->body.find(revoked.token) == std::string::npos);
    }
}

TEST_CASE("a job's message is for those who may read", "[web][api]") {
  auto job = must(world().store->start_job("import"));
  job.state = "failed";
  job.message = "cannot read /srv/list.csv";
  must(world().store->update_job(job));
  const auto message = [&](const httplib::Headers& headers) {
    const json body = get("/api/v1/status", 200, headers);
    for (const json& item : body["jobs"])
      if (item["id"] == job.id) return item.value("message", "");
    return std::string("no such job");
  };
  CHECK(message({}) == "");
  CHECK(message(bearer(world().reader_token)) == "cannot read /srv/list.csv");
}

// ---- handing in

TEST_CASE("a need handed in waits, is not found, and is found once published", "[web][api]") {
  const json need = {
      {"kind", "need"}, {"title", "茶园霜冻预警"}, {"problem", "春茶遭遇倒春寒霜冻"}, {"visibility", "public"}, {"status", "published"}};
  const json receipt = post("/api/v1/records", need, 202);
  CHECK(receipt["status"] == "submitted");
  CHECK_THAT(receipt["receipt"].get<std::string>(), Catch::StartsWith("QQ-"));
  const std::string id = receipt["id"];
  CHECK_FALSE(id.empty());
  CHECK(receipt["seq"] == must(world().store->seq()));
  CHECK(std::ranges::find(receipt["incomplete"], "key_tech") != receipt["incomplete"].end());

  world().index_again();
  CHECK(get("/api/v1/search?kind=need&q=茶园霜冻")["total"]["value"] == 0);
  CHECK(get("/api/v1/search?kind=need&q=茶园霜冻", 200, bearer(world().reader_token))["total"]["value"] == 0);
  get("/api/v1/records/" + id, 404, {}, kRecord);
  CHECK(get("/api/v1/records/" + id, 200, bearer(world().reader_token), kRecord)["status"] == "submitted");
  CHECK(get("/api/v1/status")["store"]["submitted"].get<int>() >= 1);

  must(world().intake.publish(id, "test"));
  const json waiting = get("/api/v1/records/" + id, 200, {}, kRecord);
  CHECK(waiting["status"] == "published");
  CHECK(waiting["record"]["status"] == "published");
  CHECK(waiting["indexed"] == false);
  CHECK(get("/api/v1/status")["index"]["lag"].get<int>() >= 1);
  world().index_again();
  CHECK(get("/api/v1/records/" + id, 200, {}, kRecord)["indexed"] == true);
  CHECK(ids_in(get("/api/v1/search?kind=need&q=茶园霜冻")["hits"]) == std::set<std::string>{id});
  CHECK(get("/api/v1/status")["index"]["lag"] == 0);
}

TEST_CASE("anyone may hand in a need, the other kinds ask for scope write", "[web][api]") {
  const auto record = [](const std::string& kind) {
    return json{{"kind", kind},          {"title", "交来的"},      {"name", "交来的"},
                {"summary", "一段文字"}, {"research", "一段文字"}, {"profile", "一段文字"}};
  };
  for (const std::string kind : {"achievement", "expert", "enterprise"}) {
    const json refused = post("/api/v1/records", record(kind), 401)["error"];
    CHECK(refused["code"] == "unauthorized");
    CHECK(refused["message"] == "提交需求以外的记录需要令牌 / a token is needed to submit what is no need");
    CHECK(post("/api/v1/records", record(kind), 403, bearer(world().reader_token))["error"]["message"] == "令牌没有写权限 / the token lacks the scope write");
    CHECK(post("/api/v1/records", record(kind), 202, bearer(world().writer_token))["status"] == "submitted");
  }
  post("/api/v1/records", record("need"), 202, bearer(world().reader_token));
}

TEST_CASE("a submission never overwrites", "[web][api]") {
  const json need = {{"kind", "need"}, {"id", "N-TWICE"}, {"title", "一"}, {"problem", "二"}};
  CHECK(post("/api/v1/records", need, 202)["id"] == "N-TWICE");
  CHECK(post("/api/v1/records", need, 409)["error"]["code"] == "conflict");
  CHECK(post("/api/v1/records", {{"kind", "need"}, {"id", "N-1"}, {"title", "篡改"}, {"problem", "篡改"}}, 409)["error"]["code"] ==
        "conflict");
  CHECK(get("/api/v1/records/N-1", 200, {}, kRecord)["record"]["title"] == "葡萄园节水灌溉改造");
}

TEST_CASE("a submission without text is refused with its diagnostics", "[web][api]") {
  const json body = post("/api/v1/records", {{"kind", "need"}, {"tech_field", "没有这个领域"}}, 422);
  CHECK(body["error"]["code"] == "refused");
  CHECK(body["error"]["diagnostics"].size() >= 2);
}

TEST_CASE("unknown fields of a record are kept", "[web][api]") {
  const json receipt = post("/api/v1/records", {{"kind", "need"}, {"title", "自带字段"}, {"problem", "x"}, {"our_code", {{"a", 1}}}}, 202);
  const json body = get("/api/v1/records/" + receipt["id"].get<std::string>(), 200, bearer(world().reader_token), kRecord);
  CHECK(body["record"]["our_code"] == json::parse(R"({"a":1})"));
}

}  // namespace web_tests::api_test
