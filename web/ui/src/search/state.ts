// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked for, as the address bar writes it. The address is the only place where a search
// lives: reading it gives a SearchState, and every change of a facet is a new address, so Back,
// bookmarks and shared links work without further code. Pure; tested in state.test.ts.
import type { Kind, SearchParameters, Sort } from '../api/types';

export const KINDS: readonly Kind[] = ['achievement', 'need', 'expert', 'enterprise'];
export const SORTS: readonly Sort[] = ['relevance', 'date', 'trl'];
/** Facets with a list of codes, in the order the page shows them. */
export const LIST_FACETS = ['region', 'field', 'industry', 'stage', 'cooperation'] as const;
export const RANGES = ['trl_min', 'trl_max', 'year_from', 'year_to'] as const;
export const PAGE_SIZE = 10;
const LAST_PAGE = 1000; // the contract ends there

export type ListFacet = (typeof LIST_FACETS)[number];
export type Range = (typeof RANGES)[number];

export interface SearchState {
  q: string;
  kind: Kind;
  facets: Record<ListFacet, string[]>;
  ranges: Partial<Record<Range, number>>;
  /** Only what matches as it stands: nothing is loosened where nothing matches. Goes with the words it was said of. */
  strict: boolean;
  sort: Sort;
  page: number;
}

/** vue-router's LocationQuery, without the import. */
export type QueryLike = Record<string, string | null | undefined | (string | null)[]>;

const LIMITS: Record<Range, [number, number]> = {
  trl_min: [1, 9], trl_max: [1, 9], year_from: [1900, 2200], year_to: [1900, 2200],
};

export function emptyState(q = '', kind: Kind = 'achievement'): SearchState {
  return { q, kind, facets: { region: [], field: [], industry: [], stage: [], cooperation: [] }, ranges: {}, strict: false, sort: 'relevance', page: 1 };
}

/** The query for records like one; an id with marks in it, which a supplier gave, stands in quotes. */
export function similarTo(id: string): string {
  return /^[\p{L}\p{N}_.-]+$/u.test(id) ? `similar:${id}` : `similar:"${id}"`;
}

function first(value: QueryLike[string]): string {
  const one = Array.isArray(value) ? value[0] : value;
  return one ?? '';
}

function integer(text: string, low: number, high: number): number | undefined {
  if (!/^\d{1,6}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= low && value <= high ? value : undefined;
}

function codes(text: string): string[] {
  return [...new Set(text.split(',').map((code) => code.trim()).filter(Boolean))];
}

/** Addresses are typed and edited by people: what cannot be read falls back to the default. */
export function fromQuery(query: QueryLike): SearchState {
  const state = emptyState(first(query.q));
  state.kind = KINDS.find((kind) => kind === first(query.kind)) ?? 'achievement';
  state.sort = SORTS.find((sort) => sort === first(query.sort)) ?? 'relevance';
  state.strict = first(query.strict) === 'true';
  state.page = integer(first(query.page), 1, 999_999) ?? 1;
  state.page = Math.min(state.page, LAST_PAGE);
  for (const name of LIST_FACETS) state.facets[name] = codes(first(query[name]));
  for (const name of RANGES) {
    const value = integer(first(query[name]), ...LIMITS[name]);
    if (value !== undefined) state.ranges[name] = value;
  }
  return state;
}

/** Defaults are left out, so the address stays short enough to read aloud. */
export function toQuery(state: SearchState): Record<string, string> {
  const query: Record<string, string> = {};
  if (state.q) query.q = state.q;
  if (state.kind !== 'achievement') query.kind = state.kind;
  for (const name of LIST_FACETS) {
    if (state.facets[name].length) query[name] = state.facets[name].join(',');
  }
  for (const name of RANGES) {
    const value = state.ranges[name];
    if (value !== undefined) query[name] = String(value);
  }
  if (state.strict) query.strict = 'true';
  if (state.sort !== 'relevance') query.sort = state.sort;
  if (state.page > 1) query.page = String(state.page);
  return query;
}

export function toParameters(state: SearchState): SearchParameters {
  const { q, kind, sort, page, ranges, strict } = state;
  const parameters: SearchParameters = { q, kind, sort, page, size: PAGE_SIZE, ...ranges };
  if (strict) parameters.strict = true;
  for (const name of LIST_FACETS) {
    if (state.facets[name].length) parameters[name] = state.facets[name].join(',');
  }
  return parameters;
}

/** The last page that holds any of `total` records; one where there are none. */
export function lastPage(total: number): number {
  return Math.min(LAST_PAGE, Math.max(1, Math.ceil(total / PAGE_SIZE)));
}

/** Every change of what is asked for starts at the first page again. */
export function toggled(state: SearchState, name: ListFacet, code: string): SearchState {
  const held = state.facets[name];
  const next = held.includes(code) ? held.filter((other) => other !== code) : [...held, code];
  return { ...state, facets: { ...state.facets, [name]: next }, page: 1 };
}

export function withRange(state: SearchState, name: Range, value: number | undefined): SearchState {
  const ranges = { ...state.ranges };
  if (value === undefined) delete ranges[name];
  else ranges[name] = value;
  return { ...state, ranges, page: 1 };
}

export function cleared(state: SearchState): SearchState {
  return { ...emptyState(state.q, state.kind), sort: state.sort };
}

export function filterCount(state: SearchState): number {
  return LIST_FACETS.reduce((sum, name) => sum + state.facets[name].length, 0) + Object.keys(state.ranges).length;
}
