// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/card_line.h"
#include "cli/commands.h"
#include "cli/sink.h"
#include "cli/words.h"
#include "indexer/schema.h"
#include "search/searcher.h"
#include "web/result_list.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kSearchExamples =
    R"(  queqiao search 锂电池 硅碳负极                      # any of the words; more of them rank higher
  queqiao search '"视觉" -焊缝 region:湖北'            # phrase, without, only from
  queqiao search 光伏 --kind expert --region 湖北省,江苏省 --size 20
  queqiao search -- -大田 水肥                        # a query that begins with a minus
  queqiao search 轴承 --json | jq -r '.hits[].id'
  queqiao search 轴承 --size 1000 --output 轴承.xlsx   # a list for a spreadsheet; .csv and .json too)";

struct SearchArguments {
  std::vector<std::string> query;
  std::string kind = "achievement", sort = "relevance";
  std::vector<std::string> region, field, industry, stage, cooperation;
  std::optional<int> trl_min, trl_max, year_from, year_to;
  std::size_t page = 1, size = 10;
  std::string output;
  bool facets = false, no_facets = false, hidden = false, strict = false;
};

search::Sort sort_of(const std::string& word) {
  if (word == "date") return search::Sort::date;
  return word == "trl" ? search::Sort::trl : search::Sort::relevance;
}

search::SearchRequest request_of(const SearchArguments& arguments, Session& session) {
  const corpus::Vocabularies& lists = session.vocabularies();
  search::SearchRequest request;
  request.query = fmt::format("{}", fmt::join(arguments.query, " "));
  request.kind = *corpus::kind_from_string(arguments.kind);
  request.filters = {codes_of(lists, "region", arguments.region, "--region"),
                     codes_of(lists, "field", arguments.field, "--field"),
                     codes_of(lists, "industry", arguments.industry, "--industry"),
                     codes_of(lists, "stage", arguments.stage, "--stage"),
                     codes_of(lists, "cooperation", arguments.cooperation, "--cooperation"),
                     arguments.trl_min,
                     arguments.trl_max,
                     arguments.year_from,
                     arguments.year_to};
  request.sort = sort_of(arguments.sort);
  request.page = arguments.page;
  request.size = arguments.size;
  request.facets = !arguments.no_facets && (arguments.facets || session.output().json());
  request.see_hidden = arguments.hidden;
  request.correct = true;
  request.relax = !arguments.strict;
  request.time_limit = std::chrono::milliseconds(session.config().serve.time_limit_ms);
  return request;
}

void print_hit(const search::Hit& hit, std::size_t number, const corpus::Vocabularies& vocabularies, Output& output) {
  output.line(fmt::format("{:>3}  {}  {}", number, output.paint(Style::strong, hit.card.id), parts_line(hit.title_parts, output)));
  const std::string below = card_line(hit.card, vocabularies);
  if (!below.empty()) output.line("     " + output.paint(Style::faint, below));
  for (const search::Fragment& fragment : hit.fragments) output.line("     " + parts_line(fragment.parts, output));
  if (hit.more > 0) output.line("     " + output.paint(Style::faint, fmt::format("and {} more of the same: queqiao search same:{}", hit.more, hit.card.id)));
}

void print_facets(const search::Facets& facets, const corpus::Vocabularies& vocabularies, Output& output) {
  for (const indexer::FacetInfo& info : indexer::kFacets) {
    const auto found = facets.find(std::string(info.name));
    if (found == facets.end() || found->second.empty()) continue;
    std::string text;
    for (const search::FacetValue& value : found->second) {
      const corpus::Vocabulary* list = vocabularies.find(info.vocabulary);
      text +=
          fmt::format("{}{} {}", text.empty() ? "" : ", ", list == nullptr ? value.code : list->label(value.code), count_text(value.count));
    }
    output.line(fmt::format("{:<12} {}", info.name, text));
  }
}

void print(const search::SearchResult& result, const search::SearchRequest& request, const corpus::Vocabularies& vocabularies,
           Output& output) {
  std::size_t number = (request.page - 1) * request.size;
  for (const search::Hit& hit : result.hits) print_hit(hit, ++number, vocabularies, output);
  print_facets(result.facets, vocabularies, output);
  output.note(fmt::format("{}{}, {:.1f} ms, seq {}", result.total_exact ? "" : "about ", counted(result.total, "record"), result.took_ms,
                          result.seq));
}

