// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/config.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>

namespace config_test {

namespace {

struct Reading {
  cli::Config config;
  std::string said;
};

Reading read(const std::string& toml, const std::string& file = "q.toml") {
  Reading reading;
  corpus::Diagnostics diagnostics;
  cli::read_config(toml, file, reading.config, diagnostics);
  for (const auto& diagnostic : diagnostics) reading.said += corpus::to_text(diagnostic) + "\n";
  return reading;
}

std::string example() {
  std::ifstream stream(QUEQIAO_SOURCE_DIR "/config.example.toml");
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("a configuration file says what it means") {
  const Reading reading = read("data = '/srv/q'\n[serve]\nport = 0\nworker = false\n[log]\nlevel = \"debug\"\n");
  CHECK(reading.said == "");
  CHECK(reading.config.data == "/srv/q");
  CHECK(reading.config.serve.port == 0);
  CHECK_FALSE(reading.config.serve.worker);
  CHECK(reading.config.log.level == "debug");
  CHECK(reading.config.serve.address == "127.0.0.1");
}

TEST_CASE("paths in a configuration file are relative to the file") {
  const Reading reading = read("data = 'd'\nvocabulary.dir = '../lists'\nserve.pages = '/p'\n", "/etc/queqiao/queqiao.toml");
  CHECK(reading.config.data == "/etc/queqiao/d");
  CHECK(reading.config.vocabulary == "/etc/lists");
  CHECK(reading.config.serve.pages == "/p");
}

TEST_CASE("the lexicon is off unless it is asked for") {
  const Reading none = read("");
  CHECK(none.config.lexicon.file.empty());
  CHECK_FALSE(none.config.learn.lexicon);
  const Reading both = read("lexicon.file = 'words.txt'\nlearn.lexicon = true\nsearch.lexicon = 'lexicon.txt'\n", "/etc/queqiao/queqiao.toml");
  CHECK(both.said == "");
  CHECK(both.config.lexicon.file == "/etc/queqiao/words.txt");
  CHECK(both.config.learn.lexicon);
  CHECK(both.config.search.lexicon == "/etc/queqiao/lexicon.txt");
}

TEST_CASE("shards are directories relative to the file, and servers") {
  const Reading reading = read("[search]\nshards = ['replicas/shard-00', '/srv/shard-01', 'tcp://index-2:7000']\n", "/etc/queqiao/queqiao.toml");
  CHECK(reading.said == "");
  REQUIRE(reading.config.search.shards.size() == 3);
  CHECK(reading.config.search.shards[0].directory == "/etc/queqiao/replicas/shard-00");
  CHECK(reading.config.search.shards[1].name == "/srv/shard-01");
  CHECK(reading.config.search.shards[2].port == 7000);
}

TEST_CASE("what is learned is on, and each part can be turned off") {
  const Reading empty = read("");
  CHECK(empty.config.learn.model);
  CHECK(empty.config.learn.ranking);
  const Reading off = read("[learn]\nranking = false\n");
  CHECK(off.said == "");
  CHECK(off.config.learn.model);
  CHECK_FALSE(off.config.learn.ranking);
}

TEST_CASE("a policy between regions is kept as written") {
  const Reading reading = read("[search]\npolicy_regions = ['武汉 > 湖北', '420100 > 421200']\npolicy_boost = 5\n");
  CHECK(reading.said == "");
  CHECK(reading.config.search.policy_regions == std::vector<std::string>{"武汉 > 湖北", "420100 > 421200"});
  CHECK(reading.config.search.policy_boost == 5);
}

TEST_CASE("every fault of a configuration file is named with its place") {
  struct Row {
    const char* toml;
    const char* said;
  };
  const Row rows[] = {
      {"[serve]\nport = \"80\"\n",
       "q.toml:2:8: error: serve.port takes a whole number, here stands a text in quotes\n  port = \"80\"\n         ^\n"},
      {"serve.port = 70000\n",
       "q.toml:1:14: error: serve.port = 70000 is not between 0 and 65535\n  serve.port = 70000\n               ^\n"},
      {"serve = 3\n", "q.toml:1:9: error: serve takes a section, here stands a whole number\n  serve = 3\n          ^\n"},
      {"search.shards = 'tcp://a:1'\n",
       "q.toml:1:17: error: search.shards takes a list, here stands a text in quotes\n  search.shards = 'tcp://a:1'\n                  ^\n"},
      {"search.shards = [7]\n",
       "q.toml:1:18: error: an entry of search.shards takes a text in quotes, here stands a whole number\n  search.shards = [7]\n                   ^\n"},
      {"search.shards = ['a', 'udp://a:1']\n",
       "q.toml:1:23: error: search.shards: \"udp://a:1\": there is no scheme \"udp\"\n  search.shards = ['a', 'udp://a:1']\n"
       "                        ^\n  hint: write a directory, or tcp://host:port of a xapian-tcpsrv\n"},
      {"search.shards = ['/a', '/b/../a']\n",
       "q.toml:1:24: error: search.shards: \"/b/../a\" stands here twice\n  search.shards = ['/a', '/b/../a']\n"
       "                         ^\n  hint: name each shard once\n"},
      {"search.policy_regions = 'a > b'\n",
       "q.toml:1:25: error: search.policy_regions takes a list, here stands a text in quotes\n  search.policy_regions = 'a > b'\n"
       "                          ^\n"},
      {"search.policy_regions = [7]\n",
       "q.toml:1:26: error: an entry of search.policy_regions takes a text in quotes, here stands a whole number\n  search.policy_regions = [7]\n"
       "                           ^\n"},
      {"search.policy_boost = 11\n",
       "q.toml:1:23: error: search.policy_boost = 11 is not between 0 and 10\n  search.policy_boost = 11\n"
       "                        ^\n"},
      {"data = 3\n", "q.toml:1:8: error: data takes a text in quotes, here stands a whole number\n  data = 3\n         ^\n"},
      {"log.access = 1\n",
       "q.toml:1:14: error: log.access takes true or false, here stands a whole number\n  log.access = 1\n               ^\n"},
      {"log.level = 'loud'\n",
       "q.toml:1:13: error: log.level = \"loud\" is not one of: debug info warning error\n  log.level = 'loud'\n              ^\n"},
      {"[server]\nport = 1\n",
       "q.toml:1:2: error: there is no key \"server\"\n  [server]\n   ^\n  hint: config.example.toml lists every key\n"},
      {"[index]\nthread = 1\n",
       "q.toml:2:1: error: there is no key \"index.thread\"\n  thread = 1\n  ^\n  hint: did you mean index.threads?\n"},
  };
  for (const Row& row : rows) CHECK(read(row.toml).said == row.said);
}

TEST_CASE("a line with an address is shown without its password") {
  CHECK(read("store.url = 3 # postgresql://anna:geheim@h/d\n").said ==
        "q.toml:1:13: error: store.url takes a text in quotes, here stands a whole number\n"
        "  store.url = 3 # postgresql://anna:******@h/d\n              ^\n");
  for (const char* line : {"store.url = postgresql://anna:geheim@h/d", "store.url = ['postgresql://h/d?user=anna&password=geheim']",
                           "store.url = 'postgresql://anna:ge@heim:geheim@h/d", "stores.url = 'postgresql://anna:geheim@h/d'"})
    CHECK(read(std::string(line) + "\n").said.find("heim") == std::string::npos);
}

TEST_CASE("the environment goes before the file, also for the store") {
  corpus::Diagnostics diagnostics;
  cli::Environment environment;
  CHECK(cli::load_config({}, environment, diagnostics).store.url == "");
  environment.store_url = "postgresql:///q";
  CHECK(cli::load_config({}, environment, diagnostics).store.url == "postgresql:///q");
  CHECK(diagnostics.empty());
}

TEST_CASE("a file that is not TOML is named with its place") {
  const std::string said = read("[serve]\nport 80\n").said;
  CHECK(said.starts_with("q.toml:2:6: error: "));
  CHECK(said.ends_with("hint: the file is TOML: https://toml.io\n"));
}

TEST_CASE("the example configuration holds every key with its default") {
  const Reading reading = read(example(), "config.example.toml");
  CHECK(reading.said == "");
  const cli::Config defaults;
  CHECK(reading.config.data == defaults.data);
  CHECK(reading.config.vocabulary == defaults.vocabulary);
  CHECK(reading.config.store.url == defaults.store.url);
  CHECK(reading.config.serve.address == defaults.serve.address);
  CHECK(reading.config.serve.port == defaults.serve.port);
  CHECK(reading.config.serve.threads == defaults.serve.threads);
  CHECK(reading.config.serve.pages == defaults.serve.pages);
  CHECK(reading.config.serve.max_body_kb == defaults.serve.max_body_kb);
  CHECK(reading.config.serve.time_limit_ms == defaults.serve.time_limit_ms);
  CHECK(reading.config.serve.worker == defaults.serve.worker);
  CHECK(reading.config.serve.trusted_proxy == defaults.serve.trusted_proxy);
  CHECK(reading.config.index.threads == defaults.index.threads);
  CHECK(reading.config.index.keep_generations == defaults.index.keep_generations);
  CHECK(reading.config.index.follow_interval_ms == defaults.index.follow_interval_ms);
  CHECK(reading.config.search.policy_regions == defaults.search.policy_regions);
  CHECK(reading.config.search.policy_boost == defaults.search.policy_boost);
  CHECK(reading.config.log.level == defaults.log.level);
  CHECK(reading.config.log.access == defaults.log.access);

  std::set<std::string> written;
  std::string section;
  std::istringstream lines(example());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('['))
      section = line.substr(1, line.find(']') - 1) + ".";
    else if (!line.empty() && !line.starts_with('#'))
      written.insert(section + line.substr(0, line.find(' ')));
  }
  const auto keys = cli::config_keys();
  CHECK(written == std::set<std::string>(keys.begin(), keys.end()));
}

TEST_CASE("a configuration that was named must be there") {
  corpus::Diagnostics diagnostics;
  cli::load_config({.data = {}, .config = "/nowhere/q.toml"}, {}, diagnostics);
  REQUIRE(diagnostics.size() == 1);
  CHECK(corpus::to_text(diagnostics[0]) == "/nowhere/q.toml: error: configuration: there is no such file");
}

}  // namespace config_test
