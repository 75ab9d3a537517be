import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  sampleExecution,
  sampleFields,
} from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { waitForOutcome } from './wait-for-outcome.ts';

function setUp() {
  const clock = new FakeClock();
  const backend = createMemoryBackend(clock);
  const abort = new AbortController();
  const wait = (ms: number) => waitForOutcome('run-1', ms, { backend, clock, interruption: abort.signal });
  const ask = async () => {
    const { id } = await backend.schedules.create(sampleFields(), BY_TEST);
    await backend.runRequests.add({ id: 'run-1', scheduleId: id, requestedAt: clock.now() });
    await clock.advance(1);
  };
  return { clock, backend, abort, wait, ask };
}

it('resolves soon after the record is there', async () => {
  const { clock, backend, wait } = setUp();
  const waited = wait(60_000);
  await clock.advance(5_000);
  await backend.executions.append([sampleExecution()]);
  await clock.advance(500);
  expect(await waited).toMatchObject({ id: 'run-1', status: 'success' });
  expect(clock.pendingCount).toBe(0);
});

it('records a request that no runner took within a minute, and resolves to that record', async () => {
  const { clock, wait, ask } = setUp();
  await ask();
  const waited = wait(60_000);
  await clock.advance(60_000);
  expect(await waited).toMatchObject({
    id: 'run-1',
    jobKey: 'report.send',
    status: 'missed',
    origin: 'manual',
    reason: 'unclaimed',
  });
});

it('waits on for a run that a runner took', async () => {
  const { clock, backend, wait, ask } = setUp();
  await ask();
  await backend.runRequests.claim('runner-1');
  const waited = wait(600_000);
  await clock.advance(300_000);
  await backend.executions.append([sampleExecution()]);
  await clock.advance(500);
  expect(await waited).toMatchObject({ status: 'success' });
});

it('gives up in time, and at once when it is interrupted', async () => {
  const { clock, backend, abort, wait, ask } = setUp();
  await ask();
  const brief = wait(5_000);
  await clock.advance(5_000);
  expect(await brief).toBeNull();
  const interrupted = wait(60_000);
  await clock.settle();
  abort.abort();
  expect(await interrupted).toBeNull();
  expect(await backend.runRequests.claim('runner-1')).toHaveLength(1);
  expect(clock.pendingCount).toBe(0);
});
