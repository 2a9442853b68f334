// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import { byField, dropDraft, emptyForm, emptyRow, faultsOf, loadDraft, saveDraft, splitKeywords, toRecord, type IndicatorRow } from './draft';

function storage(): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  } as Storage;
}

describe('the record of a form', () => {
  it('holds only what was filled in', () => {
    expect(toRecord({ ...emptyForm(), title: '  电池鼓包 ', problem: '高温循环后鼓包' })).toEqual({ kind: 'need', title: '电池鼓包', problem: '高温循环后鼓包' });
  });

  it('keeps a budget of nothing, which is not the same as none', () => {
    expect(toRecord({ ...emptyForm(), budget: 0 })).toEqual({ kind: 'need', budget: 0 });
  });

  it('puts name, telephone and e-mail into the contact', () => {
    expect(toRecord({ ...emptyForm(), contact_name: '王工', contact_phone: ' ' }).contact).toEqual({ name: '王工' });
    expect(toRecord({ ...emptyForm(), contact_email: ' wang@example.org ' }).contact).toEqual({ email: 'wang@example.org' });
    expect(toRecord(emptyForm())).not.toHaveProperty('contact');
  });

  it('splits keywords at whatever separates them', () => {
    expect(splitKeywords('锂电池、产气；鼓包, 锂电池，\n')).toEqual(['锂电池', '产气', '鼓包']);
    expect(toRecord({ ...emptyForm(), keywords: 'a;b' }).keywords).toEqual(['a', 'b']);
  });

  it('writes indicators as the format has them and drops blank rows', () => {
    const rows = [
      { ...emptyRow(), name: '能量密度', value: '300', unit: 'Wh/kg', condition: ' 25 ℃ ' },
      { ...emptyRow(), name: '厚度', op: 'range', value: 'ignored', low: '0.5', high: '2', must: false },
      emptyRow(),
    ];
    expect(toRecord({ ...emptyForm(), indicators: rows }).indicators).toEqual([
      { name: '能量密度', op: '≥', value: '300', unit: 'Wh/kg', condition: '25 ℃', must: true },
      { name: '厚度', op: 'range', low: '0.5', high: '2', must: false },
    ]);
  });
});

it('a row of an older draft, which had no condition, is a row all the same', () => {
  const { condition: _none, ...old } = { ...emptyRow(), name: '厚度', value: '2' };
  expect(toRecord({ ...emptyForm(), indicators: [old as IndicatorRow] }).indicators).toEqual([{ name: '厚度', op: '≥', value: '2', must: true }]);
});

describe('faults that the form sees itself', () => {
  const good = { ...emptyForm(), title: 't', goal: 'g' };

  it('are none where title and one text are there', () => {
    expect(faultsOf(good)).toEqual({});
  });

  it.each([
    ['no title', { title: ' ' }, { title: 'required' }],
    ['no text', { goal: '' }, { problem: 'need_text' }],
    ['501 characters', { key_tech: '字'.repeat(501) }, { key_tech: 'too_long' }],
    ['500 characters outside the first plane', { key_tech: '𠮷'.repeat(500) }, {}],
    ['a deadline before the start', { start: '2026-05-01', deadline: '2026-04-30' }, { deadline: 'order' }],
    ['a deadline alone', { deadline: '2026-04-30' }, {}],
    ['an e-mail that is none', { contact_email: 'not an email' }, { contact_email: 'email' }],
    ['an e-mail without a domain', { contact_email: 'wang@example' }, { contact_email: 'email' }],
    ['two e-mails', { contact_email: 'a@example.org, b@example.org' }, { contact_email: 'email' }],
    ['an e-mail in characters of its owner', { contact_email: ' 王工@例子.中国 ' }, {}],
    ['an e-mail of many parts', { contact_email: 'wang.g+need@lab.example.org' }, {}],
    ['no e-mail', { contact_email: ' ' }, {}],
  ])('%s', (_, change, expected) => {
    expect(faultsOf({ ...good, ...change })).toEqual(expected);
  });
});

describe('diagnostics of the server', () => {
  it('stand at the field of the form that they mean', () => {
    const at = (field: string) => [...byField([{ severity: 'error', code: 'c', field, message: 'm' }]).keys()];
    expect(at('title')).toEqual(['title']);
    expect(at('indicators[2].value')).toEqual(['indicators']);
    expect(at('contact.phone')).toEqual(['contact_phone']);
    expect(at('contact.email')).toEqual(['contact_email']);
    expect(at('contact')).toEqual(['contact_name']);
  });
});

describe('the draft', () => {
  it('comes back as it was kept, until it is dropped', () => {
    const place = storage();
    const form = { ...emptyForm(), title: '草稿', tech_field: ['materials'], budget: 80 };
    expect(saveDraft(form, place)).toBe(true);
    expect(loadDraft(place)?.form).toEqual(form);
    dropDraft(place);
    expect(loadDraft(place)).toBeUndefined();
  });

  it('of an older form keeps what still has a place', () => {
    const place = storage();
    place.setItem('queqiao.need-draft', JSON.stringify({ at: '2026-01-01T00:00:00Z', form: { title: 'x', gone: 1, keywords: ['a'], budget: '80' } }));
    expect(loadDraft(place)?.form).toEqual({ ...emptyForm(), title: 'x' });
  });

  it.each(['', 'null', '{"at":1}', '{broken', '{"at":"x","form":{}}'])('that reads %j is none', (text) => {
    const place = storage();
    place.setItem('queqiao.need-draft', text);
    expect(loadDraft(place)).toBeUndefined();
  });

  it('is no failure where storage is forbidden', () => {
    const forbidden = { getItem() { throw new Error(); }, setItem() { throw new Error(); }, removeItem() { throw new Error(); } } as unknown as Storage;
    expect(saveDraft(emptyForm(), forbidden)).toBe(false);
    expect(loadDraft(forbidden)).toBeUndefined();
    expect(() => dropDraft(forbidden)).not.toThrow();
  });
});
