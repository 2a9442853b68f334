// SPDX-License-Identifier: GPL-3.0-or-later
// Results → JSON, exactly as openapi.yaml has it. Codes get their labels here; the rooms below speak in codes only.
#include <algorithm>

#include "corpus/job_pace.h"
#include "corpus/record_json.h"
#include "indexer/schema.h"
#include "web/wire_shapes.h"

namespace web {
namespace {

using corpus::Vocabularies;
using corpus::Vocabulary;

ordered coded_list(const Vocabulary& list, const std::vector<std::string>& codes) {
  ordered out = ordered::array();
  for (const std::string& code : codes) out.push_back(coded(list, code));
  return out;
}

template <class T>
ordered or_null(const std::optional<T>& value) {
  return value ? ordered(*value) : ordered(nullptr);
}

ordered shape(const search::Card& card, const Vocabularies& lists) {
  ordered out;
  out["id"] = card.id;
  out["kind"] = std::string(corpus::to_string(card.kind));
  out["title"] = card.title;
  out["owner"] = card.owner;
  out["region"] = coded_or_null(lists.at("region"), card.region);
  out["field"] = coded_list(lists.at("field"), card.field);
  out["industry"] = coded_list(lists.at("industry"), card.industry);
  out["cooperation"] = coded_list(lists.at("cooperation"), card.cooperation);
  out["stage"] = coded_or_null(lists.at("stage"), card.stage);
  out["trl"] = or_null(card.trl);
  out["trl_inferred"] = card.trl_inferred;
  out["year"] = or_null(card.year);
  out["price"] = card.price;
  out["keywords"] = card.keywords;
  out["visibility"] = card.visibility;
  out["updated_at"] = card.updated_at;
  return out;
}

ordered shape(const std::vector<search::Part>& parts) {
  ordered out = ordered::array();
  for (const search::Part& part : parts) out.push_back({{"text", part.text}, {"match", part.match}});
  return out;
}

ordered shape(const std::vector<search::Fragment>& fragments) {
  ordered out = ordered::array();
  for (const search::Fragment& fragment : fragments)
    out.push_back({{"field", fragment.field}, {"start", fragment.start}, {"parts", shape(fragment.parts)}});
  return out;
}

ordered shape(const search::Hit& hit, const Vocabularies& lists) {
  ordered out = shape(hit.card, lists);
  out["score"] = hit.score;
  out["title_parts"] = shape(hit.title_parts);
  out["fragments"] = shape(hit.fragments);
  if (hit.more > 0) out["more"] = hit.more;
  return out;
}

ordered shape(const search::Correction& correction) {
  ordered changes = ordered::array();
  for (const search::Change& change : correction.changes)
    changes.push_back({{"start", change.start}, {"length", change.length}, {"from", change.from}, {"to", change.to}});
  return {{"text", correction.text}, {"changes", std::move(changes)}};
}

// A TRL reads "TRL 6" and a year is its own label; the others are labelled by their list.
std::pair<std::string, std::string> facet_labels(std::string_view facet, const std::string& code, const Vocabularies& lists) {
  if (facet == "trl") return {"TRL " + code, "TRL " + code};
  const auto row = std::ranges::find(indexer::kFacets, facet, &indexer::FacetInfo::name);
  const Vocabulary* list = row == indexer::kFacets.end() || row->vocabulary.empty() ? nullptr : lists.find(row->vocabulary);
  return list == nullptr ? std::pair{code, code} : std::pair{list->label(code), list->label_en(code)};
}

ordered shape(std::string_view facet, const std::vector<search::FacetValue>& values, const Vocabularies& lists) {
  ordered out = ordered::array();
  for (const search::FacetValue& value : values) {
    const auto [label, label_en] = facet_labels(facet, value.code, lists);
    out.push_back({{"code", value.code}, {"label", label}, {"label_en", label_en}, {"count", value.count}, {"selected", value.selected}});
    if (!value.children.empty()) out.back()["children"] = shape(facet, value.children, lists);
  }
  return out;
}

ordered shape(const search::Facets& facets, const Vocabularies& lists) {
  ordered out = ordered::object();
  for (const auto& [name, values] : facets) out[name] = shape(name, values, lists);
  return out;
}

ordered total_of(const search::SearchResult& result) {
  return {{"value", result.total}, {"relation", result.total_exact ? "exact" : "about"}};
}

ordered shape(const search::TextPlace& place) { return {{"field", place.field}, {"begin", place.begin}, {"end", place.end}}; }

ordered shape(const search::Match& match, const Vocabularies& lists, const corpus::DecisionBook::Pairs* decided) {
  ordered out = shape(match.card, lists);
  out["score"] = match.score;
  out["signals"] = match.signals;
  out["values"] = ordered::object();
  for (const auto& [name, value] : match.values) out["values"][name] = or_null(value);
  out["reasons"] = ordered::array();
  for (const search::Reason& reason : match.reasons) {
    ordered one = {{"signal", reason.signal}, {"message", reason.message}, {"message_en", reason.message_en}};
    if (reason.asking) one["asking"] = shape(*reason.asking);
    if (reason.found) one["found"] = shape(*reason.found);
    for (const search::SharedPhrase& phrase : reason.phrases)
      one["phrases"].push_back({{"text", phrase.text}, {"asking", shape(phrase.asking)}, {"found", shape(phrase.found)}});
    out["reasons"].push_back(std::move(one));
  }
  out["fragments"] = shape(match.fragments);
  if (match.more > 0) out["more"] = match.more;
  if (!match.more_ids.empty()) out["more_ids"] = match.more_ids;
  if (decided != nullptr)
    if (const auto it = decided->find(match.card.id); it != decided->end()) out["decision"] = shape_of(it->second, lists);
  return out;
}

ordered shape(const search::Together& together, const Vocabularies& lists) {
  ordered members = ordered::array();
  for (const search::Together::Member& member : together.members) {
    ordered one = shape(member.card, lists);
    one["score"] = member.score;
    one["meets"] = member.meets;
    members.push_back(std::move(one));
  }
  return {{"members", std::move(members)}, {"not_stated", together.not_stated}, {"not_comparable", together.not_comparable}};
}

ordered shape(const search::Advice& advice) {
  ordered out = {{"severity", std::string(corpus::to_string(advice.severity))}, {"code", advice.code}, {"field", advice.field}};
  if (advice.place) out["place"] = shape(*advice.place);
  out.update({{"message", advice.message}, {"message_en", advice.message_en}, {"hint", advice.hint}, {"hint_en", advice.hint_en}});
  return out;
}

ordered shape(const search::Copy& copy) {
  ordered out = {{"id", copy.id}, {"title", copy.title}};
  if (copy.similarity) out["similarity"] = *copy.similarity;
  return out;
}

ordered shape(const search::Distinction& distinction) {
  return {{"candidates", distinction.candidates},
          {"groups", distinction.groups},
          {"largest", distinction.largest},
          {"by", distinction.by},
          {"message", distinction.message},
          {"message_en", distinction.message_en}};
}

// `written`: the record as this reader gets it; what was kept from them has no label either.
ordered labels_of(const corpus::Record& record, const ordered& written, const Vocabularies& lists) {
  ordered out = ordered::object();
  const auto fields = corpus::fields_of(corpus::kind_of(record));
  for (const auto& [name, codes] : corpus::codes_of(record)) {
    const auto field = std::ranges::find(fields, name, &corpus::FieldInfo::name);
    const Vocabulary* list = field == fields.end() ? nullptr : lists.find(field->vocabulary);
    if (list != nullptr && written.contains(name)) out[name] = coded_list(*list, codes);
  }
  return out;
}

ordered record_for(const RecordView& view) {
  if (view.contacts) return corpus::to_json(view.record);
  return view.integrity ? corpus::to_staff_json(view.record) : corpus::to_public_json(view.record);
}

ordered shape(const corpus::Job& job, bool messages) {
  ordered out = {{"id", job.id},     {"kind", job.kind},   {"state", job.state},          {"phase", job.phase},
                 {"done", job.done}, {"total", job.total}, {"started_at", job.started_at}};
  if (const auto unit = corpus::unit_of(job); !unit.empty()) out["unit"] = unit;
  if (!job.finished_at.empty()) out["finished_at"] = job.finished_at;
  if (const auto rate = corpus::rate_of(job)) out["rate"] = *rate;
  if (const auto seconds = corpus::remaining_seconds(job)) out["remaining_s"] = *seconds;
  if (job.cancel_asked) out["cancel_asked"] = true;
  if (messages && !job.message.empty()) out["message"] = job.message;
  if (messages && !job.asked_by.empty()) out["asked_by"] = job.asked_by;
  return out;
}

// The words name directories and machines; the documents of all shards, less those that all may see, would be how many are hidden.
ordered shape(const std::vector<search::ShardState>& shards, bool messages) {
  ordered out = ordered::array();
  for (const search::ShardState& shard : shards) {
    out.push_back({{"number", out.size() + 1},
                   {"answers", shard.answers},
                   {"used", shard.used},
                   {"generation", shard.generation},
                   {"seq", shard.seq}});
    if (!shard.since.empty()) out.back()["since"] = shard.since;
    if (messages) out.back().update({{"documents", shard.documents}, {"name", shard.name}, {"message", shard.message}});
  }
  return out;
}

ordered shape(const search::ShardSet& set, bool messages) {
  ordered out = {{"configured", set.configured}, {"generation", set.generation}, {"expected", set.expected}, {"found", set.found}, {"whole", set.whole()}};
  if (messages && set.missing_documents) out["missing_documents"] = *set.missing_documents;
  if (messages && set.fault) out.update({{"problem", set.fault->message}, {"hint", set.fault->hint}});
  return out;
}

ordered shape(const IndexState& index, corpus::Seq seq) {
  return {{"generation", index.generation},
          {"seq", index.seq},
          {"documents", index.documents},
          {"lag", std::max<corpus::Seq>(0, seq - index.seq)},  // a store put back from a backup may stand behind its index
          {"built_at", index.built_at},
          {"analyzer", index.analyzer}};
}

// The words of an error name directories.
ordered shape(const IndexFault& fault, bool messages) {
  const corpus::Error& error = fault.error;
  const std::string place = messages && !error.where.empty() ? " (" + error.where + ")" : "";
  const std::string problem = messages ? message_in_both(error) : message_in_both({error.code, "", "", ""});
  return {{"generation", fault.generation}, {"code", std::string(corpus::to_string(error.code))}, {"problem", problem + place}, {"hint", hint_in_both(error)}};
}

ordered shape(const corpus::StoreCounts& counts, corpus::Seq seq, bool counted) {
  ordered published = ordered::object();
  for (const corpus::Kind kind : corpus::kAllKinds) {
    if (kind == corpus::Kind::decision || !counted) continue;  // not a kind the API has
    const auto it = counts.published.find(kind);
    published[std::string(corpus::to_string(kind))] = it == counts.published.end() ? 0 : it->second;
  }
  return {{"seq", seq}, {"published", std::move(published)}, {"submitted", counts.submitted}};
}

}  // namespace

Answer answer_search(const search::SearchResult& result, const search::SearchRequest& request, const Vocabularies& vocabularies) {
  ordered hits = ordered::array();
  for (const search::Hit& hit : result.hits) hits.push_back(shape(hit, vocabularies));
  ordered body = {{"hits", std::move(hits)}, {"facets", shape(result.facets, vocabularies)}, {"notes", shape_of(result.notes)}};
  if (result.did_you_mean) body["did_you_mean"] = shape(*result.did_you_mean);
  body.update({{"seq", result.seq},
               {"generation", result.generation},
               {"total", total_of(result)},
               {"page", request.page},
               {"size", request.size},
               {"took_ms", result.took_ms}});
  return answer_json(body);
}

Answer answer_facets(const search::SearchResult& result, const Vocabularies& vocabularies) {
  return answer_json({{"facets", shape(result.facets, vocabularies)},
                      {"notes", shape_of(result.notes)},
                      {"seq", result.seq},
                      {"generation", result.generation},
                      {"total", total_of(result)}});
}

Answer answer_suggest(const search::Suggestions& suggestions) {
  ordered list = ordered::array();
  for (const search::Suggestion& suggestion : suggestions.list)
    list.push_back({{"text", suggestion.text}, {"source", suggestion.source}, {"count", suggestion.count}});
  return answer_json({{"suggestions", std::move(list)}, {"notes", shape_of(suggestions.notes)}, {"seq", suggestions.seq}});
}

Answer answer_record(const RecordView& view, const Vocabularies& vocabularies) {
  const ordered record = record_for(view);
  return answer_json({{"record", record},
                      {"labels", labels_of(view.record, record, vocabularies)},
                      {"incomplete", corpus::common_of(view.record).incomplete},
                      {"seq", view.stored.seq},
                      {"indexed", view.indexed},
                      {"status", view.stored.status},
                      {"version", view.stored.version}});
}

Answer answer_match(const search::MatchResult& result, const search::Weights& weights, const Vocabularies& vocabularies,
                    const corpus::DecisionBook::Pairs* decided) {
  return answer_json(shape_of(result, weights, vocabularies, decided));
}

ordered shape_of(const search::MatchResult& result, const search::Weights& weights, const Vocabularies& vocabularies,
                 const corpus::DecisionBook::Pairs* decided) {
  ordered matches = ordered::array();
  for (const search::Match& match : result.matches) matches.push_back(shape(match, vocabularies, decided));
  ordered out = {{"matches", std::move(matches)}};
  if (result.together) out["together"] = shape(*result.together, vocabularies);
  out.update({{"weights", result.effective_weights},
              {"weights_version", weights.version},
              {"notes", shape_of(result.notes)},
              {"seq", result.seq},
              {"generation", result.generation},
              {"took_ms", result.took_ms}});
  if (decided != nullptr) out["left_out"] = result.left_out;
  return out;
}

Answer answer_coach(const search::Coaching& coaching) {
  ordered advice = ordered::array(), copies = ordered::array();
  for (const search::Advice& one : coaching.advice) advice.push_back(shape(one));
  for (const search::Copy& one : coaching.copies) copies.push_back(shape(one));
  return answer_json({{"kind", std::string(corpus::to_string(coaching.kind))},
                      {"required", coaching.required},
                      {"given", coaching.given},
                      {"advice", std::move(advice)},
                      {"copies", std::move(copies)},
                      {"distinction", coaching.distinction ? shape(*coaching.distinction) : ordered(nullptr)},
                      {"notes", shape_of(coaching.notes)},
                      {"seq", coaching.seq},
                      {"generation", coaching.generation}});
}

Answer answer_receipt(const corpus::Submission& submission) {
  Answer answer = answer_json({{"receipt", submission.receipt},
                               {"id", submission.id},
                               {"seq", submission.seq},
                               {"status", submission.status},
                               {"incomplete", submission.incomplete},
                               {"diagnostics", shape_of(submission.diagnostics)}});
  answer.status = 202;  // accepted: it waits for review
  return answer;
}

Answer answer_receipt_state(const corpus::Receipt& receipt, const corpus::StoredRecord& stored, const std::string& reason,
                            const Vocabularies& vocabularies) {
  ordered body = {{"receipt", receipt.number},
                  {"id", receipt.id},
                  {"kind", std::string(corpus::to_string(stored.kind))},
                  {"status", coded(vocabularies.at("status"), stored.status)},
                  {"changed_at", stored.changed_at}};
  if (!reason.empty()) body["reason"] = reason;
  return answer_json(body);
}

Answer answer_vocabularies(const Vocabularies& vocabularies) {
  ordered out = ordered::object();
  for (const auto& [name, list] : vocabularies.all()) {
    ordered entries = ordered::array();
    for (const corpus::VocabularyEntry& entry : list.entries())
      entries.push_back({{"code", entry.code}, {"label", entry.label}, {"label_en", list.label_en(entry.code)}, {"parent", entry.parent}});
    out[name] = std::move(entries);
  }
  return answer_json(out, "max-age=300");
}

Answer answer_status(const StatusView& view) {
  ordered jobs = ordered::array();
  for (const corpus::Job& job : view.jobs) jobs.push_back(shape(job, view.messages));
  ordered out = {{"version", view.version},
                 {"uptime_s", view.uptime_s},
                 {"store", shape(view.counts, view.seq, view.counted)},
                 {"index", view.index ? shape(*view.index, view.seq) : ordered(nullptr)},
                 {"jobs", std::move(jobs)}};
  if (view.index_fault) out["index_fault"] = shape(*view.index_fault, view.messages);
  if (view.read_only) out["read_only"] = true;
  if (!view.shards.empty()) out["shards"] = shape(view.shards, view.messages);
  if (view.shard_set) out["shard_set"] = shape(*view.shard_set, view.messages);
  return answer_json(out);
}

Answer answer_jobs(const std::vector<corpus::Job>& jobs) {
  ordered list = ordered::array();
  for (const corpus::Job& job : jobs) list.push_back(shape(job, true));
  return answer_json({{"jobs", std::move(list)}});
}

Answer answer_job(const corpus::Job& job, const std::vector<corpus::JobLine>& log, int status) {
  ordered out = shape(job, true);
  out["log"] = ordered::array();
  for (const corpus::JobLine& line : log) out["log"].push_back({{"at", line.at}, {"line", line.line}});
  Answer answer = answer_json(out);
  answer.status = status;
  return answer;
}

Answer answer_health(std::string_view word) { return answer_json({{"status", std::string(word)}}); }

Answer answer_contract(std::string_view yaml) {
  Answer answer;
  answer.type = "application/yaml";
  answer.body = yaml;
  answer.headers = {{"Cache-Control", "no-cache"}};
  return answer;
}

}  // namespace web
