import { describe, expect, it } from 'vitest';
import { instantOfWall, wallOfInstant } from './wall-time.ts';

const iso = (wall: string, zone: string) => {
  const at = instantOfWall(wall, zone);
  return at === null ? null : new Date(at).toISOString();
};

describe('a time typed in a zone', () => {
  it('is the instant at which the zone shows it', () => {
    expect(iso('2026-01-31T08:30', 'Europe/Berlin')).toBe('2026-01-31T07:30:00.000Z');
    expect(iso('2026-07-31T08:30', 'America/New_York')).toBe('2026-07-31T12:30:00.000Z');
    expect(iso('2026-07-31T08:30', 'Asia/Kathmandu')).toBe('2026-07-31T02:45:00.000Z');
    expect(iso('2026-12-31T23:59', 'Pacific/Kiritimati')).toBe('2026-12-31T09:59:00.000Z');
    expect(iso('2026-01-31T08:30', 'UTC')).toBe('2026-01-31T08:30:00.000Z');
  });

  it('is the first of two when the clock is set back, and on the days around it the only one', () => {
    expect(iso('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(iso('2026-10-25T03:30', 'Europe/Berlin')).toBe('2026-10-25T02:30:00.000Z');
    expect(iso('2026-10-24T23:30', 'Europe/Berlin')).toBe('2026-10-24T21:30:00.000Z');
  });

  it('is later by the hour that the clock leaves out', () => {
    const at = instantOfWall('2026-03-29T02:30', 'Europe/Berlin') ?? 0;
    expect(wallOfInstant(at, 'Europe/Berlin')).toBe('2026-03-29T03:30');
    expect(iso('2026-03-29T03:00', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
    expect(iso('2026-03-29T01:59', 'Europe/Berlin')).toBe('2026-03-29T00:59:00.000Z');
  });

  it('is none while it is incomplete', () => {
    expect([iso('', 'UTC'), iso('2026-02', 'UTC'), iso('2026-13-01T00:00', 'UTC')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is shown as it was typed', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe'])
      expect(wallOfInstant(instantOfWall('2026-05-04T17:05', zone) ?? 0, zone)).toBe('2026-05-04T17:05');
  });
});
