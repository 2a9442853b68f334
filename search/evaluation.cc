// SPDX-License-Identifier: GPL-3.0-or-later
// Files → qrels, runs and queries; rankings → figures; two runs → a paired comparison.
//
// The comparison resamples queries with replacement. Everything random in it is ours: mt19937_64 is fixed by the standard, the
// distributions of <random> are not, so the index is drawn here and a comparison reads the same on every platform.
#include "search/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string_view>

namespace search {
namespace {

using corpus::ErrorCode;
using corpus::Result;

constexpr int kGreatestGrade = 30;  // the gain 2^grade − 1 stays a whole number
constexpr std::size_t kBootstraps = 10'000;
constexpr std::uint64_t kSeed = 20'260'101;
constexpr double kEqual = 1e-12;  // sums of the same figures in another order differ by less

std::unexpected<corpus::Error> damaged(const std::string& file, std::size_t line, std::string message, std::string hint) {
  return corpus::fail(ErrorCode::damaged, fmt::format("{}:{}", file, line), std::move(message), std::move(hint));
}

// Calls row(text, number) for each line that is not blank, without its line end or a byte order mark, until one answers with an error.
Result<void> each_line(const std::string& file, const std::function<Result<void>(std::string_view, std::size_t)>& row) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::size_t number = 0;
  while (in && std::getline(in, line)) {
    std::string_view text = line;
    if (++number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (auto read = row(text, number); !read) return read;
  }
  // A directory opens, but cannot be read; a file that was read ends at its end.
  if (!in.eof()) return corpus::fail(ErrorCode::io, file, "the file cannot be read", "check that it exists and may be read");
  return {};
}

std::vector<std::string> columns_of(std::string_view line) {
  constexpr std::string_view kWhite = " \t";
  std::vector<std::string> columns;
  for (std::size_t at = line.find_first_not_of(kWhite); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(kWhite, at), line.size());
    columns.emplace_back(line.substr(at, end - at));
    at = line.find_first_not_of(kWhite, end);
  }
  return columns;
}

template <class Number>
std::optional<Number> number_in(const std::string& text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// TREC collections use grades below 0 for documents that should not have been judged: no gain, not relevant.
double gain(int grade) { return grade >= 1 ? std::exp2(std::min(grade, kGreatestGrade)) - 1 : 0; }
double discount(std::size_t rank) { return std::log2(static_cast<double>(rank) + 1); }

double ideal_dcg(const std::map<std::string, int>& grades, std::size_t depth) {
  std::vector<int> best;
  for (const auto& [document, grade] : grades) best.push_back(grade);
  std::ranges::sort(best, std::greater{});
  double sum = 0;
  for (std::size_t rank = 1; rank <= std::min(depth, best.size()); ++rank) sum += gain(best[rank - 1]) / discount(rank);
  return sum;
}

const std::vector<std::string>& ranking_in(const Run& run, const std::string& query) {
  static const std::vector<std::string> nothing;
  const auto found = run.find(query);
  return found == run.end() ? nothing : found->second;
}

const std::map<std::string, int>& grades_in(const Qrels& qrels, const std::string& query) {
  static const std::map<std::string, int> nothing;
  const auto found = qrels.find(query);
  return found == qrels.end() ? nothing : found->second;
}

double figure_in(const Figures& figures, Figure figure) {
  switch (figure) {
    case Figure::mrr10: return figures.mrr10;
    case Figure::ndcg10: return figures.ndcg10;
    case Figure::r10: return figures.r10;
    case Figure::r100: return figures.r100;
  }
  return 0;
}

// The share of `of` that the upper half of a draw falls on. Uneven by less than of ÷ 2^32, which no figure shows.
// Requires: 0 < of < 2^32.
std::size_t index_drawn(std::mt19937_64& random, std::size_t of) { return static_cast<std::size_t>(((random() >> 32) * of) >> 32); }

std::vector<double> resampled_means(const std::vector<double>& differences) {
  std::mt19937_64 random(kSeed);
  std::vector<double> means;
  means.reserve(kBootstraps);
  for (std::size_t i = 0; i < kBootstraps; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < differences.size(); ++k) sum += differences[index_drawn(random, differences.size())];
    means.push_back(sum / static_cast<double>(differences.size()));
  }
  return means;
}

// Twice the smaller tail beyond zero. One is added to both counts (Davison & Hinkley 1997, 4.2): 10,000 resamples never show p = 0.
double two_sided(const std::vector<double>& means) {
  const auto not_above = std::ranges::count_if(means, [](double mean) { return mean <= kEqual; });
  const auto not_below = std::ranges::count_if(means, [](double mean) { return mean >= -kEqual; });
  return std::min(1.0, 2.0 * static_cast<double>(std::min(not_above, not_below) + 1) / static_cast<double>(means.size() + 1));
}

}  // namespace

