// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, it } from 'vitest';
import { whyOf } from './why';

const term = (name: string, weight: number) => ({ term: name, weight, records: 3 });

it('shows the heaviest terms and what the others add together', () => {
  const terms = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0.5].map((weight) => term(`词${weight}`, weight));
  const why = whyOf({ id: 'A-1', title: '', score: 45.5, terms });
  expect(why.rows).toEqual(terms.slice(0, 8));
  expect(why.rest).toEqual({ count: 2, weight: 1.5 });
  expect(why.rows.reduce((sum, { weight }) => sum + weight, why.rest.weight)).toBe(why.sum);
  expect(why.missing).toEqual([]);
});

it('names the terms that the record lacks, a few of them', () => {
  const lacks = Array.from({ length: 12 }, (_, i) => term(`缺${i}`, 0));
  const why = whyOf({ id: 'A-1', title: '', score: 2, terms: [term('有', 2), ...lacks] });
  expect(why.rows).toEqual([term('有', 2)]);
  expect(why.missing).toEqual(['缺0', '缺1', '缺2', '缺3', '缺4', '缺5', '缺6', '缺7']);
});

it('of a query without words says nothing', () => {
  expect(whyOf({ id: 'A-1', title: '', score: 0, terms: [] })).toEqual({ rows: [], rest: { count: 0, weight: 0 }, sum: 0, missing: [] });
  expect(whyOf({ id: 'A-1', title: '', score: 0 }).rows).toEqual([]);
});
