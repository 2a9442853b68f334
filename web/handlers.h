// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoints: one short function each, in four moves: read → call → shape → answer. What to decide is decided in corpus/ and search/,
// how it looks on the wire in wire.h, and how it travels in server.h.
//
// `answer` is what the server calls for every request that names an endpoint; it is safe to call from any thread and never throws
// because of what was asked.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "corpus/decision_book.h"
#include "corpus/intake.h"
#include "corpus/store.h"
#include "corpus/tokens.h"
#include "corpus/vocabulary.h"
#include "search/reader_pool.h"
#include "search/matcher.h"
#include "search/searcher.h"
#include "web/wire.h"

namespace web {

// openapi.yaml as it stood when the program was built.
std::string_view built_in_contract();

// What the handlers speak to. All of it outlives the server and may be shared between threads.
struct App {
  corpus::Store& store;
  const corpus::Vocabularies& vocabularies;
  corpus::Intake& intake;
  search::ReaderPool& readers;
  const search::Searcher& searcher;
  const search::Matcher& matcher;
  std::string version;
  bool read_only = false;  // what would write answers 503
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
  std::string_view contract = built_in_contract();  // answered at /openapi.yaml
  std::shared_ptr<corpus::DecisionBook> decisions = std::make_shared<corpus::DecisionBook>(store);  // of copies, too
  const corpus::PanelRules* panel_rules = nullptr;  // none: panels are not answered
  const search::Expander* expander = nullptr;       // the searcher's, for panels and explanations; none: words stand for themselves
  // Why nobody here does a build that is asked for now; empty where somebody does. None: that is not told. Thread-safe.
  std::function<std::string()> lacks_worker = {};
  // What else is known of why something is unavailable, such as the build that is making the first index; none: it is told as it is. Thread-safe.
  std::function<corpus::Error(corpus::Error)> say_more = {};
};

// A request with who asks and, where the route has {id}, which record.
struct Call {
  const Question& question;
  corpus::Caller caller;  // scope none without a token
  std::string id;
};

// unauthorized without a token, forbidden where its scope is below `least`. What it is needed for, in both languages: 抽取专家, draw a panel. Asked
// before the parameters are read: who may not ask learns nothing of how to. Requires: `least` is not none.
corpus::Result<void> needs_scope(const corpus::Caller& caller, corpus::Scope least, std::string_view zh, std::string_view en);

// Whether who asks is told of records that are not public. Goes into every question put to search.
inline bool see_hidden(const corpus::Caller& caller) { return caller.scope >= corpus::Scope::read; }

// Whether they may be shown this record of the store. Decisions are no records of the API, for nobody.
bool may_see(const corpus::Caller& caller, const corpus::StoredRecord& stored);

struct Route {
  std::string_view method;  // GET or POST
  std::string_view path;    // as in openapi.yaml
  Wire<Answer> (*handler)(const App&, const Call&);
  bool writes = false;  // to the store; 503 where the service is read only
};

// Every endpoint; tests hold it against openapi.yaml.
std::span<const Route> routes();

struct Found {
  const Route* route = nullptr;  // null where path or method is unknown
  std::string id;                // what stood for {id}, decoded
  std::string allowed;           // methods the path has; empty where there is no such path
};

// Compares the path as it was sent, segment by segment: only {id} is decoded, so %2e or %2F never turn one path into another.
Found find_route(std::string_view method, std::string_view path);

// Requires: found.route is not null. The bearer token is checked first, so a bad one is 401 whatever was asked.
Answer answer(const App& app, const Question& question, const Found& found);

}  // namespace web
