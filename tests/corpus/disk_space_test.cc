// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/disk_space.h"

#include <catch2/catch.hpp>
#include <limits>

#include "corpus_world.h"

namespace disk_space_test {

using namespace corpus;

TEST_CASE("what is free is told of the nearest directory that exists, and of nothing that is no path") {
  const corpus_world::Directory directory;
  const auto here = disk_space(directory.path()), below = disk_space(directory.path() / "not/there/yet");
  REQUIRE(here);
  REQUIRE(below);
  CHECK(here->size == below->size);
  CHECK(here->size >= here->free);
  CHECK_FALSE(disk_space(""));
  CHECK_FALSE(disk_space("counts"));
}

TEST_CASE("a full disk is told with its path, what is free and what is needed") {
  const corpus_world::Directory directory;
  const Error error = disk_full(directory.path(), "cannot write the file", 2'500'000);
  CHECK(error.code == ErrorCode::io);
  CHECK(error.message.starts_with("the disk is full: " + directory.path().string() + ": "));
  CHECK(error.message.ends_with(" are free, 2.5 MB are needed: cannot write the file"));
  CHECK(is_disk_full(error));
  CHECK(to_text(error).find(directory.path().string()) == to_text(error).rfind(directory.path().string()));
  CHECK(disk_full("counts", "").message == "the disk is full: counts");
  CHECK_FALSE(is_disk_full({ErrorCode::io, "", "cannot read the file", ""}));
}

TEST_CASE("little room is told in bytes and kilobytes") {
  const corpus_world::Directory directory;
  CHECK(disk_full(directory.path(), "", 12).message.ends_with(", 12 bytes are needed"));
  CHECK(disk_full(directory.path(), "", 4096).message.ends_with(", 4.1 KB are needed"));
  CHECK(disk_full(directory.path(), "", 3'000'000'000).message.ends_with(", 3.0 GB are needed"));
}

TEST_CASE("room is asked for before it is used") {
  const corpus_world::Directory directory;
  CHECK(check_room(directory.path(), 1, "for one byte"));
  const auto refused = check_room(directory.path(), std::numeric_limits<std::uint64_t>::max(), "for all there is");
  REQUIRE_FALSE(refused);
  CHECK(is_disk_full(refused.error()));
  CHECK(refused.error().message.ends_with(": for all there is"));
}

}  // namespace disk_space_test
