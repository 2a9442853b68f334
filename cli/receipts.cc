// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/receipts.h"

#include "cli/exit.h"

namespace cli {

// An id comes first: a record may have been imported under what looks like a receipt.
std::string id_meant_by(const corpus::Store& store, const std::string& given) {
  if (take(store.get(given))) return given;
  const auto receipt = take(store.find_receipt(given));
  return receipt ? receipt->id : given;
}

}  // namespace cli
