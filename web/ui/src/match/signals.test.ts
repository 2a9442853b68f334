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
  it('has the heaviest signal first, whatever it earned and whether it applies', () => {
    expect(signalTable(MATCH, WEIGHTS).rows).toEqual([
      { name: 'words', value: 0.8, weight: 0.5, part: 0.4 },
      { name: 'field', value: 1, weight: 0.2, part: 0.2 },
      { name: 'indicators', value: null, weight: 0.2, part: 0 },
      { name: 'region', value: 0.2, weight: 0.1, part: 0.02 },
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
    expect(rows.map(({ name, value }) => [name, value])).toEqual([['a', null], ['b', 0]]);
  });

  it('shows a signal that only one of the two lists names', () => {
    const { rows } = signalTable({ score: 0.1, signals: { a: 0.1 }, values: { b: null } }, {});
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('orders equal weights by name, so that a reload shows the same', () => {
    const { rows } = signalTable({ score: 0.4, signals: { b: 0.2, a: 0.2 }, values: { b: 1, a: 1 } }, {});
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('the bar', () => {
  it('is as long as the score: one fills it, whatever the best of the list has', () => {
    const bar = segments(signalTable(MATCH, WEIGHTS));
    expect(bar.map(({ name }) => name)).toEqual(['words', 'field', 'region']);
    expect(bar.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(62, 9);
  });

  it('never overflows, should the weights sum to more than one', () => {
    const widths = segments(signalTable({ score: 2.5, signals: { a: 2, b: 0.5 }, values: { a: 1, b: 1 } }, {})).map(({ width }) => width);
    expect(widths).toEqual([80, 20]);
  });

  it('is empty for a score of nothing, and leaves out negative parts', () => {
    expect(segments(signalTable({ score: 0, signals: {}, values: {} }, {}))).toEqual([]);
    expect(segments(signalTable({ score: 0.1, signals: { a: 0.2, b: -0.1 }, values: { a: 1, b: 1 } }, {}))).toHaveLength(1);
  });
});

describe('colours', () => {
  it('go by weight, so that the legend begins with the text', () => {
    const colours = signalColours({ budget: 0.03, text: 0.8, field: 0.05 });
    expect([...colours.keys()]).toEqual(['text', 'field', 'budget']);
    expect(new Set(colours.values()).size).toBe(3);
    expect(colours.get('text')).toBe(signalColours({ text: 1 }).get('text'));
  });
});
