import { expect, it } from 'vitest';
import { NO_RUN_INSTANTS } from './run-instants.ts';
import { SCHEDULE_STATES, scheduleState, type ScheduleFacts } from './schedule-state.ts';

const FAILED_AND_MISSED = {
  ...NO_RUN_INSTANTS,
  lastStartedAt: 1,
  lastFailedAt: 1,
  failingSince: 1,
  lastMissedAt: 2,
};

it('is the first of those that hold, in the order of the contract', () => {
  let facts: ScheduleFacts = {
    isDamaged: true,
    isRegistered: false,
    isEnabled: false,
    isPaused: true,
    runningSince: 1,
    isRetrying: true,
    instants: FAILED_AND_MISSED,
  };
  const remedies: Partial<ScheduleFacts>[] = [
    { isDamaged: false },
    { isRegistered: true },
    { isEnabled: true },
    { isPaused: false },
    { runningSince: null },
    { isRetrying: false },
    { instants: { ...NO_RUN_INSTANTS, lastMissedAt: 2 } },
    { instants: NO_RUN_INSTANTS },
    { instants: { ...NO_RUN_INSTANTS, lastStartedAt: 1, lastSuccessAt: 1 } },
  ];
  const seen = [scheduleState(facts)];
  for (const remedy of remedies) {
    facts = { ...facts, ...remedy };
    seen.push(scheduleState(facts));
  }
  expect(seen).toEqual([...SCHEDULE_STATES]);
});

it('takes a job for registered while no runner can say it', () => {
  const facts = { isDamaged: false, isEnabled: true, isPaused: false, runningSince: null, isRetrying: false };
  expect(scheduleState({ ...facts, isRegistered: null, instants: NO_RUN_INSTANTS })).toBe('never-ran');
});
