// SPDX-License-Identifier: GPL-3.0-or-later
// Whether somebody fits a matter well enough to sit on its panel: by the share of what the best expert for it reaches in the matcher, whoever that is, but for
// those who made the matter themselves (rule own_result): what else they made of the same line speaks for them.
//
// A share and not a score: what a good match scores depends on how long the need is and how rare its words are. Measured on the 48 judged needs of the sample
// corpus, three judges each (tests/bench/panel_grades.py, 2026-11-27): with a floor of 33 % of the best 87 of 114 seats went to people of no use for the need
// (grade 0), of 50 % 27 of 50, of 60 % 16 of 37, of 67 % 9 of 30. The 14 seats of people judged 2 or 3 remain throughout. Without a floor, and with a shared
// field as a topic, it were 112 of 134.
//
// Measured by the best of those without any conflict (6d79a60, 2026-11-28), not 30 but 63 people were eligible on these needs: of grade 0 not 9 but 38, of
// grade 1 11 for 7, of grade 2 or 3 the same 14. Where the one who knows the matter has a conflict, strangers were measured by each other.
#pragma once

#include <optional>

#include "search/exclusion.h"

namespace search {

inline constexpr int kFitFloor = 67;         // per cent of the best
inline constexpr int kFitWarned = 50;        // below so many per cent it is chance: a protocol that offers to lower the floor so far warns of it
inline constexpr int kFitStep = 5;           // in steps of so many per cent

// Whole per cent of the best, rounded down; 0 where there is no best. Over 100 where the fit is of somebody who is no measure.
int share_of_best(double fit, double best);

// Why somebody with this share is out under this floor; nullopt where they are not. `admits_at` is the floor that would let them in, rounded down to a step.
std::optional<Exclusion> too_little_fit(int share, int floor);

// Why somebody is out of whose knowledge nothing is stated, and why somebody who covers no topic and shares no field.
Exclusion without_evidence();
Exclusion off_the_topic();

}  // namespace search
