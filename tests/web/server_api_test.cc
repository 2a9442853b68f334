// SPDX-License-Identifier: GPL-3.0-or-later
// The server as a server: its port, its threads, its end; pages and headers; the log.
#include <catch2/catch.hpp>

#include <chrono>
#include <mutex>
#include <regex>
#include <thread>

#include "tests/web/asking.h"

namespace web_tests::server_api_test {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// Lines of an access log, from any thread.
struct Log {
  std::mutex mutex;
  std::vector<std::string> lines;
  auto sink() {
    return [this](const std::string& line) {
      const std::lock_guard lock(mutex);
      lines.push_back(line);
    };
  }
  // The line is written after the answer has gone: waited for.
  std::string last(std::size_t count) {
    for (int i = 0; i < 500; ++i) {
      {
        const std::lock_guard lock(mutex);
        if (lines.size() >= count) return lines[count - 1];
      }
      std::this_thread::sleep_for(10ms);
    }
    return "";
  }
};

std::filesystem::path pages() {
  static TemporaryDirectory directory;
  static const bool made = [] {
    std::filesystem::create_directories(directory.path / "pages/assets");
    std::ofstream(directory.path / "pages/index.html") << "<!doctype html><title>pages</title>";
    std::ofstream(directory.path / "pages/favicon.svg") << "<svg/>";
    std::ofstream(directory.path / "pages/assets/index-1a2b.js") << std::string(5'000, ' ') << "done()";
    std::ofstream(directory.path / "pages/assets/note.exe") << "not served";
    std::ofstream(directory.path / "secret.txt") << "not below the pages";
    return true;
  }();
  REQUIRE(made);
  return directory.path / "pages";
}

web::ServerOptions with_pages() {
  web::ServerOptions options;
  options.static_dir = pages();
  return options;
}

const std::string kHealth = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

TEST_CASE("a port that is taken is said to be, with what to do", "[web][api][server]") {
  web::ServerOptions options;
  options.port = running().port;
  web::Server second(world().app, options);
  const auto port = second.bind();
  REQUIRE_FALSE(port);
  const std::string number = std::to_string(options.port);
  CHECK(port.error().code == corpus::ErrorCode::busy);
  CHECK(corpus::to_text(port.error()) ==
        "127.0.0.1:" + number + ": port " + number +
            " is taken by another program\n  hint: stop that program, or choose another port with --port (0 takes any that is free)");
  CHECK_FALSE(second.run());
}

TEST_CASE("an address or port that cannot be is said to be", "[web][api][server]") {
  const auto refusal = [](const std::string& address, int port) {
    web::ServerOptions options;
    options.address = address;
    options.port = port;
    web::Server server(world().app, options);
    const auto taken = server.bind();
    REQUIRE_FALSE(taken);
    return taken.error();
  };
  CHECK(refusal("127.0.0.1", 70'000).code == corpus::ErrorCode::invalid_argument);
  CHECK(refusal("192.0.2.1", 0).code == corpus::ErrorCode::io);
  CHECK(refusal("192.0.2.1", 0).message == "192.0.2.1 is not an address of this machine");
  CHECK(refusal("not an address", 0).code == corpus::ErrorCode::io);
}

TEST_CASE("a server may be stopped before it runs, and twice", "[web][api][server]") {
  web::ServerOptions options;
  options.port = 0;
  web::Server server(world().app, options);
  const int port = must(server.bind());
  server.stop();
  CHECK(server.run());
  server.stop();
  web::Server early(world().app, options);
  early.stop();  // before it has a port
  CHECK(early.run());
  web::ServerOptions again;
  again.port = port;  // the port is free again
  web::Server next(world().app, again);
  CHECK(next.bind());
}

TEST_CASE("a request that has begun is answered before the server ends", "[web][api][server]") {
  Running server(world().app, {});
  const std::string body = R"({"q":"节水灌溉"})";
  Wire wire(server.port);
  wire.send("POST /api/v1/search HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  REQUIRE(wire.await("100 Continue\r\n\r\n"));  // it has begun to read
  wire.send(body.substr(0, 5));
  std::thread stopper([&] { server.server->stop(); });
  std::this_thread::sleep_for(200ms);
  Wire idle_after(running().port);  // the other server lives on
  wire.send(body.substr(5));
  const RawAnswer answer = answer_in(wire.rest());
  stopper.join();
  CHECK(answer.status == 200);
  CHECK(json::parse(answer.body)["total"]["value"] == 2);
  CHECK(server.stop());
}

TEST_CASE("idle connections do not hold the server back when it ends", "[web][api][server]") {
  web::ServerOptions options;
  options.keep_alive = 60s;
  Running server(world().app, options);
  Wire silent(server.port), used(server.port);
  used.send(kHealth);
  CHECK(answer_in(used.rest(200)).status == 200);
  const auto begun = Clock::now();
  CHECK(server.stop());
  CHECK(Clock::now() - begun < 30s);  // half of what keep_alive allows
}

TEST_CASE("kept-alive clients do not starve the pool", "[web][api][server]") {
  web::ServerOptions options;
  options.threads = 2;
  options.keep_alive = 60s;
  const Running server(world().app, options);
  httplib::Client one = server.client(), two = server.client();
  for (httplib::Client* client : {&one, &two}) {
    client->set_keep_alive(true);
    const auto answer = client->Get("/healthz");
    REQUIRE(answer);
    CHECK(answer->get_header_value("Keep-Alive") == "timeout=60, max=100");
  }
  Wire silent(server.port);  // and one that never says a word
  for (int i = 0; i < 5; ++i) {
    const auto begun = Clock::now();
    const auto answer = server.client().Get("/healthz");
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(Clock::now() - begun < 30s);  // half of what keep_alive allows
    for (httplib::Client* client : {&one, &two}) CHECK(client->Get("/healthz"));  // they come again, on the old connection or a new one
  }
}

TEST_CASE("a connection ends after its share of requests", "[web][api][server]") {
  web::ServerOptions options;
  options.keep_alive_requests = 3;
  const Running server(world().app, options);
  Wire wire(server.port);
  wire.send(kHealth + kHealth + kHealth + kHealth);
  const std::string bytes = wire.rest();
  CHECK(wire.hung_up);
  CHECK(bytes.find("Connection: close") != std::string::npos);
  std::size_t answers = 0;
  for (std::size_t at = bytes.find("200 OK"); at != std::string::npos; at = bytes.find("200 OK", at + 1)) ++answers;
  CHECK(answers == 3);
}

TEST_CASE("a client that sends a body drop by drop is not waited for", "[web][api][server]") {
  web::ServerOptions options;
  options.body_time = 500ms;
  const Running server(world().app, options);
  Wire wire(server.port);
  wire.send("POST /api/v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
  const auto begun = Clock::now();
  for (int i = 0; i < 20 && wire.send(" "); ++i) std::this_thread::sleep_for(50ms);
  CHECK(check_failure(answer_in(wire.rest()), 400)["error"]["where"] == "body");
  CHECK(Clock::now() - begun < 30s);
}

TEST_CASE("many clients at once are all answered", "[web][api][server]") {
  web::ServerOptions options;
  options.threads = 4;
  const Running server(world().app, options);
  std::atomic<int> fine{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&] {
      httplib::Client client = server.client();
      client.set_keep_alive(true);
      for (int n = 0; n < 10; ++n) {
        const auto answer = client.Get(n % 2 == 0 ? "/api/v1/search?q=节水" : "/api/v1/records/A-1");
        if (answer && answer->status == 200) ++fine;
      }
    });
  for (std::thread& client : clients) client.join();
  CHECK(fine == 160);
}

TEST_CASE("what a handler throws becomes an internal error and says nothing", "[web][api][server]") {
  web::App broken = world().app;
  // A text longer than a string may be: copying it throws before a byte is read.
  broken.contract = std::string_view("x", std::string_view::npos - 1);
  const Running server(broken, {});
  const auto answer = server.client().Get("/openapi.yaml");
  const json body = expect(answer, 500, "GET", "/openapi.yaml");
  CHECK(body["error"]["code"] == "internal");
  CHECK(answer->body.find("basic_string") == std::string::npos);
  CHECK(server.client().Get("/healthz")->status == 200);
}

TEST_CASE("a service that is read only refuses whatever would write, and answers the rest", "[web][api][server]") {
  web::App app = world().app;
  app.read_only = true;
  const Running server(app, {});
  const auto admin = bearer(world().admin_token);
  const auto seq = must(world().store->seq());
  const auto jobs = must(world().store->jobs(1000)).size();
  std::size_t refused = 0;
  for (const web::Route& route : web::routes()) {
    if (!route.writes) continue;
    std::string target(route.path);
    if (const std::size_t at = target.find("{id}"); at != std::string::npos) target.replace(at, 4, "J-000001");
    INFO(target);
    const json body = expect(server.client().Post(target, admin, "{}", "application/json"), 503, "POST", std::string(route.path));
    CHECK(body["error"]["code"] == "unavailable");
    CHECK(body["error"]["message"].get<std::string>().find("read only") != std::string::npos);
    CHECK_FALSE(body["error"]["hint"].get<std::string>().empty());
    ++refused;
  }
  CHECK(refused == 4);
  CHECK(must(world().store->seq()) == seq);
  CHECK(must(world().store->jobs(1000)).size() == jobs);
  CHECK(expect(server.client().Get("/api/v1/status"), 200, "GET", "/api/v1/status")["read_only"] == true);
  CHECK_FALSE(get("/api/v1/status").contains("read_only"));
  expect(server.client().Post("/api/v1/search", R"({"q":"节水"})", "application/json"), 200, "POST", "/api/v1/search");
}

// ---- pages

TEST_CASE("pages come from the directory, addresses of the application from index.html", "[web][api][server]") {
  const Running server(world().app, with_pages());
  const auto get_page = [&](const std::string& target) {
    auto answer = server.client().Get(target);
    REQUIRE(answer);
    return *answer;
  };
  for (const std::string target :
       {"/", "/index.html", "/search?q=x", "/records/A-1", "/records/GD-2023.12", "/records/%E6%B0%B4/", "/submit", "/receipts", "/receipts/QQ-1", "/decisions", "/status"}) {
    CAPTURE(target);
    const auto answer = get_page(target);
    CHECK(answer.status == 200);
    CHECK(answer.body == "<!doctype html><title>pages</title>");
    CHECK(answer.get_header_value("Content-Type") == "text/html; charset=utf-8");
    CHECK(answer.get_header_value("Cache-Control") == "no-cache");
    CHECK(answer.get_header_value("Content-Security-Policy") ==
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
          "form-action 'self'; frame-ancestors 'none'");
    CHECK(answer.get_header_value("X-Content-Type-Options") == "nosniff");
    CHECK(answer.get_header_value("Referrer-Policy") == "same-origin");
    CHECK(answer.get_header_value("X-Request-Id").size() == 16);
  }
  for (const std::string target : {"/nope", "/nope/nope", "/search/more", "/records", "/records/A-1/more", "/receipts/QQ-1/more"}) {
    CAPTURE(target);
    const auto answer = get_page(target);
    CHECK(answer.status == 404);
    CHECK(answer.body == "<!doctype html><title>pages</title>");
  }
  const auto script = get_page("/assets/index-1a2b.js");
  CHECK(script.get_header_value("Content-Type") == "text/javascript; charset=utf-8");
  CHECK(script.get_header_value("Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(get_page("/favicon.svg").get_header_value("Content-Type") == "image/svg+xml");
  for (const std::string target : {"/assets/note.exe", "/assets/index-1a2b.css", "/secret.txt"}) CHECK(get_page(target).status == 404);
  for (const std::string target : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
                                   "/assets/..%5c..%5csecret.txt", "/assets/%2e%2e/index.html"}) {
    CAPTURE(target);
    check_failure(raw_get(target, server.port), 404);
  }
}

TEST_CASE("without pages the first page says how to build them", "[web][api][server]") {
  for (const std::string directory : {"", "/no/such/directory"}) {
    web::ServerOptions options;
    options.static_dir = directory;
    const Running server(world().app, options);
    const auto answer = server.client().Get("/");
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body.find("npm run build") != std::string::npos);
    CHECK(answer->body.find("/openapi.yaml") != std::string::npos);
    CHECK(answer->has_header("Content-Security-Policy"));
  }
}

TEST_CASE("HEAD is GET without the body", "[web][api][server]") {
  const Running server(world().app, with_pages());
  for (const std::string target : {"/", "/healthz", "/api/v1/records/A-1", "/openapi.yaml"}) {
    const auto head = server.client().Head(target);
    const auto get = server.client().Get(target);
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->body.empty());
    CHECK(head->get_header_value("Content-Length") == std::to_string(get->body.size()));
  }
  CHECK(server.client().Head("/api/v1/nothing")->status == 404);
  CHECK(server.client().Head("/api/v1/match")->status == 405);
}

TEST_CASE("answers worth it are compressed, by gzip alone", "[web][api][server]") {
  const Running server(world().app, with_pages());
  const auto asked = [&](const std::string& target, const std::string& accepted) {
    return raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: " + accepted + "\r\n\r\n", server.port);
  };
  for (const std::string target : {"/api/v1/vocabularies", "/assets/index-1a2b.js"}) {
    CHECK(asked(target, "gzip, deflate, br").header("Content-Encoding") == "gzip");
    CHECK(asked(target, "br").header("Content-Encoding").empty());
    CHECK(asked(target, "gzip").header("Vary") == "Accept-Encoding");
    CHECK(asked(target, "gzip").body.size() < asked(target, "identity").body.size() / 2);
  }
  CHECK(asked("/healthz", "gzip").header("Content-Encoding").empty());
}

// ---- the log

TEST_CASE("the access log has a line for every request and never a token or a query", "[web][api][server]") {
  Log log;
  web::ServerOptions options;
  options.access_sink = log.sink();
  const Running server(world().app, options);
  const auto answer = server.client().Get("/api/v1/search?q=%E7%A7%98%E5%AF%86", bearer(world().reader_token));
  REQUIRE(answer);
  const std::string line = log.last(1);
  CAPTURE(line);
  const std::regex form(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ([0-9a-f]{16}) GET /api/v1/search 200 (\d+) \d+\.\dms (\S+))");
  std::smatch found;
  REQUIRE(std::regex_match(line, found, form));
  CHECK(found[1] == answer->get_header_value("X-Request-Id"));
  CHECK(found[2] == std::to_string(answer->body.size()));
  CHECK(found[3] == "reader_一");

  server.client().Get("/healthz", bearer("qq_secret"));
  CHECK(std::regex_match(log.last(2), std::regex(R"(.* GET /healthz 401 \d+ \d+\.\dms -)")));
  raw("GET /\x1b[2J%0a\xe6\xb0\xb4 HTTP/1.1\r\nConnection: close\r\n\r\n", server.port);
  CHECK(log.last(3).find(" GET /%1B[2J%0a%E6%B0%B4 404 ") != std::string::npos);
  raw("N\x1b[2JONSENSE\r\n\r\n", server.port);
  CHECK(std::regex_match(log.last(4), std::regex(R"(.* N%1B\[2JONSENSE - 400 \d+ \d+\.\dms -)")));
  raw("GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\n\r\n", server.port);
  CHECK(std::regex_match(log.last(5), std::regex(R"(.* - - 414 \d+ \d+\.\dms -)")));
  for (const std::string& each : log.lines) CHECK(each.find("qq_") == std::string::npos);
}

}  // namespace web_tests::server_api_test
