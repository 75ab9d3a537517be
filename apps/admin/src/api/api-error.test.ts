import { describe, expect, it } from 'vitest';
import { ApiError, ConnectionError, hasCode, readError } from './api-error.ts';

describe('readError', () => {
  it('keeps code, message and the issue of each field', () => {
    const issues = [{ path: 'cronMinute', message: 'expected minutes 0-59, got "60"' }];
    const error = readError(422, { error: { code: 'validation_failed', message: 'Not valid.', issues } });
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: 'validation_failed', message: 'Not valid.', issues });
    expect(hasCode(error, 'validation_failed')).toBe(true);
  });

  it('takes an error page of something in between for a broken connection', () => {
    expect(readError(502, '<h1>Bad gateway</h1>')).toBeInstanceOf(ConnectionError);
    expect(readError(500, { error: { code: 'unheard_of', message: '?' } })).toBeInstanceOf(ConnectionError);
  });
});
