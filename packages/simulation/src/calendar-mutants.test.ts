import { describe, expect, it, vi, type MockInstance } from 'vitest';
import type { BlackoutWindow, InForce, Schedule } from '@zenpulse/core/domain';
import { RunBook } from '@zenpulse/core/engine/runs/run-book';
import type { Rule } from './checks/violation.ts';
import { caughtBy } from './simulate-seeds.ts';
import { simulate } from './simulate.ts';
import { SOUND, type Variant } from './variant.ts';

/** Each must be caught within this many seeds. */
const SEEDS = 100;

interface Mutant extends Partial<Variant> {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** The first seed to try: a little before the one that shows it; 1 by default. */
  readonly from?: number;
  readonly mutate?: () => MockInstance;
}

/** Runners that take what people do about a schedule for something else. */
const MUTANTS: readonly Mutant[] = [
  {
    name: 'a pause that catches up what fell into it when it is lifted',
    rules: ['unplanned'],
    schedule: (schedule) =>
      schedule.pausedUntil === null ? { ...schedule, effectiveFrom: schedule.createdAt } : schedule,
  },
  {
    name: 'a pause that is heeded for what falls due, and not for what waits',
    rules: ['held'],
    mutate: () => vi.spyOn(RunBook.prototype, 'giveUp').mockReturnValue(0),
  },
  {
    name: 'a pause that begins a second late',
    rules: ['unplanned', 'held'],
    schedule: (schedule, { clock }) =>
      schedule.pausedUntil !== null && Date.parse(schedule.pausedFrom ?? '') > clock.now() - 1_000
        ? { ...schedule, pausedUntil: null }
        : schedule,
  },
  {
    name: 'a moved occurrence that also runs at its old time',
    rules: ['unplanned'],
    schedule: (schedule) =>
      withExceptions(schedule, (one) => (one.kind === 'move' ? { ...one, kind: 'run', at: one.to } : one)),
  },
  {
    name: 'a skip that is forgotten over a takeover',
    rules: ['unplanned'],
    schedule: (schedule, { name }) =>
      name === 'runner-1' ? schedule : withExceptions(schedule, (one) => (one.kind === 'skip' ? null : one)),
  },
  {
    name: 'a planned run that is forgotten over a takeover',
    rules: ['disappears'],
    schedule: (schedule, { name }) =>
      name === 'runner-1' ? schedule : withExceptions(schedule, (one) => (one.kind === 'run' ? null : one)),
  },
  {
    name: 'a window that is read in the wrong zone',
    rules: ['unplanned', 'disappears'],
    schedule: (schedule) =>
      withWindows(schedule, ({ name, definition }) => ({
        name,
        definition: { ...definition, timezone: 'UTC' },
      })),
  },
  {
    name: 'a window whose last minute is open',
    rules: ['unplanned'],
    schedule: (schedule) => withWindows(schedule, shortened),
  },
  {
    name: 'a switch that is not heeded',
    rules: ['held'],
    from: 7,
    firing: (firing) => ({ ...firing, stoppedAt: null }),
  },
  {
    name: 'a switch after which what fell due meanwhile is caught up',
    rules: ['unplanned'],
    from: 7,
    firing: (firing) => ({ ...firing, resumedAt: null }),
  },
  {
    name: 'a list that does not tell what was skipped',
    rules: ['told wrong'],
    from: 4,
    listed: (schedule) => withExceptions(schedule, (one) => (one.kind === 'skip' ? null : one)),
  },
  {
    name: 'a list that does not tell of pauses that are over',
    rules: ['told wrong'],
    listed: (schedule) => withExceptions(schedule, (one) => (one.kind === 'pause' ? null : one)),
  },
];

describe('the simulation catches', { timeout: 600_000 }, () => {
  it.each(MUTANTS)('$name, by "$rules"', async ({ rules, from = 1, mutate, ...parts }) => {
    const variant: Variant = { ...SOUND, ...parts };
    const live = async (seed: number) => {
      const spy = mutate?.();
      try {
        return await simulate(seed, { variant, hasCalendar: true });
      } finally {
        spy?.mockRestore();
      }
    };
    const seeds = Array.from({ length: SEEDS }, (_, index) => from + index);
    const caught = await caughtBy(live, rules, seeds, { hasCalendar: true });
    if (caught !== null) console.log(`${parts.name}: seed ${caught.seed}: ${caught.violation.text}`);
    expect(caught).not.toBeNull();
  });
});

type Entry = NonNullable<Schedule['exceptions']>[number];

function withExceptions(schedule: Schedule, change: (entry: Entry) => Entry | null): Schedule {
  const exceptions = (schedule.exceptions ?? []).flatMap((entry) => change(entry) ?? []);
  return { ...schedule, exceptions: exceptions.length === 0 ? null : exceptions };
}

function withWindows(
  schedule: Schedule & InForce,
  change: (window: BlackoutWindow) => BlackoutWindow,
): Schedule & InForce {
  const { blackoutWindows } = schedule;
  return blackoutWindows === undefined
    ? schedule
    : { ...schedule, blackoutWindows: blackoutWindows.map(change) };
}

function shortened({ name, definition }: BlackoutWindow): BlackoutWindow {
  const { dates, weekly } = definition;
  const earlier = (text: string) => {
    const time = text.slice(-5);
    const minutes = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + 1_439) % 1_440;
    const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
      String(part).padStart(2, '0'),
    );
    return `${text.slice(0, -5)}${hour}:${minute}`;
  };
  return {
    name,
    definition: {
      ...definition,
      dates: dates.map((one) => ({ ...one, to: earlier(one.to) })),
      weekly: weekly.map((one) => ({ ...one, to: earlier(one.to) })),
    },
  };
}
