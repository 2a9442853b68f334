// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/model_file.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "corpus/hash.h"
#include "world.h"

namespace model_file_test {

using namespace indexer::model;
using corpus::ErrorCode;

namespace {

TextModel small_model() {
  return TextModel(FeatureTable({"tio2", "催化", "光催"}, {3, 4, 5}, 9), 4, {1, -2, 3, 127, 5, 6, -127, 8, 9, 10, 11, 12},
                   {0.5f, 0.25f, 1.0f}, {0.0f, 0.3f, 0.0f, 0.8f});
}

// The bytes with another checksum that fits them: for damage that a checksum cannot see, since somebody made it.
std::string sealed(std::string bytes) {
  bytes.resize(bytes.size() - 32);
  return bytes + corpus::content_hash(bytes);
}

// Where `analyzer` ends: what comes after are counts.
std::size_t counts_begin(const std::string& bytes) { return 16 + static_cast<unsigned char>(bytes[12]); }

std::string with_u32(std::string bytes, std::size_t at, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) bytes[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (8 * i));
  return sealed(std::move(bytes));
}

std::string complaint(const std::string& bytes) {
  const auto read = model_from_bytes(bytes, "m");
  return read ? "" : read.error().message;
}

}  // namespace

TEST_CASE("a model comes back from its file as it was") {
  const TextModel model = small_model();
  const std::string bytes = to_bytes(model);
  const auto read = model_from_bytes(bytes, "m");
  REQUIRE(read);
  CHECK(read->edition == edition_of(bytes));
  CHECK(read->model.dimensions() == 4);
  CHECK(read->model.rows() == model.rows());
  CHECK(read->model.scales() == model.scales());
  CHECK(read->model.shares() == model.shares());
  CHECK(read->model.share(Question::expert) == 0.8f);
  CHECK(read->model.features().records() == 9);
  CHECK(read->model.features().row_of("光催") == 2u);
  CHECK(read->model.encode("光催化") == model.encode("光催化"));
  CHECK(to_bytes(read->model) == bytes);
}

TEST_CASE("a model without features is a model that knows nothing") {
  const auto read = model_from_bytes(to_bytes(TextModel(FeatureTable({}, {}, 0), 4, {}, {}, {})), "m");
  REQUIRE(read);
  CHECK(read->model.encode("光催化") == "");
}

TEST_CASE("a model that was cut short anywhere is called damaged") {
  const std::string bytes = to_bytes(small_model());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto read = model_from_bytes(bytes.substr(0, size), "m");
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::damaged);
    CHECK(read.error().hint == "build the index again: queqiao index build");
  }
  // Also where the checksum fits what is left.
  for (std::size_t size = 32; size < bytes.size(); ++size) {
    const auto read = model_from_bytes(sealed(bytes.substr(0, size)), "m");
    REQUIRE_FALSE(read);
  }
  CHECK_FALSE(model_from_bytes(bytes + "x", "m"));
  CHECK(complaint(sealed(bytes + "x")) != "");
}

TEST_CASE("a model with one bit turned is not read") {
  const std::string bytes = to_bytes(small_model());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string turned = bytes;
      turned[at] = static_cast<char>(turned[at] ^ (1 << bit));
      REQUIRE_FALSE(model_from_bytes(turned, "m"));
    }
}

TEST_CASE("a model with a checksum that fits and bytes that do not is read whole or not at all") {
  const std::string bytes = to_bytes(small_model());
  std::size_t refused = 0;
  for (std::size_t at = 0; at + 32 < bytes.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      std::string turned = bytes;
      turned[at] = static_cast<char>(turned[at] ^ (1 << bit));
      const auto read = model_from_bytes(sealed(turned), "m");
      if (!read)
        ++refused;
      else
        CHECK(cosine(read->model.encode("光催化 TiO2"), read->model.encode("光催化")) <= 1.0001f);
    }
  CHECK(refused > 0);
}

TEST_CASE("what is wrong with a model is said") {
  const std::string bytes = to_bytes(small_model());
  const std::size_t counts = counts_begin(bytes), shares = counts + 20, holders = shares + 16, ends = holders + 12, terms = ends + 12;
  const std::size_t scales = terms + 16;
  CHECK(complaint("QQMODEL\n") == "the model is damaged: this is not the beginning of one");
  CHECK(complaint(bytes.substr(0, bytes.size() - 1) + "z") == "the model is damaged: its checksum is of other bytes");
  CHECK(complaint(with_u32(bytes, 8, 2)) == "the model has version 2, this program reads 1");
  CHECK(complaint(with_u32(bytes, 12, 65)) == "the model is damaged: its head is cut short");
  CHECK(complaint(with_u32(bytes, 16, 0x78787878)).starts_with("the model was made with the analyzer xxxx"));
  CHECK(complaint(with_u32(bytes, counts, 0)) == "the model is damaged: 3 features of 0 dimensions are not possible");
  CHECK(complaint(with_u32(bytes, counts, 1025)) == "the model is damaged: 3 features of 1025 dimensions are not possible");
  CHECK(complaint(with_u32(bytes, counts + 4, 0xffffffff)).ends_with("features of 4 dimensions are not possible"));
  CHECK(complaint(with_u32(bytes, counts + 4, 2)).ends_with("bytes do not hold 2 features of 4 dimensions"));
  CHECK(complaint(with_u32(bytes, shares, 0xbf800000)) == "the model is damaged: it counts for less than nothing, or too much");
  CHECK(complaint(with_u32(bytes, shares, 0x7fc00000)) == "the model is damaged: it counts for less than nothing, or too much");
  CHECK(complaint(with_u32(bytes, holders, 0)) == "the model is damaged: a feature is held by no record, or by more than there are");
  CHECK(complaint(with_u32(bytes, holders, 10)) == "the model is damaged: a feature is held by no record, or by more than there are");
  CHECK(complaint(with_u32(bytes, ends, 17)) == "the model is damaged: its terms overlap");
  CHECK(complaint(with_u32(bytes, ends + 4, 4)) == "the model is damaged: its terms overlap");
  CHECK(complaint(with_u32(bytes, ends + 8, 15)) == "the model is damaged: it has more bytes than terms");
  CHECK(complaint(with_u32(bytes, terms, 0x78787878 | 0xff)) == "the model is damaged: its terms are not in order");
  CHECK(complaint(with_u32(bytes, scales, 0x7f800000)) == "the model is damaged: a scale is not a number that can be one");
}

TEST_CASE("a model file is read, one that is missing or too large is refused") {
  const world::Directory directory;
  const auto file = directory.path() / "text.model";
  const auto none = read_model(file);
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::not_found);
  const std::string bytes = to_bytes(small_model());
  std::ofstream(file, std::ios::binary) << bytes;
  const auto read = read_model(file);
  REQUIRE(read);
  CHECK(read->edition == edition_of(bytes));
  std::filesystem::resize_file(file, std::uintmax_t{1} << 40);  // a hole: no block is written
  const auto large = read_model(file);
  REQUIRE_FALSE(large);
  CHECK(large.error().code == ErrorCode::too_large);
}

}  // namespace model_file_test
