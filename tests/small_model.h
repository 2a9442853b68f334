// SPDX-License-Identifier: GPL-3.0-or-later
// A model by hand, which knows five words: aa, bb and cc mean the like, dd and ee something else. And an index whose records have places in it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "indexer/build.h"
#include "indexer/build_database.h"
#include "indexer/files.h"
#include "indexer/model/model_file.h"
#include "search/reader_pool.h"
#include "world.h"

namespace small {

namespace fs = std::filesystem;
namespace model = indexer::model;

inline model::TextModel model_with(const model::Shares& shares) {
  return {model::FeatureTable({"aa", "bb", "cc", "dd", "ee"}, {30, 5, 5, 5, 5}, 100), 2, {127, 0, 127, 0, 120, 20, 0, 127, 10, 120}, {1, 1, 1, 1, 1}, shares};
}

// id and text; all public achievements.
using Texts = std::vector<std::pair<std::string, std::string>>;

// A database of one shard, and its model beside it.
class Index {
 public:
  Index(const Texts& texts, const model::Shares& shares) {
    const model::TextModel model = model_with(shares);
    const std::string bytes = model::to_bytes(model);
    indexer::Manifest manifest = indexer::manifest_of_today(world::vocabularies(), "test");
    manifest.generation = "gen-000001";
    manifest.learned[std::string(indexer::kLearnedModel)] = model::edition_of(bytes);
    fs::create_directories(file().parent_path());
    if (!indexer::write_durably(file(), bytes)) throw std::runtime_error("no model written");
    std::size_t at = 0;
    const auto next = [&]() -> std::optional<corpus::Record> {
      if (at == texts.size()) return std::nullopt;
      const auto& [id, text] = texts[at++];
      return world::record(fmt::format(R"({{"kind":"achievement","id":"{}","title":"某物","summary":"{}","visibility":"公开"}})", id, text));
    };
    const auto built = indexer::build_database(next, world::vocabularies(), database(), manifest, {}, &model);
    if (!built) throw std::runtime_error(corpus::to_text(built.error()));
  }

  fs::path database() const { return directory_.path() / "db"; }
  fs::path file() const { return directory_.path() / model::kModelFile; }

 private:
  world::Directory directory_;
};

}  // namespace small
