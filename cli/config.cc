// SPDX-License-Identifier: GPL-3.0-or-later
// One table of keys says where each value goes, which type it has and which values it takes; reading a file walks the file and looks
// every key up there, so that nothing is passed over in silence.
#include "cli/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>
#include <variant>

#include "cli/nearest.h"
#include "search/signals/region_policy.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct Text {
  std::string& (*of)(Config&);
  std::string_view one_of;  // words separated by a blank; empty: any
};
struct Path {
  fs::path& (*of)(Config&);
};
struct Whole {
  int& (*of)(Config&);
  int low, high;
};
struct Flag {
  bool& (*of)(Config&);
};
struct Shards {
  std::vector<search::ShardAddress>& (*of)(Config&);
};

struct Texts {
  std::vector<std::string>& (*of)(Config&);
};

struct Key {
  std::string_view name;
  std::variant<Text, Path, Whole, Flag, Shards, Texts> value;
};

constexpr int kMost = 1'000'000;

const std::array kKeys = {
    Key{"data", Path{[](Config& c) -> fs::path& { return c.data; }}},
    Key{"vocabulary.dir", Path{[](Config& c) -> fs::path& { return c.vocabulary; }}},
    Key{"store.url", Text{[](Config& c) -> std::string& { return c.store.url; }, ""}},
    Key{"serve.address", Text{[](Config& c) -> std::string& { return c.serve.address; }, ""}},
    Key{"serve.port", Whole{[](Config& c) -> int& { return c.serve.port; }, 0, 65535}},
    Key{"serve.threads", Whole{[](Config& c) -> int& { return c.serve.threads; }, 0, 1024}},
    Key{"serve.pages", Path{[](Config& c) -> fs::path& { return c.serve.pages; }}},
    Key{"serve.max_body_kb", Whole{[](Config& c) -> int& { return c.serve.max_body_kb; }, 1, kMost}},
    Key{"serve.time_limit_ms", Whole{[](Config& c) -> int& { return c.serve.time_limit_ms; }, 1, kMost}},
    Key{"serve.worker", Flag{[](Config& c) -> bool& { return c.serve.worker; }}},
    Key{"serve.trusted_proxy", Flag{[](Config& c) -> bool& { return c.serve.trusted_proxy; }}},
    Key{"index.threads", Whole{[](Config& c) -> int& { return c.index.threads; }, 0, 1024}},
    Key{"index.shards", Whole{[](Config& c) -> int& { return c.index.shards; }, 0, 99}},
    Key{"index.memory_mb", Whole{[](Config& c) -> int& { return c.index.memory_mb; }, 0, kMost}},
    Key{"index.keep_generations", Whole{[](Config& c) -> int& { return c.index.keep_generations; }, 1, 1000}},
    Key{"index.follow_interval_ms", Whole{[](Config& c) -> int& { return c.index.follow_interval_ms; }, 1, kMost}},
    Key{"search.shards", Shards{[](Config& c) -> std::vector<search::ShardAddress>& { return c.search.shards; }}},
    Key{"search.thesaurus", Path{[](Config& c) -> fs::path& { return c.search.thesaurus; }}},
    Key{"search.synonyms", Flag{[](Config& c) -> bool& { return c.search.synonyms; }}},
    Key{"search.model", Path{[](Config& c) -> fs::path& { return c.search.model; }}},
    Key{"search.lexicon", Path{[](Config& c) -> fs::path& { return c.search.lexicon; }}},
    Key{"search.conflicts", Path{[](Config& c) -> fs::path& { return c.search.conflicts; }}},
    Key{"search.policy_regions", Texts{[](Config& c) -> std::vector<std::string>& { return c.search.policy_regions; }}},
    Key{"search.policy_boost", Whole{[](Config& c) -> int& { return c.search.policy_boost; }, 0, search::kMostPolicyBoost}},
    Key{"learn.model", Flag{[](Config& c) -> bool& { return c.learn.model; }}},
    Key{"learn.ranking", Flag{[](Config& c) -> bool& { return c.learn.ranking; }}},
    Key{"learn.min_records", Whole{[](Config& c) -> int& { return c.learn.min_records; }, 1, kMost}},
    Key{"learn.seed", Whole{[](Config& c) -> int& { return c.learn.seed; }, 0, kMost}},
    Key{"learn.lexicon", Flag{[](Config& c) -> bool& { return c.learn.lexicon; }}},
    Key{"lexicon.file", Path{[](Config& c) -> fs::path& { return c.lexicon.file; }}},
    Key{"gate.golden", Path{[](Config& c) -> fs::path& { return c.gate.golden; }}},
    Key{"gate.collection", Path{[](Config& c) -> fs::path& { return c.gate.collection; }}},
    Key{"gate.margin", Whole{[](Config& c) -> int& { return c.gate.margin; }, 0, 100}},
    Key{"log.level", Text{[](Config& c) -> std::string& { return c.log.level; }, "debug info warning error"}},
    Key{"log.access", Flag{[](Config& c) -> bool& { return c.log.access; }}},
};

