// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies that say something else than their sender means are refused, whether they hand a record in or match a draft.
#include <httplib.h>

#include "program.h"

namespace strict_bodies_test {

using namespace program;
using nlohmann::json;

TEST_CASE("a number where text belongs and a key that stands twice are refused in a body") {
  const Place place;
  place.import(R"({"kind":"achievement","id":"A1","title":"轴承钢","summary":"高铁轴承钢 5","visibility":"公开"})");
  place.build();
  Service service(place);
  httplib::Client client(service.address());
  const auto error = [&](const std::string& path, const std::string& body) {
    const auto answer = client.Post("/api/v1/" + path, body, "application/json");
    REQUIRE(answer);
    CHECK(answer->status == 400);
    json said = json::parse(answer->body)["error"];
    said.erase("request_id");
    return said;
  };
  const json not_text = {{"code", "invalid_argument"},
                         {"where", "title"},
                         {"message", "参数值 5 不是文本 / 5 is not text"},
                         {"hint", "文本写在引号里 / write text in quotes"}};
  CHECK(error("match", R"({"record":{"kind":"need","title":5},"to":"achievement"})") == not_text);
  CHECK(error("records", R"({"kind":"need","title":5,"problem":"失效"})") == not_text);

  const json twice = {{"code", "invalid_argument"},
                      {"where", "title"},
                      {"message", "正文中 \"title\" 出现多次 / \"title\" stands more than once in one object"},
                      {"hint", "只留一个 / keep one"}};
  CHECK(error("match", R"({"record":{"kind":"need","title":"轴承","title":"叶片"},"to":"achievement"})") == twice);
  CHECK(error("records", R"({"kind":"need","title":"轴承","problem":"失效","title":"叶片"})") == twice);
  CHECK(error("search", R"({"q":"轴承","q":"叶片"})")["where"] == "q");

  // The same key in two objects is no repetition, and null means not stated.
  const auto fine = client.Post(
      "/api/v1/match", R"({"record":{"kind":"need","title":"轴承钢","goal":null,"indicators":[{"name":"a"},{"name":"b"}]},"to":"achievement"})",
      "application/json");
  REQUIRE(fine);
  CHECK(fine->status == 200);
}

}  // namespace strict_bodies_test
