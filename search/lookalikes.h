// SPDX-License-Identifier: GPL-3.0-or-later
// Characters that look alike, so that one is typed (by shape-based input methods), scanned or copied for the other: 未末 己已 锂理 烯稀.
#pragma once

#include <string>
#include <string_view>

namespace search {

// Characters that look like this one, in no order; none where the table has it not. Thread-safe; the first call sorts the table.
std::u16string_view lookalikes(char16_t character);

// How many pairs the table holds.
std::size_t lookalike_pairs();

}  // namespace search
