// SPDX-License-Identifier: GPL-3.0-or-later
// Figures computed by hand: log2(2) = 1, log2(3) = 1.5849625, log2(4) = 2.
#include "search/evaluation.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>

#include "world.h"

namespace evaluation_test {

using namespace search;

namespace {

std::string file(const world::Directory& directory, const std::string& content) {
  const std::string path = (directory.path() / "file.tsv").string();
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string text_of(const corpus::Error& error) { return fmt::format("{}: {} ({})", error.where, error.message, error.hint); }

// The error that reading `content` gives, with its place; the directory is left out.
template <class Read>
std::string complaint(Read read, const std::string& content) {
  const world::Directory directory;
  const auto result = read(file(directory, content));
  if (result) return "none";
  CHECK(result.error().code == corpus::ErrorCode::damaged);
  return text_of(result.error()).substr(directory.path().string().size() + 1);
}

std::vector<std::string> ranking(std::size_t before, const std::string& document) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < before; ++i) out.push_back(fmt::format("other{}", i));
  out.push_back(document);
  return out;
}

// One relevant document a query, at the rank given; 0 is not found.
struct Collection {
  Qrels qrels;
  Run run;
  std::vector<std::string> queries;
};
Collection with_ranks(const std::vector<std::size_t>& ranks) {
  Collection c;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    c.queries.push_back(fmt::format("q{}", i));
    c.qrels[c.queries[i]] = {{"d", 1}};
    c.run[c.queries[i]] = ranks[i] == 0 ? std::vector<std::string>{"x"} : ranking(ranks[i] - 1, "d");
  }
  return c;
}

Paired compared(const std::vector<std::size_t>& ours, const std::vector<std::size_t>& theirs, Figure figure = Figure::mrr10) {
  const Collection a = with_ranks(ours), b = with_ranks(theirs);
  return compare(a.run, b.run, a.qrels, a.queries, figure);
}

}  // namespace

TEST_CASE("the figures of one query are those computed by hand") {
  // DCG 3 ÷ 1.5849625 + 1 ÷ 2 = 2.3927893; ideal 7 ÷ 1 + 3 ÷ 1.5849625 + 1 ÷ 2 = 9.3927893.
  const Figures figures = figures_of({"x", "a", "b"}, {{"a", 2}, {"b", 1}, {"c", 3}, {"y", 0}});
  CHECK(figures.mrr10 == 0.5);
  CHECK(figures.ndcg10 == Approx(2.3927893 / 9.3927893).epsilon(1e-7));
  CHECK(figures.r10 == Approx(2.0 / 3));
  CHECK(figures.r100 == Approx(2.0 / 3));
  CHECK(figures.queries == 1);
}

TEST_CASE("the ideal ranking has nDCG 1, one that swaps grades has less") {
  const std::map<std::string, int> grades{{"a", 3}, {"b", 2}, {"c", 1}};
  CHECK(figures_of({"a", "b", "c"}, grades).ndcg10 == Approx(1));
  CHECK(figures_of({"b", "a", "c"}, grades).ndcg10 == Approx((3 + 7 / 1.5849625 + 0.5) / 9.3927893).epsilon(1e-7));
}

TEST_CASE("rank 10 and rank 100 count, those after them do not") {
  const std::map<std::string, int> grades{{"a", 1}};
  CHECK(figures_of(ranking(9, "a"), grades).mrr10 == Approx(0.1));
  CHECK(figures_of(ranking(9, "a"), grades).r10 == 1);
  const Figures eleventh = figures_of(ranking(10, "a"), grades);
  CHECK(eleventh.mrr10 == 0);
  CHECK(eleventh.ndcg10 == 0);
  CHECK(eleventh.r10 == 0);
  CHECK(eleventh.r100 == 1);
  CHECK(figures_of(ranking(99, "a"), grades).r100 == 1);
  CHECK(figures_of(ranking(100, "a"), grades).r100 == 0);
}

TEST_CASE("the ideal of nDCG@10 holds ten documents, recall divides by all of them") {
  std::map<std::string, int> grades;
  std::vector<std::string> best;
  for (int i = 0; i < 20; ++i) grades[best.emplace_back(fmt::format("d{}", i))] = 1;
  const Figures figures = figures_of(best, grades);
  CHECK(figures.ndcg10 == Approx(1));
  CHECK(figures.r10 == 0.5);
  CHECK(figures.r100 == 1);
}

TEST_CASE("grades below 1 are not relevant and take nothing from nDCG") {
  const Figures figures = figures_of({"spam", "a"}, {{"spam", -2}, {"zero", 0}, {"a", 1}});
  CHECK(figures.mrr10 == 0.5);
  CHECK(figures.ndcg10 == Approx(1 / 1.5849625).epsilon(1e-7));
  CHECK(figures.r10 == 1);
}

TEST_CASE("a ranking that repeats a document gains nothing by it") {
  const Figures figures = figures_of({"a", "a", "a"}, {{"a", 1}, {"b", 1}});
  CHECK(figures.r10 == 0.5);
  CHECK(figures.ndcg10 == Approx(1 / (1 + 1 / 1.5849625)).epsilon(1e-7));
}

