// SPDX-License-Identifier: GPL-3.0-or-later
// Measures ranking over test collections in indexes of their own, or over the sample corpus in the index of the data directory.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/eval_collection.h"
#include "cli/eval_sample.h"
#include "cli/eval_table.h"
#include "cli/share.h"
#include "cli/temporary.h"
#include "cli/words.h"
#include "corpus/date.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEvalExamples =
    R"(  queqiao eval data/zhsci-problem --as need           # figures over the dev queries, in an index made for it
  queqiao eval data/zhsci-kw1 --as search --against data/zhsci-kw1/peer-lucene-cjk.dev.run
  queqiao eval data/chinaxiv-cite --as similar --run ours.run --json
  queqiao eval data/zhsci-kw1 --learn-from data/papers.jsonl           # with and without what that teaches
  queqiao eval data/chinaxiv-expert --as expert --results-from data/chinaxiv-cite/docs.jsonl    # their papers speak for them
  queqiao eval data/zhsci-kw1 --limit 100 --keep-index /tmp/zhsci      # the second time without building
  queqiao eval --table quality.json data/zhsci-problem:need data/zhsci-kw1:search    # many sets, beside the table kept and the runs of peers
  queqiao eval --sample                               # the sample corpus, in the index of --data, plain BM25 beside ours
  queqiao eval --sample --ablation                    # the same with each signal left out)";

struct EvalArguments {
  std::vector<std::string> directories;
  std::string split = "dev", as = "search", run, against, keep_index, table, learn_from, results_from, today;
  std::size_t limit = 0;
  bool sample = false, update = false, ablation = false;
};

CollectionQuestion question_about(const std::string& directory, const std::string& as, const EvalArguments& arguments) {
  return {directory, as, arguments.split, arguments.limit, arguments.learn_from, arguments.results_from};
}

// ---- a collection

Exit run_collection(const EvalArguments& arguments, Session& session) {
  std::optional<search::Run> theirs;
  if (!arguments.against.empty()) theirs = take(search::read_run(arguments.against));
  const TemporaryDirectory temporary;
  const fs::path place = arguments.keep_index.empty() ? temporary.path() / "index" : fs::path(arguments.keep_index);
  const MeasuredCollection measured =
      measure_collection(question_about(arguments.directories.front(), arguments.as, arguments), place, session);
  const Measurement& ours = measured.measurement;
  if (theirs && std::ranges::none_of(ours.scored, [&](const auto& query) { return theirs->contains(query.first); }))
    stop(corpus::ErrorCode::invalid_argument, arguments.against, "the run ranks none of these queries", "is it a run of this collection and split?");
  Output& output = session.output();
  if (!arguments.run.empty()) write_run(ours, arguments.run);
  if (output.json()) {
    auto json = figures_json(ours, measured.qrels);
    if (!measured.learned.empty()) json["learned"] = measured.learned;
    if (measured.by_words)
      json["without_model"] = {{"figures", figures_json(*measured.by_words, measured.qrels)},
                               {"against", comparison_json(ours, measured.by_words->run, measured.qrels)}};
    if (theirs) json["against"] = {{"run", arguments.against}, {"figures", comparison_json(ours, *theirs, measured.qrels)}};
    output.result(json);
    return Exit::done;
  }
  if (!measured.learned.empty()) output.line("learned: " + measured.learned);
  print_figures(ours, measured.qrels, output);
  if (measured.by_words) {
    output.line();
    output.line("without the model");
    print_figures(*measured.by_words, measured.qrels, output);
    print_comparison(ours, measured.by_words->run, "ours without what was learned", measured.qrels, output);
  }
  if (theirs) print_comparison(ours, *theirs, arguments.against, measured.qrels, output);
  return Exit::done;
}

// ---- many

// DIR:PIPELINE, or DIR for the pipeline of --as.
CollectionQuestion question_of(const std::string& word, const EvalArguments& arguments) {
  const auto colon = word.rfind(':');
  const std::string as = colon == std::string::npos ? "" : word.substr(colon + 1);
  if (std::ranges::find(kPipelines, as) == kPipelines.end()) return question_about(word, arguments.as, arguments);
  return question_about(word.substr(0, colon), as, arguments);
}

Exit run_table(const EvalArguments& arguments, Session& session) {
  if (!arguments.run.empty() || !arguments.against.empty())
    stop(corpus::ErrorCode::invalid_argument, "--run", "a run is of one collection",
         "name one collection; a table compares with the runs beside each collection");
  if (arguments.update && (arguments.table.empty() || arguments.limit != 0))
    stop(corpus::ErrorCode::invalid_argument, "--update", "only a table of all queries is kept", "give --table FILE, and no --limit");
  const TemporaryDirectory temporary;
  const fs::path place = arguments.keep_index.empty() ? temporary.path() / "indexes" : fs::path(arguments.keep_index);
  std::vector<CollectionQuestion> questions;
  for (const std::string& word : arguments.directories) questions.push_back(question_of(word, arguments));
  return eval_table(questions, arguments.table, arguments.update, place, session);
}

