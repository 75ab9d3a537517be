import type { RunnerDto } from '@zenpulse/contract';

type StateWords = {
  readonly label: string;
  readonly tone: 'good' | 'waiting' | 'gone' | 'bad';
  readonly meaning: string;
};

/** A runner's state in words. One that is neither alive nor stopped has died. */
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

/** The warning about a runner's default zone; null if it is the application's. */
export function zoneWarning(runnerZone: string, defaultZone: string | undefined): string | null {
  if (defaultZone === undefined || defaultZone === runnerZone) return null;
  return `This runner’s default time zone is ${runnerZone}, the application’s is ${defaultZone}. New schedules from code and new schedules from this page get different zones.`;
}
