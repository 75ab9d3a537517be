import type { Run } from './run.ts';

/** True if the start of a run ends the retries of another one: of an earlier occurrence of its schedule. */
export function overtakes(
  { origin, schedule, scheduledAt }: Run,
  { schedule: { id }, scheduledAt: earlierAt }: Run,
): boolean {
  return origin === 'schedule' && id === schedule.id && earlierAt < scheduledAt;
}
