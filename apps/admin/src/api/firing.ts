import { PATHS, type FiringStopped } from '@zenpulse/contract';
import { request } from './request.ts';

interface Firing {
  readonly stopped: FiringStopped | null;
}

/** Stops all firing, on every runner. */
export function stopFiring(reason: string): Promise<Firing> {
  return request(PATHS.pause, { method: 'POST', body: reason === '' ? {} : { reason } });
}

/** Lets schedules fire again, from now on. */
export function resumeFiring(): Promise<Firing> {
  return request(PATHS.pause, { method: 'DELETE' });
}
