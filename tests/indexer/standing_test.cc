// SPDX-License-Identifier: GPL-3.0-or-later
// How words stand in a text, and the line that says how much it counts.
#include "indexer/model/standing.h"

#include <catch2/catch.hpp>
#include <cmath>

namespace standing_test {

using namespace indexer::model;

namespace {

double alike(const std::string&) { return 1; }

Standing standing_of(const std::string& question, const std::string& title, const std::string& body) {
  return AskedWords({question}, alike).in(title, body);
}
double of(const Standing& standing, Trait trait) { return standing[static_cast<std::size_t>(trait)]; }

}  // namespace

TEST_CASE("a piece is set off where a mark, a particle or an edge of the text stands beside it") {
  const Standing alone = standing_of("水泵", "", "研究了水泵的效率，水泵、管道");
  CHECK(of(alone, Trait::begins) == Approx(std::log(3)));
  CHECK(of(alone, Trait::ends) == Approx(std::log(3)));
  const Standing within = standing_of("水泵", "", "大型潜水泵站群");
  CHECK(of(within, Trait::begins) == 0);
  CHECK(of(within, Trait::ends) == 0);
  CHECK(of(within, Trait::together) == Approx(1));
  const Standing half = standing_of("水泵", "", "潜水泵");
  CHECK(of(half, Trait::begins) == 0);
  CHECK(of(half, Trait::ends) == Approx(std::log(2)));
  CHECK(of(standing_of("水泵", "水泵", ""), Trait::begins) == Approx(std::log(2)));
  CHECK(standing_of("水泵", "风机", "叶轮") == Standing{});
}

TEST_CASE("words in one sentence count for more than the same words in several") {
  CHECK(of(standing_of("水肥 一体化", "", "水肥的一体化。"), Trait::together) == Approx(1));
  const double apart = of(standing_of("水肥 一体化", "", "水肥。别的；一体化"), Trait::together);
  CHECK(apart < 0.8);
  CHECK(apart > 0.4);
  CHECK(of(standing_of("水肥 一体化", "水肥一体化", "别的。"), Trait::together) == Approx(1));
  // A rare word counts for more than a common one.
  const auto rarity = [](const std::string& term) { return term == "水肥" ? 9.0 : 1.0; };
  const AskedWords asked({"水肥 一体化"}, rarity);
  CHECK(of(asked.in("", "水肥。"), Trait::together) > of(asked.in("", "一体化。"), Trait::together));
}

TEST_CASE("spelling is folded, and a Latin word is not found within another") {
  const Standing folded = standing_of("ＰＩＤ控制", "", "採用 PID控制。");
  CHECK(of(folded, Trait::together) == Approx(1));
  CHECK(of(folded, Trait::begins) == Approx(std::log(2)));
  CHECK(standing_of("ai", "", "trained chains") == Standing{});
  CHECK(of(standing_of("ai", "", "with AI, trained"), Trait::ends) == Approx(std::log(2)));
  // A point in a number ends no sentence.
  CHECK(of(standing_of("水泵 风机", "", "水泵1.5风机"), Trait::together) == Approx(1));
}

TEST_CASE("what says nothing stands nowhere, and a long question is cut") {
  CHECK(AskedWords({}, alike).empty());
  CHECK(AskedWords({"，。"}, alike).empty());
  CHECK(AskedWords({"，。"}, alike).in("，。", "，。") == Standing{});
  CHECK(AskedWords({"水泵"}, [](const std::string&) { return 0.0; }).in("水泵", "") == Standing{});
  CHECK(standing_of("水泵", "", "") == Standing{});
  CHECK(standing_of("水泵", "\xff", std::string("\0水泵", 7)) != Standing{});
  std::string words;
  for (int i = 0; i < 500; ++i) words += "水" + std::to_string(i) + " ";
  CHECK(of(standing_of(words, "", words), Trait::together) <= 1);
}

TEST_CASE("weights of the order are the same after they are written, and damage is named") {
  const RankingWeights weights{{0.545, 0.052, 2}};
  const std::string text = to_text(weights);
  CHECK(text.starts_with("1 together 0.545000 begins 0.052000 ends 2.000000 "));
  const auto read = ranking_weights_from(text, "w");
  REQUIRE(read);
  CHECK(*read == weights);

  const auto code = [](std::string changed) {
    const auto refused = ranking_weights_from(changed, "w");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().hint.find("index build") != std::string::npos);
    return refused.error().code;
  };
  std::string other = text;
  other[other.find("545")] = '9';
  CHECK(code(other) == corpus::ErrorCode::damaged);
  CHECK(code("") == corpus::ErrorCode::damaged);
  CHECK(code(text.substr(0, 40)) == corpus::ErrorCode::damaged);
  CHECK(code(text + " ") == corpus::ErrorCode::damaged);
  CHECK(code("2" + text.substr(1)) == corpus::ErrorCode::version_mismatch);
  // A sound checksum over what cannot be a weight.
  CHECK(code(to_text(RankingWeights{{-1, 0, 0}})) == corpus::ErrorCode::damaged);
  CHECK(code(to_text(RankingWeights{{2.5, 0, 0}})) == corpus::ErrorCode::damaged);
}

}  // namespace standing_test
