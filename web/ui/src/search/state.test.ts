// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import { cleared, emptyState, filterCount, fromQuery, lastPage, similarTo, toggled, toParameters, toQuery, withRange } from './state';

describe('the address bar and the search', () => {
  it.each([
    ['an empty address is an empty search for achievements', {}, {}],
    ['words are kept as typed', { q: 'title:机器人  "热失控"' }, { q: 'title:机器人  "热失控"' }],
    ['a kind is kept', { kind: 'expert' }, { kind: 'expert' }],
    ['the default kind is left out', { kind: 'achievement' }, {}],
    ['an unknown kind falls back', { kind: 'patent', q: 'x' }, { q: 'x' }],
    ['facets keep their codes and order', { region: '420000,110000' }, { region: '420000,110000' }],
    ['blank and repeated codes are dropped', { field: ' materials,,materials ,marine' }, { field: 'materials,marine' }],
    ['ranges within bounds are kept', { trl_min: '4', year_to: '2025' }, { trl_min: '4', year_to: '2025' }],
    ['ranges out of bounds or not numbers are dropped', { trl_min: '0', trl_max: '10', year_from: 'abc', year_to: '-5' }, {}],
    ['sort and page are kept', { sort: 'date', page: '3' }, { sort: 'date', page: '3' }],
    ['page one and relevance are left out', { sort: 'relevance', page: '1' }, {}],
    ['a strict search stays strict', { q: 'x', strict: 'true' }, { q: 'x', strict: 'true' }],
    ['any other word is not strict', { strict: 'yes' }, {}],
    ['a page past the contract is its last', { page: '1001' }, { page: '1000' }],
    ['a page that is none is the first', { page: '0' }, {}],
    ['nor is a word', { page: 'two' }, {}],
    ['of a repeated parameter the first counts', { q: ['a', 'b'] }, { q: 'a' }],
    ['a parameter without a value is none', { q: null, kind: undefined }, {}],
    ['foreign parameters are not ours', { utm_source: 'x' }, {}],
  ])('%s', (_, address, expected) => {
    expect(toQuery(fromQuery(address))).toEqual(expected);
  });

  it('comes back from its own address unchanged', () => {
    const state = withRange(toggled(toggled(emptyState('锂电池', 'need'), 'region', '420000'), 'stage', 'mature'), 'trl_min', 5);
    expect(fromQuery(toQuery({ ...state, page: 2, sort: 'trl' }))).toEqual({ ...state, page: 2, sort: 'trl' });
  });
});

describe('changing what is asked for', () => {
  it('selects and unselects a code and starts at the first page', () => {
    const once = toggled({ ...emptyState('a'), page: 4 }, 'industry', 'C38');
    expect(once.facets.industry).toEqual(['C38']);
    expect(once.page).toBe(1);
    expect(toggled(once, 'industry', 'C38').facets.industry).toEqual([]);
  });

  it('leaves the state it was given alone', () => {
    const before = emptyState('a');
    toggled(before, 'region', '420000');
    withRange(before, 'trl_min', 3);
    expect(before).toEqual(emptyState('a'));
  });

  it('takes a range back', () => {
    expect(withRange(withRange(emptyState(), 'year_from', 2020), 'year_from', undefined).ranges).toEqual({});
  });

  it('clears filters but not words, kind and sort', () => {
    const state = { ...toggled(emptyState('水处理', 'need'), 'field', 'environment'), sort: 'date' as const, page: 2 };
    expect(cleared(state)).toEqual({ ...emptyState('水处理', 'need'), sort: 'date' });
  });

  it('counts filters one by one', () => {
    expect(filterCount(withRange(toggled(toggled(emptyState(), 'region', 'a'), 'region', 'b'), 'trl_max', 6))).toBe(3);
  });
});

describe('the question to the server', () => {
  it('says that it is strict where it is', () => {
    expect(toParameters({ ...emptyState('x'), strict: true })).toEqual({ q: 'x', kind: 'achievement', sort: 'relevance', page: 1, size: 10, strict: true });
  });

  it('joins codes by comma, and has no empty parameter', () => {
    expect(toParameters(withRange(toggled(toggled(emptyState('x'), 'region', '420000'), 'region', '110000'), 'trl_min', 4))).toEqual({
      q: 'x', kind: 'achievement', sort: 'relevance', page: 1, size: 10, region: '420000,110000', trl_min: 4,
    });
  });
});

it('the last page holds the last record', () => {
  expect([0, 1, 10, 11, 50_000].map(lastPage)).toEqual([1, 1, 1, 2, 1000]);
});

it('an id with marks in it stands in quotes in the query for similar records', () => {
  expect(['CG-N-007', '成果.1_a', 'a(b', 'a:b'].map(similarTo)).toEqual(['similar:CG-N-007', 'similar:成果.1_a', 'similar:"a(b"', 'similar:"a:b"']);
});
