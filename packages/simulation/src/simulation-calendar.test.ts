import { expect, it } from 'vitest';
import { seedsAgain, violationsOf } from './simulate-seeds.ts';

it(
  'the engine keeps its promises while people pause, skip, move and plan runs, black out times and stop all firing',
  { timeout: 1_200_000 },
  async () => {
    expect(await violationsOf(seedsAgain(0.1), { hasCalendar: true })).toEqual([]);
  },
);
