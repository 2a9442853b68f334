// SPDX-License-Identifier: GPL-3.0-or-later
// Composes the service: store, intake, readers and handlers behind one port, and beside it a thread that brings the index up to the store
// and one that does the builds asked for. Web links no writer; those threads are ours.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <thread>

#include "cli/build_worker.h"
#include "cli/commands.h"
#include "cli/index_state.h"
#include "cli/interruption.h"
#include "cli/open_files.h"
#include "cli/serve_lock.h"
#include "cli/share.h"
#include "corpus/intake.h"
#include "indexer/follow.h"
#include "search/contradictions.h"
#include "search/weights_in_force.h"
#include "web/server.h"

namespace cli {
namespace {

constexpr const char* kServeExamples =
    R"(  queqiao serve                                       # http://127.0.0.1:8080, until Ctrl-C
  queqiao serve --port 0 --json                       # any free port; {"address":"http://127.0.0.1:41873"}
  queqiao serve --address 0.0.0.0 --no-worker         # beside another that brings the index up to the store
  queqiao --config searcher.toml serve                # with search.shards: asks the shards, follows and builds nothing itself)";

constexpr unsigned kThreadsPerProcessor = 8, kLeastThreads = 32;  // most of them wait for a slow client

struct ServeArguments {
  std::optional<std::string> address, pages;
  std::optional<int> port, threads;
  bool no_worker = false;
};

// Pages somebody named must be there: a service that answers / with "not built" looks as if it worked.
void check_pages(const std::filesystem::path& directory) {
  std::error_code ignored;
  if (directory.empty() || std::filesystem::is_regular_file(directory / "index.html", ignored)) return;
  stop(corpus::ErrorCode::invalid_argument, directory.string(), "this is no directory of built pages: it has no index.html",
       "name the one that the build of web/ui writes, with --pages or serve.pages, or leave it out");
}

ServeConfig settings(const ServeArguments& arguments, const Session& session) {
  ServeConfig serve = session.config().serve;
  if (arguments.address) serve.address = *arguments.address;
  if (arguments.port) serve.port = *arguments.port;
  if (arguments.threads) serve.threads = *arguments.threads;
  if (arguments.pages) serve.pages = *arguments.pages;
  check_pages(serve.pages);
  if (serve.pages.empty()) serve.pages = shipped_pages();
  if (arguments.no_worker) serve.worker = false;
  return serve;
}

web::ServerOptions options_of(const ServeConfig& serve, bool access_log) {
  web::ServerOptions options;
  options.address = serve.address;
  options.port = serve.port;
  const unsigned by_machine = std::max(kLeastThreads, kThreadsPerProcessor * std::thread::hardware_concurrency());
  options.threads = serve.threads > 0 ? static_cast<std::size_t>(serve.threads) : by_machine;
  options.max_body_bytes = static_cast<std::size_t>(serve.max_body_kb) * 1024;
  options.time_limit = std::chrono::milliseconds(serve.time_limit_ms);
  options.static_dir = serve.pages;
  options.access_log = access_log;
  options.trusted_proxy = serve.trusted_proxy;
  return options;
}

// What lasts (an index of another version) is said once, not ten times a second.
indexer::FollowOptions follow_options(int interval_ms) {
  indexer::FollowOptions options;
  options.interval = std::chrono::milliseconds(interval_ms);
  options.holder = "queqiao serve";
  auto said = std::make_shared<std::string>();
  options.on_step = [said](const indexer::FollowStep& step) {
    said->clear();
    spdlog::debug("index: {}, seq {}", counted(step.applied, "change"), step.seq);
    if (step.problems > 0) spdlog::warn("index: {} could not be indexed; see queqiao index check", counted(step.problems, "record"));
  };
  options.on_error = [said](const corpus::Error& error) {
    const std::string text = corpus::to_text(error);
    if (text != *said) spdlog::error("index: {}", text);
    *said = text;
  };
  return options;
}

std::jthread begin_worker(Session& session, const corpus::Store& store) {
  const corpus::Vocabularies& vocabularies = session.vocabularies();
  const std::filesystem::path data = session.config().data;
  const int interval = session.config().index.follow_interval_ms;
  return std::jthread([&store, &vocabularies, data, interval](std::stop_token stop) {
    indexer::follow(stop, store, vocabularies, data, follow_options(interval));
  });
}

search::WeightsInForce weights_of(Session& session) {
  return {session.config().data, session.weights(), [](const search::Weights& weights) { spdlog::info("weights: {} in force", weights.version); },
          [](const corpus::Error& error) { spdlog::error("weights stay as they are: {}", corpus::to_text(error)); }};
}

void announce(const ServeConfig& serve, int port, Output& output) {
  const bool ipv6 = serve.address.find(':') != std::string::npos;
  const std::string url = fmt::format("http://{}{}{}:{}", ipv6 ? "[" : "", serve.address, ipv6 ? "]" : "", port);
  if (output.json())
    output.result({{"address", url}});
  else
    output.line(url);
  output.finish();  // whoever started us through a pipe waits for this line
  if (serve.pages.empty()) output.note("the pages were not built; the API answers all the same");
  if (serve.address != "127.0.0.1" && serve.address != "::1" && serve.address != "localhost") {
    output.warning("anyone who reaches this address can search and submit; for the open internet put a proxy with TLS in front");
  }
}

Exit run_serve(const ServeArguments& arguments, Session& session) {
  const std::size_t files = raise_open_files();
  const ServeConfig serve = settings(arguments, session);
  const Interruption interruption;
  corpus::Store& store = session.store(Access::serve);
  const corpus::Vocabularies& vocabularies = session.vocabularies();
  const auto lock = mark_as_served(session.config().data);
  const bool read_only = store.read_only() || !lock;
  if (!lock && !store.read_only())
    session.output().warning("read only: nothing can be submitted, decided or built here: " + corpus::to_text(lock.error()));
  if (lock && !*lock) session.output().note("another service runs on this data directory; both answer, and one of them brings the index up to the store");
  const bool working = serve.worker && has_worker(session.config()) && !read_only;
  session.readers().bound_files(files_for_readers(files, options_of(serve, false).threads, working));
  if (!session.config().search.shards.empty()) {
    session.output().note("search.shards 指向其他机器的索引：本服务没有工作线程，不更新索引，也不做建立索引的任务 / "
                          "search.shards names the index of other machines: this service has no worker, it brings no index up to the store and does no "
                          "builds; a `queqiao serve` on the machine that builds does");
    if (const auto reached = session.readers().with([](const search::IndexReader& reader) -> corpus::Result<corpus::Seq> { return reader.seq(); }); !reached)
      session.output().warning("searches answer 503: " + corpus::to_text(reached.error()));
  } else if (!indexer::read_current(indexer::IndexLayout(session.config().data))) {
    session.output().warning("there is no index yet, searches answer 503; build it meanwhile: queqiao index build");
  }
  corpus::Intake intake(store, vocabularies, [&](const corpus::Record& record) { return search::contradictions_as_warnings(record, vocabularies); });
  const search::Searcher searcher(session.readers(), vocabularies, session.expander());
  search::WeightsInForce weights = weights_of(session);
  const search::Matcher matcher(session.readers(), vocabularies, [&weights] { return weights.get(); }, session.expander(), session.region_policy());
  const web::App app{.store = store,
                     .vocabularies = vocabularies,
                     .intake = intake,
                     .readers = session.readers(),
                     .searcher = searcher,
                     .matcher = matcher,
                     .version = QUEQIAO_VERSION,
                     .read_only = read_only,
                     .panel_rules = &session.panel_rules(),
                     .expander = session.expander(),
                     .lacks_worker = [&session, &store] { return why_nobody_builds(session.config(), store.shared()); },
                     .say_more = [data = session.config().data, &store](corpus::Error error) { return with_first_build(std::move(error), data, store); }};
  web::Server server(app, options_of(serve, session.config().log.access));
  const int port = take(server.bind());
  const std::stop_callback on_signal(interruption.token(), [&server] { server.stop(); });
  std::jthread worker, builder;
  if (working) {
    worker = begin_worker(session, store);
    builder = begin_build_worker(session);
  }
  announce(serve, port, session.output());
  const std::stop_callback end_build(interruption.token(), [&builder] { builder.request_stop(); });
  take(server.run());
  spdlog::info("stopped");
  return Exit::done;
}

}  // namespace

void add_serve(Tree& tree) {
  const Command command = tree.add("serve", "Serve the pages and the API, and bring the index up to the store", kServeExamples);
  auto arguments = std::make_shared<ServeArguments>();
  command.option("--address", arguments->address, "Address to listen on [127.0.0.1]").value_name("ADDRESS");
  command.option("--port", arguments->port, "Port [8080]; 0 takes any free one").range(0, 65535).value_name("PORT");
  command.option("--pages", arguments->pages, "Directory of the built pages").value_name("DIR");
  command.option("--threads", arguments->threads, "Requests served at once").range(1, 1024).value_name("N");
  command.flag("--no-worker", arguments->no_worker,
               "Do not bring the index up to the store, nor do builds that were asked for; always so where search.shards is set");
  tree.on(command, [arguments](Session& session) { return run_serve(*arguments, session); });
}

}  // namespace cli
