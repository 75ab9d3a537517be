import { FakeClock, sampleSchedule } from '@zenpulse/core/testing';
import type { Schedule } from '@zenpulse/core/domain';
import { expect, it } from 'vitest';
import { knownSchedule } from './known-schedule.ts';
import { overdueSince } from './overdue.ts';

const MINUTE = 60_000;

/** After an hour of silence, of a schedule of every minute that was decided up to then. */
function overdue(changes: Partial<Schedule>) {
  const clock = new FakeClock();
  const since = clock.now();
  clock.stepWall(60 * MINUTE);
  const row = {
    isDamaged: false,
    schedule: sampleSchedule({ anchorAt: since, effectiveFrom: since, ...changes }),
  } as const;
  return overdueSince(since, [knownSchedule(row)], clock);
}

it.each<[string, Partial<Schedule>, [number, number, number]]>([
  ['runs once for all of them', { coalesce: true, misfireGraceTime: 60 }, [60, 1, 0]],
  ['runs each within its grace', { coalesce: false, misfireGraceTime: 150 }, [60, 3, 57]],
  ['is only missed', { intervalValue: 50, misfireGraceTime: 60 }, [1, 0, 1]],
  ['is not due', { intervalValue: 2, intervalUnit: 'hours' }, [0, 0, 0]],
  ['is disabled', { enabled: false }, [0, 0, 0]],
])('of a schedule that %s', async (_what, changes, [due, wouldRun, wouldMiss]) => {
  expect(await overdue(changes)).toEqual({ due, wouldRun, wouldMiss });
});

it('of one that was switched on meanwhile counts from there', async () => {
  const clock = new FakeClock();
  expect(
    await overdue({ effectiveFrom: clock.now() + 50 * MINUTE, coalesce: false, misfireGraceTime: null }),
  ).toEqual({
    due: 10,
    wouldRun: 10,
    wouldMiss: 0,
  });
});
