// SPDX-License-Identifier: GPL-3.0-or-later
// How fast are answers? how_fast_are_answers DATA SEARCH.tsv MATCH.tsv [LIMIT] asks every query of two files (id TAB text) of an indexed data directory:
// ranking alone beside Xapian's own get_mset for the same terms, the whole search (facets, fragments, ten hits), suggestions for beginnings of the queries,
// the match, in process; what two threads serve of one; then search and match over HTTP on a kept connection. Prints one JSON object with p50 and p99 in
// milliseconds, unique terms, and the size of the index and its tables.
#include <fmt/format.h>
#include <httplib.h>
#include <unicode/unistr.h>
#include <xapian.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "corpus/intake.h"
#include "corpus/store.h"
#include "indexer/text/normalize.h"
#include "indexer/text/pinyin.h"
#include "search/evaluation.h"
#include "search/frequencies.h"
#include "search/reader_pool.h"
#include "search/matcher.h"
#include "search/plan.h"
#include "search/query_parser.h"
#include "search/ranking.h"
#include "search/searcher.h"
#include "search/suggest.h"
#include "web/server.h"

namespace {

using Clock = std::chrono::steady_clock;
using Queries = std::vector<std::pair<std::string, std::string>>;

template <class T>
T must(corpus::Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", corpus::to_text(result.error()).c_str());
  std::exit(2);
}

template <class Ask>
nlohmann::ordered_json time_each(const Queries& queries, Ask&& ask) {
  std::vector<double> times;
  for (std::size_t i = 0; i < std::min<std::size_t>(queries.size(), 50); ++i) ask(queries[i].second);  // warm
  for (const auto& [id, text] : queries) {
    const auto start = Clock::now();
    ask(text);
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return {{"p50_ms", search::percentile(times, 50)}, {"p99_ms", search::percentile(times, 99)}, {"queries", queries.size()}};
}

void check(bool ok, const std::string& text) {
  if (ok) return;
  std::fprintf(stderr, "no answer to: %s\n", text.substr(0, 200).c_str());
  std::exit(2);
}

// Every n-th query, so that at most `limit` are asked and they come from all of the file.
Queries thinned(Queries all, std::size_t limit) {
  Queries some;
  const std::size_t step = std::max<std::size_t>(1, all.size() / std::max<std::size_t>(1, limit));
  for (std::size_t i = 0; i < all.size() && some.size() < limit; i += step) some.push_back(all[i]);
  return some;
}

// What people type on their way to a query: its first two and four characters, their pinyin, its first letters, and a mixture.
Queries beginnings_of(const Queries& queries) {
  Queries out;
  for (const auto& [id, text] : queries) {
    std::string written, sound, letters, mixed;
    std::size_t n = 0;
    for (const indexer::text::TypedPlace& place : indexer::text::places(indexer::text::fold(text), 4)) {
      const std::string character = [&] {
        std::string utf8;
        icu::UnicodeString(place.written).toUTF8String(utf8);
        return utf8;
      }();
      const std::string reading = place.readings.empty() ? character : std::string(place.readings.front());
      written += character;
      sound += reading;
      letters += reading.front();
      mixed += n == 0 ? character : std::string(1, reading.front());
      if (++n == 2 || n == 4)
        for (const std::string* typed : {&written, &sound, &letters, &mixed}) out.emplace_back(id, *typed);
    }
  }
  return out;
}

// Xapian's own best 100 for the terms of each query, planned beforehand: no filter, no ties by id, nothing read of what is found.
nlohmann::ordered_json time_get_mset(const Queries& queries, const Xapian::Database& database, const corpus::Vocabularies& vocabularies) {
  std::map<std::string, Xapian::Query> planned;
  for (const auto& [id, text] : queries)
    planned[text] = search::make_plan(search::parse_query(text, vocabularies).root, search::Frequencies(database, false), {.see_hidden = true}).ranking;
  return time_each(queries, [&](const std::string& text) {
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(search::ranking_weight());
    enquire.set_query(planned[text]);
    check(enquire.get_mset(0, 100).size() <= 100, text);
  });
}

// How many times as many searches two threads answer in a second as one does.
double two_threads_to_one(const Queries& queries, const std::function<void(const std::string&)>& ask) {
  const auto seconds_of = [&](std::size_t threads) {
    const auto start = Clock::now();
    std::vector<std::jthread> running;
    for (std::size_t t = 0; t < threads; ++t)
      running.emplace_back([&, t] {
        for (std::size_t i = t; i < queries.size(); i += threads) ask(queries[i].second);
      });
    running.clear();
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  const double one = seconds_of(1);
  return one / seconds_of(2);
}

nlohmann::ordered_json sizes(const std::filesystem::path& directory) {
  std::map<std::string, std::uint64_t> of;  // over all shards
  std::uint64_t all = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
    if (!file.is_regular_file()) continue;
    all += file.file_size();
    if (file.path().extension() == ".glass") of[file.path().stem().string()] += file.file_size();
  }
  nlohmann::ordered_json out(of);
  out["all"] = all;
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: how_fast_are_answers DATA SEARCH.tsv MATCH.tsv [LIMIT]\n");
    return 2;
  }
  const std::filesystem::path data = argv[1];
  const std::size_t limit = argc > 4 ? static_cast<std::size_t>(std::stoul(argv[4])) : 1000;
  const Queries searches = thinned(must(search::read_queries(argv[2])), limit);
  const Queries matches = thinned(must(search::read_queries(argv[3])), limit);
  const auto vocabularies = must(corpus::Vocabularies::load(std::filesystem::path(QUEQIAO_SOURCE_DIR) / "corpus/vocab"));
  const auto store = must(corpus::Store::open({data, false, false}));
  corpus::Intake intake(*store, vocabularies);
  search::ReaderPool readers(data);
  const search::Searcher searcher(readers, vocabularies);
  const search::Matcher matcher(readers, vocabularies);

  nlohmann::ordered_json out;
  const indexer::IndexLayout layout(data);
  const std::string generation = must(indexer::read_current(layout));
  Xapian::Database database;
  for (const auto& path : indexer::databases(layout, must(indexer::read_manifest(layout, generation)))) database.add_database(Xapian::Database(path.string()));
  std::uint64_t terms = 0;
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) ++terms;
  out["documents"] = database.get_doccount();
  out["unique_terms"] = terms;
  out["bytes"] = sizes(layout.generation(generation));

