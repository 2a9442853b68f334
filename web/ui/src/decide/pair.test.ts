// SPDX-License-Identifier: GPL-3.0-or-later
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/error';
import type { Decision, NewDecision, RecordedDecision } from '../api/types';
import { layerOf, usePair, type PairState } from './pair';

const price = { code: 'price', label: '价格不合', label_en: 'Price' };
const given = (verdict: string): Decision => ({ verdict: { code: verdict, label: '', label_en: '' }, reason: null, note: '', by: 'b', at: '' });

let scope: EffectScope;
type InForce = NonNullable<RecordedDecision['in_force']>;
let settle: { yes: (match?: string | null, sameness?: string | null) => void; silent: () => void; no: (error: unknown) => void };
const row = shallowRef<{ decision?: Decision }>({});
const send = vi.fn<(body: NewDecision) => Promise<RecordedDecision>>();

function start(alone = false): PairState {
  return scope.run(() => usePair(() => row.value, () => ({ subject_id: 'N-1', object_id: 'A-1' }), alone, send))!;
}

function answered(in_force?: InForce): RecordedDecision {
  return { id: 'JD-1', seq: 1, generation: '', index_seq: 1, weights_version: '', reasons_shown: [], ...(in_force ? { in_force } : {}) };
}

beforeEach(() => {
  scope = effectScope();
  row.value = {};
  send.mockReset().mockImplementation(() => new Promise((yes, no) => {
    const standing = (code: string | null) => (code ? given(code) : null);
    settle = { yes: (match = null, sameness = null) => yes(answered({ match: standing(match), sameness: standing(sameness) })), silent: () => yes(answered()), no };
  }));
});
afterEach(() => scope.stop());

describe('a decision on a pair', () => {
  it('stands before the server has answered, and after', async () => {
    const { decision, saving, say } = start();
    const done = say({ verdict: 'dismissed', reason: price, note: '高一倍' });
    expect([decision.value?.verdict.code, decision.value?.reason, decision.value?.note, saving.value]).toEqual(['dismissed', price, '高一倍', true]);
    expect(send).toHaveBeenCalledWith({ subject_id: 'N-1', object_id: 'A-1', verdict: 'dismissed', reason: 'price', note: '高一倍' });
    settle.yes('dismissed');
    expect(await done).toBe(true);
    expect([decision.value?.verdict.code, decision.value?.by, saving.value]).toEqual(['dismissed', 'b', false]); // as the server has it
  });

  it('is put back as it was, with the reason, where it is not recorded', async () => {
    row.value = { decision: given('shortlisted') };
    const { decision, fault, saving, say } = start();
    const done = say({ verdict: 'withdrawn', undoes: 'match' });
    expect(decision.value).toBeUndefined();
    settle.no(new ApiError(503, { code: 'busy', message: 'm' }));
    expect(await done).toBe(false);
    expect([decision.value?.verdict.code, fault.value?.code, saving.value]).toEqual(['shortlisted', 'busy', false]);
    const again = say({ verdict: 'withdrawn', undoes: 'match' });
    expect(fault.value).toBeUndefined(); // what was said of one try does not stand beside the next
    settle.yes();
    expect(await again).toBe(true);
    expect(decision.value).toBeUndefined();
    expect(send).toHaveBeenLastCalledWith({ subject_id: 'N-1', object_id: 'A-1', verdict: 'withdrawn', undoes: 'match' });
  });

  it('is not sent twice while it is on its way', async () => {
    const { decision, say } = start();
    const done = say({ verdict: 'shortlisted' });
    expect(await say({ verdict: 'dismissed', reason: price })).toBe(false);
    expect(decision.value?.verdict.code).toBe('shortlisted');
    settle.yes('shortlisted');
    await done;
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('gives way to what the server says next, even where that is nothing', async () => {
    const { decision, say } = start();
    const done = say({ verdict: 'shortlisted' });
    settle.yes('shortlisted');
    await done;
    row.value = {}; // withdrawn elsewhere, and the list asked again
    await nextTick();
    expect(decision.value).toBeUndefined();
    row.value = { decision: given('dismissed') };
    await nextTick();
    expect(decision.value?.verdict.code).toBe('dismissed');
  });

  it('falls back to the newest answer where a new one came while it was on its way', async () => {
    const { decision, say } = start();
    const done = say({ verdict: 'shortlisted' });
    row.value = { decision: given('dismissed') };
    await nextTick();
    expect(decision.value?.verdict.code).toBe('shortlisted');
    settle.no(new Error('x'));
    await done;
    expect(decision.value?.verdict.code).toBe('dismissed');
  });

  it('shows what still stands on the pair after one of two was taken back', async () => {
    row.value = { decision: given('dismissed') };
    const { decision, say } = start();
    const done = say({ verdict: 'withdrawn', undoes: 'match' });
    settle.yes(null, 'not_same');
    await done;
    expect([decision.value?.verdict.code, layerOf(decision.value!)]).toEqual(['not_same', 'sameness']);
  });

  it('shows what was decided elsewhere meanwhile', async () => {
    row.value = { decision: given('same') };
    const { decision, say } = start();
    const done = say({ verdict: 'withdrawn', undoes: 'sameness' });
    settle.yes('shortlisted');
    await done;
    expect(decision.value?.verdict.code).toBe('shortlisted');
  });

  it('in a row of one decision is of that one only', async () => {
    row.value = { decision: given('not_same') };
    const { decision, say } = start(true);
    const done = say({ verdict: 'withdrawn', undoes: 'sameness' });
    settle.yes('dismissed', null); // which has a row of its own
    await done;
    expect(decision.value).toBeUndefined();
    const again = say({ verdict: 'shortlisted' });
    settle.yes('shortlisted', null);
    await again;
    expect(decision.value?.verdict.code).toBe('shortlisted');
  });

  it('is what was said where the server recorded it and could not tell what stands', async () => {
    const { decision, say } = start();
    const done = say({ verdict: 'shortlisted', note: '已电话联系' });
    settle.silent();
    await done;
    expect([decision.value?.verdict.code, decision.value?.note]).toEqual(['shortlisted', '已电话联系']);
  });
});
