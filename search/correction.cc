// SPDX-License-Identifier: GPL-3.0-or-later
// Walks over what the query asks for, run by run and word by word, and puts what was found back into the query, byte for byte. Whatever a rule says, a
// change is offered only where a record that the asker may see holds it.
#include "search/correction.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <map>

#include "indexer/schema.h"
#include "indexer/text/analyzer.h"
#include "indexer/text/normalize.h"
#include "indexer/text/segment.h"
#include "search/correction_han.h"
#include "search/correction_latin.h"
#include "search/indexed_records.h"
#include "search/sounds.h"

namespace search {
namespace {

using indexer::text::Normalized;
using indexer::text::Segment;
using indexer::text::SegmentKind;

constexpr std::size_t kShortestWord = 5;      // letters of a Latin word
constexpr std::size_t kLongWord = 8;          // of which one more letter may differ
constexpr std::size_t kShortestPinyin = 4;    // of two syllables: moju
constexpr std::size_t kFewestInitials = 3, kMostInitials = 8;  // two letters stand for too much; more is a word
// Records that hold a keyword or title which is offered for so few letters as are soon those of another.
constexpr Xapian::doccount kFewestByInitials = 2;
constexpr Xapian::doccount kMostSpelt = 3;  // that are read for how a word is written

struct AskedSpan {
  std::size_t start = 0, end = 0;
};

// Texts that the query asks for, where they stand in it. A field's name is not asked for.
void asked_for(std::string_view query, const Node& node, std::vector<AskedSpan>& out) {
  if (node.kind == NodeKind::words || node.kind == NodeKind::phrase) {
    AskedSpan span{node.start, node.start + node.length};
    if (!node.field.empty()) {
      const std::string_view text = query.substr(span.start, node.length);
      std::size_t colon = text.find(':');
      if (const std::size_t wide = text.find("："); wide < colon) colon = wide;
      if (colon != std::string_view::npos) span.start += colon + 1;
    }
    out.push_back(span);
  } else if (node.kind != NodeKind::none) {
    for (const Node& child : node.children) asked_for(query, child, out);
  }
}

// How often a word is written in which way.
class Writings {
 public:
  // `before`: the text up to there. What is not ASCII is full width, and a capital that begins a sentence is the sentence's: neither says anything.
  void add(std::string_view written, std::string_view before) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (!std::ranges::all_of(written, [&](char c) { return (c >= 'a' && c <= 'z') || is_capital(c); })) return;
    const bool first_alone = is_capital(written.front()) && std::ranges::none_of(written.substr(1), is_capital);
    if (!first_alone || !begins_sentence(before)) ++times_[std::string(written)];
  }

  // The most frequent, among equals the first by bytes; `otherwise` where none was counted.
  std::string most(const std::string& otherwise) const {
    const auto best = std::ranges::max_element(times_, {}, [](const auto& one) { return one.second; });
    return best == times_.end() ? otherwise : best->first;
  }

 private:
  static bool begins_sentence(std::string_view before) {
    while (before.ends_with(' ')) before.remove_suffix(1);
    if (before.empty()) return true;
    return std::ranges::any_of(kSentenceEnds, [&](std::string_view mark) { return before.ends_with(mark); });
  }
  static constexpr std::string_view kSentenceEnds[] = {".", "!", "?", ":", ";", "\n", "。", "！", "？", "：", "；"};

  std::map<std::string, int> times_;
};

bool is_lower(UChar32 c) { return c >= 'a' && c <= 'z'; }

class Correcting {
 public:
  Correcting(std::string_view query, const IndexReader& reader, const Xapian::Query& among, const Expander* thesaurus)
      : query_(query),
        reader_(reader),
        among_(among),
        frequencies_(reader.database(), reader.far(), reader.lexicon()),
        thesaurus_(thesaurus),
        look_ups_(frequencies_, kMostLookUps, thesaurus) {}

  void span(AskedSpan at) {
    base_ = at.start;
    span_ = query_.substr(at.start, at.end - at.start);
    terms_.reset();
    const Normalized text = indexer::text::normalize(span_);
    const std::vector<Segment> segments = indexer::text::segment(text.text);
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (segments[i].kind == SegmentKind::latin) {
        latin(text, segments[i]);
      } else if (segments[i].kind == SegmentKind::han) {
        std::size_t last = i;
        while (last + 1 < segments.size() && segments[last + 1].kind == SegmentKind::han) ++last;
        han(text, segments[i].begin, segments[last].end);
        i = last;
      }
    }
  }

