// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoints that match a record, a draft or a text, and that advise on one before it is published, for the table of routes in handlers.cc.
#pragma once

#include "web/handlers.h"

namespace web {

Wire<Answer> record_matches(const App& app, const Call& call);
Wire<Answer> match(const App& app, const Call& call);
Wire<Answer> coach(const App& app, const Call& call);

}  // namespace web
