// SPDX-License-Identifier: GPL-3.0-or-later
// Two walkers over the tables of record_fields.h: describe, read; the third, write, is in record_write.cc. A type that a table uses needs one overload in each.
#include "corpus/record_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "corpus/amount.h"
#include "corpus/record_fields.h"

namespace corpus {
namespace {

using json = nlohmann::json;
using Extra = std::map<std::string, std::string>;

// ---- describe

FieldType type_of(const std::string&, std::string_view list) { return list.empty() ? FieldType::text : FieldType::code; }
FieldType type_of(const std::vector<std::string>&, std::string_view list) {
  return list.empty() ? FieldType::text_list : FieldType::code_list;
}
FieldType type_of(const std::optional<int>&, std::string_view) { return FieldType::integer; }
FieldType type_of(const std::optional<std::int64_t>&, std::string_view) { return FieldType::integer; }
FieldType type_of(const std::optional<double>&, std::string_view) { return FieldType::number; }
FieldType type_of(const std::vector<Indicator>&, std::string_view) { return FieldType::indicators; }
FieldType type_of(const std::vector<IpRight>&, std::string_view) { return FieldType::ip_rights; }
FieldType type_of(const std::vector<Member>&, std::string_view) { return FieldType::members; }
template <Entry T>
FieldType type_of(const std::vector<T>&, std::string_view) {
  return FieldType::entries;
}
FieldType type_of(const std::optional<Contact>&, std::string_view) { return FieldType::contact; }
FieldType type_of(const JsonText&, std::string_view) { return FieldType::object; }
template <class Tag>
FieldType type_of(const Id<Tag>&, std::string_view) {
  return FieldType::text;
}

template <class R>
std::vector<FieldInfo> describe() {
  std::vector<FieldInfo> fields;
  const R record{};
  visit_fields(record, [&](std::string_view name, const auto& member, bool required, std::string_view list) {
    fields.push_back({name, type_of(member, list), required, list});
  });
  return fields;
}

// ---- read

// What one text in place of an entry means. The other entries say nothing by one part alone.
std::string& meant(WorkPeriod& entry) { return entry.org; }
std::string& meant(StudyPeriod& entry) { return entry.org; }

// What a person may write with its unit.
constexpr std::string_view kAmounts[] = {"price_min", "price_max", "budget"};

class ObjectReader {
 public:
  ObjectReader(const json& object, Diagnostics& diagnostics) : object_(object), diagnostics_(diagnostics) {}

  template <class Member_>
  void operator()(std::string_view name, Member_& member, bool, std::string_view) {
    const auto it = object_.find(std::string(name));
    if (it == object_.end() || it->is_null()) return;
    path_ = name;
    if constexpr (std::is_same_v<Member_, std::optional<double>>) {
      if (std::ranges::find(kAmounts, name) != std::end(kAmounts) && it->is_string()) return read_amount(it->get<std::string>(), member);
    }
    read(*it, member);
  }

  // Amounts that were no plain number, as they were written: field_text → text.
  Extra as_written;

 private:
  void read_amount(const std::string& text, std::optional<double>& out) {
    if (text.empty()) return;
    double plain{};
    if (number(json(text), plain)) {
      out = plain;
      return;
    }
    out = amount_of(text);
    const std::string kept = path_ + "_text";
    as_written[kept] = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
    if (!out)
      diagnostics_.push_back({Severity::warning, "unread_amount", path_, fmt::format("field \"{}\": \"{}\" cannot be read as an amount", path_, excerpt(text, 40)),
                              fmt::format("it is kept as {}; write the amount in 10,000 CNY, such as 100, or as 100万元", kept), {}, {}});
  }

  void wrong(const json& value, std::string_view wanted) {
    std::string shown = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (shown.size() > 60) shown = shown.substr(0, 57) + "...";
    diagnostics_.push_back({Severity::error, "wrong_type", path_, "field \"" + path_ + "\": " + shown + " is not " + std::string(wanted),
                            "write " + std::string(wanted) + " there, or leave the field out", {}, {}});
  }

