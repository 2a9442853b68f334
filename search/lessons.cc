// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/lessons.h"

#include <fmt/format.h>

#include <algorithm>

#include "corpus/record_json.h"
#include "corpus/split.h"
#include "corpus/words_on_pair.h"

namespace search {
namespace {

using corpus::Decision;
using corpus::ErrorCode;
using corpus::fail;
using corpus::Kind;
using corpus::Result;

using Taught = std::map<std::string, std::vector<std::string>>;  // code of a reason → signals

Result<Taught> taught_by(const corpus::Vocabulary& reasons) {
  Taught taught;
  for (const corpus::VocabularyEntry& entry : reasons.entries()) {
    const auto teaches = entry.maps.find("teaches"), signals = entry.maps.find("signals");
    if (teaches == entry.maps.end() || teaches->second != "yes" || signals == entry.maps.end()) continue;
    taught[entry.code] = corpus::split(signals->second, ',');
    for (const std::string& name : taught[entry.code]) {
      const auto& may = learnable_signals();
      if (std::ranges::find(may, name) != may.end()) continue;
      return fail(ErrorCode::damaged, "reason.tsv", fmt::format("the reason {} teaches \"{}\", which is no signal that decisions may move", entry.code, name),
                  fmt::format("in the column maps, name some of these: signals:{}", fmt::join(may, ",")));
    }
  }
  return taught;
}

// The need of a pair, and what was matched with it; nullopt where the pair is not of that sort.
struct Sides {
  std::string need, other;
  MatchTarget to;
};
Result<std::optional<Sides>> sides_of(const Decision& decision, const KindOf& kind_of) {
  auto subject = kind_of(decision.subject_id);
  if (!subject) return std::unexpected(subject.error());
  auto object = kind_of(decision.object_id);
  if (!object) return std::unexpected(object.error());
  Sides sides{decision.subject_id, decision.object_id, MatchTarget::achievement};
  std::optional<Kind> other = *object;
  if (*object == Kind::need) std::swap(sides.need, sides.other), other = *subject;
  const bool with_need = (*subject == Kind::need) != (*object == Kind::need);
  if (!with_need || (other != Kind::achievement && other != Kind::expert)) return std::nullopt;
  sides.to = *other == Kind::achievement ? MatchTarget::achievement : MatchTarget::expert;
  return sides;
}

}  // namespace

std::string_view to_string(LeftOut why) {
  switch (why) {
    case LeftOut::reason: return "reason";
    case LeftOut::withdrawn: return "withdrawn";
    case LeftOut::replaced: return "replaced";
    case LeftOut::same_record: return "same_record";
    case LeftOut::no_need: return "no_need";
    case LeftOut::not_matched: return "not_matched";
  }
  return "";
}

Result<Lessons> lessons_of(const std::vector<Decision>& in_order, const corpus::Vocabulary& reasons, const KindOf& kind_of,
                           const ValuesOf& values_of) {
  const auto taught = taught_by(reasons);
  if (!taught) return std::unexpected(taught.error());
  Lessons lessons;
  lessons.decisions = in_order.size();
  const auto leave_out = [&](LeftOut why, std::string code = {}, std::size_t count = 1) { lessons.left_out[{why, std::move(code)}] += count; };
  // Pair → person → places in the order of writing.
  std::map<std::pair<std::string, std::string>, std::map<std::string, corpus::WordsOnPair<std::size_t>>> about;
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    const Decision& one = in_order[i];
    auto& words = about[std::minmax(one.subject_id, one.object_id)][one.by];
    const bool had_match = words.match.has_value();
    words.say(one.verdict, one.undoes, i);
    if (corpus::about_sameness(one.verdict))
      leave_out(LeftOut::same_record);
    else if (one.verdict == "withdrawn")
      leave_out(LeftOut::withdrawn, "", had_match && !words.match ? 2 : 1);
    else if (had_match)
      leave_out(LeftOut::replaced);
  }
  for (const auto& [pair, persons] : about) {
    std::optional<std::size_t> latest;
    for (const auto& [by, words] : persons) {
      if (latest && words.match) leave_out(LeftOut::replaced);
      latest = std::max(latest, words.match);
    }
    if (!latest) continue;
    const Decision& last = in_order[*latest];
    const bool wanted = last.verdict == "shortlisted";
    const auto signals = taught->find(last.reason);
    if (!wanted && signals == taught->end()) {
      leave_out(LeftOut::reason, last.reason);
      continue;
    }
    const auto sides = sides_of(last, kind_of);
    if (!sides) return std::unexpected(sides.error());
    if (!*sides) {
      leave_out(LeftOut::no_need);
      continue;
    }
    const auto& [need, other, to] = **sides;
    auto values = values_of(need, to, other);
    if (!values) return std::unexpected(values.error());
    if (*values)
      lessons.judgments.push_back({need, other, to, wanted, wanted ? std::vector<std::string>() : signals->second, std::move(**values)});
    else
      leave_out(LeftOut::not_matched);
  }
  return lessons;
}

Result<std::vector<Decision>> decisions_of(const corpus::Store& store) {
  std::vector<std::pair<corpus::Seq, Decision>> all;
  corpus::Store::ScanOptions scan;
  scan.kind = Kind::decision;
  scan.status = "published";
  const auto scanned = store.scan(scan, [&](const corpus::StoredRecord& stored) {
    auto record = corpus::record_from_text(stored.body);
    if (auto* decision = record ? std::get_if<Decision>(&*record) : nullptr) all.emplace_back(stored.seq, std::move(*decision));
    return true;
  });
  if (!scanned) return std::unexpected(scanned.error());
  std::ranges::sort(all, {}, [](const auto& one) { return one.first; });
  std::vector<Decision> in_order;
  for (auto& [seq, decision] : all) in_order.push_back(std::move(decision));
  return in_order;
}

KindOf kinds_by(const corpus::Store& store) {
  return [&store](const std::string& id) -> Result<std::optional<Kind>> {
    const auto stored = store.get(id);
    if (!stored) return std::unexpected(stored.error());
    return *stored ? std::optional((*stored)->kind) : std::nullopt;
  };
}

ValuesOf values_by(const Matcher& matcher, std::chrono::milliseconds time_limit) {
  return [&matcher, time_limit](const std::string& need, MatchTarget to, const std::string& other) -> Result<std::optional<SignalValues>> {
    MatchRequest request;
    request.id = need;
    request.to = to;
    request.only = other;
    request.top = 1;
    request.see_hidden = true;
    request.explain = false;
    request.fold = false;
    request.time_limit = time_limit;
    auto found = matcher.match(request);
    if (!found && found.error().code == ErrorCode::not_found) return std::nullopt;  // the need is not in the index
    if (!found) return std::unexpected(found.error());
    if (found->matches.empty()) return std::nullopt;
    SignalValues& values = found->matches.front().values;
    // Weights know no meaning: it counts by the weight of the text, and without it a learner would compare what nobody was shown.
    values["text"] = text_with_meaning(values);
    values.erase("meaning");
    return std::move(values);
  };
}

}  // namespace search