const Key* find_key(std::string_view name) {
  for (const Key& key : kKeys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

bool is_section(std::string_view name) {
  for (const Key& key : kKeys) {
    if (key.name.size() > name.size() && key.name.starts_with(name) && key.name[name.size()] == '.') return true;
  }
  return false;
}

std::string_view word_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table: return "a section";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a text in quotes";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a point";
    case toml::node_type::boolean: return "true or false";
    default: return "a date or time";
  }
}

std::string_view line_of(std::string_view text, std::size_t number) {
  for (; number > 1 && !text.empty(); --number) text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  return text.substr(0, text.find_first_of("\r\n"));
}

// A line as a message may show it: with stars for what could be the password in an address. As long as before, for the caret.
std::string without_password(std::string_view line) {
  std::string shown(line);
  const std::size_t scheme = shown.find("://"), begin = scheme == std::string::npos ? scheme : shown.find(':', scheme + 3);
  const std::size_t end = shown.rfind('@');
  if (begin != std::string::npos && end != std::string::npos && begin < end) std::fill(shown.begin() + begin + 1, shown.begin() + end, '*');
  if (const std::size_t word = shown.find("password="); word != std::string::npos) std::fill(shown.begin() + word + 9, shown.end(), '*');
  return shown;
}

// Reads one file; lives as long as the reading.
class FileReading {
 public:
  FileReading(std::string_view text, const fs::path& file, Config& config, corpus::Diagnostics& diagnostics)
      : text_(text), file_(file), config_(config), diagnostics_(diagnostics) {}

  void read() {
    try {
      const toml::table root = toml::parse(text_, file_.string());
      walk(root, "");
    } catch (const toml::parse_error& error) {
      complain("bad_toml", "", error.source(), std::string(error.description()), "the file is TOML: https://toml.io");
    }
  }

 private:
  void walk(const toml::table& table, const std::string& before) {
    for (const auto& [key, node] : table) {
      const std::string name = before + std::string(key.str());
      if (const Key* known = find_key(name)) {
        std::visit([&](const auto& value) { set(name, node, value); }, known->value);
      } else if (is_section(name)) {
        if (const toml::table* section = node.as_table())
          walk(*section, name + ".");
        else
          wrong_type(name, node, "a section");
      } else {
        unknown(name, key.source());
      }
    }
  }

  void set(const std::string& name, const toml::node& node, const Text& text) {
    const auto value = node.value_exact<std::string>();
    if (!value) return wrong_type(name, node, word_of(toml::node_type::string));
    const std::string padded = fmt::format(" {} ", text.one_of);
    if (!text.one_of.empty() && padded.find(fmt::format(" {} ", *value)) == std::string::npos) {
      return complain("bad_value", name, node.source(), fmt::format("{} = \"{}\" is not one of: {}", name, *value, text.one_of));
    }
    text.of(config_) = *value;
  }

  void set(const std::string& name, const toml::node& node, const Path& path) {
    const auto value = node.value_exact<std::string>();
    if (!value) return wrong_type(name, node, word_of(toml::node_type::string));
    // What stands in /etc/queqiao/queqiao.toml must not depend on where the program was started.
    path.of(config_) = value->empty() ? fs::path() : (file_.parent_path() / *value).lexically_normal();
  }

