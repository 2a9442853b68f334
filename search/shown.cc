// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/shown.h"

#include <optional>

#include "search/indexed_records.h"

namespace search {

using corpus::Result;

void remember(const Shown& shown, corpus::Decision& decision) {
  decision.generation = shown.generation;
  decision.seq = shown.seq;
  decision.weights_version = shown.weights_version;
  decision.reasons_shown = shown.reasons;
}

Result<Shown> shown_of_pair(ReaderPool& pool, const Matcher& matcher, const std::string& subject_id, const std::string& object_id, bool see_hidden) {
  Shown shown;
  shown.weights_version = matcher.weights()->version;
  std::optional<MatchTarget> to;
  const auto read = pool.with([&](const IndexReader& reader) -> Result<void> {
    shown.generation = reader.generation();
    shown.seq = reader.seq();
    const auto subject = kind_in_index(reader.database(), subject_id), object = kind_in_index(reader.database(), object_id);
    if (!subject || !object) return {};
    to = target_between(*subject, *object);
    return {};
  });
  if (!read) return std::unexpected(read.error());
  if (!to) return shown;
  MatchRequest request;
  request.id = subject_id;
  request.to = *to;
  request.only = object_id;
  request.top = 1;
  request.see_hidden = see_hidden;
  const auto result = matcher.match(request);
  const auto gone = [](corpus::ErrorCode code) { return code == corpus::ErrorCode::not_found || code == corpus::ErrorCode::unavailable; };
  if (!result && gone(result.error().code)) return shown;  // taken out just now, or its shard went away
  if (!result) return std::unexpected(result.error());
  shown.generation = result->generation;
  shown.weights_version = result->weights->version;
  shown.seq = result->seq;
  for (const Match& match : result->matches)
    for (const Reason& reason : match.reasons) shown.reasons.push_back(reason.message);
  return shown;
}

}  // namespace search
