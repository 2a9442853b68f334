// SPDX-License-Identifier: GPL-3.0-or-later
// Text fields become terms with positions, closed lists become boolean terms and slots, whole titles and names become entries for suggestions.
#include "indexer/document.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "corpus/record_json.h"
#include "indexer/indicators.h"
#include "indexer/near_duplicates.h"
#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"
#include "indexer/text/pinyin.h"

namespace indexer {
namespace {

using namespace corpus;

constexpr std::size_t kMaxTerm = 245;  // Xapian's own limit, in bytes
// Bytes of a title that is found by pinyin as well, some 24 Han characters. Nobody types more, and each costs the index its length twice.
constexpr std::size_t kMaxPinyinTitle = 72;

class Builder {
 public:
  Builder(const Record& record, const Vocabularies& vocabularies, const model::TextModel* model, const text::Lexicon* lexicon)
      : record_(record), vocabularies_(vocabularies), model_(model), lexicon_(lexicon) {}

  Xapian::Document build() {
    document_.add_boolean_term(id_term(id_of(record_)));
    value(Slot::id, id_of(record_));
    text();
    closed_lists();
    numbers();
    value(Slot::indicators, to_slot(indicators_of(record_, vocabularies_)));
    suggestions();
    document_.set_data(to_indexed_json(record_).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return std::move(document_);
  }

 private:
  void value(Slot s, const std::string& text) {
    if (!text.empty()) document_.add_value(slot(s), text);
  }

  void text() {
    std::uint32_t position = 1;
    SignatureMaker signature;
    std::optional<model::FeatureCollector> features;
    if (model_ != nullptr) features.emplace(model_->features());
    for (const TextField& field : text_fields(kind_of(record_))) {
      const std::string content = text_of(record_, field.name);
      if (content.empty()) continue;
      const std::vector<text::Token> tokens = text::analyze(content, position, lexicon_);
      if (names_the_matter(field)) {
        signature.add(tokens);
        if (features) features->add(tokens);
      }
      for (const text::Token& token : tokens) {
        // Another form of a word counts once, whatever the field: it says what the word says already.
        add(token.term, token, text::is_other_form(token.kind) ? 1 : field.weight);
        // A field is asked by bigrams (search/phrase.h): a joined word of it would never be asked for.
        if (!field.prefix.empty() && token.kind != text::TokenKind::joined) add_without_place(prefixed(field.prefix, token.term), 1);
        position = std::max(position, token.position + 1);
      }
      position += 100;  // no phrase crosses from one field into the next
    }
    if (const auto made = signature.finish()) value(Slot::signature, std::string(made->begin(), made->end()));
    if (features) value(Slot::place, id_of(record_) + '\0' + model_->encode(features->finish()));
  }

  // Positions for Latin words and numbers only. A position list costs about 14 bytes however short it is, and a bigram's is nearly always one entry:
  // with them the index was 9.6 times the text, 4.8 of it positions. A phrase of Han characters is pinned down by its bigrams (docs/decisions/0006).
  void add(const std::string& term, const text::Token& token, std::uint32_t weight) {
    using enum text::TokenKind;
    if (token.kind != latin && token.kind != number && token.kind != compound && token.kind != part) return add_without_place(term, weight);
    if (term.size() <= kMaxTerm) document_.add_posting(term, token.position, weight);
  }

  // The same words under a field's prefix stand where the body's do: a second list of their places would say nothing new.
  void add_without_place(const std::string& term, std::uint32_t weight) {
    if (term.size() <= kMaxTerm) document_.add_term(term, weight);
  }

  void coded(Slot s, std::string_view prefix, std::string_view vocabulary, const std::vector<std::string>& codes, bool with_parents) {
    const Vocabulary& list = vocabularies_.at(vocabulary);
    std::vector<std::string> all;  // in order: each code, then its parents
    for (const std::string& code : codes) {
      std::vector<std::string> chain = with_parents ? list.ancestors(code) : std::vector{code};
      if (chain.empty()) chain = {code};
      for (std::string& one : chain)
        if (std::ranges::find(all, one) == all.end()) all.push_back(std::move(one));
    }
    std::string joined;
    for (const std::string& code : all) {
      document_.add_boolean_term(prefixed(prefix, code));
      joined += (joined.empty() ? "" : " ") + code;
    }
    value(s, joined);
  }

  void closed_lists() {
    const Kind kind = kind_of(record_);
    document_.add_boolean_term(prefixed(prefix::kKind, to_string(kind)));
    value(Slot::kind, std::string(to_string(kind)));
    const std::string visibility = common_of(record_).visibility.empty() ? "public" : common_of(record_).visibility;
    document_.add_boolean_term(prefixed(prefix::kVisibility, visibility));
    value(Slot::visibility, visibility);
    std::visit([this](const auto& r) { lists_of(r); }, record_);
  }

  void region(const std::string& code) {
    if (!code.empty()) coded(Slot::region, prefix::kRegion, "region", {code}, true);
  }
  void joined(Slot s, const std::vector<std::string>& codes) {
    std::string text;
    for (const std::string& code : codes) text += (text.empty() ? "" : " ") + code;
    value(s, text);
  }
  void owner(const EnterpriseId& id) {
    if (!id.empty()) document_.add_boolean_term(prefixed(prefix::kOwnerId, id.value));
    value(Slot::owner, id.value);
  }

  // What an expert is found by where a result answers for them (search/match_candidates.cc), and a result where it ties people (search/made_results.cc).
  void link(std::string_view prefix, const std::string& to) {
    if (const std::string term = prefixed(prefix, to); !to.empty() && term.size() <= kMaxTerm) document_.add_boolean_term(term);
  }

  void lists_of(const Achievement& a) {
    region(a.region);
    coded(Slot::field, prefix::kField, "field", a.tech_field, false);
    coded(Slot::industry, prefix::kIndustry, "industry", a.industry, true);
    coded(Slot::cooperation, prefix::kCooperation, "cooperation", a.cooperation_modes, true);
    if (!a.stage.empty()) coded(Slot::stage, prefix::kStage, "stage", {a.stage}, false);
    owner(a.owner_org_id);
    for (const Member& member : a.members) link(prefix::kMember, member.expert_id.value);
    for (const IpRight& right : a.ip_rights) link(prefix::kLinkedPatent, patent_key(right.no));
  }
  void lists_of(const Need& n) {
    region(n.region);
    coded(Slot::field, prefix::kField, "field", n.tech_field, false);
    coded(Slot::industry, prefix::kIndustry, "industry", n.industry, true);
    coded(Slot::cooperation, prefix::kCooperation, "cooperation", n.cooperation_modes, true);
    joined(Slot::accept_regions, n.accept_regions);
    owner(n.enterprise_id);
  }
  void lists_of(const Expert& e) {
    region(e.region);
    coded(Slot::field, prefix::kField, "field", e.tech_field, false);
    coded(Slot::industry, prefix::kIndustry, "industry", e.industry, true);
    joined(Slot::accept_regions, e.service_regions);
    owner(e.org_id);
    value(Slot::integrity, e.integrity);
    for (const std::string& id : e.linked_results) link(prefix::kLinkedResult, id);
    for (const std::string& number : e.linked_patents) link(prefix::kLinkedPatent, patent_key(number));
  }
  void lists_of(const Enterprise& e) {
    region(e.region);
    coded(Slot::industry, prefix::kIndustry, "industry", e.industry, true);
    value(Slot::integrity, e.integrity);
  }
  void lists_of(const Decision&) {}

  void numbers() {
    std::string updated;
    for (const char c : common_of(record_).updated_at)
      if (c >= '0' && c <= '9' && updated.size() < 8) updated += c;
    updated.resize(updated.empty() ? 0 : 8, '0');
    value(Slot::updated, updated);
    if (const auto day = dated_of(record_)) value(Slot::dated, corpus::to_text(*day));
    if (const auto day = due_of(record_)) value(Slot::due, corpus::to_text(*day));
    bool inferred = false;
    if (const int trl = trl_of(record_, inferred); trl > 0) {
      value(Slot::trl, Xapian::sortable_serialise(trl));
      if (inferred) value(Slot::trl_inferred, "1");
    }
    if (const int year = year_of(record_); year > 0) value(Slot::year, Xapian::sortable_serialise(year));
    if (const auto* a = std::get_if<Achievement>(&record_)) {
      if (a->price_min) value(Slot::price_low, Xapian::sortable_serialise(*a->price_min));
      if (a->price_max) value(Slot::price_high, Xapian::sortable_serialise(*a->price_max));
    } else if (const auto* n = std::get_if<Need>(&record_)) {
      if (n->budget) value(Slot::price_high, Xapian::sortable_serialise(*n->budget));
    } else if (const auto* o = std::get_if<Enterprise>(&record_)) {
      if (o->innovation_score) value(Slot::innovation, Xapian::sortable_serialise(*o->innovation_score));
    }
  }

  // One entry per title, keyword, organisation and name: folded text for looking up, the text as written for showing. Those that people may know
  // by heart are also found by their pinyin.
  void suggestions() {
    const bool open = common_of(record_).visibility.empty() || common_of(record_).visibility == "public";
    const std::string_view prefix = open ? prefix::kSuggest : prefix::kSuggestHidden;
    const auto add = [&](const std::string& text, char source) {
      if (text.empty() || text.find_first_of("\t\n") != std::string::npos) return;
      const std::string folded = text::fold(text);
      const std::string term = prefixed(prefix, folded) + '\t' + source + '\t' + (text == folded ? std::string() : text);
      if (term.size() > kMaxTerm) return;
      document_.add_boolean_term(term);
      if (source == 't' && folded.size() > kMaxPinyinTitle) return;
      for (const std::string& key : text::pinyin_keys(folded))
        if (const std::string by_sound = prefixed(prefix::kPinyin, key) + '\t' + folded; by_sound.size() <= kMaxTerm) document_.add_boolean_term(by_sound);
    };
    std::visit(
        [&](const auto& r) {
          using T = std::decay_t<decltype(r)>;
          if constexpr (std::is_same_v<T, Achievement> || std::is_same_v<T, Need>) add(r.title, 't');
          if constexpr (std::is_same_v<T, Achievement> || std::is_same_v<T, Need> || std::is_same_v<T, Expert>)
            for (const std::string& keyword : r.keywords) add(keyword, 'k');
          if constexpr (std::is_same_v<T, Achievement>) add(r.owner_org, 'o');
          if constexpr (std::is_same_v<T, Expert>) {
            add(r.name, 'p');
            add(r.org_name, 'o');
          }
          if constexpr (std::is_same_v<T, Enterprise>) {
            add(r.name, 'o');
            for (const std::string& alias : r.aliases) add(alias, 'o');
          }
        },
        record_);
  }

  const Record& record_;
  const Vocabularies& vocabularies_;
  const model::TextModel* model_;
  const text::Lexicon* lexicon_;
  Xapian::Document document_;
};

}  // namespace

std::string id_term(std::string_view id) { return prefixed(prefix::kId, id); }

Xapian::Document make_document(const Record& record, const Vocabularies& vocabularies, const model::TextModel* model, const text::Lexicon* lexicon) {
  return Builder(record, vocabularies, model, lexicon).build();
}

}  // namespace indexer
