import { describe, expect, it } from 'vitest';
import { sampleFields } from '../testing/samples.ts';
import { describeTrigger } from './describe-trigger.ts';
import type { ScheduleFields } from './schedule.ts';

describe('a trigger in words', () => {
  it.each<[Partial<ScheduleFields>, string]>([
    [{ intervalValue: 1, intervalUnit: 'minutes' }, 'Every minute'],
    [{ intervalValue: 30, intervalUnit: 'seconds' }, 'Every 30 seconds'],
    [{ intervalValue: 2, intervalUnit: 'weeks' }, 'Every 2 weeks'],
    [{ intervalValue: null }, 'Interval without a length'],
    [{ triggerType: 'cron' }, 'Every minute'],
    [{ triggerType: 'cron', cronMinute: '30', cronHour: '8' }, 'At 08:30'],
    [
      { triggerType: 'cron', cronMinute: '30', cronHour: '20', cronDayOfWeek: '0' },
      'At 20:30, only on Sunday',
    ],
    [{ triggerType: 'cron', cronMinute: '0', cronHour: '0', cronDayOfWeek: '7' }, 'At 00:00, only on Sunday'],
  ])('%j: %s', (fields, words) => {
    expect(describeTrigger(sampleFields(fields))).toBe(words);
  });

  it('says "and" where both days must match, never "or"', () => {
    const words = describeTrigger(
      sampleFields({
        triggerType: 'cron',
        cronMinute: '0',
        cronHour: '8',
        cronDay: '13',
        cronDayOfWeek: 'fri',
      }),
    );
    expect(words).toBe('At 08:00, on day 13 of the month, only on Friday');
  });

  it('throws for no field that a form may hold while somebody types', () => {
    for (const text of ['', '*/', 'abc', '99', '1-', '5-1', 'L', '5W', 'fri#9', '😀', ' ']) {
      const fields = sampleFields({
        triggerType: 'cron',
        cronMinute: text,
        cronDay: text,
        cronDayOfWeek: text,
      });
      expect(typeof describeTrigger(fields)).toBe('string');
    }
  });
});
