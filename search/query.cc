// SPDX-License-Identifier: GPL-3.0-or-later
// The printed form, one line, exactly:
//
//   words    the text as it is; (words A B) where it holds white space; FIELD:TEXT where it has a field
//   phrase   "TEXT", a quote inside as \"; FIELD:"TEXT" where it has a field; "TEXT"~N where words may stand between
//   prefix   TEXT*; FIELD:TEXT* where it has a field
//            words and phrases that count more or less have ^FACTOR behind them
//   filter   FIELD:CODE,CODE of a list; FIELD:LOW-HIGH of trl and year, FIELD:LOW where both ends are one
//   others   (all …), (any …), (none …): the kind, then the children, each after one space; (all) for the empty query
#include "search/query.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace search {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string filter(const Node& node) {
  if (!node.codes.empty()) return fmt::format("{}:{}", node.field, fmt::join(node.codes, ","));
  return node.low == node.high ? fmt::format("{}:{}", node.field, node.low) : fmt::format("{}:{}-{}", node.field, node.low, node.high);
}

std::string boost(const Node& node) { return node.boost == 1 ? "" : fmt::format("^{:g}", node.boost); }

void print(const Node& node, std::string& out) {
  const std::string field = node.field.empty() ? "" : node.field + ":";
  switch (node.kind) {
    case NodeKind::words: out += field + (node.text.find(' ') == std::string::npos ? node.text : "(words " + node.text + ")") + boost(node); return;
    case NodeKind::phrase: out += field + quoted(node.text) + (node.near > 0 ? fmt::format("~{}", node.near) : "") + boost(node); return;
    case NodeKind::prefix: out += field + node.text + "*"; return;
    case NodeKind::filter: out += filter(node); return;
    case NodeKind::all: out += "(all"; break;
    case NodeKind::any: out += "(any"; break;
    case NodeKind::none: out += "(none"; break;
  }
  for (const Node& child : node.children) {
    out += ' ';
    print(child, out);
  }
  out += ')';
}

}  // namespace

std::string to_text(const Node& node) {
  std::string out;
  print(node, out);
  return out;
}

}  // namespace search
