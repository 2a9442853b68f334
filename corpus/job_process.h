// SPDX-License-Identifier: GPL-3.0-or-later
// Which process does a job, written in the job's message while it runs, so that a killed one can be told from one at work.
// The store looks when jobs are listed.
#pragma once

#include <string>

namespace corpus {

struct Job;

// "process 4711", and what it works on where there is something to name: "process 4711: needs.jsonl". With the name of this machine where
// others share the store: "process 4711 on db1: needs.jsonl".
std::string process_message(const std::string& subject, bool shared);

// Whether the process named in a running job's message is gone: no process has its number, or the one that has it began after the job, as
// after a restart of the machine. False where the message names none, or another machine.
bool is_gone(const Job& job);

}  // namespace corpus
