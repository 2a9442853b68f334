// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/record.h"

#include <type_traits>

namespace corpus {

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::achievement: return "achievement";
    case Kind::need: return "need";
    case Kind::expert: return "expert";
    case Kind::enterprise: return "enterprise";
    case Kind::decision: return "decision";
  }
  return "achievement";
}

std::optional<Kind> kind_from_string(std::string_view word) {
  for (const Kind kind : kAllKinds)
    if (word == to_string(kind)) return kind;
  return std::nullopt;
}

Kind kind_of(const Record& record) {
  return std::visit(
      [](const auto& r) {
        using T = std::decay_t<decltype(r)>;
        if constexpr (std::is_same_v<T, Achievement>) return Kind::achievement;
        if constexpr (std::is_same_v<T, Need>) return Kind::need;
        if constexpr (std::is_same_v<T, Expert>) return Kind::expert;
        if constexpr (std::is_same_v<T, Enterprise>) return Kind::enterprise;
        if constexpr (std::is_same_v<T, Decision>) return Kind::decision;
      },
      record);
}

const std::string& id_of(const Record& record) {
  return std::visit([](const auto& r) -> const std::string& { return r.id.value; }, record);
}

void set_id(Record& record, std::string id) {
  std::visit([&](auto& r) { r.id.value = std::move(id); }, record);
}

const Common& common_of(const Record& record) {
  return std::visit([](const auto& r) -> const Common& { return r.common; }, record);
}

Common& common_of(Record& record) {
  return std::visit([](auto& r) -> Common& { return r.common; }, record);
}

std::string title_of(const Record& record) {
  return std::visit(
      [](const auto& r) -> std::string {
        using T = std::decay_t<decltype(r)>;
        if constexpr (std::is_same_v<T, Decision>)
          return r.subject_id + " → " + r.object_id;
        else if constexpr (std::is_same_v<T, Expert> || std::is_same_v<T, Enterprise>)
          return r.name;
        else
          return r.title;
      },
      record);
}

}  // namespace corpus
