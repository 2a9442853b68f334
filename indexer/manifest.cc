// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/manifest.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

#include "indexer/hint.h"
#include "indexer/schema.h"
#include "indexer/text/analyzer.h"

namespace indexer {

using corpus::ErrorCode;
using corpus::fail;

namespace {

Quality quality_from(const nlohmann::json& json) {
  Quality q{json.at("collection").get<std::string>(), json.at("edition").get<std::string>(),           std::nullopt,
            json.at("best").get<double>(),            json.at("best_generation").get<std::string>(), std::nullopt};
  if (json.contains("ndcg10")) q.ndcg10 = json.at("ndcg10").get<double>();
  if (json.contains("accepted")) {
    const auto& accepted = json.at("accepted");
    q.accepted = AcceptedQuality{accepted.at("from").get<double>(), accepted.at("generation").get<std::string>(), accepted.at("by").get<std::string>()};
  }
  return q;
}

nlohmann::ordered_json quality_json(const Quality& q) {
  nlohmann::ordered_json json{{"collection", q.collection}, {"edition", q.edition}};
  if (q.ndcg10) json["ndcg10"] = *q.ndcg10;
  json["best"] = q.best;
  json["best_generation"] = q.best_generation;
  if (q.accepted) json["accepted"] = {{"from", q.accepted->from}, {"generation", q.accepted->generation}, {"by", q.accepted->by}};
  return json;
}

Manifest manifest_of(const nlohmann::json& json) {
  Manifest m;
  m.generation = json.at("generation").get<std::string>();
  m.build = json.value("build", "");
  m.analyzer = json.at("analyzer").get<std::string>();
  m.schema = json.at("schema").get<int>();
  m.vocabulary = json.at("vocabulary").get<std::string>();
  m.learned = json.value("learned", std::map<std::string, std::string>{});
  m.seq = json.at("seq").get<std::int64_t>();
  m.documents = json.at("documents").get<std::int64_t>();
  m.by_kind = json.at("by_kind").get<std::map<std::string, std::int64_t>>();
  for (const auto& shard : json.at("shards"))
    m.shards.push_back({shard.at("name").get<std::string>(), shard.at("documents").get<std::int64_t>(), shard.at("bytes").get<std::uint64_t>(),
                        shard.at("revision").get<std::uint64_t>(), shard.at("checksum").get<std::string>()});
  for (const auto& gate : json.value("gate", nlohmann::json::array()))
    m.gate.push_back({gate.at("check").get<std::string>(), gate.at("passed").get<bool>(), gate.at("message").get<std::string>()});
  if (json.contains("quality")) m.quality = quality_from(json.at("quality"));
  m.built_at = json.at("built_at").get<std::string>();
  m.built_by = json.value("built_by", "");
  m.seconds = json.value("seconds", 0.0);
  m.learn_seconds = json.value("learn_seconds", 0.0);
  m.read_seconds = json.value("read_seconds", 0.0);
  m.merge_seconds = json.value("merge_seconds", 0.0);
  m.group_seconds = json.value("group_seconds", 0.0);
  m.gate_seconds = json.value("gate_seconds", 0.0);
  if (!json.contains("read_seconds")) m.seconds += m.learn_seconds;  // were told apart before there were parts
  m.text_bytes = json.value("text_bytes", std::uint64_t{0});
  m.program = json.value("program", "");
  return m;
}

}  // namespace

corpus::Result<Manifest> read_manifest(const IndexLayout& layout, const std::string& generation) {
  const auto file = layout.manifest(generation);
  errno = 0;
  std::ifstream in(file);
  if (const int reason = errno; !in) {
    if (auto error = no_more_files(reason, file)) return std::unexpected(std::move(*error));
    return fail(ErrorCode::damaged, file.string(), "the generation has no manifest", kMendDamage);
  }
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (!json.is_object()) return fail(ErrorCode::damaged, file.string(), "the manifest is not a JSON object", kMendDamage);
  try {
    const int format = json.at("format").get<int>();
    if (format != kManifestFormat)
      return fail(ErrorCode::version_mismatch, file.string(), fmt::format("the index has format {}, this program reads {}", format, kManifestFormat),
                  format > kManifestFormat ? "use the newer program, or build the index again: queqiao index build" : kBuildAgain);
    Manifest manifest = manifest_of(json);
    // Names of shards are paths below the generation: nothing but our own are followed.
    for (std::size_t i = 0; i < manifest.shards.size(); ++i)
      if (manifest.shards[i].name != shard_name(i)) return fail(ErrorCode::damaged, file.string(), "the manifest names a shard that is none", kMendDamage);
    if (manifest.generation != generation)
      return fail(ErrorCode::damaged, file.string(), "the manifest is of another generation, " + manifest.generation, kMendDamage);
    if (manifest.shards.empty()) return fail(ErrorCode::damaged, file.string(), "the manifest names no shard", kMendDamage);
    return manifest;
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::damaged, file.string(), std::string("the manifest lacks a field: ") + error.what(), kMendDamage);
  }
}

