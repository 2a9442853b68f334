// SPDX-License-Identifier: GPL-3.0-or-later
// What a match may be asked with: a stored record, a draft or bare text; what it is refused; who sees what.
#include <catch2/catch.hpp>

#include "search/found.h"

namespace match_request_test {

using namespace search;
using corpus::ErrorCode;
using found::any_order;
using found::ids;

namespace {

constexpr const char* kNeed =
    R"({"kind":"need","id":"need","title":"温室水肥一体化","problem":"阀门开闭凭经验","tech_field":["agriculture"],"min_trl":6,"budget":50,"region":"420100"})";

// A need and what could answer it: open, for those who signed in, restricted.
class Market : public found::Library {
 public:
  Market() {
    put(kNeed);
    put(R"({"kind":"need","id":"need-signed","title":"温室水肥一体化","visibility":"login"})");
    put(R"({"kind":"achievement","id":"near","title":"水肥一体化阀门","tech_field":["agriculture"],"trl":7,"price_min":40,"region":"420500"})");
    put(R"({"kind":"achievement","id":"far","title":"阀门","tech_field":["energy"],"trl":2})");
    put(R"({"kind":"achievement","id":"other","title":"固态电池"})");
    put(R"({"kind":"achievement","id":"signed","title":"温室水肥一体化阀门","visibility":"login"})");
    put(R"({"kind":"achievement","id":"closed","title":"温室水肥一体化阀门","visibility":"restricted"})");
    put(R"({"kind":"expert","id":"person","name":"某某","research":"水肥一体化"})");
    build();
  }

