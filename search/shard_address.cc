// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/shard_address.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

#include "indexer/lost_table.h"

namespace search {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Result;

namespace {

constexpr std::string_view kForms = "write a directory, or tcp://host:port of a xapian-tcpsrv";

Result<ShardAddress> read_server(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorCode::invalid_argument, "search.shards", fmt::format("\"{}\": {}", text, why), std::string(kForms));
  };
  const std::string_view rest = text.substr(text.find("://") + 3);
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || rest.find_first_of("/ ?#@") != std::string_view::npos)
    return refuse("this is not of the form tcp://host:port");
  std::string_view host = rest.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    return refuse("an IPv6 address stands in square brackets");
  if (host.empty()) return refuse("the host is missing");
  const std::string_view digits = rest.substr(colon + 1);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port < 1 || port > 65535) return refuse("the port is not between 1 and 65535");
  return ShardAddress{std::string(text), {}, std::string(host), port};
}

}  // namespace

Result<ShardAddress> read_shard_address(std::string_view text, const std::filesystem::path& base) {
  if (text.empty()) return fail(ErrorCode::invalid_argument, "search.shards", "an entry is empty", std::string(kForms));
  if (const std::size_t mark = text.find("://"); mark != std::string_view::npos) {
    if (text.substr(0, mark) == "tcp") return read_server(text);
    return fail(ErrorCode::invalid_argument, "search.shards", fmt::format("\"{}\": there is no scheme \"{}\"", text, text.substr(0, mark)),
                std::string(kForms));
  }
  const auto directory = (base / text).lexically_normal();
  return ShardAddress{directory.string(), directory, {}, 0};
}

std::vector<std::string> missing_directories(const std::vector<ShardAddress>& shards) {
  std::vector<std::string> names;
  for (const ShardAddress& shard : shards) {
    std::error_code ignored;
    if (!shard.far() && !std::filesystem::exists(shard.directory, ignored)) names.push_back(shard.name);
  }
  return names;
}

Xapian::Database open_shard(const ShardAddress& shard, std::chrono::milliseconds timeout) {
  if (!shard.far()) {
    if (const std::string lost = indexer::lost_table(shard.directory); !lost.empty()) throw Xapian::DatabaseCorruptError("the shard is damaged: " + lost);
    return Xapian::Database(shard.directory.string());
  }
  const auto ms = static_cast<useconds_t>(timeout.count());  // milliseconds, whatever the type is called
  return Xapian::Remote::open(shard.host, shard.port, ms, ms);
}

}  // namespace search
