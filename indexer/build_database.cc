// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_database.h"

#include <xapian.h>

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "indexer/build_task.h"
#include "indexer/index_writer.h"
#include "indexer/merge.h"
#include "indexer/piece_writers.h"
#include "indexer/xapian_error.h"

namespace indexer {

using namespace corpus;
namespace fs = std::filesystem;

Result<std::uint64_t> build_database(const std::function<std::optional<Record>()>& next, const Vocabularies& vocabularies,
                                     const fs::path& database, const Manifest& manifest, const BuildOptions& options, const model::TextModel* model,
                                     const text::Lexicon* lexicon) {
  const fs::path work = database.string() + ".building";
  std::error_code error;
  fs::remove_all(work, error);
  fs::create_directories(work, error);
  if (error) return fail(ErrorCode::io, work.string(), "cannot create the directory: " + error.message(), "make it writable");
  std::vector<fs::path> pieces;
  std::uint64_t bytes = 0;
  {
    PieceOptions wishes = piece_options(options, 1, options.memory_mb);
    wishes.model = model;
    wishes.lexicon = lexicon;
    PieceWriters writers(work, vocabularies, wishes);
    while (auto record = next())
      if (!writers.add(std::move(*record))) break;
    auto made = writers.settle();
    if (!made) return std::unexpected(made.error());
    if (auto full = writers.full()) return std::unexpected(std::move(*full));
    for (const std::string& name : made->front()) pieces.push_back(work / name);
    bytes = writers.text_bytes();
  }
  auto merged = merge_pieces(std::move(pieces), work, database, threads_of(options));
  fs::remove_all(work, error);
  if (!merged) return std::unexpected(merged.error());
  auto stamped = guarded(database.string(), [&]() -> Result<void> {
    Xapian::WritableDatabase written(database.string(), Xapian::DB_OPEN);
    write_metadata(written, manifest, 0, 1);
    written.commit();
    return {};
  });
  if (!stamped) return std::unexpected(stamped.error());
  return bytes;
}

}  // namespace indexer
