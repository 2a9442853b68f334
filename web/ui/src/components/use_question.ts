// SPDX-License-Identifier: GPL-3.0-or-later
// A question to the server whose answer a page shows. Only the latest counts: asking again, or leaving
// the page, ends the one before, so a slow old answer never replaces a quick new one. Who signs in or
// out asks again, with other rights.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { asApiError, isAbort, type ApiError } from '../api/error';
import { token } from '../api/token';

export interface Question<T> {
  answer: ShallowRef<T | undefined>;
  error: ShallowRef<ApiError | undefined>;
  asking: Ref<boolean>;
  ask: () => Promise<void>;
}

/** `keep` leaves the last answer standing while the next is under way and after a failure. */
export function useQuestion<T>(put: (signal: AbortSignal) => Promise<T>, keep = false): Question<T> {
  const answer = shallowRef<T>();
  const error = shallowRef<ApiError>();
  const asking = ref(false);
  let current: AbortController | undefined;
  let askedWith = '';

  async function ask(): Promise<void> {
    current?.abort();
    const mine = new AbortController();
    current = mine;
    askedWith = token.value;
    asking.value = true;
    error.value = undefined;
    if (!keep) answer.value = undefined;
    try {
      const given = await put(mine.signal);
      if (current === mine) answer.value = given;
    } catch (thrown) {
      if (current === mine && !isAbort(thrown)) error.value = asApiError(thrown);
    } finally {
      if (current === mine) asking.value = false;
    }
  }

  watch(token, () => { if (current && askedWith !== token.value) void ask(); });

  onScopeDispose(() => {
    current?.abort();
    current = undefined;
  });
  return { answer, error, asking, ask };
}