Result<Qrels> read_qrels(const std::string& file) {
  Qrels qrels;
  const auto read = each_line(file, [&](std::string_view line, std::size_t number) -> Result<void> {
    const auto columns = columns_of(line);
    if (columns.size() != 4)
      return damaged(file, number, fmt::format("{} columns instead of 4", columns.size()), "write: query 0 document grade");
    const auto grade = number_in<int>(columns[3]);
    if (!grade || *grade > kGreatestGrade)
      return damaged(file, number, fmt::format("the grade \"{}\" is not a whole number of at most {}", columns[3], kGreatestGrade),
                     "0 is not relevant, 1 and more is relevant");
    const auto [judged, is_new] = qrels[columns[0]].emplace(columns[2], *grade);
    if (!is_new && judged->second != *grade)
      return damaged(file, number,
                     fmt::format("document {} of query {} was graded {} before, and is graded {} here", columns[2], columns[0],
                                 judged->second, *grade),
                     "keep one of the two lines");
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return qrels;
}

// Ordered by the rank that is written, not by score as trec_eval does: who made the run knows how its ties fall.
Result<Run> read_run(const std::string& file) {
  std::map<std::string, std::vector<std::pair<int, std::string>>> ranked;
  std::map<std::string, std::set<std::string>> seen;
  const auto read = each_line(file, [&](std::string_view line, std::size_t number) -> Result<void> {
    auto columns = columns_of(line);
    if (columns.size() != 6)
      return damaged(file, number, fmt::format("{} columns instead of 6", columns.size()), "write: query Q0 document rank score tag");
    const auto rank = number_in<int>(columns[3]);
    if (!rank || *rank < 0)
      return damaged(file, number, fmt::format("the rank \"{}\" is not a whole number", columns[3]), "the best document has rank 1");
    if (!number_in<double>(columns[4]))
      return damaged(file, number, fmt::format("the score \"{}\" is not a number", columns[4]), "write it like 12.5");
    if (!seen[columns[0]].insert(columns[2]).second)
      return damaged(file, number, fmt::format("document {} stands twice for query {}", columns[2], columns[0]), "keep its better rank");
    ranked[columns[0]].emplace_back(*rank, std::move(columns[2]));
    return {};
  });
  if (!read) return std::unexpected(read.error());
  Run run;
  for (auto& [query, documents] : ranked) {
    std::ranges::stable_sort(documents, {}, &std::pair<int, std::string>::first);
    for (auto& [rank, document] : documents) run[query].push_back(std::move(document));
  }
  return run;
}

Result<std::vector<std::pair<std::string, std::string>>> read_queries(const std::string& file) {
  std::vector<std::pair<std::string, std::string>> queries;
  std::map<std::string, std::size_t, std::less<>> lines;
  const auto read = each_line(file, [&](std::string_view line, std::size_t number) -> Result<void> {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos || tab == 0 || line.find_first_not_of(" \t", tab) == std::string_view::npos)
      return damaged(file, number, "this is not an id and a text", "write: id TAB text");
    const auto [first, is_new] = lines.emplace(line.substr(0, tab), number);
    if (!is_new)
      return damaged(file, number, fmt::format("query {} stands in line {} already", first->first, first->second), "give it another id");
    queries.emplace_back(first->first, line.substr(tab + 1));
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return queries;
}

Figures figures_of(const std::vector<std::string>& ranking, const std::map<std::string, int>& grades) {
  const auto relevant = std::ranges::count_if(grades, [](const auto& judged) { return judged.second >= 1; });
  if (relevant == 0) return {};
  Figures figures;
  figures.queries = 1;
  double dcg = 0;
  std::set<std::string_view> found;  // relevant ones: a ranking that repeats a document gains nothing by it
  for (std::size_t rank = 1; rank <= std::min<std::size_t>(100, ranking.size()); ++rank) {
    const auto judged = grades.find(ranking[rank - 1]);
    if (judged == grades.end() || judged->second < 1 || !found.insert(judged->first).second) continue;
    figures.r100 += 1;
    if (rank > 10) continue;
    figures.r10 += 1;
    if (figures.mrr10 == 0) figures.mrr10 = 1 / static_cast<double>(rank);
    dcg += gain(judged->second) / discount(rank);
  }
  figures.r10 /= static_cast<double>(relevant);
  figures.r100 /= static_cast<double>(relevant);
  figures.ndcg10 = dcg / ideal_dcg(grades, 10);
  return figures;
}

Figures figures_of(const Run& run, const Qrels& qrels, const std::vector<std::string>& queries) {
  Figures sum;
  for (const std::string& query : queries) {
    const Figures one = figures_of(ranking_in(run, query), grades_in(qrels, query));
    sum.mrr10 += one.mrr10;
    sum.ndcg10 += one.ndcg10;
    sum.r10 += one.r10;
    sum.r100 += one.r100;
    sum.queries += one.queries;
  }
  if (sum.queries == 0) return sum;
  for (double* figure : {&sum.mrr10, &sum.ndcg10, &sum.r10, &sum.r100}) *figure /= static_cast<double>(sum.queries);
  return sum;
}

Paired compare(const Run& ours, const Run& theirs, const Qrels& qrels, const std::vector<std::string>& queries, Figure figure) {
  Paired paired;
  std::vector<double> differences;
  for (const std::string& query : queries) {
    const auto& grades = grades_in(qrels, query);
    const Figures our_own = figures_of(ranking_in(ours, query), grades);
    if (our_own.queries == 0) continue;
    const double difference = figure_in(our_own, figure) - figure_in(figures_of(ranking_in(theirs, query), grades), figure);
    ++(difference > kEqual ? paired.better : difference < -kEqual ? paired.worse : paired.same);
    differences.push_back(difference);
    paired.difference += difference;
  }
  if (differences.empty()) return paired;
  paired.difference /= static_cast<double>(differences.size());
  const std::vector<double> means = resampled_means(differences);
  paired.low = percentile(means, 2.5);
  paired.high = percentile(means, 97.5);
  paired.p = two_sided(means);
  return paired;
}

double percentile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  // p × n before ÷ 100: 2.5 % of 10,000 is then 250 exactly and not the rank above it.
  const double rank = std::ceil(std::clamp(p, 0.0, 100.0) * static_cast<double>(values.size()) / 100);
  const auto nth = values.begin() + std::max<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(rank)) - 1;
  std::ranges::nth_element(values, nth);
  return *nth;
}

}  // namespace search
