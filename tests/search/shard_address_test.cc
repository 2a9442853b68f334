// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/shard_address.h"

#include <catch2/catch.hpp>

namespace shard_address_test {

using search::read_shard_address;

TEST_CASE("an entry of search.shards is a directory or a server") {
  const auto server = read_shard_address("tcp://10.0.0.7:7000", "/etc/queqiao");
  REQUIRE(server);
  CHECK(server->far());
  CHECK(server->host == "10.0.0.7");
  CHECK(server->port == 7000);
  const auto six = read_shard_address("tcp://[2001:db8::7]:65535", "");
  REQUIRE(six);
  CHECK(six->host == "2001:db8::7");
  CHECK(six->port == 65535);
  CHECK(read_shard_address("shards/shard-00", "/etc/queqiao")->name == "/etc/queqiao/shards/shard-00");
  CHECK(read_shard_address("/srv/a/../shard-00", "/etc/queqiao")->directory == "/srv/shard-00");
  CHECK_FALSE(read_shard_address("/srv/shard-00", "")->far());
}

TEST_CASE("an entry of search.shards that is neither says what is wrong with it") {
  struct Row {
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"", "an entry is empty"},
      {"http://host:80", "\"http://host:80\": there is no scheme \"http\""},
      {"://x", "\"://x\": there is no scheme \"\""},
      {"tcp://host", "\"tcp://host\": this is not of the form tcp://host:port"},
      {"tcp://host:1/x", "\"tcp://host:1/x\": this is not of the form tcp://host:port"},
      {"tcp://:7000", "\"tcp://:7000\": the host is missing"},
      {"tcp://[]:7000", "\"tcp://[]:7000\": the host is missing"},
      {"tcp://::1:7000", "\"tcp://::1:7000\": an IPv6 address stands in square brackets"},
      {"tcp://host:", "\"tcp://host:\": the port is not between 1 and 65535"},
      {"tcp://host:0", "\"tcp://host:0\": the port is not between 1 and 65535"},
      {"tcp://host:65536", "\"tcp://host:65536\": the port is not between 1 and 65535"},
      {"tcp://host:-1", "\"tcp://host:-1\": the port is not between 1 and 65535"},
      {"tcp://host:7000x", "\"tcp://host:7000x\": the port is not between 1 and 65535"},
      {"tcp://host:99999999999999999999", "\"tcp://host:99999999999999999999\": the port is not between 1 and 65535"},
  };
  for (const Row& row : rows) {
    const auto read = read_shard_address(row.text, "/etc");
    REQUIRE_FALSE(read);
    CHECK(read.error().code == corpus::ErrorCode::invalid_argument);
    CHECK(read.error().message == row.message);
    CHECK(read.error().hint == "write a directory, or tcp://host:port of a xapian-tcpsrv");
  }
}

}  // namespace shard_address_test
