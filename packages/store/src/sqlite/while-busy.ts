import type { Clock } from '@zenpulse/core/ports';
import { primaryCodeOf, SQLITE_BUSY } from './sqlite-errors.ts';

/** The driver waits in the thread, so it waits shortly; the rest of the patience lets others have their turn. */
export const WAIT_IN_THREAD_MS = 50;
export const PATIENCE_MS = 10_000;
const PAUSE_MS = 25;

/** Sends again while other processes' transactions keep it out; each time after `reconnect`. */
export async function whileBusy<T>(
  clock: Clock,
  patienceMs: number,
  send: () => T | Promise<T>,
  reconnect: () => void | Promise<void>,
): Promise<T> {
  const giveUpAt = clock.monotonic() + patienceMs;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (primaryCodeOf(error) !== SQLITE_BUSY) throw error;
      await reconnect();
      if (clock.monotonic() >= giveUpAt) throw error;
      await new Promise<void>((resolve) => clock.setTimer(PAUSE_MS, resolve));
    }
  }
}
