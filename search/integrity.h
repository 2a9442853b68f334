// SPDX-License-Identifier: GPL-3.0-or-later
// Codes of the vocabulary integrity (诚信状态) that change what is done with an expert or an organisation.
#pragma once

#include <string_view>

namespace search::integrity {

inline constexpr std::string_view kNormal = "normal";            // 正常
inline constexpr std::string_view kWatch = "watch";              // 关注: told
inline constexpr std::string_view kBlacklisted = "blacklisted";  // 黑名单: never proposed

}  // namespace search::integrity
