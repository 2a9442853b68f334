// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import { segments, signalColours, signalTable } from './signals';

const WEIGHTS = { words: 0.5, field: 0.2, region: 0.1, indicators: 0.2 };
const MATCH = {
  score: 0.62,
  signals: { region: 0.02, words: 0.4, field: 0.2, indicators: 0 },
  values: { region: 0.2, words: 0.8, field: 1, indicators: null },
};

describe('the table of signals', () => {
  it('has the largest part first and what does not apply last', () => {
    expect(signalTable(MATCH, WEIGHTS).rows).toEqual([
      { name: 'words', value: 0.8, weight: 0.5, part: 0.4 },
      { name: 'field', value: 1, weight: 0.2, part: 0.2 },
      { name: 'region', value: 0.2, weight: 0.1, part: 0.02 },
      { name: 'indicators', value: null, weight: 0.2, part: 0 },
    ]);
  });

  it('sums to the score', () => {
    const table = signalTable(MATCH, WEIGHTS);
    expect(table.sum).toBeCloseTo(0.62, 9);
    expect(table.agrees).toBe(true);
  });

  it('says when it does not', () => {
    expect(signalTable({ ...MATCH, score: 0.7 }, WEIGHTS).agrees).toBe(false);
  });

  it('keeps a value of zero apart from one that does not apply', () => {
    const { rows } = signalTable({ score: 0, signals: { a: 0, b: 0 }, values: { a: null, b: 0 } }, {});
    expect(rows.map(({ name, value }) => [name, value])).toEqual([['b', 0], ['a', null]]);
  });

  it('shows a signal that only one of the two lists names', () => {
    const { rows } = signalTable({ score: 0.1, signals: { a: 0.1 }, values: { b: null } }, {});
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('orders equal parts by name, so that a reload shows the same', () => {
    const { rows } = signalTable({ score: 0.4, signals: { b: 0.2, a: 0.2 }, values: { b: 1, a: 1 } }, {});
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('the bar', () => {
  it('is as long as the score is against the best of the list', () => {
    const bar = segments(signalTable(MATCH, WEIGHTS), 1.24);
    expect(bar.map(({ name }) => name)).toEqual(['words', 'field', 'region']);
    expect(bar.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(50, 9);
  });

  it('never overflows, whatever the best is said to be', () => {
    const widths = segments(signalTable(MATCH, WEIGHTS), 0.1).map(({ width }) => width);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100, 9);
  });

  it('is empty for a score of nothing, and leaves out negative parts', () => {
    expect(segments(signalTable({ score: 0, signals: {}, values: {} }, {}), 0)).toEqual([]);
    expect(segments(signalTable({ score: 0.1, signals: { a: 0.2, b: -0.1 }, values: { a: 1, b: 1 } }, {}), 1)).toHaveLength(1);
  });
});

describe('colours', () => {
  it('stay with a name in whatever order the names come', () => {
    expect(signalColours(['b', 'a', 'b'])).toEqual(signalColours(['a', 'b']));
  });
});
