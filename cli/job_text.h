// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs in words, for `queqiao jobs` and `queqiao index status`.
#pragma once

#include <string>

#include "corpus/store.h"

namespace cli {

// Of a running job: phase, share, rate and remaining time, as far as they are known, "read 45 %, 812/s, 12 s left". Empty of any other, and of one that
// has not said its phase yet.
std::string how_far(const corpus::Job& job);

// The id that is meant: "J-000012", also where it was written "j-12", "#12", "12" or "000012". Anything else comes back as it is, for the store to refuse.
std::string job_id_from(const std::string& given);

}  // namespace cli
