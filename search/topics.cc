// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/topics.h"

#include <algorithm>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "search/shared_words.h"

namespace search {
namespace {

using indexer::text::Token;
using indexer::text::TokenKind;

constexpr std::size_t kTitleWords = 5;

// The words of a text, as ICU cuts it.
std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> terms;
  for (const Token& token : indexer::text::analyze(text))
    if (token.is_word || token.kind == TokenKind::word || token.kind == TokenKind::latin || token.kind == TokenKind::number) terms.push_back(token.term);
  return terms;
}

// Its characters side by side: who holds all of them says it, however ICU cut the words around.
std::vector<std::string> pairs_in(std::string_view text) {
  std::vector<std::string> terms;
  for (const Token& token : indexer::text::analyze(text))
    if (token.kind == TokenKind::bigram || token.kind == TokenKind::latin || token.kind == TokenKind::number) terms.push_back(token.term);
  return terms;
}

void add_terms(std::string_view text, std::set<std::string>& terms) {
  for (const Token& token : indexer::text::analyze(text)) terms.insert(token.term);
}

std::vector<Topic> title_words(const std::string& title, const Frequencies& frequencies) {
  const double all = frequencies.database().get_doccount();
  std::vector<std::pair<double, Topic>> found;
  for (const Token& token : indexer::text::analyze(title)) {
    const bool word = token.is_word || token.kind == TokenKind::latin || token.kind == TokenKind::word;
    const double holders = word && token.end - token.start > 3 ? frequencies.of(token.term) : 0;
    const Topic topic{"word", title.substr(token.start, token.end - token.start), ""};
    const bool again = std::ranges::any_of(found, [&](const auto& one) { return one.second.text == topic.text; });
    if (is_held_by_few(holders, all) && !again) found.emplace_back(holders, topic);
  }
  std::ranges::stable_sort(found, {}, [](const auto& one) { return one.first; });
  std::vector<Topic> out;
  for (auto& [holders, topic] : found)
    if (out.size() < kTitleWords) out.push_back(std::move(topic));
  return out;
}

}  // namespace

std::vector<Topic> topics_of(const corpus::Record& record, const corpus::Vocabularies& vocabularies, const Frequencies& frequencies) {
  std::vector<std::string> keywords, fields;
  if (const auto* need = std::get_if<corpus::Need>(&record)) keywords = need->keywords, fields = need->tech_field;
  if (const auto* result = std::get_if<corpus::Achievement>(&record)) keywords = result->keywords, fields = result->tech_field;
  std::vector<Topic> topics;
  for (const std::string& word : keywords)
    if (!(words_in(word).empty() && pairs_in(word).empty()) && std::ranges::find(topics, word, &Topic::text) == topics.end())
      topics.push_back({"keyword", word, ""});
  if (topics.empty()) topics = title_words(corpus::title_of(record), frequencies);
  if (!topics.empty()) return topics;
  for (const std::string& code : fields) topics.push_back({"field", vocabularies.at("field").label(code), code});
  return topics;
}

bool shares_field(const corpus::Record& record, const corpus::Expert& expert) {
  const auto stated = [&](const std::vector<std::string>& fields) {
    return std::ranges::any_of(fields, [&](const std::string& code) { return std::ranges::find(expert.tech_field, code) != expert.tech_field.end(); });
  };
  if (const auto* need = std::get_if<corpus::Need>(&record)) return stated(need->tech_field);
  if (const auto* result = std::get_if<corpus::Achievement>(&record)) return stated(result->tech_field);
  return false;
}

Coverage::Coverage(const std::vector<Topic>& topics, const Expander* expander) {
  for (const Topic& topic : topics) {
    Wanted wanted{topic.code, {}};
    if (topic.code.empty()) {
      wanted.spellings = {words_in(topic.text), pairs_in(topic.text)};
      if (expander != nullptr)
        for (const Expansion& one : expander->find(topic.text))
          for (const std::string& other : one.others) {
            const std::string whole = topic.text.substr(0, one.start) + " " + other + " " + topic.text.substr(one.end);
            wanted.spellings.push_back(words_in(whole));
            wanted.spellings.push_back(pairs_in(whole));
          }
    }
    wanted_.push_back(std::move(wanted));
  }
}

std::set<std::size_t> Coverage::of(const corpus::Expert& expert, IndexedRecords& records) const {
  std::set<std::string> known;
  for (const auto& field : indexer::text_fields(corpus::Kind::expert))
    if (field.prefix != indexer::prefix::kOrganisation && field.prefix != indexer::prefix::kPerson) add_terms(indexer::text_of(expert, field.name), known);
  for (const std::string& id : expert.linked_results) {
    const corpus::Record* result = records.find(id);
    if (result == nullptr) continue;
    for (const char* field : {"title", "keywords"}) add_terms(indexer::text_of(*result, field), known);
  }
  std::set<std::size_t> covered;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const Wanted& one = wanted_[i];
    const bool knows = one.field.empty()
                           ? std::ranges::any_of(one.spellings, [&](const auto& terms) {
                               return !terms.empty() && std::ranges::all_of(terms, [&](const std::string& term) { return known.contains(term); });
                             })
                           : std::ranges::find(expert.tech_field, one.field) != expert.tech_field.end();
    if (knows) covered.insert(i);
  }
  return covered;
}

}  // namespace search