  void read(const json& value, std::string& out) {
    if (value.is_string())
      out = value.get<std::string>();
    else if (value.is_number() || value.is_boolean())
      out = value.dump();
    else
      wrong(value, "text");
  }
  template <class Tag>
  void read(const json& value, Id<Tag>& out) {
    read(value, out.value);
  }
  void read(const json& value, std::vector<std::string>& out) {
    if (!value.is_array()) {
      std::string one;
      read(value, one);
      if (!one.empty()) out.push_back(std::move(one));
      return;
    }
    for (const json& item : value) {
      if (item.is_null()) continue;
      std::string one;
      read(item, one);
      if (!one.empty()) out.push_back(std::move(one));
    }
  }
  template <class T>
  bool number(const json& value, T& out) {
    if (value.is_number()) {
      const double number = value.get<double>();
      if constexpr (std::is_integral_v<T>) {
        if (value.is_number_integer()) {
          const auto whole = value.get<std::int64_t>();
          if (whole < std::numeric_limits<T>::min() || whole > std::numeric_limits<T>::max()) return false;
          out = static_cast<T>(whole);
          return true;
        }
        if (number != std::floor(number) || std::abs(number) > 9e15) return false;
      }
      out = static_cast<T>(number);
      return true;
    }
    if (!value.is_string()) return false;
    const std::string text = value.get<std::string>();
    const char* begin = text.data();
    const char* end = begin + text.size();
    while (begin != end && *begin == ' ') ++begin;
    while (begin != end && end[-1] == ' ') --end;
    const auto [stop, error] = std::from_chars(begin, end, out);
    if constexpr (std::is_floating_point_v<T>)
      if (!std::isfinite(out)) return false;
    return error == std::errc() && stop == end && begin != end;
  }
  template <class T>
  void read(const json& value, std::optional<T>& out)
    requires std::is_arithmetic_v<T>
  {
    if (value.is_string() && value.get_ref<const std::string&>().empty()) return;
    T number_read{};
    if constexpr (std::is_same_v<T, bool>) {
      if (value.is_boolean())
        out = value.get<bool>();
      else
        wrong(value, "true or false");
    } else if (number(value, number_read)) {
      out = number_read;
    } else {
      wrong(value, std::is_integral_v<T> ? "a whole number" : "a number");
    }
  }
  void read(const json& value, JsonText& out) { out.text = value.dump(); }

  // Objects inside a record: known keys through `known`, the rest to `extra`.
  template <class T, class Known>
  void read_object(const json& value, T& out, Known&& known) {
    const std::string parent = path_;
    for (const auto& [key, item] : value.items()) {
      path_ = parent + "." + key;
      if (item.is_null()) continue;
      if (!known(key, item)) out.extra[key] = item.dump();
    }
    path_ = parent;
  }
  void read(const json& value, Indicator& out) {
    if (value.is_string()) {  // as written on a form: one line of text
      out.name = value.get<std::string>();
      return;
    }
    if (!value.is_object()) return wrong(value, "an indicator object");
    read_object(value, out, [&](const std::string& key, const json& item) {
      if (key == "name") return read(item, out.name), true;
      if (key == "op") return read(item, out.op), true;
      if (key == "value") return read(item, out.value), true;
      if (key == "low") return read(item, out.low), true;
      if (key == "high") return read(item, out.high), true;
      if (key == "unit") return read(item, out.unit), true;
      if (key == "condition") return read(item, out.condition), true;
      if (key == "standard") return read(item, out.standard), true;
      if (key == "evidence") return read(item, out.evidence), true;
      if (key == "must") return read(item, out.must), true;
      return false;
    });
  }
  void read(const json& value, IpRight& out) {
    if (value.is_string()) {
      out.title = value.get<std::string>();
      return;
    }
    if (!value.is_object()) return wrong(value, "an object");
    read_object(value, out, [&](const std::string& key, const json& item) {
      if (key == "type") return read(item, out.type), true;
      if (key == "no") return read(item, out.no), true;
      if (key == "title") return read(item, out.title), true;
      if (key == "status") return read(item, out.status), true;
      if (key == "holder") return read(item, out.holder), true;
      if (key == "expiry") return read(item, out.expiry), true;
      return false;
    });
  }
  void read(const json& value, Member& out) {
    if (value.is_string()) {
      out.name = value.get<std::string>();
      return;
    }
    if (!value.is_object()) return wrong(value, "a member object");
    read_object(value, out, [&](const std::string& key, const json& item) {
      if (key == "name") return read(item, out.name), true;
      if (key == "expert_id") return read(item, out.expert_id), true;
      if (key == "order") return read(item, out.order), true;
      return false;
    });
  }
  template <Entry T>
  void read(const json& value, T& out) {
    if constexpr (requires { meant(out); }) {
      if (value.is_string()) {
        meant(out) = value.get<std::string>();
        return;
      }
    }
    if (!value.is_object()) return wrong(value, "an object");
    read_object(value, out, [&](const std::string& key, const json& item) {
      bool known = false;
      visit_parts(out, [&](std::string_view name, auto& member, bool, std::string_view) {
        if (key == name) known = true, read(item, member);
      });
      return known;
    });
  }
  void read(const json& value, std::optional<Contact>& out) {
    Contact contact;
    if (value.is_string()) {
      contact.name = value.get<std::string>();
      if (!contact.name.empty()) out = std::move(contact);
      return;
    }
    if (!value.is_object()) return wrong(value, "an object with name, phone, email");
    read_object(value, contact, [&](const std::string& key, const json& item) {
      if (key == "name") return read(item, contact.name), true;
      if (key == "phone") return read(item, contact.phone), true;
      if (key == "email") return read(item, contact.email), true;
      return false;
    });
    out = std::move(contact);
  }
  template <class T>
  void read(const json& value, std::vector<T>& out) {
    const std::string parent = path_;
    const auto one = [&](const json& item, std::size_t index) {
      path_ = parent + "[" + std::to_string(index) + "]";
      T element;
      read(item, element);
      out.push_back(std::move(element));
    };
    if (value.is_array()) {
      std::size_t index = 0;
      for (const json& item : value)
        if (!item.is_null()) one(item, index++);
    } else {
      one(value, 0);
    }
    path_ = parent;
  }

