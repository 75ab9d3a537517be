import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

describe('redact', () => {
  it.each([
    ['connect to postgres://app:hunter2@db:5432/x', 'connect to postgres://app:[redacted]@db:5432/x'],
    ['redis://:hunter2@cache', 'redis://:[redacted]@cache'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [redacted]'],
    ['sent Basic dXNlcjpwYXNz', 'sent Basic [redacted]'],
    ['?token=abc123&page=2', '?token=[redacted]&page=2'],
    ['{"password":"hunter2","user":"a"}', '{"password":"[redacted]","user":"a"}'],
    ["DB_PASSWORD='hunter2'", "DB_PASSWORD='[redacted]'"],
    ['api_key: sk-1 and api-key=sk-2', 'api_key: [redacted] and api-key=[redacted]'],
    ['AWS_SECRET_ACCESS_KEY=abc/def+g', 'AWS_SECRET_ACCESS_KEY=[redacted]'],
  ])('takes the secret out of %j', (text, safe) => {
    expect(redact(text)).toBe(safe);
  });

  it.each([
    '',
    'plain words',
    'https://example.com/a:b@c',
    'TypeError: x is not a function\n    at run (file:///srv/app/jobs.js:3:9)',
    'the token was wrong',
    'mail to a@b.example',
  ])('leaves %j', (text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    ['letters', 'a'],
    ['letters and dashes', 'a-'],
    ['base64', 'QUJD'],
    ['half a URL', 'a://b:'],
    ['half a secret', 'token='],
  ])('takes no time to speak of for 90,000 characters of %s', (_what, unit) => {
    const text = unit.repeat(Math.ceil(90_000 / unit.length));
    const started = performance.now();
    redact(text);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
