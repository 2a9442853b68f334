// SPDX-License-Identifier: GPL-3.0-or-later
// What the page asks of the coach and what of the answer stands where. Pure; tested in advice.test.ts.
import type { Advice, QueqiaoRecord } from '../api/types';
import { byField, toRecord, type NeedForm } from './draft';

/** Whether there is something to advise on: before the first words everything would be missing. */
export function mayBeCoached(form: NeedForm): boolean {
  return [form.title, form.problem, form.key_tech, form.goal].some((text) => text.trim());
}

/** The record as it would be sent, but with who is to be asked left out: the coach need only know that somebody is named. */
export function coachedRecord(form: NeedForm): QueqiaoRecord {
  const record = toRecord(form);
  if (record.contact) record.contact = { name: '-' };
  return record;
}

/** What is missing is marked on the form already and is told in one line. */
export function missingOf(advice: readonly Advice[]): string[] {
  // The id of an enterprise is the broker's to give; the form asks for the name.
  return advice.filter(({ code }) => code === 'missing').map(({ field }) => (field === 'enterprise_id' ? 'enterprise_name' : field));
}

export function adviceByField(advice: readonly Advice[]): Map<string, Advice[]> {
  return byField(advice.filter(({ code }) => code !== 'missing'));
}
