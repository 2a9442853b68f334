// SPDX-License-Identifier: GPL-3.0-or-later
// tests/relevance/indicators.tsv as data, and how far what is read from its sentences agrees with it.
#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "indexer/text/indicator.h"

namespace indicator_labels {

using indexer::text::StatedIndicator;

struct Sentence {
  int id = 0;
  std::string text;
  std::vector<StatedIndicator> labels;
};

inline std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t from = 0;; ++from) {
    const std::size_t to = std::min(line.find('\t', from), line.size());
    cells.push_back(line.substr(from, to - from));
    if ((from = to) == line.size()) return cells;
  }
}

inline std::optional<double> number(const std::string& cell) { return cell.empty() ? std::nullopt : std::optional(std::strtod(cell.c_str(), nullptr)); }

inline std::vector<Sentence> read(const std::filesystem::path& file) {
  std::vector<Sentence> sentences;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#' || line.starts_with("sentence_id")) continue;
    const auto cells = cells_of(line);
    const int id = std::atoi(cells.at(0).c_str());
    if (sentences.empty() || sentences.back().id != id) sentences.push_back({id, cells.at(1), {}});
    if (cells.at(3).empty()) continue;
    StatedIndicator label;
    label.name = cells.at(2), label.op = cells.at(3), label.value = cells.at(4), label.low = number(cells.at(5)), label.high = number(cells.at(6));
    label.unit = cells.at(7), label.dimension = cells.at(8), label.condition = cells.at(9);
    label.begin = static_cast<std::uint32_t>(std::atoi(cells.at(10).c_str())), label.end = static_cast<std::uint32_t>(std::atoi(cells.at(11).c_str()));
    sentences.back().labels.push_back(std::move(label));
  }
  return sentences;
}

inline bool alike(const std::optional<double>& a, const std::optional<double>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || std::abs(*a - *b) <= 1e-9 * std::max(std::abs(*a), std::abs(*b));
}
inline bool overlaps(const StatedIndicator& a, const StatedIndicator& b) { return a.begin < b.end && b.begin < a.end; }

// Fields in which one that overlaps a label differs from it; name, bounds, op, dimension and unit decide whether it is right, the rest is told besides.
inline std::vector<std::string> differences(const StatedIndicator& found, const StatedIndicator& label) {
  std::vector<std::string> out;
  if (found.name.find(label.name) == std::string::npos && (found.name.empty() || label.name.find(found.name) == std::string::npos)) out.push_back("name");
  if (!alike(found.low, label.low) || !alike(found.high, label.high)) out.push_back("bounds");
  if (found.op != label.op) out.push_back("op");
  if (found.dimension != label.dimension) out.push_back("dimension");
  if (found.unit != label.unit) out.push_back("unit");
  if (found.value != label.value) out.push_back("value");
  if (found.condition != label.condition) out.push_back("condition");
  if (found.name != label.name) out.push_back("whole name");
  if (found.begin != label.begin || found.end != label.end) out.push_back("whole span");
  return out;
}
inline bool decides(const std::string& field) { return field == "name" || field == "bounds" || field == "op" || field == "dimension" || field == "unit"; }

struct Figures {
  std::size_t labels = 0, found = 0, right = 0, located = 0;
  std::map<std::string, std::size_t> differ;  // field → how many of the located ones differ in it
  double precision() const { return found == 0 ? 1 : static_cast<double>(right) / static_cast<double>(found); }
  double recall() const { return labels == 0 ? 1 : static_cast<double>(right) / static_cast<double>(labels); }
};

// `tell` is called with every miss, every one too many and every difference: (sentence, found or nullptr, label or nullptr, fields).
template <class Tell>
void compare(const Sentence& sentence, const std::vector<StatedIndicator>& found, Figures& figures, Tell tell) {
  figures.labels += sentence.labels.size();
  figures.found += found.size();
  std::vector<bool> taken(sentence.labels.size(), false);
  for (const StatedIndicator& one : found) {
    std::size_t best = taken.size();
    for (std::size_t i = 0; i < taken.size(); ++i)
      if (!taken[i] && overlaps(one, sentence.labels[i]) && (best == taken.size() || alike(one.low, sentence.labels[i].low))) best = i;
    if (best == taken.size()) {
      tell(sentence, &one, nullptr, std::vector<std::string>{});
      continue;
    }
    taken[best] = true;
    ++figures.located;
    const auto fields = differences(one, sentence.labels[best]);
    bool right = true;
    for (const std::string& field : fields) {
      ++figures.differ[field];
      right = right && !decides(field);
    }
    if (right) ++figures.right;
    tell(sentence, &one, &sentence.labels[best], fields);
  }
  for (std::size_t i = 0; i < taken.size(); ++i)
    if (!taken[i]) tell(sentence, nullptr, &sentence.labels[i], std::vector<std::string>{});
}

}  // namespace indicator_labels
