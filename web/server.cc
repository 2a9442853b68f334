// SPDX-License-Identifier: GPL-3.0-or-later
// Everything is decided in the library's pre-routing hook: which endpoint or page is meant, whether the body may be read at all. Only a
// POST to a known endpoint goes on to the library's routing, which alone hands out a ContentReader; its regular expressions thus never see
// a path we do not know, and it never reads a body by itself (it would do so without a bound).
#include "web/server.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <httplib.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <random>

#include "web/listener.h"
#include "web/static_files.h"

namespace web {
namespace {

using corpus::ErrorCode;
using httplib::Request;
using httplib::Response;
using Handled = httplib::Server::HandlerResponse;

constexpr std::size_t kWorthCompressing = 1024;

std::string header(const Request& request, const char* name) { return request.get_header_value(name); }

bool is_head(const Request& request) { return request.method == "HEAD"; }

// ---- reading a request

bool digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool header_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return std::ranges::all_of(
      name, [&](unsigned char c) { return c < 0x80 && (std::isalnum(c) || kMarks.find(static_cast<char>(c)) != kMarks.npos); });
}

// Where does this request end? A request that a proxy in front and this server could answer differently is refused: the rest of it would be
// read as the next request. The library takes the first of several lengths, and reads on to the end of the connection without one.
bool well_framed(const Request& request) {
  for (const auto& [name, value] : request.headers)
    if (!header_name(name)) return false;
  const std::size_t lengths = request.get_header_value_count("Content-Length"),
                    codings = request.get_header_value_count("Transfer-Encoding");
  if (lengths + codings > 1) return false;
  if (lengths == 1) return digits(header(request, "Content-Length")) && header(request, "Content-Length").size() < 19;
  if (codings == 1) return request.version == "HTTP/1.1" && header(request, "Transfer-Encoding") == "chunked";
  return true;
}

// Requires: well framed.
std::uint64_t declared_length(const Request& request) { return request.get_header_value<std::uint64_t>("Content-Length"); }
bool is_chunked(const Request& request) { return request.has_header("Transfer-Encoding"); }
bool has_body(const Request& request) { return is_chunked(request) || declared_length(request) > 0; }

// Not a form: what a page of another site can send unasked is no JSON by its type. (And a multipart body would be taken apart by the
// library, with callbacks nobody has given it.)
bool says_json(const Request& request) {
  const std::string type = header(request, "Content-Type");
  return type.empty() || type.substr(0, type.find(';')).find("json") != std::string::npos;
}

corpus::Error wrong_type_of_body(const Request& request) {
  return {ErrorCode::invalid_argument, "Content-Type",
          "正文应为 JSON，不是 " + corpus::excerpt(header(request, "Content-Type"), 60) + " / the body must be JSON",
          "写 Content-Type: application/json / send Content-Type: application/json"};
}

Wire<std::string> read_body(const httplib::ContentReader& reader, std::size_t limit) {
  std::string body;
  bool over = false;
  const bool whole = reader([&](const char* data, std::size_t size) {
    over = body.size() + size > limit;
    if (!over) body.append(data, size);
    return !over;
  });
  if (over) return refuse(body_too_large(limit));
  if (!whole)
    return refuse({ErrorCode::invalid_argument, "body", "正文没有收全 / the body did not arrive whole", "请检查连接后重试 / try again"});
  return body;
}

// ---- writing an answer

// Before the library writes: no ranges (it cuts any body to pieces for them, many times over if asked), no compression of what fits in a
// packet, and never brotli, which it runs at its slowest setting: 266 ms for 100 kB of Chinese JSON where gzip takes 3.
// The library's Request is its own local object and not const; it only hands it to us as one.
void tame(const Request& request, std::size_t size) {
  auto& own = const_cast<Request&>(request);
  own.ranges.clear();
  const bool gzip = size >= kWorthCompressing && header(request, "Accept-Encoding").find("gzip") != std::string::npos;
  own.headers.erase("Accept-Encoding");
  if (gzip) own.headers.emplace("Accept-Encoding", "gzip");
}

void put_header(Response& response, const std::string& name, const std::string& value) {
  response.headers.erase(name);
  response.set_header(name, value);
}

void send(Answer answer, const Request& request, Response& response) {
  tame(request, answer.body.size());
  Connection::Turn& turn = Listener::current().turn;
  turn.caller = std::move(answer.caller);
  response.status = answer.status;
  response.body = std::move(answer.body);
  put_header(response, "Content-Type", answer.type);
  for (const auto& [name, value] : answer.headers) put_header(response, name, value);
  put_header(response, "X-Request-Id", turn.request_id);
  put_header(response, "X-Content-Type-Options", "nosniff");
  put_header(response, "Referrer-Policy", "same-origin");
  put_header(response, "Vary", "Accept-Encoding");
}

// The last look before the head goes out.
void correct_headers(const Request&, Response& response) {
  response.headers.erase("Accept-Ranges");  // said for HEAD, not kept
  if (!Listener::current().closing()) return;
  response.headers.erase("Keep-Alive");
  put_header(response, "Connection", "close");
}

// ---- the log

// What a client sent, as one word: bytes that could break a line or a terminal are percent-encoded.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 200)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte > ' ' && byte < 0x7f ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out.empty() ? "-" : out;
}

