// SPDX-License-Identifier: GPL-3.0-or-later
// The builds that somebody asked for, through the API or `queqiao jobs start`: taken from the store one at a time.
#pragma once

#include <thread>

#include "cli/session.h"

namespace cli {

// A thread that takes waiting builds and does them at idle priority, with a store of its own, until it is asked to stop; a build under way
// then makes what it has read durable and ends as failed. Stops (exit.h) where the store cannot be opened.
// Requires: the session outlives the thread; its vocabularies are loaded.
std::jthread begin_build_worker(Session& session);

}  // namespace cli
