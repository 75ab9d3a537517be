import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './http-client.ts';
import { startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin.close());

const policyOf = (answer: Answer) => String(answer.headers['content-security-policy']);
const nonceIn = (text: string) => /'nonce-([A-Za-z0-9+/=]+)'/.exec(text)?.[1];

const EVERYTHING: readonly (readonly [string, string])[] = [
  ['GET', '/'],
  ['GET', '/schedules/abc'],
  ['POST', '/'],
  ['GET', '/assets/missing.js'],
  ['GET', '/api/schedules'],
  ['GET', '/api/nothing'],
  ['POST', '/api/schedules'],
  ['OPTIONS', '/api/schedules'],
];

describe('every answer', () => {
  it.each(EVERYTHING)('%s %s carries the policy, to the letter', async (method, path) => {
    const answer = await admin.send({ method, path });
    const nonce = nonceIn(policyOf(answer));
    expect(Buffer.from(nonce ?? '', 'base64')).toHaveLength(16);
    expect(policyOf(answer)).toBe(
      "default-src 'none'; script-src 'self'; " +
        `style-src 'self' 'nonce-${nonce}'; ` +
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('that is a file of the page may do nothing as a document of its own', async () => {
    const { headers } = await admin.get('/favicon.svg');
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('has a nonce of its own, which its page uses', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => admin.get('/')));
    expect(new Set(answers.map((answer) => nonceIn(policyOf(answer)))).size).toBe(20);
    for (const answer of answers) expect(answer.text).toContain(`content="${nonceIn(policyOf(answer))}"`);
  });

  it('is kept by nobody, assets excepted', async () => {
    for (const path of ['/', '/api/schedules', '/api/nothing', '/assets/missing.js']) {
      expect((await admin.get(path)).headers['cache-control']).toBe('no-store');
    }
  });

  it('carries the policy when it refuses to let someone in, and shows nothing of the request', async () => {
    for (const environment of [null, 'production']) {
      const closed = await startAdmin({ environment });
      const marker = '"><script>alert(1)</script>';
      for (const path of [`/${encodeURIComponent(marker)}?token=${encodeURIComponent(marker)}`, '/%3Cb%3E']) {
        const answer = await closed.get(path, { 'x-marker': marker, host: 'evil.example' });
        expect(policyOf(answer)).toMatch(/default-src 'none'/);
        expect(answer.headers['x-frame-options']).toBe('DENY');
        expect(answer.text).not.toMatch(/alert|<script|%3C|<b>/);
      }
      await closed.close();
    }
  });
});

describe('an error', () => {
  it.each([
    '/api/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    '/api/schedules/%3Cimg%20src=x%3E',
    '/api/schedules?%3Cb%3E=1',
  ])('repeats what was sent as JSON, never as HTML: %s', async (path) => {
    const answer = await admin.get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('reveals no path, statement or stack of ours', async () => {
    const answers = [
      await admin.get('/api/executions?cursor=eyJydW5UaW1lIjoxZTMwOSwiaWQiOiJ4In0'),
      await admin.get('/api/schedules/%00'),
      await admin.post('/api/schedules', { jobKey: 'x'.repeat(300) }),
      await admin.get('/assets/missing.js'),
      await admin.get('/assets/%00'),
    ];
    for (const { text } of answers)
      expect(text).not.toMatch(/node_modules|\.ts:\d|SELECT|zenpulse_schedule|\bat /);
  });
});
