// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import type { FacetValue } from '../api/types';
import { findValue, holdsSelected, shown } from './facet_tree';

function value(code: string, children: FacetValue[] = []): FacetValue {
  return { code, label: code, label_en: code, count: 1, selected: false, children };
}

const REGIONS = [value('420000', [value('420100', [value('420106')]), value('420500')]), value('330000'), value('110000')];

describe('a facet tree', () => {
  it('finds a code at any depth', () => {
    expect(findValue(REGIONS, '420106')?.code).toBe('420106');
    expect(findValue(REGIONS, '999999')).toBeUndefined();
  });

  it('knows a branch that holds a selected value, but not by the value itself', () => {
    expect(holdsSelected(REGIONS[0], ['420106'])).toBe(true);
    expect(holdsSelected(REGIONS[0], ['420000'])).toBe(false);
    expect(holdsSelected(value('leaf'), ['leaf'])).toBe(false);
  });

  it('shows the first values and every selected one', () => {
    expect(shown(REGIONS, [], 1).map(({ code }) => code)).toEqual(['420000']);
    expect(shown(REGIONS, ['110000'], 1).map(({ code }) => code)).toEqual(['420000', '110000']);
    expect(shown(REGIONS, ['420106'], 0).map(({ code }) => code)).toEqual(['420000']);
  });
});
