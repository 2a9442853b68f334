// SPDX-License-Identifier: GPL-3.0-or-later
// Many collections in one table, beside the figures that were kept last and the rankings of peers.
#pragma once

#include <filesystem>
#include <vector>

#include "cli/eval_collection.h"

namespace cli {

// `kept` is the file of the last table, which need not be there yet; empty: none. With `update` this run's figures of ranking replace those of its collections there;
// times are not kept, since machines differ. Indexes lie below `place`, one for each set of documents. A peer's run is a file peer-NAME.SPLIT.run beside a collection.
// Where a model is used, a second row has the figures without it, and the first is compared with it as with a peer.
// Stops (exit.h) where a file cannot be read or written.
Exit eval_table(const std::vector<CollectionQuestion>& questions, const std::filesystem::path& kept, bool update, const std::filesystem::path& place,
                Session& session);

}  // namespace cli
