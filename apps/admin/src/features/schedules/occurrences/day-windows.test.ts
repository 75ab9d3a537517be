import type { ScheduleItem } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { chosenPart, dayOfInstant, dayWindow, windowsOf } from './day-windows.ts';

const iso = (day: string, zone: string) => {
  const window = dayWindow(day, zone);
  return window && [new Date(window.from).toISOString(), new Date(window.to).toISOString()];
};

describe('dayWindow', () => {
  it('is the day of the zone', () => {
    expect(iso('2026-01-31', 'UTC')).toEqual(['2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z']);
    expect(iso('2026-01-31', 'Asia/Dhaka')).toEqual(['2026-01-30T18:00:00.000Z', '2026-01-31T18:00:00.000Z']);
    expect(iso('2026-01-31', 'Pacific/Kiritimati')?.[0]).toBe('2026-01-30T10:00:00.000Z');
    expect(iso('2026-01-31', 'Pacific/Pago_Pago')?.[0]).toBe('2026-01-31T11:00:00.000Z');
  });

  it('has 23 or 25 hours when the clocks change, and begins late when midnight is what they took', () => {
    const hours = (day: string, zone: string) => {
      const window = dayWindow(day, zone);
      return window === null ? 0 : (window.to - window.from) / 3_600_000;
    };
    expect(hours('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(hours('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(iso('2018-11-04', 'America/Sao_Paulo')?.[0]).toBe('2018-11-04T03:00:00.000Z');
  });

  it('is null for what is no date', () => {
    expect(dayWindow('', 'UTC')).toBeNull();
    expect(dayWindow('tomorrow', 'UTC')).toBeNull();
  });
});

describe('dayOfInstant', () => {
  it('is the date on the clocks of the zone', () => {
    const at = Date.parse('2026-01-31T23:30:00Z');
    expect([dayOfInstant(at, 'UTC'), dayOfInstant(at, 'Europe/Berlin')]).toEqual([
      '2026-01-31',
      '2026-02-01',
    ]);
  });
});

describe('windowsOf', () => {
  const day = { from: Date.parse('2026-01-31T00:00Z'), to: Date.parse('2026-02-01T00:00Z') };
  it.each([
    [10, 'minutes', 1],
    [10, 'seconds', 24],
    [1, 'seconds', 96],
  ] as const)('cuts a day of every %i %s into %i', (intervalValue, intervalUnit, count) => {
    const item = {
      triggerType: 'interval',
      intervalValue,
      intervalUnit,
      anchorAt: '2026-01-01T00:00:00.000Z',
    };
    const windows = windowsOf(item as ScheduleItem, day);
    expect(windows).toHaveLength(count);
    expect([windows[0]?.from, windows.at(-1)?.to]).toEqual([day.from, day.to]);
  });
});

describe('chosenPart', () => {
  const parts = [0, 10, 20].map((from) => ({ from, to: from + 10 }));
  it('is the one that was chosen, else the newest that has begun', () => {
    expect(chosenPart(parts, 0, 99)?.from).toBe(0);
    expect(chosenPart(parts, null, 15)?.from).toBe(10);
    expect(chosenPart(parts, 7, 99)?.from).toBe(20);
    expect(chosenPart(parts, null, -5)?.from).toBe(0);
    expect(chosenPart([], null, 5)).toBeNull();
  });
});
