// SPDX-License-Identifier: GPL-3.0-or-later
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { canExplain, decide, decisions, explain, exportDecisions, exportList, recordMatches, search, takesToken, vocabularies } from './client';
import { ApiError } from './error';
import { token } from './token';

type Call = [string, RequestInit & { headers: Headers }];
const answer = (body: string, status = 200, headers = {}) => () => Promise.resolve(new Response(body, { status, headers }));
const fetching = vi.fn<(...call: Call) => Promise<Response>>();

beforeEach(() => {
  fetching.mockReset().mockImplementation(answer('{}'));
  vi.stubGlobal('fetch', fetching);
});

afterEach(() => {
  vi.unstubAllGlobals();
  token.value = '';
});

describe('a question', () => {
  it('goes by GET without empty parameters', async () => {
    await search({ q: '', kind: 'need', region: '420000,110000', page: 2 });
    const [url, init] = fetching.mock.calls[0];
    expect(url).toBe('/api/v1/search?kind=need&region=420000%2C110000&page=2');
    expect(init.method).toBeUndefined();
  });

  it('too long for an address goes by POST, its lists as lists', async () => {
    await search({ q: '字'.repeat(1000), field: 'materials,marine', trl_min: 4 });
    const [url, init] = fetching.mock.calls[0];
    expect([url, init.method]).toEqual(['/api/v1/search', 'POST']);
    expect(JSON.parse(String(init.body))).toEqual({ q: '字'.repeat(1000), field: ['materials', 'marine'], trl_min: 4 });
  });

  it('for a file asks for the list from its beginning, and hands on what came', async () => {
    fetching.mockImplementation(answer('a,b'));
    const file = await exportList({ q: '轴承', region: '420000,110000', page: 3, size: 10 }, 'csv');
    const [url, init] = fetching.mock.calls[0];
    expect([url, init.method]).toEqual(['/api/v1/search/export', 'POST']);
    expect(JSON.parse(String(init.body))).toEqual({ q: '轴承', region: ['420000', '110000'], format: 'csv' });
    expect(await file.text()).toBe('a,b');
    fetching.mockImplementation(answer('{"error":{"code":"timeout","message":"m"}}', 503));
    await expect(exportList({ q: '轴承' }, 'xlsx')).rejects.toMatchObject({ status: 503, code: 'timeout' });
  });

  it('about decisions goes with the token it is for', async () => {
    token.value = 'held';
    await decide({ subject_id: 'N-1', object_id: 'A-1', verdict: 'withdrawn', undoes: 'match' });
    await decisions({ verdict: undefined, page: 2, size: 20 });
    await exportDecisions('xlsx', 'dismissed');
    expect(fetching.mock.calls.map(([url, init]) => [url, init.method, init.headers.get('Authorization')])).toEqual([
      ['/api/v1/decisions', 'POST', 'Bearer held'],
      ['/api/v1/decisions?page=2&size=20', undefined, 'Bearer held'],
      ['/api/v1/decisions/export?format=xlsx&verdict=dismissed', undefined, 'Bearer held'],
    ]);
    expect(JSON.parse(String(fetching.mock.calls[0][1].body))).toEqual({ subject_id: 'N-1', object_id: 'A-1', verdict: 'withdrawn', undoes: 'match' });
  });

  it('why a hit stands there is asked with the query and the id, where they fit into an address', async () => {
    await explain('轴承 -水', 'a&b');
    expect(fetching.mock.calls[0][0]).toBe('/api/v1/explain?q=%E8%BD%B4%E6%89%BF+-%E6%B0%B4&id=a%26b');
    expect(['', '  ', '轴承', '字'.repeat(500), '字'.repeat(700)].map(canExplain)).toEqual([false, false, true, true, false]);
  });

  it('escapes an id, which a supplier gave', async () => {
    await recordMatches('a/b?c', 'need', 10);
    expect(fetching.mock.calls[0][0]).toBe('/api/v1/records/a%2Fb%3Fc/matches?to=need&top=10');
    await recordMatches('a', 'need', 10, undefined, true);
    expect(fetching.mock.calls[1][0]).toBe('/api/v1/records/a/matches?to=need&top=10&dismissed=show');
  });

  it('carries the token only when there is one', async () => {
    await search({ q: 'x' });
    token.value = 'secret';
    await search({ q: 'x' });
    expect(fetching.mock.calls.map(([, init]) => init.headers.get('Authorization'))).toEqual([null, 'Bearer secret']);
  });
});

describe('a token that is offered', () => {
  const bearers = () => fetching.mock.calls.map(([, init]) => init.headers.get('Authorization'));

  it('is shown to the server instead of the one in use, and not kept', async () => {
    token.value = 'old';
    expect(await takesToken('new')).toBe(true);
    expect(bearers()).toEqual(['Bearer new']);
    expect(token.value).toBe('old');
  });

  it('is none where the server says so, or where no header could hold it', async () => {
    fetching.mockImplementation(answer('{"error":{"code":"unauthorized","message":"m"}}', 401));
    expect(await takesToken('bad')).toBe(false);
    expect(await takesToken('令牌')).toBe(false);
    expect(await takesToken('two words')).toBe(false);
    expect(bearers()).toEqual(['Bearer bad']);
  });

  it('is neither where the server cannot say', async () => {
    fetching.mockImplementation(answer('', 503));
    await expect(takesToken('good')).rejects.toMatchObject({ status: 503 });
  });
});

describe('a failure', () => {
  it('on the network is an ApiError without status', async () => {
    fetching.mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(search({ q: 'x' })).rejects.toMatchObject({ status: 0, code: 'network' });
  });

  it('of the server is an ApiError with its request id', async () => {
    fetching.mockImplementation(answer('{"error":{"code":"not_found","message":"m","request_id":"r"}}', 404));
    await expect(search({ q: 'x' })).rejects.toMatchObject({ status: 404, code: 'not_found', requestId: 'r' });
  });

  it('to be read is an ApiError too', async () => {
    fetching.mockImplementation(answer('<html>', 200, { 'X-Request-Id': 'r-9' }));
    await expect(search({ q: 'x' })).rejects.toMatchObject({ code: 'unreadable', requestId: 'r-9' });
  });

  it('by abort stays an abort', async () => {
    fetching.mockRejectedValue(new DOMException('', 'AbortError'));
    await expect(search({ q: 'x' })).rejects.not.toBeInstanceOf(ApiError);
  });
});

it('vocabularies are asked for once, and again only after a failure', async () => {
  fetching.mockImplementationOnce(answer('', 503));
  await expect(vocabularies()).rejects.toMatchObject({ status: 503 });
  await vocabularies();
  await vocabularies();
  expect(fetching).toHaveBeenCalledTimes(2);
});
