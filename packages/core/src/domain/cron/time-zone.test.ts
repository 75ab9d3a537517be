import { describe, expect, it, vi } from 'vitest';
import { isTimeZone } from './time-zone.ts';

describe('isTimeZone', () => {
  it.each(['UTC', 'Asia/Dhaka', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'EST5EDT', 'europe/berlin'])(
    'knows %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['+01:00', '+0100', '+01', '-03:00', '\u221203:00'])('refuses the fixed offset %s', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  it('refuses a fixed offset where Intl takes it, as on Node 22', () => {
    vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(function acceptAnything() {
      return {} as Intl.DateTimeFormat;
    });
    expect([isTimeZone('Mars/Phobos'), isTimeZone('+02:00')]).toEqual([true, false]);
    vi.restoreAllMocks();
  });

  it.each(['', ' UTC', 'Z', 'Mars/Olympus', 'GMT+5', 'Europe/Berlin\n', 'A'.repeat(1000)])(
    'refuses %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
