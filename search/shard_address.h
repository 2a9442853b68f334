// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of search.shards: where a shard of the index is read from.
#pragma once

#include <xapian.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/error.h"

namespace search {

struct ShardAddress {
  std::string name;                 // as a person knows it: the path, or tcp://host:port
  std::filesystem::path directory;  // a Xapian database, a stub file that names one, or a replica; empty for a server
  std::string host;
  unsigned port = 0;

  bool far() const { return directory.empty(); }
};

// "/srv/shard-00", or "tcp://10.0.0.7:7000" (an IPv6 address in square brackets). A relative path is taken from `base`. invalid_argument where the
// text is neither; that a directory is there, or that a server answers, is not looked at.
corpus::Result<ShardAddress> read_shard_address(std::string_view text, const std::filesystem::path& base);

// The names of directories that are not there: misspelt, or on a disk that is away. A pool of readers answers without them, and uses them once they are there.
std::vector<std::string> missing_directories(const std::vector<ShardAddress>& shards);

// Opens the database; connects, where it is on another machine, and waits no longer than `timeout` for this and for any later answer of it. One here of
// which a file is lost (indexer/lost_table.h) is refused, since it would answer wrongly. The files of one behind a server cannot be seen from here: there it is
// for `index check`, on the machine that has them.
// May throw Xapian::Error.
Xapian::Database open_shard(const ShardAddress& shard, std::chrono::milliseconds timeout);

}  // namespace search
