// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/text/bounds.h"

#include "indexer/text/parameter_name.h"

namespace indexer::text {
Op together(Op before, const Behind& behind) {
  if (!behind.said || behind.op == Op::none) return before == Op::none ? Op::eq : before;
  const bool open = before == Op::none || before == Op::eq;
  switch (behind.op) {
    case Op::ge: return open || before == Op::ge || before == Op::approx ? Op::ge : before == Op::gt ? Op::gt : Op::contradictory;
    case Op::le: return open || before == Op::le || before == Op::approx ? Op::le : before == Op::lt ? Op::lt : Op::contradictory;
    default: return open || before == Op::approx ? Op::approx : Op::contradictory;
  }
}

bool set_bounds(const Figure& f, Op op, std::u32string_view name, bool share, StatedIndicator& out) {
  const bool bound = op == Op::ge || op == Op::gt || op == Op::le || op == Op::lt;
  switch (f.shape) {
    case FigureShape::list: out.op = "in_set"; return !bound;
    case FigureShape::range: out.op = "range", out.low = f.low, out.high = f.high; return !bound;
    case FigureShape::tolerance: out.op = "range", out.low = f.low, out.high = f.high; return !bound || (f.low == -f.high && (op == Op::le || op == Op::lt));
    case FigureShape::more: out.op = "gt", out.low = f.low; return op != Op::le && op != Op::lt;
    case FigureShape::single: break;
  }
  if (op == Op::better) op = lower_is_better(name) && !share ? Op::le : Op::ge;
  const std::string_view said = code_of(op);
  out.op = said.empty() ? "eq" : said;
  if (op != Op::le && op != Op::lt) out.low = f.low;
  if (op != Op::ge && op != Op::gt) out.high = f.high;
  return true;
}

}  // namespace indexer::text
