// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP ↔ our own words: the only place that knows status numbers, parameter names and the JSON shapes of openapi.yaml.
//
// Reading is strict: a parameter nobody knows, a wrong type, a code no vocabulary has, or bytes that are not UTF-8 are answered with
// invalid_argument that names the parameter and says what would be right. A misspelt filter that were passed over in silence would look
// like an answer. Only the query language inside `q` is lenient (search/query_parser.h).
//
// Nothing here throws, whatever the bytes; nothing here knows sockets (server.h) or what an endpoint does (handlers.h). Everything is a
// pure function and safe to call from any thread.
#pragma once

#include <chrono>
#include <expected>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/decision_book.h"
#include "corpus/diagnostic.h"
#include "corpus/error.h"
#include "corpus/intake.h"
#include "corpus/record.h"
#include "corpus/store.h"
#include "corpus/vocabulary.h"
#include "search/coach.h"
#include "search/explanation.h"
#include "search/match_explanation.h"
#include "search/matcher.h"
#include "search/panel.h"
#include "search/shown.h"
#include "search/searcher.h"
#include "search/suggest.h"

namespace web {

// ---- what comes in and what goes out

// A request as the handlers see it. Path and query stand as they were sent, percent signs and all.
struct Question {
  std::string method = "GET";  // HEAD is asked as GET; the body is left out on the way back
  std::string path = "/";
  std::string query;          // after the question mark; empty where there is none
  std::string authorization;  // the header, empty where there is none
  std::string body;
  std::string request_id;
  std::chrono::milliseconds time_limit{5000};
};

struct Answer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string caller;  // name of the token that asked, for the access log; never sent
};

// Why there is no answer. Converts from what corpus and search return.
struct Failure {
  corpus::Error error;
  corpus::Diagnostics diagnostics;
};
template <class T>
using Wire = std::expected<T, Failure>;

inline std::unexpected<Failure> refuse(corpus::Error error, corpus::Diagnostics diagnostics = {}) {
  return std::unexpected<Failure>(Failure{std::move(error), std::move(diagnostics)});
}

// ---- failures

// The HTTP status of a code. The one table.
int status_of(corpus::ErrorCode code);

// The Error shape. A message that does not begin in Chinese gets the code's Chinese meaning before it: both kinds of reader are told.
Answer answer_of(const Failure& failure, std::string_view request_id);

// What the HTTP library refuses before a handler is asked: 400, 414, 416 …, with that status kept.
Answer answer_of_status(int status, std::string_view request_id);

// 404 for a path that is no endpoint, and 405 with `Allow` for a method it does not have.
Answer no_such_path(std::string_view path, std::string_view request_id);
Answer no_such_method(std::string_view method, const std::string& allowed, std::string_view request_id);

// The same words for an id that is not there and for one that is not for this reader: the answer must not tell them apart.
corpus::Error no_such_record(std::string_view id);
corpus::Error no_such_receipt(std::string_view number);
// 503: this service cannot write where its data lies.
corpus::Error service_is_read_only();

// A list of Diagnostic, for failures and receipts alike.
nlohmann::ordered_json shape_of(const corpus::Diagnostics& diagnostics);

// A list of Note, for every answer that has one.
nlohmann::ordered_json shape_of(const search::Notes& notes);

// 413, said the same way wherever the limit is noticed.
corpus::Error body_too_large(std::size_t limit);

// ---- reading

// One step of percent decoding; nullopt where a percent sign is not followed by two hex digits. `plus` says whether + is a space.
std::optional<std::string> percent_decode(std::string_view text, bool plus);

// The token of "Bearer TOKEN"; nullopt where the header says anything else.
std::optional<std::string> bearer_token(std::string_view authorization);

Wire<search::SearchRequest> read_search(std::string_view query, const corpus::Vocabularies& vocabularies);
Wire<search::SearchRequest> read_search_body(std::string_view body, const corpus::Vocabularies& vocabularies);
Wire<search::SearchRequest> read_facets(std::string_view query, const corpus::Vocabularies& vocabularies);

// The first hits of a search as a file: up to 1,000 of them, without facets.
struct ExportRequest {
  search::SearchRequest search;
  std::string format;  // csv, xlsx, json
};
Wire<ExportRequest> read_export(std::string_view query, const corpus::Vocabularies& vocabularies);
Wire<ExportRequest> read_export_body(std::string_view body, const corpus::Vocabularies& vocabularies);

struct SuggestRequest {
  std::string text;
  std::size_t size = 8;
};
Wire<SuggestRequest> read_suggest(std::string_view query);

// A draft cannot be validated here, so it is handed on as it came; null where the match is by id or by text.
struct MatchBody {
  search::MatchRequest request;
  nlohmann::json draft;
  bool see_dismissed = false;
};
// to, top and dismissed; the caller adds the id.
Wire<MatchBody> read_record_matches(std::string_view query);
Wire<MatchBody> read_match(std::string_view body);

// Of a search for `query`, or of the matches of `need`, the other of which is empty; one id or two, of different records.
struct ExplainQuestion {
  std::string query, need;
  std::vector<std::string> ids;
};
Wire<ExplainQuestion> read_explain(std::string_view query);

