import type { ScheduleCounts, ScheduleIs } from '@zenpulse/contract';
import type { ScheduleTest } from '@zenpulse/core/ports';
import { testOf, type StateReading } from '@zenpulse/present';
import type { CountedIds, CountedSets } from './counted-ids.ts';
import type { KnownSchedule } from './known-schedule.ts';
import type { KnownSchedules } from './known-schedules.ts';
import { passing } from './matching-schedules.ts';

export interface StatesDeps {
  readonly known: Omit<KnownSchedules, 'watch' | 'replace' | 'close' | 'isRead'>;
  readonly counted: Pick<CountedIds, 'sets'>;
}

/** What is known of all schedules at one moment. */
export interface KnownStates {
  readonly counts: ScheduleCounts;
  /** The schedules that pass a test, in no order. */
  passing(is: ScheduleIs): Promise<readonly KnownSchedule[]>;
}

/**
 * How many schedules pass each test, as `countStates` finds it in the database. Only those are looked at of which the
 * counters or the runners say something.
 */
export async function knownStates(
  reading: StateReading,
  { known, counted }: StatesDeps,
): Promise<KnownStates> {
  await known.update();
  const sets = await counted.sets();
  const damaged = { ids: async () => [...known.damaged] };
  const passingTest = async (is: ScheduleIs) => {
    const test = await testOf(is, reading, damaged);
    const passes = passing(test, sets);
    const ids = test.by === 'paused' ? known.withPause : candidatesOf(test, sets);
    if (ids === null) return [...known.byId.values()].filter(passes);
    return [...ids].flatMap((id) => known.byId.get(id) ?? []).filter(passes);
  };
  const countOf = async (is: ScheduleIs) => (await passingTest(is)).length;
  const { jobKeys } = reading.reported;
  const counts = {
    total: known.byId.size,
    failing: await countOf('failing'),
    missed: await countOf('missed'),
    running: await countOf('running'),
    paused: await countOf('paused'),
    disabled: known.disabledCount,
    unregistered: jobKeys === null ? 0 : known.countOtherJobs(jobKeys),
    damaged: known.damaged.size,
    neverRan: await countOf('never-ran'),
  };
  return { counts, passing: passingTest };
}

/** The ids among which those that pass are; null: all. */
function candidatesOf(test: ScheduleTest, sets: CountedSets): Iterable<string> | null {
  if (test.by === 'ids') return test.ids;
  return test.by === 'counters' ? new Set([...sets[test.counted], ...test.passing]) : null;
}
