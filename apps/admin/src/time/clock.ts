import { useSyncExternalStore } from 'react';

/**
 * The page's one clock: the server's time as well as it is known, and one timer for all that counts seconds.
 * A browser whose clock is within two seconds of the server's is left alone.
 */
const TOLERATED_MS = 2_000;

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
  return useSyncExternalStore(subscribe, () => tickAt);
}

/** What `read` makes of the current instant; a component renders again only when that is something else. */
export function useOfNow<T extends string | number | boolean>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(tickAt));
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    tickAt = now();
    timer = setInterval(tick, 1_000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function tick(): void {
  tickAt = now();
  for (const listener of listeners) listener();
}
