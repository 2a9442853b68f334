// SPDX-License-Identifier: GPL-3.0-or-later
// A field's value as text: codes become labels, lists are joined, small objects are written out.
// Pure but for the language; the labels come with the record, nested codes from the vocabularies.
import type { RecordResult, Vocabularies } from '../api/types';
import { labelOf, listed, named } from '../i18n';

// Fields whose codes belong to a vocabulary of another name.
const VOCABULARY_OF: Record<string, string> = {
  tech_field: 'field', accept_regions: 'region', service_regions: 'region', cooperation_modes: 'cooperation',
  solve_modes: 'solve_mode', solicitation_mode: 'solicitation', roles: 'role', tiers: 'enterprise_tier',
};

export interface Labels {
  /** The label of `code` in `field`, or the code itself. */
  (field: string, code: string): string;
}

export function labelsOf(result: Pick<RecordResult, 'labels'>, vocabularies: Vocabularies | undefined): Labels {
  return (field, code) => {
    const inRecord = result.labels[field]?.find((entry) => entry.code === code);
    if (inRecord) return labelOf(inRecord);
    const entry = vocabularies?.[VOCABULARY_OF[field] ?? field]?.find((one) => one.code === code);
    return entry ? labelOf(entry) : code;
  };
}

// What an inner object calls a code is not always the name of its vocabulary.
const INNER: Record<string, Record<string, string>> = {
  ip_rights: { type: 'ip_type', status: 'ip_status' },
};

function inner(field: string, key: string, value: unknown, labels: Labels): string {
  return plain(INNER[field]?.[key] ?? key, value, labels);
}

/** One value without line breaks. Booleans are ✓ and ✗: both languages read them. */
export function plain(field: string, value: unknown, labels: Labels): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (typeof value === 'string') return labels(field, value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return listed(value.map((item) => plain(field, item, labels)));
  const parts = Object.entries(value).filter(([, part]) => part !== '' && part !== null);
  return listed(parts.map(([key, part]) => `${named('field', key)} ${inner(field, key, part, labels)}`));
}

/** The items of a list, or the one value: what is laid out as tags or lines. */
export function items(field: string, value: unknown, labels: Labels): string[] {
  if (field === 'members' && Array.isArray(value)) return value.map(memberName);
  if (field === 'ip_rights' && Array.isArray(value)) return value.map((right) => rightText(right, labels));
  return (Array.isArray(value) ? value : [value]).map((item) => plain(field, item, labels)).filter(Boolean);
}

function memberName(member: unknown): string {
  if (typeof member === 'string') return member;
  return String((member as { name?: unknown } | null)?.name ?? '');
}

function rightText(right: unknown, labels: Labels): string {
  if (typeof right !== 'object' || right === null) return String(right);
  const { type, no, title, status } = right as Record<string, unknown>;
  const words = [inner('ip_rights', 'type', type, labels), no, title, inner('ip_rights', 'status', status, labels)];
  return words.map((word) => String(word ?? '')).filter(Boolean).join(' · ');
}
