// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files that came with the program lie: vocabularies, rules, pages, the sample corpus.
//
// Looked for beside the executable (../share/queqiao, so that an unpacked tree works anywhere), then where it was installed, then in the
// source tree it was built from.
#pragma once

#include <filesystem>

namespace cli {

// The directory of the closed lists; an empty path where none is found.
std::filesystem::path shipped_vocabulary();
// The directory with index.html of the pages; an empty path where they were not built.
std::filesystem::path shipped_pages();
// The thesaurus; an empty path where none is found.
std::filesystem::path shipped_thesaurus();
// The rules of conflict; an empty path where none are found.
std::filesystem::path shipped_conflicts();
// The directory of the sample corpus with its judgments.
std::filesystem::path shipped_sample();

}  // namespace cli
