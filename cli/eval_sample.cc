// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/eval_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/collection.h"
#include "cli/eval_ablation.h"
#include "cli/measurement.h"
#include "corpus/record_json.h"
#include "search/matcher.h"

namespace cli {
namespace {

struct Sides {
  corpus::Kind kind;
  search::MatchTarget to;
  search::Qrels qrels;
  Queries queries;  // a need's id and its text
};

std::string text_of_need(const corpus::StoredRecord& stored) {
  const corpus::Record record = take(corpus::record_from_text(stored.body));
  const auto* need = std::get_if<corpus::Need>(&record);
  if (need == nullptr) stop(corpus::ErrorCode::damaged, stored.id, "the judgments begin with a record that is not a need");
  return question_of_need(*need);
}

corpus::StoredRecord judged_record(const corpus::Store& store, const std::string& id) {
  auto stored = take(store.get(id));
  if (!stored) {
    stop(corpus::ErrorCode::unavailable, id, "this judged record is not in the data directory",
         "import the corpus that the judgments belong to: queqiao import corpus/sample/*.jsonl; queqiao index build");
  }
  return std::move(*stored);
}

// The judgments of one kind of records, over the needs that have any.
Sides side_of(corpus::Kind kind, search::MatchTarget to, const search::Qrels& judgments, std::size_t limit, const corpus::Store& store) {
  Sides side{kind, to, {}, {}};
  for (const auto& [need, grades] : judgments) {
    if (limit != 0 && side.queries.size() == limit) break;
    std::map<std::string, int> of_kind;
    for (const auto& [id, grade] : grades) {
      if (judged_record(store, id).kind == kind) of_kind[id] = grade;
    }
    if (of_kind.empty()) continue;
    side.qrels[need] = std::move(of_kind);
    side.queries.emplace_back(need, text_of_need(judged_record(store, need)));
  }
  return side;
}

// Both rank the hidden records too: judgments do not know who asks.
Ranker ours(const search::Matcher& matcher, search::MatchTarget to, corpus::Day today) {
  return [&matcher, to, today](const std::string& id, const std::string&) {
    search::MatchRequest request;
    request.id = id, request.to = to, request.top = kDepth, request.today = today;
    request.see_hidden = true, request.explain = false, request.fold = false;
    std::vector<search::RankedId> ranking;
    for (const search::Match& match : take(matcher.match(request)).matches) ranking.push_back({match.card.id, match.score});
    return ranking;
  };
}

Ranker plain_bm25(const search::Searcher& searcher, corpus::Kind kind) {
  return [&searcher, kind](const std::string&, const std::string& text) { return take(searcher.rank(text, kind, kDepth)); };
}

void print(const Sides& side, const Measurement& own, const Measurement& plain, const nlohmann::ordered_json& ablation, Output& output) {
  output.line(output.paint(Style::strong, fmt::format("need → {}", corpus::to_string(side.kind))));
  print_figures(own, side.qrels, output);
  print_comparison(own, plain.run, "plain BM25 over the need's text", side.qrels, output);
  if (!ablation.empty()) print_ablation(ablation, output);
  output.line();
}

nlohmann::ordered_json json_of(const Sides& side, const Measurement& own, const Measurement& plain) {
  auto json = figures_json(own, side.qrels);
  json["bm25"] = figures_json(plain, side.qrels);
  json["against_bm25"] = comparison_json(own, plain.run, side.qrels);
  return json;
}

}  // namespace

Exit eval_sample(const SampleQuestion& question, Session& session) {
  const search::Qrels judgments = read_judgments(question.directory / "judgments.tsv");
  const corpus::Store& store = session.store(Access::read);
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  const auto by_words = session.readers_by_words();
  const search::Searcher searcher(*by_words, session.vocabularies());
  if (session.weights().version != search::default_weights().version) session.output().note("ranked by the weights " + session.weights().version);
  nlohmann::ordered_json json;
  for (const auto& [kind, to] : {std::pair{corpus::Kind::achievement, search::MatchTarget::achievement},
                                 std::pair{corpus::Kind::expert, search::MatchTarget::expert}}) {
    const Sides side = side_of(kind, to, judgments, question.limit, store);
    const std::string word(corpus::to_string(kind));
    const auto ranker = [target = to, &question](const search::Matcher& one) { return ours(one, target, question.today); };
    const Measurement own = measure(side.queries, ranker(matcher), word, session.output());
    const Measurement plain = measure(side.queries, plain_bm25(searcher, kind), "plain BM25", session.output());
    nlohmann::ordered_json ablation;
    if (question.ablation) ablation = ablation_json({side.queries, side.qrels, to, own, ranker}, session);
    if (session.output().json()) {
      json[word] = json_of(side, own, plain);
      if (question.ablation) json[word]["ablation"] = std::move(ablation);
    } else {
      print(side, own, plain, ablation, session.output());
    }
  }
  if (session.output().json()) session.output().result(json);
  return Exit::done;
}

}  // namespace cli
