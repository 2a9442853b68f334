// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a running service for jobs and waits for them, with enough records that a build can be met at work.
#pragma once

#include <httplib.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "program.h"

namespace program {

using nlohmann::json;

inline std::string token_of(const Place& place, const std::string& scope) {
  return place.run({"token", "new", scope, "--scope", scope, "--json"}).json()["token"];
}

// Asking a running service about jobs.
class Api {
 public:
  Api(const Service& service, const std::string& token) : client_(service.address()), headers_{{"Authorization", "Bearer " + token}} {
    client_.set_read_timeout(60);
  }
  json ask(const std::string& body = R"({"kind":"build"})") { return post("/api/v1/jobs", body, 202); }
  json cancel(const std::string& id) { return post("/api/v1/jobs/" + id + "/cancel", "", 200); }
  json show(const std::string& id) {
    const auto answer = client_.Get("/api/v1/jobs/" + id, headers_);
    REQUIRE(answer);
    REQUIRE(answer->status == 200);
    return json::parse(answer->body);
  }
  // The job once `ready` likes it, or as it was after two minutes.
  json wait(const std::string& id, const std::function<bool(const json&)>& ready) {
    json seen;
    wait_until([&] { return ready(seen = show(id)); }, std::chrono::minutes(2));
    INFO(seen.dump(1));
    CHECK(ready(seen));
    return seen;
  }
  json wait_for_end(const std::string& id) {
    return wait(id, [](const json& job) { return job["state"] != "waiting" && job["state"] != "running"; });
  }

 private:
  json post(const std::string& path, const std::string& body, int status) {
    const auto answer = client_.Post(path, headers_, body, "application/json");
    REQUIRE(answer);
    INFO(answer->body);
    REQUIRE(answer->status == status);
    return json::parse(answer->body);
  }
  httplib::Client client_;
  httplib::Headers headers_;
};

inline bool says(const json& job, const std::string& text) {
  return std::ranges::any_of(job["log"], [&](const json& line) { return line["line"].get<std::string>().find(text) != std::string::npos; });
}

inline std::string generation_in_force(const Place& place) { return place.run({"index", "status", "--json"}).json()["index"]["generation"]; }

inline constexpr int kMany = 4900;  // of fewer than 5,000 nothing is learned, which takes a while
// So many that reading them takes several of the moments at which a build looks whether it is to end.
inline void import_many(const Place& place) {
  std::string lines;
  std::string text;
  for (int i = 0; i < 20; ++i) text += "高温合金叶片的热障涂层在循环氧化条件下的失效机理与寿命预测方法研究";
  for (int i = 0; i < kMany; ++i)
    lines += json{{"kind", "achievement"}, {"id", "M" + std::to_string(i)}, {"title", "涂层" + std::to_string(i)}, {"summary", text}, {"visibility", "公开"}}.dump() + "\n";
  place.import(lines);
}

}  // namespace program
