import { describe, expect, it } from 'vitest';
import {
  ApiError,
  ConnectionError,
  ForeignAnswerError,
  hasCode,
  RateLimitError,
  readError,
} from './api-error.ts';

const NOW = Date.parse('2026-01-31T08:30:00Z');
const error = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readError({ status, headers: new Headers(headers), redirectedTo: null }, body, NOW);

describe('readError', () => {
  it('keeps code, message and the issue of each field', () => {
    const issues = [{ path: 'cronMinute', message: 'Use 0–59' }];
    const refused = error(422, { error: { code: 'validation_failed', message: 'Not valid.', issues } });
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({ status: 422, code: 'validation_failed', message: 'Not valid.', issues });
    expect(hasCode(refused, 'validation_failed')).toBe(true);
  });

  it('shows the admin’s own hint as it is', () => {
    const hint = 'The request came for shop.example, but Host says 127.0.0.1: let the proxy pass Host on.';
    expect(error(403, { error: { code: 'forbidden', message: hint } }).message).toBe(hint);
  });

  it.each([502, 503, 504])(
    'takes a proxy’s page with status %i for an application that is down',
    (status) => {
      const lost = error(status, undefined);
      expect(lost).toBeInstanceOf(ConnectionError);
      expect(lost.message).toContain(`A proxy answers ${status}`);
    },
  );

  it.each([
    [403, undefined, /^Status 403, answered by the application or a proxy in front of this admin.*CSRF/],
    [403, { message: 'invalid csrf token' }, /^Status 403, .*CSRF/],
    [404, undefined, /^Status 404, .*mounts the admin/],
    [413, undefined, /^Status 413, .*size limit/],
    [500, { error: 'boom' }, /^Status 500, .*log of the application/],
    [418, undefined, /^Status 418, .*middleware/],
  ])('says of status %i that it is not from the admin, and what to check', (status, body, text) => {
    const foreign = error(status, body);
    expect(foreign).toBeInstanceOf(ForeignAnswerError);
    expect(foreign.message).toMatch(text);
  });

  it('names the page that a redirect ended at', () => {
    const redirectedTo = 'https://shop.example/login';
    const text = (status: number) =>
      new RegExp(`^Status ${status} after a redirect to ${redirectedTo}, .*sign in again\\.$`);
    expect(new ForeignAnswerError(200, redirectedTo).message).toMatch(text(200));
    const head = { status: 404, headers: new Headers(), redirectedTo };
    expect(readError(head, undefined, NOW).message).toMatch(text(404));
  });
});

describe('a rate limit', () => {
  it.each([
    [{ 'retry-after': '38' }, 38_000],
    [{ 'retry-after': 'Sat, 31 Jan 2026 08:31:00 GMT' }, 60_000],
    [{ 'ratelimit-reset': '5' }, 5_000],
    [{ 'retry-after': '0' }, 1_000],
    [{ 'retry-after': 'soon' }, 60_000],
    [{}, 60_000],
  ])('is waited for as long as %j says', (headers, retryAfterMs) => {
    expect(error(429, 'Too many requests', headers)).toMatchObject({ retryAfterMs });
  });

  it('is shown with its seconds, whichever program set it', () => {
    const limited = error(429, { error: { code: 'x', message: 'y' } }, { 'retry-after': '38' });
    expect(limited).toBeInstanceOf(RateLimitError);
    expect(limited.message).toBe('The server limits requests (429). Try again in 38 s.');
  });
});
