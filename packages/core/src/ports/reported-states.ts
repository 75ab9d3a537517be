import { mergedRunInstants, type RunInstants } from '../domain/index.ts';
import type { SeenRunner } from './runner-directory.ts';
import { isAlive, registeredJobs } from './seen-runners.ts';

/** What the runners report of the states of schedules, by schedule id. */
export interface ReportedStates {
  /** When the newest run of each started that runs now. */
  readonly running: ReadonlyMap<string, number>;
  /** Of which a further attempt waits or runs. */
  readonly retrying: ReadonlySet<string>;
  /** What the counters in the store do not say yet, a minute at most. */
  readonly instants: ReadonlyMap<string, RunInstants>;
  /** The jobs that are registered; null while no runner lives to say it. */
  readonly jobKeys: ReadonlySet<string> | null;
}

/** What runs is known of living runners alone; what has ended, of dead ones too. */
export function reportedStates(runners: readonly SeenRunner[], now: number): ReportedStates {
  const running = new Map<string, number>();
  const retrying = new Set<string>();
  for (const runner of runners.filter((one) => isAlive(one, now))) {
    for (const { scheduleId, startedAt, origin } of runner.runningNow) {
      running.set(scheduleId, Math.max(running.get(scheduleId) ?? startedAt, startedAt));
      if (origin === 'retry') retrying.add(scheduleId);
    }
    for (const { scheduleId, origin } of runner.waitingNow) if (origin === 'retry') retrying.add(scheduleId);
    for (const scheduleId of runner.retrying ?? []) retrying.add(scheduleId);
  }
  return { running, retrying, instants: freshInstants(runners), jobKeys: registeredJobs(runners, now) };
}

function freshInstants(runners: readonly SeenRunner[]): ReadonlyMap<string, RunInstants> {
  const fresh = new Map<string, RunInstants>();
  for (const runner of runners) {
    for (const [id, instants] of Object.entries(runner.freshInstants ?? {})) {
      const known = fresh.get(id);
      fresh.set(id, known === undefined ? instants : mergedRunInstants(known, instants));
    }
  }
  return fresh;
}
