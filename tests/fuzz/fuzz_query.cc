// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a query: the parser must give a tree of the promised form, and notes whose places lie inside the query.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "corpus/vocabulary.h"
#include "fuzz/promise.h"
#include "search/query.h"
#include "search/query_parser.h"

namespace {

void check_place(std::size_t start, std::size_t length, std::size_t size) {
  expect(start <= size && length <= size - start, "places lie inside the query");
}

void check(const search::Node& node, std::size_t size) {
  using search::NodeKind;
  check_place(node.start, node.length, size);
  const std::size_t children = node.children.size();
  switch (node.kind) {
    case NodeKind::words:
    case NodeKind::phrase:
      expect(!node.text.empty() && children == 0, "a leaf has text and no children");
      expect(node.near >= 0 && node.near <= 50 && node.boost >= 0.1 && node.boost <= 10, "nearness and weight are in their range");
      break;
    case NodeKind::prefix: expect(node.text.size() >= 3 && children == 0, "a beginning has three letters and no children"); break;
    case NodeKind::filter:
      expect(!node.field.empty() && node.low <= node.high && children == 0, "a filter has a field and an ordered range");
      break;
    case NodeKind::none: expect(children == 1, "none has one child"); break;
    case NodeKind::any: expect(children >= 2, "any has two children or more"); break;
    case NodeKind::all: break;
  }
  for (const search::Node& child : node.children) check(child, size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view query(reinterpret_cast<const char*>(data), size);
  const search::ParsedQuery parsed = search::parse_query(query, vocabularies());
  expect(parsed.root.kind == search::NodeKind::all, "the root is all");
  check(parsed.root, size);
  expect(!parsed.notes.empty() && parsed.notes.front().code == "understood", "the first note is understood");
  for (const search::Note& note : parsed.notes) {
    check_place(note.start, note.length, size);
    expect(!note.message.empty() && !note.message_en.empty(), "a note speaks both languages");
  }
  expect(search::to_text(parsed.root).starts_with("(all"), "the tree prints");
  return 0;
}
