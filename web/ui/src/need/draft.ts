// SPDX-License-Identifier: GPL-3.0-or-later
// The need form's content and what becomes of it: the record that is sent, the faults that the form
// itself can see, and the draft kept in the browser. Pure but for the three storage functions;
// tested in draft.test.ts.
import type { Diagnostic, QueqiaoRecord } from '../api/types';
import { characters } from '../format';

/** Limits of the official form, in characters. */
export const LIMITS = { title: 200, problem: 500, key_tech: 500, goal: 500 } as const;
/** What the official form asks for beside the title. A need without them is received all the same; whoever reviews it asks for the rest. */
export const EXPECTED: ReadonlySet<string> = new Set<keyof NeedForm>(['problem', 'key_tech', 'goal', 'keywords', 'tech_field', 'industry',
  'need_type', 'solve_modes', 'solicitation_mode', 'visibility', 'start', 'deadline', 'enterprise_name', 'competent_dept', 'contact_name']);
export const MAX_KEYWORDS = 5;
export const MAX_INDICATORS = 12;

export interface IndicatorRow {
  name: string;
  op: string;
  value: string;
  low: string;
  high: string;
  unit: string;
  condition: string;
  must: boolean;
}

export interface NeedForm {
  title: string;
  problem: string;
  key_tech: string;
  goal: string;
  /** As typed; see splitKeywords. */
  keywords: string;
  indicators: IndicatorRow[];
  tech_field: string[];
  industry: string[];
  region: string;
  need_type: string;
  solve_modes: string[];
  cooperation_modes: string[];
  solicitation_mode: string;
  visibility: string;
  budget: number | null;
  min_trl: number | null;
  start: string;
  deadline: string;
  enterprise_name: string;
  competent_dept: string;
  contact_name: string;
  contact_phone: string;
  contact_email: string;
}

export const emptyRow = (): IndicatorRow => ({ name: '', op: '≥', value: '', low: '', high: '', unit: '', condition: '', must: true });

export function emptyForm(): NeedForm {
  return {
    title: '', problem: '', key_tech: '', goal: '', keywords: '', indicators: [], tech_field: [], industry: [], region: '',
    need_type: '', solve_modes: [], cooperation_modes: [], solicitation_mode: '', visibility: '', budget: null, min_trl: null,
    start: '', deadline: '', enterprise_name: '', competent_dept: '', contact_name: '', contact_phone: '', contact_email: '',
  };
}

export function isEmpty(form: NeedForm): boolean {
  return JSON.stringify(form) === JSON.stringify(emptyForm());
}

/** People separate keywords by whatever is at hand; the same word twice is one. */
export function splitKeywords(text: string): string[] {
  return [...new Set(text.split(/[,，;；、\n]/).map((word) => word.trim()).filter(Boolean))];
}

function indicatorOf(row: IndicatorRow): Record<string, unknown> | undefined {
  // A draft kept by an older form has no condition.
  const [name, value, low, high, unit, condition] = [row.name, row.value, row.low, row.high, row.unit, row.condition ?? ''].map((text) => text.trim());
  if (!name && !value && !low && !high) return undefined;
  const figure = row.op === 'range' ? { low, high } : { value };
  return { name, op: row.op, ...figure, ...(unit ? { unit } : {}), ...(condition ? { condition } : {}), must: row.must };
}

/** The record to hand in: only what was filled in, so that the server's list of what is missing is true. */
export function toRecord(form: NeedForm): QueqiaoRecord {
  const record: QueqiaoRecord = { kind: 'need' };
  const { indicators, keywords, contact_name, contact_phone, contact_email, ...rest } = form;
  for (const [field, value] of Object.entries(rest)) {
    const held = typeof value === 'string' ? value.trim() : value;
    if (held === '' || held === null || held === undefined || (Array.isArray(held) && held.length === 0)) continue;
    record[field] = held;
  }
  const words = splitKeywords(keywords);
  if (words.length) record.keywords = words;
  const rows = indicators.map(indicatorOf).filter((row) => row !== undefined);
  if (rows.length) record.indicators = rows;
  const contact = Object.entries({ name: contact_name.trim(), phone: contact_phone.trim(), email: contact_email.trim() }).filter(([, held]) => held);
  if (contact.length) record.contact = Object.fromEntries(contact);
  return record;
}

export type Fault = 'required' | 'need_text' | 'too_long' | 'order' | 'email';

/** What could be written to. Only who answers there knows more. */
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** What keeps the form from being sent, by field. The server decides the rest. */
export function faultsOf(form: NeedForm): Partial<Record<keyof NeedForm, Fault>> {
  const faults: Partial<Record<keyof NeedForm, Fault>> = {};
  if (!form.title.trim()) faults.title = 'required';
  if (![form.problem, form.key_tech, form.goal].some((text) => text.trim())) faults.problem = 'need_text';
  for (const field of ['title', 'problem', 'key_tech', 'goal'] as const) {
    if (characters(form[field]) > LIMITS[field]) faults[field] = 'too_long';
  }
  if (form.start && form.deadline && form.deadline < form.start) faults.deadline = 'order';
  const email = form.contact_email.trim();
  if (email && !EMAIL.test(email)) faults.contact_email = 'email';
  return faults;
}

/** Diagnostics, or pieces of advice, by the form's field: "indicators[0].value" belongs to indicators, "contact.phone" to contact_phone. */
export function byField<Said extends Pick<Diagnostic, 'field'>>(all: readonly Said[]): Map<string, Said[]> {
  const map = new Map<string, Said[]>();
  for (const said of all) {
    const path = said.field.replace(/^contact\.(name|phone|email)$/, 'contact_$1');
    const field = path === 'contact' ? 'contact_name' : path.split(/[.[]/)[0];
    map.set(field, [...(map.get(field) ?? []), said]);
  }
  return map;
}

const KEY = 'queqiao.need-draft';

export interface Draft {
  at: string;
  form: NeedForm;
}

export function saveDraft(form: NeedForm, storage: Storage = localStorage): boolean {
  try {
    storage.setItem(KEY, JSON.stringify({ at: new Date().toISOString(), form }));
    return true;
  } catch {
    return false;
  }
}

/** A draft of an older form keeps what still has a place; what cannot be read is no draft. */
export function loadDraft(storage: Storage = localStorage): Draft | undefined {
  try {
    const held = JSON.parse(storage.getItem(KEY) ?? 'null') as { at?: unknown; form?: Record<string, unknown> } | null;
    if (!held?.form || typeof held.at !== 'string') return undefined;
    const form = emptyForm();
    for (const [field, blank] of Object.entries(form)) {
      const value = held.form[field];
      const fits = blank === null ? typeof value === 'number' : typeof value === typeof blank && Array.isArray(value) === Array.isArray(blank);
      if (fits) Object.assign(form, { [field]: value });
    }
    return isEmpty(form) ? undefined : { at: held.at, form };
  } catch {
    return undefined;
  }
}

export function dropDraft(storage: Storage = localStorage): void {
  try {
    storage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
