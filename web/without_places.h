// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer may say of a fault: whoever asks learns what is wrong, and not where the shards, the database and the files are. The log has all of it.
#pragma once

#include "corpus/error.h"

namespace web {

// The error with `…` for every address (scheme://…) and absolute path in its message and hint, and without its place where that is one: of a shard
// gen-000001/shard-00 stays.
corpus::Error without_places(corpus::Error error);

}  // namespace web
