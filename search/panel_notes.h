// SPDX-License-Identifier: GPL-3.0-or-later
// What a panel says of itself beside its seats: where what is recorded does not suffice, and by whom fit was measured.
#pragma once

#include <optional>
#include <vector>

#include "search/panel.h"
#include "search/party.h"

namespace search {

// Who of these states no organisation, so that conflicts by it could not be looked for. nullopt where all do.
std::optional<Note> note_on_unstated_organisations(const std::vector<PanelExpert>& eligible);

// Sides that have an id of no record: records are imported one kind after the other, and an id may be mistyped. What the record would have told is not known
// then.
Notes notes_on_unknown_sides(const Party& party);

// That 100 % of fit is not the best of all, who is excluded as one who made the result, but the best of the others.
Note note_on_measure(const PanelExpert& maker, const PanelExpert& best);

}  // namespace search
