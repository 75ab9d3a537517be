import { describe, expect, it } from 'vitest';
import { requestUrl } from './request.ts';

const base = 'https://example.test/tools/zenpulse/';

describe('requestUrl', () => {
  it('stays below the mount, wherever that is', () => {
    expect(requestUrl('/api/schedules', {}, base).href).toBe(
      'https://example.test/tools/zenpulse/api/schedules',
    );
  });

  it('encodes a value into one segment', () => {
    const url = requestUrl('/api/executions/:id', { params: { id: 'a/b?c' } }, base);
    expect(url.pathname).toBe('/tools/zenpulse/api/executions/a%2Fb%3Fc');
  });

  it('repeats a list and leaves out what is empty', () => {
    const query = { status: ['fail', 'missed'], jobKey: '', cursor: null, from: undefined, limit: 50 };
    expect(requestUrl('/api/executions', { query }, base).search).toBe('?status=fail&status=missed&limit=50');
  });
});
