// SPDX-License-Identifier: GPL-3.0-or-later
// What to do about an index that cannot be used, in the same words in every error that says so.
#pragma once

namespace indexer {

inline constexpr const char* kBuildAgain = "build the index again: queqiao index build";

// Of files that are lost or are not what they should be: another generation may still be whole, and which it is depends.
inline constexpr const char* kMendDamage =
    "see what is damaged, and which other generation can be put in force: queqiao index check; or build the index again: queqiao index build";

// Of a process that may not open more files: no index is damaged by that.
inline constexpr const char* kMoreOpenFiles =
    "raise the limit of open files: LimitNOFILE in the systemd unit, ulimit -n in a shell (docs/operations.md, \"Open files\")";

}  // namespace indexer
