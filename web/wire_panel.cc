// SPDX-License-Identifier: GPL-3.0-or-later
// Panels → JSON, exactly as openapi.yaml has them.
#include "web/wire_shapes.h"

namespace web {
namespace {

ordered texts_of(const std::set<std::size_t>& places, const std::vector<search::Topic>& topics) {
  ordered texts = ordered::array();
  for (const std::size_t topic : places) texts.push_back(topics[topic].text);
  return texts;
}

ordered shape(const search::PanelExpert& one, const std::vector<search::Topic>& topics) {
  return {{"id", one.id},     {"name", one.name},          {"organisation", one.organisation}, {"fit", one.fit}, {"share", one.share},
          {"topics", texts_of(one.topics, topics)},        {"lately", one.lately},             {"last", one.last},
          {"lot", one.lot},   {"lots", one.lots},          {"watched", one.watched},
          {"organisation_stated", one.organisation_stated}};
}

ordered shape(const std::vector<search::PanelExpert>& list, const std::vector<search::Topic>& topics) {
  ordered out = ordered::array();
  for (const search::PanelExpert& one : list) out.push_back(shape(one, topics));
  return out;
}

// Those drawn: with whether a lot gave them the seat.
ordered shape_of_seats(const std::vector<search::PanelExpert>& list, const std::vector<search::Topic>& topics) {
  ordered out = ordered::array();
  for (const search::PanelExpert& one : list) {
    out.push_back(shape(one, topics));
    out.back()["forced"] = one.forced;
    out.back()["alone"] = texts_of(one.alone, topics);
  }
  return out;
}

ordered ids_covering(const std::vector<search::PanelExpert>& list, std::size_t topic) {
  ordered ids = ordered::array();
  for (const search::PanelExpert& one : list)
    if (one.topics.contains(topic)) ids.push_back(one.id);
  return ids;
}

ordered shape(const search::Excluded& one, const std::vector<search::Topic>& topics) {
  ordered out = shape(one.expert, topics);
  out["reasons"] = ordered::array();
  for (const search::Exclusion& why : one.why)
    out["reasons"].push_back({{"rule", std::string(corpus::to_string(why.rule))},
                              {"message", why.message},
                              {"message_en", why.message_en},
                              {"from", why.from},
                              {"to", why.to},
                              {"until", why.until}});
  return out;
}

}  // namespace

Answer answer_panel(const search::Panel& panel) {
  ordered topics = ordered::array(), excluded = ordered::array(), relaxations = ordered::array();
  for (std::size_t i = 0; i < panel.topics.size(); ++i)
    topics.push_back({{"kind", panel.topics[i].kind},
                      {"text", panel.topics[i].text},
                      {"code", panel.topics[i].code},
                      {"judges", ids_covering(panel.judges, i)},
                      {"reserves", ids_covering(panel.reserves, i)}});
  for (const search::Excluded& one : panel.excluded) excluded.push_back(shape(one, panel.topics));
  for (const search::Relaxation& one : panel.relaxations)
    relaxations.push_back({{"rule", std::string(corpus::to_string(one.rule))},
                           {"from", one.from},
                           {"to", one.to},
                           {"admits", one.admits},
                           {"topic", one.topic},
                           {"message", one.message},
                           {"message_en", one.message_en}});
  return answer_json({{"id", panel.id},
                      {"kind", std::string(corpus::to_string(panel.kind))},
                      {"title", panel.title},
                      {"role", std::string(corpus::to_string(panel.role))},
                      {"seed", panel.seed},
                      {"on", panel.on},
                      {"generation", panel.generation},
                      {"seq", panel.seq},
                      {"rules_edition", panel.rules_edition},
                      {"weights_version", panel.weights_version},
                      {"complete", panel.complete()},
                      {"judges_asked", panel.judges_asked},
                      {"reserves_asked", panel.reserves_asked},
                      {"pool", panel.pool},
                      {"floor", panel.floor},
                      {"uncovered_accepted", panel.uncovered_accepted},
                      {"topics", std::move(topics)},
                      {"uncovered", texts_of(panel.uncovered, panel.topics)},
                      {"covered_by_nobody", texts_of(panel.covered_by_nobody, panel.topics)},
                      {"judges", shape_of_seats(panel.judges, panel.topics)},
                      {"reserves", shape_of_seats(panel.reserves, panel.topics)},
                      {"eligible", shape(panel.eligible, panel.topics)},
                      {"excluded", std::move(excluded)},
                      {"relaxations", std::move(relaxations)},
                      {"notes", shape_of(panel.notes)}});
}

}  // namespace web
