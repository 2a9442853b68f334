// SPDX-License-Identifier: GPL-3.0-or-later
// The query as understood, as a sentence, told from the finished tree and not from the text: the person sees what the engine will do.
#pragma once

#include <string>

#include "corpus/vocabulary.h"
#include "search/query.h"

namespace search::syntax {

// 检索：水肥一体化；地区：湖北省；不含：大田 — what is searched, then fields and filters as written, then what is left out.
std::string understood_as(const Node& root, const corpus::Vocabularies& vocabularies, bool chinese);

}  // namespace search::syntax
