// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/panel_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

#include "corpus/diagnostic.h"
#include "corpus/edition.h"
#include "corpus/split.h"

namespace corpus {
namespace {

constexpr std::string_view kPanelRulesHeading = "rule\trole\tyears\tlimit\tlabel\tlabel_en\tsource";
constexpr std::size_t kColumns = 7;
constexpr int kMostYears = 100, kMostReviews = 1000;

constexpr std::pair<PanelRole, std::string_view> kRoleNames[] = {{PanelRole::judge, "judge"}, {PanelRole::solver, "solver"}};
constexpr std::pair<PanelRule, std::string_view> kRuleNames[] = {{PanelRule::role, "role"},
                                                                 {PanelRule::topic, "topic"},
                                                                 {PanelRule::fit, "fit"},
                                                                 {PanelRule::evidence, "evidence"},
                                                                 {PanelRule::blacklist, "blacklist"},
                                                                 {PanelRule::same_organisation, "same_organisation"},
                                                                 {PanelRule::related_organisation, "related_organisation"},
                                                                 {PanelRule::avoided_organisation, "avoided_organisation"},
                                                                 {PanelRule::avoided_person, "avoided_person"},
                                                                 {PanelRule::own_result, "own_result"},
                                                                 {PanelRule::co_work, "co_work"},
                                                                 {PanelRule::advisor, "advisor"},
                                                                 {PanelRule::kin, "kin"},
                                                                 {PanelRule::interest, "interest"},
                                                                 {PanelRule::rotation, "rotation"},
                                                                 {PanelRule::workload, "workload"},
                                                                 {PanelRule::capacity, "capacity"},
                                                                 {PanelRule::service_region, "service_region"}};
constexpr std::size_t kBuiltIn = 4;  // the first ones, which a file does not name

std::optional<int> whole(std::string_view text, int least, int most) {
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size() || number < least || number > most) return std::nullopt;
  return number;
}

class PanelRulesReader {
 public:
  explicit PanelRulesReader(std::string file) : file_(std::move(file)) {}

  Result<PanelRules> read(std::string_view content) {
    for (const std::string& text : split(content, '\n')) {
      ++line_;
      if (auto read = line(text.ends_with('\r') ? std::string_view(text).substr(0, text.size() - 1) : text); !read) return std::unexpected(read.error());
    }
    if (!headed_) return damaged("there is no heading", fmt::format("the first line that is no remark is: {}", kPanelRulesHeading));
    if (!edition_) return damaged("there is no edition", "add a line such as: # edition: 1");
    for (const auto& [role, word] : kRoleNames)
      if (std::ranges::none_of(seen_, [role = role](const auto& one) { return one.second == role; }))
        return damaged(fmt::format("there is no rule for the role {}", word), "a role that nothing keeps anybody out of is more likely a mistake: say off");
    rules_.edition = edition_name(*edition_, content);
    return std::move(rules_);
  }

 private:
  std::unexpected<Error> damaged(std::string message, std::string hint) const {
    return fail(ErrorCode::damaged, fmt::format("{}:{}", file_, line_), std::move(message), std::move(hint));
  }

