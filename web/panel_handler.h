// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoint that draws a panel, for the table of routes in handlers.cc. It writes nothing: the seed is what makes a draw repeatable.
#pragma once

#include "web/handlers.h"

namespace web {

Wire<Answer> panel(const App& app, const Call& call);  // scope broker: the protocol tells who is related to whom

}  // namespace web
