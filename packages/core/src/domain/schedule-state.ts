import { hasFailedLast, hasMissed, hasRun, type RunInstants } from './run-instants.ts';

/** What a schedule is doing, in one word: of several that hold, the first. */
export const SCHEDULE_STATES = [
  'damaged',
  'unregistered',
  'disabled',
  'paused',
  'running',
  'retrying',
  'failing',
  'missed',
  'never-ran',
  'ok',
] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

/** What a state is judged by. */
export interface ScheduleFacts {
  readonly isDamaged: boolean;
  /** Null while no runner lives that could say it. */
  readonly isRegistered: boolean | null;
  readonly isEnabled: boolean;
  readonly isPaused: boolean;
  /** When the newest of its running runs started; null while none runs. */
  readonly runningSince: number | null;
  /** Whether a further attempt of a failed run waits or runs. */
  readonly isRetrying: boolean;
  readonly instants: RunInstants;
}

export function scheduleState(facts: ScheduleFacts): ScheduleState {
  if (facts.isDamaged) return 'damaged';
  if (facts.isRegistered === false) return 'unregistered';
  if (!facts.isEnabled) return 'disabled';
  if (facts.isPaused) return 'paused';
  if (facts.runningSince !== null) return 'running';
  if (facts.isRetrying) return 'retrying';
  if (isFailing(facts)) return 'failing';
  if (hasMissed(facts.instants, facts.runningSince)) return 'missed';
  return neverRan(facts) ? 'never-ran' : 'ok';
}

/** Enabled, its newest ended run failed, and no further attempt is to come. What was skipped or missed changes nothing. */
export function isFailing({
  isEnabled,
  isRetrying,
  instants,
}: Pick<ScheduleFacts, 'isEnabled' | 'isRetrying' | 'instants'>): boolean {
  return isEnabled && !isRetrying && hasFailedLast(instants);
}

export function neverRan({
  runningSince,
  instants,
}: Pick<ScheduleFacts, 'runningSince' | 'instants'>): boolean {
  return runningSince === null && !hasRun(instants);
}
