// SPDX-License-Identifier: GPL-3.0-or-later
// Figures and names of standards in one writing, before the text is cut into words.
//
//   20,000吨  18 000 r/min  1.2×10⁵ Pa  →  20000吨  18000 r/min  120000 Pa
//   GB/T19001—2016  IEC60068-2-1        →  gb/t 19001 2016  iec 60068-2-1
//
// Only what can be read in one way: 64,128,256 may be a list, 型号12 345 two numbers, and both stay as they are. Of a figure with a raised one that is no
// power of ten (2⁵, 90⁰) the two come apart, since 25 and 900 stand nowhere.
#pragma once

#include <string_view>

#include "indexer/text/normalize.h"

namespace indexer::text {

// `normalized` with figures and standards written anew; what was written anew comes from all bytes that it was written with. Requires: `normalized` is what
// normalize() made of `original`. Thread-safe. Cost: one look at each unit, and where nothing is to be done no copy.
Normalized in_one_writing(Normalized normalized, std::string_view original);

}  // namespace indexer::text