  std::optional<Correction> finish() {
    if (changes_.empty()) return std::nullopt;
    Correction out{std::string(query_), std::move(changes_)};
    std::ranges::sort(out.changes, {}, &Change::start);
    for (auto change = out.changes.rbegin(); change != out.changes.rend(); ++change) out.text.replace(change->start, change->length, change->to);
    return out;
  }

 private:
  void change(const Normalized& text, std::int32_t begin, std::int32_t end, std::string to) {
    const std::size_t start = base_ + text.start[static_cast<std::size_t>(begin)], stop = base_ + text.end[static_cast<std::size_t>(end - 1)];
    changes_.push_back({start, stop - start, std::string(query_.substr(start, stop - start)), std::move(to)});
  }

  // The run's changed part, from its first changed character to its last.
  void han(const Normalized& text, std::int32_t begin, std::int32_t end) {
    const icu::UnicodeString part = text.text.tempSubStringBetween(begin, end);
    const std::u16string run(part.getBuffer(), static_cast<std::size_t>(part.length()));
    const RunCorrection corrected = correct_run(run, look_ups_);
    if (corrected.run.size() != run.size() || !stands_together(corrected.terms)) return;
    const auto first = std::ranges::mismatch(run, corrected.run).in1 - run.begin();
    std::ptrdiff_t last = static_cast<std::ptrdiff_t>(run.size()) - 1;
    while (last > first && run[static_cast<std::size_t>(last)] == corrected.run[static_cast<std::size_t>(last)]) --last;
    if (first > last) return;
    std::string to;
    icu::UnicodeString(corrected.run.data() + first, static_cast<std::int32_t>(last - first + 1)).toUTF8String(to);
    change(text, begin + static_cast<std::int32_t>(first), begin + static_cast<std::int32_t>(last) + 1, std::move(to));
  }

  bool stands_together(const std::vector<std::string>& terms) const { return records(terms, 1).size() == 1; }

