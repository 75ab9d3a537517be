import { useSyncExternalStore } from 'react';

/**
 * The result of the last request. `locked`: a token is required. `lost`: no answer. `limited`: a rate limiter rejects
 * requests until `until`.
 */
export type Connection =
  | { readonly kind: 'open' | 'locked' }
  | { readonly kind: 'lost'; readonly since: number; readonly message: string }
  | { readonly kind: 'limited'; readonly until: number };

const OPEN: Connection = { kind: 'open' };

let connection: Connection = OPEN;
/** While the connection is lost, when the next request is made, in this browser's epoch milliseconds. */
let nextTryAt: number | null = null;
const listeners = new Set<() => void>();
const tryListeners = new Set<() => void>();

export function reportConnection(next: Connection): void {
  const isSame = next.kind === connection.kind && next.kind !== 'limited';
  if (isSame) return;
  connection = next.kind === 'open' ? OPEN : next;
  for (const listener of listeners) listener();
}

export function reportNextTry(at: number | null): void {
  if (at === nextTryAt) return;
  nextTryAt = at;
  for (const listener of tryListeners) listener();
}

export function currentConnection(): Connection {
  return connection;
}

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useConnection(): Connection {
  return useSyncExternalStore(onConnectionChange, currentConnection);
}

export function useNextTry(): number | null {
  return useSyncExternalStore(onNextTryChange, () => nextTryAt);
}

function onNextTryChange(listener: () => void): () => void {
  tryListeners.add(listener);
  return () => tryListeners.delete(listener);
}
