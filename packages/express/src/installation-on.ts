import { DamagedSchedules } from './damaged-schedules.ts';
import type { Installation } from './installation.ts';
import { NextRuns } from './known/next-runs.ts';
import { OverdueRuns } from './known/overdue.ts';
import { TypicalOrder } from './known/typical-order.ts';
import { LiveEvents } from './live/live-events.ts';

/** What is made once a database was opened. */
export function installationOn(opened: Pick<Installation, 'settings' | 'backend' | 'logger'>): Installation {
  const { backend, logger } = opened;
  const nextRuns = new NextRuns(backend);
  return {
    ...opened,
    clock: backend.clock,
    damaged: new DamagedSchedules(backend.schedules),
    nextRuns,
    typicalOrder: new TypicalOrder({ ...backend, nextRuns }),
    overdue: new OverdueRuns({ nextRuns, clock: backend.clock }),
    live: new LiveEvents({ ...backend, logger }),
  };
}
