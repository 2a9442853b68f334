// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace indexer::model {

std::optional<RecordTexts> Trial::add(const RecordTexts& texts) {
  const auto question = held_out_.question_of(texts);
  held_out_records_ += question.has_value();
  if (texts.kind == corpus::Kind::expert) return add_expert(texts, question.has_value());
  if (texts.kind != corpus::Kind::enterprise) add_work(texts, question);
  if (question == Question::need) return std::nullopt;
  RecordTexts learned_from = texts;
  if (question == Question::similar) learned_from.keywords.clear();
  return learned_from;
}

void Trial::add_work(const RecordTexts& texts, std::optional<Question> question) {
  RecordTexts kept = texts;
  std::vector<std::string> asking;
  std::erase_if(kept.keywords, [&](const std::string& keyword) {
    if (!held_out_.asks(keyword)) return false;
    if (const std::string key = HeldOut::key_of(keyword); std::ranges::find(asking, key) == asking.end()) asking.push_back(key);
    return true;
  });
  if (!question && asking.empty() && model::share_of(seed_, "trial", texts.id) >= share_) return;

  const auto number = static_cast<std::uint32_t>(works_.size());
  for (const std::string& key : asking) carriers_[key].push_back(number);
  std::vector<std::uint64_t> keywords;
  for (const std::string& keyword : texts.keywords) keywords.push_back(draw_of(0, "", HeldOut::key_of(keyword)));
  std::ranges::sort(keywords);
  const auto repeated = std::ranges::unique(keywords);
  keywords.erase(repeated.begin(), repeated.end());
  keywords_of_.push_back(std::move(keywords));
  TrialRecord record{texts.title, kept.joined_keywords(), texts.body};
  if (question == Question::need) {
    const std::uint64_t draw = draw_of(seed_, "part", texts.id);
    auto part = one_part(texts.body, draw);
    if (!texts.title.empty() && !texts.body.empty() && (!part || (draw >> 32) % 2 == 0)) {
      need_.push_back({texts.title, {number}});
      record.title.clear();
    } else if (part) {
      need_.push_back({part->piece, {number}});
      record.body = part->rest;
    }
  }
  if (question == Question::similar) askers_of_similar_.push_back(number);
  works_.push_back(std::move(record));
}

RecordTexts Trial::add_expert(const RecordTexts& texts, bool asks) {
  RecordTexts kept = texts;
  TrialRecord record{"", texts.joined_keywords(), texts.body};
  if (asks)
    if (auto part = one_part(texts.body, draw_of(seed_, "part", texts.id))) {
      expert_.push_back({part->piece, {static_cast<std::uint32_t>(experts_.size())}});
      record.body = kept.body = part->rest;
    }
  if (asks || model::share_of(seed_, "trial", texts.id) < share_) experts_.push_back(std::move(record));
  return kept;
}

std::vector<TrialQuestion> Trial::keyword_questions() const {
  std::vector<TrialQuestion> questions;
  for (const auto& [key, works] : carriers_) questions.push_back({key, works});
  // By hash, not by spelling, so that both halves are alike.
  std::ranges::sort(questions, {}, [this](const TrialQuestion& one) { return draw_of(seed_, "order", one.text); });
  return questions;
}

std::vector<TrialQuestion> Trial::similar_questions() const {
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> carriers;
  for (std::uint32_t work = 0; work < keywords_of_.size(); ++work)
    for (const std::uint64_t keyword : keywords_of_[work]) carriers[keyword].push_back(work);
  std::vector<TrialQuestion> questions;
  for (const std::uint32_t asker : askers_of_similar_) {
    std::map<std::uint32_t, int> shared;
    for (const std::uint64_t keyword : keywords_of_[asker])
      for (const std::uint32_t other : carriers.at(keyword)) ++shared[other];
    TrialQuestion question{fmt::format("{}\n{}", works_[asker].title, works_[asker].body), {}, asker};
    for (const auto& [other, keywords] : shared)
      if (other != asker && keywords >= 2) question.wanted.push_back(other);
    if (!question.wanted.empty()) questions.push_back(std::move(question));
  }
  return questions;
}

std::vector<Decision> Trial::decide_all(const TextModel& model, const std::function<bool()>& cancelled,
                                        const std::function<void(std::size_t, std::size_t)>& told) const {
  const std::vector<TrialQuestion> search = keyword_questions(), similar = similar_questions();
  const struct {
    Question question;
    std::span<const TrialRecord> records;
    std::span<const TrialQuestion> questions;
    bool keywords;
  } all[] = {{Question::search, works_, search, true}, {Question::need, works_, need_, true}, {Question::similar, works_, similar, false},
             {Question::expert, experts_, expert_, true}};
  std::size_t before = 0, total = 0;
  for (const auto& one : all) total += steps_to_decide(one.records, one.questions);
  const auto tell = [&](std::size_t done) {
    if (told && total > 0) told(done, total);
  };
  std::vector<Decision> decisions;
  for (const auto& one : all) {
    decisions.push_back(decide(one.question, one.records, one.questions, one.keywords, model, cancelled, [&](std::size_t done) { tell(before + done); }));
    before += steps_to_decide(one.records, one.questions);
    tell(before);
  }
  return decisions;
}

}  // namespace indexer::model
