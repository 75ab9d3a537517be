import { RUN_REQUEST_TTL_MS } from '@zenpulse/core/ports';
import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  sampleFields,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { expireRunRequests } from './expire-run-requests.ts';

describe('requests for runs that nobody takes', () => {
  let clock: FakeClock;
  let backend: MemoryBackend;
  let scheduleId: string;
  beforeEach(async () => {
    clock = new FakeClock();
    backend = createMemoryBackend(clock);
    scheduleId = (await backend.schedules.create(sampleFields(), BY_TEST)).id;
  });

  const ask = (id: string) => backend.runRequests.add({ id, scheduleId, requestedAt: clock.now() });

  it('become missed runs once their time is over, and no sooner', async () => {
    await ask('early');
    await clock.advance(RUN_REQUEST_TTL_MS);
    await ask('late');
    await expireRunRequests(backend, clock);
    expect(await backend.executions.get('early'), 'its minute is not over').toBeNull();
    await clock.advance(1);
    await expireRunRequests(backend, clock);
    expect(await backend.executions.get('early')).toMatchObject({ status: 'missed', reason: 'unclaimed' });
    expect(await backend.executions.get('late')).toBeNull();
    expect((await backend.runRequests.claim('runner-1')).map(({ id }) => id)).toEqual(['late']);
  });

  it('are lost and doubled by no crash between the record and the forgetting', async () => {
    await ask('r');
    await clock.advance(RUN_REQUEST_TTL_MS + 1);
    const { runRequests, schedules, executions } = backend;
    const forget = () => Promise.reject(new Error('killed'));
    const dying = { schedules, executions, runRequests: { ...runRequests, forget } };
    await expect(expireRunRequests(dying, clock)).rejects.toThrow('killed');
    expect(await backend.runRequests.expired(clock.now())).toHaveLength(1);
    await expireRunRequests(backend, clock);
    expect(await backend.executions.count({})).toMatchObject({ count: 1 });
    expect(await backend.runRequests.expired(clock.now())).toEqual([]);
  });

  it('go without a record when their schedule is gone', async () => {
    await ask('r');
    await backend.schedules.remove(scheduleId, BY_TEST);
    await clock.advance(RUN_REQUEST_TTL_MS + 1);
    await expireRunRequests(backend, clock);
    expect(await backend.executions.count({})).toMatchObject({ count: 0 });
    expect(await backend.runRequests.expired(clock.now())).toEqual([]);
  });

  it('cost one statement when there are none', async () => {
    const before = backend.calls.length;
    await expireRunRequests(backend, clock);
    expect(backend.calls.slice(before)).toEqual(['runRequests.expired']);
  });
});
