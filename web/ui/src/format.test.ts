// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import { amount, bytes, characters, count, decimal, duration, moment, ownerQuery, percent, price, requirement } from './format';

describe('numbers', () => {
  it('are grouped', () => {
    expect(count(1234567, 'zh')).toBe('1,234,567');
    expect(amount(80, 'zh')).toBe('80');
    expect(amount(1250.5, 'en')).toBe('1,250.5');
  });

  it('show their decimals, and no minus before nothing', () => {
    expect(decimal(0.12345)).toBe('0.123');
    expect(decimal(-0.0001)).toBe('0.000');
    expect(decimal(1, 1)).toBe('1.0');
  });

  it.each([[0, 0, 0], [5, 0, 0], [1, 3, 33], [3, 3, 100], [9, 3, 100], [-1, 3, 0]])('%d of %d is %d %%', (done, total, expected) => {
    expect(percent(done, total)).toBe(expected);
  });
});

describe('bytes', () => {
  it.each([[0, '0 B'], [999, '999 B'], [1000, '1 KB'], [59798, '59.8 KB'], [1_250_000, '1.3 MB'], [3e15, '3,000 TB']])('%d', (value, text) => {
    expect(bytes(value, 'zh')).toBe(text);
  });
});

describe('prices', () => {
  it.each([
    ['', ''], ['面议', 'negotiable'], ['拍卖', 'auction'], ['50–80 万元', 'CNY 500,000–800,000'], ['0.5–1.25 万元', 'CNY 5,000–12,500'],
    ['80.5 万元', 'CNY 805,000'], ['50 万元起', 'from CNY 500,000'], ['80 万元以内', 'up to CNY 800,000'], ['0 万元', 'CNY 0'],
    ['面议（50–80 万元）', 'negotiable (CNY 500,000–800,000)'], ['拍卖（60 万元起）', 'auction (from CNY 600,000)'],
    ['预算 260 万元', 'budget CNY 2,600,000'], ['一百万', '一百万'],
  ])('%s is %s', (text, english) => {
    expect([price(text, 'zh'), price(text, 'en')]).toEqual([text, english]);
  });
});

describe('times', () => {
  it.each([
    [0, '0 秒', '0 s'], [59.9, '59 秒', '59 s'], [60, '1 分', '1 min'], [3725, '1 小时 2 分', '1 h 2 min'], [90061, '1 天 1 小时', '1 d 1 h'], [86401, '1 天 1 秒', '1 d 1 s'],
  ])('%d seconds', (seconds, zh, en) => {
    expect([duration(seconds, 'zh'), duration(seconds, 'en')]).toEqual([zh, en]);
  });

  it('that cannot be read stay as they are', () => {
    expect(moment('', 'zh')).toBe('');
    expect(moment('去年', 'zh')).toBe('去年');
    expect(moment('2026-03-05T08:00:00Z', 'zh')).toContain('2026');
  });
});

describe('characters', () => {
  it('are counted as the form counts them', () => {
    expect(characters('锂电池 Li')).toBe(6);
    expect(characters('𠮷野')).toBe(2);
    expect(characters('')).toBe(0);
  });
});

describe('an indicator in one line', () => {
  it.each([
    [{ op: '≥', value: '300', unit: 'Wh/kg' }, '≥ 300 Wh/kg'],
    [{ op: 'ge', value: '300', unit: 'Wh/kg' }, '≥ 300 Wh/kg'],
    [{ op: 'eq', value: '24', unit: 'V' }, '24 V'],
    [{ op: 'range', low: '0.5', high: '2', unit: 'mm' }, '0.5–2 mm'],
    [{ op: 'range', low: '0.5' }, '0.5'],
    [{ op: '≤', value: '3.50' }, '≤ 3.50'],
    [{ value: 12, unit_raw: '%' }, '12 %'],
    [{ op: 'range', value: '380±10%', unit: 'V' }, '380±10% V'],
    [{ op: 'range', value: '380V±10%', unit: 'V' }, '380V±10%'],
    [{ op: 'range', value: '380V±百分之十', unit: 'V' }, '380V±百分之十'],
    [{ op: 'range', value: '50mm±0.5mm', unit: 'mm' }, '50mm±0.5mm'],
    [{ op: 'range', value: '50mm±0.5', unit: 'mm' }, '50mm±0.5 mm'],
    [{ op: 'range', value: '200V-1000', unit: 'V' }, '200V-1000 V'],
    [{ op: 'ge', value: '85%', unit: '%' }, '≥ 85%'],
    [{ op: 'ge', value: '两年半', unit: '年' }, '≥ 两年半'],
    [{ op: '优于', value: '1' }, '优于 1'],
    [{}, ''],
  ])('%j is %s', (indicator, expected) => {
    expect(requirement(indicator)).toBe(expected);
  });
});

describe('the search for an organisation', () => {
  it('quotes its name, and quotes cannot get out', () => {
    expect(ownerQuery('澄岳新材料有限公司')).toBe('owner:"澄岳新材料有限公司"');
    expect(ownerQuery('甲"乙')).toBe('owner:"甲 乙"');
  });
});
