// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "indexer/text/analyzer.h"

namespace cli {
namespace {

constexpr const char* kIndexAnalyzeExamples =
    R"(  queqiao index analyze 锂离子电池负极TiO2            # which terms come out, and from which characters
  queqiao index analyze - < 摘要.txt --json)";

std::string text_of(const std::vector<std::string>& words) {
  if (words != std::vector<std::string>{"-"}) return fmt::format("{}", fmt::join(words, " "));
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

Exit run_index_analyze(const std::vector<std::string>& words, Session& session) {
  const std::string text = text_of(words);
  Output& output = session.output();
  if (!output.json()) {
    const std::string explained = indexer::text::explain(text);
    output.text(explained);
    if (!explained.ends_with('\n')) output.line();
    return Exit::done;
  }
  nlohmann::ordered_json tokens = nlohmann::ordered_json::array();
  for (const indexer::text::Token& token : indexer::text::analyze(text)) {
    tokens.push_back({{"term", token.term},
                      {"kind", indexer::text::to_string(token.kind)},
                      {"is_word", token.is_word},
                      {"start", token.start},
                      {"end", token.end},
                      {"position", token.position}});
  }
  output.result({{"analyzer", fmt::format("{}/{}", indexer::text::kAnalyzerName, indexer::text::kAnalyzerVersion)}, {"tokens", tokens}});
  return Exit::done;
}

}  // namespace

void add_index_analyze(Tree& tree, Command index) {
  const Command command = tree.add(index, "analyze", "Print what the analyzer makes of a text", kIndexAnalyzeExamples);
  auto words = std::make_shared<std::vector<std::string>>();
  command.option("TEXT", *words, "The text; - reads standard input").required().by_place();
  tree.on(command, [words](Session& session) { return run_index_analyze(*words, session); });
}

}  // namespace cli
