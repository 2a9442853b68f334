// SPDX-License-Identifier: GPL-3.0-or-later
// Technical terms that mean the same: 3D打印 and 增材制造, PEEK and 聚醚醚酮. FORMAT.md has the page.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "corpus/error.h"

namespace corpus {

struct ThesaurusGroup {
  std::string field;               // code of the list `field`
  std::vector<std::string> terms;  // two or more, as written
  std::string kind;                // synonym, acronym, variant
};

struct Thesaurus {
  std::string edition;  // as the file says, and eight digits of its hash: 1-3fa8c012; empty where there is none
  std::vector<ThesaurusGroup> groups;
};

// damaged with file:line where a line is none of the grammar, a term stands twice, or there is no edition; io where the file cannot be read.
Result<Thesaurus> read_thesaurus(const std::filesystem::path& file);

}  // namespace corpus
