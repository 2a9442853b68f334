// SPDX-License-Identifier: GPL-3.0-or-later
// Record + vocabularies → Xapian document. Pure: the same record and lists give the same document, byte for byte.
#pragma once

#include <xapian.h>

#include <string>

#include "corpus/record.h"
#include "corpus/vocabulary.h"
#include "indexer/model/text_model.h"
#include "indexer/text/lexicon.h"

namespace indexer {

// The term that finds a record by id: prefix and id, cut and hashed where it would be over Xapian's limit (ids are at most 64 bytes, so never).
std::string id_term(std::string_view id);

// Terms with positions, value slots, and as data the record's public JSON (no contact, no legal representative). With a model also the record's place in it,
// with a lexicon also the words that it joins.
// Requires: a validated record, codes resolved. May throw Xapian::Error; callers stand behind a door.
Xapian::Document make_document(const corpus::Record& record, const corpus::Vocabularies& vocabularies, const model::TextModel* model = nullptr,
                               const text::Lexicon* lexicon = nullptr);

}  // namespace indexer