TEST_CASE("queries without a relevant document are left out, those the run lacks count 0") {
  const Qrels qrels{{"q1", {{"a", 1}}}, {"q2", {{"b", 1}}}, {"q3", {{"c", 0}}}};
  const Run run{{"q1", {"a"}}, {"q3", {"c"}}, {"q4", {"d"}}};
  const Figures figures = figures_of(run, qrels, {"q1", "q2", "q3", "q4"});
  CHECK(figures.queries == 2);
  CHECK(figures.mrr10 == 0.5);
  CHECK(figures.ndcg10 == 0.5);
  CHECK(figures.r100 == 0.5);
  CHECK(figures_of({"c"}, qrels.at("q3")).queries == 0);
  CHECK(figures_of(run, qrels, {"q3"}).queries == 0);
}

TEST_CASE("only the queries asked for are averaged") {
  const Qrels qrels{{"q1", {{"a", 1}}}, {"q2", {{"b", 1}}}};
  const Run run{{"q1", {"a"}}};
  CHECK(figures_of(run, qrels, {"q1"}).mrr10 == 1);
}

TEST_CASE("percentiles are by nearest rank") {
  const std::vector<double> values{40, 15, 50, 20, 35};
  CHECK(percentile(values, 0) == 15);
  CHECK(percentile(values, 5) == 15);
  CHECK(percentile(values, 30) == 20);
  CHECK(percentile(values, 40) == 20);
  CHECK(percentile(values, 50) == 35);
  CHECK(percentile(values, 100) == 50);
  CHECK(percentile({7}, 99) == 7);
  CHECK(percentile({}, 50) == 0);
}

TEST_CASE("a percentile that falls on a rank is that rank") {
  std::vector<double> values;
  for (int i = 1; i <= 1000; ++i) values.push_back(i);
  CHECK(percentile(values, 2.5) == 25);
  CHECK(percentile(values, 97.5) == 975);
  CHECK(percentile(values, 99.9) == 999);
}

TEST_CASE("equal runs compare as equal") {
  const Paired paired = compared({1, 2, 0}, {1, 2, 0});
  CHECK(paired.difference == 0);
  CHECK(paired.low == 0);
  CHECK(paired.high == 0);
  CHECK(paired.p == 1);
  CHECK(paired.same == 3);
}

TEST_CASE("a run that is better by the same everywhere has an interval without width") {
  const Paired paired = compared({1, 1, 1, 1}, {2, 2, 2, 2});
  CHECK(paired.difference == 0.5);
  CHECK(paired.low == 0.5);
  CHECK(paired.high == 0.5);
  CHECK(paired.p == Approx(2.0 / 10001));
  CHECK(paired.better == 4);
}

TEST_CASE("one query up and one down is no difference") {
  // The mean of two draws from {1, −1} is −1, 0 or 1 with probability ¼, ½, ¼.
  const Paired paired = compared({1, 0}, {0, 1});
  CHECK(paired.difference == 0);
  CHECK(paired.low == -1);
  CHECK(paired.high == 1);
  CHECK(paired.p == 1);
  CHECK(paired.better == 1);
  CHECK(paired.worse == 1);
}

TEST_CASE("the interval is that of the binomial distribution where differences are 0 and 1") {
  // Five draws, each 1 with probability 0.8: P(≤ 1) = .007, P(≤ 2) = .058, so 2.5 % lies at 2 of 5; P(5) = .33, so 97.5 % lies at 5 of 5.
  // P(0) = .00032: about three resamples of 10,000.
  const Paired paired = compared({1, 1, 1, 1, 1}, {0, 0, 0, 0, 1});
  CHECK(paired.difference == Approx(0.8));
  CHECK(paired.low == Approx(0.4));
  CHECK(paired.high == 1);
  CHECK(paired.p > 0);
  CHECK(paired.p < 0.003);
  CHECK(paired.better == 4);
  CHECK(paired.same == 1);
}

TEST_CASE("a comparison gives the same figures on every platform") {
  const Paired paired = compared({1, 2, 1, 4, 0, 3, 1, 10, 5, 1}, {2, 1, 3, 4, 7, 0, 1, 2, 9, 4});
  // 1/2 − 1/2 + 2/3 + 0 − 1/7 + 1/3 + 0 − 2/5 + 4/45 + 3/4, ÷ 10
  CHECK(paired.difference == Approx((2.0 / 3 - 1.0 / 7 + 1.0 / 3 - 0.4 + 4.0 / 45 + 0.75) / 10));
  CHECK(paired.low == Approx(-1445.0 / 12600).epsilon(1e-12));
  CHECK(paired.high == Approx(4753.0 / 12600).epsilon(1e-12));
  CHECK(paired.p == Approx(3240.0 / 10001).epsilon(1e-12));
  CHECK(paired.better == 5);
  CHECK(paired.worse == 3);
  CHECK(paired.same == 2);
}

