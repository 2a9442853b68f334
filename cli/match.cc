// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "cli/card_line.h"
#include "cli/commands.h"
#include "cli/match_all.h"
#include "cli/text_file.h"
#include "corpus/decision_book.h"
#include "corpus/diagnostic.h"
#include "corpus/intake.h"
#include "indexer/generation_layout.h"
#include "search/indexed_records.h"
#include "search/matcher.h"
#include "web/wire.h"

namespace cli {
namespace {

constexpr const char* kMatchExamples =
    R"(  queqiao match N0001 --to achievement                # results for a need, with each signal
  queqiao match N0001 --to expert --top 5 --json      # experts who could solve it
  queqiao -v match N0001 --to achievement             # and where both texts say it, in bytes
  queqiao match A0012 --to similar                    # records like this one
  queqiao match N0001 --to achievement --dismissed    # with what you dismissed (queqiao decide)
  queqiao match --text 需求.txt                       # a need that is not stored; - reads standard input
  queqiao match --draft need.json --to expert         # a whole record that is not stored
  queqiao match --all --to achievement --top 20 --output 匹配.xlsx     # every open need; .jsonl and .csv too
  queqiao match --all --kind achievement --to need --output who-wants-it.jsonl)";

struct MatchArguments {
  std::string id, text, draft, to;
  std::size_t top = 10;
  bool hidden = false, all = false, dismissed = false, past = false;
  std::string kind = "need", output;
  std::size_t threads = 0;
};

std::string read_all(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.is_open() || stream.bad() || std::filesystem::is_directory(file)) {
    stop(corpus::ErrorCode::io, file, "the file cannot be read", "is the name right?");
  }
  return text;
}

corpus::Record read_draft(const std::string& file, Session& session) {
  const auto json = nlohmann::json::parse(read_all(file), nullptr, false);
  if (json.is_discarded()) stop(corpus::ErrorCode::invalid_argument, file, "this is not JSON", "a draft is one record as a JSON object");
  corpus::Diagnostics diagnostics;
  const corpus::Intake intake(session.store(Access::read), session.vocabularies());
  auto record = intake.draft(json, diagnostics);
  for (corpus::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == corpus::Severity::warning && !session.output().verbose()) continue;  // a draft need not be complete
    diagnostic.location.file = file;
    session.output().diagnostic(diagnostic);
  }
  return take(std::move(record));
}

// Null, with a note, where there is an index to match with and the store cannot be opened, such as on a machine that has search.shards alone. Stops where
// neither is there.
corpus::Store* store_or_note(Session& session) {
  try {
    return &session.store(Access::read);
  } catch (const Stop& failure) {
    std::error_code ignored;
    const Config& config = session.config();
    if (config.search.shards.empty() && !std::filesystem::exists(indexer::IndexLayout(config.data).current(), ignored)) throw;
    session.readers();  // stops where the index is what is left of a store
    session.output().note("what you decided is not known here: the store cannot be opened: " + corpus::to_text(failure.error));
    return nullptr;
  }
}

// nullopt, with a note, where it cannot be read; `store` may be null.
std::optional<corpus::DecisionBook::Pairs> decided_on(const std::string& id, Session& session, const corpus::Store* store) {
  if (store == nullptr) return std::nullopt;
  auto decided = corpus::DecisionBook(*store).with(session.actor(Access::read), id);
  if (decided) return std::move(*decided);
  session.output().note("what you decided is not known here: " + corpus::to_text(decided.error()));
  return std::nullopt;
}

corpus::Kind kind_without_store(const std::string& id, Session& session) {
  return take_by_id(session.readers().with([&](const search::IndexReader& reader) -> corpus::Result<corpus::Kind> {
    const auto kind = search::kind_in_index(reader.database(), id);
    if (!kind) return std::unexpected(search::not_in_index(reader, id));
    return *kind;
  }));
}

// The kind that is matched from, and what the request needs to know of it. `store` may be null.
corpus::Kind set_subject(const MatchArguments& arguments, Session& session, const corpus::Store* store, search::MatchRequest& request) {
  if (!arguments.text.empty()) {
    request.text = read_text_file(arguments.text);
    if (request.text.find_first_not_of(" \t\r\n") == std::string::npos) {
      stop(corpus::ErrorCode::invalid_argument, arguments.text, "the file holds no text");
    }
    return corpus::Kind::need;
  }
  if (!arguments.draft.empty()) {
    request.draft = read_draft(arguments.draft, session);
    return corpus::kind_of(*request.draft);
  }
  request.id = arguments.id;
  if (store == nullptr) return kind_without_store(arguments.id, session);
  const auto stored = take(store->get(arguments.id));
  if (!stored) throw Stop{{corpus::ErrorCode::not_found, arguments.id, "there is no record with this id", ""}, Exit::partly};
  return stored->kind;
}

