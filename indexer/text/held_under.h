// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that say under what another one holds, where no word (在, 下, 后) does: 抗压强度28天≥50 MPa, 循环1500周保持率88%.
#pragma once

#include <cstddef>
#include <string_view>

namespace indexer::text {

// Whether a figure of this dimension right behind the name would be no measure of it but its circumstance: the 28天 of 抗压强度, the 25 ℃ of 黏度. Not the
// 8000 h of 寿命.
bool is_circumstance(std::u32string_view name, std::string_view dimension);

// What is done so long or so often at the end of a name, in signs: 2 of 电池循环|1500周, 3 of 热老化|500 h; 0 where nothing is, and in
// 耐老化, which is measured by it.
std::size_t exposure_at_end(std::u32string_view name);

// 容量保持率, 强度变化率: what a parameter is worth behind an exposure, even over a comma.
bool tells_what_is_left(std::u32string_view name);

}  // namespace indexer::text
