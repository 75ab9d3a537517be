import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { sampleFields, sampleSchedule } from '../testing/samples.ts';
import { changedSchedule, newSchedule } from './schedule-lifecycle.ts';
import type { ScheduleFields } from './schedule-fields.ts';

const LATER = REFERENCE_INSTANT + 90_750;
const ANCHOR_LATER = REFERENCE_INSTANT + 90_000;

describe('a new schedule', () => {
  it('counts from the whole second, and catches up nothing from before', () => {
    expect(newSchedule('x', sampleFields(), LATER)).toMatchObject({
      id: 'x',
      version: 1,
      anchorAt: ANCHOR_LATER,
      effectiveFrom: LATER,
      createdAt: LATER,
      updatedAt: LATER,
    });
  });
});

describe('a changed schedule', () => {
  const before = sampleSchedule();
  const change = (fields: Partial<ScheduleFields>, from = before) => changedSchedule(from, fields, LATER);

  it('has the next version and the time of the change', () => {
    expect(change({ maxInstances: 2 })).toEqual({ ...before, maxInstances: 2, version: 2, updatedAt: LATER });
  });

  it.each<Partial<ScheduleFields>>([
    { intervalValue: 2 },
    { intervalUnit: 'hours' },
    { triggerType: 'cron' },
  ])('begins a new count and a new start with %j', (fields) =>
    expect(change(fields)).toMatchObject({ anchorAt: ANCHOR_LATER, effectiveFrom: LATER }),
  );

  it.each<Partial<ScheduleFields>>([
    { cronMinute: '5' },
    { cronHour: '5' },
    { cronDay: '5' },
    { cronMonth: '5' },
    { cronDayOfWeek: '5' },
    { timezone: 'Asia/Dhaka' },
  ])('begins a new start and keeps the count with %j', (fields) =>
    expect(change(fields)).toMatchObject({ anchorAt: before.anchorAt, effectiveFrom: LATER }),
  );

  it.each<Partial<ScheduleFields>>([
    { logPolicy: 'none' },
    { coalesce: false },
    { misfireGraceTime: null },
    { params: { a: 1 } },
    { jobKey: 'other' },
    { enabled: false },
    { enabled: true },
    { intervalValue: 1, intervalUnit: 'minutes', triggerType: 'interval', timezone: 'UTC' },
    { timezone: 'Etc/UTC' },
    {},
  ])('keeps count and start with %j', (fields) =>
    expect(change(fields)).toMatchObject({
      anchorAt: before.anchorAt,
      effectiveFrom: before.effectiveFrom,
    }),
  );

  it.each<[Partial<ScheduleFields>, Partial<ScheduleFields>, boolean]>([
    [{ cronDayOfWeek: 'MON' }, { cronDayOfWeek: 'mon' }, false],
    [{ cronDayOfWeek: '1-5' }, { cronDayOfWeek: 'mon-fri' }, false],
    [{ cronHour: '08' }, { cronHour: '8' }, false],
    [{ timezone: 'US/Eastern' }, { timezone: 'America/New_York' }, false],
    [{ cronMinute: '*' }, { cronMinute: '0-59' }, true],
    [{ cronMinute: '*/15' }, { cronMinute: '*/30' }, true],
    [{ timezone: 'Europe/Berlin' }, { timezone: 'Europe/Vienna' }, true],
  ])('from %j to %j: a new start is %s', (from, to, isNewStart) => {
    const { effectiveFrom } = change(to, { ...before, ...from });
    expect(effectiveFrom).toBe(isNewStart ? LATER : before.effectiveFrom);
  });

  it('begins a new start when it is enabled: disabled time never catches up', () => {
    const disabled = { ...before, enabled: false };
    expect(change({ enabled: true }, disabled)).toMatchObject({
      anchorAt: before.anchorAt,
      effectiveFrom: LATER,
    });
    expect(change({ maxInstances: 2 }, disabled).effectiveFrom).toBe(before.effectiveFrom);
  });
});
