// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line: two postings of one result, a broker who says otherwise, and takes it back.
#include <catch2/catch.hpp>

#include "flow/program.h"

using namespace program;

TEST_CASE("a broker takes two postings apart and puts them together again") {
  Place place;
  place.import_sample();
  place.build();
  const auto groups_with = [&](const std::string& id) {
    int groups = 0;
    std::string line;
    for (const char c : place.run({"index", "duplicates", "--json"}).out)
      if (c == '\n') {
        groups += line.find('"' + id + '"') != std::string::npos;
        line.clear();
      } else {
        line += c;
      }
    return groups;
  };
  CHECK(groups_with("CG-N-008") == 1);
  CHECK(place.run({"search", "same:CG-N-008", "--json"}).json()["total"]["value"] == 2);
  const Said said = place.run({"decide", "CG-N-008", "CG-N-007", "not_same", "--note", "两项技术", "--json"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  CHECK(said.json()["generation"] == "gen-000001");
  CHECK(said.json()["weights_version"].get<std::string>().starts_with("default"));
  CHECK_FALSE(said.json()["reasons_shown"].empty());
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  CHECK(groups_with("CG-N-008") == 0);
  CHECK(place.run({"decide", "CG-N-008", "CG-N-007", "撤回"}).exit == 0);  // labels as well as codes
  CHECK(place.run({"index", "follow", "--once"}).exit == 0);
  CHECK(groups_with("CG-N-008") == 1);
  CHECK(place.run({"index", "check"}).exit == 0);
}

TEST_CASE("decisions that make no sense say why") {
  Place place;
  place.import_sample();
  place.build();
  const auto said = [&](const Words& words) {
    const Said answer = place.run(words);
    CHECK(answer.exit != 0);
    return answer.err;
  };
  CHECK(said({"decide", "CG-N-008", "nowhere", "same"}).find("there is no record with this id") != std::string::npos);
  CHECK(said({"decide", "CG-N-008", "XQ-N-001", "same"}).find("cannot be the same") != std::string::npos);
  CHECK(said({"decide", "CG-N-008", "CG-N-008", "same"}).find("itself") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "dismissed"}).find("needs a reason") != std::string::npos);
  CHECK(said({"decide", "XQ-N-001", "CG-N-001", "perhaps"}).find("perhaps") != std::string::npos);
}
