// SPDX-License-Identifier: GPL-3.0-or-later
// Results as a list for a spreadsheet: one row per hit, labels rather than codes, headings in Chinese.
#pragma once

#include <string>
#include <string_view>

#include "corpus/list_file.h"
#include "corpus/vocabulary.h"
#include "search/searcher.h"
#include "web/wire.h"

namespace web {

// Rank in the whole list, id, title, what the card says, score, and the fragments joined by " … ".
corpus::List list_of(const search::SearchResult& result, const search::SearchRequest& request, const corpus::Vocabularies& vocabularies);

// Number, decision, reason, note, both records with id and title, who, when.
corpus::List list_of(const corpus::DecisionBook::Page& page, const Names& names, const corpus::Vocabularies& vocabularies);

// A list as a file to keep, named queqiao-YYYYMMDD.FORMAT. `format`: csv or xlsx, whose sheet is called `sheet`.
Wire<Answer> answer_list(const corpus::List& list, const std::string& sheet, std::string_view format);

// The same of a result, whose `format` may be json, too: answer_search().
Wire<Answer> answer_export(const search::SearchResult& result, const search::SearchRequest& request, std::string_view format, const corpus::Vocabularies& vocabularies);

}  // namespace web
