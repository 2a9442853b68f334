// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/share.h"

#include <system_error>

namespace cli {
namespace {

namespace fs = std::filesystem;

// The first place that holds `witness`: a file that tells the real directory from an empty one of that name.
fs::path directory_with(const fs::path& shared, const fs::path& in_source, const char* witness) {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path places[] = {program.parent_path().parent_path() / "share/queqiao" / shared, fs::path(QUEQIAO_SHARE_DIR) / shared,
                             fs::path(QUEQIAO_SOURCE_DIR) / in_source};
  for (const fs::path& place : places) {
    if (fs::exists(place / witness, ignored)) return place;
  }
  return {};
}

}  // namespace

fs::path shipped_vocabulary() { return directory_with("vocab", "corpus/vocab", "kind.tsv"); }
fs::path shipped_thesaurus() {
  const fs::path directory = directory_with("thesaurus", "corpus/thesaurus", "thesaurus.tsv");
  return directory.empty() ? directory : directory / "thesaurus.tsv";
}
fs::path shipped_conflicts() {
  const fs::path directory = directory_with("rules", "corpus/rules", "conflicts.tsv");
  return directory.empty() ? directory : directory / "conflicts.tsv";
}
fs::path shipped_pages() { return directory_with("pages", "web/ui/dist", "index.html"); }
fs::path shipped_sample() { return directory_with("sample", "corpus/sample", "judgments.tsv"); }

}  // namespace cli
