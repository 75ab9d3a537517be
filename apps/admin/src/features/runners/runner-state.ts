import type { RunnerDto } from '@zenpulse/contract';

type StateWords = {
  readonly label: string;
  readonly tone: 'good' | 'waiting' | 'gone' | 'bad';
  readonly meaning: string;
};

/** What a runner is doing, in words. One that is neither alive nor stopped died. */
export function runnerState({ state, isAlive }: Pick<RunnerDto, 'state' | 'isAlive'>): StateWords {
  if (state === 'stopped')
    return { label: 'Stopped', tone: 'gone', meaning: 'It was stopped in good order.' };
  if (!isAlive)
    return {
      label: 'Died',
      tone: 'bad',
      meaning: 'Its heartbeat stopped, and it did not report that it was stopping.',
    };
  return state === 'active'
    ? { label: 'Active', tone: 'good', meaning: 'It starts the runs that are due.' }
    : {
        label: 'Standby',
        tone: 'waiting',
        meaning: 'It waits for the lock, and takes over when it is free.',
      };
}

/** Which zone warning a runner deserves; null when it has the same default as the application. */
export function zoneWarning(runnerZone: string, defaultZone: string | undefined): string | null {
  if (defaultZone === undefined || defaultZone === runnerZone) return null;
  return `This runner’s default time zone is ${runnerZone}, the application’s is ${defaultZone}. New schedules from code and new schedules from this page get different zones.`;
}
