import { systemClock } from '../system-clock.ts';

const GENEROUS_MS = 15_000;

/** Polls for something whose timing the operating system determines. */
export async function until(holds: () => boolean): Promise<void> {
  const end = systemClock.monotonic() + GENEROUS_MS;
  while (!holds()) {
    if (systemClock.monotonic() > end) throw new Error(`expected it to hold within ${GENEROUS_MS} ms`);
    await new Promise<void>((resolve) => systemClock.setTimer(5, resolve));
  }
}
