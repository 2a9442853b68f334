// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/shard_tables.h"

#include <fmt/format.h>
#include <xapian.h>

#include <sstream>

#include "indexer/lost_table.h"
#include "indexer/xapian_error.h"

namespace indexer {
namespace {

struct TableFault {
  std::string text;      // empty: none
  bool of_all = false;  // met before the table was looked at: iamglass cannot be read, by which each table is opened
};

TableFault fault_of_table(const std::filesystem::path& file) {
  std::ostringstream words;
  std::size_t errors = 0;
  const auto checked = guarded("", [&]() -> corpus::Result<void> {
    errors = Xapian::Database::check(file.string(), 0, &words);
    return {};
  });
  if (!checked) return {checked.error().message, words.str().empty()};
  return {errors > 0 ? fmt::format("{} errors\n{}", errors, words.str()) : "", false};
}

}  // namespace

std::vector<std::string> damaged_tables(const std::filesystem::path& shard) {
  std::error_code ignored;
  if (!std::filesystem::exists(shard / "iamglass", ignored)) return {"iamglass is missing"};
  std::vector<std::string> faults;
  const std::string lost = lost_table(shard);
  if (lost.starts_with("iamglass")) return {lost};
  for (const std::string table : {"postlist.glass", "docdata.glass", "termlist.glass", "position.glass"}) {
    if (!std::filesystem::exists(shard / table, ignored)) {
      // It is made with the first position, and iamglass says whether there was one.
      if (table != "position.glass" || lost == table + " is missing") faults.push_back(table + " is missing");
      continue;
    }
    const TableFault fault = fault_of_table(shard / table);
    if (fault.of_all) return {"iamglass: " + fault.text};
    if (!fault.text.empty()) faults.push_back(table + ": " + fault.text);
  }
  if (faults.empty() && !lost.empty()) faults.push_back(lost);
  return faults;
}

}  // namespace indexer
