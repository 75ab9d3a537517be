import { describe, expect, it } from 'vitest';
import { pausePresets } from './pause-presets.ts';

const ends = (now: string, zone: string) =>
  pausePresets(Date.parse(now), zone).map(({ label, at }) => `${label}: ${new Date(at).toISOString()}`);

describe('the common ends of a pause', () => {
  it('are full minutes from now, and the mornings of the zone', () => {
    expect(ends('2026-12-01T13:10:20Z', 'Europe/Berlin')).toEqual([
      '1 hour: 2026-12-01T14:11:00.000Z',
      '4 hours: 2026-12-01T17:11:00.000Z',
      'Tomorrow 08:00: 2026-12-02T07:00:00.000Z',
      'Monday 08:00: 2026-12-07T07:00:00.000Z',
    ]);
  });

  it('on a Sunday are the next day, on a Monday the next week, by the zone’s own date', () => {
    expect(ends('2026-12-06T12:00:00Z', 'UTC').at(-1)).toBe('Monday 08:00: 2026-12-07T08:00:00.000Z');
    expect(ends('2026-12-07T06:00:00Z', 'UTC').at(-1)).toBe('Monday 08:00: 2026-12-14T08:00:00.000Z');
    expect(ends('2026-12-06T23:30:00Z', 'Asia/Tokyo').slice(2)).toEqual([
      'Tomorrow 08:00: 2026-12-07T23:00:00.000Z',
      'Monday 08:00: 2026-12-13T23:00:00.000Z',
    ]);
  });
});
