// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/model_shelf.h"

#include "indexer/model/model_file.h"

namespace search {

std::shared_ptr<const indexer::model::TextModel> ModelShelf::get(const std::filesystem::path& file, const std::string& edition) {
  if (edition.empty() || file.empty()) return nullptr;
  const std::lock_guard lock(mutex_);
  if (edition == edition_) return model_;
  auto read = indexer::model::read_model(file);
  if (!read || read->edition != edition) return nullptr;  // looked for again by the next reader: it may be on its way here
  edition_ = edition;
  model_ = std::make_shared<const indexer::model::TextModel>(std::move(read->model));
  return model_;
}

}  // namespace search
