// SPDX-License-Identifier: GPL-3.0-or-later
// By how much a stated figure is to be multiplied so that it may be held against an asked one, or why it may not.
//
// Figures of two dimensions are compared in these cases only: an amount of a period by its name with a rate (年产能 6万吨, 500 吨/月); percent with percent of
// relative humidity; shares of mass where no gas can be meant (%, wt%, ppm, mg/kg of 水分, 铅含量); and parts of water with its milligrams per litre where both
// are below 10,000 ppm. Figures of one dimension are not compared where their names are of different periods, but for years, quarters and months; nor a price
// per mu with one per m².
#pragma once

#include <cstdint>
#include <expected>

#include "indexer/indicators.h"

namespace search {

enum class NoScale : std::uint8_t { unit, period };

// In base units of either dimension. Requires: the names answer (indicator_names.h). Thread-safe. Cost: the length of the names.
std::expected<double, NoScale> scale_between(const indexer::RecordIndicator& asked, const indexer::RecordIndicator& stated);

}  // namespace search
