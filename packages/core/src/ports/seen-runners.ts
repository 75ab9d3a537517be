import type { SeenRunner } from './runner-directory.ts';
import type { LastRun } from './stats-store.ts';

/** A heartbeat comes each second; so many seconds without one and the runner is taken for dead. */
const SILENCE_MS = 5_000;

/** Whether a runner that was seen is there now, by its heartbeat. */
export function isAlive({ state, heartbeatAt }: SeenRunner, now: number): boolean {
  return state !== 'stopped' && now - heartbeatAt < SILENCE_MS;
}

/** The counters reach the store once a minute; until then a runner's report knows better. */
export function newestRun(
  scheduleId: string,
  written: LastRun | undefined,
  runners: readonly SeenRunner[],
): LastRun | null {
  const candidates = runners.flatMap(({ freshLastRuns }) => freshLastRuns[scheduleId] ?? []);
  if (written !== undefined) candidates.push(written);
  return candidates.reduce<LastRun | null>(
    (newest, run) => (newest === null || run.runTime > newest.runTime ? run : newest),
    null,
  );
}
