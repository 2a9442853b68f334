// SPDX-License-Identifier: GPL-3.0-or-later
// The fields a query can name (title: 地区：), what a person may write for each, and what kind of value it takes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace search::syntax {

enum class FieldKind : std::uint8_t { text, list, number, id };

struct Field {
  std::string_view name, zh, en;
  FieldKind kind;
  std::array<std::string_view, 4> words;  // what a person may write, folded
  int lowest = 0, highest = 0;            // of a number
};

inline constexpr std::size_t kMaxFieldName = 48;  // bytes
inline constexpr std::size_t kMaxAttached = 96;   // bytes of brackets inside a value: 中国地质大学（武汉）

inline constexpr std::array kFields = {
    Field{"title", "标题", "title", FieldKind::text, {"title", "标题", "名称"}},
    Field{"keyword", "关键词", "keyword", FieldKind::text, {"keyword", "keywords", "关键词"}},
    Field{"owner", "单位", "owner", FieldKind::text, {"owner", "org", "单位", "机构"}},
    Field{"person", "完成人", "person", FieldKind::text, {"person", "完成人", "专家"}},
    Field{"region", "地区", "region", FieldKind::list, {"region", "地区", "所在地"}},
    Field{"field", "领域", "field", FieldKind::list, {"field", "领域", "技术领域"}},
    Field{"industry", "行业", "industry", FieldKind::list, {"industry", "行业", "应用行业"}},
    Field{"stage", "阶段", "stage", FieldKind::list, {"stage", "阶段", "所处阶段"}},
    Field{"cooperation", "合作方式", "cooperation", FieldKind::list, {"cooperation", "合作", "合作方式"}},
    Field{"trl", "成熟度", "TRL", FieldKind::number, {"trl", "成熟度", "技术就绪度"}, 1, 9},
    Field{"year", "年份", "year", FieldKind::number, {"year", "年份", "年度"}, 1900, 2200},
    Field{"same", "同一成果", "same as", FieldKind::id, {"same", "同一", "同一成果", "重复"}},
    Field{"similar", "相似", "similar to", FieldKind::id, {"similar", "相似", "相似于", "类似"}},
};

// The field a person wrote, whatever the case; null where there is none.
const Field* field_written(std::string_view word);

// Requires: `name` is one of kFields.
const Field& field_named(std::string_view name);

}  // namespace search::syntax
