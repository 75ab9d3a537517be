import type { SeenRunner } from './runner-directory.ts';
import type { RevisionPair, ScheduleStore } from './schedule-store.ts';

/**
 * The ids of active runners that report a revision which this database's history does not contain: they read their
 * schedules from another history. Runners of earlier releases report no token and are assumed to match.
 */
export async function strangersAmong(
  runners: readonly SeenRunner[],
  schedules: Pick<ScheduleStore, 'hasHad'>,
): Promise<ReadonlySet<string>> {
  const strangers = new Set<string>();
  const known = new Map<string, Promise<boolean>>();
  const hasHad = (pair: RevisionPair): Promise<boolean> => {
    const key = JSON.stringify(pair);
    const asked = known.get(key) ?? schedules.hasHad(pair);
    known.set(key, asked);
    return asked;
  };
  for (const { runnerId, state, revision, revisionToken } of runners) {
    if (state !== 'active' || revision === null || revisionToken === undefined) continue;
    if (!(await hasHad({ revision, token: revisionToken }))) strangers.add(runnerId);
  }
  return strangers;
}