  const json& object_;
  Diagnostics& diagnostics_;
  std::string path_;
};

Record empty_record(Kind kind) {
  switch (kind) {
    case Kind::achievement: return Achievement{};
    case Kind::need: return Need{};
    case Kind::expert: return Expert{};
    case Kind::enterprise: return Enterprise{};
    case Kind::decision: return Decision{};
  }
  return Achievement{};
}

}  // namespace

std::span<const FieldInfo> fields_of(Kind kind) {
  static const std::vector<FieldInfo> tables[] = {describe<Achievement>(), describe<Need>(), describe<Expert>(), describe<Enterprise>(),
                                                  describe<Decision>()};
  return tables[static_cast<std::size_t>(kind)];
}

Record record_from_json(const json& object, Diagnostics& diagnostics) {
  const auto kind_at = object.find("kind");
  const bool has_word = kind_at != object.end() && kind_at->is_string();
  const auto kind = has_word ? kind_from_string(kind_at->get_ref<const std::string&>()) : std::nullopt;
  if (!kind) {
    const std::string seen = has_word ? "\"" + kind_at->get<std::string>() + "\" is not a kind of record" : "missing";
    diagnostics.push_back({Severity::error, has_word ? "unknown_value" : "missing", "kind", "field \"kind\": " + seen,
                           "one of achievement, need, expert, enterprise, decision; for a whole file give --kind", {}, {}});
    return Achievement{};
  }
  Record record = empty_record(*kind);
  ObjectReader reader(object, diagnostics);
  std::visit([&](auto& r) { visit_fields(r, reader); }, record);
  const auto fields = fields_of(*kind);
  Extra& extra = common_of(record).extra;
  for (const auto& [key, value] : object.items()) {
    // `_rejected` is the reason we wrote into a rejects file; `incomplete` is ours to compute. Neither is data.
    if (key == "kind" || key == "incomplete" || key == "_rejected" || value.is_null()) continue;
    if (std::ranges::any_of(fields, [&](const FieldInfo& f) { return f.name == key; })) continue;
    extra[key] = value.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  extra.merge(reader.as_written);
  return record;
}

Result<Record> record_from_text(std::string_view body) {
  const json object = json::parse(body, nullptr, false);
  if (!object.is_object()) return fail(ErrorCode::damaged, "", "the stored body is not a JSON object", "restore a backup");
  Diagnostics diagnostics;
  Record record = record_from_json(object, diagnostics);
  for (const Diagnostic& d : diagnostics) {
    if (d.severity != Severity::error) continue;
    const std::string field = d.field.substr(0, d.field.find_first_of("[."));
    if (std::ranges::find(kConflictFacts, field) == std::end(kConflictFacts) || !object.contains(field))
      return fail(ErrorCode::damaged, d.field, "the stored body is damaged: " + d.message, "restore a backup");
    common_of(record).extra[field] = object[field].dump(-1, ' ', false, json::error_handler_t::replace);
  }
  if (const auto missing = object.find("incomplete"); missing != object.end() && missing->is_array())
    for (const json& field : *missing)
      if (field.is_string()) common_of(record).incomplete.push_back(field.get<std::string>());
  return record;
}

std::vector<std::pair<std::string, std::vector<std::string>>> codes_of(const Record& record) {
  std::vector<std::pair<std::string, std::vector<std::string>>> codes;
  const auto walk = [&](std::string_view name, const auto& member, bool, std::string_view list) {
    using T = std::decay_t<decltype(member)>;
    if (list.empty()) return;
    if constexpr (std::is_same_v<T, std::string>) {
      if (!member.empty()) codes.emplace_back(name, std::vector{member});
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      if (!member.empty()) codes.emplace_back(name, member);
    }
  };
  std::visit([&](const auto& r) { visit_fields(r, walk); }, record);
  return codes;
}

}  // namespace corpus
