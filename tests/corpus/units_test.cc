// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "corpus/units.h"
#include "corpus_world.h"

namespace units_test {

using namespace corpus;
using corpus_world::vocabularies;

namespace {

const std::string kHeading = "code\tdimension\tfactor\toffset\tprefixes\taliases\tcue\tplace\n";

std::string read_error(const std::string& content) {
  const corpus_world::Directory directory;
  const auto read = Units::read(directory.file("unit.tsv", content), vocabularies().at("dimension"));
  return read ? "read" : directory.shorten(to_text(read.error()));
}

}  // namespace

TEST_CASE("a table of units that is damaged is told by line and remedy", "[corpus][units]") {
  struct {
    std::string rows, said;
  } const cases[] = {
      {"Pa\tpressure\t1\t\tkM\t帕\t\t\n", "read"},
      {"Pa\tpressure\t1\n", "unit.tsv:2: a row has 3 columns, not 8\n  hint: leave empty columns, but keep their tabs"},
      {"\tpressure\t1\t\t\t\t\t\n", "unit.tsv:2: a row lacks its code\n  hint: the code is how the unit is written"},
      {"Pa\tpresure\t1\t\t\t\t\t\n", "unit.tsv:2: dimension \"presure\" is not in the vocabulary dimension\n  hint: add it there or mend the word"},
      {"Pa\tpressure\tone\t\t\t\t\t\n", "unit.tsv:2: factor \"one\" is not a number above 0\n  hint: write how many base units one of it is, such as 0.001"},
      {"Pa\tpressure\t0\t\t\t\t\t\n", "unit.tsv:2: factor \"0\" is not a number above 0\n  hint: write how many base units one of it is, such as 0.001"},
      {"Pa\tpressure\tinf\t\t\t\t\t\n", "unit.tsv:2: factor \"inf\" is not a number above 0\n  hint: write how many base units one of it is, such as 0.001"},
      {"℃\ttemperature\t1\tx\t\t\t\t\n",
       "unit.tsv:2: offset \"x\" is not a number\n  hint: leave it empty, or write what is added after the factor, such as 273.15"},
      {"Pa\tpressure\t1\t\tq\t\t\t\n",
       "unit.tsv:2: prefixes \"q\" holds one that is no SI prefix\n  hint: prefixes are letters of f p n μ m c d h k M G T P E"},
      {"Pa\tpressure\t1\t\t\t\t\tbeside\n", "unit.tsv:2: place \"beside\" is not known\n  hint: leave it empty, or write before, around or per"},
      {"g\tmass\t0.001\t\t\t\t\t\nG\tforce\t1\t\t\tg\t\t\n",
       "unit.tsv:3: unit G (force) is written like one of mass\n  hint: drop the alias, or tell them apart by a cue"},
      {"m\tlength\t1\t\tm\t\t\t\nmm\tlength\t0.01\t\t\t\t\t\n",
       "unit.tsv:3: unit mm (length) is written like one of length\n  hint: drop the alias, or tell them apart by a cue"},
      {"度\tangle\t1\t\t\t\t角\t\n度\tenergy\t1\t\t\t\t电,角\t\n",
       "unit.tsv:3: unit 度 (energy) is written like one of angle\n  hint: drop the alias, or tell them apart by a cue"},
      {"度\tangle\t1\t\t\t\t角\t\n度\tenergy\t1\t\t\t\t电\t\n", "read"},
      {"mW\tpower\t0.001\t\t\t\t\t\nMW\tpower\t1e6\t\t\t\t\t\n", "read"},  // case counts
      {"Pa\xFF\tpressure\t1\t\t\t\t\t\n", "unit.tsv:2: the row holds bytes that are not UTF-8\n  hint: save the file as UTF-8"},
  };
  for (const auto& row : cases) {
    INFO(row.rows);
    CHECK(read_error(kHeading + row.rows) == row.said);
  }
  CHECK(read_error("Pa\n").starts_with("unit.tsv:1: the first line is not the heading"));
  CHECK(read_error("").starts_with("unit.tsv:0: the file holds no heading"));
}

TEST_CASE("a formula of a dimension that is not there is told", "[corpus][units]") {
  const corpus_world::Directory directory;
  const std::string heading = "code\tlabel\tlabel_en\taliases\tparent\tmaps\n";
  const auto error_of = [&](const std::string& rows) {
    const auto dimensions = Vocabulary::read(directory.file("dimension.tsv", heading + rows));
    REQUIRE(dimensions);
    const auto read = Units::read(directory.file("unit.tsv", kHeading), *dimensions);
    return read ? "read" : to_text(read.error());
  };
  CHECK(error_of("speed\t速度\t\t\t\tof:length/time\n").starts_with("dimension.tsv: dimension speed is of \"length\", which is no dimension"));
  CHECK(error_of("a\t甲\t\t\t\t\nb\t乙\t\t\t\tof:a*a\nc\t丙\t\t\t\tof:a*a\n").starts_with("dimension.tsv: \"a*a\" is both b and c"));
  CHECK(error_of("a\t甲\t\t\t\t\nb\t乙\t\t\t\tof:a*a\nc\t丙\t\t\t\tof:a*a;cue:丁\n") == "read");
}

TEST_CASE("the longest way of writing a unit is found, with prefixes in both scripts", "[corpus][units]") {
  const Units& units = vocabularies().units();
  struct {
    std::u32string_view text;
    std::size_t length;
    std::string_view dimension;
    double factor;
  } const cases[] = {{U"mAh/g", 3, "charge", 3.6}, {U"MPa以上", 3, "pressure", 1e6}, {U"千瓦时", 3, "energy", 3.6e6},
                     {U"毫米", 2, "length", 1e-3}, {U"um", 2, "length", 1e-6},       {U"mW", 2, "power", 1e-3},
                     {U"MW", 2, "power", 1e6},     {U"min", 3, "time", 60},          {U"亩", 1, "area", 10000.0 / 15}};
  for (const auto& row : cases) {
    const auto found = units.longest(row.text);
    REQUIRE(found.length == row.length);
    CHECK(found.meanings.back().dimension == row.dimension);
    CHECK(found.meanings.back().factor == Approx(row.factor));
  }
  CHECK(units.longest(U"不是").length == 0);
  CHECK(units.longest(U"").length == 0);
}

TEST_CASE("the table of units that is shipped is the vocabularies' own, and counts for their edition", "[corpus][units]") {
  const corpus_world::Directory directory;
  std::filesystem::copy(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/vocab", directory.path());
  std::ofstream(directory.path() / "unit.tsv", std::ios::app) << "# one more remark\n";
  const auto other = Vocabularies::load(directory.path());
  REQUIRE(other);
  CHECK(other->edition() != vocabularies().edition());
  std::filesystem::remove(directory.path() / "unit.tsv");
  const auto without = Vocabularies::load(directory.path());
  REQUIRE(!without);
  CHECK(directory.shorten(to_text(without.error())) == "unit.tsv: cannot read the table of units\n  hint: check that it exists and may be read");
}

}  // namespace units_test