  std::vector<Xapian::docid> records(const std::vector<std::string>& terms, Xapian::doccount most) const {
    Xapian::Enquire enquire(reader_.database());
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(Xapian::Query::OP_AND, terms.begin(), terms.end()), among_));
    std::vector<Xapian::docid> out;
    const Xapian::MSet set = enquire.get_mset(0, most);
    for (auto it = set.begin(); it != set.end(); ++it) out.push_back(*it);
    return out;
  }

  // A part of letters only, between the joiners of a compound. Words with digits are model numbers and formulas.
  void latin(const Normalized& text, const Segment& segment) {
    for (std::int32_t i = segment.begin; i < segment.end; ++i)
      if (u_isdigit(text.text[i])) return;
    for (std::int32_t from = segment.begin; from < segment.end;) {
      std::int32_t to = from;
      while (to < segment.end && is_lower(text.text[to])) ++to;
      // A short part of a compound (x-ray) is nobody's pinyin.
      const bool is_whole = from == segment.begin && to == segment.end;
      if (static_cast<std::size_t>(to - from) >= (is_whole ? kFewestInitials : kShortestWord)) word(text, from, to);
      from = to + 1;
    }
  }

  void word(const Normalized& text, std::int32_t begin, std::int32_t end) {
    const std::uint32_t start = text.start[static_cast<std::size_t>(begin)], stop = text.end[static_cast<std::size_t>(end - 1)];
    const std::string_view written = query_.substr(base_ + start, stop - start);
    if (std::ranges::all_of(written, [](char c) { return c >= 'A' && c <= 'Z'; })) return;  // an acronym
    std::string folded;
    text.text.tempSubStringBetween(begin, end).toUTF8String(folded);
    const Xapian::doccount typed = look_ups_.of(stem_of(folded));
    if (!look_ups_.is_rare(typed) || is_of_a_term(start, stop)) return;
    if (typed == 0 && folded.size() >= kShortestPinyin && pinyin(text, begin, end, folded, Typing::whole)) return;
    if (folded.size() >= kShortestWord) {
      const std::string meant = correct_word(folded, look_ups_, reader_.far());
      if (std::string whole = meant.empty() ? meant : as_written(meant, folded); !whole.empty()) return change(text, begin, end, std::move(whole));
    }
    // On another machine each of the three dozen syllables with such a letter is a message.
    if (typed == 0 && folded.size() >= kFewestInitials && folded.size() <= kMostInitials && !reader_.far()) pinyin(text, begin, end, folded, Typing::initials);
  }

  // Whether these bytes of the span are part of a term of the thesaurus: peening, of shot peening.
  bool is_of_a_term(std::size_t start, std::size_t stop) {
    if (thesaurus_ == nullptr) return false;
    if (!terms_) terms_ = thesaurus_->find(span_);
    return std::ranges::any_of(*terms_, [&](const Expansion& term) { return term.start <= start && stop <= term.end; });
  }

  // Two syllables and more that are a keyword's (lidianchi), or its first letters (ldc).
  bool pinyin(const Normalized& text, std::int32_t begin, std::int32_t end, const std::string& folded, Typing typing) {
    const bool is_loose = typing == Typing::initials || folded.size() < kShortestWord;
    for (const Sounded& one : by_sound(reader_.database(), typed_characters(folded), typing, 3)) {
      if (is_loose && (one.holders < kFewestByInitials || !look_ups_.is_an_entry(one.folded, "kt"))) continue;
      std::vector<std::string> terms;
      for (const indexer::text::Token& token : indexer::text::analyze(one.folded))
        if (token.kind == indexer::text::TokenKind::bigram) terms.push_back(token.term);
      if (terms.empty() || !stands_together(terms)) continue;
      change(text, begin, end, as_entered(one.folded));
      return true;
    }
    return false;
  }

  // A keyword or title as most public records that have it write it: 5G基站, and not 5g基站.
  std::string as_entered(const std::string& folded) const {
    std::string best = folded;
    if (std::ranges::none_of(folded, [](char c) { return is_lower(static_cast<unsigned char>(c)); })) return best;
    Xapian::doccount most = 0;
    const std::string beginning = std::string(indexer::prefix::kSuggest) + folded + '\t';
    const auto end = reader_.database().allterms_end(beginning);
    for (auto it = reader_.database().allterms_begin(beginning); it != end; ++it) {
      const std::string entry = *it;
      const std::size_t tab = entry.find('\t', beginning.size());
      if (tab == std::string::npos || it.get_termfreq() <= most) continue;
      most = it.get_termfreq();
      best = tab + 1 < entry.size() ? entry.substr(tab + 1) : folded;
    }
    return best;
  }

  // The index holds stems; how a word is written is read from a record. Of several forms the one most like what was typed, as most of its places write it:
  // LiFSI, Modbus.
  std::string as_written(const std::string& stem, const std::string& typed) const {
    // A slip or two, and another ending; a stem can be as near and its word not: peening, peek.
    const std::size_t most = typed.size() < kLongWord ? 2 : 3;
    std::string best;
    std::size_t best_apart = most + 1;
    std::map<std::string, Writings> writings;  // by form
    for (const Xapian::Document& document : reader_.fetch(records({stem}, kMostSpelt))) {
      const auto record = record_in(document);
      if (!record) continue;  // `index check` names it
      for (const indexer::TextField& field : indexer::text_fields(corpus::kind_of(*record))) {
        const std::string content = indexer::text_of(*record, field.name);
        for (const indexer::text::Token& token : indexer::text::analyze(content)) {
          if (token.term != stem || token.kind != indexer::text::TokenKind::latin) continue;
          const std::string_view written = std::string_view(content).substr(token.start, token.end - token.start);
          const std::string form = indexer::text::fold(written);
          writings[form].add(written, std::string_view(content).substr(0, token.start));
          const std::size_t apart = letters_apart(typed, form, most);
          if (apart < best_apart) best = form, best_apart = apart;
        }
      }
    }
    return best.empty() ? best : writings[best].most(best);
  }

  std::string_view query_;
  const IndexReader& reader_;
  const Xapian::Query& among_;
  Frequencies frequencies_;
  const Expander* thesaurus_;
  LookUps look_ups_;
  std::size_t base_ = 0;
  std::string_view span_;                        // from base_ on
  std::optional<std::vector<Expansion>> terms_;  // of the thesaurus that stand in it, looked for where something asks
  std::vector<Change> changes_;
};

}  // namespace

std::optional<Correction> correct(std::string_view query, const Node& root, const IndexReader& reader, const Xapian::Query& among,
                                  const Expander* thesaurus) {
  if (query.size() > kLongestCorrected) return std::nullopt;
  std::vector<AskedSpan> spans;
  asked_for(query, root, spans);
  Correcting correcting(query, reader, among, thesaurus);
  for (const AskedSpan& span : spans) correcting.span(span);
  return correcting.finish();
}

}  // namespace search
