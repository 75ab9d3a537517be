import { useSyncExternalStore } from 'react';

/**
 * The page's clock, corrected to the server's time, with one timer for all parts that show seconds. A difference of up
 * to two seconds between browser and server is not corrected.
 */
const TOLERATED_MS = 2_000;
const TICK_MS = 1_000;

let offsetMs = 0;
let tickAt = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

export function now(): number {
  return Date.now() + offsetMs;
}

/** Sets the clock to the server's; `serverNow` in epoch milliseconds. */
export function setServerNow(serverNow: number): void {
  const difference = serverNow - Date.now();
  offsetMs = Math.abs(difference) > TOLERATED_MS ? difference : 0;
}

/** The current instant in epoch milliseconds, updated each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, lastTick);
}

/** A value that `read` derives from the current instant; a component renders again only when it changes. */
export function useOfNow<T extends string | number | boolean | null>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(lastTick()));
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) timer = setInterval(tick, TICK_MS);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/**
 * Without listeners the timer is stopped, so the first read afterwards updates the tick; in between React needs a
 * stable value.
 */
function lastTick(): number {
  if (Math.abs(now() - tickAt) > TICK_MS) tickAt = now();
  return tickAt;
}

function tick(): void {
  tickAt = now();
  for (const listener of listeners) listener();
}
