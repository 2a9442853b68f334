// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, times and texts as a reader wants to see them. Pure; tested in format.test.ts.

export type Language = 'zh' | 'en';

const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language]).format(value);
}

/** A part or a value of a signal: three decimals show how parts add up, to within rounding. No minus before nothing. */
export function decimal(value: number, digits = 3): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}

/** 万元 as stored: no forced decimals, no exponent. */
export function amount(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 4 }).format(value);
}

/** A card's price or budget, which the server writes in Chinese: 预算 260 万元 is "budget CNY 2,600,000". What is not so written stays. */
export function price(text: string, language: Language): string {
  if (language === 'zh') return text;
  const [, word = '', figure = '', bound = ''] = /^(面议|拍卖|预算)?[ （]*([\d.–]+ 万元)?(起|以内)?）?$/.exec(text) ?? [];
  if (!word && !figure) return text;
  const cny = figure && `CNY ${figure.replace(' 万元', '').split('–').map((one) => count(Number(one) * 10_000, 'en')).join('–')}`;
  const money = [{ 起: 'from', 以内: 'up to' }[bound], cny].filter(Boolean).join(' ');
  const said = { 面议: 'negotiable', 拍卖: 'auction', 预算: 'budget' }[word] ?? '';
  return said && said !== 'budget' && money ? `${said} (${money})` : [said, money].filter(Boolean).join(' ');
}

/** Bytes in the largest unit that leaves a figure of one or more: 59,798 is "59.8 KB". */
export function bytes(value: number, language: Language): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  return `${new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 1 }).format(value / 1000 ** step)} ${units[step]}`;
}

/** A moment in the reader's own time zone; text that is no moment comes back as it is. */
export function moment(text: string, language: Language): string {
  const date = new Date(text);
  if (!text || Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
}

/** Seconds as the two largest units that say something: 3 天 4 小时, 2 min 5 s. */
export function duration(seconds: number, language: Language): string {
  const units: [number, string, string][] = [[86400, '天', 'd'], [3600, '小时', 'h'], [60, '分', 'min'], [1, '秒', 's']];
  let rest = Math.max(0, Math.floor(seconds));
  const words: string[] = [];
  for (const [size, zh, en] of units) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0 || (size === 1 && words.length === 0)) words.push(`${n} ${language === 'zh' ? zh : en}`);
  }
  return words.slice(0, 2).join(' ');
}

/** Characters as the official form counts them: an astral character is one, not two. */
export function characters(text: string): number {
  return [...text].length;
}

export function percent(done: number, total: number): number {
  if (total <= 0) return 0;
  return Math.min(100, Math.max(0, Math.round((done / total) * 100)));
}

interface IndicatorLike {
  op?: unknown;
  value?: unknown;
  low?: unknown;
  high?: unknown;
  unit?: unknown;
  unit_raw?: unknown;
}

const word = (value: unknown): string => (value === undefined || value === null ? '' : String(value).trim());

// The codes of the vocabulary `indicator_op`; a record as written may hold the sign itself.
const SIGNS: Record<string, string> = { eq: '', '=': '', ge: '≥', le: '≤', gt: '>', lt: '<', approx: '≈', in_set: '∈', range: '' };

/** Whether a figure is whole with the unit it holds: 380V±10%, 50mm±0.5mm, 两年半. The last number of 200V-1000 still wants its unit. */
function endsBehindUnit(figure: string, unit: string): boolean {
  const at = unit ? figure.lastIndexOf(unit) : -1;
  if (at < 0) return false;
  const behind = figure.slice(at + unit.length);
  return !/[~∼〜～\-–—―－至到与和、/或且±]/.test(behind) || /(±|\+\/-).*([%％‰成]|百分之|千分比)/.test(behind);
}

/** An indicator's requirement in one line: "≥ 300 Wh/kg", "0.5–2 mm", "380V±10%". */
export function requirement(indicator: IndicatorLike): string {
  const op = word(indicator.op);
  const unit = word(indicator.unit) || word(indicator.unit_raw);
  const low = word(indicator.low);
  const high = word(indicator.high);
  const figure = low || high ? [low, high].filter(Boolean).join('–') : word(indicator.value);
  const sign = SIGNS[op] ?? op;
  return [sign, figure, endsBehindUnit(figure, unit) ? '' : unit].filter(Boolean).join(' ');
}

/** The query language's phrase for an organisation's name; quotes inside would end it early. */
export function ownerQuery(name: string): string {
  return `owner:"${name.replace(/"/g, ' ').trim()}"`;
}
