import { expect, it } from 'vitest';
import { seedsAgain, violationsOf } from './simulate-seeds.ts';

it('the engine keeps its promises while people cancel runs, too', { timeout: 1_200_000 }, async () => {
  expect(await violationsOf(seedsAgain(0.1), { hasCancels: true })).toEqual([]);
});
