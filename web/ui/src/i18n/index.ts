// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the pages, Chinese first. One dictionary file per language; en.ts must have every key
// of zh.ts, which the compiler checks. The choice is remembered in localStorage.
import { ref } from 'vue';
import type { Coded } from '../api/types';
import type { Language } from '../format';
import { en } from './en';
import { zh } from './zh';

export type { Language };
export type Key = keyof typeof zh;

const KEY = 'queqiao.language';
const DICTIONARIES: Record<Language, Record<Key, string>> = { zh, en };

function remembered(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

export const language = ref<Language>(remembered());

export function setLanguage(next: Language): void {
  language.value = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is reloaded.
  }
}

/** The text of `key`, with `{name}` replaced from `values`. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return DICTIONARIES[language.value][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole);
}

/**
 * The text of a name that the server sent — a field, a signal, a state. The contract leaves those
 * lists open, so a name without a text is shown as it is.
 */
export function named(group: 'field' | 'signal' | 'state' | 'job' | 'source' | 'facet' | 'severity' | 'phase' | 'verdict', name: string): string {
  const dictionary: Record<string, string> = DICTIONARIES[language.value];
  return dictionary[`${group}.${name}`] ?? name;
}

export function labelOf(coded: Pick<Coded, 'code' | 'label' | 'label_en'>): string {
  return (language.value === 'zh' ? coded.label : coded.label_en) || coded.label || coded.code;
}

/** Words one after another, as the language joins them. */
export function listed(words: readonly string[]): string {
  return words.join(language.value === 'zh' ? '、' : ', ');
}

/**
 * The reader's half of an error's text, which the server writes as "中文 / English"; a text that is not so comes back whole.
 * A value at the end is written once, for both: "见 / see /api/v1/vocabularies", "可选 / choices: need, expert".
 */
export function half(text: string): string {
  const [whole, zh, en] = /^(.*?\p{Script=Han}.*?)\s*\/ (.*)$/su.exec(text) ?? [text, text, text];
  return (language.value === 'zh' ? withValue(zh, en) : en) || whole;
}

function withValue(zh: string, en: string): string {
  if (/^(?:见|例如)$/.test(zh)) return `${zh} ${en.replace(/^(?:see|such as) /, '')}`;
  const [, list] = /^[\w ]+: (.+)$/s.exec(en) ?? [];
  return list && /^\p{Script=Han}+$/u.test(zh) ? `${zh}：${list}` : zh;
}

/** Notes and reasons carry both languages. */
export function messageOf(said: { message: string; message_en: string }): string {
  return (language.value === 'zh' ? said.message : said.message_en) || said.message;
}

export function hintOf(said: { hint: string; hint_en: string }): string {
  return language.value === 'zh' ? said.hint : said.hint_en;
}
