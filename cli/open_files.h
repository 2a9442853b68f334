// SPDX-License-Identifier: GPL-3.0-or-later
// How many files this process may have open. Shells and systemd give 1,024 at first, which readers of an index of some shards use up; what a process
// may take for itself is far more.
#pragma once

#include <cstddef>

namespace cli {

// Raises the soft limit to the hard one. Returns what is allowed then.
std::size_t raise_open_files();

// How many of them readers of an index may have, of a service that is about to begin and serves so many requests at once: what is left beside what is open
// already, connections and the store; half of that where it also writes an index.
std::size_t files_for_readers(std::size_t allowed, std::size_t requests, bool writes);

}  // namespace cli
