// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/session.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>

#include "cli/share.h"
#include "corpus/tokens.h"
#include "indexer/generation_layout.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

std::string user_name() {
  const passwd* entry = getpwuid(geteuid());
  return entry == nullptr ? "operator" : entry->pw_name;
}

// "Import records first" would be the wrong advice here: there was a store, and the index is what is left of it.
void refuse_index_without_store(const Config& config) {
  const fs::path& data = config.data;
  std::error_code ignored;
  if (!config.store.url.empty()) return;
  if (!fs::exists(indexer::IndexLayout(data).current(), ignored) || fs::exists(data / "queqiao.db", ignored)) return;
  stop(corpus::ErrorCode::unavailable, data.string(), "there is an index, but not the store it was made from (queqiao.db)",
       "bring the store back: queqiao restore FILE; or import again and build the index");
}

// Importing here would make a store of this machine's own, beside an index that other machines build.
void refuse_searcher_without_store(const Config& config) {
  const fs::path file = config.data / "queqiao.db";
  std::error_code ignored;
  if (config.search.shards.empty() || !config.store.url.empty() || fs::exists(file, ignored)) return;
  stop(corpus::ErrorCode::unavailable, file.string(), "there is no database here, and search.shards names an index of other machines",
       "name the database that all machines share: store.url; or bring a copy: queqiao backup FILE on the writer, queqiao restore FILE --no-build here "
       "(docs/operations.md, \"One writer with replicas\")");
}

}  // namespace

const corpus::Vocabularies& Session::vocabularies() {
  if (vocabularies_) return *vocabularies_;
  const fs::path directory = config_.vocabulary.empty() ? shipped_vocabulary() : config_.vocabulary;
  if (directory.empty()) {
    stop(corpus::ErrorCode::unavailable, "vocabulary.dir", "the vocabularies that belong to the program were not found",
         "name their directory in the configuration: vocabulary.dir");
  }
  vocabularies_ = take(corpus::Vocabularies::load(directory));
  output_.detail("vocabularies: " + directory.string());
  return *vocabularies_;
}

corpus::Store& Session::store(Access access) {
  if (!store_) {
    if (access != Access::create) {
      refuse_index_without_store(config_);
      refuse_searcher_without_store(config_);
    }
    corpus::Store::Options options{.directory = config_.data,
                                   .read_only = access == Access::read,
                                   .create = access == Access::create,
                                   .url = config_.store.url};
    auto opened = corpus::Store::open(options);
    if (!opened && access == Access::serve && opened.error().code == corpus::ErrorCode::io) {
      options.read_only = true;
      if (auto readable = corpus::Store::open(options)) {
        output_.warning("read only: nothing can be submitted, decided or built here: " + corpus::to_text(opened.error()));
        opened = std::move(readable);
      }
    }
    store_ = take(std::move(opened));
    output_.detail("data: " + config_.data.string());
  }
  return *store_;
}

std::unique_ptr<corpus::Store> Session::another_store() const {
  return take(corpus::Store::open({.directory = config_.data, .read_only = false, .create = false, .url = config_.store.url}));
}

search::ReaderPool& Session::readers() {
  if (readers_) return *readers_;
  readers_ = readers_by_words();
  for (const std::string& name : search::missing_directories(config_.search.shards))
    output_.warning(fmt::format("search.shards: \"{}\": there is no such directory; the other shards answer, and it is used once it is there", name));
  // Shards lie anywhere: the model that their records have places in has to be named.
  if (config_.learn.model) readers_->use_models(config_.search.shards.empty() ? fs::path() : config_.search.model);
  if (config_.learn.ranking) readers_->use_rankings();
  return *readers_;
}

std::unique_ptr<search::ReaderPool> Session::readers_by_words() const {
  if (config_.search.shards.empty()) {
    refuse_index_without_store(config_);
    return std::make_unique<search::ReaderPool>(config_.data);
  }
  auto readers = std::make_unique<search::ReaderPool>(config_.search.shards, shard_timeout());
  readers->use_lexicon(config_.search.lexicon);
  return readers;
}

// A third of what a question may take leaves time to answer without the shard.
std::chrono::milliseconds Session::shard_timeout() const { return std::chrono::milliseconds(std::max(1, config_.serve.time_limit_ms / 3)); }

const search::Expander* Session::expander() {
  if (!config_.search.synonyms) return nullptr;
  if (expander_) return &*expander_;
  const fs::path file = config_.search.thesaurus.empty() ? shipped_thesaurus() : config_.search.thesaurus;
  if (file.empty())
    stop(corpus::ErrorCode::unavailable, "search.thesaurus", "the thesaurus that belongs to the program was not found",
         "name it in the configuration, search.thesaurus, or set search.synonyms = false");
  expander_.emplace(take(corpus::read_thesaurus(file)));
  output_.detail("thesaurus: " + file.string() + ", edition " + expander_->edition());
  return &*expander_;
}

const search::Weights& Session::weights() {
  if (!weights_) weights_ = take(search::WeightsDirectory(config_.data).in_force());
  return *weights_;
}

const corpus::PanelRules& Session::panel_rules() {
  if (panel_rules_) return *panel_rules_;
  const fs::path file = config_.search.conflicts.empty() ? shipped_conflicts() : config_.search.conflicts;
  if (file.empty())
    stop(corpus::ErrorCode::unavailable, "search.conflicts", "the rules of conflict that belong to the program were not found",
         "name them in the configuration: search.conflicts");
  panel_rules_ = take(corpus::read_panel_rules(file));
  output_.detail("rules of conflict: " + file.string() + ", edition " + panel_rules_->edition);
  return *panel_rules_;
}

const search::RegionPolicy& Session::region_policy() {
  if (!region_policy_)
    region_policy_ = take(search::read_region_policy(config_.search.policy_regions, config_.search.policy_boost, vocabularies().at("region")));
  return *region_policy_;
}

std::string Session::actor(Access access) {
  if (config_.token.empty()) return user_name();
  auto caller = corpus::check_token(store(access), config_.token);
  if (!caller) {
    stop(caller.error().code, "QUEQIAO_TOKEN", caller.error().message, "unset QUEQIAO_TOKEN, or put a valid token there");
  }
  return caller->name;
}

}  // namespace cli
