import type { BlackoutWindow } from '../domain/index.ts';

/** Whether all firing is stopped. Instants are epoch milliseconds. */
export interface FiringSwitch {
  /** Since when nothing fires; null while schedules fire. */
  readonly stoppedAt: number | null;
  readonly reason: string | null;
  /** Who stopped it; null where nobody is known. */
  readonly actor: string | null;
  /** When firing was last allowed again: nothing before is caught up. Null if it was never stopped. */
  readonly resumedAt: number | null;
}

export const FIRING: FiringSwitch = { stoppedAt: null, reason: null, actor: null, resumedAt: null };

/** What holds for many schedules. Each write raises the revision. */
export interface CalendarStore {
  /** All blackout windows, by name. One that SQL by hand has damaged is left out. */
  blackouts(): Promise<readonly BlackoutWindow[]>;
  putBlackout(window: BlackoutWindow): Promise<void>;
  /** False if there was none. Schedules that refer to it keep its name, which then means nothing. */
  removeBlackout(name: string): Promise<boolean>;
  readSwitch(): Promise<FiringSwitch>;
  /** Stops all firing, or says why anew; the time of the first stop stays. */
  stopFiring(why: Pick<FiringSwitch, 'reason' | 'actor'>): Promise<FiringSwitch>;
  resumeFiring(): Promise<FiringSwitch>;
}
