// SPDX-License-Identifier: GPL-3.0-or-later
// A need, a result and experts around them, each of whom is tied to one side in one way, and panels drawn from them.
#pragma once

#include <string>

#include "search/found.h"
#include "search/panel.h"

namespace panel_world {

inline const corpus::PanelRules& rules() {
  static const corpus::PanelRules read = [] {
    auto shipped = corpus::read_panel_rules(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/rules/conflicts.tsv");
    if (!shipped) throw std::runtime_error(corpus::to_text(shipped.error()));
    return std::move(*shipped);
  }();
  return read;
}

class Panels : public found::Library {
 public:
  void expert(const std::string& id, const std::string& more) {
    nlohmann::json made = {{"kind", "expert"},        {"id", id},         {"name", "专家" + id},  {"org_id", "o-" + id},
                           {"org_name", "单位" + id}, {"roles", {"reviewer"}}, {"research", "防腐涂层"}, {"keywords", {"涂层"}}};
    made.merge_patch(nlohmann::json::parse(more));
    put(made.dump());
  }

  static search::PanelRequest request(const std::string& id, const std::string& seed = "1") {
    search::PanelRequest asked;
    asked.floor = 0;  // conflicts are what most tests are about; panel_fit_test.cc has the floor
    asked.id = id, asked.seed = seed, asked.on = corpus::first_day("2026-06-30");
    return asked;
  }

  corpus::Result<search::Panel> try_draw(const search::PanelRequest& asked) {
    return search::draw_panel(pool(), matcher(), world::vocabularies(), nullptr, rules(), asked);
  }
  search::Panel draw(const search::PanelRequest& asked) {
    auto panel = try_draw(asked);
    if (!panel) throw std::runtime_error(corpus::to_text(panel.error()));
    return std::move(*panel);
  }
};

// Why somebody is out, one reason a line; "eligible", or "not looked at".
inline std::string why(const search::Panel& panel, const std::string& id) {
  std::string said;
  for (const search::Excluded& one : panel.excluded)
    if (one.expert.id == id)
      for (const search::Exclusion& reason : one.why) said += (said.empty() ? "" : "\n") + reason.message;
  if (!said.empty()) return said;
  for (const search::PanelExpert& one : panel.eligible)
    if (one.id == id) return "eligible";
  return "not looked at";
}

inline std::string ids(const std::vector<search::PanelExpert>& list) {
  std::string out;
  for (const search::PanelExpert& one : list) out += (out.empty() ? "" : " ") + one.id;
  return out;
}

}  // namespace panel_world
