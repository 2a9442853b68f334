// SPDX-License-Identifier: GPL-3.0-or-later
// Experts on the black list are not proposed by a match. That is said to those who may see what is hidden, and to nobody else.
#include <xapian.h>

#include <catch2/catch.hpp>

#include "indexer/generation_layout.h"
#include "indexer/schema.h"
#include "search/found.h"

namespace blacklist_test {

using namespace search;

namespace {

class Listed : public found::Library {
 public:
  Listed() {
    put(R"({"kind":"need","id":"n1","title":"防腐涂层"})");
    for (const char* one : {R"("id":"e1","integrity":"黑名单")", R"("id":"e2","integrity":"关注")", R"("id":"e3","integrity":"正常")", R"("id":"e4")"})
      put(fmt::format(R"({{"kind":"expert","name":"某某","research":"防腐涂层",{}}})", one));
    build();
  }
};

MatchRequest from(const std::string& id, MatchTarget to) {
  MatchRequest request;
  request.id = id, request.to = to, request.see_hidden = true;
  return request;
}

}  // namespace

TEST_CASE("an expert on the black list is left out of a match, with a note, and the list is as long as was asked") {
  Listed listed;
  MatchRequest request = from("n1", MatchTarget::expert);
  const MatchResult all = listed.match(request);
  CHECK(found::any_order(all) == "e2 e3 e4");
  REQUIRE(all.notes.size() == 1);
  CHECK(all.notes[0].code == "withheld");
  CHECK(all.notes[0].message == "未列出黑名单上的 1 位专家：e1");
  CHECK(all.notes[0].message_en == "experts on the black list are not listed (1): e1");
  request.only = "e1";
  const MatchResult none = listed.match(request);
  CHECK(none.matches.empty());
  REQUIRE(none.notes.size() == 1);
  CHECK(none.notes[0].code == "withheld");
}

TEST_CASE("an expert on the black list whose record in the index cannot be read is left out all the same") {
  Listed listed;
  {
    Xapian::WritableDatabase database((indexer::IndexLayout(listed.path()).generation("gen-000001") / "shard-00").string());
    for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at) {
      Xapian::Document document = database.get_document(*at);
      if (document.get_value(indexer::slot(indexer::Slot::id)) != "e1") continue;
      document.set_data("{");
      database.replace_document(*at, document);
      break;
    }
    database.commit();
  }
  const MatchResult all = listed.match(from("n1", MatchTarget::expert));
  CHECK(found::any_order(all) == "e2 e3 e4");
  REQUIRE(all.notes.size() == 1);
  CHECK(all.notes[0].message == "未列出黑名单上的 1 位专家：e1");
}

TEST_CASE("an expert on watch is proposed, and the first reason says so") {
  Listed listed;
  for (const Match& match : listed.match(from("n1", MatchTarget::expert)).matches) {
    CAPTURE(match.card.id);
    REQUIRE_FALSE(match.reasons.empty());
    CHECK((match.reasons[0].signal == "integrity") == (match.card.id == "e2"));
  }
}

TEST_CASE("a match from an expert on the black list says so") {
  Listed listed;
  const auto codes = [&](const std::string& id) {
    std::string out;
    for (const Note& note : listed.match(from(id, MatchTarget::need)).notes) out += note.code;
    return out;
  };
  CHECK(codes("e1") == "blacklisted");
  CHECK(codes("e3") == "");
}

TEST_CASE("who may not see what is hidden hears nothing of integrity, and is proposed nobody on the black list") {
  Listed listed;
  const auto asked_by_anybody = [&](const std::string& id, MatchTarget to, const std::string& only) {
    MatchRequest request = from(id, to);
    request.see_hidden = false, request.only = only;
    return listed.match(request);
  };
  const MatchResult all = asked_by_anybody("n1", MatchTarget::expert, "");
  CHECK(found::any_order(all) == "e2 e3 e4");
  CHECK(all.notes.empty());
  for (const Match& match : all.matches) {
    CAPTURE(match.card.id);
    CHECK_FALSE(match.values.contains("integrity"));
    for (const Reason& reason : match.reasons) CHECK(reason.signal != "integrity");
  }
  const MatchResult none = asked_by_anybody("n1", MatchTarget::expert, "e1");
  CHECK(none.matches.empty());
  CHECK(none.notes.empty());
  CHECK(asked_by_anybody("e1", MatchTarget::need, "").notes.empty());
  for (const Match& match : listed.match(from("n1", MatchTarget::expert)).matches) CHECK(match.values.contains("integrity"));
}

}  // namespace blacklist_test