// A record on its way in: an object that names one of the four kinds. What else is in it is the intake's business.
struct RecordBody {
  corpus::Kind kind = corpus::Kind::need;
  nlohmann::json object;
};
Wire<RecordBody> read_record(std::string_view body);

// What is to be coached: a need or an achievement, or the id of a stored record; `object` is null where it is an id.
struct CoachBody {
  std::string id;
  nlohmann::json object;
};
Wire<CoachBody> read_coach(std::string_view body);

// subject_id, object_id, verdict, reason, undoes, note; by whom and what was shown is the caller's business.
Wire<corpus::Decision> read_decision(std::string_view body);

// Whose decisions to list, and which; `by` is empty for those of who asks.
Wire<corpus::DecisionBook::Wanted> read_decisions(std::string_view query);

// The same as a file: up to 1,000 of them.
struct DecisionFile {
  corpus::DecisionBook::Wanted wanted;
  std::string format;  // csv, xlsx
};
Wire<DecisionFile> read_decision_file(std::string_view query);

// A job that is asked for; `options` is what corpus::Store::ask_job takes.
struct JobBody {
  std::string kind, options;
};
Wire<JobBody> read_job(std::string_view body);

// How many jobs to list.
Wire<std::size_t> read_jobs(std::string_view query);

// Without a seed, one that nobody could know; without a date, today.
Wire<search::PanelRequest> read_panel(std::string_view query);

// For endpoints that take no parameters.
Wire<void> read_nothing(std::string_view query);

// ---- writing

// A record with what the page of it needs.
struct RecordView {
  const corpus::StoredRecord& stored;
  const corpus::Record& record;
  bool indexed = false;    // whether the index has reached stored.seq
  bool contacts = false;   // for scope broker: all that there is
  bool integrity = false;  // for scope read and above
};

struct IndexState {
  corpus::Seq seq = 0;
  std::string generation, built_at, analyzer;
  std::int64_t documents = 0;
};
// A published index that cannot be asked.
struct IndexFault {
  std::string generation;  // that CURRENT names; empty where it names none
  corpus::Error error;
};
struct StatusView {
  std::string version;
  bool read_only = false;  // of a service that cannot write
  double uptime_s = 0;
  corpus::Seq seq = 0;
  corpus::StoreCounts counts;
  bool counted = true;              // whether `counts.published` is known to this reader: what strangers are told, the index counts
  std::optional<IndexState> index;  // absent where none was built, or it cannot be asked
  std::optional<IndexFault> index_fault;
  std::vector<search::ShardState> shards;  // of search.shards; empty without it
  std::optional<search::ShardSet> shard_set;  // what they make up
  std::vector<corpus::Job> jobs;
  bool messages = false;  // what jobs said may name files, and shards other machines: for scope read and above
};

Answer answer_search(const search::SearchResult& result, const search::SearchRequest& request, const corpus::Vocabularies& vocabularies);
Answer answer_facets(const search::SearchResult& result, const corpus::Vocabularies& vocabularies);
Answer answer_suggest(const search::Suggestions& suggestions);
Answer answer_record(const RecordView& view, const corpus::Vocabularies& vocabularies);
// `decided` is what a broker who asks decided on these pairs; null for everyone else, who is told nothing of decisions.
Answer answer_match(const search::MatchResult& result, const search::Weights& weights, const corpus::Vocabularies& vocabularies,
                    const corpus::DecisionBook::Pairs* decided = nullptr);
// The MatchResult shape, which whoever writes matches to a file writes too.
nlohmann::ordered_json shape_of(const search::MatchResult& result, const search::Weights& weights, const corpus::Vocabularies& vocabularies,
                                const corpus::DecisionBook::Pairs* decided = nullptr);
Answer answer_coach(const search::Coaching& coaching);
Answer answer_panel(const search::Panel& panel);
Answer answer_hits_explained(const std::string& query, const search::HitsExplained& explained);
Answer answer_matches_explained(const std::string& need, const search::MatchesExplained& explained);
Answer answer_receipt(const corpus::Submission& submission);
// 201. `in_force`: what of who decided stands on the pair now; nullptr where it could not be read.
Answer answer_decision(const corpus::Submission& submission, const search::Shown& shown, const corpus::DecisionBook::InForce* in_force,
                       const corpus::Vocabularies& vocabularies);
// A page of a list of decisions, with what their records are called.
using Names = std::map<std::string, corpus::NamedRecord>;
Answer answer_decisions(const corpus::DecisionBook::Page& page, const corpus::DecisionBook::Wanted& wanted, const Names& names,
                        const corpus::Vocabularies& vocabularies);
// Where what was handed in stands. Receipts can be guessed, so this says nothing of the content; `reason` is empty for who may not know it.
Answer answer_receipt_state(const corpus::Receipt& receipt, const corpus::StoredRecord& stored, const std::string& reason,
                            const corpus::Vocabularies& vocabularies);
Answer answer_vocabularies(const corpus::Vocabularies& vocabularies);
Answer answer_status(const StatusView& view);
Answer answer_jobs(const std::vector<corpus::Job>& jobs);
// Requires: who asks may read messages.
Answer answer_job(const corpus::Job& job, const std::vector<corpus::JobLine>& log, int status = 200);
Answer answer_health(std::string_view word);
Answer answer_contract(std::string_view yaml);

}  // namespace web
