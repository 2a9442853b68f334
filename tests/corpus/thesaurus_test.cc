// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/thesaurus.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace thesaurus_test {

using namespace corpus;

namespace {

const char* const kHead = "# edition: 3\nfield\tterms\tkind\n";

class File {
 public:
  explicit File(const std::string& content) { std::ofstream(path_, std::ios::binary) << content; }
  ~File() { std::filesystem::remove(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / ("queqiao-thesaurus-" + std::to_string(::getpid()) + ".tsv");
};

Error error_of(const std::string& content) {
  const auto read = read_thesaurus(File(content).path());
  REQUIRE_FALSE(read);
  return read.error();
}

}  // namespace

TEST_CASE("the shipped thesaurus is read, with its edition") {
  const auto thesaurus = read_thesaurus(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/thesaurus/thesaurus.tsv");
  REQUIRE(thesaurus);
  CHECK(thesaurus->groups.size() >= 1000);
  CHECK(thesaurus->edition.starts_with("1-"));
}

TEST_CASE("a thesaurus says what stands in it, and another byte is another edition") {
  const auto one = read_thesaurus(File(std::string(kHead) + "# remark\n\nmaterials\t聚醚醚酮;PEEK\tacronym\n").path());
  REQUIRE(one);
  REQUIRE(one->groups.size() == 1);
  CHECK(one->groups[0].field == "materials");
  CHECK(one->groups[0].terms == std::vector<std::string>{"聚醚醚酮", "PEEK"});
  CHECK(one->groups[0].kind == "acronym");
  const auto other = read_thesaurus(File(std::string(kHead) + "materials\t聚醚醚酮;PEEK\tacronym").path());
  REQUIRE(other);
  CHECK(other->groups.size() == 1);
  CHECK(other->edition.starts_with("3-"));
  CHECK(one->edition != other->edition);
}

TEST_CASE("a damaged thesaurus is refused with its line") {
  struct Row {
    std::string content;
    int line;
    const char* says;
  };
  const std::string head = kHead;
  const Row rows[] = {
      {"", 0, "no heading"},
      {"field\tterms\tkind\nmaterials\ta1;b1\tsynonym\n", 2, "no edition"},
      {"# edition: 0\n", 1, "no edition"},
      {"# edition: one\n", 1, "no edition"},
      {"# edition: 1\n# edition: 2\n", 2, "second"},
      {"# edition: 1\nterms\tfield\tkind\n", 2, "not the heading"},
      {head + "materials\t聚醚醚酮;PEEK\n", 3, "2 columns"},
      {head + "materials\t聚醚醚酮;PEEK\tacronym\tx\n", 3, "4 columns"},
      {head + "materials\t聚醚醚酮;PEEK\trelated\n", 3, "unknown kind"},
      {head + "materials\t聚醚醚酮\tacronym\n", 3, "one term"},
      {head + "materials\t聚醚醚酮;\tacronym\n", 3, "empty"},
      {head + "materials\t聚醚醚酮; PEEK\tacronym\n", 3, "empty or damaged"},
      {head + "materials\t聚醚醚酮;PE\xFF\tacronym\n", 3, "empty or damaged"},
      {head + std::string("materials\t聚醚醚酮;P\0K\tacronym\n", 35), 3, "empty or damaged"},
      {head + "materials\t聚醚醚酮;PEEK\tacronym\nmaterials\tPEEK;x1\tacronym\n", 4, "twice"},
  };
  for (const Row& row : rows) {
    const Error error = error_of(row.content);
    CAPTURE(row.content, error.where, error.message);
    CHECK(error.code == ErrorCode::damaged);
    CHECK(error.where.ends_with(":" + std::to_string(row.line)));
    CHECK(error.message.find(row.says) != std::string::npos);
  }
}

TEST_CASE("a thesaurus that is not there, or is a directory, is an error of reading") {
  for (const char* path : {"/nonexistent/thesaurus.tsv", "/"}) {
    const auto read = read_thesaurus(path);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::io);
    CHECK(read.error().where == path);
  }
}

}  // namespace thesaurus_test
