import { describe, expect, it, vi, type MockInstance } from 'vitest';
import { RevisionCounter } from '@zenpulse/core/testing';
import { liveThroughHistories } from './histories.ts';

const SEEDS = Array.from(
  { length: Number(process.env['ZENPULSE_HISTORY_SEEDS'] ?? 12) },
  (_, index) => index + 1,
);

interface Mutant {
  readonly name: string;
  readonly mutate: () => readonly MockInstance[];
}

/** Runners that mistake one history for another, in ways that happened or could happen. */
const MUTANTS: readonly Mutant[] = [
  {
    name: 'a database that numbers its revisions and gives no token',
    mutate: () => {
      const had = ({ revision }: { readonly revision: number }, counter: RevisionCounter) =>
        revision <= counter.value;
      return [
        vi.spyOn(RevisionCounter.prototype, 'pair', 'get').mockImplementation(function (
          this: RevisionCounter,
        ) {
          return { revision: this.value, token: '' };
        }),
        vi.spyOn(RevisionCounter.prototype, 'hasHad').mockImplementation(function (
          this: RevisionCounter,
          pair,
        ) {
          return had(pair, this);
        }),
        vi.spyOn(RevisionCounter.prototype, 'historyId', 'get').mockReturnValue('the only one'),
      ];
    },
  },
  {
    name: 'a log that says of every pair that it was there',
    mutate: () => [
      vi.spyOn(RevisionCounter.prototype, 'hasHad').mockReturnValue(true),
      vi.spyOn(RevisionCounter.prototype, 'historyId', 'get').mockReturnValue('the only one'),
    ],
  },
  {
    name: 'deletions that nobody names',
    mutate: () => [vi.spyOn(RevisionCounter.prototype, 'deletedAfter').mockReturnValue([])],
  },
];

describe('a runner whose database is restored, made anew or replaced', { timeout: 600_000 }, () => {
  it('fires what the table says and nothing else, through everything that its seeds bring', async () => {
    const broken: string[] = [];
    for (const seed of SEEDS) broken.push(...(await liveThroughHistories(seed)));
    expect(broken).toEqual([]);
  });

  it.each(MUTANTS)('is not deceived as by $name', async ({ mutate }) => {
    const caught = async (seed: number): Promise<readonly string[]> => {
      const spies = mutate();
      try {
        return await liveThroughHistories(seed);
      } finally {
        for (const spy of spies) spy.mockRestore();
      }
    };
    for (const seed of SEEDS) {
      const broken = await caught(seed);
      if (broken.length === 0) continue;
      console.log(broken[0]);
      return;
    }
    expect.fail('expected a seed to show it, got none');
  });
});
