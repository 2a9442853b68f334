// SPDX-License-Identifier: GPL-3.0-or-later
// Room for a job's last words: a job that ends because the disk is full must still be able to say so in the store, which lies on the same disk.
#pragma once

#include "corpus/store.h"

namespace cli {

inline constexpr const char* kReserveFile = "queqiao.reserve";  // in the data directory
inline constexpr long kReserveBytes = 1 << 20;  // some 250 pages of the database; the end of a job with its log takes about ten

// Makes the file where it is missing and there is room; else does nothing. Not for a store on a server, whose disk is another.
void keep_reserve(const corpus::Store& store);

// Removes it; the next job makes it again. False where there was none.
bool give_reserve(const corpus::Store& store);

}  // namespace cli
