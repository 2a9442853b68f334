// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs in words, for `queqiao jobs` and `queqiao index status`.
#pragma once

#include <string>

#include "corpus/store.h"

namespace cli {

// Of a running job: phase, share, rate and remaining time, as far as they are known, "read 45 %, 812/s, 12 s left". Empty of any other, and of one that
// has not said its phase yet.
std::string how_far(const corpus::Job& job);

}  // namespace cli
