import { describe, expect, it, vi, type MockInstance } from 'vitest';
import { Counters } from '@zenpulse/core/engine/records/counters';
import { SlotlessRetries } from '@zenpulse/core/engine/runs/slotless-retries';
import { ScheduleAccount } from '@zenpulse/core/engine/runs/schedule-account';
import { Dispatcher } from '@zenpulse/core/engine/schedules/dispatcher';
import { Adoption } from '@zenpulse/core/engine/tenure/adoption';
import type { Rule } from './checks/violation.ts';
import { caughtBy } from './simulate-seeds.ts';
import { simulate, type SimulationReport } from './simulate.ts';

/** Each must be caught within this many seeds. */
const SEEDS = 500;

interface Mutant {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** The first seed to try: a little before the one that shows it; 1 by default. */
  readonly from?: number;
  readonly mutate: () => readonly MockInstance[];
}

const MUTANTS: readonly Mutant[] = [
  {
    name: 'a retry that waits for a place and does not hear of later occurrences',
    rules: ['wrong retry'],
    mutate: () => [vi.spyOn(SlotlessRetries.prototype, 'overtakenBy').mockReturnValue([])],
  },
  {
    name: 'a run that is tried again though a later occurrence has started beside it',
    rules: ['wrong retry'],
    mutate: () => [vi.spyOn(ScheduleAccount.prototype, 'hasStartedAfter').mockReturnValue(false)],
  },
  {
    name: 'a recovered retry that does not care for what was decided since',
    rules: ['wrong retry'],
    from: 630,
    mutate: () => [vi.spyOn(Dispatcher.prototype, 'hasDecidedAfter').mockReturnValue(false)],
  },
  {
    name: 'an adopter that keeps what it took over, and forgets what is over',
    rules: ['starts twice', 'wrong record'],
    from: 15,
    mutate: () => [
      vi.spyOn(Adoption.prototype, 'letGo').mockResolvedValue(),
      vi.spyOn(Adoption.prototype, 'standingRunIds', 'get').mockReturnValue(new Set()),
    ],
  },
  {
    name: 'counters that are written though nothing was counted',
    rules: ['writes idly'],
    mutate: () => [
      vi
        .spyOn(Counters.prototype, 'flush')
        .mockImplementation((stats) => stats.add([], { writer: 'idle', number: 1 })),
    ],
  },
];

describe('the simulation catches', { timeout: 600_000 }, () => {
  it.each(MUTANTS)('$name, by "$rules"', async ({ name, rules, from = 1, mutate }) => {
    const live = async (seed: number): Promise<SimulationReport> => {
      const spies = mutate();
      try {
        return await simulate(seed);
      } finally {
        for (const spy of spies) spy.mockRestore();
      }
    };
    const caught = await caughtBy(
      live,
      rules,
      Array.from({ length: SEEDS }, (_, index) => from + index),
    );
    if (caught !== null) console.log(`${name}: seed ${caught.seed}: ${caught.violation.text}`);
    expect(caught).not.toBeNull();
  });
});