search::MatchTarget target_of(const std::string& word, corpus::Kind kind) {
  const std::vector<search::MatchTarget> targets = search::targets_of(kind);
  if (word.empty() && targets.empty()) {
    stop(corpus::ErrorCode::invalid_argument, "ID", fmt::format("nothing is matched with records of kind {}", corpus::to_string(kind)));
  }
  return word.empty() ? targets.front() : *search::target_from_string(word);
}

void refuse_unless_one(const MatchArguments& arguments) {
  if (arguments.id.empty() + arguments.text.empty() + arguments.draft.empty() != 2) {
    stop(corpus::ErrorCode::invalid_argument, "match", "one of ID, --text and --draft is needed", "queqiao match --help has examples");
  }
}

search::MatchRequest request_of(const MatchArguments& arguments, Session& session, const corpus::Store* store) {
  search::MatchRequest request;
  request.to = target_of(arguments.to, set_subject(arguments, session, store, request));
  request.top = arguments.top;
  request.candidates = std::max(request.candidates, arguments.top);
  request.see_hidden = arguments.hidden;
  request.time_limit = std::chrono::milliseconds(session.config().serve.time_limit_ms);
  return request;
}

// Why a record of the store is not there for the matcher, which reads the index.
corpus::Error explain(corpus::Error error, const search::MatchRequest& request, const corpus::Store* store) {
  if (error.code != corpus::ErrorCode::not_found || store == nullptr) return error;
  const auto stored = store->get(request.id);
  if (!stored || !*stored) return error;
  error.message = fmt::format("the record is in the store ({}), but not in the index", (*stored)->status);
  error.hint = (*stored)->status != "published"                           ? "only published records are matched: queqiao review publish ID"
               : (*stored)->visibility != "public" && !request.see_hidden ? "it is not public: add --hidden"
                                                                          : "bring the index up to the store: queqiao index follow --once";
  return error;
}

// The parts that make the score, the largest first; what does not apply last.
void print_signals(const search::Match& match, Output& output) {
  std::vector<std::pair<double, std::string>> shown;
  for (const auto& [name, value] : match.values) {
    const auto part = match.signals.find(name);
    const double points = part == match.signals.end() ? 0 : part->second;
    shown.emplace_back(value ? -points : 1, value ? fmt::format("{} {:.3f} ({:.2f})", name, points, *value) : name + " –");
  }
  std::ranges::stable_sort(shown, {}, [](const auto& one) { return one.first; });
  std::string line;
  for (const auto& [order, text] : shown) line += (line.empty() ? "" : "  ") + text;
  output.line("     " + line);
}

void print(const search::Together& together, Output& output) {
  output.line("合起来满足 together they meet:");
  for (const auto& one : together.members)
    output.line(fmt::format("     {}  {}  {}", output.paint(Style::strong, one.card.id), one.card.title, fmt::join(one.meets, "、")));
  if (!together.not_stated.empty()) output.line(fmt::format("     均未说明 stated by none: {}", fmt::join(together.not_stated, "、")));
  if (!together.not_comparable.empty()) output.line(fmt::format("     写法不可比 not comparable: {}", fmt::join(together.not_comparable, "、")));
}

// "  [剔除：价格不合]"
std::string decision_on(const std::string& id, const corpus::DecisionBook::Pairs& decided, const corpus::Vocabularies& vocabularies) {
  const auto it = decided.find(id);
  if (it == decided.end()) return "";
  const std::string& reason = it->second.reason;
  return fmt::format("  [{}{}]", vocabularies.at("decision").label(it->second.verdict),
                     reason.empty() ? "" : "：" + vocabularies.at("reason").label(reason));
}

std::string place_words(const search::TextPlace& place) { return fmt::format("{} {}–{}", place.field, place.begin, place.end); }

// Bytes of both texts, as `queqiao indicators` gives them.
void print_places(const search::Reason& reason, Output& output) {
  const auto line = [&](const std::string& text, const search::TextPlace& asking, const search::TextPlace& found) {
    output.line("       " + output.paint(Style::faint, fmt::format("{}{} ~ {}", text, place_words(asking), place_words(found))));
  };
  for (const search::SharedPhrase& phrase : reason.phrases) line(fmt::format("“{}” ", phrase.text), phrase.asking, phrase.found);
  if (reason.phrases.empty() && reason.asking && reason.found) line("", *reason.asking, *reason.found);
}

