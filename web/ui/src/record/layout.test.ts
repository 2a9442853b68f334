// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import type { QueqiaoRecord } from '../api/types';
import { directionsOf, isPresent, linkOf, otherFields, sectionsOf, titleOf } from './layout';

const NEED: QueqiaoRecord = { kind: 'need', id: 'XQ-1', title: '防爆', problem: '鼓包', goal: '', keywords: [], budget: 0, region: '420100', enterprise_name: '某厂', enterprise_id: 'QY-1', town: '某街道', odd_field: { a: 1 }, indicators: [{ name: 'x' }] };

describe('the layout of a record', () => {
  it('shows the fields that hold something, in the order of the form', () => {
    expect(sectionsOf(NEED)).toEqual([
      { style: 'texts', fields: ['problem'] },
      { style: 'facts', fields: ['enterprise_name', 'region', 'town', 'budget'] },
    ]);
  });

  it('shows unknown fields as other fields', () => {
    expect(otherFields(NEED)).toEqual(['odd_field']);
  });

  it('counts zero and false as something', () => {
    expect([0, false, '', [], {}, null, undefined].map(isPresent)).toEqual([true, true, false, false, false, false, false]);
  });

  it('names persons and organisations by name', () => {
    expect(titleOf({ kind: 'expert', name: '林岚', title: '教授' })).toBe('林岚');
    expect(titleOf({ kind: 'enterprise', id: 'QY-1' })).toBe('QY-1');
    expect(titleOf(NEED)).toBe('防爆');
  });

  it('shows an expert\'s 职称 among the facts, not as an unknown field', () => {
    const expert: QueqiaoRecord = { kind: 'expert', name: '林岚', title: '教授' };
    expect(sectionsOf(expert)).toEqual([{ style: 'facts', fields: ['title'] }]);
    expect(otherFields(expert)).toEqual([]);
  });

  it('links an organisation where its id is known', () => {
    expect(linkOf(NEED, 'enterprise_name')).toBe('QY-1');
    expect(linkOf(NEED, 'title')).toBeUndefined();
  });

  it('knows the directions of matching', () => {
    expect(directionsOf('need')).toEqual(['achievement', 'expert', 'similar']);
    expect(directionsOf('enterprise')).toEqual([]);
  });
});
