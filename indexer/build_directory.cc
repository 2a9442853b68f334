// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_directory.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "indexer/model/model_file.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

void BuildDirectory::count_time() {
  const double spent = seconds_since(saved);
  saved = std::chrono::steady_clock::now();
  progress.seconds += spent;
  if (part != nullptr) progress.*part += spent;
}

void BuildDirectory::enter(double DurableProgress::*step) {
  count_time();
  part = step;
}

Result<void> BuildDirectory::save() {
  count_time();
  return write_progress(path, progress);
}

void BuildDirectory::remove_unnamed(const DurableProgress& named_by) const {
  std::vector<std::string> named{"progress.json", "in_use"};
  if (named_by.learning_done) named.emplace_back(model::kModelDirectory);
  for (const auto& of_shard : named_by.pieces) named.insert(named.end(), of_shard.begin(), of_shard.end());
  for (const std::size_t shard : named_by.merged) named.push_back(shard_name(shard));
  std::error_code error;
  std::vector<fs::path> unnamed;
  for (const auto& entry : fs::directory_iterator(path, error))
    if (std::ranges::find(named, entry.path().filename().string()) == named.end()) unnamed.push_back(entry.path());
  for (const fs::path& left : unnamed) fs::remove_all(left, error);
}

std::vector<fs::path> BuildDirectory::shards() const {
  std::vector<fs::path> paths;
  for (std::size_t shard = 0; shard < progress.shards; ++shard) paths.push_back(path / shard_name(shard));
  return paths;
}

std::int64_t BuildDirectory::written_documents() const { return progress.documents - static_cast<std::int64_t>(progress.left.size()); }

Manifest BuildDirectory::stamped(Manifest today) const {
  today.generation = progress.generation;
  today.build = progress.build;
  today.seq = progress.seq;
  today.learned = progress.learned;
  return today;
}

Error BuildDirectory::cancelled() const {
  std::error_code error;
  const bool first = !fs::exists(IndexLayout{path.parent_path().parent_path()}.current(), error);
  return {ErrorCode::timeout, progress.generation, "the build was cancelled", first ? "" : "the old generation stays in force"};
}

std::vector<fs::path> building_directories(const IndexLayout& layout) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(layout.root, error))
    if (entry.path().extension() == ".building") found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace indexer
