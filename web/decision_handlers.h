// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoints about decisions, for the table of routes in handlers.cc. Each broker has a list of their own; nobody below scope broker learns of any.
#pragma once

#include <optional>
#include <string>

#include "web/handlers.h"

namespace web {

Wire<Answer> decide(const App& app, const Call& call);            // scope broker
Wire<Answer> list_decisions(const App& app, const Call& call);    // scope broker; another's list: admin
Wire<Answer> export_decisions(const App& app, const Call& call);  // the same

// What who asks decided on pairs of a record; nullopt for who is no broker, and where `id` is empty: a draft or a text.
corpus::Result<std::optional<corpus::DecisionBook::Pairs>> decided_by(const App& app, const corpus::Caller& caller, const std::string& id);

}  // namespace web
