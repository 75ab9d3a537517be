import { connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';
import type { Sent } from './http-client.ts';

const LIMIT = 65_536;
const JSON_TYPE = { 'content-type': 'application/json' };

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterEach(async () => {
  expect((await admin.get('/api/schedules')).json()).toMatchObject({ total: 0 });
});
afterAll(async () => {
  await admin.close();
  expect(admin.logged).toEqual([]);
});

const post = (sent: Omit<Sent, 'path' | 'method'>, path = '/api/schedules') =>
  admin.send({ method: 'POST', path, headers: JSON_TYPE, ...sent });

/** A valid schedule, padded with blanks to exactly this many bytes. */
const ofSize = (bytes: number, body: object = { ...intervalBody('new'), typo: 1 }) => {
  const text = JSON.stringify(body);
  return text + ' '.repeat(bytes - Buffer.byteLength(text));
};

describe('a body that is no JSON', () => {
  it.each([
    '{',
    '{"jobKey":}',
    'jobKey=x',
    "{'jobKey':'x'}",
    '{"a":1}{"b":2}',
    'undefined',
    'NaN',
    '\u0000',
    '<xml/>',
    '{"a":1,}',
  ])('answers 400 to %j', async (body) => {
    const answer = await post({ body });
    expect([answer.status, errorOf(answer).code]).toEqual([400, 'invalid_json']);
    expect(errorOf(answer).message).toMatch(/^the body is not JSON: /);
  });

  it('answers 400 to bytes that are no text', async () => {
    const answer = await post({ body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) });
    expect([answer.status, errorOf(answer).code]).toEqual([400, 'invalid_json']);
  });
});

it('a body that breaks off is no failure of ours to be logged', async () => {
  const socket = connect(admin.port, '127.0.0.1');
  const head =
    'POST /zenpulse/api/schedules HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  await new Promise((resolve) => socket.write(`${head}Content-Length: 100\r\n\r\n{"jobKey":`, resolve));
  socket.destroy();
  expect((await admin.get('/api/info')).status).toBe(200);
});

describe('JSON that is no object', () => {
  it.each([
    ['null', 'null'],
    ['[]', '[]'],
    ['"x"', '"x"'],
    ['5', '5'],
    ['true', 'true'],
    ['', 'nothing'],
    ['   ', 'nothing'],
  ])('answers 422 to %j on every path that wants an object', async (body, got) => {
    for (const path of ['/api/schedules', '/api/preview']) {
      const answer = await post({ body }, path);
      expect(answer.status).toBe(422);
      expect(errorOf(answer).issues).toEqual([{ path: '', message: `expected a JSON object, got ${got}` }]);
    }
  });

  it('answers 422 when there is no body at all', async () => {
    for (const headers of [{}, JSON_TYPE]) {
      const answer = await admin.send({ method: 'POST', path: '/api/schedules', headers });
      expect(answer.status).toBe(422);
      expect(errorOf(answer).message).toBe('expected a JSON object, got nothing');
    }
  });
});

describe('a body that is too large', () => {
  it('is refused at one byte more than 64 KiB, and judged at 64 KiB', async () => {
    const fits = await post({ body: ofSize(LIMIT) });
    expect([fits.status, errorOf(fits).code]).toEqual([422, 'validation_failed']);
    const large = await post({ body: ofSize(LIMIT + 1) });
    expect([large.status, errorOf(large).code]).toEqual([413, 'payload_too_large']);
    expect(errorOf(large).message).toBe('the body is larger than 64 KiB');
  });

  it('is refused without a length too, by an answer and not by a broken connection', async () => {
    const text = ofSize(LIMIT + 1);
    const chunks = [text.slice(0, 30_000), text.slice(30_000, 60_000), text.slice(60_000)];
    const answer = await post({ body: chunks });
    expect([answer.status, errorOf(answer).code]).toEqual([413, 'payload_too_large']);
    const fits = await post({ body: chunks.map((chunk) => chunk.trimEnd()) });
    expect(fits.status).toBe(422);
  });

  it('is refused though it goes on and on', async () => {
    const answer = await post({ body: Array.from({ length: 64 }, () => ' '.repeat(LIMIT)) });
    expect([answer.status, errorOf(answer).code]).toEqual([413, 'payload_too_large']);
  });

  it('leaves its connection in order for the next request', async () => {
    const chunk = `10000\r\n${' '.repeat(LIMIT)}\r\n`;
    const first =
      'POST /zenpulse/api/schedules HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    const second = 'GET /zenpulse/api/info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    const socket = connect(admin.port, '127.0.0.1');
    socket.write(`${first}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(16)}0\r\n\r\n${second}`);
    const statuses = (await readAll(socket)).match(/HTTP\/1\.1 \d+/g);
    expect(statuses).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  it('is refused when it announces more than it will ever send', async () => {
    const answer = await post({ headers: { ...JSON_TYPE, 'content-length': '999999999999' }, body: '{}' });
    expect([answer.status, errorOf(answer).code]).toEqual([413, 'payload_too_large']);
  });
});

describe('a body that is deep', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const inField = (name: string, levels: number) =>
    `{"jobKey":"new","triggerType":"cron","maxInstances":0,"${name}":${deep(levels)}}`;

  it.each([
    ['the body itself', deep(30_000)],
    ['params', inField('params', 20_000)],
    [
      'a value in params',
      `{"jobKey":"new","triggerType":"cron","maxInstances":0,"params":{"a":${deep(20_000)}}}`,
    ],
    ['a field of another type', inField('enabled', 20_000)],
    ['an unknown field', inField('typo', 20_000)],
    [
      'objects',
      `{"jobKey":"new","triggerType":"cron","params":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`,
    ],
  ])('is refused and not a failure of ours: %s', async (_where, body) => {
    const answer = await post({ body });
    expect([answer.status, errorOf(answer).code]).toEqual([422, 'validation_failed']);
    expect(errorOf(answer).message).toMatch(/expected/);
  });
});

describe('a body of another type', () => {
  const text = JSON.stringify(intervalBody('new'));

  it.each([
    'text/plain',
    'text/plain; charset=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/json',
    'application/json-patch+json',
    '',
  ])('answers 415 to %j', async (type) => {
    const answer = await post({ headers: type === '' ? {} : { 'content-type': type }, body: text });
    expect([answer.status, errorOf(answer).code]).toEqual([415, 'unsupported_media_type']);
    expect(errorOf(answer).message).toBe('expected content-type application/json');
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json ;charset=utf-8'])(
    'takes %j',
    async (type) => {
      const answer = await admin.send({
        method: 'POST',
        path: '/api/preview',
        headers: { 'content-type': type },
        body: '{"triggerType":"cron"}',
      });
      expect(answer.status).toBe(200);
    },
  );

  it('wants JSON of every method that may change something', async () => {
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      const path = method === 'POST' ? '/api/schedules' : '/api/schedules/x';
      const answer = await admin.send({
        method,
        path,
        headers: { 'content-type': 'text/plain' },
        body: text,
      });
      expect(answer.status).toBe(415);
    }
    const run = await admin.send({
      method: 'POST',
      path: '/api/schedules/x/run',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(run.status).toBe(415);
  });
});
