import { describe, expect, it } from 'vitest';
import { cronGaps } from './cron-gaps.ts';

const YEAR_2026 = [Date.parse('2026-01-01T00:00Z'), Date.parse('2027-01-01T00:00Z')] as const;

function gapsOf(line: string, timezone: string, [from, to]: readonly [number, number] = YEAR_2026) {
  const [cronMinute = '*', cronHour = '*', cronDay = '*', cronMonth = '*', cronDayOfWeek = '*'] =
    line.split(' ');
  const fields = { cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek };
  return cronGaps(fields, timezone, from, to).map((gap) => ({
    at: new Date(gap.at).toISOString(),
    wall: [gap.wallFrom, gap.wallTo].map(wallText),
    lost: gap.lost.map(wallText),
    lostCount: gap.lostCount,
    merged: gap.merged.map(wallText),
    mergedCount: gap.mergedCount,
  }));
}

function wallText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16);
}

describe('the times that a clock set forward takes from a cron', () => {
  const at = '2026-03-29T01:00:00.000Z';
  const wall = ['2026-03-29T02:00', '2026-03-29T03:00'];

  it('never come, unless they are fixed', () => {
    expect(gapsOf('*/30 2 * * *', 'Europe/Berlin')).toEqual([
      { at, wall, lost: ['2026-03-29T02:00', '2026-03-29T02:30'], lostCount: 2, merged: [], mergedCount: 0 },
    ]);
  });

  it('come as one at the end of the gap when they are fixed', () => {
    expect(gapsOf('0,30 2 * * *', 'Europe/Berlin')).toEqual([
      { at, wall, lost: [], lostCount: 0, merged: ['2026-03-29T02:00', '2026-03-29T02:30'], mergedCount: 2 },
    ]);
  });

  it.each(['30 3 * * *', '0 3 * * *', '30 2 * * mon', '30 2 1 * *'])('are none of %s', (line) => {
    expect(gapsOf(line, 'Europe/Berlin')).toEqual([]);
  });

  it('are none in a zone without such a change, nor when it is set back', () => {
    expect(gapsOf('* * * * *', 'Asia/Dhaka')).toEqual([]);
    const autumn = [Date.parse('2026-10-01T00:00Z'), Date.parse('2026-11-01T00:00Z')] as const;
    expect(gapsOf('* * * * *', 'Europe/Berlin', autumn)).toEqual([]);
  });

  it('are those of the range, its end excluded', () => {
    const end = Date.parse(at);
    expect(gapsOf('30 2 * * *', 'Europe/Berlin', [end, end + 1])).toHaveLength(1);
    expect(gapsOf('30 2 * * *', 'Europe/Berlin', [end - 9, end])).toHaveLength(0);
    expect(gapsOf('30 2 * * *', 'Europe/Berlin', [end + 1, end + 9])).toHaveLength(0);
  });

  it('never come when their whole date is swallowed, fixed or not; the first few are named, all are counted', () => {
    const around = [Date.parse('2011-12-29T00:00Z'), Date.parse('2012-01-01T00:00Z')] as const;
    const gap = { at: '2011-12-30T10:00:00.000Z', wall: ['2011-12-30T00:00', '2011-12-31T00:00'] };
    expect(gapsOf('30 8 * * *', 'Pacific/Apia', around)).toEqual([
      { ...gap, lost: ['2011-12-30T08:30'], lostCount: 1, merged: [], mergedCount: 0 },
    ]);
    const [all] = gapsOf('* * * * *', 'Pacific/Apia', around);
    expect(all).toMatchObject({ ...gap, lostCount: 1_440 });
    expect(all?.lost).toHaveLength(12);
  });
});
