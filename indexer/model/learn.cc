// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/model/learn.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "indexer/model/feature_counter.h"
#include "indexer/model/held_out.h"
#include "indexer/model/model_file.h"
#include "indexer/model/record_texts.h"
#include "indexer/model/training.h"
#include "indexer/model/trial.h"

namespace indexer::model {
namespace {

using corpus::ErrorCode;
using corpus::fail;
using corpus::Record;
using corpus::Result;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kAskEvery = 100;  // records

class Learning {
 public:
  Learning(const RecordScan& scan, const LearnOptions& options)
      : scan_(scan), options_(options), held_out_(options.seed, options.most_questions, options.share_that_asks) {
    learned_.report.seed = options.seed;
  }

  Result<Learned> run() {
    LearnReport& report = learned_.report;
    const auto begun = Clock::now();
    if (auto read = read_all("look", [this](const RecordTexts& texts) { look(texts); }); !read) return std::unexpected(read.error());
    if (report.records < options_.min_records) {
      report = too_few(report.records, options_);
      return std::move(learned_);
    }
    held_out_.counted();
    const double look_seconds = since(begun);
    const double share_tried =
        std::min(1.0, static_cast<double>(options_.most_tried) / static_cast<double>(std::max<std::int64_t>(1, report.records)));
    if (options_.ranking)
      if (auto ranked = rank(share_tried); !ranked) return std::unexpected(ranked.error());
    if (!options_.model) return std::move(learned_);
    const auto start = Clock::now();
    // Features and pairs want different passes: what a pair is made of has to be known.
    if (auto read = read_all("count", [this](const RecordTexts& texts) { count(texts); }); !read) return std::unexpected(read.error());
    table_ = counter_.table(options_.most_features);
    report.counted = static_cast<std::int64_t>(counter_.records());
    report.features = table_.size();
    trial_.emplace(held_out_, options_.seed, share_tried);
    if (auto read = read_all("pair", [this](const RecordTexts& texts) { pair(texts); }); !read) return std::unexpected(read.error());
    report.pairs = pairs_.size();
    report.held_out_records = trial_->held_out_records();
    report.held_out_keywords = trial_->held_out_keywords();
    report.count_seconds = look_seconds + since(start);
    if (report.pairs == 0) {
      report.not_learned = "no record has two texts to learn from";
      return std::move(learned_);
    }
    return teach();
  }

 private:
  static double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }
  void tell(const std::string& phase, std::int64_t done, std::int64_t total) const {
    if (options_.progress) options_.progress(phase, done, total);
  }
  bool is_cancelled() const { return options_.cancelled && options_.cancelled(); }
  static std::unexpected<corpus::Error> cancelled() {
    return fail(ErrorCode::timeout, "model", "the learning was cancelled", "the old generation stays in force");
  }

  Result<void> read_all(const std::string& phase, const std::function<void(const RecordTexts&)>& take) {
    std::int64_t done = 0;
    bool stopped = false;
    const auto scanned = scan_([&](const Record& record) {
      if (done % kAskEvery == 0 && is_cancelled()) return !(stopped = true);
      if (corpus::kind_of(record) != corpus::Kind::decision) take(texts_of(record));
      if (++done % (5 * kAskEvery) == 0) tell(phase, done, learned_.report.records);
      return true;
    });
    if (!scanned) return scanned;
    if (stopped) return cancelled();
    return {};
  }

  void look(const RecordTexts& texts) {
    ++learned_.report.records;
    held_out_.count(texts);
    possible_ += static_cast<double>(!texts.title.empty() && !texts.body.empty()) +
                 static_cast<double>(!texts.keywords.empty() && !texts.body.empty()) + static_cast<double>(!texts.body.empty());
  }

  // By itself: what one learns does not depend on whether the other does.
  Result<void> rank(double share_tried) {
    LearnReport& report = learned_.report;
    const auto start = Clock::now();
    RankingTrial trial(options_.seed, share_tried, 2 * options_.most_questions);
    if (auto read = read_all("rank", [&](const RecordTexts& texts) { trial.add(texts); }); !read) return read;
    report.ranking = trial.decide(options_.cancelled);
    if (is_cancelled()) return cancelled();
    if (report.ranking->on) learned_.ranking = to_text(report.ranking->weights);
    report.rank_seconds = since(start);
    return {};
  }

  void count(const RecordTexts& texts) {
    const double share = static_cast<double>(options_.most_counted) / static_cast<double>(learned_.report.records);
    if (share < 1 && share_of(options_.seed, "count", texts.id) >= share) return;
    const std::vector<std::string> all = texts.all();
    counter_.add({all.begin(), all.end()});
  }

  void pair(const RecordTexts& texts) {
    std::optional<RecordTexts> learned_from = trial_->add(texts);
    if (!learned_from) return;
    RecordTexts& kept = *learned_from;
    std::erase_if(kept.keywords, [this](const std::string& keyword) { return held_out_.asks(keyword); });
    if (kept.body.empty()) return;
    if (!kept.title.empty()) add_pair("title", kept.id, kept.title, fmt::format("{}\n{}", kept.joined_keywords(), kept.body));
    if (!kept.keywords.empty()) add_pair("keywords", kept.id, kept.joined_keywords(), fmt::format("{}\n{}", kept.title, kept.body));
    if (const auto part = one_part(kept.body, draw_of(options_.seed, "piece", kept.id)))
      add_pair("piece", kept.id, part->piece, part->rest);
  }

  void add_pair(std::string_view of, const std::string& id, const std::string& asking, const std::string& rest) {
    const double share = static_cast<double>(options_.most_pairs) / std::max(1.0, possible_);
    if (pairs_.size() >= options_.most_pairs || (share < 1 && share_of(options_.seed, of, id) >= share)) {
      ++learned_.report.pairs_left_out;
      return;
    }
    FeatureCollector left(table_), right(table_);
    left.add(asking);
    right.add(rest);
    pairs_.add(left.take_rows(), right.take_rows());
  }