// What to try where nothing is found; what the notes say of this query stands above it.
void advise_on_nothing(const search::SearchResult& result, const SearchArguments& arguments, Output& output) {
  if (result.total > 0) return;
  if (std::ranges::count(result.notes, "filtered_out", &search::Note::code) > 0)
    return output.note("建议 advice: 去掉筛选条件，或用 --facets 看哪些值有记录 / leave out filters, or see by --facets which values have records");
  output.note("建议 advice: 少写几个词，换更一般的说法，去掉引号和字段限定 / fewer or more general words, no quotes and fields");
  output.note(fmt::format("建议 advice: 换一类记录 / another kind of records: --kind {}", arguments.kind == "expert" ? "achievement" : "expert"));
  if (arguments.strict) output.note("建议 advice: 不加 --strict / without --strict");
}

// csv, xlsx or json, by the name's end.
std::string form_of_list(const std::string& file) {
  const std::string end = std::filesystem::path(file).extension().string();
  if (end == ".csv" || end == ".xlsx" || end == ".json") return end.substr(1);
  stop(corpus::ErrorCode::invalid_argument, "--output", fmt::format("\"{}\" is no file of a form that can be written", file), "end its name in .csv, .xlsx or .json");
}

void write_list(const search::SearchResult& result, const search::SearchRequest& request, const std::string& file, Session& session) {
  auto answer = web::answer_export(result, request, form_of_list(file), session.vocabularies());
  if (!answer) throw Stop{answer.error().error};
  Sink sink(file);
  sink.write(answer->body);
  sink.finish();
  session.output().note(fmt::format("{} of {} written to {}", count_text(static_cast<std::int64_t>(result.hits.size())), counted(result.total, "record"), file));
}

Exit run_search(const SearchArguments& arguments, Session& session) {
  const search::SearchRequest request = request_of(arguments, session);
  if (!arguments.output.empty()) form_of_list(arguments.output);  // said before the work
  const search::Searcher searcher(session.readers(), session.vocabularies(), session.expander());
  const auto result = take(searcher.search(request));
  Output& output = session.output();
  if (!arguments.output.empty()) {
    print_notes(result.notes, output);
    write_list(result, request, arguments.output, session);
    return Exit::done;
  }
  if (output.json()) {
    output.result_text(web::answer_search(result, request, session.vocabularies()).body);
    return Exit::done;
  }
  print_notes(result.notes, output);
  if (result.did_you_mean) output.note(fmt::format("did you mean 您是不是要找: {}", result.did_you_mean->text));
  print(result, request, session.vocabularies(), output);
  advise_on_nothing(result, arguments, output);
  return Exit::done;
}

void add_filters(Command command, SearchArguments& arguments) {
  const auto words = [&](const char* name, std::vector<std::string>& into, const char* text) {
    command.option(name, into, text).value_name("WORDS").repeated();
  };
  words("--region", arguments.region, "Region 地区: codes or names, comma between several");
  words("--field", arguments.field, "Technical field 技术领域");
  words("--industry", arguments.industry, "Industry 国民经济行业");
  words("--stage", arguments.stage, "Stage 成熟度");
  words("--cooperation", arguments.cooperation, "Cooperation mode 合作方式");
  command.option("--trl-min", arguments.trl_min, "TRL at least").range(1, 9).value_name("1-9");
  command.option("--trl-max", arguments.trl_max, "TRL at most").range(1, 9).value_name("1-9");
  command.option("--year-from", arguments.year_from, "From this year").range(1900, 2200).value_name("YEAR");
  command.option("--year-to", arguments.year_to, "Up to this year").range(1900, 2200).value_name("YEAR");
}

}  // namespace

void add_search(Tree& tree) {
  const Command command = tree.add("search", "Find records by words, phrases and filters", kSearchExamples);
  auto arguments = std::make_shared<SearchArguments>();
  command.option("QUERY", arguments->query, "The query language of search/SYNTAX.md; empty lists everything").by_place();
  command.option("--kind", arguments->kind, "What to find [achievement]").one_of({"achievement", "need", "expert", "enterprise"});
  add_filters(command, *arguments);
  command.option("--sort", arguments->sort, "Order [relevance]").one_of({"relevance", "date", "trl"});
  command.option("--page", arguments->page, "Page [1]").range(1, 1000).value_name("N");
  command.option("--size", arguments->size, "Hits on a page [10]").range(1, 1000).value_name("N");
  command.option("--output", arguments->output, "Write the hits to a file for a spreadsheet instead: .csv, .xlsx or .json").value_name("FILE");
  command.flag("--facets", arguments->facets, "Count facets as well (--json always does)");
  command.flag("--no-facets", arguments->no_facets, "Count none, also with --json");
  command.flag("--strict", arguments->strict, "Only what matches the query as it stands: nothing is loosened where nothing matches");
  command.flag("--hidden", arguments->hidden, "Records that are not public 公开 as well");
  tree.on(command, [arguments](Session& session) { return run_search(*arguments, session); });
}

}  // namespace cli
