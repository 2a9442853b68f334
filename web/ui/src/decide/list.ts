// SPDX-License-Identifier: GPL-3.0-or-later
// Which part of the own list is shown, as the address says it (/decisions?verdict=shortlisted&page=2).
import type { QueryLike } from '../search/state';

export const VERDICTS = ['shortlisted', 'dismissed', 'same', 'not_same'] as const;
export type Verdict = (typeof VERDICTS)[number];
export const LIST_SIZE = 20;
const LAST_PAGE = 1000; // the contract ends there

export interface ListState {
  verdict?: Verdict;
  page: number;
}

/** What cannot be read falls back to the first page of all. */
export function listFromQuery(query: QueryLike): ListState {
  const page = typeof query.page === 'string' && /^[1-9]\d{0,3}$/.test(query.page) ? Math.min(Number(query.page), LAST_PAGE) : 1;
  return { verdict: VERDICTS.find((one) => one === query.verdict), page };
}

export function listToQuery({ verdict, page }: ListState): Record<string, string> {
  return { ...(verdict ? { verdict } : {}), ...(page > 1 ? { page: String(page) } : {}) };
}
