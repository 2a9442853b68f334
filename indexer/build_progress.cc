// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/build_progress.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "indexer/files.h"

namespace indexer {

using namespace corpus;

namespace {

std::filesystem::path file_of(const std::filesystem::path& building) { return building / "progress.json"; }

// Names of pieces become paths that are opened and removed.
bool is_piece(const std::string& name) {
  return name.starts_with("piece-") && name.size() < 40 && name.find_first_not_of("0123456789-", 6) == std::string::npos;
}

}  // namespace

bool has_durable_work(const DurableProgress& p) { return p.phase != "read" || !p.after_id.empty() || p.learning_done; }

Result<void> write_progress(const std::filesystem::path& building, const DurableProgress& p) {
  nlohmann::ordered_json json{{"generation", p.generation}, {"build", p.build}, {"meaning", p.meaning}, {"shards", p.shards},   {"phase", p.phase},
                              {"seq", p.seq},               {"after_id", p.after_id},     {"pieces", p.pieces},   {"merged", p.merged},
                              {"documents", p.documents},   {"text_bytes", p.text_bytes}, {"by_kind", p.by_kind}, {"problems", p.problems},
                              {"skipped", p.skipped},       {"seconds", p.seconds},       {"learning_done", p.learning_done},
                              {"learned", p.learned},       {"learn_seconds", p.learn_seconds}, {"failed_gate", p.failed_gate},
                              {"read_seconds", p.read_seconds}, {"merge_seconds", p.merge_seconds}, {"group_seconds", p.group_seconds},
                              {"gate_seconds", p.gate_seconds}};
  if (p.memory_mb) json["memory_mb"] = *p.memory_mb;
  if (!p.left.empty()) json["left"] = p.left;
  if (p.settings) json["settings"] = *p.settings;
  if (!p.failed_checks.empty()) json["failed_checks"] = p.failed_checks;
  return write_durably(file_of(building), json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

Result<DurableProgress> read_progress(const std::filesystem::path& building) {
  const auto file = file_of(building);
  std::ifstream in(file);
  if (!in) return fail(ErrorCode::not_found, file.string(), "this build has no durable progress", "begin it anew: queqiao index build");
  const auto json = nlohmann::json::parse(in, nullptr, false);
  try {
    DurableProgress p;
    p.generation = json.at("generation").get<std::string>();
    p.build = json.value("build", "");
    p.meaning = json.at("meaning").get<std::string>();
    p.shards = json.at("shards").get<std::size_t>();
    p.phase = json.at("phase").get<std::string>();
    p.seq = json.at("seq").get<Seq>();
    p.after_id = json.at("after_id").get<std::string>();
    p.pieces = json.at("pieces").get<std::vector<std::vector<std::string>>>();
    p.merged = json.at("merged").get<std::vector<std::size_t>>();
    p.documents = json.at("documents").get<std::int64_t>();
    p.text_bytes = json.at("text_bytes").get<std::uint64_t>();
    p.by_kind = json.at("by_kind").get<std::map<std::string, std::int64_t>>();
    p.problems = json.at("problems").get<std::vector<std::string>>();
    p.skipped = json.at("skipped").get<std::int64_t>();
    p.seconds = json.at("seconds").get<double>();
    p.learning_done = json.value("learning_done", false);
    p.learned = json.value("learned", std::map<std::string, std::string>{});
    p.learn_seconds = json.value("learn_seconds", 0.0);
    p.read_seconds = json.value("read_seconds", 0.0);
    p.merge_seconds = json.value("merge_seconds", 0.0);
    p.group_seconds = json.value("group_seconds", 0.0);
    p.gate_seconds = json.value("gate_seconds", 0.0);
    p.failed_gate = json.value("failed_gate", "");
    p.failed_checks = json.value("failed_checks", std::map<std::string, std::string>{});
    if (json.contains("settings")) p.settings = json.at("settings").get<std::map<std::string, std::string>>();
    p.left = json.value("left", std::vector<std::string>{});
    if (json.contains("memory_mb")) p.memory_mb = json.at("memory_mb").get<std::size_t>();
    bool sound = p.shards >= 1 && p.pieces.size() == p.shards;
    for (const auto& of_shard : p.pieces)
      for (const std::string& name : of_shard) sound = sound && is_piece(name);
    for (const std::size_t shard : p.merged) sound = sound && shard < p.shards;
    if (sound) return p;
  } catch (const nlohmann::json::exception&) {
    // Said below.
  }
  return fail(ErrorCode::damaged, file.string(), "the progress of the build cannot be read", "begin it anew: queqiao index build");
}

}  // namespace indexer
