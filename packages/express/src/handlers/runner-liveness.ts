import type { SeenRunner } from '@zenpulse/core/ports';

/** A heartbeat comes each second; so many seconds without one and the runner is taken for dead. */
const SILENCE_MS = 5_000;

export function isAlive({ state, heartbeatAt }: SeenRunner, now: number): boolean {
  return state !== 'stopped' && now - heartbeatAt < SILENCE_MS;
}
