// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol of a panel as people read it: who was drawn, who could have been, who was excluded and why.
#pragma once

#include "cli/output.h"
#include "corpus/panel_rules.h"
#include "corpus/vocabulary.h"
#include "search/panel.h"

namespace cli {

// To stdout. Those excluded stand by rule, conflicts first; whoever is out for role, topics or fit alone is counted, and listed where the output is verbose.
// `rules` are those the panel was drawn by: their labels head the groups.
void print_protocol(const search::Panel& panel, const corpus::PanelRules& rules, const corpus::Vocabularies& vocabularies, Output& output);

}  // namespace cli
