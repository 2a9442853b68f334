// SPDX-License-Identifier: GPL-3.0-or-later
// What of a question was not asked as it stands, told to the person: a long text's best terms, what was cut, text without a word.
#pragma once

#include "search/plan.h"
#include "search/query.h"
#include "search/share.h"

namespace search {

// long_text, where the plan is of one; `share` as it is counted.
void note_long_text(const Plan& plan, Share share, Notes& notes);

// too_many, wildcard_cut, no_words. Requires: the tree that the plan was made of is there.
void note_cut(const Plan& plan, Notes& notes);

}  // namespace search
