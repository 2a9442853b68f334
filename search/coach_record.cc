// SPDX-License-Identifier: GPL-3.0-or-later
// Validation knows the rules of a record already; here its diagnostics become advice for whoever fills in the form. What only a coach looks at, title and
// indicators, stands in files of its own.
#include "search/coach_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/columns.h"
#include "corpus/record_json.h"
#include "corpus/validation.h"
#include "indexer/schema.h"

namespace search {
namespace {

using corpus::Diagnostic;
using corpus::Severity;

struct Told {
  std::string_view code, message, hint, hint_en;
};
// Diagnostics speak English, to whoever imports a file.
constexpr std::array kTold = {
    Told{"wrong_type", "写法不对，读不出来", "按字段说明的类型填写", "give it the type that the field has"},
    Told{"unknown_value", "不在可选的值之内", "从可选的值中选", "choose one of the values"},
    Told{"bad_date", "不是日历上的日期", "写成 2026-03-05、2026-03 或 2026", "write 2026-03-05, 2026-03 or 2026"},
    Told{"unread_amount", "金额读不出来，已按原文保留", "写成 100 或 100万元", "write 100 or 100万元"},
    Told{"out_of_range", "数值超出范围", "核对数值", "look at the figure again"},
    Told{"reversed", "前后颠倒", "核对前后两项", "look at both ends again"},
    Told{"control_character", "含有控制字符，多半是复制或导出时带入的", "删去", "take it out"},
    Told{"no_text", "名称与各项说明都是空的", "至少写出名称和一项说明", "write a title and one of the texts"},
    Told{"not_public", "密级不是“公开”，不能收录", "不要把它交到这里", "do not hand it in here"},
};

const Told* told_of(std::string_view code) {
  const auto at = std::ranges::find(kTold, code, &Told::code);
  return at == kTold.end() ? nullptr : at;
}

// The byte at which character `number` (from 0) begins, and how many characters there are.
struct Measure {
  std::size_t characters = 0, byte = 0;
};
Measure measure(std::string_view text, std::size_t number) {
  Measure out{0, text.size()};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (out.characters == number) out.byte = i;
    ++out.characters;
  }
  return out;
}

const std::vector<std::string>* list_in(const corpus::Record& record, std::string_view field) {
  if (const auto* need = std::get_if<corpus::Need>(&record)) return field == "keywords" ? &need->keywords : nullptr;
  const auto* result = std::get_if<corpus::Achievement>(&record);
  if (result == nullptr) return nullptr;
  return field == "keywords" ? &result->keywords : field == "innovation_points" ? &result->innovation_points : nullptr;
}

class RecordAdvising {
 public:
  RecordAdvising(corpus::Record record, const corpus::Vocabularies& lists) : lists_(lists), kind_(corpus::kind_of(record)) { out_.record = std::move(record); }

  RecordAdvice run(const corpus::Diagnostics& reading) {
    const corpus::Diagnostics found = corpus::validate(out_.record, lists_);
    for (const auto* all : {&reading, &found})
      for (const Diagnostic& one : *all) from_diagnostic(one);
    missing();
    lengths();
    if (auto title = advise_on_title(indexer::text_of(out_.record, "title"), lists_)) say(std::move(*title));
    for (Advice& one : advise_on_indicators(out_.record, lists_)) say(std::move(one));
    sort();
    return std::move(out_);
  }

 private:
  void say(Advice advice) {
    out_.refused = out_.refused || advice.severity == Severity::error;
    out_.advice.push_back(std::move(advice));
  }

  std::string label(std::string_view field) const { return corpus::field_label(lists_, kind_, field); }

  void from_diagnostic(const Diagnostic& one) {
    // Said below, with their places; a note only tells more of the diagnostic before it.
    const bool said_below = one.code == "too_long" || one.code == "too_many" || (one.code == "missing" && one.severity == Severity::warning);
    if (one.severity == Severity::note || said_below) return;
    const Told* told = told_of(one.code);
    const std::string field = one.field.empty() ? "title" : one.field;
    const std::string what = told == nullptr ? "填写有误" : std::string(told->message);
    say({.severity = one.severity,
         .code = one.code,
         .field = field,
         .message = one.code == "no_text" ? what : fmt::format("“{}”{}", label(field), what),
         .message_en = one.message,
         .hint = told == nullptr ? "" : std::string(told->hint),
         .hint_en = one.hint.empty() && told != nullptr ? std::string(told->hint_en) : one.hint});
  }

