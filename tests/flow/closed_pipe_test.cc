// SPDX-License-Identifier: GPL-3.0-or-later
// A reader that has seen enough, and a disk that takes no more.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "flow/program.h"

namespace closed_pipe_test {

using namespace program;

// The whole sample is more than a pipe holds, so the program writes on after the reader has gone.
TEST_CASE("a reader of a pipe that has seen enough ends the program without a word, also where SIGPIPE is ignored") {
  Place place;
  place.import_sample();
  place.build();
  for (const std::string trap : {"trap '' PIPE; ", ""}) {
    place.through = {"bash", "-c", trap + "\"$0\" \"$@\" | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}"};
    for (const Words& words : {Words{"export"}, Words{"search", "--size", "1000", "--json"}}) {
      INFO(trap << words.front());
      const Said said = place.run(words);
      CHECK(said.exit == 141);
      CHECK(said.err.find("error") == std::string::npos);
      CHECK(said.err.find("disk full") == std::string::npos);
    }
  }
}

TEST_CASE("a standard error that nobody reads ends no build, and one of both streams neither") {
  Place place;
  place.import_sample();
  int built = 0;
  for (const std::string to : {"exec 2> >(true)", "exec > >(true) 2>&1"}) {
    INFO(to);
    // The reader is gone before the program begins, whose first words are that it begins anew.
    place.through = {"bash", "-c", to + "; sleep 0.3; \"$0\" \"$@\""};
    const Said said = place.run({"index", "build", "--resume"});
    CHECK(said.exit == (++built == 1 ? 0 : 141));
    place.through.clear();
    CHECK(place.run({"index", "status", "--json"}).json()["index"]["generation"] == fmt::format("gen-{:06}", built));
    CHECK(place.run({"jobs", "--json"}).json()["jobs"][0]["state"] == "done");
  }
}

TEST_CASE("help that is read to its first line ends as any output does") {
  Place place;
  place.through = {"bash", "-c", "exec > >(true); sleep 0.3; \"$0\" \"$@\""};
  CHECK(place.run({"--help"}).exit == 141);
}

TEST_CASE("what a full disk does not take of the results is told") {
  Place place;
  place.import_sample();
  place.through = {"bash", "-c", "\"$0\" \"$@\" > /dev/full"};
  const Said said = place.run({"export"});
  CHECK(said.exit == 2);
  const std::string lost =
      "error: standard output: what was written did not arrive\n  hint: what the command did is done, only its output is lost; is the disk full?\n";
  CHECK(said.err.find(lost) != std::string::npos);
  const Said built = place.run({"index", "build"});
  CHECK(built.exit == 2);
  CHECK(built.err.find(lost) != std::string::npos);
  place.through.clear();
  CHECK(place.run({"search", "轴承"}).exit == 0);  // it is published
}

}  // namespace closed_pipe_test
