// SPDX-License-Identifier: GPL-3.0-or-later
// The three readers behind open_reader(). Private to corpus.
#pragma once

#include <memory>
#include <string>

#include "corpus/reader.h"
#include "corpus/row_builder.h"

namespace corpus {

using ReaderResult = Result<std::unique_ptr<RecordReader>>;

ReaderResult open_json_lines(const std::string& path, RowBuilder builder);
ReaderResult open_csv(const std::string& path, RowBuilder builder);
ReaderResult open_xlsx(const std::string& path, RowBuilder builder);

}  // namespace corpus