  corpus::Error refused(const MatchRequest& request) const {
    const auto answer = matcher().match(request);
    REQUIRE_FALSE(answer);
    return answer.error();
  }
};

}  // namespace

TEST_CASE("a draft is matched as if it were stored") {
  Market market;
  MatchRequest stored, draft;
  stored.id = "need";
  draft.draft = world::record(kNeed);
  const MatchResult a = market.match(stored), b = market.match(draft);
  CHECK(ids(a) == "near far");
  CHECK(ids(b) == "near far");
  for (std::size_t i = 0; i < a.matches.size(); ++i) {
    CHECK(a.matches[i].score == b.matches[i].score);
    CHECK(a.matches[i].values == b.matches[i].values);
  }
  draft.draft = world::record(R"({"kind":"expert","id":"new","name":"某某","research":"固态电池"})");
  CHECK(ids(market.match(draft)) == "other");
}

TEST_CASE("a draft finds the stored record it is a copy of among its similar ones") {
  Market market;
  MatchRequest request;
  request.draft = world::record(kNeed);
  request.to = MatchTarget::similar;
  CHECK(ids(market.match(request)) == "need");
}

TEST_CASE("bare text is matched in every direction by its text alone") {
  Market market;
  MatchRequest request;
  request.text = "水肥一体化";
  const std::pair<MatchTarget, const char*> rows[] = {
      {MatchTarget::achievement, "near"}, {MatchTarget::need, "need"}, {MatchTarget::expert, "person"}, {MatchTarget::similar, "near"}};
  for (const auto& [to, expected] : rows) {
    request.to = to;
    const MatchResult result = market.match(request);
    CAPTURE(to_string(to));
    CHECK(ids(result) == expected);
    for (const Match& match : result.matches) {
      CHECK(match.signals.size() == 1);
      CHECK(match.signals.contains("text"));
    }
  }
}

TEST_CASE("a text that shares no words with the index gives no matches and a note") {
  Market market;
  for (const char* text : {"哈希表", "。，！", " ", "zzz"}) {
    MatchRequest request;
    request.text = text;
    const MatchResult result = market.match(request);
    INFO(text);
    CHECK(result.matches.empty());
    REQUIRE(result.notes.size() == 1);
    CHECK(result.notes[0].code == "no_terms");
    CHECK(result.notes[0].message == "所给文字与索引没有共同的词，无法匹配");
    CHECK(result.notes[0].message_en == "the text shares no words with the index");
  }
  MatchRequest request;
  request.text = "水肥";
  CHECK(market.match(request).notes.empty());
}

TEST_CASE("a need that is a field's name and no more is matched with a note that it says nothing else") {
  found::Library library;
  library.put(R"({"kind":"achievement","id":"a","title":"新材料激光器","summary":"窄线宽"})");
  for (int i = 0; i < 20; ++i) library.put(fmt::format(R"({{"kind":"achievement","id":"b{:02}","title":"水肥一体化"}})", i));
  library.put(R"({"kind":"need","id":"bare","title":"新材料"})");
  library.put(R"({"kind":"need","id":"told","title":"新材料","problem":"激光器线宽太宽"})");
  library.put(R"({"kind":"need","id":"figure","title":"新材料","indicators":[{"name":"线宽","op":"le","value":"5","unit":"kHz"}]})");
  library.build();
  const auto alone = [&](const MatchRequest& request) {
    const MatchResult result = library.match(request);
    CHECK_FALSE(result.matches.empty());
    return std::ranges::count(result.notes, std::string("title_alone"), &Note::code);
  };
  MatchRequest request;
  for (const auto& [id, times] : {std::pair{"bare", 1}, {"told", 0}, {"figure", 0}}) {
    INFO(id);
    request.id = id;
    CHECK(alone(request) == times);
  }
  request.id.clear(), request.text = "新材料";
  CHECK(alone(request) == 1);
  request.text = "新材料激光器";
  CHECK(alone(request) == 0);
}

TEST_CASE("a text of words that tell no records apart gives no matches and says so") {
  found::Library library;
  for (int i = 0; i < 60; ++i)
    library.put(fmt::format(R"({{"kind":"achievement","id":"a{:02}","title":"通用技术{}","summary":"是为了应用的技术，1 号，已经有的。"}})", i, i % 3 == 0 ? "水肥" : ""));
  library.build();
  const auto asked = [&](const std::string& text) {
    MatchRequest request;
    request.text = text;
    return library.match(request);
  };
  for (const char* text : {"的", "是", "为了", "1", "通用技术", "的技术"}) {
    const MatchResult result = asked(text);
    INFO(text);
    CHECK(result.matches.empty());
    REQUIRE(result.notes.size() == 1);
    CHECK(result.notes[0].code == "says_nothing");
    CHECK(result.notes[0].message.starts_with("所给文字没有能区分各条记录的词"));
    CHECK(result.notes[0].message_en.starts_with("the text says nothing that tells records apart"));
  }
  for (const char* text : {"水肥", "水肥的技术"}) {
    INFO(text);
    CHECK_FALSE(asked(text).matches.empty());
    CHECK(asked(text).notes.empty());
  }
  MatchRequest draft;
  draft.draft = world::record(R"({"kind":"need","id":"d","title":"的"})");
  CHECK(library.match(draft).notes.at(0).code == "says_nothing");
}

TEST_CASE("words that only another kind holds give no matches and no fault") {
  Market market;
  MatchRequest request;
  request.text = "固态电池", request.to = MatchTarget::expert;
  CHECK(market.match(request).matches.empty());
}

TEST_CASE("exactly one of id, draft and text is needed") {
  Market market;
  for (int given = 0; given < 8; ++given) {
    MatchRequest request;
    if (given & 1) request.id = "need";
    if (given & 2) request.draft = world::record(kNeed);
    if (given & 4) request.text = "水肥";
    CAPTURE(given);
    if (given == 1 || given == 2 || given == 4) {
      CHECK(market.matcher().match(request));
      continue;
    }
    const corpus::Error error = market.refused(request);
    CHECK(error.code == ErrorCode::invalid_argument);
    CHECK(error.where == "id");
    CHECK(error.message == "exactly one of id, record and text is needed");
    CHECK(error.hint == "give the id of a stored record, or a draft, or text");
  }
}

TEST_CASE("an id that no record has is not found, whatever its bytes") {
  Market market;
  for (const std::string& id : {std::string("nobody"), std::string("nee"), std::string("NEED"), std::string(64, 'x'), std::string(5000, 'x'),
                                std::string("need\0", 5), std::string("\xFF")}) {
    MatchRequest request;
    request.id = id;
    const corpus::Error error = market.refused(request);
    CAPTURE(id.size());
    CHECK(error.code == ErrorCode::not_found);
    CHECK(error.message == "there is no record with this id in the index");
  }
}

TEST_CASE("hidden records neither match nor ask unless the caller may see them") {
  Market market;
  MatchRequest request;
  request.id = "need";
  CHECK(any_order(market.match(request)) == "far near");
  request.see_hidden = true;
  CHECK(any_order(market.match(request)) == "closed far near signed");
  request.to = MatchTarget::similar;
  CHECK(ids(market.match(request)) == "need-signed");
  request.see_hidden = false;
  CHECK(market.match(request).matches.empty());

  request = {};
  request.id = "need-signed";
  const corpus::Error error = market.refused(request);
  CHECK(error.code == ErrorCode::not_found);  // as if it were not there: nobody learns that it is
  CHECK(error.message == "there is no record with this id in the index");
  request.see_hidden = true;
  CHECK(any_order(market.match(request)) == "closed near signed");
}

TEST_CASE("the best come first, as many as asked for") {
  found::Library library;
  library.put(R"({"kind":"need","id":"n","title":"水肥一体化"})");
  for (int i = 0; i < 12; ++i) library.put(fmt::format(R"({{"kind":"achievement","id":"a{:02}","title":"水肥一体化"}})", 11 - i));
  library.build();
  MatchRequest request;
  request.id = "n";
  CHECK(ids(library.match(request)) == "a00 a01 a02 a03 a04 a05 a06 a07 a08 a09");  // equal ones by id
  request.top = 2;
  CHECK(ids(library.match(request)) == "a00 a01");
  request.candidates = 1;  // never fewer candidates than matches
  CHECK(ids(library.match(request)) == "a00 a01");
  request.top = 50;
  CHECK(library.match(request).matches.size() == 12);
  request.top = 0;
  CHECK(library.match(request).matches.empty());
}

TEST_CASE("only the candidates are re-ranked") {
  found::Library library;
  library.put(R"({"kind":"need","id":"n","title":"水肥一体化","tech_field":["agriculture"]})");
  library.put(R"({"kind":"achievement","id":"text","title":"水肥一体化","tech_field":["energy"]})");
  library.put(R"({"kind":"achievement","id":"field","title":"水肥一体化，","summary":"样机","tech_field":["agriculture"]})");
  library.build();
  MatchRequest request;
  request.id = "n", request.top = 1;
  CHECK(ids(library.match(request)) == "field");
  request.candidates = 1;
  CHECK(ids(library.match(request)) == "text");
}

TEST_CASE("a match says which state of the index it stands on") {
  found::Library library;
  library.put(kNeed);
  const auto built = library.build();
  MatchRequest request;
  request.id = "need";
  const MatchResult result = library.match(request);
  CHECK(result.seq == built.manifest.seq);
  CHECK(result.generation == built.manifest.generation);
}

TEST_CASE("without an index a match is unavailable") {
  const world::Directory directory;
  ReaderPool pool(directory.path());
  MatchRequest request;
  request.text = "水肥";
  const auto answer = Matcher(pool, world::vocabularies()).match(request);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == ErrorCode::unavailable);
}