  Result<void> line(std::string_view text) {
    if (line_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // editors on Windows put it there
    if (text.starts_with(kEditionMark)) return edition(text.substr(kEditionMark.size()));
    if (text.empty() || text.starts_with('#')) return {};
    if (std::exchange(headed_, true)) return row(split(text, '\t'));
    if (text == kPanelRulesHeading) return {};
    return damaged("this is not the heading: " + excerpt(text, 60), fmt::format("the first line that is no remark is: {}", kPanelRulesHeading));
  }

  Result<void> edition(std::string_view text) {
    if (edition_) return damaged("a second edition", "one line says it");
    while (text.starts_with(' ')) text.remove_prefix(1);
    edition_ = whole(text, 1, 1'000'000);
    if (!edition_) return damaged("this is no edition: " + excerpt(text, 20), "a whole number from 1, such as: # edition: 1");
    return {};
  }

  Result<void> row(const std::vector<std::string>& cells) {
    if (cells.size() != kColumns) return damaged(fmt::format("{} columns instead of {}", cells.size(), kColumns), "leave empty columns, but keep their tabs");
    const auto rule = std::find_if(std::begin(kRuleNames) + kBuiltIn, std::end(kRuleNames), [&](const auto& one) { return one.second == cells[0]; });
    if (rule == std::end(kRuleNames)) return damaged("unknown rule " + excerpt(cells[0], 30), "it is one of " + names_of_rules());
    const auto role = panel_role_from_string(cells[1]);
    if (!role) return damaged("unknown role " + excerpt(cells[1], 30), "it is judge or solver");
    const std::pair key{rule->first, *role};
    if (std::ranges::find(seen_, key) != seen_.end())
      return damaged(fmt::format("the rule {} stands twice for {}", cells[0], cells[1]), "keep one of the rows");
    seen_.push_back(key);
    PanelRuleRow out{rule->first, *role, {}, 0, cells[4], cells[5], cells[6]};
    if (cells[2] != "life" && cells[2] != "off") {
      out.window.years = whole(cells[2], 0, kMostYears);
      if (!out.window.years) return damaged("this is no window: " + excerpt(cells[2], 20), fmt::format("years from 0 to {}, life, or off", kMostYears));
    }
    const bool counts = rule->first == PanelRule::workload;
    const auto limit = whole(cells[3], 1, kMostReviews);
    if (counts && !limit) return damaged("the workload needs a limit", fmt::format("reviews within the window, from 1 to {}", kMostReviews));
    if (!counts && !cells[3].empty()) return damaged(fmt::format("the rule {} has no limit", cells[0]), "only workload has; leave the column empty");
    if (counts && (!out.window.years || *out.window.years == 0) && cells[2] != "off")
      return damaged("the workload is counted over years", "write how many in the column years, 1 for a year");
    if (counts) out.limit = *limit;
    if (out.label.empty() || out.label_en.empty())
      return damaged("a row lacks its label", "every rule has one in Chinese and one in English: protocols show them");
    for (const std::string& cell : cells)
      if (excerpt(cell, cell.size()) != cell) return damaged("what stands here is not UTF-8, or holds control characters", "save the file as UTF-8");
    if (cells[2] != "off") rules_.rows.push_back(std::move(out));
    return {};
  }

  static std::string names_of_rules() {
    std::string names;
    for (std::size_t i = kBuiltIn; i < std::size(kRuleNames); ++i) names += (names.empty() ? "" : ", ") + std::string(kRuleNames[i].second);
    return names;
  }

  std::string file_;
  std::size_t line_ = 0;
  bool headed_ = false;
  std::optional<int> edition_;
  std::vector<std::pair<PanelRule, PanelRole>> seen_;
  PanelRules rules_;
};

}  // namespace

std::string_view to_string(PanelRole role) {
  for (const auto& [value, word] : kRoleNames)
    if (value == role) return word;
  return "";
}

std::string_view to_string(PanelRule rule) {
  for (const auto& [value, word] : kRuleNames)
    if (value == rule) return word;
  return "";
}

std::optional<PanelRole> panel_role_from_string(std::string_view word) {
  for (const auto& [value, name] : kRoleNames)
    if (name == word) return value;
  return std::nullopt;
}

std::string to_text(Window window) { return window.years ? fmt::format("{}", *window.years) : "life"; }

const PanelRuleRow* PanelRules::find(PanelRule rule, PanelRole role) const {
  for (const PanelRuleRow& row : rows)
    if (row.rule == rule && row.role == role) return &row;
  return nullptr;
}

Result<PanelRules> read_panel_rules(const std::filesystem::path& file) {
  std::error_code ignored;
  std::ifstream stream(file, std::ios::binary);
  if (!stream.is_open() || !std::filesystem::is_regular_file(file, ignored))
    return fail(ErrorCode::io, file.string(), "the rules of conflict cannot be opened", "check the path and its permissions");
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return fail(ErrorCode::io, file.string(), "reading the rules of conflict stopped in the middle", "check the disk and try again");
  return PanelRulesReader(file.string()).read(content);
}

}  // namespace corpus
