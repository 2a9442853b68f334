// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader decided on one pair, as a page shows it: at once, and put back as it was where the server did not take it.
import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { decide } from '../api/client';
import { asApiError, type ApiError } from '../api/error';
import type { Coded, Decision, NewDecision } from '../api/types';

export interface Said {
  verdict: 'shortlisted' | 'dismissed' | 'withdrawn';
  reason?: Coded | null;
  note?: string;
}

export interface PairState {
  decision: ShallowRef<Decision | undefined>;
  saving: Ref<boolean>;
  fault: ShallowRef<ApiError | undefined>;
  /** Whether it was recorded. While one is on its way no other is taken. */
  say: (said: Said) => Promise<boolean>;
}

/** Until an answer of the server tells the labels, the code must do; the pages have words of their own for verdicts. */
function shownOf({ verdict, reason, note }: Said): Decision | undefined {
  if (verdict === 'withdrawn') return undefined;
  return { verdict: { code: verdict, label: '', label_en: '' }, reason: reason ?? null, note: note ?? '', by: '', at: new Date().toISOString() };
}

/** `row` is what the server said last; a new object there replaces what stands, but not while a decision is on its way. */
export function usePair(row: () => { decision?: Decision }, pair: () => Pick<NewDecision, 'subject_id' | 'object_id'>, send = decide): PairState {
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
    const wanted = decision.value;
    try {
      await send({ ...pair(), verdict: said.verdict, ...(said.reason ? { reason: said.reason.code } : {}), ...(said.note ? { note: said.note } : {}) });
      recorded = wanted;
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
