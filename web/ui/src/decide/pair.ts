// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader decided on one pair, as a page shows it: at once, then as the server's answer has it, and as it was where the server did not take it.
import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { decide } from '../api/client';
import { asApiError, type ApiError } from '../api/error';
import type { Coded, Decision, NewDecision, RecordedDecision } from '../api/types';

/** Of one person two decisions stand on a pair: on the match, and on both being one record. */
export type Layer = 'match' | 'sameness';

/** What is taken back is named: it is what the reader saw, whatever was decided elsewhere meanwhile. */
export type Said = { verdict: 'shortlisted' | 'dismissed'; reason?: Coded | null; note?: string } | { verdict: 'withdrawn'; undoes: Layer };

export function layerOf(decision: Decision): Layer {
  return ['same', 'not_same'].includes(decision.verdict.code) ? 'sameness' : 'match';
}

export interface PairState {
  decision: ShallowRef<Decision | undefined>;
  saving: Ref<boolean>;
  fault: ShallowRef<ApiError | undefined>;
  /** Whether it was recorded. While one is on its way no other is taken. */
  say: (said: Said) => Promise<boolean>;
}

/** Until an answer of the server tells the labels, the code must do; the pages have words of their own for verdicts. */
function shownOf(said: Said): Decision | undefined {
  if (said.verdict === 'withdrawn') return undefined;
  return { verdict: { code: said.verdict, label: '', label_en: '' }, reason: said.reason ?? null, note: said.note ?? '', by: '', at: new Date().toISOString() };
}

function bodyOf(said: Said): Omit<NewDecision, 'subject_id' | 'object_id'> {
  if (said.verdict === 'withdrawn') return { verdict: said.verdict, undoes: said.undoes };
  return { verdict: said.verdict, ...(said.reason ? { reason: said.reason.code } : {}), ...(said.note ? { note: said.note } : {}) };
}

/** What stands after it: as a row of matches has it, the match first. Where the server could not tell, what was said must do. */
function standing({ in_force: now }: RecordedDecision, said: Said, alone: boolean): Decision | undefined {
  if (!now) return shownOf(said);
  if (alone && said.verdict === 'withdrawn') return now[said.undoes] ?? undefined;
  return now.match ?? now.sameness ?? undefined;
}

/**
 * `row` is what the server said last; a new object there replaces what stands, but not while a decision is on its way.
 * `alone`: the row is of one decision, and the other one on the pair has a row of its own.
 */
export function usePair(row: () => { decision?: Decision }, pair: () => Pick<NewDecision, 'subject_id' | 'object_id'>, alone = false, send = decide): PairState {
  let recorded = row().decision;
  const decision = shallowRef(recorded);
  const saving = ref(false);
  const fault = shallowRef<ApiError>();

  watch(row, (now) => {
    recorded = now.decision;
    if (saving.value) return;
    decision.value = recorded;
    fault.value = undefined;
  });

  async function say(said: Said): Promise<boolean> {
    if (saving.value) return false;
    saving.value = true;
    fault.value = undefined;
    decision.value = shownOf(said);
    try {
      recorded = standing(await send({ ...pair(), ...bodyOf(said) }), said, alone);
      return true;
    } catch (thrown) {
      fault.value = asApiError(thrown);
      return false;
    } finally {
      decision.value = recorded;
      saving.value = false;
    }
  }

  return { decision, saving, fault, say };
}
