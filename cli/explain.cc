// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "cli/card_line.h"
#include "cli/commands.h"
#include "search/explanation.h"
#include "search/match_explanation.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kExplainExamples =
    R"(  queqiao explain --query '锂电池 热失控' CG-N-007             # what each term adds to its score
  queqiao explain --query '锂电池 热失控' CG-N-007 CG-N-020    # why the first stands before the second
  queqiao explain --need XQ-N-001 CG-N-001 CG-N-005            # the signals of two matches, side by side)";

struct ExplainArguments {
  std::string query, need;
  std::vector<std::string> ids;
  bool hidden = false;
};

using Row = std::array<double, 2>;

// Those that the index has not, or not without --hidden, end the command with Exit::partly.
template <class T>
T take_explained(corpus::Result<T> explained, const ExplainArguments& arguments) {
  if (!explained && explained.error().code == corpus::ErrorCode::not_found && !arguments.hidden)
    explained.error().hint = "a record that is not public is found with --hidden";
  return take_by_id(std::move(explained));
}

// ---- of a search

void print_head(const search::Explanation& one, Output& output) {
  output.line(fmt::format("{}  {}  {:.3f}", output.paint(Style::strong, one.card.id), one.card.title, one.score));
  if (!one.fits) output.line("     not listed: it does not have what must hold (kind, filters, phrases, what is left out)");
  if (one.held < one.needed)
    output.line(fmt::format("     not listed: it holds {} of {} words, a list asks for {}", one.held, one.asked, one.needed));
}

// Ordered by what parts the two most; of one, by what it adds. Of two, what neither holds parts nothing. How many records hold a term is known with --hidden.
void print_terms(const std::vector<search::Explanation>& all, bool hidden, Output& output) {
  std::map<std::string, Row> weights;
  std::map<std::string, std::string> records;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const search::TermPart& part : all[i].parts) {
      weights.try_emplace(part.term, Row{0, 0}).first->second[i] += part.weight;
      records[part.term] = part.records ? count_text(*part.records) : "–";
    }
  const auto says = [&](const Row& row) { return all.size() == 1 ? row[0] : std::abs(row[0] - row[1]); };
  std::vector<std::pair<std::string, Row>> order(weights.begin(), weights.end());
  std::ranges::stable_sort(order, [&](const auto& a, const auto& b) { return says(a.second) > says(b.second); });
  std::vector<std::string> headings{"term"};
  if (hidden) headings.emplace_back(">records");
  headings.push_back(">" + all[0].card.id);
  if (all.size() == 2) headings.insert(headings.end(), {">" + all[1].card.id, ">difference"});
  Table table(headings);
  const auto text = [](double weight) { return weight == 0 ? std::string("–") : fmt::format("{:.3f}", weight); };
  for (const auto& [term, row] : order) {
    if (all.size() == 2 && row[0] == 0 && row[1] == 0) continue;
    std::vector<std::string> cells{term};
    if (hidden) cells.push_back(records.at(term));
    cells.push_back(text(row[0]));
    if (all.size() == 2) cells.insert(cells.end(), {text(row[1]), fmt::format("{:+.3f}", row[0] - row[1])});
    table.row(cells);
  }
  table.print(output);
}

Exit run_query(const ExplainArguments& arguments, Session& session) {
  search::SearchRequest request;
  request.query = arguments.query;
  request.see_hidden = arguments.hidden;
  request.time_limit = std::chrono::milliseconds(session.config().serve.time_limit_ms);
  const search::HitsExplained explained = take_explained(
      search::explain_hits(session.readers(), session.vocabularies(), session.expander(), request, arguments.ids), arguments);
  const std::vector<search::Explanation>& all = explained.records;
  Output& output = session.output();
  if (output.json()) {
    output.result_text(web::answer_hits_explained(arguments.query, explained).body);
    return Exit::done;
  }
  print_notes(all.front().notes, output);
  for (const auto& one : all) print_head(one, output);
  if (std::ranges::all_of(all, [](const auto& one) { return one.parts.empty(); })) {
    output.note("the query has no free words: the list is ordered by date");
    return Exit::done;
  }
  print_terms(all, arguments.hidden, output);
  return Exit::done;
}

// ---- of a match

Exit run_match(const ExplainArguments& arguments, Session& session) {
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  search::MatchRequest request;
  request.id = arguments.need;
  request.see_hidden = arguments.hidden;
  request.time_limit = std::chrono::milliseconds(session.config().serve.time_limit_ms);
  const search::MatchesExplained explained = take_explained(search::explain_matches(session.readers(), matcher, request, arguments.ids), arguments);
  const std::vector<search::Match>& all = explained.records;
  Output& output = session.output();
  if (output.json()) {
    output.result_text(web::answer_matches_explained(arguments.need, explained).body);
    return Exit::done;
  }
  print_notes(explained.notes, output);
  for (const auto& one : all)
    output.line(fmt::format("{}  {}  {:.3f}{}", output.paint(Style::strong, one.card.id), one.card.title, one.score,
                            one.values.empty() ? fmt::format("  no candidate: it shares no word with {}", arguments.need) : ""));
  std::vector<std::string> headings{"signal", ">weight"};
  for (const auto& one : all) headings.insert(headings.end(), {">" + one.card.id, ">adds"});
  if (all.size() == 2) headings.emplace_back(">difference");
  Table table(headings);
  for (const auto& [name, weight] : explained.weights) {
    std::vector<std::string> cells{name, fmt::format("{:.2f}", weight)};
    std::vector<double> parts;
    for (const auto& one : all) {
      const auto value = one.values.find(name);
      const auto part = one.signals.find(name);
      parts.push_back(part == one.signals.end() ? 0 : part->second);
      cells.push_back(value == one.values.end() || !value->second ? "–" : fmt::format("{:.3f}", *value->second));
      cells.push_back(fmt::format("{:.3f}", parts.back()));
    }
    if (all.size() == 2) cells.push_back(fmt::format("{:+.3f}", parts[0] - parts[1]));
    table.row(cells);
  }
  table.print(output);
  return Exit::done;
}

Exit run_explain(const ExplainArguments& arguments, Session& session) {
  if (arguments.ids.empty() || arguments.ids.size() > 2)
    stop(corpus::ErrorCode::invalid_argument, "ID", fmt::format("{} ids were given", arguments.ids.size()),
         "give the record to explain, or two to compare");
  if (arguments.query.empty() == arguments.need.empty())
    stop(corpus::ErrorCode::invalid_argument, "explain", "one of --query and --need is needed", "queqiao explain --help has examples");
  return arguments.need.empty() ? run_query(arguments, session) : run_match(arguments, session);
}

}  // namespace

void add_explain(Tree& tree) {
  const Command command = tree.add("explain", "Why a record stands where it stands, or before another", kExplainExamples);
  auto arguments = std::make_shared<ExplainArguments>();
  command.option("ID", arguments->ids, "The record, or two of them").by_place();
  command.option("--query", arguments->query, "Of a search for this").value_name("QUERY");
  command.option("--need", arguments->need, "Of the matches of this record").value_name("ID");
  command.flag("--hidden", arguments->hidden, "Records that are not public 公开 as well; of a search also how many records hold each term");
  tree.on(command, [arguments](Session& session) { return run_explain(*arguments, session); });
}

}  // namespace cli
