// SPDX-License-Identifier: GPL-3.0-or-later
// Why a hit stands where it stands (openapi.yaml, Explanation), cut to what fits under it. Pure; tested in why.test.ts.
import type { ExplainedRecord } from '../api/types';

export type TermRow = NonNullable<ExplainedRecord['terms']>[number];

export interface Why {
  /** The heaviest terms. */
  rows: TermRow[];
  /** What the others add together. */
  rest: { count: number; weight: number };
  sum: number;
  /** Terms that were asked for and that the record lacks. */
  missing: string[];
}

const ROWS = 8;
const MISSING = 8;

export function whyOf(record: ExplainedRecord): Why {
  const terms = record.terms ?? [];
  const adds = terms.filter(({ weight }) => weight > 0);
  const others = adds.slice(ROWS);
  return {
    rows: adds.slice(0, ROWS),
    rest: { count: others.length, weight: others.reduce((sum, { weight }) => sum + weight, 0) },
    sum: record.score,
    missing: terms.filter(({ weight }) => weight === 0).slice(0, MISSING).map(({ term }) => term),
  };
}
