// SPDX-License-Identifier: GPL-3.0-or-later
// What the files that write answers share. Private to wire_*.cc.
#pragma once

#include <string>
#include <utility>

#include "web/wire.h"

namespace web {

using ordered = nlohmann::ordered_json;

// Text of a stored record is UTF-8, but a hand-edited database must not take the answer down with it.
inline Answer answer_json(const ordered& body, std::string cache = "no-store") {
  Answer answer;
  answer.body = body.dump(-1, ' ', false, ordered::error_handler_t::replace);
  answer.headers = {{"Cache-Control", std::move(cache)}};
  return answer;
}

inline ordered coded(const corpus::Vocabulary& list, const std::string& code) {
  return {{"code", code}, {"label", list.label(code)}, {"label_en", list.label_en(code)}};
}

inline ordered coded_or_null(const corpus::Vocabulary& list, const std::string& code) { return code.empty() ? ordered(nullptr) : coded(list, code); }

// What an error says, Chinese first: in our words where there are some, else in the general words of its code before the English.
std::string message_in_both(const corpus::Error& error);
std::string hint_in_both(const corpus::Error& error);

// The Decision shape.
ordered shape_of(const corpus::Decision& decision, const corpus::Vocabularies& lists);

}  // namespace web
