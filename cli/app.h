// SPDX-License-Identifier: GPL-3.0-or-later
// The program: reads the command line and the configuration, runs the one command that was chosen.
#pragma once

namespace cli {

// The exit code (exit.h). The one door where errors of every command are printed.
int run(int argc, const char* const* argv);

}  // namespace cli
