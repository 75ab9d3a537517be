import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import express, { type RequestHandler } from 'express';
import express4 from 'express4';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it } from 'vitest';
import { intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
afterEach(() => admin.close());

const startBehind = async (...before: RequestHandler[]) =>
  (admin = await startAdmin({
    app: (router) => {
      const app = express();
      for (const handler of before) app.use(handler);
      return app.use('/zenpulse', router);
    },
  }));

const BODY = intervalBody('größe-Übersicht', { params: { word: 'naïve €' } });

const save = (
  body: string | Buffer | readonly (string | Buffer)[],
  headers: Readonly<Record<string, string>> = {},
) =>
  admin.send({
    method: 'POST',
    path: '/api/schedules',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

const stored = async () =>
  (await admin.get('/api/schedules')).json() as {
    total: number;
    items: { jobKey: string; params: unknown }[];
  };

describe("behind the application's own body parser", () => {
  it.each<[string, () => RequestHandler[]]>([
    ["express.text({ type: '*/*' })", () => [express.text({ type: '*/*' })]],
    ["express.raw({ type: '*/*' })", () => [express.raw({ type: '*/*' })]],
    ['express.json() and text for the rest', () => [express.json(), express.text({ type: '*/*' })]],
    ['text before json', () => [express.text({ type: () => true }), express.json()]],
    ["Express 4's text", () => [express4.text({ type: '*/*' })]],
    ["Express 4's raw", () => [express4.raw({ type: '*/*' })]],
    ["Express 4's json", () => [express4.json()]],
    ['urlencoded and json', () => [express.urlencoded({ extended: true }), express.json()]],
    [
      'one that keeps the bytes in rawBody',
      () => [
        (request, _response, next) => {
          const chunks: Buffer[] = [];
          request.on('data', (chunk: Buffer) => chunks.push(chunk));
          request.on('end', () => {
            Object.assign(request, { rawBody: Buffer.concat(chunks) });
            next();
          });
        },
      ],
    ],
  ])('%s, every save is taken as it was meant', async (_what, before) => {
    await startBehind(...before());
    const answer = await save(JSON.stringify(BODY));
    expect([answer.status, await stored()]).toMatchObject([
      201,
      { total: 1, items: [{ jobKey: 'größe-Übersicht', params: { word: 'naïve €' } }] },
    ]);
    expect((await save('{"jobKey":')).status).toBe(400);
    expect((await save('[]')).status).toBe(422);
  });

  it("that takes bytes for '*/*', a compressed or utf-16 body is read as its headers say", async () => {
    await startBehind(express.raw({ type: '*/*' }));
    const utf16 = iconv.encode(JSON.stringify(BODY), 'utf-16le', { addBOM: true });
    const headers = { 'content-type': 'application/json; charset=utf-16', 'content-encoding': 'gzip' };
    expect((await save(gzipSync(utf16), headers)).status).toBe(201);
    expect(await stored()).toMatchObject({ items: [{ jobKey: 'größe-Übersicht' }] });
  });

  it('a body beyond our limit is refused, whatever the limit of the application', async () => {
    await startBehind(express.text({ type: '*/*', limit: '10mb' }));
    const answer = await save(gzipSync(`{"a":"${'x'.repeat(1_000_000)}"}`), { 'content-encoding': 'gzip' });
    expect([answer.status, errorOf(answer).code]).toEqual([413, 'payload_too_large']);
  });

  it('that leaves nothing, the refusal names the cause', async () => {
    await startBehind((request, _response, next) => {
      request.resume();
      request.on('end', () => next());
    });
    const answer = await save(JSON.stringify(BODY));
    expect([answer.status, errorOf(answer).code]).toEqual([400, 'invalid_json']);
    expect(errorOf(answer).message).toMatch(
      /the application read the body before the admin .*mount the admin before/,
    );
  });
});

describe('without a body parser', () => {
  const text = JSON.stringify(BODY);

  it.each([
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('a body in %s is read, with a length and in chunks', async (coding, bytes) => {
    await startBehind();
    expect((await save(bytes, { 'content-encoding': coding })).status).toBe(201);
    const chunks = [bytes.subarray(0, 5), bytes.subarray(5)];
    expect((await save(chunks, { 'content-encoding': coding })).status).toBe(409);
    expect(await stored()).toMatchObject({ total: 1, items: [{ jobKey: 'größe-Übersicht' }] });
  });

  it.each(['utf-16', 'utf-16le', 'utf-16be', 'UTF-8', '"utf-8"', 'iso-8859-15', 'utf-32'])(
    'a body in %s is read',
    async (charset) => {
      await startBehind();
      const bytes = iconv.encode(text, charset.replaceAll('"', ''), { addBOM: charset.startsWith('utf') });
      const answer = await save(bytes, { 'content-type': `application/json; charset=${charset}` });
      expect([answer.status, await stored()]).toMatchObject([
        201,
        { items: [{ jobKey: 'größe-Übersicht' }] },
      ]);
    },
  );

  it.each([
    [{ 'content-encoding': 'zip' }, /content-encoding gzip, deflate or br, got "zip"/],
    [{ 'content-encoding': 'gzip, br' }, /got "gzip, br"/],
    [{ 'content-encoding': 'constructor' }, /got "constructor"/],
    [{ 'content-type': 'application/json; charset=klingon' }, /a charset such as utf-8, got "klingon"/],
  ])('%j is refused by its name', async (headers, message) => {
    await startBehind();
    const answer = await save(text, headers);
    expect([answer.status, errorOf(answer).code]).toEqual([415, 'unsupported_media_type']);
    expect(errorOf(answer).message).toMatch(message);
  });

  it.each(['gzip', 'deflate', 'br'])('a body that is no %s though it says so is a 400', async (coding) => {
    await startBehind();
    const answer = await save(text, { 'content-encoding': coding });
    expect([answer.status, errorOf(answer)]).toMatchObject([
      400,
      { code: 'invalid_json', message: `the body is not ${coding}, as its content-encoding says` },
    ]);
    expect(admin.logged).toEqual([]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', quickBrotli],
  ] as const)('a small %s body that unfolds to 60 MB is stopped at 64 KiB', async (coding, compress) => {
    await startBehind();
    const bomb = compress(Buffer.alloc(60 * 1024 * 1024, 0x20));
    const before = process.memoryUsage().rss;
    const answer = await save([bomb], { 'content-encoding': coding });
    expect([answer.status, errorOf(answer).code]).toEqual([413, 'payload_too_large']);
    expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
    expect((await stored()).total).toBe(0);
  });

  it('a compressed body that breaks off is no failure of ours to be logged', async () => {
    await startBehind();
    const socket = connect(admin.port, '127.0.0.1');
    const head = [
      'POST /zenpulse/api/schedules HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
    ];
    socket.write(`${[...head, 'Content-Encoding: gzip', 'Content-Length: 500'].join('\r\n')}\r\n\r\n`);
    socket.write(gzipSync(text).subarray(0, 20));
    await once(socket, 'connect').catch(() => undefined);
    socket.destroy();
    expect((await admin.get('/api/info')).status).toBe(200);
    expect(admin.logged).toEqual([]);
  });
});

function quickBrotli(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}
