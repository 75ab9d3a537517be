import { describe, expect, it } from 'vitest';
import { createCronTrigger } from './cron-trigger.ts';
import { cronLine } from './fixtures/cron-line.ts';

const REFERENCE = Date.parse('2026-05-15T12:30:00Z');
const MINUTE_MS = 60_000;

describe('createCronTrigger', () => {
  it('gives equal schedules one object', () => {
    const trigger = createCronTrigger(cronLine('0 8 * * mon'), 'Asia/Dhaka');
    expect(createCronTrigger(cronLine('0 8 * * mon'), 'Asia/Dhaka')).toBe(trigger);
    expect(createCronTrigger(cronLine('0 8 * * mon'), 'UTC')).not.toBe(trigger);
    expect(createCronTrigger(cronLine('8 0 * * mon'), 'Asia/Dhaka')).not.toBe(trigger);
    // A repeating cron and one with fixed times, which have the same values but differ at a change of the clock.
    const hourly = createCronTrigger(cronLine('0 * * * *'), 'UTC');
    expect(createCronTrigger(cronLine('0 0-23 * * *'), 'UTC')).not.toBe(hourly);
  });

  it('throws on a damaged row', () => {
    expect(() => createCronTrigger(cronLine('61 * * * *'), 'UTC')).toThrow('cronMinute: Use 0–59');
    expect(() => createCronTrigger(cronLine('* * * * *'), '+01:00')).toThrow('expected an IANA zone');
  });
});

describe('a cron trigger', () => {
  const everyHalfHour = createCronTrigger(cronLine('*/30 * * * *'), 'UTC');

  it('next is strictly after, to the millisecond', () => {
    expect(everyHalfHour.next(REFERENCE)).toBe(REFERENCE + 30 * MINUTE_MS);
    expect(everyHalfHour.next(REFERENCE - 1)).toBe(REFERENCE);
  });

  it('previous is at or before, to the millisecond', () => {
    expect(everyHalfHour.previous(REFERENCE)).toBe(REFERENCE);
    expect(everyHalfHour.previous(REFERENCE - 1)).toBe(REFERENCE - 30 * MINUTE_MS);
  });

  it('count leaves the first end out and takes the second in', () => {
    expect(everyHalfHour.count(REFERENCE, REFERENCE + 30 * MINUTE_MS)).toBe(1);
    expect(everyHalfHour.count(REFERENCE - 1, REFERENCE)).toBe(1);
    expect(everyHalfHour.count(REFERENCE, REFERENCE + 30 * MINUTE_MS - 1)).toBe(0);
    expect(everyHalfHour.count(REFERENCE, REFERENCE)).toBe(0);
    expect(everyHalfHour.count(REFERENCE, REFERENCE - 1)).toBe(0);
  });

  it('needs the day of the month and the day of the week to match', () => {
    const friday13 = createCronTrigger(cronLine('0 0 13 * fri'), 'UTC');
    expect(friday13.next(REFERENCE)).toBe(Date.parse('2026-11-13T00:00:00Z'));
  });

  it('answers for a date that never comes', () => {
    const trigger = createCronTrigger(cronLine('0 0 31 2 *'), 'Europe/Berlin');
    expect([trigger.next(REFERENCE), trigger.previous(REFERENCE), trigger.count(0, REFERENCE)]).toEqual([
      null,
      null,
      0,
    ]);
  });

  it('gives up on a time that lies in the gap of each year', () => {
    const trigger = createCronTrigger(cronLine('*/30 2 * 3 sunL'), 'Europe/Berlin');
    expect(trigger.previous(REFERENCE)).toBe(Date.parse('1980-03-30T01:30:00Z'));
    expect(trigger.count(Date.UTC(1981, 0), REFERENCE)).toBe(0);
    // Null as long as the zone's law is not changed.
    expect(trigger.next(REFERENCE) ?? Infinity).toBeGreaterThan(REFERENCE);
  });

  it('fires far from our time', () => {
    const leapDay = createCronTrigger(cronLine('30 6 29 2 *'), 'Asia/Kathmandu');
    expect(leapDay.next(Date.parse('2396-03-01T00:00:00Z'))).toBe(Date.parse('2400-02-29T00:45:00Z'));
    expect(leapDay.next(Date.parse('9999-01-01T00:00:00Z'))).toBe(Date.parse('+010000-02-29T00:45:00Z'));
    expect(leapDay.previous(Date.parse('1987-01-01T00:00:00Z'))).toBe(Date.parse('1984-02-29T01:00:00Z'));
    expect(leapDay.previous(Date.parse('0001-01-01T00:00:00Z'))).toBe(Date.parse('0000-02-29T00:48:44Z'));
  });

  it('ends with what a Date can hold', () => {
    const everyMinute = createCronTrigger(cronLine('* * * * *'), 'Asia/Kathmandu');
    expect(everyMinute.next(8.64e15 - 1)).toBe(8.64e15);
    expect(everyMinute.next(8.64e15)).toBe(null);
    expect(everyMinute.previous(-8.64e15)).toBe(null);
  });

  it.each([NaN, Infinity, -Infinity])('throws on %d, which is no instant', (at) => {
    expect(() => everyHalfHour.next(at)).toThrow(RangeError);
    expect(() => everyHalfHour.previous(at)).toThrow(RangeError);
  });
});
