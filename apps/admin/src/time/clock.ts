import { useSyncExternalStore } from 'react';

/**
 * The page's one clock: the server's time as well as it is known, and one timer for all that counts seconds.
 * A browser whose clock is within two seconds of the server's is left alone.
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

/** Takes over the server's clock; `serverNow` in epoch milliseconds. */
export function setServerNow(serverNow: number): void {
  const difference = serverNow - Date.now();
  offsetMs = Math.abs(difference) > TOLERATED_MS ? difference : 0;
}

/** The current instant in epoch milliseconds, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, lastTick);
}

/** What `read` makes of the current instant; a component renders again only when that is something else. */
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

/** While nobody listens the timer rests, so the first look after that moves the tick; React needs it stable between. */
function lastTick(): number {
  if (Math.abs(now() - tickAt) > TICK_MS) tickAt = now();
  return tickAt;
}

function tick(): void {
  tickAt = now();
  for (const listener of listeners) listener();
}
