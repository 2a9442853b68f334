// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/dump_document.h"

#include <fmt/format.h>
#include <xapian.h>

#include "indexer/document.h"
#include "indexer/manifest.h"
#include "indexer/schema.h"
#include "indexer/xapian_error.h"

namespace indexer {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

namespace {

std::string printable(const std::string& text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 ? std::string("·") : std::string(1, c);
  return out;
}

bool is_number(std::uint32_t s) {
  return s == slot(Slot::trl) || s == slot(Slot::year) || s == slot(Slot::price_low) || s == slot(Slot::price_high) ||
         s == slot(Slot::innovation);
}

}  // namespace

Result<std::string> dump_document(const std::filesystem::path& data_directory, const std::string& id) {
  const IndexLayout layout(data_directory);
  const auto generation = read_current(layout);
  if (!generation) return std::unexpected(generation.error());
  const auto manifest = read_manifest(layout, *generation);
  if (!manifest) return std::unexpected(manifest.error());
  const auto path = databases(layout, *manifest)[shard_of(id, manifest->shards.size())];
  return guarded(path.string(), [&]() -> Result<std::string> {
    const Xapian::Database database(path.string());
    const auto at = database.postlist_begin(id_term(id));
    if (at == database.postlist_end(id_term(id)))
      return fail(ErrorCode::not_found, id, "no such record in the index", "see `queqiao show " + id + "` for the store's state");
    const Xapian::Document document = database.get_document(*at);
    std::string out = fmt::format("document {} of {}, {}\ndata {}\n", *at, *generation, path.filename().string(), document.get_data());
    for (auto value = document.values_begin(); value != document.values_end(); ++value)
      out += fmt::format("value {} {}\n", value.get_valueno(),
                         is_number(value.get_valueno()) ? fmt::format("{}", Xapian::sortable_unserialise(*value)) : printable(*value));
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
      out += fmt::format("term {} wdf {}", printable(*term), term.get_wdf());
      for (auto position = term.positionlist_begin(); position != term.positionlist_end(); ++position) out += fmt::format(" {}", *position);
      out += "\n";
    }
    return out;
  });
}

}  // namespace indexer
