// SPDX-License-Identifier: GPL-3.0-or-later
// Receipt numbers where an id is asked for: what a person who handed something in has on paper is the receipt.
#pragma once

#include <string>

#include "corpus/store.h"

namespace cli {

// The id of the record that was handed in under this receipt; what is no receipt is taken for an id. Stops where the store cannot be read.
std::string id_meant_by(const corpus::Store& store, const std::string& given);

}  // namespace cli
