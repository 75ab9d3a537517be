import { describe, expect, it, vi, type MockInstance } from 'vitest';
import { JournalKeeper } from '@zenpulse/core/engine/journal/journal-keeper';
import { Counters } from '@zenpulse/core/engine/records/counters';
import { checkFigures } from './checks/figures-checks.ts';
import { JOB_KEYS, type Fault, type Plan } from './scenario.ts';
import { simulate } from './simulate.ts';

const SEEDS = Number(process.env['ZENPULSE_FIGURES_SEEDS'] ?? 60);
const FIRST = Number(process.env['ZENPULSE_FIGURES_FIRST'] ?? 1);

/** What may happen to runners and the database, without the loss of a journal and without anybody's edits. */
const FAULTS: ReadonlySet<Fault['kind']> = new Set([
  'kill',
  'terminate',
  'stand-still',
  'database-down',
  'cut-off',
  'hints-lost',
  'revoke',
]);

/** Nothing is recorded, and each third start of a schedule fails. */
function withoutRecords(plan: Plan): Plan {
  return {
    ...plan,
    schedules: plan.schedules.map((fields) => ({
      ...fields,
      logPolicy: 'none',
      maxInstances: 1,
      timeoutSeconds: null,
      onAmbiguous: 'skip',
      enabled: true,
    })),
    jobs: new Map(
      JOB_KEYS.map((key, index) => [
        key,
        {
          maxMs: [0, 300, 5_000][index % 3] ?? 0,
          instant: 0.5,
          failing: 0,
          failsEachThird: true,
          heedsSignal: true,
        },
      ]),
    ),
    faults: plan.faults.filter(({ kind }) => FAULTS.has(kind)),
  };
}

const live = (seed: number, isLogged = false) =>
  simulate(seed, { replan: withoutRecords, judge: checkFigures, isLogged });

it(
  'counters, rings, roll-ups and states are right to the occurrence without a record, whatever becomes of the runners',
  { timeout: 1_200_000 },
  async () => {
    const isLogged = process.env['ZENPULSE_SIM_LOG'] === '1';
    const wrong: string[] = [];
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const { violations, rows, log } = await live(seed, isLogged);
      if (isLogged) console.log(log.join('\n'));
      expect(rows).toEqual([]);
      for (const { rule, text } of violations) wrong.push(`seed ${seed}: ${rule}: ${text}`);
      await new Promise((resolve) => setImmediate(resolve)); // lets the test runner's worker answer its pings
    }
    expect(wrong).toEqual([]);
  },
);

interface Mutant {
  readonly name: string;
  readonly mutate: () => MockInstance;
}

const MUTANTS: readonly Mutant[] = [
  {
    name: 'an adopter that sends nothing of what a dead runner counted',
    mutate: () => vi.spyOn(Counters.prototype, 'recover').mockReturnValue(),
  },
  {
    name: 'a journal that does not say where a batch ends',
    mutate: () => vi.spyOn(JournalKeeper.prototype, 'batchCut').mockReturnValue(),
  },
  {
    name: 'counters that take an attempt for the end of its occurrence',
    mutate: () => {
      const count = Counters.prototype.count;
      return vi.spyOn(Counters.prototype, 'count').mockImplementation(function (this: Counters, end) {
        count.call(this, { ...end, hasNext: false });
      });
    },
  },
];

describe('the check of figures catches', { timeout: 600_000 }, () => {
  it.each(MUTANTS)('$name', async ({ mutate }) => {
    const mutant = mutate();
    try {
      let caught = 0;
      for (let seed = 1; seed <= 60 && caught === 0; seed += 1) caught = (await live(seed)).violations.length;
      expect(caught).toBeGreaterThan(0);
    } finally {
      mutant.mockRestore();
    }
  });
});