  Result<Learned> teach() {
    LearnReport& report = learned_.report;
    auto start = Clock::now();
    TrainingOptions training;
    training.epochs = options_.epochs;
    training.seed = options_.seed;
    training.cancelled = options_.cancelled;
    training.told = [&](std::size_t epoch, double loss) {
      report.losses.push_back(loss);
      tell("train", static_cast<std::int64_t>(epoch), static_cast<std::int64_t>(options_.epochs));
    };
    auto model = train(table_, pairs_, training);
    if (!model) return std::unexpected(model.error());
    report.train_seconds = since(start);
    start = Clock::now();
    tell("try", 0, 1);
    bool any_steps = false;
    report.decisions = trial_->decide_all(*model, options_.cancelled, [&](std::size_t done, std::size_t total) {
      any_steps = true;
      tell("try", static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
    });
    if (is_cancelled()) return cancelled();
    if (!any_steps) tell("try", 1, 1);
    report.decide_seconds = since(start);
    Shares shares{};
    bool used = false;
    for (const Decision& decision : report.decisions) {
      if (!decision.on) continue;
      shares[static_cast<std::size_t>(decision.question)] = decision.share;
      used = true;
    }
    if (used) {
      model->set_shares(shares);
      learned_.bytes = to_bytes(*model);
      report.edition = edition_of(learned_.bytes);
    }
    return std::move(learned_);
  }

  const RecordScan& scan_;
  const LearnOptions& options_;
  HeldOut held_out_;
  FeatureCounter counter_;
  FeatureTable table_;
  std::optional<Trial> trial_;
  Pairs pairs_;
  double possible_ = 0;  // pairs
  Learned learned_;
};

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

nlohmann::ordered_json json_of(const RankingDecision& d) {
  nlohmann::ordered_json weights;
  for (const Trait trait : kTraits) weights[to_string(trait)] = d.weights.of[static_cast<std::size_t>(trait)];
  return {{"question", to_string(Question::search)},
          {"on", d.on},
          {"weights", weights},
          {"questions", d.asked},
          {"pairs", d.pairs},
          {"ndcg10", {{"before", rounded(d.before10)}, {"after", rounded(d.after10)}, {"p", rounded(d.p)}}},
          {"ndcg100", {{"before", rounded(d.before)}, {"after", rounded(d.after)}}},
          {"why", d.why}};
}

}  // namespace

LearnReport too_few(std::int64_t records, const LearnOptions& options) {
  LearnReport report;
  report.seed = options.seed;
  report.records = records;
  report.not_learned = fmt::format("{} records are fewer than {}, from which on something is learned", records, options.min_records);
  return report;
}

Result<Learned> learn(const RecordScan& scan, const LearnOptions& options) { return Learning(scan, options).run(); }

std::string to_text(const LearnReport& report) {
  nlohmann::ordered_json json;
  if (!report.not_learned.empty()) json["not_learned"] = report.not_learned;
  json["edition"] = report.edition;
  json["seed"] = report.seed;
  json["records"] = report.records;
  json["counted"] = report.counted;
  json["features"] = report.features;
  json["pairs"] = report.pairs;
  json["pairs_left_out"] = report.pairs_left_out;
  json["held_out"] = {{"records", report.held_out_records}, {"keywords", report.held_out_keywords}};
  json["losses"] = nlohmann::ordered_json::array();
  for (const double loss : report.losses) json["losses"].push_back(rounded(loss));
  json["decisions"] = nlohmann::ordered_json::array();
  for (const Decision& d : report.decisions)
    json["decisions"].push_back({{"question", to_string(d.question)},
                                 {"on", d.on},
                                 {"share", rounded(d.share)},
                                 {"questions", d.asked},
                                 {"ndcg100", {{"before", rounded(d.before)}, {"after", rounded(d.after)}, {"p", rounded(d.p)}}},
                                 {"ndcg10", {{"before", rounded(d.before10)}, {"after", rounded(d.after10)}}},
                                 {"why", d.why}});
  if (report.ranking) json["ranking"] = json_of(*report.ranking);
  json["seconds"] = {{"count", rounded(report.count_seconds)},
                     {"train", rounded(report.train_seconds)},
                     {"decide", rounded(report.decide_seconds)},
                     {"rank", rounded(report.rank_seconds)}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string summary_of(const LearnReport& report) {
  if (!report.not_learned.empty() && !report.ranking) return "nothing learned: " + report.not_learned;
  std::string text = report.not_learned.empty() ? "" : "no model: " + report.not_learned;
  for (const Decision& d : report.decisions) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_string(d.question),
                        d.on ? fmt::format("on (× {:g}", d.share) : "off (" + d.why);
    if (d.asked >= kFewestQuestions) text += fmt::format(", nDCG@100 {:.4f} → {:.4f}, p {:.4f}", d.before, d.after, d.p);
    text += ")";
  }
  if (const auto& d = report.ranking) {
    text += fmt::format("{}order of searches {}", text.empty() ? "" : ", ", d->on ? "on (" : "off (" + d->why);
    if (d->on)
      for (const Trait trait : kTraits)
        text += fmt::format("{}{} {:g}", trait == kTraits.front() ? "" : " ", to_string(trait), d->weights.of[static_cast<std::size_t>(trait)]);
    if (d->asked >= kFewestQuestions) text += fmt::format(", nDCG@10 {:.4f} → {:.4f}, p {:.4f}", d->before10, d->after10, d->p);
    text += ")";
  }
  return text;
}

}  // namespace indexer::model
