// SPDX-License-Identifier: GPL-3.0-or-later
// The writing walker over the tables of record_fields.h, and who may read what of a record.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "corpus/record_fields.h"
#include "corpus/record_json.h"

namespace corpus {
namespace {

using ordered = nlohmann::ordered_json;
using Extra = std::map<std::string, std::string>;

void put(ordered& out, std::string_view key, const std::string& text) {
  if (!text.empty()) out[std::string(key)] = text;
}
void put_extra(ordered& out, const Extra& extra) {
  for (const auto& [key, text] : extra) {
    // Text that came from us parses; from a hand-edited database it might not, and then it is kept as a string rather than lost.
    ordered value = ordered::parse(text, nullptr, false);
    out[key] = value.is_discarded() ? ordered(text) : std::move(value);
  }
}

ordered shape(const Indicator& i) {
  ordered out = ordered::object();
  put(out, "name", i.name);
  put(out, "op", i.op);
  put(out, "value", i.value);
  put(out, "low", i.low);
  put(out, "high", i.high);
  put(out, "unit", i.unit);
  put(out, "condition", i.condition);
  put(out, "standard", i.standard);
  put(out, "evidence", i.evidence);
  if (i.must) out["must"] = *i.must;
  put_extra(out, i.extra);
  return out;
}
ordered shape(const IpRight& i) {
  ordered out = ordered::object();
  put(out, "type", i.type);
  put(out, "no", i.no);
  put(out, "title", i.title);
  put(out, "status", i.status);
  put(out, "holder", i.holder);
  put(out, "expiry", i.expiry);
  put_extra(out, i.extra);
  return out;
}
ordered shape(const Member& m) {
  ordered out = ordered::object();
  put(out, "name", m.name);
  put(out, "expert_id", m.expert_id.value);
  if (m.order) out["order"] = *m.order;
  put_extra(out, m.extra);
  return out;
}
template <Entry T>
ordered shape(const T& entry) {
  ordered out = ordered::object();
  visit_parts(entry, [&](std::string_view name, const auto& member, bool, std::string_view) {
    if constexpr (std::is_same_v<std::decay_t<decltype(member)>, std::string>)
      put(out, name, member);
    else
      put(out, name, member.value);
  });
  put_extra(out, entry.extra);
  return out;
}
ordered shape(const Contact& c) {
  ordered out = ordered::object();
  put(out, "name", c.name);
  put(out, "phone", c.phone);
  put(out, "email", c.email);
  put_extra(out, c.extra);
  return out;
}

// For whom a record is written: each sees less than the one before.
enum class Readers { brokers, index, staff, everybody };

bool is_kept_apart(std::string_view field) {
  return std::ranges::find(kConflictFacts, field) != std::end(kConflictFacts) || std::ranges::find(kAvoided, field) != std::end(kAvoided);
}

bool may_read(Readers readers, std::string_view field) {
  if (readers == Readers::brokers) return true;
  if (field == "contact" || field == "legal_rep") return false;
  if (readers == Readers::index) return true;
  return !is_kept_apart(field) && (readers == Readers::staff || field != "integrity");
}

class Writer {
 public:
  Writer(ordered& out, Readers readers) : out_(out), readers_(readers) {}

  template <class Member_>
  void operator()(std::string_view name, const Member_& member, bool, std::string_view) {
    if (may_read(readers_, name)) write(std::string(name), member);
  }

 private:
  void write(const std::string& name, const std::string& text) { put(out_, name, text); }
  template <class Tag>
  void write(const std::string& name, const Id<Tag>& id) {
    put(out_, name, id.value);
  }
  void write(const std::string& name, const std::vector<std::string>& list) {
    if (!list.empty()) out_[name] = list;
  }
  template <class T>
  void write(const std::string& name, const std::optional<T>& value)
    requires std::is_arithmetic_v<T>
  {
    if (!value) return;
    // 80 stays 80, not 80.0, so that what came in as a whole number goes out as one.
    if constexpr (std::is_same_v<T, double>) {
      if (*value == std::floor(*value) && std::abs(*value) < 9e15) {
        out_[name] = static_cast<std::int64_t>(*value);
        return;
      }
    }
    out_[name] = *value;
  }
  void write(const std::string& name, const JsonText& value) {
    if (!value.text.empty()) put_extra(out_, Extra{{name, value.text}});
  }
  void write(const std::string& name, const std::optional<Contact>& contact) {
    if (contact) out_[name] = shape(*contact);
  }
  template <class T>
  void write(const std::string& name, const std::vector<T>& list) {
    if (list.empty()) return;
    ordered array = ordered::array();
    for (const T& item : list) array.push_back(shape(item));
    out_[name] = std::move(array);
  }

  ordered& out_;
  Readers readers_;
};

ordered write_record(const Record& record, Readers readers) {
  ordered out = ordered::object();
  out["kind"] = std::string(to_string(kind_of(record)));
  std::visit([&](const auto& r) { visit_fields(r, Writer(out, readers)); }, record);
  const Common& common = common_of(record);
  for (const auto& [name, text] : common.extra)
    if (may_read(readers, name)) put_extra(out, Extra{{name, text}});
  if (!common.incomplete.empty()) out["incomplete"] = common.incomplete;
  return out;
}

}  // namespace

ordered to_json(const Record& record) { return write_record(record, Readers::brokers); }
ordered to_indexed_json(const Record& record) { return write_record(record, Readers::index); }
ordered to_staff_json(const Record& record) { return write_record(record, Readers::staff); }
ordered to_public_json(const Record& record) { return write_record(record, Readers::everybody); }
std::string to_json_text(const Record& record) { return to_json(record).dump(-1, ' ', false, ordered::error_handler_t::replace); }

}  // namespace corpus
