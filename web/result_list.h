// SPDX-License-Identifier: GPL-3.0-or-later
// Results as a list for a spreadsheet: one row per hit, labels rather than codes, headings in Chinese.
#pragma once

#include <string_view>

#include "corpus/list_file.h"
#include "corpus/vocabulary.h"
#include "search/searcher.h"
#include "web/wire.h"

namespace web {

// Rank in the whole list, id, title, what the card says, score, and the fragments joined by " … ".
corpus::List list_of(const search::SearchResult& result, const search::SearchRequest& request, const corpus::Vocabularies& vocabularies);

// A file to keep, named queqiao-YYYYMMDD.FORMAT. `format`: csv, xlsx, or json, which is answer_search().
Wire<Answer> answer_export(const search::SearchResult& result, const search::SearchRequest& request, std::string_view format, const corpus::Vocabularies& vocabularies);

}  // namespace web
