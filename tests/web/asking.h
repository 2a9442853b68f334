// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the server of the little world: politely, with every answer held against the contract, or with bytes of one's own making.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <string>
#include <string_view>
#include <utility>

#include "tests/web/contract.h"
#include "tests/web/world.h"

namespace web_tests {

// Every failure is of the one shape, names its request, and says nothing of our insides.
inline json check_failure(int status, const std::string& body, const std::string& request_id) {
  CHECK(status >= 400);
  const json value = json::parse(body, nullptr, false);
  REQUIRE(value.is_object());
  CHECK(contract().faults("Error", value) == "");
  CHECK(value["error"].value("request_id", "") == request_id);
  CHECK_FALSE(request_id.empty());
  return value;
}

// The body of an answer with this status to this operation of the contract, checked against the schema it has there.
inline json expect(const httplib::Result& answer, int status, const std::string& method, const std::string& path) {
  REQUIRE(answer);
  INFO(method << " " << path << " answered " << answer->status << ": " << answer->body.substr(0, 2000));
  REQUIRE(answer->status == status);
  CHECK_FALSE(answer->has_header("EXCEPTION_WHAT"));
  CHECK(answer->get_header_value("X-Content-Type-Options") == "nosniff");
  if (status >= 400) return check_failure(answer->status, answer->body, answer->get_header_value("X-Request-Id"));
  const Operation* operation = contract().find(method, path);
  REQUIRE(operation != nullptr);
  REQUIRE(operation->answers.contains(status));
  CHECK(answer->get_header_value("Content-Type") == "application/json");
  const json body = json::parse(answer->body, nullptr, false);
  CHECK(contract().faults(operation->answers.at(status), body) == "");
  return body;
}

inline std::string path_of(const std::string& target) { return target.substr(0, target.find('?')); }

// `path` is the operation where it is not the target itself: /api/v1/records/{id}.
inline json get(const std::string& target, int status = 200, const httplib::Headers& headers = {}, const std::string& path = "") {
  return expect(running().client().Get(target, headers), status, "GET", path.empty() ? path_of(target) : path);
}
inline json post(const std::string& target, const std::string& body, int status = 200, const httplib::Headers& headers = {}) {
  return expect(running().client().Post(target, headers, body, "application/json"), status, "POST", target);
}
inline json post(const std::string& target, const json& body, int status = 200, const httplib::Headers& headers = {}) {
  return post(target, body.dump(), status, headers);
}

struct RawAnswer {
  int status = 0;
  std::string head, body;

  std::string header(const std::string& name) const {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

// The first answer of what came over the wire.
inline RawAnswer answer_in(const std::string& bytes) {
  RawAnswer out;
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos || !bytes.starts_with("HTTP/1.1 ")) return out;
  out.status = std::stoi(bytes.substr(9, 3));
  out.head = bytes.substr(0, end + 2);
  out.body = bytes.substr(end + 4);
  return out;
}

// A connection that sends what it is told. The first answer is held against the contract, where the first line asked for something.
class Wire {
 public:
  explicit Wire(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  ~Wire() { ::close(socket_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // False where the other side has hung up meanwhile.
  bool send(std::string_view bytes) {
    if (first_line_.find('\n') == std::string::npos) first_line_ += bytes;
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void say_no_more() { ::shutdown(socket_, SHUT_WR); }

  // Waits for these bytes, such as an interim answer; false where they do not come.
  bool await(std::string_view wanted, int milliseconds = 15'000) {
    std::string seen;
    char byte = 0;
    for (pollfd entry{socket_, POLLIN, 0}; seen.find(wanted) == std::string::npos; seen += byte)
      if (::poll(&entry, 1, milliseconds) <= 0 || ::recv(socket_, &byte, 1, 0) <= 0) return false;
    return true;
  }

  // What comes until the other side hangs up, or for so long.
  std::string rest(int milliseconds = 15'000) {
    std::string out;
    char buffer[65536];
    for (pollfd entry{socket_, POLLIN, 0}; ::poll(&entry, 1, milliseconds) > 0;) {
      const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) {
        hung_up = true;
        break;
      }
      out.append(buffer, static_cast<std::size_t>(count));
    }
    hold(out);
    return out;
  }

  bool hung_up = false;

 private:
  void hold(const std::string& bytes) {
    const std::string line = std::exchange(first_line_, "\n");
    const int status = answer_in(bytes).status;
    const std::size_t method = line.find(' '), target = line.find_first_of(" \r\n", method + 1);
    if (status != 0 && method != std::string::npos && method > 0 && target != std::string::npos)
      hold_status(line.substr(0, method), line.substr(method + 1, target - method - 1), status);
  }

  int socket_;
  std::string first_line_;  // or more, as it was sent; "\n" once its answer was seen
};

// Sends bytes over a new connection and takes what comes back until it ends.
inline RawAnswer raw(const std::string& bytes, int port = 0) {
  Wire wire(port == 0 ? running().port : port);
  wire.send(bytes);
  return answer_in(wire.rest());
}

inline RawAnswer raw_get(const std::string& target, int port = 0) {
  return raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port);
}

inline json check_failure(const RawAnswer& answer, int status) {
  INFO(answer.head << answer.body.substr(0, 2000));
  REQUIRE(answer.status == status);
  return check_failure(answer.status, answer.body, answer.header("X-Request-Id"));
}

}  // namespace web_tests
