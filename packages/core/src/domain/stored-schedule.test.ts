import { describe, expect, it } from 'vitest';
import { sampleSchedule } from '../testing/samples.ts';
import { readStoredSchedule } from './stored-schedule.ts';

describe('a stored row', () => {
  it('that keeps the rules is a schedule', () => {
    const schedule = sampleSchedule();
    expect(readStoredSchedule({ ...schedule })).toEqual({ isDamaged: false, schedule });
  });

  it('with columns of a later release is read without them', () => {
    const schedule = sampleSchedule();
    expect(readStoredSchedule({ ...schedule, colour: 'red' })).toEqual({ isDamaged: false, schedule });
  });

  it('that breaks a rule keeps its values, its names and its version', () => {
    const values = { ...sampleSchedule({ version: 7, variant: 'north' }), timezone: 'Mars/Olympus' };
    expect(readStoredSchedule(values)).toEqual({
      isDamaged: true,
      damaged: {
        id: values.id,
        jobKey: values.jobKey,
        variant: 'north',
        version: 7,
        problems: [
          {
            path: 'timezone',
            message: 'expected an IANA time zone such as "Europe/Berlin", got "Mars/Olympus"',
          },
        ],
        values,
      },
    });
  });

  it.each<[string, object]>([
    ['a cron that never fires', { triggerType: 'cron', cronDay: '30', cronMonth: '2' }],
    ['a cron that cannot be read', { triggerType: 'cron', cronDay: '99', cronMonth: '' }],
    ['a cron that is no text', { triggerType: 'cron', cronMonth: 5 }],
    ['an interval without a value', { intervalValue: null }],
    ['an instant that is none', { anchorAt: Number.NaN }],
    ['an instant between milliseconds', { effectiveFrom: 0.5 }],
    ['nothing at all in a field', { logPolicy: undefined }],
  ])('with %s is damaged', (_what, values) => {
    expect(readStoredSchedule({ ...sampleSchedule(), ...values }).isDamaged).toBe(true);
  });

  it('that is no row at all is damaged and throws nothing', () => {
    expect(readStoredSchedule({})).toMatchObject({ isDamaged: true, damaged: { version: 1, variant: '' } });
  });
});
