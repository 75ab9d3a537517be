import { expect, it } from 'vitest';
import { sampleSnapshot } from '../testing/samples.ts';
import { isAlive } from './seen-runners.ts';

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

it('a runner that said goodbye is not alive', () => {
  expect(isAlive(seen(10, 'stopped'), 0)).toBe(false);
});
