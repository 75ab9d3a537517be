import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { sampleSchedule } from '../testing/samples.ts';
import type { Schedule } from './schedule.ts';
import { triggerWarnings } from './trigger-warnings.ts';

const warnings = (fields: Partial<Schedule>) => triggerWarnings(sampleSchedule(fields), REFERENCE_INSTANT);

describe('warnings before saving', () => {
  it('are none for an ordinary trigger', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ triggerType: 'cron', cronMinute: '0', cronHour: '8', cronDayOfWeek: 'mon' })).toEqual(
      [],
    );
  });

  it('name the date of a run that is more than eight years away', () => {
    const leapMonday = {
      cronMinute: '0',
      cronHour: '0',
      cronDay: '29',
      cronMonth: '2',
      cronDayOfWeek: 'mon',
    };
    const found = warnings({ triggerType: 'cron', ...leapMonday });
    expect(found[0]).toBe('The next run is more than eight years away: 2044-02-29.');
  });

  it('say that both days must match', () => {
    const both = { triggerType: 'cron', cronDay: '13', cronDayOfWeek: 'fri' } as const;
    expect(warnings(both)).toEqual([
      'Day of month and day of week must both match. In a crontab either would be enough.',
    ]);
    expect(warnings({ ...both, triggerType: 'interval' })).toEqual([]);
  });
});
