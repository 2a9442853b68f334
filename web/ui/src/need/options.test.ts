// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, it } from 'vitest';
import { optionTree } from './options';

const entry = (code: string, parent = '') => ({ code, label: code, label_en: code, parent });

it('hangs entries under their parents in the order of the list, whichever comes first', () => {
  expect(optionTree([entry('420100', '420000'), entry('420000'), entry('429004', '420000')], ({ label }) => label)).toEqual([
    { value: '420000', label: '420000', children: [{ value: '420100', label: '420100' }, { value: '429004', label: '429004' }] },
  ]);
});

it('makes a root of an entry whose parent is not there or is itself', () => {
  expect(optionTree([entry('a', 'missing'), entry('b', 'b')], ({ label }) => label).map(({ value }) => value)).toEqual(['a', 'b']);
});
