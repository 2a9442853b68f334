// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, it } from 'vitest';
import { listFromQuery, listToQuery } from './list';

it.each([
  [{}, { verdict: undefined, page: 1 }],
  [{ verdict: 'dismissed', page: '3' }, { verdict: 'dismissed', page: 3 }],
  [{ verdict: 'withdrawn', page: '0' }, { verdict: undefined, page: 1 }],
  [{ verdict: ['same', 'dismissed'], page: '1e3' }, { verdict: undefined, page: 1 }],
  [{ page: '9999' }, { verdict: undefined, page: 1000 }],
])('the address %j means %j', (query, state) => {
  expect(listFromQuery(query)).toEqual(state);
});

it('an address is as short as it can be and comes back', () => {
  expect(listToQuery({ page: 1 })).toEqual({});
  for (const state of [{ verdict: undefined, page: 7 }, { verdict: 'same', page: 1 }, { verdict: 'shortlisted', page: 2 }] as const) {
    expect(listFromQuery(listToQuery(state))).toEqual(state);
  }
});
