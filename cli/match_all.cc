// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/match_all.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <thread>

#include "cli/interruption.h"
#include "cli/match_table.h"
#include "cli/progress.h"
#include "cli/run_decisions.h"
#include "cli/sink.h"
#include "corpus/date.h"
#include "corpus/list_file.h"
#include "corpus/record_json.h"
#include "indexer/schema.h"
#include "web/wire.h"

namespace cli {
namespace {

namespace fs = std::filesystem;
using corpus::ErrorCode;
using nlohmann::ordered_json;

constexpr std::size_t kChunk = 32;            // records a thread takes between two writes
constexpr int kFormOfLines = 4;               // raised when lines change, so that no run goes on with lines of another form
constexpr std::size_t kMostRows = 1'048'575;  // of a sheet, without its heading (Excel)

enum class Form { json_lines, csv, xlsx };

Form form_of(const std::string& file) {
  const std::string end = fs::path(file).extension().string();
  if (end == ".jsonl") return Form::json_lines;
  if (end == ".csv") return Form::csv;
  if (end == ".xlsx") return Form::xlsx;
  stop(ErrorCode::invalid_argument, "--output", fmt::format("\"{}\" is no file of a form that can be written", file),
       "end its name in .jsonl, .csv or .xlsx");
}

// As it counts: however its places are written, and none where it is off.
ordered_json json_of(const search::RegionPolicy& policy) {
  if (!policy.on()) return nullptr;
  auto pairs = ordered_json::array();
  for (const search::RegionPair& pair : policy.pairs) pairs.push_back({{"from", pair.from}, {"to", pair.to}});
  return {{"boost", policy.boost}, {"pairs", std::move(pairs)}};
}

// What makes two runs the same: the first line of the part.
std::string heading_of(const MatchAll& wanted, corpus::Day today, const RunDecisions& decided, const search::Matcher& matcher, Session& session) {
  std::string generation;
  corpus::Seq seq = 0;
  take(session.readers().with([&](const search::IndexReader& reader) -> corpus::Result<void> {
    generation = reader.generation();
    seq = reader.seq();
    return {};
  }));
  return ordered_json{{"kind", corpus::to_string(wanted.kind)},
                      {"to", search::to_string(wanted.to)},
                      {"top", wanted.top},
                      {"hidden", wanted.hidden},
                      {"past", wanted.past},
                      {"dismissed", wanted.dismissed},
                      {"decisions", decided.hash},
                      {"generation", generation},
                      {"seq", seq},
                      {"weights", matcher.weights()->version},
                      {"policy", json_of(session.region_policy())},
                      {"today", corpus::to_text(today)},
                      {"form", kFormOfLines}}
      .dump();
}

// The day that ages and deadlines are counted to is one for all records, also where midnight comes in between, or a run is gone on with on a later day.
corpus::Day day_of_part(const fs::path& part) {
  std::ifstream in(part, std::ios::binary);
  std::string line;
  std::getline(in, line);
  const auto heading = ordered_json::parse(line, nullptr, false);
  if (!heading.is_object() || !heading.contains("today") || !heading["today"].is_string()) return corpus::today();
  return corpus::day_of(heading["today"].get<std::string>()).value_or(corpus::today());
}

// The ids of whole lines after the heading, and the bytes they take. Nullopt where the part is of another run.
struct Done {
  std::string last_id;
  std::size_t records = 0, failed = 0;
  std::uintmax_t bytes = 0;
};
std::optional<Done> done_in(const fs::path& part, const std::string& heading) {
  std::ifstream in(part, std::ios::binary);
  std::string line;
  if (!std::getline(in, line) || in.eof() || line != heading) return std::nullopt;
  Done done;
  done.bytes = line.size() + 1;
  while (std::getline(in, line) && !in.eof()) {  // at the end of the file the line is cut off
    const auto json = ordered_json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("id") || !json["id"].is_string()) break;
    done.last_id = json["id"].get<std::string>();
    done.bytes += line.size() + 1;
    ++done.records;
    done.failed += json.contains("error");
  }
  return done;
}

// What is to be matched, by ascending id, and how many needs are not since their deadline has passed.
struct Portfolio {
  std::vector<std::string> ids;
  std::int64_t passed = 0;
};

bool has_passed(const corpus::StoredRecord& stored, corpus::Day today) {
  const auto record = corpus::record_from_text(stored.body);
  const auto due = record ? indexer::due_of(*record) : std::nullopt;  // a damaged one is told of by its line
  return due && *due < today;
}

Portfolio portfolio_of(const MatchAll& wanted, const corpus::Store& store, corpus::Day today) {
  Portfolio all;
  corpus::Store::ScanOptions published;
  published.kind = wanted.kind;
  published.status = "published";
  take(store.scan(published, [&](const corpus::StoredRecord& stored) {
    if (!wanted.hidden && stored.visibility != "public") return true;
    if (wanted.kind == corpus::Kind::need && !wanted.past && has_passed(stored, today))
      ++all.passed;
    else
      all.ids.push_back(stored.id);
    return true;
  }));
  return all;
}

// What is the same for every record of a run.
struct Run {
  const MatchAll& wanted;
  corpus::Day today;
  std::size_t threads;
  std::chrono::milliseconds limit;
  const RunDecisions& decided;
  const search::Matcher& matcher;
  const corpus::Vocabularies& vocabularies;
};

// How long it took is of this run and of no other, and a run that was gone on with is to give the same file.
std::string line_of(const std::string& id, const corpus::Result<search::MatchResult>& result, const Run& run) {
  ordered_json line{{"id", id}};
  if (!result) {
    line["error"] = {{"code", corpus::to_string(result.error().code)}, {"message", result.error().message}};
  } else {
    line.update(web::shape_of(*result, *result->weights, run.vocabularies, &run.decided.with(id)));
    line.erase("took_ms");
    line["date"] = corpus::to_text(run.today);
  }
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// Lines for ids [from, to), asked by several threads, in order.
std::vector<std::string> lines_for(const std::vector<std::string>& ids, std::size_t from, std::size_t to, const Run& run, std::atomic<std::size_t>& failed) {
  const MatchAll& wanted = run.wanted;
  std::vector<std::string> lines(to - from);
  std::atomic<std::size_t> next = from;
  const auto work = [&] {
    for (std::size_t i = next++; i < to; i = next++) {
      search::MatchRequest request;
      request.id = ids[i];
      request.to = wanted.to;
      if (!wanted.dismissed) request.leave_out = corpus::dismissed_in(run.decided.with(ids[i]));
      request.top = wanted.top;
      request.candidates = std::max(request.candidates, wanted.top);
      request.see_hidden = wanted.hidden;
      request.time_limit = run.limit;
      request.today = run.today;
      const auto result = run.matcher.match(request);
      if (!result) ++failed;
      lines[i - from] = line_of(ids[i], result, run);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < run.threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return lines;
}

void finish(const fs::path& part, const MatchAll& wanted, Form form) {
  Sink sink(wanted.output);
  if (form == Form::json_lines) {
    std::ifstream in(part, std::ios::binary);
    std::string line;
    std::getline(in, line);  // the heading
    while (std::getline(in, line)) sink.write(line + "\n");
  } else {
    const corpus::List list = table_of_matches(part);
    if (form == Form::xlsx && list.rows.size() > kMostRows)
      stop(ErrorCode::invalid_argument, wanted.output, fmt::format("{} rows are more than a sheet takes", list.rows.size()),
           "write .csv or .jsonl; what was matched is kept");
    sink.write(form == Form::csv ? corpus::csv_of(list) : take(corpus::xlsx_of(list, "匹配结果")));
  }
  sink.finish();
  std::error_code ignored;
  fs::remove(part, ignored);
}

}  // namespace

Exit match_all(const MatchAll& wanted, Session& session) {
  const Form form = form_of(wanted.output);
  const auto targets = search::targets_of(wanted.kind);
  if (std::ranges::find(targets, wanted.to) == targets.end())
    stop(ErrorCode::invalid_argument, "--to",
         fmt::format("records of kind {} are not matched with {}", corpus::to_string(wanted.kind), search::to_string(wanted.to)));
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  const corpus::Store& store = session.store(Access::read);
  const RunDecisions decided = read_decisions(session);
  const fs::path part = wanted.output + ".part.jsonl";
  corpus::Day today = day_of_part(part);
  std::string heading = heading_of(wanted, today, decided, matcher, session);
  Output& output = session.output();

  std::error_code error;
  auto done = done_in(part, heading);
  if (!done && fs::exists(part, error))
    output.note(fmt::format("{} is of another run (index, weights, policy of regions, decisions or what was asked for): begun anew", part.string()));
  if (done && done->records == 0) done.reset();  // nothing is lost, and the day is the present one
  if (done) fs::resize_file(part, done->bytes, error);
  if (done && !error)
    output.note(
        fmt::format("going on after {}, {} done before; ages and deadlines are counted to {}, as there", done->last_id,
                    counted(static_cast<std::int64_t>(done->records), "record"), corpus::to_text(today)));
  std::ofstream file(part, done && !error ? std::ios::binary | std::ios::app : std::ios::binary | std::ios::trunc);
  if (!file) stop(ErrorCode::io, part.string(), "the file cannot be written", "is there such a directory, and may files be made in it?");
  if (!done || error) {
    done = Done{};
    today = corpus::today();
    heading = heading_of(wanted, today, decided, matcher, session);
    file << heading << '\n';
  }
  const auto [ids, passed] = portfolio_of(wanted, store, today);
  if (passed > 0)
    output.note(fmt::format("{} whose deadline lies before {} {} left out; --past matches them as well", counted(passed, "need"), corpus::to_text(today),
                            passed == 1 ? "is" : "are"));
  if (!decided.pairs.empty())
    output.note(wanted.dismissed ? fmt::format("what {} dismissed is listed as well, with the decision", decided.by)
                                 : fmt::format("what {} dismissed is left out; --dismissed lists it", decided.by));
  const std::size_t threads = wanted.threads != 0 ? wanted.threads : std::max(1u, std::thread::hardware_concurrency());
  std::size_t at = static_cast<std::size_t>(std::ranges::upper_bound(ids, done->last_id) - ids.begin());
  if (done->last_id.empty()) at = 0;
  const Run run{wanted, today, threads, std::chrono::milliseconds(session.config().serve.time_limit_ms), decided, matcher,
                session.vocabularies()};
  std::atomic<std::size_t> failed = done->failed;
  const Interruption interruption;
  Progress bar(output, "match", "records");
  while (at < ids.size() && !interruption.requested()) {
    const std::size_t to = std::min(ids.size(), at + kChunk * threads);
    for (const std::string& line : lines_for(ids, at, to, run, failed)) file << line << '\n';
    if (!file.flush())
      stop(ErrorCode::io, part.string(), "what was written did not arrive", "is the disk full? asked again, it goes on where it stopped");
    at = to;
    bar.update("match", at, ids.size());
  }
  bar.clear();
  file.close();
  if (at < ids.size())
    stop(ErrorCode::unavailable, "match", fmt::format("stopped after {} of {} records", at, ids.size()),
         "asked again for the same, it goes on there");
  if (heading_of(wanted, today, decided, matcher, session) != heading)
    output.note("the index changed meanwhile: not all records were matched with the same state of it");
  finish(part, wanted, form);
  const std::string left_out = passed > 0 ? fmt::format(", {} past the deadline left out", passed) : "";
  output.note(fmt::format("{} matched, {} could not be{}; written to {}", counted(static_cast<std::int64_t>(ids.size() - failed), "record"), failed.load(),
                          left_out, wanted.output));
  return failed == 0 ? Exit::done : Exit::partly;
}

}  // namespace cli
