// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of this room share: the real vocabularies, a directory that goes when the test ends, diagnostics as one text.
#pragma once

#include <unistd.h>

#include <fmt/format.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "corpus/diagnostic.h"
#include "corpus/error.h"
#include "corpus/vocabulary.h"

namespace corpus_world {

inline const corpus::Vocabularies& vocabularies() {
  static const corpus::Vocabularies lists = [] {
    auto loaded = corpus::Vocabularies::load(std::filesystem::path(QUEQIAO_SOURCE_DIR) / "corpus/vocab");
    if (!loaded) throw std::runtime_error(corpus::to_text(loaded.error()));
    return std::move(*loaded);
  }();
  return lists;
}

class Directory {
 public:
  Directory() {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() / fmt::format("queqiao-corpus-{}-{}", ::getpid(), number++);
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Directory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::string name(const std::string& file) const { return (path_ / file).string(); }

  // Writes a file and answers its whole name.
  std::string file(const std::string& name_, const std::string& content) const {
    std::ofstream(path_ / name_, std::ios::binary) << content;
    return name(name_);
  }
  // Messages name files of this directory by their last part only.
  std::string shorten(std::string text) const {
    const std::string prefix = path_.string() + "/";
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) text.erase(at, prefix.size());
    return text;
  }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline std::string printed(const corpus::Diagnostics& diagnostics) {
  std::string text;
  for (const corpus::Diagnostic& diagnostic : diagnostics) text += (text.empty() ? "" : "\n") + corpus::to_text(diagnostic);
  return text;
}

// A complete record of each kind: no rule has anything to say about it.
inline nlohmann::json complete(const std::string& kind) {
  using nlohmann::json;
  json all = {{"kind", kind}, {"id", kind + "-1"}, {"visibility", "public"}, {"contact", {{"name", "张三"}, {"phone", "0311-12345678"}}}};
  json own;
  if (kind == "achievement")
    own = {{"title", "水肥一体化智能监测与控制系统"},
           {"category", "applied"},
           {"summary", "面向温室大棚的水肥一体化控制系统。"},
           {"tech_field", {"electronics"}},
           {"stage", "mid"},
           {"security_level", "public"},
           {"owner_org", "河北工业大学"},
           {"region", "130100"},
           {"source_system", "test"},
           {"source_url", "https://example.org/1"},
           {"updated_at", "2026-03-05"}};
  if (kind == "need")
    own = {{"title", "防爆锂离子电池的研发"},
           {"problem", "电池产品存在安全隐患"},
           {"key_tech", "隔膜"},
           {"goal", "通过针刺试验"},
           {"keywords", {"锂电池", "防爆"}},
           {"need_type", "breakthrough"},
           {"tech_field", {"energy"}},
           {"industry", {"C384"}},
           {"solve_modes", {"joint"}},
           {"start", "2026-01"},
           {"deadline", "2027-12"},
           {"solicitation_mode", "challenge"},
           {"enterprise_id", "QY-1"},
           {"competent_dept", "石家庄市科技局"}};
  if (kind == "expert")
    own = {{"name", "李四"},
           {"org_id", "QY-2"},
           {"org_name", "武汉工程大学"},
           {"dept", "材料学院"},
           {"title", "教授"},
           {"roles", {"reviewer"}},
           {"research", "半导体发光聚合物"},
           {"keywords", {"聚合物"}},
           {"discipline", {"430.45"}},
           {"confirmed_on", "2025-10-15"},
           {"consent", {{"fields", "all"}, {"date", "2025-10-15"}}}};
  if (kind == "enterprise")
    own = {{"name", "石家庄某电池有限公司"}, {"org_kind", "enterprise"}, {"industry", {"C384"}},      {"region", "130100"},
           {"address", "中山路1号"},         {"postcode", "050000"},     {"profile", "生产锂电池。"}, {"legal_rep", "王五"}};
  if (kind == "decision")
    own = {{"subject_id", "need-1"},
           {"object_id", "achievement-1"},
           {"verdict", "shortlisted"},
           {"by", "broker"},
           {"at", "2026-03-05T08:00:00Z"}};
  all.update(own);
  return all;
}

}  // namespace corpus_world
