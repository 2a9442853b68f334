// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/index_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/job_text.h"
#include "indexer/files.h"
#include "indexer/generations.h"
#include "indexer/lexicon_counts.h"

namespace cli {
namespace {

constexpr std::size_t kJobsAskedFor = 200;

// Whether the error says that there is no index while a build is making the first one.
bool of_first_build(const corpus::Error& error, const std::filesystem::path& data) {
  const indexer::IndexLayout layout(data);
  if (error.code != corpus::ErrorCode::unavailable || error.where != layout.root.string()) return false;
  const auto rows = indexer::list_generations(layout);
  return !rows.empty() && std::ranges::all_of(rows, &indexer::GenerationRow::building) && std::ranges::any_of(rows, &indexer::GenerationRow::under_way);
}

void say_first_build(corpus::Error& error) {
  error.message += ": the first build is running";
  error.hint = "ask again when it has ended; queqiao index status says how far it is";
}

void add_build_job(corpus::Error& error, const corpus::Store& store) {
  const auto jobs = store.jobs(kJobsAskedFor);
  if (!jobs) return;
  const auto job = std::ranges::find_if(*jobs, [](const corpus::Job& one) { return one.kind == "build" && one.state == "running"; });
  if (job == jobs->end()) return;
  const std::string far = how_far(*job);
  error.message += fmt::format(", {}{}{}", job->id, far.empty() ? "" : ": ", far);
}

}  // namespace

std::optional<IndexState> index_state(Session& session) {
  const indexer::IndexLayout layout(session.config().data);
  const auto generation = indexer::read_current(layout);
  if (!generation && indexer::generations(layout).empty() && generation.error().code == corpus::ErrorCode::unavailable) return std::nullopt;
  IndexState state;
  if (!generation) {
    state.unreadable = generation.error();
    return state;
  }
  state.generation = *generation;
  auto manifest = indexer::read_manifest(layout, *generation);
  if (!manifest) {
    state.unreadable = manifest.error();
    return state;
  }
  state.manifest = std::move(*manifest);
  state.bytes = indexer::bytes_below(layout.generation(*generation));
  if (const auto reader = search::IndexReader::open(layout, *generation))
    state.seq = (*reader)->seq();
  else
    state.unreadable = reader.error();
  return state;
}

bool can_be_followed(const std::optional<IndexState>& state, corpus::Seq store_seq, const corpus::Vocabularies& vocabularies) {
  if (!state || state->unreadable) return false;
  return indexer::check_readable(state->manifest).has_value() && state->manifest.vocabulary == vocabularies.edition() && state->seq <= store_seq;
}

bool is_searcher(const Session& session) {
  const indexer::IndexLayout layout(session.config().data);
  std::error_code ignored;
  return !session.config().search.shards.empty() && !std::filesystem::exists(layout.current(), ignored) && indexer::generations(layout).empty();
}

corpus::Error with_first_build(corpus::Error error, Session& session) {
  if (is_searcher(session) || !of_first_build(error, session.config().data)) return error;
  say_first_build(error);
  try {
    add_build_job(error, session.store(Access::read));
  } catch (const Stop&) {  // the store cannot be read; the build is known all the same
  }
  return error;
}

corpus::Error with_first_build(corpus::Error error, const std::filesystem::path& data, const corpus::Store& store) {
  if (!of_first_build(error, data)) return error;
  say_first_build(error);
  add_build_job(error, store);
  return error;
}

void stop_without_own_index(const Session& session) {
  if (!is_searcher(session)) return;
  stop(corpus::ErrorCode::unavailable, indexer::IndexLayout(session.config().data).root.string(),
       "this machine has no index of its own: search.shards names what answers, and each shard "
       "is checked on the machine that builds it",
       "run queqiao index check there; queqiao index status says which shards answer");
}

void add_learned(nlohmann::ordered_json& json, const indexer::Manifest& manifest) {
  auto learned = manifest.learned;
  learned.erase(std::string(indexer::kLexiconWords));
  json["learned"] = learned;
  const auto counts = indexer::lexicon_counts_from(indexer::lexicon_words(manifest));
  if (!counts) return;
  nlohmann::ordered_json& lexicon = json["lexicon"] = {{"words", counts->words}};
  if (counts->of_file) lexicon["of_file"] = *counts->of_file;
  if (counts->learned)
    lexicon.update({{"keywords", counts->learned->keywords}, {"terms", counts->learned->terms}, {"records", counts->learned->records}});
}

corpus::Seq index_seq(Session& session) {
  const auto seq = session.readers().with([](const search::IndexReader& reader) -> corpus::Result<corpus::Seq> { return reader.seq(); });
  return seq ? *seq : -1;
}

}  // namespace cli