TEST_CASE("what was dismissed is left out, counted as far as it would be seen, and others take its place") {
  Market market;
  MatchRequest request;
  request.id = "need";
  REQUIRE(ids(market.match(request)) == "near far");
  CHECK(market.match(request).left_out == 0);
  request.leave_out = {"near"};
  const MatchResult without = market.match(request);
  CHECK(ids(without) == "far");
  CHECK(without.left_out == 1);
  REQUIRE(without.notes.size() == 1);
  CHECK(without.notes[0].code == "left_out");
  CHECK(without.notes[0].message == "未列出您判为不合适的 1 条");
  CHECK(without.notes[0].message_en == "1 that you dismissed is not listed");
  request.leave_out = {"far", "other", "no such record"};
  request.top = 1;
  CHECK(ids(market.match(request)) == "near");
  CHECK(market.match(request).left_out == 0);  // it ranks below what is shown
  request.leave_out = {"near"};
  CHECK(ids(market.match(request)) == "far");
  request.candidates = 1;  // what is left out takes nobody's place among the candidates
  CHECK(ids(market.match(request)) == "far");
  request.leave_out = {"near", "far"};
  CHECK(ids(market.match(request)).empty());
  CHECK(market.match(request).left_out == 2);
}

}  // namespace match_request_test
