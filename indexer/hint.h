// SPDX-License-Identifier: GPL-3.0-or-later
// What to do about an index that cannot be used, in the same words in every error that says so.
#pragma once

namespace indexer {

inline constexpr const char* kBuildAgain = "build the index again: queqiao index build";

// Of files that are lost or are not what they should be: an earlier generation may still be whole.
inline constexpr const char* kMendDamage =
    "see what is damaged: queqiao index check; then go back to the generation before, queqiao index rollback, or build the index again: queqiao index build";

}  // namespace indexer
