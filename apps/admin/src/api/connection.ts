import { useSyncExternalStore } from 'react';

/**
 * What the last request said about the way to the server. Every answer, whatever its status, makes it `open`,
 * save 401, which makes it `locked`; no answer makes it `lost`.
 */
export type Connection = 'open' | 'locked' | 'lost';

let connection: Connection = 'open';
const listeners = new Set<() => void>();

export function reportConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
