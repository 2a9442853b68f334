// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/build_run.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/build_phase.h"
#include "cli/gate_checks.h"
#include "cli/index_state.h"
#include "cli/interruption.h"
#include "cli/lexicon_wishes.h"
#include "cli/priority.h"
#include "cli/progress.h"
#include "cli/serve_lock.h"

namespace cli {
namespace {

// How fast records were read and written: what learning and the gate take does not grow with them. Empty where nobody knows.
std::string pace_of(const indexer::Manifest& m) {
  if (m.read_seconds <= 0) return "";
  return fmt::format("; read and written at {:.0f} documents/s, {:.1f} MB/s of text", static_cast<double>(m.documents) / m.read_seconds,
                     static_cast<double>(m.text_bytes) / 1e6 / m.read_seconds);
}

nlohmann::ordered_json gate_json(const indexer::Manifest& manifest) {
  nlohmann::ordered_json checks = nlohmann::ordered_json::array();
  for (const indexer::GateResult& result : manifest.gate)
    checks.push_back({{"check", result.check}, {"passed", result.passed}, {"message", result.message}});
  return checks;
}

// All of them: who decided may want to look each up.
nlohmann::ordered_json unfollowed_json(const indexer::GroupReport& groups) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const indexer::UnfollowedSame& one : groups.unfollowed) all.push_back({{"ids", {one.ids.first, one.ids.second}}, {"message", indexer::to_text(one)}});
  return all;
}

nlohmann::ordered_json json_of(const indexer::BuildReport& report) {
  const indexer::Manifest& m = report.manifest;
  nlohmann::ordered_json json{{"generation", m.generation},
                              {"seq", m.seq},
                              {"documents", m.documents},
                              {"by_kind", m.by_kind},
                              {"seconds", m.seconds},
                              {"learn_seconds", m.learn_seconds},
                              {"read_seconds", m.read_seconds},
                              {"merge_seconds", m.merge_seconds},
                              {"group_seconds", m.group_seconds},
                              {"gate_seconds", m.gate_seconds},
                              {"resumed_documents", report.resumed_documents},
                              {"not_resumed", report.not_resumed},
                              {"memory_mb", report.memory_mb == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(report.memory_mb)},
                              {"shards", m.shards.size()},
                              {"gate", gate_json(m)},
                              {"published_without", indexer::gone_without(m)},
                              {"text_bytes", m.text_bytes},
                              {"index_bytes", report.index_bytes},
                              {"same_not_followed", unfollowed_json(report.groups)},
                              {"skipped", report.skipped},
                              {"problems", report.problems},
                              {"warnings", report.warnings},
                              {"analyzer", m.analyzer},
                              {"schema", m.schema},
                              {"built_at", m.built_at}};
  add_learned(json, m);
  return json;
}

indexer::BuildOptions options_of(const BuildWishes& wishes, const Config& config) {
  const IndexConfig& index = config.index;
  indexer::BuildOptions options;
  options.threads = wishes.threads != 0 ? wishes.threads : static_cast<unsigned>(index.threads);
  options.shards = wishes.shards != 0 ? wishes.shards : static_cast<std::size_t>(index.shards);
  options.any_shards = wishes.shards == 0;
  options.memory_mb = wishes.memory_mb != 0 ? wishes.memory_mb : static_cast<std::size_t>(index.memory_mb);
  options.any_memory = wishes.memory_mb == 0;
  options.resume = wishes.resume;
  if (config.learn.model || config.learn.ranking) {
    options.learn.emplace();
    options.learn->model = config.learn.model;
    options.learn->ranking = config.learn.ranking;
    options.learn->min_records = config.learn.min_records;
    options.learn->seed = static_cast<std::uint64_t>(config.learn.seed);
  }
  options.without_gate = wishes.without_gate;
  options.keep_generations = static_cast<std::size_t>(index.keep_generations);
  options.program = QUEQIAO_VERSION;
  if (!wishes.holder.empty()) options.holder = wishes.holder;
  options.lock = wishes.lock;
  return options;
}

// Problems first: of a log that is too long the beginning goes.
void log_report(const indexer::BuildReport& report, JobRow& job) {
  std::vector<std::string> lines;
  for (const std::string& problem : report.problems) lines.push_back("problem: " + problem);
  for (std::string& line : indexer::lines_of(report.groups.unfollowed)) lines.push_back(std::move(line));
  for (const indexer::GateResult& result : report.manifest.gate)
    lines.push_back(fmt::format("gate: {}: {}: {}", result.check, result.passed ? "passed" : "failed", result.message));
  job.log(lines);
}

}  // namespace

