import { createMemoryBackend, FakeClock, sampleExecution } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { followExecutions } from './follow-executions.ts';

it('prints by polling what no hint announced, reports once that the store is unavailable, and ends', async () => {
  const clock = new FakeClock();
  const backend = createMemoryBackend(clock);
  const stop = new AbortController();
  const told: string[] = [];
  const troubles: string[] = [];
  const followed = followExecutions({
    backend,
    clock,
    filter: {},
    limitBefore: 10,
    stop: stop.signal,
    onExecution: async ({ id }) => void told.push(id),
    onTrouble: (message) => void troubles.push(message),
  });
  await clock.settle();
  const append = (id: string) =>
    backend.executions.append([sampleExecution({ id, scheduleId: id, runTime: clock.now() })]);
  await append('a');
  expect(told).toEqual([]);
  await clock.advance(2_000);
  expect(told).toEqual(['a']);

  await append('b');
  backend.secondProcess().signal.send();
  await clock.advance(0);
  expect(told).toEqual(['a', 'b']);

  backend.isAway = true;
  await clock.advance(10_000);
  expect(troubles).toEqual(['the database does not answer']);
  backend.isAway = false;
  await append('c');
  await clock.advance(2_000);
  expect(told).toEqual(['a', 'b', 'c']);

  stop.abort();
  await followed;
  expect(clock.pendingCount).toBe(0);
});
