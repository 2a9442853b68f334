// SPDX-License-Identifier: GPL-3.0-or-later
// The name of a standard, as a person writes it: GB/T 19001-2016, GB/T19001, ISO 9001:2015, IEC60068-2-1, YY/T 0316—2016.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace indexer::text {

struct Standard {
  std::int32_t end = 0;     // one past the number and, where there is one, the year
  std::int32_t number = 0;  // where the number begins: directly behind the letters, or behind one space
  bool glued = false;       // GB/T19001 and IEC60068-2-1, which no cut of a compound parts; ISO9001 is parted anyway (compound.h)
  std::int32_t year = -1;   // the sign before the year, a dash or a colon; -1 where no year is named
};

// The standard that begins at `at`; nothing where none does for sure. Requires: `text` is normalised. The letters are of a body on a list (gb, iso, iec …),
// or of the form ab/t, ab12/t and ab/z, and begin what is written there. Cost: its length.
std::optional<Standard> standard_at(std::u16string_view text, std::int32_t at);

}  // namespace indexer::text
