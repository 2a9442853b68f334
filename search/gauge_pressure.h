// SPDX-License-Identifier: GPL-3.0-or-later
// Pressures told from two zeros: 真空度-0.095 MPa is below the air around (gauge), 5×10⁻⁴ Pa is above nothing (absolute).
#pragma once

#include "indexer/text/indicator.h"

namespace search {

// Whether one is of a gauge and the other may be absolute, so that neither settles the other: a negative pressure and a positive one. A range across zero is of
// a gauge; it is held against a positive figure unless a vacuum is spoken of, where that is absolute as a rule. Stresses have one zero, and so have errors and
// what is written ±. Of other dimensions: false. Thread-safe. Cost: the length of names and values.
bool are_of_two_zeros(const indexer::text::StatedIndicator& a, const indexer::text::StatedIndicator& b);

}  // namespace search
