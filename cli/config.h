// SPDX-License-Identifier: GPL-3.0-or-later
// What the program runs with: flags over environment over one TOML file over defaults.
//
// The file is `--config FILE` or QUEQIAO_CONFIG, which must exist; else ./queqiao.toml or /etc/queqiao/queqiao.toml where there is one.
// config.example.toml lists every key with its default; a test holds the two together. Paths in a file are relative to the file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/diagnostic.h"
#include "search/shard_address.h"

namespace cli {

struct StoreConfig {
  std::string url;  // postgresql://…, may hold a password: never shown; empty: SQLite in the data directory
};

struct ServeConfig {
  std::string address = "127.0.0.1";
  int port = 8080;              // 0: any free one
  int threads = 0;              // 0: eight for each processor, at least 32
  std::filesystem::path pages;  // the built pages; empty: those that came with the program
  int max_body_kb = 1024;
  int time_limit_ms = 5000;
  bool worker = true;          // whether `serve` also brings the index up to the store
  bool trusted_proxy = false;  // take request ids from a proxy of one's own
};

struct IndexConfig {
  int threads = 0;  // 0: as many as the machine has
  int shards = 0;     // 0: as many as the generation in force has, 1 where there is none
  int memory_mb = 0;  // for the writing of a build; 0: what is fastest
  int keep_generations = 2;
  int follow_interval_ms = 100;
};

// What a new generation must pass beyond counts and structure.
struct GateConfig {
  std::filesystem::path golden;      // queries and what they must find; empty: titles of the corpus itself
  std::filesystem::path collection;  // queries.tsv and qrels.tsv over the corpus, or judgments.tsv; empty: quality is not measured
  int margin = 1;                    // hundredths of nDCG@10 that the new generation may be below the old one
};

// What an index learns from its own corpus when it is built.
struct LearnConfig {
  bool model = true;       // whether there is a text model, and whether searches use the one an index has
  bool ranking = true;     // whether the order of searches is learned, and whether searches use the one an index learned
  int min_records = 5000;  // fewer teach nothing
  int seed = 1;
  bool lexicon = false;    // whether a build learns words that it joins; off until it is measured (docs/decisions/0012)
};

// The operator's own words, which a build joins where ICU cuts them.
struct LexiconConfig {
  std::filesystem::path file;  // empty: none
};

struct SearchConfig {
  std::vector<search::ShardAddress> shards;  // empty: the generation in force of the data directory
  std::filesystem::path thesaurus;           // file; empty: the one that came with the program
  bool synonyms = true;                      // whether a question is widened by it
  std::filesystem::path model;               // text.model of the generation that `shards` are of; empty: by words alone
  std::filesystem::path lexicon;             // lexicon.txt of the generation that `shards` are of; empty: by ICU's words
  std::filesystem::path conflicts;           // file of the rules of conflict; empty: the one that came with the program
  std::vector<std::string> policy_regions;   // "FROM > TO" as written; Session::region_policy reads them with the list of regions
  int policy_boost = 0;                      // hundredths of a score; 0: off
};

struct LogConfig {
  std::string level = "info";  // debug, info, warning, error
  bool access = true;          // one line for each request
};

struct Config {
  std::filesystem::path data = "queqiao-data";
  std::filesystem::path vocabulary;  // directory; empty: the lists that came with the program
  StoreConfig store;
  ServeConfig serve;
  IndexConfig index;
  SearchConfig search;
  LearnConfig learn;
  LexiconConfig lexicon;
  GateConfig gate;
  LogConfig log;
  std::filesystem::path file;  // where the above was read from; empty where there was none
  std::string token;           // QUEQIAO_TOKEN: who acts, for the history of records
};

struct Environment {
  std::optional<std::string> data, config, token, store_url;  // an empty variable counts as not set
  static Environment of_process();
};

struct ConfigFlags {
  std::optional<std::string> data, config;
};

// Defaults, then file, then environment, then flags. Every unknown key, wrong type and value out of range becomes an error in
// `diagnostics`, with file, line and column; the configuration is then not to be used.
Config load_config(const ConfigFlags& flags, const Environment& environment, corpus::Diagnostics& diagnostics);

// Reads one TOML text into `config`; `file` is for messages and for relative paths.
void read_config(std::string_view toml, const std::filesystem::path& file, Config& config, corpus::Diagnostics& diagnostics);

// Every key, as written in a file: "serve.port".
std::vector<std::string> config_keys();

}  // namespace cli
