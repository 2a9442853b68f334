// SPDX-License-Identifier: GPL-3.0-or-later
// queqiao indicators from outside: what a record or a text states in figures, and how it compares.
#include "program.h"

namespace indicators_test {

using namespace program;
using nlohmann::json;

namespace {

const char* const kRecords = R"({"kind":"need","id":"N1","title":"高强度板材","goal":"抗拉强度不低于1000 MPa，延伸率≥8%。","indicators":[)"
                             R"({"name":"孔隙率","op":"≤","value":"1","unit":"%"},{"name":"厚度","op":"≥","value":"5 mm","unit":"kg"},)"
                             R"({"name":"板宽","op":"区间","low":"30","high":"10","unit":"mm"},{"name":"外观","value":"良好"}],"visibility":"公开"}
{"kind":"achievement","id":"A1","title":"板材","summary":"拉伸强度达到0.98 GPa。孔隙率0.5%。","visibility":"公开"}
{"kind":"expert","id":"E1","name":"安北辰","research":"板材","visibility":"公开"}
)";

std::string piece(const std::string& text, const json& place) {
  return text.substr(place["begin"], place["end"].get<std::size_t>() - place["begin"].get<std::size_t>());
}

}  // namespace

TEST_CASE("the indicators of a record are listed with their places, and those of its list that say nothing certain are told with the reason") {
  const Place place;
  place.import(kRecords);
  const Said said = place.run({"indicators", "N1", "--json"});
  INFO(said.err);
  REQUIRE(said.exit == 0);
  const json found = said.json();
  REQUIRE(found["indicators"].size() == 3);
  CHECK(found["indicators"][0]["name"] == "孔隙率");
  CHECK(found["indicators"][0]["place"]["field"] == "indicators");
  CHECK(found["indicators"][1]["parameter"] == "tensile_strength");
  CHECK(found["indicators"][1]["low"] == 1000);
  CHECK(found["indicators"][1]["high"].is_null());
  CHECK(piece("抗拉强度不低于1000 MPa，延伸率≥8%。", found["indicators"][1]["place"]) == "抗拉强度不低于1000 MPa");
  std::string reasons;
  for (const json& one : found["unread"]) reasons += one["name"].get<std::string>() + ": " + one["message_en"].get<std::string>() + "\n";
  CHECK(reasons ==
        "厚度: the unit of the value contradicts the unit given\n"
        "板宽: the lower bound is above the upper one\n"
        "外观: there is no figure that can be read with certainty\n");
  const Said printed = place.run({"indicators", "N1"});
  CHECK(printed.out.find("抗拉强度") != std::string::npos);
  CHECK(printed.err.find("indicators[2] 板宽: 下限高于上限 the lower bound is above the upper one") != std::string::npos);
}

TEST_CASE("figures that contradict each other are told by every command that reads them") {
  const Place place;
  const std::string file = place.file("needs.jsonl", R"({"kind":"need","id":"N1","title":"高强度板材","goal":"抗拉强度≥1000MPa，抗拉强度≤800 MPa；温度100kg。","visibility":"公开"}
{"kind":"achievement","id":"A1","title":"高强度板材","summary":"抗拉强度达到0.98 GPa。","visibility":"公开"}
)").string();
  const std::string both = "no result can meet both of \"抗拉强度\": ≥ 1000 MPa and ≤ 800 MPa";
  const std::string kilograms = "the unit of \"温度\" does not fit it: 100 kg is of mass, not of temperature";
  const auto tells = [&](const Said& said) {
    INFO(said.out << said.err);
    CHECK(said.exit == 0);
    const std::string all = said.out + said.err;
    CHECK(all.find(both) != std::string::npos);
    CHECK(all.find(kilograms) != std::string::npos);
  };
  tells(place.run({"validate", file}));
  tells(place.run({"-v", "import", file}));
  place.build();
  tells(place.run({"indicators", "N1"}));
  tells(place.run({"coach", "N1"}));
  tells(place.run({"match", "N1"}));
  const json found = place.run({"indicators", "N1", "--json"}).json();
  REQUIRE(found["contradictions"].size() == 2);
  for (const json& one : found["contradictions"]) CHECK(one["place"]["field"] == "goal");
}

TEST_CASE("a need's indicators are met, not met by how much, or not stated by a result") {
  const Place place;
  place.import(kRecords);
  const json said = place.run({"indicators", "N1", "--against", "A1", "--json"}).json();
  std::string outcomes;
  for (const json& one : said["comparisons"]) {
    outcomes += said["indicators"][one["asked"].get<std::size_t>()]["name"].get<std::string>() + " " + one["outcome"].get<std::string>();
    if (one.contains("gap")) outcomes += " " + one["gap"]["value"].dump() + " " + one["gap"]["unit"].get<std::string>();
    outcomes += "; ";
  }
  CHECK(outcomes == "孔隙率 met; 抗拉强度 not_met 20.0 MPa; 延伸率 not_stated; ");
  CHECK(said["comparisons"][1]["stated"]["place"]["field"] == "summary");
}

TEST_CASE("a text of several lines is read, as far as it is one") {
  const Place place;
  const std::string text = "本项目\n硬度≥60HRC，\r\n\t孔隙率<1%\n";
  const json said = place.run({"indicators", "--text", place.file("need.txt", text).string(), "--json"}).json();
  REQUIRE(said["indicators"].size() == 2);
  CHECK(piece(text, said["indicators"][1]["place"]) == "孔隙率<1%");
  const Said none = place.run({"indicators", "--text", place.file("none.txt", "没有数字").string()});
  CHECK((none.exit == 0 && (none.out + none.err).find("no indicator that can be read with certainty") != std::string::npos));
}

TEST_CASE("what cannot be asked of indicators is refused with the reason") {
  const Place place;
  place.import(kRecords);
  const struct {
    Words asked;
    int exit;
    std::string_view says;
  } rows[] = {
      {{"indicators"}, 2, "one of ID and --text is needed"},
      {{"indicators", "N1", "--text", "x.txt"}, 2, "one of ID and --text is needed"},
      {{"indicators", "E1"}, 2, "a record of kind expert has no indicators"},
      {{"indicators", "N1", "--against", "E1"}, 2, "a record of kind expert has no indicators"},
      {{"indicators", "N9"}, 1, "there is no record with this id"},
  };
  for (const auto& row : rows) {
    const Said said = place.run(row.asked);
    CAPTURE(row.says, said.err);
    CHECK(said.exit == row.exit);
    CHECK(said.err.find(row.says) != std::string::npos);
  }
}

}  // namespace indicators_test
