import { describe, expect, it } from 'vitest';
import { effectsOf } from './effect-words.ts';

const NOW = Date.UTC(2026, 0, 31, 8, 30);
const DAY = 86_400_000;
const NOTHING = { change: null, clockChange: null, sameMinute: 0, warnings: [] };
const effects = (preview: Partial<Parameters<typeof effectsOf>[0]>) =>
  effectsOf({ ...NOTHING, ...preview }, 'Europe/Berlin', NOW);

const CHANGE = {
  until: new Date(NOW + 7 * DAY).toISOString(),
  before: 7,
  after: 14,
  gained: 14,
  lost: 7,
  firstGainedAt: '2026-01-31T11:00:00.000Z',
  firstLostAt: '2026-02-01T07:00:00.000Z',
};

describe('what saving changes, in words', () => {
  it('is nothing where nothing changes', () => {
    expect(effects({})).toEqual([]);
    expect(
      effects({ change: { ...CHANGE, gained: 0, lost: 0, firstGainedAt: null, firstLostAt: null } }),
    ).toEqual([]);
  });

  it('counts the runs gained and lost, and names the first of each in the zone of the schedule', () => {
    expect(effects({ change: CHANGE })).toEqual([
      'In the next 7 days: 14 runs instead of 7; 14 at new times, 7 at old times no longer.',
      'First new run: Sat, 31 Jan 2026, 12:00:00.',
      'First run that is lost: Sun, 1 Feb 2026, 08:00:00.',
    ]);
  });

  it('names a shorter period for frequent triggers', () => {
    const until = new Date(NOW + 3_600_000).toISOString();
    expect(effects({ change: { ...CHANGE, until } })[0]).toMatch(/^In the next hour: /);
  });

  it('tells of a change of the clock that is felt and that no warning has named', () => {
    const clockChange = { at: '2026-03-29T01:00:00.000Z', isFelt: true, message: 'On 2026-03-29 …' };
    expect(effects({ clockChange })).toEqual(['On 2026-03-29 …']);
    expect(effects({ clockChange, warnings: ['On 2026-03-29 …'] })).toEqual([]);
    expect(effects({ clockChange: { ...clockChange, isFelt: false } })).toEqual([]);
  });

  it('counts the others in the same minute', () => {
    expect(effects({ sameMinute: 1 })).toEqual(['Another schedule runs in the same minute.']);
    expect(effects({ sameMinute: 1_200 })).toEqual(['1,200 other schedules run in the same minute.']);
    expect(effects({ sameMinute: null })).toEqual([]);
  });
});
