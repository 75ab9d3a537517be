import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { sampleSchedule } from '../testing/samples.ts';
import { cronLine } from './cron/fixtures/cron-line.ts';
import { checkSchedule, crowdedMinutes } from './schedule-checks.ts';
import type { Schedule } from './schedule.ts';

const cron = (line: string, more: Partial<Schedule> = {}) =>
  sampleSchedule({ triggerType: 'cron', ...cronLine(line), timezone: 'UTC', ...more });
const check = (schedule: Schedule, jobKeys: ReadonlySet<string> | null = null) =>
  checkSchedule({ isDamaged: false, schedule }, jobKeys, REFERENCE_INSTANT);

describe('the check of a schedule', () => {
  it('finds nothing about an ordinary one', () => {
    expect(check(cron('0 8 * * *'))).toEqual([]);
  });

  it('finds a problem in one whose job is not registered, and none if the jobs are unknown', () => {
    const schedule = cron('0 8 * * *', { jobKey: 'gone', variant: 'eu' });
    expect(check(schedule, new Set(['other']))).toEqual([
      {
        severity: 'problem',
        code: 'unknown-job',
        scheduleId: schedule.id,
        jobKey: 'gone',
        variant: 'eu',
        message: 'No job module registers this job, so it does not run.',
      },
    ]);
    expect(check(schedule, new Set(['gone']))).toEqual([]);
    expect(check(schedule, null)).toEqual([]);
  });

  it('finds each field of a damaged row', () => {
    const { id } = sampleSchedule({});
    const problems = [
      { path: 'cronHour', message: 'Use 0–23' },
      { path: 'timezone', message: 'expected an IANA zone' },
    ];
    const damaged = { id, jobKey: 'a', variant: '', version: 1, problems, values: {} as never };
    expect(
      checkSchedule({ isDamaged: true, damaged }, null, REFERENCE_INSTANT).map(({ code, message }) => [
        code,
        message,
      ]),
    ).toEqual([
      ['damaged', 'cronHour: Use 0–23'],
      ['damaged', 'timezone: expected an IANA zone'],
    ]);
  });

  it('warns of uneven steps, missing days and changes of the clock', () => {
    const codes = (schedule: Schedule) => check(schedule).map(({ severity, code }) => `${severity} ${code}`);
    expect(codes(cron('*/7 * * * *'))).toEqual(['warning uneven-step']);
    expect(codes(cron('0 8 31 * *'))).toEqual(['warning missing-day']);
    expect(codes(cron('30 2 * * *', { timezone: 'Europe/Berlin' }))).toEqual(['warning clock-change']);
    expect(codes(cron('0 0 13 * fri'))).toEqual(['warning both-days']);
  });
});

describe('crowded minutes', () => {
  const many = (count: number, line: string, more: Partial<Schedule> = {}) =>
    Array.from({ length: count }, (_, index) => cron(line, { jobKey: `job_${index}`, ...more }));

  it('names the minute at which many schedules are due', () => {
    const [finding, ...others] = crowdedMinutes(
      [...many(12, '0 0 * * *'), ...many(9, '0 1 * * *')],
      REFERENCE_INSTANT,
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'warning', code: 'same-minute', jobKey: null });
    expect(finding?.message).toMatch(/^12 schedules are due at \d{4}-\d\d-\d\dT00:00Z\./);
  });

  it('counts no disabled schedule, and none that runs more than once an hour', () => {
    expect(crowdedMinutes(many(12, '0 0 * * *', { enabled: false }), REFERENCE_INSTANT)).toEqual([]);
    expect(crowdedMinutes(many(50, '*/5 * * * *'), REFERENCE_INSTANT)).toEqual([]);
  });
});