TEST_CASE("each figure is compared by itself") {
  CHECK(compared({5}, {50}, Figure::mrr10).difference == Approx(0.2));
  CHECK(compared({5}, {50}, Figure::ndcg10).difference == Approx(1 / std::log2(6)));
  CHECK(compared({5}, {50}, Figure::r10).difference == 1);
  CHECK(compared({5}, {50}, Figure::r100).difference == 0);
}

TEST_CASE("a comparison over nothing claims nothing") {
  const Paired paired = compare({}, {}, {{"q", {{"d", 0}}}}, {"q"}, Figure::ndcg10);
  CHECK(paired.difference == 0);
  CHECK(paired.p == 1);
  CHECK(paired.better + paired.worse + paired.same == 0);
}

TEST_CASE("qrels are read with any white space, line ends and a byte order mark") {
  const world::Directory directory;
  const auto qrels = read_qrels(file(directory, "\xEF\xBB\xBFq1 0 成果-1 2\r\n\r\nq1\t0\td2\t-1\n  q2   0 d1 0  \nq1 0 成果-1 2"));
  REQUIRE(qrels);
  CHECK(*qrels == Qrels{{"q1", {{"成果-1", 2}, {"d2", -1}}}, {"q2", {{"d1", 0}}}});
}

TEST_CASE("damaged qrels are named with file and line") {
  const auto read = [](const std::string& content) { return complaint(read_qrels, content); };
  CHECK(read("q 0 d 1\nq 0 d\n") == "file.tsv:2: 3 columns instead of 4 (write: query 0 document grade)");
  CHECK(read("q 0 d 1\n\nq 0 e good\n") ==
        "file.tsv:3: the grade \"good\" is not a whole number of at most 30 (0 is not relevant, 1 and more is relevant)");
  CHECK(read("q 0 d 1.5") ==
        "file.tsv:1: the grade \"1.5\" is not a whole number of at most 30 (0 is not relevant, 1 and more is relevant)");
  CHECK(read("q 0 d 31") == "file.tsv:1: the grade \"31\" is not a whole number of at most 30 (0 is not relevant, 1 and more is relevant)");
  CHECK(read("q 0 d 1\nq 0 d 2\n") ==
        "file.tsv:2: document d of query q was graded 1 before, and is graded 2 here (keep one of the two lines)");
}

TEST_CASE("a run is ordered by its ranks, whatever the order of its lines") {
  const world::Directory directory;
  const auto run = read_run(file(directory, "q Q0 b 2 3.5 tag\nq Q0 a 1 1e2 tag\np Q0 c 1 -0.5 tag\nq Q0 c 3 3.5 tag\n"));
  REQUIRE(run);
  CHECK(*run == Run{{"p", {"c"}}, {"q", {"a", "b", "c"}}});
}

TEST_CASE("a damaged run is named with file and line") {
  const auto read = [](const std::string& content) { return complaint(read_run, content); };
  CHECK(read("q Q0 d 1 0.5\n") == "file.tsv:1: 5 columns instead of 6 (write: query Q0 document rank score tag)");
  CHECK(read("q Q0 d first 0.5 t\n") == "file.tsv:1: the rank \"first\" is not a whole number (the best document has rank 1)");
  CHECK(read("q Q0 d 1 high t\n") == "file.tsv:1: the score \"high\" is not a number (write it like 12.5)");
  CHECK(read("q Q0 d 1 2 t\nq Q0 d 2 1 t\n") == "file.tsv:2: document d stands twice for query q (keep its better rank)");
}

TEST_CASE("queries are an id and a text, in the order of the file") {
  const world::Directory directory;
  const auto queries = read_queries(file(directory, "q2\t锂电池 热失控\r\nq1\t带 TAB\t的需求\n"));
  REQUIRE(queries);
  CHECK(*queries == std::vector<std::pair<std::string, std::string>>{{"q2", "锂电池 热失控"}, {"q1", "带 TAB\t的需求"}});
}

TEST_CASE("damaged queries are named with file and line") {
  const auto read = [](const std::string& content) { return complaint(read_queries, content); };
  CHECK(read("q1 锂电池\n") == "file.tsv:1: this is not an id and a text (write: id TAB text)");
  CHECK(read("q1\t \n") == "file.tsv:1: this is not an id and a text (write: id TAB text)");
  CHECK(read("\t锂电池\n") == "file.tsv:1: this is not an id and a text (write: id TAB text)");
  CHECK(read("q1\ta\nq1\tb\n") == "file.tsv:2: query q1 stands in line 1 already (give it another id)");
}

TEST_CASE("a file that cannot be read is said to be one, an empty file is empty") {
  const world::Directory directory;
  for (const std::string& path : {std::string("/nowhere/qrels.tsv"), directory.path().string()}) {
    const auto qrels = read_qrels(path);
    REQUIRE_FALSE(qrels);
    CHECK(qrels.error().code == corpus::ErrorCode::io);
    CHECK(text_of(qrels.error()) == path + ": the file cannot be read (check that it exists and may be read)");
  }
  CHECK(read_qrels(file(directory, "")).value().empty());
  CHECK(read_run(file(directory, "\n")).value().empty());
  CHECK(read_queries(file(directory, "")).value().empty());
}

}  // namespace evaluation_test
