// SPDX-License-Identifier: GPL-3.0-or-later
// The one error type of the pages. Whatever goes wrong on the way to an answer — a refusal by the
// server, no network, an answer that is not JSON — reaches a page as an ApiError.
import type { Diagnostic, ErrorBody } from './types';

export class ApiError extends Error {
  /** HTTP status, 0 where no answer came. */
  readonly status: number;
  /** The server's word to program against; `network` and `unreadable` are our own. */
  readonly code: string;
  readonly where: string;
  readonly hint: string;
  readonly requestId: string;
  readonly diagnostics: Diagnostic[];

  constructor(status: number, body: Partial<ErrorBody['error']> & { code: string; message: string }) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.where = body.where ?? '';
    this.hint = body.hint ?? '';
    this.requestId = body.request_id ?? '';
    this.diagnostics = body.diagnostics ?? [];
  }
}

function isErrorBody(value: unknown): value is ErrorBody {
  const error = (value as { error?: { code?: unknown; message?: unknown } } | null)?.error;
  return typeof error?.code === 'string' && typeof error.message === 'string';
}

/**
 * The error of an answer outside 2xx. A proxy in front of the server may answer with HTML or nothing,
 * so a body that is not our shape is not an error of its own.
 */
export function errorOf(status: number, bodyText: string, requestId = ''): ApiError {
  try {
    const body: unknown = JSON.parse(bodyText);
    if (isErrorBody(body)) return new ApiError(status, body.error);
  } catch {
    // Not JSON: fall through to the status alone.
  }
  return new ApiError(status, { code: `http_${status}`, message: `HTTP ${status}`, request_id: requestId });
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** For `catch` clauses: anything thrown, as an ApiError. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, { code: 'unexpected', message: error instanceof Error ? error.message : String(error) });
}
