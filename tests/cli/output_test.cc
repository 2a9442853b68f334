// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output.h"

#include <catch2/catch.hpp>

#include "cli/build_phase.h"
#include "cli/nearest.h"
#include "cli/progress.h"
#include "cli/width.h"

namespace output_test {

TEST_CASE("text is as wide as a terminal shows it") {
  struct Row {
    const char* text;
    std::size_t width;
  };
  const Row rows[] = {{"", 0}, {"abc", 3}, {"锂电池", 6}, {"TiO2 负极", 9}, {"（全角）", 8}, {"e\xCC\x81", 1}, {"\xFF", 1}, {"–", 1}};
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(cli::width_of(row.text) == row.width);
  }
}

TEST_CASE("a text is cut to the columns there are") {
  CHECK(cli::fit("锂电池负极", 10) == "锂电池负极");
  CHECK(cli::fit("锂电池负极", 9) == "锂电池负…");
  CHECK(cli::fit("锂电池负极", 8) == "锂电池…");
  CHECK(cli::fit("a\nb\tc", 10) == "a b c");
  CHECK(cli::fit("ab", 0) == "");
  CHECK(cli::pad("锂", 4) == "锂  ");
  CHECK(cli::pad_left("锂", 4) == "  锂");
  CHECK(cli::pad("锂电池", 4) == "锂电池");
}

TEST_CASE("numbers are written for people") {
  CHECK(cli::count_text(0) == "0");
  CHECK(cli::count_text(999) == "999");
  CHECK(cli::count_text(1000) == "1,000");
  CHECK(cli::count_text(-1234567) == "-1,234,567");
  CHECK(cli::counted(0, "record") == "0 records");
  CHECK(cli::counted(1, "record") == "1 record");
  CHECK(cli::counted(1000, "record") == "1,000 records");
  CHECK(cli::bytes_text(1023) == "1023 B");
  CHECK(cli::bytes_text(1536) == "1.5 KB");
  CHECK(cli::bytes_text(5ull << 30) == "5.0 GB");
  CHECK(cli::duration_text(0.4) == "0 s");
  CHECK(cli::duration_text(75) == "1 min 15 s");
  CHECK(cli::duration_text(7260) == "2 h 1 min");
}

TEST_CASE("a rate counts what was done while somebody looked, not what an earlier run had done") {
  CHECK(cli::rate_of(500, 0, 2) == 250);
  CHECK(cli::rate_of(100'500, 100'000, 2) == 250);
  CHECK(cli::rate_of(100'000, 100'000, 2) == 0);
  CHECK(cli::rate_of(10, 20, 2) == 0);  // a count that went back
  CHECK(cli::rate_of(10, 0, 0) == 0);
}

TEST_CASE("a slow rate has a decimal and a fast one none") {
  CHECK(cli::rounded_rate(0.13) == 0.1);
  CHECK(cli::rounded_rate(9.44) == 9.4);
  CHECK(cli::rounded_rate(540.6) == 541);
}

TEST_CASE("each phase of a build counts something of its own") {
  CHECK(cli::unit_of_phase("read") == "records");
  CHECK(cli::unit_of_phase("train") == "epochs");
  CHECK(cli::unit_of_phase("gate") == "checks");
  CHECK(cli::unit_of_phase("merge") == "shards");
}

TEST_CASE("the time of a build is the whole with its parts") {
  indexer::Manifest manifest;
  manifest.seconds = 96.04;
  CHECK(cli::time_text(manifest) == "96.0 s");
  manifest.learn_seconds = 64.2;
  manifest.read_seconds = 20.1;
  manifest.merge_seconds = 0.01;
  manifest.gate_seconds = 6.4;
  CHECK(cli::time_text(manifest) == "96.0 s (learning 64.2, reading and writing 20.1, gate 6.4)");
}

TEST_CASE("a word that is not known calls up those it may have meant") {
  const std::vector<std::string> known{"search", "serve", "show", "serve.port"};
  CHECK(cli::did_you_mean("serach", known) == "did you mean search?");
  CHECK(cli::did_you_mean("serv", known) == "did you mean serve or serve.port?");
  CHECK(cli::did_you_mean("port", known) == "did you mean serve.port?");
  CHECK(cli::did_you_mean("xyzzyx", known) == "");
}

}  // namespace output_test
