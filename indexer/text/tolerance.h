// SPDX-License-Identifier: GPL-3.0-or-later
// What stands behind ±. In per cent it is a share of the figure where that is in another unit, 380V±10% and 380±10% V, and so many per cent where it is in
// per cent itself, 湿度50±5%.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "indexer/text/figure_part.h"
#include "indexer/text/quantity.h"

namespace indexer::text {

// The spread that begins at `at`: 0.5 mm, 10%, 百分之十; nullopt where none does. `sound` is set as by read_part(). Cost: its length.
std::optional<FigurePart> read_spread(const Signs& signs, const corpus::Units& units, std::size_t at, bool& sound);

// The spread as a share of one; nullopt where it is none.
std::optional<double> share_of(const FigurePart& spread);

// 0.25%FS, 0.25%满量程: the per cent that ends before `at` is of something else than the figure.
bool is_of_something_else(const Signs& signs, std::size_t at);

// Whether a unit that stands apart from `figure` is for certain that of its first number: 380±10% V. 湿度50±5% of a column in %RH has another share for it, and
// the C of 12±2% C may be carbon. `written`: the unit in a text; empty where it is known to be one. Requires: figure.share.
bool is_of_the_figure(const Figure& figure, std::span<const Meaning> unit, std::u32string_view written);

// Takes the spread of 380±10% for a share: new bounds, a value that holds the %, and no unit yet. Requires: figure.share.
void spread_by_share(Figure& figure);

}  // namespace indexer::text
