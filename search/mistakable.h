// SPDX-License-Identifier: GPL-3.0-or-later
// Which Han characters are typed for which by mistake: by their sound, without tones, or by their shape.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace search {

// Characters that are typed for this one: of the same or nearly the same sound, or alike in shape. Thread-safe, as all here.
std::u16string mistakable(char16_t character);

// Whether a reading of the one is what ears and southern tongues take for a reading of the other: z and zh, n and l, an and ang are one.
bool sound_alike(char16_t one, char16_t other);

// Whether they have a reading in common or are alike in shape.
bool closely_alike(char16_t one, char16_t other);

// Syllables that are taken for this one, itself among them. Requires: a reading of some character.
std::span<const std::string> syllables_like(std::string_view syllable);

}  // namespace search
