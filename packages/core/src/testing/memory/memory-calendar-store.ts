import type { BlackoutWindow } from '../../domain/index.ts';
import { FIRING, type CalendarStore, type Clock, type FiringSwitch } from '../../ports/index.ts';
import type { MemoryScheduleStore } from './memory-schedule-store.ts';
import type { RevisionCounter } from './revision-counter.ts';

export function createMemoryCalendarStore(
  revision: RevisionCounter,
  rows: Pick<MemoryScheduleStore, 'touchReferring'>,
  clock: Clock,
): CalendarStore {
  const windows = new Map<string, BlackoutWindow>();
  let firing: FiringSwitch = FIRING;
  const change = (name: string): void => {
    revision.raise();
    rows.touchReferring(name);
  };
  const turn = (after: FiringSwitch): FiringSwitch => {
    firing = after;
    revision.raise();
    return after;
  };
  return {
    blackouts: async () => [...windows.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    putBlackout: async (window) => {
      windows.set(window.name, structuredClone(window));
      change(window.name);
    },
    removeBlackout: async (name) => {
      const isGone = windows.delete(name);
      if (isGone) change(name);
      return isGone;
    },
    readSwitch: async () => firing,
    stopFiring: async (why) => turn({ ...firing, ...why, stoppedAt: firing.stoppedAt ?? clock.now() }),
    resumeFiring: async () =>
      firing.stoppedAt === null ? firing : turn({ ...FIRING, resumedAt: clock.now() }),
  };
}
