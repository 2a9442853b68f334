// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong, in one sentence: our own words for what never reached the server or was answered by a proxy before it
// (http_503); the server's are in both languages.
import type { ApiError } from '../api/error';
import { half, t } from './index';

export function failure({ code, status, message }: ApiError): string {
  if (code === 'network') return t('error.network');
  if (code === 'unreadable') return t('error.unreadable');
  if (code === 'unexpected') return t('error.unexpected');
  if (code === `http_${status}`) return t([429, 502, 503, 504].includes(status) ? 'error.busy' : 'error.no_answer');
  return half(message);
}