  out["rank"] = time_each(searches, [&](const std::string& text) { check(searcher.rank(text, corpus::Kind::achievement, 100).has_value(), text); });
  out["get_mset"] = time_get_mset(searches, database, vocabularies);
  const auto search_for = [&](const std::string& text) {
    search::SearchRequest request;
    request.query = text;
    request.correct = request.relax = true;  // as the service asks
    check(searcher.search(request).has_value(), text);
  };
  out["search"] = time_each(searches, search_for);
  out["two_threads_to_one"] = two_threads_to_one(searches, search_for);
  out["suggest"] = time_each(beginnings_of(searches), [&](const std::string& text) { check(search::suggest(readers, text, 8, false).has_value(), text); });
  out["match"] = time_each(matches, [&](const std::string& text) {
    search::MatchRequest request;
    request.text = text;
    check(matcher.match(request).has_value(), text);
  });

  const web::App app{*store, vocabularies, intake, readers, searcher, matcher, "bench"};
  web::ServerOptions options;
  options.port = 0;
  options.access_log = false;
  options.keep_alive_requests = 1'000'000;
  web::Server server(app, options);
  const int port = must(server.bind());
  std::thread running([&] {
    if (const auto ended = server.run(); !ended) std::fprintf(stderr, "%s\n", corpus::to_text(ended.error()).c_str());
  });
  httplib::Client client("127.0.0.1", port);
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  out["search_http"] = time_each(searches, [&](const std::string& text) {
    const auto answer = client.Post("/api/v1/search", nlohmann::json{{"q", text}}.dump(), "application/json");
    check(answer && answer->status == 200, text);
  });
  out["match_http"] = time_each(matches, [&](const std::string& text) {
    const auto answer = client.Post("/api/v1/match", nlohmann::json{{"text", text}, {"to", "achievement"}}.dump(), "application/json");
    check(answer && answer->status == 200, text);
  });
  server.stop();
  running.join();
  std::printf("%s\n", out.dump(2).c_str());
}
