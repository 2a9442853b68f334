// SPDX-License-Identifier: GPL-3.0-or-later
// A world to search and match in, and answers printed on one line, so that a test row can say what it expects.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "search/matcher.h"
#include "search/searcher.h"
#include "world.h"

namespace found {

class Library : public world::World {
 public:
  const search::Searcher& searcher() const { return searcher_; }

  search::SearchResult search(const search::SearchRequest& request) const { return must(searcher_.search(request)); }

  search::SearchResult search(const std::string& query) const {
    search::SearchRequest request;
    request.query = query;
    return search(request);
  }

  search::MatchResult match(const search::MatchRequest& request) const { return must(matcher_.match(request)); }

  const search::Matcher& matcher() const { return matcher_; }
  search::ReaderPool& pool() { return *pool_; }

 private:
  template <class T>
  static T must(corpus::Result<T> result) {
    if (!result) throw std::runtime_error(corpus::to_text(result.error()));
    return std::move(*result);
  }

  // On the heap: a pool has a mutex, and the two doors below keep a reference to it.
  std::unique_ptr<search::ReaderPool> pool_ = std::make_unique<search::ReaderPool>(path());
  search::Searcher searcher_{*pool_, world::vocabularies()};
  search::Matcher matcher_{*pool_, world::vocabularies()};
};

// A library that the cases of one file share: class Shelf : public Shared<Shelf>. Made with the first case that asks for it, filled in its constructor.
template <class Made>
class Shared : public Library {
 public:
  static Made& get() {
    static Made made;
    return made;
  }
};

// The sample corpus, made with the first case of all files that asks for it; nobody changes it.
inline Library& sample() {
  static const std::unique_ptr<Library> made = [] {
    auto out = std::make_unique<Library>();
    out->import_sample();
    out->build();
    return out;
  }();
  return *made;
}

inline std::string joined(const std::vector<std::string>& words, const char* between = " ") {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : between) + word;
  return out;
}

inline std::vector<std::string> id_list(const search::SearchResult& result) {
  std::vector<std::string> out;
  for (const search::Hit& hit : result.hits) out.push_back(hit.card.id);
  return out;
}
inline std::vector<std::string> id_list(const search::MatchResult& result) {
  std::vector<std::string> out;
  for (const search::Match& match : result.matches) out.push_back(match.card.id);
  return out;
}

// For answers to searches and to matches alike: in their order, and in the order of the alphabet where the order is not the question.
template <class Answer>
std::string ids(const Answer& answer) { return joined(id_list(answer)); }
template <class Answer>
std::string any_order(const Answer& answer) {
  auto list = id_list(answer);
  std::ranges::sort(list);
  return joined(list);
}

// 420000 2 (*420100 1, 420500 1): a star where it is chosen, children in brackets.
inline std::string printed(const std::vector<search::FacetValue>& values) {
  std::string out;
  for (const search::FacetValue& value : values) {
    out += fmt::format("{}{}{} {}", out.empty() ? "" : ", ", value.selected ? "*" : "", value.code, value.count);
    if (!value.children.empty()) out += " (" + printed(value.children) + ")";
  }
  return out;
}

// What matched stands in square brackets.
inline std::string printed(const std::vector<search::Part>& parts) {
  std::string out;
  for (const search::Part& part : parts) out += part.match ? "[" + part.text + "]" : part.text;
  return out;
}

}  // namespace found
