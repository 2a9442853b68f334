// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/lost_table.h"

namespace indexer {

std::string lost_table(const std::filesystem::path& directory, const Xapian::Database& database) {
  std::error_code ignored;
  if (!std::filesystem::exists(directory / "iamglass", ignored) || database.get_doccount() == 0) return "";
  for (const char* const table : {"docdata.glass", "termlist.glass"})
    if (!std::filesystem::exists(directory / table, ignored)) return table;
  return "";
}

}  // namespace indexer
