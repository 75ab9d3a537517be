import { expect, it } from 'vitest';
import { sampleSnapshot } from '../testing/samples.ts';
import { isAlive, isRegistered } from './seen-runners.ts';

const seen = (heartbeatEverySeconds: number, state: 'active' | 'stopped' = 'active') => ({
  ...sampleSnapshot({ state }),
  heartbeatAt: 0,
  heartbeatEverySeconds,
});

it.each([
  [1, 4_999, true],
  [1, 5_000, false],
  [10, 24_999, true],
  [10, 25_000, false],
])('a runner with a heartbeat every %i s, last seen %i ms ago, is alive: %s', (every, agoMs, alive) => {
  expect(isAlive(seen(every), agoMs)).toBe(alive);
});

it('a runner that stopped is not alive', () => {
  expect(isAlive(seen(10, 'stopped'), 0)).toBe(false);
});

const withJobs = (state: 'active' | 'standby', keys: readonly string[], heartbeatAt = 0) => ({
  ...sampleSnapshot({ state, jobs: keys.map((jobKey) => ({ jobKey, definedAt: 'test', declared: null })) }),
  heartbeatAt,
  heartbeatEverySeconds: 10,
});

it('a job counts as registered when the runner that fires has it', () => {
  const runners = [withJobs('active', ['old']), withJobs('standby', ['old', 'new'])];
  expect(isRegistered('old', runners, 0)).toBe(true);
  expect(isRegistered('new', runners, 0)).toBe(false);
});

it('while no runner fires, any living one will do; without one nothing is known', () => {
  const runners = [withJobs('active', ['old'], -60_000), withJobs('standby', ['new'])];
  expect(isRegistered('new', runners, 0)).toBe(true);
  expect(isRegistered('old', runners, 0)).toBe(false);
  expect(isRegistered('old', runners, 60_000)).toBe(null);
});
