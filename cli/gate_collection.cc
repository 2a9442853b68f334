// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/gate_collection.h"

#include <fmt/format.h>

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <map>
#include <utility>

#include "cli/collection.h"
#include "cli/exit.h"
#include "corpus/hash.h"
#include "corpus/record_json.h"

namespace cli {
namespace {

namespace fs = std::filesystem;
using corpus::Result;

constexpr const char* kHowToCollect =
    "check gate.collection in the configuration: a directory with queries.tsv (id TAB text) and qrels.tsv, or with judgments.tsv such as corpus/sample";

// Judged records that come to the store make more questions of the same files, and the figures others. Needs that are edited do not: else the memory of the
// gate would end with every edit.
std::string edition_of(const GateCollection& collection, const fs::path& directory, std::initializer_list<const char*> files) {
  std::string all;
  for (const char* const name : files) {
    std::ifstream in(directory / name, std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {}).push_back('\0');
  }
  for (const GateQuestion& question : collection.questions) all.append(question.id).push_back('\n');
  return corpus::content_hash(all);
}

Result<GateCollection> from_queries(const fs::path& directory, const corpus::Store& store) {
  auto queries = search::read_queries((directory / "queries.tsv").string());
  if (!queries) return std::unexpected(queries.error());
  auto qrels = search::read_qrels((directory / "qrels.tsv").string());
  if (!qrels) return std::unexpected(qrels.error());
  GateCollection collection{{}, std::move(*qrels), ""};
  for (auto& [id, text] : *queries) {
    const auto judged = collection.qrels.find(id);
    if (judged == collection.qrels.end()) continue;
    for (const auto& [record, grade] : judged->second) {
      const auto stored = store.get(record);
      if (!stored) return std::unexpected(stored.error());
      if (!*stored) continue;
      collection.questions.push_back({id, text, (*stored)->kind});
      break;
    }
  }
  return collection;
}

Result<GateCollection> from_judgments(const fs::path& file, const corpus::Store& store) {
  GateCollection collection;
  for (const auto& [id, grades] : read_judgments(file)) {
    const auto stored = store.get(id);
    if (!stored) return std::unexpected(stored.error());
    if (!*stored) continue;
    const auto record = corpus::record_from_text((*stored)->body);
    const auto* need = record ? std::get_if<corpus::Need>(&*record) : nullptr;
    if (need == nullptr) return corpus::fail(corpus::ErrorCode::damaged, file.string(), fmt::format("{} is judged as a need and is none", id));
    std::map<corpus::Kind, std::map<std::string, int>> of_kind;
    for (const auto& [judged, grade] : grades) {
      const auto one = store.get(judged);
      if (!one) return std::unexpected(one.error());
      if (*one) of_kind[(*one)->kind][judged] = grade;
    }
    for (auto& [kind, judged] : of_kind) {
      const std::string question = fmt::format("{} {}", id, corpus::to_string(kind));
      collection.questions.push_back({question, question_of_need(*need), kind});
      collection.qrels[question] = std::move(judged);
    }
  }
  if (collection.questions.empty())
    return corpus::fail(corpus::ErrorCode::unavailable, file.string(), "none of the needs that are judged here is in the store",
                        "import the corpus that the judgments belong to, or set gate.collection to judgments of your own");
  return collection;
}

}  // namespace

Result<GateCollection> read_gate_collection(const fs::path& directory, const corpus::Store& store) {
  std::error_code ignored;
  const bool judged_needs = !fs::exists(directory / "queries.tsv", ignored) && fs::exists(directory / "judgments.tsv", ignored);
  Result<GateCollection> collection;
  try {
    collection = judged_needs ? from_judgments(directory / "judgments.tsv", store) : from_queries(directory, store);
  } catch (const Stop& stopped) {  // of read_judgments
    collection = std::unexpected(stopped.error);
  }
  if (collection)
    collection->edition = judged_needs ? edition_of(*collection, directory, {"judgments.tsv"})
                                       : edition_of(*collection, directory, {"queries.tsv", "qrels.tsv"});
  if (!collection && collection.error().code != corpus::ErrorCode::unavailable) collection.error().hint = kHowToCollect;
  return collection;
}

}  // namespace cli
