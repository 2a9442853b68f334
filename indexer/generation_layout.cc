// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/generation_layout.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"

namespace indexer {

using corpus::ErrorCode;
using corpus::fail;

corpus::Result<std::string> read_current(const IndexLayout& layout) {
  std::ifstream in(layout.current());
  if (!in)
    return fail(ErrorCode::unavailable, layout.root.string(), "no index has been built here", "build it: queqiao index build");
  std::string name;
  std::getline(in, name);
  // The name is a path below root: nothing but our own pattern is followed.
  if (!name.starts_with("gen-") || name.size() > 32 || name.find_first_not_of("gen-0123456789") != std::string::npos)
    return fail(ErrorCode::damaged, layout.current().string(), "the file names no generation", "build the index again: queqiao index build");
  return name;
}

corpus::Result<Manifest> read_manifest(const IndexLayout& layout, const std::string& generation) {
  const auto file = layout.manifest(generation);
  std::ifstream in(file);
  if (!in)
    return fail(ErrorCode::damaged, file.string(), "the generation has no manifest", "build the index again: queqiao index build");
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (!json.is_object())
    return fail(ErrorCode::damaged, file.string(), "the manifest is not a JSON object", "build the index again: queqiao index build");
  Manifest m;
  try {
    m.format = json.at("format").get<int>();
    if (m.format > kManifestFormat)
      return fail(ErrorCode::version_mismatch, file.string(),
                  fmt::format("the index has format {}, this program reads {}", m.format, kManifestFormat),
                  "use the newer program, or build the index again: queqiao index build");
    m.generation = json.at("generation").get<std::string>();
    m.analyzer = json.at("analyzer").get<std::string>();
    m.schema = json.at("schema").get<int>();
    m.vocabulary = json.at("vocabulary").get<std::string>();
    m.seq = json.at("seq").get<std::int64_t>();
    m.documents = json.at("documents").get<std::int64_t>();
    m.by_kind = json.at("by_kind").get<std::map<std::string, std::int64_t>>();
    m.built_at = json.at("built_at").get<std::string>();
    m.seconds = json.value("seconds", 0.0);
    m.text_bytes = json.value("text_bytes", std::uint64_t{0});
    m.program = json.value("program", "");
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::damaged, file.string(), std::string("the manifest lacks a field: ") + error.what(),
                "build the index again: queqiao index build");
  }
  return m;
}

corpus::Result<void> check_readable(const Manifest& manifest) {
  const std::string analyzer = fmt::format("{}/{}", text::kAnalyzerName, text::kAnalyzerVersion);
  const std::string hint = "build the index again: queqiao index build";
  if (manifest.analyzer != analyzer)
    return fail(ErrorCode::version_mismatch, manifest.generation,
                fmt::format("the index was made with the analyzer {}, this program has {}", manifest.analyzer, analyzer), hint);
  if (manifest.schema != kSchemaVersion)
    return fail(ErrorCode::version_mismatch, manifest.generation,
                fmt::format("the index has schema {}, this program has {}", manifest.schema, kSchemaVersion), hint);
  return {};
}

}  // namespace indexer
