// SPDX-License-Identifier: GPL-3.0-or-later
// What a client may send that it should not: each is answered in the one shape of failure, and the next request is answered as ever.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "tests/web/asking.h"

namespace web_tests::bad_input_api_test {

namespace {

const std::string kMany(2 << 20, 'x');

std::string posted(const std::string& target, const std::string& headers, const std::string& body) {
  return "POST " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
}
std::string with_length(std::size_t length) { return "Content-Length: " + std::to_string(length) + "\r\n"; }
const std::string kChunked = "Transfer-Encoding: chunked\r\n", kClose = "Connection: close\r\n";

// The body in chunks of `size` bytes.
std::string in_chunks(const std::string& body, std::size_t size) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += size) {
    const std::string part = body.substr(at, size);
    char length[32];
    std::snprintf(length, sizeof length, "%zx\r\n", part.size());
    out += length + part + "\r\n";
  }
  return out + "0\r\n\r\n";
}

std::string how_many(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return std::to_string(count);
}

}  // namespace

TEST_CASE("bad parameters and bodies are refused over HTTP with their place", "[web][api][bad]") {
  struct Row {
    std::string method, target, body;
    int status;
    std::string code, where;
  };
  const std::string deep = R"({"q":)" + std::string(70, '[') + std::string(70, ']') + "}";
  const std::vector<Row> rows = {
      {"GET", "/api/v1/search?regoin=420000", "", 400, "invalid_argument", "regoin"},
      {"GET", "/api/v1/search?q=a&q=a", "", 400, "invalid_argument", "q"},
      {"GET", "/api/v1/search?q=%00", "", 400, "invalid_argument", "q"},
      {"GET", "/api/v1/search?q=%FF%FE", "", 400, "invalid_argument", "q"},
      {"GET", "/api/v1/search?%FF=1", "", 400, "invalid_argument", "\xef\xbf\xbd"},
      {"GET", "/api/v1/search?size=1000", "", 400, "invalid_argument", "size"},
      {"GET", "/api/v1/search?region=999999", "", 400, "invalid_argument", "region"},
      {"GET", "/api/v1/facets?page=1", "", 400, "invalid_argument", "page"},
      {"GET", "/api/v1/suggest", "", 400, "invalid_argument", "q"},
      {"GET", "/api/v1/records/A-1?x=1", "", 400, "invalid_argument", "x"},
      {"GET", "/api/v1/records/A-1/matches", "", 400, "invalid_argument", "to"},
      {"GET", "/api/v1/status?x", "", 400, "invalid_argument", "x"},
      {"GET", "/api/v1/vocabularies?x", "", 400, "invalid_argument", "x"},
      {"GET", "/api/v1/records/" + std::string(65, 'x'), "", 404, "not_found", std::string(64, 'x') + "..."},
      {"GET", "/api/v1/records/%00", "", 404, "not_found", ""},
      {"GET", "/api/v1/records/%FF", "", 404, "not_found", "\xef\xbf\xbd"},
      {"GET", "/api/v1/records/%C3%A9", "", 404, "not_found", "é"},
      {"GET", "/api/v1/records/a%27%20or%201=1", "", 404, "not_found", "a' or 1=1"},
      {"GET", "/api/v1/nothing", "", 404, "not_found", "/api/v1/nothing"},
      {"GET", "/api", "", 404, "not_found", "/api"},
      {"POST", "/api/v1/nothing", "{}", 404, "not_found", "/api/v1/nothing"},
      {"POST", "/api/v1/status", "{}", 405, "invalid_argument", "POST"},
      {"POST", "/", "{}", 405, "invalid_argument", "POST"},
      {"PUT", "/api/v1/records/A-1", "{}", 405, "invalid_argument", "PUT"},
      {"PATCH", "/api/v1/search", "{}", 405, "invalid_argument", "PATCH"},
      {"DELETE", "/api/v1/records/A-1", "", 405, "invalid_argument", "DELETE"},
      {"OPTIONS", "/api/v1/search", "", 405, "invalid_argument", "OPTIONS"},
      {"TRACE", "/healthz", "", 405, "invalid_argument", "TRACE"},
      {"POST", "/api/v1/search", "", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/search", "{", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/search", "[1]", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/search", "{\"q\":\"\xff\"}", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/search", R"({"q":"\ud800"})", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/search", R"({"q":1e999})", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/search", deep, 400, "invalid_argument", "body"},
      {"POST", "/api/v1/search", R"({"page":"1"})", 400, "invalid_argument", "page"},
      {"POST", "/api/v1/match", R"({"to":"expert"})", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/match", R"({"to":"expert","id":"a\u0000b"})", 400, "invalid_argument", "id"},
      {"POST", "/api/v1/match", R"({"to":"expert","id":"no-such"})", 404, "not_found", "no-such"},
      {"POST", "/api/v1/match?x=1", R"({"to":"expert","id":"N-1"})", 400, "invalid_argument", "x"},
      {"POST", "/api/v1/coach", R"({})", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/coach", R"({"id":"no-such"})", 404, "not_found", "no-such"},
      {"POST", "/api/v1/coach", R"({"id":"E-1"})", 400, "invalid_argument", "E-1"},
      {"POST", "/api/v1/coach?x=1", R"({"id":"N-1"})", 400, "invalid_argument", "x"},
      {"POST", "/api/v1/coach", R"({"record":)" + std::string(70, '[') + std::string(70, ']') + "}", 400, "invalid_argument", "body"},
      {"POST", "/api/v1/records", R"({"kind":"decision"})", 400, "invalid_argument", "kind"},
      {"POST", "/api/v1/records", R"({"title":"x"})", 400, "invalid_argument", "kind"},
      {"POST", "/api/v1/records", R"({"kind":"need","title":"a\u0000b","problem":"x"})", 422, "refused", ""},
      {"POST", "/api/v1/records", R"({"kind":"need","title":{"a":1},"problem":"x"})", 422, "refused", ""},
      {"POST", "/api/v1/records", R"({"kind":"need","id":"a b","title":"x","problem":"x"})", 422, "refused", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.method, row.target, row.body.substr(0, 100));
    const bool with_body = row.method == "POST" || row.method == "PUT" || row.method == "PATCH";
    const std::string type = with_body ? "Content-Type: application/json\r\n" + with_length(row.body.size()) : "";
    const RawAnswer answer = raw(row.method + " " + row.target + " HTTP/1.1\r\nHost: x\r\n" + kClose + type + "\r\n" + row.body);
    const json body = check_failure(answer, row.status);
    CHECK(body["error"]["code"] == row.code);
    if (!row.where.empty()) CHECK(body["error"]["where"] == row.where);
    CHECK(answer.header("Content-Type") == "application/json");
    if (row.status == 405) CHECK_FALSE(answer.header("Allow").empty());
  }
  get("/healthz");
}

TEST_CASE("a body over the limit is 413, by its stated length or by counting", "[web][api][bad]") {
  const std::string type = "Content-Type: application/json\r\n";
  const auto too_large = [](const RawAnswer& answer) {
    CHECK(check_failure(answer, 413)["error"]["code"] == "too_large");
    CHECK(answer.header("Connection") == "close");
  };
  too_large(raw(posted("/api/v1/search", type + with_length(kMany.size()), kMany)));
  too_large(raw(posted("/api/v1/search", type + with_length(1'000'000'000'000), "{")));  // nobody waits for the rest
  too_large(raw(posted("/api/v1/search", type + kChunked, in_chunks(kMany, 65536))));
  too_large(raw(posted("/api/v1/coach", type + with_length(kMany.size()), kMany)));
  too_large(raw(posted("/api/v1/records", type + kChunked, in_chunks(kMany, 1000))));
  too_large(raw(posted("/api/v1/match", type + kChunked, in_chunks(kMany.substr(0, (1 << 20) + 10), 3))));

  // Packed small, large when unpacked.
  std::string packed;
  httplib::detail::gzip_compressor().compress(kMany.data(), kMany.size(), true, [&](const char* data, std::size_t size) {
    packed.append(data, size);
    return true;
  });
  REQUIRE(packed.size() < 100'000);
  too_large(raw(posted("/api/v1/search", type + "Content-Encoding: gzip\r\n" + with_length(packed.size()), packed)));
  get("/healthz");
}

TEST_CASE("a body at the limit is read", "[web][api][bad]") {
  std::string body = R"({"q":"水"})";
  body.insert(body.size() - 1, (1 << 20) - body.size(), ' ');
  CHECK(post("/api/v1/search", body).contains("hits"));
  CHECK(raw(posted("/api/v1/search", kChunked, in_chunks(R"({"q":"水"})", 2))).status == 200);
  CHECK(raw(posted("/api/v1/search", kChunked, in_chunks(body, 65536))).status == 200);
}

TEST_CASE("a body that is not JSON by its type is not read", "[web][api][bad]") {
  for (const std::string type :
       {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data"}) {
    const RawAnswer answer = raw(posted("/api/v1/records", "Content-Type: " + type + "\r\n" + with_length(2), "{}"));
    CHECK(check_failure(answer, 400)["error"]["where"] == "Content-Type");
  }
  CHECK(raw(posted("/api/v1/search", kClose + "Content-Type: application/json; charset=utf-8\r\n" + with_length(2), "{}")).status == 200);
  CHECK(raw(posted("/api/v1/search", kClose + with_length(2), "{}")).status == 200);
}

TEST_CASE("paths that try to leave the pages or the API are not found", "[web][api][bad]") {
  for (const std::string path : {"/../etc/passwd",
                                 "/..%2fetc/passwd",
                                 "/%2e%2e/%2e%2e/etc/passwd",
                                 "/%2E%2E%2Fetc%2Fpasswd",
                                 "/assets/../../etc/passwd",
                                 "/assets/..",
                                 "/./index.html",
                                 "/a/%2e/b",
                                 "/..\\etc\\passwd",
                                 "/..%5cetc%5cpasswd",
                                 "/assets/x%5c..%5cy.js",
                                 "/index.html%00.js",
                                 "/%00",
                                 "/a%0d%0aX:%20y",
                                 "//etc/passwd",
                                 "/a//b",
                                 "/.git/config",
                                 "/assets/.env",
                                 "/%",
                                 "/%zz",
                                 "/%c0%ae%c0%ae/x",
                                 "/assets/missing.js",
                                 "/missing.css",
                                 "/assets/",
                                 "/assets",
                                 "/assets/page",
                                 "/api/",
                                 "/api/v2/search",
                                 "/api/v1/search/",
                                 "/api/v1/../v1/status",
                                 "/api/v1/records/%2e%2e/status/x",
                                 "/%61pi/v1/status",
                                 "http://x/healthz",
                                 "*"}) {
    CAPTURE(path);
    check_failure(raw_get(path), 404);
  }
}

TEST_CASE("a slash in an id stays in the id", "[web][api][bad]") {
  CHECK(check_failure(raw_get("/api/v1/records/..%2Fstatus"), 404)["error"]["where"] == "../status");
  CHECK(check_failure(raw_get("/api/v1/records/%2e%2e"), 404)["error"]["where"] == "..");
}

TEST_CASE("what is not HTTP, or too much of it, is answered and the connection ends", "[web][api][bad]") {
  const std::string line = "GET /healthz HTTP/1.1\r\n";
  const std::vector<std::pair<std::string, int>> rows = {
      {"GET /api/v1/search?q=" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {"GET /" + std::string(200'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {std::string(200'000, 'a'), 414},
      {"NONSENSE\r\n\r\n", 400},
      {"GET /healthz\r\n\r\n", 400},
      {"BREW /healthz HTTP/1.1\r\n\r\n", 400},
      {"GET /healthz HTTP/9.9\r\n\r\n", 400},
      {"GET /a?b?c HTTP/1.1\r\n\r\n", 400},
      {"\r\n\r\n", 400},
      {std::string("\0\0\0\r\n\r\n", 7), 400},
      {std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10), 400},  // somebody speaks TLS
      {line + "X: " + std::string(9'000, 'a') + "\r\n\r\n", 400},
      {line + "Range: bytes=x\r\n\r\n", 416},
      {line + "Range: bytes=5-1\r\n\r\n", 416},
  };
  for (const auto& [bytes, status] : rows) {
    CAPTURE(json(bytes.substr(0, 60)).dump(-1, ' ', true, json::error_handler_t::replace));
    const RawAnswer answer = raw(bytes);
    check_failure(answer, status);
    CHECK(answer.header("Connection") == "close");
  }
  // Endless headers: cut off after 64 KiB.
  std::string many = line;
  for (int i = 0; i < 20'000; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  check_failure(raw(many), 400);
  get("/healthz");
}

TEST_CASE("a request whose end two servers could see differently is refused", "[web][api][bad]") {
  const std::string next = "GET /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n", chunk = "0\r\n\r\n";
  for (const std::string& headers :
       std::vector<std::string>{"Content-Length: 2\r\nContent-Length: 44\r\n", "Content-Length: 2\r\nContent-Length: 2\r\n",
                                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Content-Length: -1\r\n", "Content-Length: +2\r\n",
                                "Content-Length: 2x\r\n", "Content-Length: 0x2\r\n", "Content-Length: 2,2\r\n",
                                "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: gzip, chunked\r\n",
                                "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                "Content-Length : 2\r\n", "Bad Name: x\r\n", " folded: x\r\n", "N\xc3\xa9: x\r\n"}) {
    CAPTURE(headers);
    Wire wire(running().port);
    wire.send(posted("/api/v1/search", headers, "{}" + chunk + next));
    const std::string bytes = wire.rest();
    check_failure(answer_in(bytes), 400);
    CHECK(how_many(bytes, "HTTP/1.1 ") == "1");  // what followed was not taken for a request
    CHECK(wire.hung_up);
  }
  CHECK(raw("POST /api/v1/search HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n").status == 400);
}

TEST_CASE("what is left of an unread or broken body is never taken for a request", "[web][api][bad]") {
  const std::string next = "GET /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::string& bytes : std::vector<std::string>{
           "GET /healthz HTTP/1.1\r\n" + with_length(next.size()) + "\r\n" + next,
           "DELETE /healthz HTTP/1.1\r\n" + with_length(next.size()) + "\r\n" + next, posted("/nowhere", with_length(next.size()), next),
           posted("/api/v1/search", "Content-Type: text/plain\r\n" + with_length(next.size()), next),
           posted("/api/v1/search", kChunked, "2\r\n{}XX\r\n" + next), posted("/api/v1/search", kChunked, "zz\r\n" + next),
           posted("/api/v1/search", kChunked, "ffffffffffffffff\r\n{}\r\n" + next),
           posted("/api/v1/search", kChunked, "2\r\n{}\r\n0\r\nTrailer: x\r\n\r\n" + next)}) {
    CAPTURE(bytes);
    Wire wire(running().port);
    wire.send(bytes);
    wire.say_no_more();
    CHECK(how_many(wire.rest(), "HTTP/1.1 ") == "1");
    CHECK(wire.hung_up);
  }
}

TEST_CASE("requests sent ahead are answered one after the other", "[web][api][bad]") {
  const std::string one = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  Wire wire(running().port);
  wire.send(one + posted("/api/v1/search", with_length(2), "{}") + one + "GET /healthz HTTP/1.1\r\nHost: x\r\n" + kClose + "\r\n");
  const std::string bytes = wire.rest();
  CHECK(how_many(bytes, "HTTP/1.1 200 OK") == "4");
  CHECK(how_many(bytes, R"({"status":"ok"})") == "3");
}

TEST_CASE("a body that breaks off is refused", "[web][api][bad]") {
  Wire wire(running().port);
  wire.send(posted("/api/v1/search", with_length(100), "{"));
  wire.say_no_more();
  CHECK(check_failure(answer_in(wire.rest()), 400)["error"]["where"] == "body");
}

TEST_CASE("ranges are not served, however many are asked for", "[web][api][bad]") {
  std::string ranges = "bytes=0-1";
  for (int i = 0; i < 1'000; ++i) ranges += ",0-";
  for (const std::string& range : {std::string("bytes=0-1"), std::string("bytes=99999-"), ranges}) {
    const RawAnswer answer = raw("GET /healthz HTTP/1.1\r\n" + kClose + "Range: " + range + "\r\n\r\n");
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"status":"ok"})");
  }
}

TEST_CASE("an id of the request comes from us unless a proxy is trusted", "[web][api][bad]") {
  const auto ask = [](const Running& server, const std::string& id) {
    return raw("GET /healthz HTTP/1.1\r\n" + kClose + "X-Request-Id: " + id + "\r\n\r\n", server.port).header("X-Request-Id");
  };
  CHECK(ask(running(), "theirs").size() == 16);
  web::ServerOptions options;
  options.trusted_proxy = true;
  const Running behind(world().app, options);
  CHECK(ask(behind, "theirs-1.2_3") == "theirs-1.2_3");
  for (const std::string& id : {std::string("a b"), std::string("é"), std::string(65, 'x'), std::string("a%0d%0aX-Evil:1")})
    CHECK(ask(behind, id).size() == 16);
}

}  // namespace web_tests::bad_input_api_test
