import type { RunnerDto } from '@zenpulse/contract';

type StateWords = {
  readonly label: string;
  readonly tone: 'good' | 'waiting' | 'gone' | 'bad';
  readonly meaning: string;
};

/** What a runner is doing, in words. One that is neither alive nor stopped died. */
export function runnerState({ state, isAlive }: Pick<RunnerDto, 'state' | 'isAlive'>): StateWords {
  if (state === 'stopped') return { label: 'Stopped', tone: 'gone', meaning: 'It left cleanly.' };
  if (!isAlive) return { label: 'Died', tone: 'bad', meaning: 'Its heartbeat stopped without a goodbye.' };
  return state === 'active'
    ? { label: 'Active', tone: 'good', meaning: 'It fires what is due.' }
    : { label: 'Standby', tone: 'waiting', meaning: 'It waits for the lock and takes over.' };
}

/** Which zone warning a runner deserves; null when it has the same default as the application. */
export function zoneWarning(runnerZone: string, defaultZone: string | undefined): string | null {
  if (defaultZone === undefined || defaultZone === runnerZone) return null;
  return `This runner’s default zone is ${runnerZone}, the application’s is ${defaultZone}. New schedules from code and from this page would get different zones.`;
}
