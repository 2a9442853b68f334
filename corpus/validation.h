// SPDX-License-Identifier: GPL-3.0-or-later
// Rules per field → diagnostics. Pure: no store, no clock.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "corpus/diagnostic.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"

namespace corpus {

struct ValidationOptions {
  bool strict = false;  // a missing required field is an error instead of a warning
};

// Resolves words of closed lists to codes in place, fills `incomplete`, and says what is wrong.
// Errors (the row is refused): no id or an id that is over 64 bytes or holds white space or control characters; no text (title, summary
// and their like); a word no vocabulary knows; a date that does not exist; a TRL outside 1–9, a score outside 0–100; a negative amount;
// price_min over price_max; deadline before start; a NUL or other control character in text; an achievement whose security_level is given
// and not public; a decision without both records and a verdict, or one that dismisses without a reason, or that
// says what it undoes and is not withdrawn; an entry of an expert's histories, relations and interests without what makes it one, or that
// ends before it begins.
// Warnings: missing required fields (and a restricted record without a teaser), lengths over the form's limits, more than 5 keywords of a
// need, end_date before start_date. A record without `visibility` is public, and says in `incomplete` that the source gave none.
Diagnostics validate(Record& record, const Vocabularies& vocabularies, const ValidationOptions& options = {});

// What the official forms allow of a field; more is kept and said.
struct FormLimit {
  std::size_t items = 0;       // of a list; 0: not a list
  std::size_t characters = 0;  // of the text, or of each item; 0: no limit
};
std::optional<FormLimit> form_limit(Kind kind, std::string_view field);

}  // namespace corpus
