// SPDX-License-Identifier: GPL-3.0-or-later
// Which number a new generation gets. Decisions, receipts and logs name a generation long after gc has removed it, so no number is used twice.
#pragma once

#include "corpus/error.h"
#include "corpus/store.h"
#include "indexer/generation_layout.h"

namespace indexer {

// The next number, above any taken before, written down durably (index/last) before it is returned. Where that file is lost or unreadable, above those of
// the directories and of the decisions in the store, which are then all read. conflict where the six digits are used up. Requires: build.lock is held.
corpus::Result<int> take_generation_number(const corpus::Store& store, const IndexLayout& layout);

}  // namespace indexer