  void missing() {
    for (const corpus::FieldInfo& field : corpus::fields_of(kind_)) out_.required += field.required && field.name != "id";
    out_.given = out_.required;
    const auto* need = std::get_if<corpus::Need>(&out_.record);
    for (const std::string& field : corpus::common_of(out_.record).incomplete) {
      if (field == "enterprise_id" && need != nullptr && !need->enterprise_name.empty()) continue;  // the broker looks it up by the name
      if (field == "teaser") ++out_.required;  // asked for where the rest is not shown
      else --out_.given;
      say({.code = "missing",
           .field = field,
           .message = fmt::format("“{}”还没有填写", label(field)),
           .message_en = fmt::format("\"{}\" is not filled in", field),
           .hint = "请补上；暂缺也可先提交",
           .hint_en = "fill it in; it may be handed in without"});
    }
  }

  void lengths() {
    for (const corpus::FieldInfo& field : corpus::fields_of(kind_)) {
      const auto limit = corpus::form_limit(kind_, field.name);
      if (!limit) continue;
      const std::string name(field.name);
      const auto* list = list_in(out_.record, name);
      if (list == nullptr) {
        over_long(name, name, indexer::text_of(out_.record, name), 0, limit->characters);
        continue;
      }
      std::size_t end = 0;
      for (std::size_t i = 0; i < list->size(); ++i) {
        const std::size_t begin = indexer::begin_behind(end);
        end = begin + (*list)[i].size();
        over_long(fmt::format("{}[{}]", name, i), name, (*list)[i], begin, limit->characters);
      }
      if (list->size() > limit->items) too_many(name, list->size(), limit->items);
    }
  }

  // `begin`: where `text` begins in the text of `field`.
  void over_long(std::string at, const std::string& field, std::string_view text, std::size_t begin, std::size_t most) {
    if (most == 0) return;
    const Measure size = measure(text, most);
    if (size.characters <= most) return;
    say({.code = "too_long",
         .field = std::move(at),
         .place = TextPlace{field, static_cast<std::uint32_t>(begin + size.byte), static_cast<std::uint32_t>(begin + text.size())},
         .message = fmt::format("“{}”有 {} 字，征集表限 {} 字", label(field), size.characters, most),
         .message_en = fmt::format("\"{}\" has {} characters, the form allows {}", field, size.characters, most),
         .hint = fmt::format("压缩 {} 字，只留要解决什么、要达到多少", size.characters - most),
         .hint_en = fmt::format("take out {} characters; keep what is to be solved and what is to be reached", size.characters - most)});
  }

  void too_many(const std::string& field, std::size_t held, std::size_t most) {
    say({.code = "too_many",
         .field = field,
         .message = fmt::format("“{}”有 {} 个，征集表限 {} 个", label(field), held, most),
         .message_en = fmt::format("\"{}\" has {} entries, the form allows {}", field, held, most),
         .hint = "留下最能说明问题的几个",
         .hint_en = "keep those that say most"});
  }

  void sort() {
    const auto fields = corpus::fields_of(kind_);
    const auto place_in_form = [&](const Advice& advice) {
      const std::string_view name = std::string_view(advice.field).substr(0, advice.field.find_first_of("[."));
      return std::ranges::find(fields, name, &corpus::FieldInfo::name) - fields.begin();
    };
    std::ranges::stable_sort(out_.advice, [&](const Advice& a, const Advice& b) {
      return a.severity != b.severity ? a.severity < b.severity : place_in_form(a) < place_in_form(b);
    });
  }

  const corpus::Vocabularies& lists_;
  corpus::Kind kind_;
  RecordAdvice out_;
};

}  // namespace

RecordAdvice advise(corpus::Record record, const corpus::Diagnostics& reading, const corpus::Vocabularies& lists) {
  return RecordAdvising(std::move(record), lists).run(reading);
}

}  // namespace search
