// SPDX-License-Identifier: GPL-3.0-or-later
// A tiny world for tests: a data directory of its own, a real store, the real vocabularies, records written inline, a real index.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "corpus/corpus_world.h"
#include "corpus/intake.h"
#include "corpus/record_json.h"
#include "corpus/store.h"
#include "corpus/validation.h"
#include "corpus/vocabulary.h"
#include "indexer/build.h"

namespace world {

using corpus_world::Directory;
using corpus_world::vocabularies;

// A validated record from JSON text.
inline corpus::Record record(const std::string& json) {
  corpus::Diagnostics diagnostics;
  corpus::Record made = corpus::record_from_json(nlohmann::json::parse(json), diagnostics);
  for (const auto& d : corpus::validate(made, vocabularies())) diagnostics.push_back(d);
  for (const auto& d : diagnostics)
    if (d.severity == corpus::Severity::error) throw std::runtime_error(corpus::to_text(d));
  return made;
}

class World {
 public:
  World() {
    auto opened = corpus::Store::open({directory_.path(), false, true});
    if (!opened) throw std::runtime_error(corpus::to_text(opened.error()));
    store_ = std::move(*opened);
  }

  corpus::Store& store() { return *store_; }
  const std::filesystem::path& path() const { return directory_.path(); }

  // Publishes a record; `json` needs kind, id and whatever the test is about.
  void put(const std::string& json, const std::string& status = "published") {
    const corpus::Record made = record(json);
    corpus::NewRecord row;
    row.id = corpus::id_of(made);
    row.kind = corpus::kind_of(made);
    row.status = status;
    row.visibility = corpus::common_of(made).visibility;
    row.body = corpus::to_json_text(made);
    row.by = "test";
    const auto put = store_->put({row});
    if (!put) throw std::runtime_error(corpus::to_text(put.error()));
  }

  indexer::BuildReport build() {
    indexer::BuildOptions options;
    options.threads = 2;
    auto built = indexer::build_index(*store_, vocabularies(), path(), options);
    if (!built) throw std::runtime_error(corpus::to_text(built.error()));
    return std::move(*built);
  }

  // The whole sample corpus, through the intake.
  void import_sample() {
    corpus::Intake intake(*store_, vocabularies());
    for (const char* name : {"enterprises", "achievements", "needs", "experts"}) {
      const auto report = intake.import_file(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/" + name + ".jsonl", {});
      if (!report) throw std::runtime_error(corpus::to_text(report.error()));
    }
  }

 private:
  Directory directory_;
  std::unique_ptr<corpus::Store> store_;
};

}  // namespace world
