// SPDX-License-Identifier: GPL-3.0-or-later
// A power cut between BEFORE and CURRENT leaves the present generation at the end of its own line, where it is passed over.
#include "indexer/generation_history.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "indexer/files.h"

namespace indexer {
namespace {

corpus::Result<void> write_line_of(const IndexLayout& layout, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  return write_durably(layout.before(), text);
}

}  // namespace

std::vector<std::string> generations_before(const IndexLayout& layout, const std::string& current) {
  const std::vector<std::string> all = generations(layout);
  std::ifstream in(layout.before());
  if (!in) return {all.begin(), std::ranges::lower_bound(all, current)};
  std::vector<std::string> names;
  for (std::string name; std::getline(in, name);) {
    if (name == current || !std::ranges::binary_search(all, name)) continue;
    std::erase(names, name);
    names.push_back(name);
  }
  return names;
}

corpus::Result<void> remember_before(const IndexLayout& layout, const std::string& current) {
  std::vector<std::string> names = generations_before(layout, current);
  names.push_back(current);
  return write_line_of(layout, names);
}

corpus::Result<void> forget_from(const IndexLayout& layout, const std::string& now) {
  std::ifstream in(layout.before());
  std::vector<std::string> names;
  if (in)
    for (std::string name; std::getline(in, name) && name != now;) names.push_back(name);
  else
    names = generations_before(layout, now);
  in.close();
  return write_line_of(layout, names);
}

}  // namespace indexer