corpus::Result<indexer::BuildReport> build_as(JobRow& job, corpus::Store& store, const corpus::Vocabularies& vocabularies, const Config& config,
                                              const BuildWishes& wishes, const std::function<bool()>& stopped,
                                              const std::function<void(const indexer::BuildProgress&)>& show) {
  indexer::BuildOptions options = options_of(wishes, config);
  auto lexicon = lexicon_wishes(config);
  if (!lexicon) {
    job.failed(corpus::to_text(lexicon.error()));
    return std::unexpected(lexicon.error());
  }
  options.lexicon = std::move(*lexicon);
  bool stopping = false, cancelling = false;
  options.cancelled = [&] { return (stopping = stopping || stopped()) || (cancelling = cancelling || job.cancel_asked()); };
  options.gate = gate_checks(config.gate, store, vocabularies, config.learn, {indexer::IndexLayout(config.data), wishes.accept_quality}, options.cancelled);
  options.keep_read = [&] { return stopping; };  // one that is cancelled ends soon, one that is stopped will be gone on with
  options.progress = [&](const indexer::BuildProgress& progress) {
    if (show) show(progress);
    job.update(progress.phase, progress.done, progress.total);
  };
  options.note = [&](const std::string& line) {
    job.log({line});
    if (wishes.note) wishes.note(line);
  };
  options.warn = [&](const std::string& line) {
    job.log({"warning: " + line});
    if (wishes.warn) wishes.warn(line);
  };
  auto report = indexer::build_index(store, vocabularies, config.data, options);
  if (report) {
    log_report(*report, job);
    const auto without = indexer::gone_without(report->manifest);
    job.done(fmt::format("{}: {}{}", report->manifest.generation, counted(report->manifest.documents, "document"),
                         without.empty() ? "" : fmt::format("; published without: {}", fmt::join(without, ", "))));
  } else if (report.error().code == corpus::ErrorCode::timeout && stopping) {
    report.error().code = corpus::ErrorCode::stopped;
    report.error().message = "the build was stopped";  // by a signal or with its service; cancelled is what a person asked for by the job's id
    job.failed("stopped; go on with --resume");
  } else if (report.error().code == corpus::ErrorCode::timeout && cancelling) {
    const bool replaces = indexer::read_current(indexer::IndexLayout(config.data)).has_value();
    report.error().code = corpus::ErrorCode::stopped;  // no limit of time was met
    job.cancelled(replaces ? "the old generation stays in force" : "no generation is in force");
  } else {
    job.failed(report.error());
  }
  return report;
}

indexer::BuildReport run_build(Session& session, const BuildWishes& wishes) {
  corpus::Store& store = session.store(Access::write);
  const corpus::Vocabularies& vocabularies = session.vocabularies();
  // Those who search go first: a build beside a running service takes what is left over.
  if (!wishes.full_speed && is_served(session.config().data) && be_idle())
    session.output().note("a service runs on this data directory: building at idle priority (--full-speed turns that off)");
  // Before the row: a build that is refused because another runs is no job.
  BuildWishes held = wishes;
  if (held.holder.empty()) held.holder = "queqiao index build";
  const indexer::FileLock lock = take(indexer::take_build_lock(session.config().data, held.holder));
  held.lock = &lock;
  held.note = [&](const std::string& line) { session.output().note(line); };
  held.warn = [&](const std::string& line) { session.output().warning(line); };
  const Interruption interruption;
  JobRow job(store, "build");
  Progress bar(session.output(), "build", "records");
  auto report = build_as(
      job, store, vocabularies, session.config(), held, [&] { return interruption.requested(); },
      [&](const indexer::BuildProgress& progress) {
        bar.count_in(unit_of_phase(progress.phase));
        bar.update(phase_text(progress.phase), static_cast<std::uint64_t>(progress.done), static_cast<std::uint64_t>(progress.total));
      });
  bar.clear();
  return take(std::move(report));
}

void print_build(const indexer::BuildReport& report, Output& output) {
  for (const std::string& problem : report.problems) output.warning(problem);
  if (output.json()) return output.result(json_of(report));
  const indexer::Manifest& m = report.manifest;
  std::string kinds;
  for (const auto& [kind, count] : m.by_kind) kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count_text(count), kind);
  output.line(fmt::format("{}: {} ({}) up to seq {}", m.generation, counted(m.documents, "document"), kinds, m.seq));
  if (report.groups.groups > 0)
    output.line(fmt::format("near-duplicates: {} are {}", counted(report.groups.records, "record"), counted(report.groups.groups, "result")));
  if (const auto lines = indexer::lines_of(report.groups.unfollowed); !lines.empty()) output.warning(fmt::format("{}", fmt::join(lines, "\n")));
  if (report.resumed_documents > 0) output.line(fmt::format("resumed: {} done already", counted(report.resumed_documents, "document")));
  for (const indexer::GateResult& result : m.gate) {
    const std::string line = fmt::format("gate: {}: {}", result.check, result.message);
    result.passed ? output.line(line) : output.warning(line);
  }
  if (const std::string words = decisions_of(m); !words.empty())
    output.line(m.learn_seconds > 0 ? fmt::format("learned in {:.1f} s: {}", m.learn_seconds, words) : words);
  if (const std::string words = lexicon_words(m); !words.empty()) output.line("lexicon: " + words);
  for (const std::string& name : report.in_use) output.note(name + " is still in use; queqiao index gc removes it later");
  output.line(fmt::format("{}{}; index {} over text {}", time_text(m), pace_of(m), bytes_text(report.index_bytes), bytes_text(m.text_bytes)));
}

}  // namespace cli
