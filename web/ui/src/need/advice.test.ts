// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import type { Advice } from '../api/types';
import { adviceByField, coachedRecord, mayBeCoached, missingOf } from './advice';
import { emptyForm } from './draft';

const advice = (code: string, field: string): Advice => ({ severity: 'warning', code, field, message: '说', message_en: 'say', hint: '', hint_en: '' });

describe('what is asked of the coach', () => {
  it('is nothing before there is a word', () => {
    expect(mayBeCoached({ ...emptyForm(), title: ' ', contact_name: '王工' })).toBe(false);
    expect(mayBeCoached({ ...emptyForm(), goal: '降本' })).toBe(true);
  });

  it('holds no contact, only that there is one', () => {
    const form = { ...emptyForm(), title: '鼓包', contact_name: '王工', contact_phone: '000-0000-0001' };
    expect(JSON.stringify(coachedRecord(form))).not.toMatch(/王工|0000/);
    expect(coachedRecord(form)).toEqual({ kind: 'need', title: '鼓包', contact: { name: '-' } });
    expect(coachedRecord({ ...form, contact_name: '', contact_phone: '' })).not.toHaveProperty('contact');
  });
});

describe('what it answers', () => {
  const all = [advice('missing', 'goal'), advice('missing', 'enterprise_id'), advice('indicator_reversed', 'indicators[2]'), advice('title_is_field', 'title'), advice('near_duplicate', 'title')];

  it('stands at the field of the form that it means, but for what is missing', () => {
    const placed = adviceByField(all);
    expect([...placed.keys()]).toEqual(['indicators', 'title']);
    expect(placed.get('title')?.map(({ code }) => code)).toEqual(['title_is_field', 'near_duplicate']);
  });

  it('names what is missing by the fields that the form has', () => {
    expect(missingOf(all)).toEqual(['goal', 'enterprise_name']);
    expect(missingOf([])).toEqual([]);
  });
});
