// SPDX-License-Identifier: GPL-3.0-or-later
// A match's score is the sum of named parts, part = weight × value (openapi.yaml, Match). The page
// shows that sum, and says so if the parts do not add up to the score: a table that hides a
// difference explains nothing. Pure; tested in signals.test.ts.
import type { Match } from '../api/types';

export interface SignalRow {
  name: string;
  /** In [0,1]; null where the signal does not apply to this pair. */
  value: number | null;
  weight: number;
  part: number;
}

export interface SignalTable {
  rows: SignalRow[];
  sum: number;
  /** Whether the sum agrees with the score as far as four decimals can show. */
  agrees: boolean;
}

const TOLERANCE = 5e-4;

type Scored = Pick<Match, 'score' | 'signals' | 'values'>;

/** One row per signal, the heaviest first: in the same place in every match, whatever it earned there. */
export function signalTable(match: Scored, weights: Record<string, number>): SignalTable {
  const names = new Set([...Object.keys(match.signals), ...Object.keys(match.values)]);
  const rows = [...names].map((name): SignalRow => ({
    name,
    value: match.values[name] ?? null,
    weight: weights[name] ?? 0,
    part: match.signals[name] ?? 0,
  }));
  rows.sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name));
  const sum = rows.reduce((total, row) => total + row.part, 0);
  return { rows, sum, agrees: Math.abs(sum - match.score) <= TOLERANCE };
}

export interface Segment {
  name: string;
  part: number;
  /** Width in per cent of the whole bar. */
  width: number;
}

/** The parts as pieces of one bar that a score of 1 fills, so that its length is the score. Parts that are not positive have no width. */
export function segments(table: SignalTable): Segment[] {
  const positive = table.rows.filter((row) => row.part > 0);
  const whole = Math.max(1, positive.reduce((total, row) => total + row.part, 0));
  return positive.map(({ name, part }) => ({ name, part, width: (part / whole) * 100 }));
}

// Muted hues of similar lightness that stay apart for colour-blind readers; the table names them too.
const PALETTE = ['#0f5c6e', '#d08a1d', '#5b7fb5', '#8a5a9e', '#4d8f5b', '#b5554a', '#7a7350', '#3fa0a8', '#a06a86', '#6b7785'];

/** The signals' colours, the heaviest first. A signal keeps its colour over all rows of a list, and the text, the heaviest, over all lists. */
export function signalColours(weights: Record<string, number>): Map<string, string> {
  const names = Object.keys(weights).sort((a, b) => weights[b] - weights[a] || a.localeCompare(b));
  return new Map(names.map((name, index) => [name, PALETTE[index % PALETTE.length]]));
}
