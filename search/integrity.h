// SPDX-License-Identifier: GPL-3.0-or-later
// Codes of the vocabulary integrity (诚信状态) that change what is done with an expert or an organisation.
#pragma once

#include <string_view>

namespace search::integrity {

inline constexpr std::string_view kNormal = "normal";            // 正常
inline constexpr std::string_view kWatch = "watch";              // 关注: told
// 黑名单. An expert: no list of matches and no panel has them. An organisation: no panel has its people; its results and needs are matched, and it is told.
inline constexpr std::string_view kBlacklisted = "blacklisted";

}  // namespace search::integrity
