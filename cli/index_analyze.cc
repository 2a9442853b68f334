// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/lexicon_wishes.h"
#include "indexer/manifest.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/lexicon_file.h"

namespace cli {
namespace {

constexpr const char* kIndexAnalyzeExamples =
    R"(  queqiao index analyze 锂离子电池负极TiO2            # which terms come out, and from which characters
  queqiao index analyze - < 摘要.txt --json
  queqiao index analyze 钠离子电池 --lexicon words.txt  # and what the words of a file join)";

std::string text_of(const std::vector<std::string>& words) {
  if (words != std::vector<std::string>{"-"}) return fmt::format("{}", fmt::join(words, " "));
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

// The lexicon that FILE names, else that of the generation in force; where there is no generation, that of the configuration. Null where there is none.
std::shared_ptr<const indexer::text::Lexicon> lexicon_of(const std::string& file, Session& session) {
  if (!file.empty()) return std::make_shared<const indexer::text::Lexicon>(take(indexer::text::read_lexicon(file)));
  const indexer::IndexLayout layout(session.config().data);
  const auto generation = indexer::read_current(layout);
  if (!generation) return take(lexicon_wishes(session.config())).own;
  // A text can be analysed whatever has become of the index.
  const auto manifest = indexer::read_manifest(layout, *generation);
  if (!manifest) return nullptr;
  auto lexicon = indexer::text::open_lexicon(layout.generation(*generation), indexer::lexicon_edition(*manifest));
  if (!lexicon) session.output().warning(corpus::to_text(lexicon.error()));
  return lexicon ? std::move(*lexicon) : nullptr;
}

Exit run_index_analyze(const std::vector<std::string>& words, const std::string& lexicon_file, Session& session) {
  const std::string text = text_of(words);
  const auto lexicon = lexicon_of(lexicon_file, session);
  Output& output = session.output();
  if (!output.json()) {
    const std::string explained = indexer::text::explain(text, lexicon.get());
    output.text(explained);
    if (!explained.ends_with('\n')) output.line();
    return Exit::done;
  }
  nlohmann::ordered_json tokens = nlohmann::ordered_json::array();
  for (const indexer::text::Token& token : indexer::text::analyze(text, 1, lexicon.get())) {
    tokens.push_back({{"term", token.term},
                      {"kind", indexer::text::to_string(token.kind)},
                      {"is_word", token.is_word},
                      {"start", token.start},
                      {"end", token.end},
                      {"position", token.position}});
  }
  nlohmann::ordered_json result{{"analyzer", fmt::format("{}/{}", indexer::text::kAnalyzerName, indexer::text::kAnalyzerVersion)}};
  if (lexicon) result["lexicon"] = {{"words", lexicon->size()}, {"edition", lexicon->edition()}};
  result["tokens"] = std::move(tokens);
  output.result(result);
  return Exit::done;
}

}  // namespace

void add_index_analyze(Tree& tree, Command index) {
  const Command command = tree.add(index, "analyze", "Print what the analyzer makes of a text", kIndexAnalyzeExamples);
  auto words = std::make_shared<std::vector<std::string>>();
  command.option("TEXT", *words, "The text; - reads standard input").required().by_place();
  auto lexicon = std::make_shared<std::string>();
  command.option("--lexicon", *lexicon, "Words to join, one a line; left out: those of the index in force").value_name("FILE");
  tree.on(command, [words, lexicon](Session& session) { return run_index_analyze(*words, *lexicon, session); });
}

}  // namespace cli
