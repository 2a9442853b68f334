// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/gate_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "cli/gate_collection.h"
#include "corpus/hash.h"
#include "corpus/record_json.h"
#include "indexer/quality.h"
#include "search/evaluation.h"
#include "search/searcher.h"

namespace cli {
namespace {

using corpus::Result;
using indexer::GateCheck;
using indexer::GateResult;
using Cancelled = std::function<bool()>;

constexpr std::size_t kTitles = 20;  // asked for where no golden queries are configured
constexpr std::size_t kGoldenDepth = 10;   // a golden query's record must be this near
constexpr std::size_t kLooked = 400;
constexpr std::size_t kNamed = 10;  // golden queries that a message names

struct Golden {
  std::string query, id;  // the id may be empty: anything will do
  corpus::Kind kind = corpus::Kind::achievement;
};

constexpr const char* kHowToWriteGolden = "write: query TAB id of a published record that it must find; or take the line out";

// Lines: query TAB id; empty ones and those with # are skipped. The kind is that of the record in the store. not_found for a record that no build of this store
// would index.
Result<std::vector<Golden>> read_golden(const std::filesystem::path& file, const corpus::Store& store) {
  std::error_code ignored;
  std::ifstream in(file);
  if (std::filesystem::is_directory(file, ignored)) in.setstate(std::ios::failbit);
  if (!in) return corpus::fail(corpus::ErrorCode::io, file.string(), "cannot read the golden queries", "check gate.golden in the configuration");
  std::vector<Golden> all;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    const auto tab = line.find('\t');
    const auto where = fmt::format("{}:{}", file.string(), number);
    if (tab == std::string::npos || tab == 0 || tab + 1 == line.size())
      return corpus::fail(corpus::ErrorCode::damaged, where, "not a golden query", kHowToWriteGolden);
    Golden golden{line.substr(0, tab), line.substr(tab + 1)};
    auto stored = store.get(golden.id);
    if (!stored) return std::unexpected(stored.error());
    if (!*stored) return corpus::fail(corpus::ErrorCode::not_found, where, fmt::format("record {} is not in the store", golden.id), kHowToWriteGolden);
    if ((*stored)->status != "published")
      return corpus::fail(corpus::ErrorCode::not_found, where, fmt::format("record {} is not published", golden.id), kHowToWriteGolden);
    golden.kind = (*stored)->kind;
    all.push_back(std::move(golden));
  }
  // It would pass every index, and the titles are not asked for in its place.
  if (all.empty())
    return corpus::fail(corpus::ErrorCode::damaged, file.string(), "there are no golden queries in this file",
                        "write lines: query TAB id of a record that it must find; or take gate.golden out of the configuration");
  return all;
}

// Titles of a kind that everybody may see, from the first of the store.
Result<std::vector<Golden>> first_titles(const corpus::Store& store, corpus::Kind kind) {
  std::vector<Golden> titles;
  corpus::Store::ScanOptions scan;
  scan.kind = kind;
  scan.status = "published";
  const auto scanned = store.scan(scan, [&](const corpus::StoredRecord& stored) {
    const auto record = corpus::record_from_text(stored.body);
    const bool open = stored.visibility == "public" && record;
    const std::string title = !open                                     ? ""
                              : kind == corpus::Kind::achievement ? std::get<corpus::Achievement>(*record).title
                                                                  : std::get<corpus::Need>(*record).title;
    if (!title.empty()) titles.push_back({title, "", kind});
    return titles.size() < kLooked;
  });
  if (!scanned) return std::unexpected(scanned.error());
  return titles;
}

// kTitles of achievements and needs, evenly: half of each kind, and more of one where there are too few of the other.
Result<std::vector<Golden>> titles_of(const corpus::Store& store) {
  const auto achievements = first_titles(store, corpus::Kind::achievement);
  if (!achievements) return achievements;
  const auto needs = first_titles(store, corpus::Kind::need);
  if (!needs) return needs;
  std::vector<Golden> all;
  const auto take_evenly = [&](const std::vector<Golden>& titles, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) all.push_back(titles[i * titles.size() / count]);
  };
  const std::size_t of_achievements = std::min(achievements->size(), kTitles - std::min(needs->size(), kTitles / 2));
  take_evenly(*achievements, of_achievements);
  take_evenly(*needs, std::min(needs->size(), kTitles - of_achievements));
  return all;
}

void use_learned(search::ReaderPool& readers, const LearnConfig& learned) {
  if (learned.model) readers.use_models();
  if (learned.ranking) readers.use_rankings();
}

Result<bool> answers(const search::Searcher& searcher, const Golden& golden) {
  const auto ranking = searcher.rank(golden.query, golden.kind, kGoldenDepth);
  if (!ranking) return std::unexpected(ranking.error());
  return golden.id.empty() ? !ranking->empty() : std::ranges::find(*ranking, golden.id, &search::RankedId::id) != ranking->end();
}

// What a check that is cancelled returns; the build then says so in its own words.
std::unexpected<corpus::Error> check_cancelled() { return corpus::fail(corpus::ErrorCode::timeout, "gate", "the check was cancelled"); }

// "a; b", and how many more where there are too many.
std::string first_of(std::vector<std::string> texts) {
  const std::size_t more = texts.size() > kNamed ? texts.size() - kNamed : 0;
  texts.resize(texts.size() - more);
  return fmt::format("{}{}", fmt::join(texts, "; "), more == 0 ? "" : fmt::format("; and {} more", more));
}

