// SPDX-License-Identifier: GPL-3.0-or-later
// A model as a file: model/text.model of a generation. indexer/FORMAT.md has the page.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/error.h"
#include "indexer/model/text_model.h"

namespace indexer::model {

// Below the directory of a generation.
inline constexpr std::string_view kModelDirectory = "model", kModelFile = "model/text.model", kReportFile = "model/report.json";

inline constexpr std::uint32_t kModelVersion = 1, kMostDimensions = 1024, kMostFeatures = 200'000;

// The file's bytes; the same model gives the same bytes.
std::string to_bytes(const TextModel& model);

// What tells one model from another: the checksum at the end of its bytes. Requires: `bytes` were made by to_bytes or read.
std::string edition_of(std::string_view bytes);

struct ReadModel {
  TextModel model;
  std::string edition;
};

// damaged where the bytes are not a whole and sound model, version_mismatch where they are of another version or made with another
// analyzer; both say what is wrong and that a build mends it. Reads no byte that it has not checked to be there. `where` names the file in
// errors.
corpus::Result<ReadModel> model_from_bytes(std::string_view bytes, const std::string& where);

// not_found where there is no such file, too_large where it is larger than a model can be. Costs about 60 ms for 200,000 features.
corpus::Result<ReadModel> read_model(const std::filesystem::path& file);

// The model of a generation, whose directory this is; null for an empty edition. version_mismatch where the file is of another edition,
// otherwise as read_model.
corpus::Result<std::shared_ptr<const TextModel>> open_model(const std::filesystem::path& generation, const std::string& edition);

// Whether the report of what was learned (kReportFile) of a generation, whose directory this is, can be read. Answers do not need it: people do, who ask on what
// figures was decided. damaged where it is no JSON object, or is not there although it is `expected` (has_report of the manifest).
corpus::Result<void> check_report(const std::filesystem::path& generation, bool expected);

}  // namespace indexer::model
