// SPDX-License-Identifier: GPL-3.0-or-later
// What to do about an index that cannot be used, in the same words in every error that says so.
#pragma once

namespace indexer {

inline constexpr const char* kBuildAgain = "build the index again: queqiao index build";

}  // namespace indexer
