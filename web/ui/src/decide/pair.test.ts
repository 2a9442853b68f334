// SPDX-License-Identifier: GPL-3.0-or-later
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/error';
import type { Decision, NewDecision } from '../api/types';
import { usePair, type PairState } from './pair';

const price = { code: 'price', label: '价格不合', label_en: 'Price' };
const given = (verdict: string): Decision => ({ verdict: { code: verdict, label: '', label_en: '' }, reason: null, note: '', by: 'b', at: '' });

let scope: EffectScope;
let settle: { yes: () => void; no: (error: unknown) => void };
const row = shallowRef<{ decision?: Decision }>({});
const send = vi.fn<(body: NewDecision) => Promise<never>>();

function start(): PairState {
  return scope.run(() => usePair(() => row.value, () => ({ subject_id: 'N-1', object_id: 'A-1' }), send))!;
}

beforeEach(() => {
  scope = effectScope();
  row.value = {};
  send.mockReset().mockImplementation(() => new Promise((yes, no) => { settle = { yes: () => yes({} as never), no }; }));
});
afterEach(() => scope.stop());

describe('a decision on a pair', () => {
  it('stands before the server has answered, and after', async () => {
    const { decision, saving, say } = start();
    const done = say({ verdict: 'dismissed', reason: price, note: '高一倍' });
    expect([decision.value?.verdict.code, decision.value?.reason, decision.value?.note, saving.value]).toEqual(['dismissed', price, '高一倍', true]);
    expect(send).toHaveBeenCalledWith({ subject_id: 'N-1', object_id: 'A-1', verdict: 'dismissed', reason: 'price', note: '高一倍' });
    settle.yes();
    expect(await done).toBe(true);
    expect([decision.value?.verdict.code, saving.value]).toEqual(['dismissed', false]);
  });

  it('is put back as it was, with the reason, where it is not recorded', async () => {
    row.value = { decision: given('shortlisted') };
    const { decision, fault, saving, say } = start();
    const done = say({ verdict: 'withdrawn' });
    expect(decision.value).toBeUndefined();
    settle.no(new ApiError(503, { code: 'busy', message: 'm' }));
    expect(await done).toBe(false);
    expect([decision.value?.verdict.code, fault.value?.code, saving.value]).toEqual(['shortlisted', 'busy', false]);
    const again = say({ verdict: 'withdrawn' });
    expect(fault.value).toBeUndefined(); // what was said of one try does not stand beside the next
    settle.yes();
    expect(await again).toBe(true);
    expect(decision.value).toBeUndefined();
    expect(send).toHaveBeenLastCalledWith({ subject_id: 'N-1', object_id: 'A-1', verdict: 'withdrawn' });
  });

  it('is not sent twice while it is on its way', async () => {
    const { decision, say } = start();
    const done = say({ verdict: 'shortlisted' });
    expect(await say({ verdict: 'dismissed', reason: price })).toBe(false);
    expect(decision.value?.verdict.code).toBe('shortlisted');
    settle.yes();
    await done;
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('gives way to what the server says next, even where that is nothing', async () => {
    const { decision, say } = start();
    const done = say({ verdict: 'shortlisted' });
    settle.yes();
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
});
