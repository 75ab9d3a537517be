import { describe, expect, it } from 'vitest';
import { readWindow, typedWindow } from './typed-window.ts';

const read = (dates: string, weekly: string) => readWindow({ timezone: 'UTC', dates, weekly });

describe('a typed window', () => {
  it('has a line for each range of dates and for each hours of the week', () => {
    const { definition, datesIssue, weeklyIssue } = read(
      '2026-12-24\n\n 2026-12-24T18:00 to 2027-01-02 ',
      'mon-fri 22:00-06:00\nsat, Sun 00:00 – 24:00',
    );
    expect([datesIssue, weeklyIssue]).toEqual([null, null]);
    expect(definition).toEqual({
      timezone: 'UTC',
      dates: [
        { from: '2026-12-24', to: '2026-12-24' },
        { from: '2026-12-24T18:00', to: '2027-01-02' },
      ],
      weekly: [
        { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '22:00', to: '06:00' },
        { days: ['sat', 'sun'], from: '00:00', to: '24:00' },
      ],
    });
  });

  it('comes back as it was typed', () => {
    const typed = {
      timezone: 'UTC',
      dates: '2026-12-24\n2026-12-24T18:00 to 2027-01-02',
      weekly: 'mon-fri 22:00-06:00\nsat, sun 00:00-24:00\nmon, wed-fri 01:00-02:00',
    };
    expect(typedWindow(readWindow(typed).definition)).toEqual(typed);
  });

  it('takes a range of days over the end of the week', () => {
    expect(read('', 'fri-mon 00:00-01:00').definition.weekly[0]?.days).toEqual(['fri', 'sat', 'sun', 'mon']);
  });

  it('names the line that it cannot read', () => {
    expect(read('24.12.2026', 'mo-fr 8-10')).toMatchObject({
      datesIssue: 'Use 2026-12-24 or 2026-12-24T18:00 to 2026-12-26, not “24.12.2026”',
      weeklyIssue: 'Use mon-fri 22:00-06:00, not “mo-fr 8-10”',
    });
  });
});
