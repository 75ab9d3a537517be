import type { RunnerList } from '@zenpulse/contract';
import { shownRunner, StoreError, type ScheduleStore } from '@zenpulse/core/ports';
import type { Handler } from '../http/route.ts';

export const listRunners: Handler = async (_request, { backend, clock }) => {
  const now = clock.now();
  const runners = [...(await backend.runners.list())].sort((a, b) => b.startedAt - a.startedAt);
  const body: RunnerList = {
    items: runners.map((runner) => shownRunner(runner, now)),
    revision: await revisionOf(backend.schedules),
  };
  return { status: 200, body };
};

/** Null while the database does not answer: on SQLite the reports are files and can be shown without it. */
async function revisionOf(schedules: ScheduleStore): Promise<number | null> {
  try {
    return (await schedules.readRevision()).revision;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'store_unavailable') return null;
    throw error;
  }
}