// A collection's runs are ranked by text alone, or by weights that count no day.
void refuse_sample_options(const EvalArguments& arguments) {
  if (!arguments.ablation && arguments.today.empty()) return;
  stop(corpus::ErrorCode::invalid_argument, arguments.ablation ? "--ablation" : "--today", "this is of the sample corpus, whose signals were judged",
       "give --sample, or a directory with judgments.tsv");
}

Exit run_eval(const EvalArguments& arguments, Session& session) {
  if (arguments.update || !arguments.table.empty() || arguments.directories.size() > 1) {
    if (!arguments.sample && !arguments.directories.empty()) {
      refuse_sample_options(arguments);
      return run_table(arguments, session);
    }
    stop(corpus::ErrorCode::invalid_argument, "DIR", "a table is of collections on disk", "name their directories: queqiao eval --table FILE DIR:PIPELINE ...");
  }
  const fs::path directory = arguments.directories.empty() && arguments.sample ? shipped_sample()
                             : arguments.directories.empty()                   ? fs::path()
                                                                               : fs::path(arguments.directories.front());
  if (directory.empty()) {
    stop(corpus::ErrorCode::invalid_argument, "DIR", "no collection was named",
         "give its directory, or --sample; queqiao eval --help has examples");
  }
  std::error_code ignored;
  if (!arguments.sample && !fs::exists(directory / "judgments.tsv", ignored)) {
    refuse_sample_options(arguments);
    return run_collection(arguments, session);
  }
  if (!arguments.learn_from.empty() || !arguments.results_from.empty())
    stop(corpus::ErrorCode::invalid_argument, arguments.learn_from.empty() ? "--results-from" : "--learn-from",
         "the sample corpus is measured in the index of --data as it is", "name a collection with docs.jsonl");
  if (!arguments.run.empty() || !arguments.against.empty()) {
    stop(corpus::ErrorCode::invalid_argument, "--run", "runs are of one ranking; the sample corpus has two, of results and of experts");
  }
  return eval_sample({directory, arguments.limit, arguments.ablation, day_asked_for(arguments.today, "--today")}, session);
}

}  // namespace

void add_eval(Tree& tree) {
  const Command command = tree.add("eval", "Measure ranking over a test collection: MRR, nDCG, recall and latency", kEvalExamples);
  auto arguments = std::make_shared<EvalArguments>();
  command
      .option("DIR", arguments->directories,
              "Directory with docs.jsonl, queries.SPLIT.tsv and qrels.tsv, or with judgments.tsv; of several, each may be DIR:PIPELINE")
      .by_place()
      .value_name("DIR");
  command.option("--split", arguments->split, "Which queries [dev]").value_name("SPLIT");
  command.option("--as", arguments->as, "Which pipeline [search]").one_of(kPipelines);
  command.option("--run", arguments->run, "Write the rankings as a TREC run").value_name("FILE");
  command.option("--against", arguments->against, "Compare with another run, query by query, with 95 % bootstrap intervals")
      .value_name("FILE");
  command.option("--learn-from", arguments->learn_from,
                 "A further corpus to learn from, of the form of docs.jsonl; records that would give an answer away are left out")
      .value_name("FILE");
  command.option("--results-from", arguments->results_from,
                 "With --as expert: results beside the experts, of the form of docs.jsonl, linked where a title stands in an expert's research")
      .value_name("FILE");
  command.option("--limit", arguments->limit, "Only the first N queries").range(1, 100'000'000).value_name("N");
  command.option("--keep-index", arguments->keep_index, "Make the index here and keep it for the next time").value_name("DIR");
  command.option("--table", arguments->table, "One table of all collections: what changed since FILE, and peer-*.SPLIT.run beside each").value_name("FILE");
  command.flag("--update", arguments->update, "Keep this table in the file of --table");
  command.flag("--sample", arguments->sample, "The sample corpus that came with the program, imported and built in --data");
  command.flag("--ablation", arguments->ablation, "Of the sample corpus: nDCG@10 with each signal left out as well, against all of them");
  command.option("--today", arguments->today, "Of the sample corpus: the day that ages and deadlines are counted to [today]").value_name("DATE");
  tree.on(command, [arguments](Session& session) { return run_eval(*arguments, session); });
}

}  // namespace cli
