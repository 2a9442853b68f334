// SPDX-License-Identifier: GPL-3.0-or-later
// The access token a reader pasted in. It lives in sessionStorage: closing the tab signs out, which
// suits the shared computers of a bureau's service hall.
import { ref } from 'vue';

const KEY = 'queqiao.token';

function read(): string {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/** Empty where nobody is signed in. Questions watch it, to be asked again with other rights. */
export const token = ref(typeof sessionStorage === 'undefined' ? '' : read());

export function signIn(value: string): void {
  token.value = value.trim();
  try {
    sessionStorage.setItem(KEY, token.value);
  } catch {
    // Storage may be forbidden; the token then lasts until the page is reloaded.
  }
}

export function signOut(): void {
  token.value = '';
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was stored.
  }
}
