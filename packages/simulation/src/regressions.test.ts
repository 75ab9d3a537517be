import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

interface Story {
  readonly seed: number;
  readonly hasCancels?: boolean;
  readonly story: string;
}

/** Seeds that once broke a promise, and what they contain. */
const STORIES: readonly Story[] = [
  { seed: 672, hasCancels: true, story: 'an adopter on a full disk forgot what it had ended of the dead' },
  { seed: 6304, story: 'an adopter on a full disk forgot it where nobody cancelled anything' },
  { seed: 11_608, story: 'an adopter on a full disk left its own adopter two journals' },
  { seed: 2712, hasCancels: true, story: 'an adopter on a full disk died while people cancelled' },
  { seed: 613, hasCancels: true, story: 'an adopter left a whole journal beside one that had a gap before' },
  { seed: 8642, story: 'a journal lost its end behind a clock that was set back a little' },
  { seed: 8776, story: 'a journal lost its end behind a clock that was set forward again' },
  { seed: 467, hasCancels: true, story: 'a chain went on beside single runs, and an old one of it failed' },
  { seed: 2589, hasCancels: true, story: 'what waited on one host went on after later ones on another' },
  { seed: 3004, hasCancels: true, story: 'a later occurrence and a retry were taken over together' },
  { seed: 2718, story: 'a runner lost the lease while it ended, got it back and left' },
  { seed: 3732, story: 'a runner ended when it had read the journals, and had no trust to fire' },
  { seed: 9743, story: 'the roll-up of a lost start gave way to the record of what came after it' },
];

it.each(STORIES)(
  'keeps its promises where $story (seed $seed)',
  { timeout: 60_000 },
  async ({ seed, hasCancels = false }) => {
    expect((await simulate(seed, { hasCancels })).violations).toEqual([]);
  },
);
