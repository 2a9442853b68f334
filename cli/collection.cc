// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/collection.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "cli/exit.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 8;

[[noreturn]] void damaged(const std::string& file, std::size_t line, std::string message) {
  stop(corpus::ErrorCode::damaged, fmt::format("{}:{}", file, line), std::move(message));
}

std::ifstream open(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream || fs::is_directory(file))
    stop(corpus::ErrorCode::io, file.string(), "the file cannot be read", "is this a test collection?");
  return stream;
}

// The docs.jsonl that is meant: this one, or the one whose path stands in it.
fs::path follow(fs::path file) {
  for (int links = 0; links < kMostLinks; ++links) {
    std::string first;
    std::ifstream stream = open(file);
    std::getline(stream, first);
    if (first.ends_with('\r')) first.pop_back();
    if (first.empty() || first.front() == '{') return file;
    file = (file.parent_path() / first).lexically_normal();
  }
  stop(corpus::ErrorCode::damaged, file.string(), "each of these files only names another");
}

std::string text_in(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> texts_in(const nlohmann::json& object, const char* name) {
  std::vector<std::string> texts;
  const auto found = object.find(name);
  if (found == object.end()) return texts;
  if (found->is_string()) return {found->get<std::string>()};
  for (const auto& item : *found) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

corpus::Record achievement_from(const nlohmann::json& object) {
  corpus::Achievement achievement;
  achievement.id.value = text_in(object, "id");
  achievement.title = text_in(object, "title");
  achievement.summary = text_in(object, "abstract");
  achievement.keywords = texts_in(object, "keywords");
  achievement.owner_org = text_in(object, "institution");
  achievement.common.visibility = "public";
  return achievement;
}

corpus::Record expert_from(const nlohmann::json& object) {
  corpus::Expert expert;
  expert.id.value = text_in(object, "id");
  expert.name = text_in(object, "title");
  expert.research = text_in(object, "abstract");
  expert.keywords = texts_in(object, "keywords");
  expert.org_name = text_in(object, "institution");
  expert.common.visibility = "public";
  return expert;
}

// The characters that mean something to the query language: a need that says "-20 ℃" must not lose what holds a 20.
std::string as_plain_words(std::string text) {
  for (const char* sign : {"-", "\"", ":", "(", ")", "：", "（", "）", "“", "”"}) {
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at))
      text.replace(at, std::string_view(sign).size(), " ");
  }
  return text;
}

}  // namespace

Collection open_collection(const fs::path& directory, const std::string& split, std::size_t limit) {
  Collection collection;
  collection.docs = follow(directory / "docs.jsonl");
  collection.queries = take(search::read_queries((directory / fmt::format("queries.{}.tsv", split)).string()));
  if (limit != 0 && collection.queries.size() > limit) collection.queries.resize(limit);
  collection.qrels = take(search::read_qrels((directory / "qrels.tsv").string()));
  return collection;
}

Documents::Documents(const fs::path& file, corpus::Kind kind)
    : file_(file.string()), kind_(kind), stream_(open(file)), total_(fs::file_size(file)) {}

std::uint64_t Documents::bytes_read() { return read_; }

std::optional<corpus::Record> Documents::next() {
  std::string text;
  while (std::getline(stream_, text)) {
    ++line_;
    read_ += text.size() + 1;
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto object = nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object()) damaged(file_, line_, "this is not a JSON object");
    corpus::Record record = kind_ == corpus::Kind::expert ? expert_from(object) : achievement_from(object);
    if (corpus::id_of(record).empty()) damaged(file_, line_, "the document has no id");
    return record;
  }
  return std::nullopt;
}

std::string question_of_need(const corpus::Need& need) {
  return as_plain_words(fmt::format("{}\n{}\n{}\n{}", need.title, need.problem, need.key_tech, need.goal));
}

search::Qrels read_judgments(const fs::path& file) {
  search::Qrels judgments;
  std::ifstream stream = open(file);
  std::string text;
  for (std::size_t line = 1; std::getline(stream, text); ++line) {
    if (text.ends_with('\r')) text.pop_back();
    if (text.empty() || text.front() == '#') continue;
    const std::size_t first = text.find('\t'), second = first == std::string::npos ? first : text.find('\t', first + 1);
    if (second == std::string::npos) damaged(file.string(), line, "a judgment is NEED TAB RECORD TAB GRADE");
    int grade = -1;
    const char* begin = text.data() + second + 1;
    const auto [end, problem] = std::from_chars(begin, text.data() + text.size(), grade);
    const bool whole = problem == std::errc() && (end == text.data() + text.size() || *end == '\t');
    if (!whole || grade < 0 || grade > 3) damaged(file.string(), line, "a grade is 0, 1, 2 or 3");
    judgments[text.substr(0, first)][text.substr(first + 1, second - first - 1)] = grade;
  }
  return judgments;
}

}  // namespace cli
