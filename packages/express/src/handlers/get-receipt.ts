import type { RevisionPair, ScheduleStore, SeenRunner } from '@zenpulse/core/ports';
import type { Handler } from '../http/route.ts';
import { findSchedule, presentSchedule } from './find-schedule.ts';
import { receiptOf } from './receipt-of.ts';

/** Whether the last save of a schedule has reached the runner that fires. */
export const getReceipt: Handler = async ({ params }, installation) => {
  const { backend, clock } = installation;
  const row = await findSchedule(params['id'] ?? '', installation);
  const item = await presentSchedule(row, installation);
  const [revision, runners] = await Promise.all([
    backend.schedules.revisionOf(item.id),
    backend.runners.list(),
  ]);
  const strangers = await strangersAmong(runners, backend.schedules);
  return {
    status: 200,
    body: receiptOf({ item, revision: revision ?? 0, runners, strangers, now: clock.now() }),
  };
};

/**
 * Runners that report a revision which this database never had: their schedules are of another history. Those of an
 * earlier release report no token and are taken at their word.
 */
async function strangersAmong(
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