void print(const search::MatchResult& result, const corpus::DecisionBook::Pairs& decided, const corpus::Vocabularies& vocabularies, Output& output) {
  std::size_t number = 0;
  for (const search::Match& match : result.matches) {
    output.line(fmt::format("{:>3}  {}  {:.4f}  {}{}", ++number, output.paint(Style::strong, match.card.id), match.score, match.card.title,
                            decision_on(match.card.id, decided, vocabularies)));
    const std::string below = card_line(match.card, vocabularies);
    if (!below.empty()) output.line("     " + output.paint(Style::faint, below));
    print_signals(match, output);
    if (match.more > 0) output.line("     " + output.paint(Style::faint, fmt::format("and {} more of the same: queqiao search same:{}", match.more, match.card.id)));
    for (const search::Reason& reason : match.reasons) {
      output.line("     - " + reason.message + "  " + output.paint(Style::faint, reason.message_en));
      if (output.verbose()) print_places(reason, output);
    }
  }
  if (result.together) print(*result.together, output);
  output.note(
      fmt::format("{} matches, {:.1f} ms, seq {}; a signal's part of the score, its value from 0 to 1 in brackets, – does not apply",
                  result.matches.size(), result.took_ms, result.seq));
  output.note(fmt::format("ranked by weights {} over generation {}", result.weights->version, result.generation));
}

Exit run_all(const MatchArguments& arguments, Session& session) {
  if (!arguments.id.empty() || !arguments.text.empty() || !arguments.draft.empty())
    stop(corpus::ErrorCode::invalid_argument, "--all", "--all matches every record of a kind: no ID, --text or --draft beside it");
  if (arguments.output.empty()) stop(corpus::ErrorCode::invalid_argument, "--output", "--all needs a file to write to", "--output matches.jsonl, .csv or .xlsx");
  const corpus::Kind kind = *corpus::kind_from_string(arguments.kind);
  MatchAll wanted;
  wanted.kind = kind, wanted.to = target_of(arguments.to, kind), wanted.top = arguments.top, wanted.threads = arguments.threads;
  wanted.hidden = arguments.hidden, wanted.past = arguments.past, wanted.dismissed = arguments.dismissed, wanted.output = arguments.output;
  return match_all(wanted, session);
}

Exit run_match(const MatchArguments& arguments, Session& session) {
  if (arguments.all) return run_all(arguments, session);
  if (!arguments.output.empty()) stop(corpus::ErrorCode::invalid_argument, "--output", "--output belongs to --all", "queqiao match --help has examples");
  if (arguments.past)
    stop(corpus::ErrorCode::invalid_argument, "--past", "--past belongs to --all", "one need is matched whatever its deadline");
  refuse_unless_one(arguments);
  const corpus::Store* store = arguments.id.empty() ? nullptr : store_or_note(session);
  search::MatchRequest request = request_of(arguments, session, store);
  const auto decided = decided_on(request.id, session, store);
  if (decided && !arguments.dismissed) request.leave_out = corpus::dismissed_in(*decided);
  const search::Matcher matcher(session.readers(), session.vocabularies(), session.weights(), session.expander(), session.region_policy());
  auto result = matcher.match(request);
  if (!result) result = std::unexpected(explain(result.error(), request, store));
  const search::MatchResult matches = take_by_id(std::move(result));
  Output& output = session.output();
  if (output.json()) {
    output.result_text(web::answer_match(matches, *matches.weights, session.vocabularies(), decided ? &*decided : nullptr).body);
    return Exit::done;
  }
  print_notes(matches.notes, output);
  print(matches, decided.value_or(corpus::DecisionBook::Pairs{}), session.vocabularies(), output);
  return Exit::done;
}

}  // namespace

void add_match(Tree& tree) {
  const Command command = tree.add("match", "Who fits a record, a draft or a text, and why", kMatchExamples);
  auto arguments = std::make_shared<MatchArguments>();
  command.option("ID", arguments->id, "Id of a stored record").by_place();
  command.option("--text", arguments->text, "A text file, read as a need 需求").value_name("FILE");
  command.option("--draft", arguments->draft, "A record as JSON that is not stored").value_name("FILE");
  command.option("--to", arguments->to, "What to match with [what suits the kind]").one_of({"achievement", "need", "expert", "similar"});
  command.flag("--all", arguments->all, "Every published record of --kind, to a file; of needs those whose deadline has not passed");
  command.flag("--past", arguments->past, "Of --all: needs whose deadline has passed as well");
  command.option("--kind", arguments->kind, "Of --all: whom to match [need]").one_of({"need", "achievement", "expert"});
  command.option("--output", arguments->output, "Of --all: .jsonl, .csv or .xlsx; asked again after a stop, it goes on").value_name("FILE");
  command.option("--threads", arguments->threads, "Of --all [as many as the machine has]").range(1, 256).value_name("N");
  command.option("--top", arguments->top, "How many [10]").range(1, 100).value_name("N");
  command.flag("--dismissed", arguments->dismissed, "What you dismissed as well, each with your decision");
  command.flag("--hidden", arguments->hidden, "Records that are not public 公开 as well");
  tree.on(command, [arguments](Session& session) { return run_match(*arguments, session); });
}

}  // namespace cli
