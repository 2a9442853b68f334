// SPDX-License-Identifier: GPL-3.0-or-later
import { describe, expect, it } from 'vitest';
import { asApiError, errorOf } from './error';

describe('an error answer', () => {
  it('of the contract keeps every part', () => {
    const error = errorOf(422, JSON.stringify({ error: { code: 'refused', message: '没有正文 no text', hint: 'h', where: 'w', request_id: 'r-1', diagnostics: [{ severity: 'error', code: 'c', field: 'title', message: 'm' }] } }));
    expect(error).toMatchObject({ status: 422, code: 'refused', message: '没有正文 no text', hint: 'h', where: 'w', requestId: 'r-1' });
    expect(error.diagnostics).toHaveLength(1);
  });

  it.each(['', '<html>502</html>', '{}', '{"error":"text"}', 'null'])('of a proxy (%j) is known by its status', (body) => {
    expect(errorOf(502, body, 'r-2')).toMatchObject({ status: 502, code: 'http_502', requestId: 'r-2', diagnostics: [] });
  });
});

it('anything thrown becomes the one error type', () => {
  const error = errorOf(404, '');
  expect(asApiError(error)).toBe(error);
  expect(asApiError(new TypeError('x'))).toMatchObject({ status: 0, code: 'unexpected' });
});
