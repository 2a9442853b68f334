// SPDX-License-Identifier: GPL-3.0-or-later
// What a person asked, as a tree with notes. SYNTAX.md has the language by example; each example is a test row.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace search {

// Something the engine understood or did that the person should be able to see. Positions are bytes of the query.
struct Note {
  std::string code;  // stable word
  std::string message, message_en;
  std::size_t start = 0, length = 0;  // length 0: no place
};
using Notes = std::vector<Note>;

enum class NodeKind : std::uint8_t {
  words,   // free text: any of its terms may match, more is better
  phrase,  // all terms, side by side
  prefix,  // any Latin word that begins with the text
  filter,  // a code of a closed list, or a year or TRL range
  all,     // every child counts: words rank, phrases and filters must hold
  any,     // OR
  none,    // its one child must not hold
};

struct Node {
  NodeKind kind = NodeKind::words;
  std::string text;            // words, phrase: as written; prefix: without its star
  std::string field;           // words, phrase, prefix: title, keyword, owner, person, or empty for the whole text; filter: region, field, …
  int near = 0;                // phrase: so many other words may stand among its own, in any order; 0: side by side, in this order
  double boost = 1;            // words, phrase: how many times it counts for the ranking
  std::vector<std::string> codes;  // filter on a list: any of these; on same and similar: a record's id
  int low = 0, high = 0;       // filter on trl or year, inclusive
  std::vector<Node> children;
  std::size_t start = 0, length = 0;  // where in the query it was written
};

// Free words, asked of the whole text.
inline bool is_plain(const Node& node) { return node.kind == NodeKind::words && node.field.empty(); }

// The tree as text, for tests and for the note `understood`: (all 水肥 "一体化" region:420000 (none 大田)). query.cc defines it.
std::string to_text(const Node& node);

struct ParsedQuery {
  Node root;    // kind all; no children for an empty query
  Notes notes;  // the first is `understood`
};

}  // namespace search
