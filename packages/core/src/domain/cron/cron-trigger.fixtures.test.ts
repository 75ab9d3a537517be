import { expect, it } from 'vitest';
import { createCronTrigger } from './cron-trigger.ts';
import cases from './fixtures/triggers.json' with { type: 'json' };

/** Fire times of APScheduler 3.9.1, the engine of the original, with its weekdays renumbered. */
const awayFromChanges = cases.filter(({ dst }) => !dst);

it('fires when the original did, away from changes of the clock', () => {
  const wrong = awayFromChanges.filter(({ cron, timezone, from_, expect: times }) => {
    const trigger = createCronTrigger(
      {
        cronMinute: cron.minute,
        cronHour: cron.hour,
        cronDay: cron.day,
        cronMonth: cron.month,
        cronDayOfWeek: cron.dayOfWeek,
      },
      timezone,
    );
    let at: number | null = from_;
    return !times.every((time) => (at = trigger.next(at ?? NaN)) === time);
  });
  expect(wrong).toEqual([]);
  expect(awayFromChanges).toHaveLength(296);
});
