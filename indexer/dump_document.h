// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at one document of the index.
#pragma once

#include <filesystem>
#include <string>

#include "corpus/error.h"

namespace indexer {

// One document as it lies in the index, printed: data, terms with wdf and positions, value slots. not_found for an unknown id.
corpus::Result<std::string> dump_document(const std::filesystem::path& data_directory, const std::string& id);

}  // namespace indexer
