// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/build_phase.h"
#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/job_text.h"
#include "cli/lexicon_wishes.h"
#include "indexer/lexicon_counts.h"
#include "indexer/model/model_file.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kIndexStatusExamples =
    R"(  queqiao index status                                # how far store and index are
  queqiao index status --json | jq .index.lag)";

constexpr std::size_t kJobsShown = 5, kJobsLookedAt = 200;

struct State {
  bool store = true;  // false of a searcher that has shards only: what the store tells is not known
  corpus::Seq seq = 0;
  corpus::StoreCounts counts;
  std::vector<corpus::Job> jobs;      // the newest
  std::vector<corpus::Job> building;  // builds that run: one, unless other machines share the store
  std::optional<IndexState> index;
  std::optional<std::string> lexicon_difference;
  std::optional<corpus::Error> report_fault;  // of model/report.json, which searches do not need
  std::vector<search::ShardState> shards;
  std::optional<search::ShardSet> shard_set;
};

// How the lexicon of the generation in force differs from what is configured; nullopt where it does not.
std::optional<std::string> lexicon_difference(const indexer::Manifest& manifest, const Config& config) {
  const auto wishes = lexicon_wishes(config);
  if (!wishes) return fmt::format("the next build will stop: {}", corpus::to_text(wishes.error()));
  const std::string own = wishes->own ? wishes->own->edition() : "";
  if (own != indexer::lexicon_file_edition(manifest))
    return "lexicon.file holds other words than those that the index was built with; they take effect with: queqiao index build";
  const auto counts = indexer::lexicon_counts_from(indexer::lexicon_words(manifest));
  const bool learned = counts && counts->learned;
  if (learned != config.learn.lexicon)
    return fmt::format("learn.lexicon = {}, and the index was built {} learned words; it takes effect with: queqiao index build", config.learn.lexicon,
                       learned ? "with" : "without");
  return std::nullopt;
}

// Whether shards are all that this machine was given: a searcher needs no store. One that has lost the store of its own index is told so elsewhere.
bool has_shards_only(const Config& config) {
  std::error_code ignored;
  return !config.search.shards.empty() && config.store.url.empty() && !std::filesystem::exists(config.data / "queqiao.db", ignored) &&
         !std::filesystem::exists(indexer::IndexLayout(config.data).current(), ignored);
}

// Not the session's readers, which warn where a directory is away: what is away is the question here.
void ask_shards(Session& session, State& state) {
  if (session.config().search.shards.empty()) return;
  const search::ReaderPool pool(session.config().search.shards, session.shard_timeout());
  state.shards = pool.shards(true);
  state.shard_set = pool.shard_set();
  for (search::ShardState& shard : state.shards) shard.since.clear();  // this command has just begun to ask; a service knows
}

nlohmann::ordered_json json_of(const State& state) {
  web::StatusView view;
  view.version = QUEQIAO_VERSION;
  view.seq = state.seq;
  view.counts = state.counts;
  view.jobs = state.jobs;
  view.messages = true;
  view.shards = state.shards;
  view.shard_set = state.shard_set;
  const bool readable = state.index && !state.index->unreadable;
  if (state.index && !readable) view.index_fault = web::IndexFault{state.index->generation, *state.index->unreadable};
  if (readable) {
    const indexer::Manifest& m = state.index->manifest;
    view.index = web::IndexState{state.index->seq, m.generation, m.built_at, m.analyzer, m.documents};
  }
  auto json = nlohmann::ordered_json::parse(web::answer_status(view).body);
  json.erase("uptime_s");  // of a service; this is a command
  if (!state.store) json["store"] = nullptr;
  if (!state.building.empty()) json["building"] = nlohmann::ordered_json::parse(web::answer_jobs(state.building).body)["jobs"];
  if (readable) {
    json["index"].update({{"by_kind", state.index->manifest.by_kind},
                          {"bytes", state.index->bytes},
                          {"text_bytes", state.index->manifest.text_bytes},
                          {"built_with", state.index->manifest.program},
                          {"seconds", state.index->manifest.seconds},
                          {"learn_seconds", state.index->manifest.learn_seconds},
                          {"read_seconds", state.index->manifest.read_seconds},
                          {"merge_seconds", state.index->manifest.merge_seconds},
                          {"group_seconds", state.index->manifest.group_seconds},
                          {"gate_seconds", state.index->manifest.gate_seconds}});
    json["index"]["published_without"] = indexer::gone_without(state.index->manifest);
    add_learned(json["index"], state.index->manifest);
    if (state.lexicon_difference) json["index"]["lexicon_difference"] = *state.lexicon_difference;
    if (state.report_fault) json["index"]["report_fault"] = to_json(*state.report_fault);
  }
  return json;
}