std::string one_word(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c <= ' ' || c == 0x7f; }, '_');
  return text.empty() ? "-" : text;
}

// Method and path; the query is left out: it may be a need in full.
std::string log_line(const Request& request, const Response& response, const Connection::Turn& turn) {
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const std::chrono::duration<double, std::milli> took = Connection::Clock::now() - turn.begun;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z {} {} {} {} {} {:.1f}ms {}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                     now.time_since_epoch().count() % 1000, one_word(turn.request_id), printable(request.method),
                     printable(request.target.substr(0, request.target.find('?'))), response.status,
                     is_head(request) ? 0 : response.body.size(), took.count(), one_word(turn.caller));
}

void print_line(const std::string& line) { std::fputs((line + "\n").c_str(), stderr); }

// A word that names a request: 16 hex digits, different after every start. Steps of the golden ratio through 64 bits never meet.
std::string new_request_id() {
  static const std::uint64_t seed = [] {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) | device();
  }();
  static std::atomic<std::uint64_t> counter{0};
  return fmt::format("{:016x}", seed + ++counter * 0x9e3779b97f4a7c15u);
}

bool usable_id(std::string_view id) {
  const auto fits = [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || c == '-' || c == '_' || c == '.'); };
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, fits);
}

ListenerOptions listener_options(const ServerOptions& options) {
  ListenerOptions out;
  out.threads = std::max<std::size_t>(1, options.threads);
  out.keep_alive = options.keep_alive;
  out.keep_alive_requests = std::max<std::size_t>(1, options.keep_alive_requests);
  out.limits.body_bytes = 8 * options.max_body_bytes + (64u << 10);  // chunks of one byte are six bytes on the wire
  out.limits.body_time = options.body_time;
  return out;
}

}  // namespace

struct Server::Impl {
  Impl(const App& the_app, ServerOptions the_options)
      : app(the_app), options(std::move(the_options)), pages(options.static_dir), listener(listener_options(options)) {
    set_hooks();
  }

  void set_hooks();
  std::string request_id(const Request& request) const;
  Question question_of(const Request& request) const;
  Handled before_routing(const Request& request, Response& response) const;
  Handled before_body(const Request& request, Response& response) const;
  void post(const Request& request, Response& response, const httplib::ContentReader& reader) const;
  Answer page_or_refusal(const Request& request, const Question& question, const Found& found) const;
  void failed(const Request& request, Response& response) const;
  void thrown(const Request& request, Response& response, std::exception_ptr what) const;
  void log(const Request& request, const Response& response) const;

  const App& app;
  const ServerOptions options;
  const StaticFiles pages;
  Listener listener;
  int port = -1;
};

// The library takes the path of a route for a regular expression over the decoded path. Which route it really is find_route decides.
std::string pattern_of(std::string_view path) {
  constexpr std::string_view kId = "{id}";
  std::string pattern(path);
  if (const std::size_t at = pattern.find(kId); at != std::string::npos) pattern.replace(at, kId.size(), "[^/]+");
  return pattern;
}

void Server::Impl::set_hooks() {
  listener.set_pre_routing_handler([this](const Request& request, Response& response) { return before_routing(request, response); });
  for (const Route& route : routes())
    if (route.method == "POST")
      listener.Post(pattern_of(route.path), [this](const Request& request, Response& response, const httplib::ContentReader& reader) {
        post(request, response, reader);
      });
  listener.set_post_routing_handler(correct_headers);
  listener.set_error_handler([this](const Request& request, Response& response) { failed(request, response); });
  listener.set_exception_handler(
      [this](const Request& request, Response& response, std::exception_ptr what) { thrown(request, response, what); });
  if (options.access_log) listener.set_logger([this](const Request& request, const Response& response) { log(request, response); });
}

std::string Server::Impl::request_id(const Request& request) const {
  const std::string given = options.trusted_proxy ? header(request, "X-Request-Id") : "";
  return usable_id(given) ? given : new_request_id();
}

