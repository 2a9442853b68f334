// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/without_places.h"

#include <catch2/catch.hpp>

namespace without_places_test {

using corpus::ErrorCode;
using web::without_places;

TEST_CASE("an answer about a fault names no address and no file of the machine") {
  const struct {
    const char *where, *message, *said_where, *said;
  } rows[] = {
      {"search.shards", "none of the shards answers; tcp://10.0.0.7:9035: Couldn't connect; /srv/copy-1/shard-00: no such file", "search.shards",
       "none of the shards answers; …: Couldn't connect; …: no such file"},
      {"postgresql://queqiao@127.0.0.1:5432/q1", "the database server cannot be reached", "", "the database server cannot be reached"},
      {"/var/lib/queqiao/index/gen-000001/shard-00", "open failed (/var/lib/queqiao/index).", "gen-000001/shard-00", "open failed (…)."},
      {"tcp://h:1 and /srv/x are both", "在（/srv/库）之外 / \"/srv/a b\"", "", "在（…）之外 / \"… b\""},
      {"XQ-N-001", "shard-00 of gen-000001: 3 / 4 kg/m3, and/or 10%", "XQ-N-001", "shard-00 of gen-000001: 3 / 4 kg/m3, and/or 10%"},
      {"", "://", "", "://"},
      {"/", "", "/", ""},
  };
  for (const auto& row : rows) {
    const corpus::Error said = without_places({ErrorCode::unavailable, row.where, row.message, row.message});
    CHECK(said.where == row.said_where);
    CHECK(said.message == row.said);
    CHECK(said.hint == row.said);
    CHECK(said.code == ErrorCode::unavailable);
  }
}

}  // namespace without_places_test
