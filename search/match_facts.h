// SPDX-License-Identifier: GPL-3.0-or-later
// What the signals compare, read from one side of a pair.
#pragma once

#include <xapian.h>

#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/signals/signal.h"

namespace search {

// Of a document of the index, from its value slots: no JSON is parsed. `kind` is the document's.
Facts facts_of(const Xapian::Document& document, corpus::Kind kind, const corpus::Vocabularies& lists);

// Of a record, such as a draft. Requires: validated.
Facts facts_of(const corpus::Record& record);

}  // namespace search