// From the target as it was sent: the library decodes %uXXXX besides, drops a parameter said twice, and lets broken escapes pass.
Question Server::Impl::question_of(const Request& request) const {
  const std::size_t mark = std::min(request.target.find('?'), request.target.size());
  Question question;
  question.method = request.method;
  question.path = request.target.substr(0, mark);
  question.query = request.target.substr(std::min(mark + 1, request.target.size()));
  question.authorization = header(request, "Authorization");
  question.request_id = Listener::current().turn.request_id;
  question.time_limit = options.time_limit;
  return question;
}

Handled Server::Impl::before_routing(const Request& request, Response& response) const {
  Connection& connection = Listener::current();
  connection.begin_body();
  connection.turn.request_id = request_id(request);
  if (!well_framed(request)) {
    connection.must_close();
    send(answer_of_status(400, connection.turn.request_id), request, response);
    return Handled::Handled;
  }
  const Question question = question_of(request);
  const Found found = find_route(request.method, question.path);
  if (found.route != nullptr && request.method == "POST" && has_body(request)) return before_body(request, response);
  if (has_body(request)) connection.must_close();  // it stays unread
  send(found.route != nullptr ? answer(app, question, found) : page_or_refusal(request, question, found), request, response);
  return Handled::Handled;
}

// What can be refused before a byte of the body is read.
Handled Server::Impl::before_body(const Request& request, Response& response) const {
  Connection& connection = Listener::current();
  // The library takes a broken chunk for the last one, so after any of them it is not known where the next request begins.
  if (is_chunked(request)) connection.must_close();
  const bool too_large = declared_length(request) > options.max_body_bytes;
  if (!too_large && says_json(request)) return Handled::Unhandled;
  connection.must_close();
  const corpus::Error error = too_large ? body_too_large(options.max_body_bytes) : wrong_type_of_body(request);
  send(answer_of({error, {}}, connection.turn.request_id), request, response);
  return Handled::Handled;
}

void Server::Impl::post(const Request& request, Response& response, const httplib::ContentReader& reader) const {
  Question question = question_of(request);
  auto body = read_body(reader, options.max_body_bytes);
  if (!body) {
    Listener::current().must_close();
    return send(answer_of(body.error(), question.request_id), request, response);
  }
  question.body = std::move(*body);
  send(answer(app, question, find_route(request.method, question.path)), request, response);
}

// Requires: no endpoint was found.
Answer Server::Impl::page_or_refusal(const Request& request, const Question& question, const Found& found) const {
  if (!found.allowed.empty()) return no_such_method(request.method, found.allowed, question.request_id);
  const bool asks = request.method == "GET" || is_head(request);
  auto page = pages.find(question.path);
  if (!page) return no_such_path(question.path, question.request_id);
  return asks ? std::move(*page) : no_such_method(request.method, "GET, HEAD", question.request_id);
}

// The library's own refusals come here without a body. It has not understood the request, so the next one's beginning is unknown.
void Server::Impl::failed(const Request& request, Response& response) const {
  if (!response.body.empty()) return;
  Connection& connection = Listener::current();
  connection.must_close();
  if (connection.turn.request_id.empty()) connection.turn.request_id = request_id(request);
  send(answer_of_status(response.status, connection.turn.request_id), request, response);
}

void Server::Impl::thrown(const Request& request, Response& response, std::exception_ptr what) const {
  Connection& connection = Listener::current();
  connection.must_close();
  std::string reason = "unknown exception";
  try {
    std::rethrow_exception(what);
  } catch (const std::exception& error) {
    reason = error.what();
  } catch (...) {  // such as Xapian::Error, which is no std::exception; search/ should have caught it
  }
  spdlog::error("request {} failed: {}", connection.turn.request_id, reason);
  const corpus::Error error{ErrorCode::internal, "", "内部错误 / internal error",
                            "请把 request_id 告诉管理员 / tell the operator the request_id"};
  send(answer_of({error, {}}, connection.turn.request_id), request, response);
}

void Server::Impl::log(const Request& request, const Response& response) const {
  const std::string line = log_line(request, response, Listener::current().turn);
  options.access_sink ? options.access_sink(line) : print_line(line);
}

Server::Server(const App& app, ServerOptions options) : impl_(std::make_unique<Impl>(app, std::move(options))) {}

Server::~Server() = default;

corpus::Result<int> Server::bind() {
  if (impl_->port >= 0) return impl_->port;
  const auto port = impl_->listener.take_port(impl_->options.address, impl_->options.port);
  if (port) impl_->port = *port;
  return port;
}

corpus::Result<void> Server::run() {
  if (auto port = bind(); !port) return std::unexpected(port.error());
  if (!impl_->listener.listen_after_bind())
    return corpus::fail(ErrorCode::io, impl_->options.address, "the listening socket failed", "start the service again");
  return {};
}

void Server::stop() { impl_->listener.hang_up(); }

}  // namespace web
