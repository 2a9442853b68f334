// SPDX-License-Identifier: GPL-3.0-or-later
// Which generations were in force before the present one. Publishing adds what was in force; going back takes what was gone back from out of the line, so that
// neither the next rollback nor gc prefers it. Kept in DIR/index/BEFORE, one name a line, the last one last.
#pragma once

#include <string>
#include <vector>

#include "corpus/error.h"
#include "indexer/generation_layout.h"

namespace indexer {

// The complete generations that were in force before `current`, the last one last. Where there is no BEFORE, as in an index of an earlier program: those with
// lower numbers. Lines that name nothing that is there are passed over.
std::vector<std::string> generations_before(const IndexLayout& layout, const std::string& current);

// For publishing, before CURRENT is written: `current` was in force. Durable when it returns. Requires: the writer lock.
corpus::Result<void> remember_before(const IndexLayout& layout, const std::string& current);

// For going back, after CURRENT is written: what stands in the line from `now` on is no longer before anything. Durable when it returns. Requires: the writer lock.
corpus::Result<void> forget_from(const IndexLayout& layout, const std::string& now);

}  // namespace indexer