std::string counts_text(const std::map<corpus::Kind, std::int64_t>& counts) {
  std::string text;
  for (const auto& [kind, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count_text(count), corpus::to_string(kind));
  return text.empty() ? "none" : text;
}

void print_index(const State& state, Session& session) {
  Output& output = session.output();
  if (!state.index && !state.shards.empty()) return output.line("index      none in this data directory; search.shards names what answers");
  if (!state.index) {
    const auto current = indexer::read_current(indexer::IndexLayout(session.config().data));
    return output.line("index      none; " + (current ? "it was published just now" : current.error().hint));
  }
  if (state.index->unreadable) {
    const corpus::Error& why = *state.index->unreadable;
    const std::string& named = state.index->generation;
    if (named.empty() && why.code == corpus::ErrorCode::unavailable) return output.line("index      none; " + why.hint);
    output.line(named.empty() ? "index      CURRENT names no generation: searches fail"
                              : fmt::format("index      {} is in force and cannot be used: searches fail", named));
    return output.error(why);
  }
  const indexer::Manifest& m = state.index->manifest;
  output.line(fmt::format("index      {} up to seq {}, {} behind", m.generation, state.index->seq,
                          counted(std::max<corpus::Seq>(0, state.seq - state.index->seq), "change")));
  output.line(fmt::format("built      {} in {}: {}, {} over {} of text", m.built_at, time_text(m), counted(m.documents, "document"),
                          bytes_text(state.index->bytes), bytes_text(m.text_bytes)));
  output.line(fmt::format("analyzer   {}, schema {}", m.analyzer, m.schema));
  if (const auto without = indexer::gone_without(m); !without.empty()) {
    output.line(fmt::format("gate       published without: {}", fmt::join(without, ", ")));
    for (const indexer::GateResult& result : m.gate)
      if (!result.passed) output.line(fmt::format("           {}: {}", result.check, result.message));
  }
  if (const std::string words = indexer::decisions_of(m); !words.empty()) output.line("learned    " + words);
  if (const std::string words = indexer::lexicon_words(m); !words.empty())
    output.line(fmt::format("lexicon    {}{}", words, indexer::lexicon_edition(m).empty() ? "" : "; edition " + indexer::lexicon_edition(m)));
  if (const auto& difference = state.lexicon_difference) output.warning(*difference);
  if (const auto& fault = state.report_fault) output.warning(corpus::to_text(*fault));
}

void print_building(const State& state, Output& output) {
  for (const corpus::Job& job : state.building) {
    const std::string far = how_far(job);
    output.line(fmt::format("building   {}: {}{}; {}, {}; since {}", job.id, job.cancel_asked ? "cancelling, " : "", far.empty() ? "begins" : far,
                            job.asked_by.empty() ? "queqiao index build" : "asked for by " + job.asked_by, job.message, job.started_at));
  }
}

// How many records are away is told by the store: this command has not seen the shards before.
void print_missing(const State& state, Output& output) {
  const search::ShardSet& set = *state.shard_set;
  if (set.fault) return output.error(*set.fault);
  if (set.whole()) return;
  std::int64_t published = 0, held = 0;
  for (const auto& [kind, count] : state.counts.published)
    if (kind != corpus::Kind::decision) published += count;
  for (const search::ShardState& shard : state.shards)
    if (shard.used) held += shard.documents;
  output.line(fmt::format("incomplete {} of {} shards of {} answer; they hold {}{}", set.found, set.expected, set.generation, counted(held, "document"),
                          state.store ? fmt::format(", and {} records are published", count_text(published)) : ""));
}

void print_shards(const State& state, Output& output) {
  if (state.shards.empty()) return;
  output.line("shards that answer searches (search.shards):");
  Table table({"shard", "generation", ">seq", ">documents", "state"});
  for (const search::ShardState& shard : state.shards) {
    const bool seen = !shard.generation.empty();
    table.row({shard.name, shard.generation, seen ? std::to_string(shard.seq) : "", seen ? count_text(shard.documents) : "",
               shard.used ? "used" : shard.answers ? "not used: " + shard.message : "does not answer: " + shard.message});
  }
  table.print(output);
  print_missing(state, output);
}

void ask_store(Session& session, State& state) {
  corpus::Store& store = session.store(Access::read);
  state.seq = take(store.seq());
  state.counts = take(store.counts());
  state.jobs = take(store.jobs(kJobsLookedAt));
  std::ranges::copy_if(state.jobs, std::back_inserter(state.building), [](const corpus::Job& job) { return job.kind == "build" && job.state == "running"; });
  state.jobs.resize(std::min(state.jobs.size(), kJobsShown));
}

Exit run_index_status(Session& session) {
  State state;
  state.store = !has_shards_only(session.config());
  if (state.store) ask_store(session, state);
  state.index = index_state(session);
  if (state.index && !state.index->unreadable) {
    state.lexicon_difference = lexicon_difference(state.index->manifest, session.config());
    const auto directory = indexer::IndexLayout(session.config().data).generation(state.index->generation);
    if (const auto report = indexer::model::check_report(directory, indexer::has_report(state.index->manifest)); !report) state.report_fault = report.error();
  }
  ask_shards(session, state);
  Output& output = session.output();
  if (output.json()) {
    output.result(json_of(state));
    return Exit::done;
  }
  if (state.store)
    output.line(fmt::format("store      seq {}; published: {}; waiting for review: {}", state.seq, counts_text(state.counts.published),
                            count_text(state.counts.submitted)));
  else
    output.line("store      none in this data directory: records and jobs are not known here");
  print_index(state, session);
  print_building(state, output);
  print_shards(state, output);
  return Exit::done;
}

}  // namespace

void add_index_status(Tree& tree, Command index) {
  const Command command = tree.add(index, "status", "How far store and index are, and which generation answers", kIndexStatusExamples);
  tree.on(command, run_index_status);
}

}  // namespace cli
