// SPDX-License-Identifier: GPL-3.0-or-later
// What eval learns from, and the figures with and without it.
#include "generated_corpus.h"
#include "program.h"

namespace eval_learn_test {

using namespace program;
using nlohmann::json;

TEST_CASE("eval learns from a further corpus without what gives an answer away, and counts what it left out") {
  const Place place;
  fs::create_directories(place.path() / "a");
  const std::string whole = "高铁轴承钢的热处理工艺及其表面渗碳层的控制";
  place.file("a/docs.jsonl", R"({"id":"d1","abstract":"高铁轴承钢的热处理"})" "\n" R"({"id":"d2","abstract":"滴灌带防堵塞"})");
  place.file("a/queries.dev.tsv", "q1\t轴承钢 热处理\nq2\t滴灌\nq3\t" + whole + "\n");
  place.file("a/qrels.tsv", "q1 0 d1 1\nq2 0 d2 1\nq3 0 d1 1\n");
  place.file("further.jsonl", R"({"id":"f1","title":"轴承钢 热处理","abstract":"一"})" "\n"
                              R"({"id":"f2","title":"别的","abstract":"二","keywords":["棉花","滴灌"]})" "\n"
                              R"({"id":"f3","title":"别的","abstract":"我们研究)" + whole + R"(。"})" "\n"
                              R"({"id":"f4","title":"棉花","abstract":"棉花的种植"})");
  place.file("learn.toml", "[learn]\nmin_records = 3\n");
  const Said said = place.run({"--config", "learn.toml", "eval", "a", "--learn-from", "further.jsonl"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  CHECK(said.out.find("further.jsonl: 1 of 4 records are learned from; left out: 1 whose title is a query, 1 with a keyword that is one, "
                      "1 whose text holds one or is in one\nno model: no record has two texts to learn from, order of searches off (0 keywords that "
                      "several records carry are too few to decide on, 200 are needed)") != std::string::npos);
  const json table = place.run({"--config", "learn.toml", "eval", "--table", "kept.json", "a", "--learn-from", "further.jsonl", "--json"}).json();
  CHECK(table.contains("a:search + further.jsonl"));

  place.file("off.toml", "[learn]\nmodel = false\nranking = false\n");
  const Said off = place.run({"--config", "off.toml", "eval", "a", "--learn-from", "further.jsonl"});
  CHECK(off.exit == 2);
  CHECK(off.err.find("learning is turned off") != std::string::npos);
  CHECK(place.run({"--config", "off.toml", "eval", "a"}).out.find("learned") == std::string::npos);
}

TEST_CASE("eval lets results speak for the experts that made them, without those that give an answer away") {
  const Place place;
  fs::create_directories(place.path() / "e");
  // Only the abstract of a result has the word that is asked for.
  place.file("e/docs.jsonl", R"({"id":"p1","title":"甲某","abstract":"滴灌带的防堵塞结构；棉田水肥"})" "\n" R"({"id":"p2","title":"乙某","abstract":"轴承钢的热处理"})");
  place.file("e/queries.dev.tsv", "q1\t迷宫流道仿真\nq2\t轴承钢\n");
  place.file("e/qrels.tsv", "q1 0 p1 1\nq2 0 p2 1\n");
  place.file("results.jsonl", R"({"id":"r1","title":"滴灌带的防堵塞结构","abstract":"迷宫流道仿真与试验"})" "\n"
                              R"({"id":"r2","title":"别的","abstract":"迷宫流道仿真，没有人"})" "\n"
                              R"({"id":"r3","title":"轴承钢","abstract":"题目就是检索式"})");
  const json without = place.run({"eval", "e", "--as", "expert", "--json"}).json();
  CHECK(without["MRR@10"].get<double>() == Approx(0.5));
  const Said said = place.run({"eval", "e", "--as", "expert", "--results-from", "results.jsonl", "--json"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  CHECK(said.json()["MRR@10"].get<double>() == Approx(1));
  CHECK(said.json()["learned"].get<std::string>().starts_with("results.jsonl: 2 results stand beside the experts, 1 of them linked; left out: 1 whose title is a query, 0 "));
  const json table = place.run({"eval", "--table", "kept.json", "e:expert", "--results-from", "results.jsonl", "--json"}).json();
  CHECK(table.contains("e:expert + results"));
  CHECK(place.run({"eval", "e", "--as", "need", "--results-from", "results.jsonl"}).err.find("ask with --as expert") != std::string::npos);
  CHECK(place.run({"eval", "e", "--as", "expert", "--results-from", "missing.jsonl"}).exit == 2);
}

TEST_CASE("eval shows figures with the model and without it") {
  const Place place;
  fs::create_directories(place.path() / "a");
  const generated::Corpus corpus(3000, true);
  std::string docs, further, queries, qrels;
  for (int i = 0; i < corpus.size(); ++i) {
    const std::string id = generated::Corpus::id(i);
    docs += json{{"id", id}, {"abstract", corpus.text(i)}}.dump() + "\n";
    if (!generated::Corpus::is_untitled(i))
      further += json{{"id", id}, {"title", corpus.title(i)}, {"abstract", corpus.text(i)}}.dump() + "\n";
    else if (i % 30 == 0)
      queries += id + "\t" + corpus.title(i) + "\n", qrels += id + " 0 " + id + " 1\n";
  }
  place.file("a/docs.jsonl", docs);
  place.file("further.jsonl", further);
  place.file("a/queries.dev.tsv", queries);
  place.file("a/qrels.tsv", qrels);
  place.file("learn.toml", "[learn]\nmin_records = 1000\n");
  const Words words{"--config", "learn.toml", "eval", "a", "--as", "need", "--learn-from", "further.jsonl", "--keep-index", "kept", "--json"};
  const Said said = place.run(words);
  INFO(said.err);
  REQUIRE(said.exit == 0);
  const json with = said.json();
  INFO(with.dump(1));
  CHECK(with["learned"].get<std::string>().find("need on (") != std::string::npos);
  REQUIRE(with.contains("without_model"));
  CHECK(with["MRR@10"].get<double>() > with["without_model"]["figures"]["MRR@10"].get<double>() + 0.1);
  CHECK(with["without_model"]["against"]["MRR@10"]["p"].get<double>() < 0.01);
  // The second time the index and what was learned are taken as they are.
  const json again = place.run(words).json();
  CHECK(again["learned"] == with["learned"]);
  CHECK(again["MRR@10"] == with["MRR@10"]);
  const std::string printed = place.run({words.begin(), words.end() - 1}).out;
  CHECK(printed.find("without the model") != std::string::npos);
}

}  // namespace eval_learn_test
