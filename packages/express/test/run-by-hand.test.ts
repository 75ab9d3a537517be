import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunAccepted } from '@zenpulse/contract';
import { createdSchedule, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
let id: string;
const start = async (runsPerMinute?: number) => {
  admin = await startAdmin({
    options: { ...(runsPerMinute !== undefined && { runsPerMinute }), authorize: authorizeByHeader },
  });
  id = (await createdSchedule(admin, intervalBody('job'))).id;
};
const authorizeByHeader = (request: { get(name: string): string | undefined }) => ({
  role: 'admin' as const,
  name: request.get('x-name') ?? 'Ada',
});
afterEach(() => admin.close());

const run = (body: object, name = 'Ada') =>
  admin.send({
    method: 'POST',
    path: `/api/schedules/${id}/run`,
    json: body,
    headers: { 'content-type': 'application/json', 'x-name': name },
  });
const runIdOf = async (body: object) => {
  const answer = await run(body);
  expect(answer.status).toBe(202);
  return (answer.json() as RunAccepted).runId;
};
const requested = async () => (await admin.backend.runRequests.claim('runner-1')).length;

describe('an idempotency key', () => {
  beforeEach(() => start());

  it('is one run, whoever repeats it, and whatever the order of the params', async () => {
    const first = await runIdOf({ idempotencyKey: 'order-1', params: { a: 1, b: { c: 2, d: 3 } } });
    expect(await runIdOf({ params: { b: { d: 3, c: 2 }, a: 1 }, idempotencyKey: 'order-1' })).toBe(first);
    expect(await requested()).toBe(1);
    const again = await run({ idempotencyKey: 'order-1', params: { a: 1, b: { c: 2, d: 3 } } }, 'Bob');
    expect(again.json()).toEqual({ runId: first });
    expect(await requested(), 'after a runner has claimed it').toBe(0);
  });

  it('is one run when calls come at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => runIdOf({ idempotencyKey: 'order-1' })));
    expect(new Set(ids).size).toBe(1);
    expect(await requested()).toBe(1);
  });

  it('with other params is refused, and says which run it stands for', async () => {
    const first = await runIdOf({ idempotencyKey: 'order-1' });
    for (const params of [{}, { a: 1 }]) {
      const answer = await run({ idempotencyKey: 'order-1', params });
      expect([answer.status, errorOf(answer)]).toEqual([
        409,
        { code: 'key_reused', message: `the key order-1 was used for a run with other params: ${first}` },
      ]);
    }
    expect(await requested()).toBe(1);
  });

  it('that differs, or none, is another run', async () => {
    const ids = [
      await runIdOf({ idempotencyKey: 'a' }),
      await runIdOf({ idempotencyKey: 'A' }),
      await runIdOf({}),
      await runIdOf({}),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  it.each(['', ' ', 'a b', 'ä', 'a\n', '\u202e', 'x'.repeat(101), 7, null, ['a'], { a: 1 }])(
    'cannot be %j',
    async (idempotencyKey) => {
      const answer = await run({ idempotencyKey });
      expect([answer.status, errorOf(answer).issues?.[0]?.path]).toEqual([422, 'idempotencyKey']);
      expect(await requested()).toBe(0);
    },
  );
});

describe('runs by hand', () => {
  it('are bounded for each caller, with the seconds to wait', async () => {
    await start(3);
    for (let n = 0; n < 3; n += 1) expect((await run({})).status).toBe(202);
    const answer = await run({});
    expect([answer.status, errorOf(answer).code]).toEqual([429, 'too_many_runs']);
    const seconds = Number(answer.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(20);
    expect((await run({}, 'Bob')).status).toBe(202);
    expect(await requested()).toBe(4);
  });

  it('are bounded the same as one of many', async () => {
    await start(1);
    const ids = [id];
    const act = () => admin.post('/api/schedules/actions', { action: 'run', ids });
    expect((await act()).json()).toMatchObject({ changed: 1, refused: [] });
    expect((await act()).json()).toMatchObject({
      changed: 0,
      refused: [{ id, code: 'too_many_runs' }],
    });
    expect(await requested()).toBe(1);
  });

  it('have no bound with Infinity', async () => {
    await start(Infinity);
    for (let n = 0; n < 70; n += 1) expect((await run({})).status).toBe(202);
  });
});

describe('runsPerMinute', () => {
  it.each([0, -1, 1.5, Number.NaN, '60', null, true])('cannot be %j', async (runsPerMinute) => {
    admin = await startAdmin({ options: { runsPerMinute: runsPerMinute as number } });
    const answer = await admin.get('/api/info');
    expect(answer.status).toBe(503);
    expect(errorOf(answer).message).toMatch(
      /runsPerMinute: expected a whole number from 1, or Infinity, got /,
    );
  });
});
