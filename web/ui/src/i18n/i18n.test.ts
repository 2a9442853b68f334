// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, it } from 'vitest';
import { en } from './en';
import { zh } from './zh';

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

it('both dictionaries have the same keys and the same places to fill in', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const [key, text] of Object.entries(zh)) {
    expect([key, places(en[key as keyof typeof zh])]).toEqual([key, places(text)]);
  }
});

it('no text is empty', () => {
  for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim()).not.toBe('');
});
