// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoint that says why a record stands where it stands, for the table of routes in handlers.cc.
#pragma once

#include "web/handlers.h"

namespace web {

Wire<Answer> explain(const App& app, const Call& call);

}  // namespace web
