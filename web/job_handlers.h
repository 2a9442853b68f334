// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoints about jobs, for the table of routes in handlers.cc. They write and read rows of the store; a worker does the work.
#pragma once

#include "web/handlers.h"

namespace web {

Wire<Answer> list_jobs(const App& app, const Call& call);   // scope read
Wire<Answer> show_job(const App& app, const Call& call);    // scope read
Wire<Answer> ask_job(const App& app, const Call& call);     // scope admin
Wire<Answer> cancel_job(const App& app, const Call& call);  // scope admin

}  // namespace web
