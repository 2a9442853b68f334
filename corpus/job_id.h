// SPDX-License-Identifier: GPL-3.0-or-later
// The id of a job as people write it, on the command line and in an address.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace corpus {

// The id that is meant: "J-000012", also where it was written "j-12", "#12", "12" or "000012". Anything else comes back as it is, for the store to refuse.
inline std::string job_id_from(const std::string& given) {
  constexpr std::size_t kDigits = 6;
  std::string_view number = given;
  if (number.starts_with("J-") || number.starts_with("j-"))
    number.remove_prefix(2);
  else if (number.starts_with("#"))
    number.remove_prefix(1);
  if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos) return given;
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return "J-" + std::string(kDigits - std::min(kDigits, number.size()), '0') + std::string(number);
}

}  // namespace corpus
