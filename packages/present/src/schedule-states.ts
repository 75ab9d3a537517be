import type { ScheduleCounts, ScheduleIs } from '@zenpulse/contract';
import {
  hasMissed,
  isFailing,
  mergedRunInstants,
  neverRan,
  NO_RUN_INSTANTS,
  type RunInstants,
  type ScheduleFacts,
} from '@zenpulse/core/domain';
import {
  reportedStates,
  type Backend,
  type FiringSwitch,
  type ReportedStates,
  type ScheduleTest,
  type SeenRunner,
} from '@zenpulse/core/ports';

type RunFacts = Pick<ScheduleFacts, 'runningSince' | 'isRetrying' | 'instants'>;

/** What the runners said when they were last asked, and what it means together with the counters in the store. */
export interface StateReading {
  readonly runners: readonly SeenRunner[];
  /** When that was, by the clock of the database. */
  readonly now: number;
  readonly reported: ReportedStates;
  /** Whether all firing is stopped. */
  readonly firing: FiringSwitch;
  /** The schedules that runners report something of, by id: their counters alone do not say how they are. */
  readonly judged: ReadonlyMap<string, RunFacts>;
}

/** At most one statement for all schedules that runners report something of. */
export async function readStates({
  runners: directory,
  stats,
  clock,
  calendar,
}: Pick<Backend, 'runners' | 'stats' | 'clock' | 'calendar'>): Promise<StateReading> {
  const [runners, firing] = await Promise.all([directory.list(), calendar.readSwitch()]);
  const now = clock.now();
  const reported = reportedStates(runners, now);
  const ids = new Set([...reported.running.keys(), ...reported.retrying, ...reported.instants.keys()]);
  const stored = ids.size === 0 ? new Map<string, RunInstants>() : await stats.instantsOf([...ids]);
  const judged = new Map([...ids].map((id) => [id, runFacts(id, stored.get(id), reported)] as const));
  return { runners, now, reported, judged, firing };
}

/** How a schedule is, by its counters and the reports. */
export function runFacts(id: string, stored: RunInstants | undefined, reported: ReportedStates): RunFacts {
  return {
    runningSince: reported.running.get(id) ?? null,
    isRetrying: reported.retrying.has(id),
    instants: mergedRunInstants(stored ?? NO_RUN_INSTANTS, reported.instants.get(id) ?? NO_RUN_INSTANTS),
  };
}

/** Finds the damaged rows, which no statement can. */
interface DamagedRows {
  ids(): Promise<readonly string[]>;
}

/** The test of rows that `is` stands for. Without a living runner nothing counts as unregistered. */
export async function testOf(
  is: ScheduleIs,
  { reported, judged, now }: StateReading,
  damaged: DamagedRows,
): Promise<ScheduleTest> {
  switch (is) {
    case 'paused':
      return { by: 'paused', at: now };
    case 'disabled':
      return { by: 'disabled' };
    case 'damaged':
      return { by: 'ids', ids: await damaged.ids() };
    case 'running':
      return { by: 'ids', ids: [...reported.running.keys()] };
    case 'unregistered':
      return reported.jobKeys === null
        ? { by: 'ids', ids: [] }
        : { by: 'job', noneOf: [...reported.jobKeys] };
    case 'failing':
    case 'missed':
    case 'never-ran':
      break;
  }
  const passing = [...judged].filter(([, facts]) => PASSES[is](facts)).map(([id]) => id);
  return { by: 'counters', counted: is, judged: [...judged.keys()], passing };
}

const PASSES = {
  failing: (facts: RunFacts) => isFailing({ ...facts, isEnabled: true }), // the statement looks at that
  missed: ({ instants, runningSince }: RunFacts) => hasMissed(instants, runningSince),
  'never-ran': neverRan,
} as const;

/** How many schedules pass each test, whatever a list is filtered by. */
export async function countStates(
  reading: StateReading,
  schedules: Pick<Backend['schedules'], 'countEach'>,
  damaged: DamagedRows,
): Promise<ScheduleCounts> {
  const test = (is: ScheduleIs) => testOf(is, reading, damaged);
  return schedules.countEach({
    total: null,
    failing: await test('failing'),
    missed: await test('missed'),
    running: await test('running'),
    paused: await test('paused'),
    disabled: await test('disabled'),
    unregistered: await test('unregistered'),
    damaged: await test('damaged'),
    neverRan: await test('never-ran'),
  });
}
