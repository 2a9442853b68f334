// SPDX-License-Identifier: GPL-3.0-or-later
// The door to the server: one function per operation of ../openapi.yaml that the pages use. Answers
// are typed by the contract; every failure is an ApiError; an AbortSignal ends a question that
// nobody waits for any more.
import { ApiError, errorOf, isAbort } from './error';
import { token } from './token';
import type {
  Coaching, DecisionList, DecisionParameters, Direction, Explanation, MatchRequest, MatchResult, NewDecision, QueqiaoRecord, RecordedDecision, Receipt, ReceiptState,
  RecordResult, SearchParameters,
  SearchResult, Status, SuggestResult, Vocabularies,
} from './types';

type Query = Record<string, string | number | boolean | undefined>;

function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

interface Reply { status: number; body: Blob; requestId: string }

async function reply(path: string, init: RequestInit, bearer: string): Promise<Reply> {
  const headers = new Headers(init.headers);
  if (bearer) headers.set('Authorization', `Bearer ${bearer}`);
  try {
    const response = await fetch(path, { ...init, headers });
    return { status: response.status, body: await response.blob(), requestId: response.headers.get('X-Request-Id') ?? '' };
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(0, { code: 'network', message: 'network' });
  }
}

async function ask<T>(path: string, init: RequestInit = {}, bearer = token.value): Promise<T> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  const { status, body, requestId } = await reply(path, { ...init, headers }, bearer);
  const text = await body.text();
  if (status < 200 || status > 299) throw errorOf(status, text, requestId);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(status, { code: 'unreadable', message: 'unreadable', request_id: requestId });
  }
}

function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return ask<T>(path, {
    method: 'POST', body: JSON.stringify(body), signal, headers: { 'Content-Type': 'application/json' },
  });
}

// httplib answers 414 with an empty body over 8,192 bytes of request line; long questions go by POST.
const LONGEST_ADDRESS = 6000;
const LONGEST_ID = 64 * 3 * 3; // 64 characters, escaped
const LISTS = ['region', 'field', 'industry', 'stage', 'cooperation'] as const;

function bodyOf(parameters: SearchParameters): Record<string, unknown> {
  const body: Record<string, unknown> = { ...parameters };
  for (const name of LISTS) {
    if (parameters[name]) body[name] = parameters[name].split(',');
  }
  return body;
}

export function search(parameters: SearchParameters, signal?: AbortSignal): Promise<SearchResult> {
  const url = address('/api/v1/search', parameters);
  return url.length <= LONGEST_ADDRESS ? ask(url, { signal }) : post('/api/v1/search', bodyOf(parameters), signal);
}

export type FileFormat = 'csv' | 'xlsx';

async function file(path: string, init: RequestInit = {}): Promise<Blob> {
  const { status, body, requestId } = await reply(path, init, token.value);
  if (status !== 200) throw errorOf(status, await body.text(), requestId);
  return body;
}

/** The first 1,000 hits of a search, whatever page is shown, as a file for a spreadsheet. */
export function exportList(parameters: SearchParameters, format: FileFormat): Promise<Blob> {
  const body = { ...bodyOf(parameters), page: undefined, size: undefined, facets: undefined, format };
  return file('/api/v1/search/export', { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
}

export function suggest(q: string, signal?: AbortSignal): Promise<SuggestResult> {
  return ask(address('/api/v1/suggest', { q: q.slice(0, 200), size: 8 }), { signal });
}

export function record(id: string, signal?: AbortSignal): Promise<RecordResult> {
  return ask(`/api/v1/records/${encodeURIComponent(id)}`, { signal });
}

/** `dismissed`: with what the reader dismissed. */
export function recordMatches(id: string, to: Direction, top: number, signal?: AbortSignal, dismissed = false): Promise<MatchResult> {
  return ask(address(`/api/v1/records/${encodeURIComponent(id)}/matches`, { to, top, dismissed: dismissed ? 'show' : undefined }), { signal });
}

export function match(request: MatchRequest, signal?: AbortSignal): Promise<MatchResult> {
  return post('/api/v1/match', request, signal);
}

/** What each term of `q` adds to the score of a record. */
export function explain(q: string, id: string, signal?: AbortSignal): Promise<Explanation> {
  return ask(address('/api/v1/explain', { q, id }), { signal });
}

/** Whether there is something to explain, and it fits into an address: there is no POST for it. */
export function canExplain(q: string): boolean {
  return q.trim() !== '' && address('', { q }).length + LONGEST_ID <= LONGEST_ADDRESS;
}

/** What a draft lacks. Nothing is stored. */
export function coach(draft: QueqiaoRecord, signal?: AbortSignal): Promise<Coaching> {
  return post('/api/v1/coach', { record: draft }, signal);
}

export function decide(body: NewDecision): Promise<RecordedDecision> {
  return post('/api/v1/decisions', body);
}

export function decisions(parameters: DecisionParameters, signal?: AbortSignal): Promise<DecisionList> {
  return ask(address('/api/v1/decisions', parameters), { signal });
}

export function exportDecisions(format: FileFormat, verdict?: DecisionParameters['verdict']): Promise<Blob> {
  return file(address('/api/v1/decisions/export', { format, verdict }));
}

export function submit(body: QueqiaoRecord): Promise<Receipt> {
  return post('/api/v1/records', body);
}

export function receipt(number: string, signal?: AbortSignal): Promise<ReceiptState> {
  return ask(`/api/v1/receipts/${encodeURIComponent(number)}`, { signal });
}

export function status(signal?: AbortSignal): Promise<Status> {
  return ask('/api/v1/status', { signal });
}

/** Whether the server takes `candidate` as a token, held or not. What keeps it from saying so is thrown. */
export async function takesToken(candidate: string, signal?: AbortSignal): Promise<boolean> {
  if (!/^[\x21-\x7e]+$/.test(candidate)) return false; // cannot stand in a header
  try {
    await ask('/api/v1/status', { signal }, candidate);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}

let vocabulariesOnce: Promise<Vocabularies> | undefined;

/** The closed lists change with a release, not while a page is open: asked for once, again after a failure. */
export function vocabularies(): Promise<Vocabularies> {
  vocabulariesOnce ??= ask<Vocabularies>('/api/v1/vocabularies').catch((error: unknown) => {
    vocabulariesOnce = undefined;
    throw error;
  });
  return vocabulariesOnce;
}
