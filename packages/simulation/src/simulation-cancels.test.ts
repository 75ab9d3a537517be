import { expect, it } from 'vitest';
import { cancelSeeds, violationsOf } from './simulate-seeds.ts';

it('the engine keeps its promises while people cancel runs, too', { timeout: 1_200_000 }, async () => {
  expect(await violationsOf(cancelSeeds(), true)).toEqual([]);
});