  void set(const std::string& name, const toml::node& node, const Whole& whole) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value) return wrong_type(name, node, word_of(toml::node_type::integer));
    if (*value < whole.low || *value > whole.high) {
      return complain("bad_value", name, node.source(),
                      fmt::format("{} = {} is not between {} and {}", name, *value, whole.low, whole.high));
    }
    whole.of(config_) = static_cast<int>(*value);
  }

  void set(const std::string& name, const toml::node& node, const Flag& flag) {
    const auto value = node.value_exact<bool>();
    if (!value) return wrong_type(name, node, word_of(toml::node_type::boolean));
    flag.of(config_) = *value;
  }

  void set(const std::string& name, const toml::node& node, const Shards& shards) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return wrong_type(name, node, word_of(toml::node_type::array));
    std::vector<search::ShardAddress>& into = shards.of(config_);
    into.clear();
    for (const toml::node& entry : *list) {
      const auto text = entry.value_exact<std::string>();
      if (!text) {
        wrong_type("an entry of " + name, entry, word_of(toml::node_type::string));
        continue;
      }
      auto shard = search::read_shard_address(*text, file_.parent_path());
      if (!shard)
        complain("bad_value", name, entry.source(), fmt::format("{}: {}", name, shard.error().message), shard.error().hint);
      else if (std::ranges::find(into, shard->name, &search::ShardAddress::name) != into.end())
        complain("bad_value", name, entry.source(), fmt::format("{}: \"{}\" stands here twice", name, *text), "name each shard once");
      else
        into.push_back(std::move(*shard));
    }
  }

  void set(const std::string& name, const toml::node& node, const Texts& texts) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return wrong_type(name, node, word_of(toml::node_type::array));
    std::vector<std::string>& into = texts.of(config_);
    into.clear();
    for (const toml::node& entry : *list) {
      auto text = entry.value_exact<std::string>();
      if (text)
        into.push_back(std::move(*text));
      else
        wrong_type("an entry of " + name, entry, word_of(toml::node_type::string));
    }
  }

  void unknown(const std::string& name, const toml::source_region& where) {
    std::string hint = did_you_mean(name, config_keys());
    if (hint.empty()) hint = "config.example.toml lists every key";
    complain("unknown_key", name, where, fmt::format("there is no key \"{}\"", name), hint);
  }

  void wrong_type(const std::string& name, const toml::node& node, std::string_view wanted) {
    complain("wrong_type", name, node.source(), fmt::format("{} takes {}, here stands {}", name, wanted, word_of(node.type())));
  }

  void complain(std::string code, const std::string& field, const toml::source_region& where, std::string message, std::string hint = {}) {
    corpus::Location location{file_.string(), where.begin.line, where.begin.column};
    diagnostics_.push_back({corpus::Severity::error, std::move(code), field, std::move(message), std::move(hint), std::move(location),
                            without_password(line_of(text_, where.begin.line))});
  }

  std::string_view text_;
  const fs::path& file_;
  Config& config_;
  corpus::Diagnostics& diagnostics_;
};

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

// The file to read: what the user named, which must be there, or one of the two usual places; empty where there is none.
fs::path choose_file(const ConfigFlags& flags, const Environment& environment) {
  if (flags.config) return *flags.config;
  if (environment.config) return *environment.config;
  for (const char* place : {"queqiao.toml", "/etc/queqiao/queqiao.toml"}) {
    std::error_code ignored;
    if (fs::exists(place, ignored)) return place;
  }
  return {};
}

void read_file(const fs::path& file, Config& config, corpus::Diagnostics& diagnostics) {
  std::error_code problem;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || fs::is_directory(file, problem)) {
    const char* what = fs::exists(file, problem) ? "cannot be read" : "there is no such file";
    diagnostics.push_back(
        {corpus::Severity::error, "no_config", "", fmt::format("configuration: {}", what), "", {file.string(), 0, 0}, ""});
    return;
  }
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  read_config(text, file, config, diagnostics);
  config.file = file;
}

}  // namespace

Environment Environment::of_process() {
  return {variable("QUEQIAO_DATA"), variable("QUEQIAO_CONFIG"), variable("QUEQIAO_TOKEN"), variable("QUEQIAO_STORE_URL")};
}

std::vector<std::string> config_keys() {
  std::vector<std::string> names;
  for (const Key& key : kKeys) names.emplace_back(key.name);
  return names;
}

void read_config(std::string_view toml, const fs::path& file, Config& config, corpus::Diagnostics& diagnostics) {
  FileReading(toml, file, config, diagnostics).read();
}

Config load_config(const ConfigFlags& flags, const Environment& environment, corpus::Diagnostics& diagnostics) {
  Config config;
  const fs::path file = choose_file(flags, environment);
  if (!file.empty()) read_file(file, config, diagnostics);
  if (environment.data) config.data = *environment.data;
  if (flags.data) config.data = *flags.data;
  if (environment.store_url) config.store.url = *environment.store_url;
  config.token = environment.token.value_or("");
  return config;
}

}  // namespace cli
