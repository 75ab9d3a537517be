import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRecordingLogger, FakeClock, type RecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFoldedLog } from '../folded-log.ts';
import { createAccess } from './access.ts';
import { AUTHORIZE_TIMEOUT_MS, type Authorize } from './ask-authorize.ts';

let clock: FakeClock;
let logger: RecordingLogger;
let server: Server;
/** Resolves when the check of the next request has begun. */
let asked: () => Promise<void>;

beforeEach(() => {
  clock = new FakeClock();
  logger = createRecordingLogger();
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A server that answers 200 to requests that may enter. */
async function startWith(authorize: Authorize): Promise<string> {
  const waiting: (() => void)[] = [];
  asked = () => new Promise((resolve) => waiting.push(resolve));
  const mayEnter = createAccess({
    authorize: (request) => {
      waiting.shift()?.();
      return authorize(request);
    },
    judgeToken: async () => null,
    isReadOnly: false,
    environment: 'production',
    problem: null,
    clock,
    logger,
    folded: createFoldedLog(logger, clock),
  });
  server = createServer((request, response) => {
    void mayEnter(request, response).then((actor) => (actor === null ? undefined : response.end('in')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a TCP port
}

const linesSaid = () => logger.lines.map(({ sentence }) => sentence);

describe('authorize that hangs', () => {
  it('is ended after ten seconds with 503, on the page and in the API, and the log says so once a minute', async () => {
    const address = await startWith(() => new Promise(() => undefined));
    for (const [path, type] of [
      ['/api/schedules', 'application/json; charset=utf-8'],
      ['/', 'text/html; charset=utf-8'],
    ] as const) {
      const begun = asked();
      const answer = fetch(`${address}${path}`);
      await begun;
      await clock.advance(AUTHORIZE_TIMEOUT_MS);
      const { status, headers } = await answer;
      expect([status, headers.get('content-type')]).toEqual([503, type]);
    }
    expect(linesSaid()).toEqual(['authorize gave no answer within 10 s; nobody was let in']);
    await clock.advance(60_000);
    expect(linesSaid()[1]).toBe(
      'authorize gave no answer within 10 s; nobody was let in (once more within a minute)',
    );
  });

  it('answers with the code authorize_timeout', async () => {
    const address = await startWith(() => new Promise(() => undefined));
    const begun = asked();
    const answer = fetch(`${address}/api/schedules`);
    await begun;
    await clock.advance(AUTHORIZE_TIMEOUT_MS);
    expect(await (await answer).json()).toMatchObject({ error: { code: 'authorize_timeout' } });
  });

  it('lets somebody in up to the last millisecond, and leaves no timer behind', async () => {
    let allow = (_is: boolean): void => undefined;
    const address = await startWith(() => new Promise((resolve) => (allow = resolve)));
    const begun = asked();
    const answer = fetch(`${address}/`);
    await begun;
    await clock.advance(AUTHORIZE_TIMEOUT_MS - 1);
    allow(true);
    expect(await (await answer).text()).toBe('in');
    expect(clock.pendingCount).toBe(0);
  });
});

describe('authorize that fails', () => {
  it('is logged once, and once a minute with how often it failed since, without a stack', async () => {
    const address = await startWith(() => {
      throw new Error('no session store');
    });
    for (let n = 0; n < 20; n += 1) expect((await fetch(`${address}/api/schedules`)).status).toBe(403);
    expect(linesSaid()).toHaveLength(1);
    expect(linesSaid()[0]).toMatch(
      /^authorize failed; nobody was let in: Error: no session store, at .*access\.test\.ts:\d+:\d+\)?$/,
    );
    expect(logger.lines[0]?.facts).toEqual({});
    await clock.advance(60_000);
    expect(linesSaid()[1]).toMatch(/no session store.* \(19 more times within a minute\)$/);
    await clock.advance(60_000);
    expect(linesSaid()).toHaveLength(2);
    expect(clock.pendingCount).toBe(0);
  });

  it.each<[string, unknown, RegExp]>([
    ['text', 'oh no', /threw string oh no/],
    ['nothing', undefined, /threw undefined undefined/],
    ['an object without a prototype', Object.create(null), /threw something that cannot be read/],
    [
      'an error whose message throws',
      Object.defineProperty(new Error('x'), 'message', {
        get: () => {
          throw new Error('again');
        },
      }),
      /threw something that cannot be read/,
    ],
    ['a message of many lines', new Error('a\n'.repeat(9_000)), /Error: a a a/],
  ])('may throw %s', async (_what, thrown, line) => {
    const address = await startWith(() => Promise.reject(thrown));
    expect((await fetch(`${address}/`)).status).toBe(403);
    expect(linesSaid()[0]).toMatch(line);
    expect(linesSaid()[0]?.length).toBeLessThan(600);
  });
});

describe('an answer of the wrong shape', () => {
  it('lets nobody in, and each shape is logged once', async () => {
    const answers: unknown[] = [{ role: 'root' }, { role: 'root' }, 'root', 'customer', 'root'];
    const address = await startWith(() => answers.shift());
    for (let n = 0; n < 5; n += 1) expect((await fetch(`${address}/api/schedules`)).status).toBe(403);
    const expectation = "Expected true, false, 'viewer', 'operator', 'admin' or { role, name }";
    expect(linesSaid()).toEqual([
      `authorize answered an object with the role "root"; nobody was let in. ${expectation}`,
      `authorize answered "root"; nobody was let in. ${expectation}`,
      `authorize answered "customer"; nobody was let in. ${expectation}`,
    ]);
  });

  it('is logged for at most 20 shapes', async () => {
    let n = 0;
    const address = await startWith(() => `role ${(n += 1)}`);
    for (let asked = 0; asked < 30; asked += 1) await fetch(`${address}/`);
    expect(linesSaid()).toHaveLength(20);
  });
});