Result<GateResult> golden_queries(const GateConfig& config, const corpus::Store& store, const corpus::Vocabularies& vocabularies, const LearnConfig& learned,
                                  const GateCheck::Databases& candidate, const Cancelled& cancelled) {
  const auto queries = config.golden.empty() ? titles_of(store) : read_golden(config.golden, store);
  if (!queries) return std::unexpected(queries.error());
  search::ReaderPool readers(search::ReaderPool::Fixed{}, candidate);
  use_learned(readers, learned);
  const search::Searcher searcher(readers, vocabularies);
  GateResult result{"golden", true, ""};
  std::size_t answered = 0;
  std::vector<std::string> unanswered;
  for (const Golden& golden : *queries) {
    if (cancelled && cancelled()) return check_cancelled();
    const auto answer = answers(searcher, golden);
    if (!answer) return std::unexpected(answer.error());
    if (*answer) ++answered;
    else if (golden.id.empty()) unanswered.push_back(fmt::format("\"{}\" finds nothing", golden.query));
    else unanswered.push_back(fmt::format("\"{}\" does not find {}", golden.query, golden.id));
  }
  result.passed = answered == queries->size();
  result.message = fmt::format("{} of {} {} answer", answered, queries->size(), config.golden.empty() ? "titles" : "golden queries");
  if (!result.passed) result.message += "; not answered: " + first_of(std::move(unanswered));
  return result;
}

Result<double> ndcg_of(const GateCheck::Databases& databases, const corpus::Vocabularies& vocabularies, const LearnConfig& learned,
                       const GateCollection& collection, const Cancelled& cancelled) {
  search::ReaderPool readers(search::ReaderPool::Fixed{}, databases);
  use_learned(readers, learned);
  const search::Searcher searcher(readers, vocabularies);
  search::Run run;
  std::vector<std::string> ids;
  for (const GateQuestion& question : collection.questions) {
    if (cancelled && cancelled()) return check_cancelled();
    const auto ranking = searcher.rank(question.text, question.kind, kGoldenDepth);
    if (!ranking) return std::unexpected(ranking.error());
    for (const search::RankedId& hit : *ranking) run[question.id].push_back(hit.id);
    ids.push_back(question.id);
  }
  return search::figures_of(run, collection.qrels, ids).ndcg10;
}

Result<GateResult> quality(const GateConfig& config, const corpus::Store& store, const corpus::Vocabularies& vocabularies, const LearnConfig& learned,
                           const QualityMemory& memory, const GateCheck::Databases& candidate, const GateCheck::Databases& current,
                           const Cancelled& cancelled) {
  auto collection = read_gate_collection(config.collection, store);
  if (!collection) return std::unexpected(collection.error());
  const auto now = ndcg_of(candidate, vocabularies, learned, *collection, cancelled);
  if (!now) return std::unexpected(now.error());
  indexer::MeasuredQuality measured;
  measured.collection = (config.collection / "").parent_path().filename().string();
  measured.edition = std::move(collection->edition);
  measured.questions = collection->questions.size();
  measured.now = *now;
  if (!current.empty()) {
    const auto before = ndcg_of(current, vocabularies, learned, *collection, cancelled);
    if (!before) return std::unexpected(before.error());
    measured.before = *before;
    measured.in_force = current.front().parent_path().filename().string();
  }
  measured.known = indexer::quality_in_force(memory.layout);
  measured.margin = config.margin / 100.0;
  measured.accept = memory.accept;
  return indexer::judge_quality(measured);
}

// Also of records that are not there: that one comes while the build is under way is rarer than a slip, which would cost the whole build.
Result<void> golden_ready(const GateConfig& config, const corpus::Store& store) {
  if (config.golden.empty()) return {};
  if (const auto golden = read_golden(config.golden, store); !golden) return std::unexpected(golden.error());
  return {};
}

Result<void> collection_ready(const GateConfig& config, const corpus::Store& store) {
  if (const auto collection = read_gate_collection(config.collection, store); !collection) return std::unexpected(collection.error());
  return {};
}

// Of a file or the files of a directory, whatever they hold; "unread" where they cannot be read, which `ready` says.
std::string edition_of_files(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return corpus::directory_hash(path).value_or("unread");
  std::ifstream in(path, std::ios::binary);
  if (!in) return "unread";
  return corpus::content_hash(std::string(std::istreambuf_iterator<char>(in), {}));
}

std::string edition_of_golden(const GateConfig& config) { return config.golden.empty() ? "titles" : edition_of_files(config.golden); }

std::string edition_of_quality(const GateConfig& config, const QualityMemory& memory) {
  return fmt::format("{}, margin {}{}", edition_of_files(config.collection), config.margin, memory.accept ? ", accepted" : "");
}

}  // namespace

std::vector<GateCheck> gate_checks(const GateConfig& config, const corpus::Store& store, const corpus::Vocabularies& vocabularies,
                                   const LearnConfig& learned, QualityMemory memory, const Cancelled& cancelled) {
  std::vector<GateCheck> checks;
  checks.push_back({"golden", [&, learned, cancelled](const GateCheck::Databases& candidate, const GateCheck::Databases&) {
                      return golden_queries(config, store, vocabularies, learned, candidate, cancelled);
                    },
                    [&] { return golden_ready(config, store); }, edition_of_golden(config)});
  if (config.collection.empty()) return checks;
  std::string edition = edition_of_quality(config, memory);
  checks.push_back({"quality", [&, learned, cancelled, memory = std::move(memory)](const GateCheck::Databases& candidate, const GateCheck::Databases& current) {
                      return quality(config, store, vocabularies, learned, memory, candidate, current, cancelled);
                    },
                    [&] { return collection_ready(config, store); }, std::move(edition)});
  return checks;
}

}  // namespace cli
