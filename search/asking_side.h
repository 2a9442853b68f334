// SPDX-License-Identifier: GPL-3.0-or-later
// Who asks in a match: a stored record, a draft or bare text, and what of it is looked for and compared.
#pragma once

#include <optional>

#include "corpus/error.h"
#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "search/asking_text.h"
#include "search/index_reader.h"
#include "search/matcher.h"
#include "search/query.h"
#include "search/signals/signal.h"

namespace search {

struct AskingSide {
  std::optional<corpus::Record> record;  // none: bare text
  corpus::Kind kind = corpus::Kind::need;
  AskingText text;
  Facts facts;
};

// Notes say which indicators are not compared, which contradict each other or themselves (with explain), and that a long text was cut. Errors: as Matcher::match says of id, draft and text. May throw Xapian::Error.
corpus::Result<AskingSide> read_asking_side(const IndexReader& reader, const corpus::Vocabularies& vocabularies, const MatchRequest& request, Notes& notes);

// Whether one side needs and the other offers. A need asks, also where the question begins at the other side.
inline bool need_and_offer(corpus::Kind asking, corpus::Kind target) { return (asking == corpus::Kind::need) != (target == corpus::Kind::need); }

// Of what is looked for. `similar` is of the kind that asks.
corpus::Kind kind_of_target(MatchTarget target, corpus::Kind asking);

}  // namespace search
