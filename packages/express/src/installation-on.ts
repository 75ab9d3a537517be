import { DamagedSchedules } from './damaged-schedules.ts';
import type { Installation } from './installation.ts';
import { LiveEvents } from './live/live-events.ts';

/** What is made once a database was opened. */
export function installationOn(opened: Pick<Installation, 'settings' | 'backend' | 'logger'>): Installation {
  const { backend, logger } = opened;
  return {
    ...opened,
    clock: backend.clock,
    damaged: new DamagedSchedules(backend.schedules),
    live: new LiveEvents({ ...backend, logger }),
  };
}