std::string to_text(const Manifest& m) {
  nlohmann::ordered_json json;
  json["format"] = m.format;
  json["generation"] = m.generation;
  if (!m.build.empty()) json["build"] = m.build;
  json["analyzer"] = m.analyzer;
  json["schema"] = m.schema;
  json["vocabulary"] = m.vocabulary;
  if (!m.learned.empty()) json["learned"] = m.learned;
  json["seq"] = m.seq;
  json["documents"] = m.documents;
  json["by_kind"] = m.by_kind;
  json["shards"] = nlohmann::ordered_json::array();
  for (const Shard& s : m.shards)
    json["shards"].push_back({{"name", s.name}, {"documents", s.documents}, {"bytes", s.bytes}, {"revision", s.revision}, {"checksum", s.checksum}});
  json["gate"] = nlohmann::ordered_json::array();
  for (const GateResult& g : m.gate) json["gate"].push_back({{"check", g.check}, {"passed", g.passed}, {"message", g.message}});
  if (m.quality) json["quality"] = quality_json(*m.quality);
  json["built_at"] = m.built_at;
  json["built_by"] = m.built_by;
  json["seconds"] = m.seconds;
  if (m.learn_seconds > 0) json["learn_seconds"] = m.learn_seconds;
  json["read_seconds"] = m.read_seconds;
  json["merge_seconds"] = m.merge_seconds;
  json["group_seconds"] = m.group_seconds;
  json["gate_seconds"] = m.gate_seconds;
  json["text_bytes"] = m.text_bytes;
  json["program"] = m.program;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

namespace {

std::string learned_entry(const Manifest& manifest, std::string_view key) {
  const auto found = manifest.learned.find(std::string(key));
  return found == manifest.learned.end() ? "" : found->second;
}

}  // namespace

std::string model_edition(const Manifest& manifest) { return learned_entry(manifest, kLearnedModel); }
std::string ranking_of(const Manifest& manifest) { return learned_entry(manifest, kLearnedRanking); }
std::string decisions_of(const Manifest& manifest) { return learned_entry(manifest, kLearnedWords); }
bool has_report(const Manifest& manifest) {
  if (!model_edition(manifest).empty() || !ranking_of(manifest).empty()) return true;
  const std::string decisions = decisions_of(manifest);
  return !decisions.empty() && !decisions.starts_with("nothing learned: ");  // model::summary_of
}
std::string lexicon_edition(const Manifest& manifest) { return learned_entry(manifest, kLexiconEdition); }
std::string lexicon_words(const Manifest& manifest) { return learned_entry(manifest, kLexiconWords); }
std::string lexicon_file_edition(const Manifest& manifest) { return learned_entry(manifest, kLexiconFileEdition); }

std::vector<std::string> gone_without(const Manifest& manifest) {
  std::vector<std::string> names;
  for (const GateResult& result : manifest.gate)
    if (!result.passed) names.push_back(result.check);
  return names;
}

std::vector<std::filesystem::path> databases(const IndexLayout& layout, const Manifest& manifest) {
  std::vector<std::filesystem::path> paths;
  for (const Shard& shard : manifest.shards) paths.push_back(layout.generation(manifest.generation) / shard.name);
  return paths;
}

corpus::Result<void> check_readable(const Manifest& manifest) {
  const std::string analyzer = fmt::format("{}/{}", text::kAnalyzerName, text::kAnalyzerVersion);
  if (manifest.analyzer != analyzer)
    return fail(ErrorCode::version_mismatch, manifest.generation,
                fmt::format("the index was made with the analyzer {}, this program has {}", manifest.analyzer, analyzer), kBuildAgain);
  if (manifest.schema != kSchemaVersion)
    return fail(ErrorCode::version_mismatch, manifest.generation,
                fmt::format("the index has schema {}, this program has {}", manifest.schema, kSchemaVersion), kBuildAgain);
  return {};
}

}  // namespace indexer
