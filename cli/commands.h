// SPDX-License-Identifier: GPL-3.0-or-later
// Every command, one function each, in the file of its name.
#pragma once

#include "cli/command.h"

namespace cli {

void add_import(Tree& tree);
void add_validate(Tree& tree);
void add_export(Tree& tree);
void add_show(Tree& tree);
void add_index_build(Tree& tree, Command index);
void add_index_generations(Tree& tree, Command index);
void add_index_rollback(Tree& tree, Command index);
void add_index_gc(Tree& tree, Command index);
void add_index_follow(Tree& tree, Command index);
void add_index_status(Tree& tree, Command index);
void add_index_check(Tree& tree, Command index);
void add_index_dump(Tree& tree, Command index);
void add_index_duplicates(Tree& tree, Command index);
void add_index_analyze(Tree& tree, Command index);
void add_search(Tree& tree);
void add_match(Tree& tree);
void add_explain(Tree& tree);
void add_indicators(Tree& tree);
void add_coach(Tree& tree);
void add_panel(Tree& tree);
void add_eval(Tree& tree);
void add_serve(Tree& tree);
void add_review(Tree& tree);
void add_token(Tree& tree);
void add_backup(Tree& tree);
void add_restore(Tree& tree);
void add_jobs(Tree& tree);
void add_decide(Tree& tree);
void add_learn(Tree& tree);
void add_weights(Tree& tree);
void add_completion(Tree& tree);

}  // namespace cli
