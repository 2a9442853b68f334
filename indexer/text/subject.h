// SPDX-License-Identifier: GPL-3.0-or-later
// Whose figure it is: the one of the text itself, or one of what it is set against.
//
//   国外同类导线抗拉强度达到250 MPa，本项目180 MPa   →   250 MPa is a rival's, 180 MPa the text's own
//
// read_indicators() takes every figure of a parameter. What a record offers or asks for is less: not what competitors reach or what was before, nothing that a
// text says is not reached, nothing of the matter to be treated (含水率80%的污泥填埋受限), and of an offer nothing that is only hoped for. What a text is
// compared with (较传统工艺提高20%, 优于国外同类, 在现有设备上) is no subject of its figure.
#pragma once

#include <cstdint>
#include <string_view>

#include "indexer/text/indicator.h"

namespace indexer::text {

enum class Speaker : std::uint8_t { wants, offers };

// Whether the figure of this text is its own. A sentence that begins with another subject keeps it over its commas until it names its own (本项目, 采用, 要求) or,
// where that subject was told no figure, until a bound (≥) or a new level (降至). Requires: `stated` was read from `text`. Thread-safe. Cost: the sentence before
// the figure, at most a few hundred signs.
bool is_own(std::string_view text, const StatedIndicator& stated, Speaker speaker);

}  // namespace indexer::text
