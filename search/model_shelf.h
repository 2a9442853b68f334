// SPDX-License-Identifier: GPL-3.0-or-later
// Lends the model of an index to its readers: one copy, however many there are.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "indexer/model/text_model.h"

namespace search {

// Thread-safe.
class ModelShelf {
 public:
  // Null where there is none of this edition, or none that can be read. Reading one takes some 60 ms, and is done once for an edition.
  std::shared_ptr<const indexer::model::TextModel> get(const std::filesystem::path& file, const std::string& edition);

 private:
  std::mutex mutex_;
  std::string edition_;
  std::shared_ptr<const indexer::model::TextModel> model_;
};

}  // namespace search
