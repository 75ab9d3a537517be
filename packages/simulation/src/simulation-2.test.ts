import { expect, it } from 'vitest';
import { seedsOf, violationsOf } from './simulate-seeds.ts';

it(
  'the engine keeps its promises through everything that its seeds bring (2)',
  { timeout: 1_200_000 },
  async () => {
    expect(await violationsOf(seedsOf(2))).toEqual([]);
  },
);
