import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { sampleSchedule } from '../testing/samples.ts';
import { compareRuns } from './compare-runs.ts';
import { cronLine } from './cron/fixtures/cron-line.ts';
import type { Schedule } from './schedule.ts';
import { triggerOf } from './timetable.ts';

const cron = (line: string) => sampleSchedule({ triggerType: 'cron', ...cronLine(line), timezone: 'UTC' });
const every = (intervalValue: number, intervalUnit: 'seconds' | 'minutes' | 'hours') =>
  sampleSchedule({ triggerType: 'interval', intervalValue, intervalUnit, anchorAt: REFERENCE_INSTANT });
const compare = (before: Schedule, after: Schedule) => compareRuns(before, after, REFERENCE_INSTANT);
const DAY = 86_400_000;

describe('the comparison of two triggers', () => {
  it('counts what another time of the day gains and loses in seven days', () => {
    const compared = compare(cron('0 8 * * *'), cron('0 9 * * *'));
    expect(compared).toMatchObject({ before: 7, after: 7, gained: 7, lost: 7 });
    expect(compared.until).toBe(REFERENCE_INSTANT + 7 * DAY);
    expect(compared.firstLostAt).toBe(triggerOf(cron('0 8 * * *')).next(REFERENCE_INSTANT));
    expect(compared.firstGainedAt).toBe(triggerOf(cron('0 9 * * *')).next(REFERENCE_INSTANT));
  });

  it('finds nothing gained and nothing lost when the trigger is the same', () => {
    expect(compare(cron('*/5 * * * *'), cron('0-59/5 * * * *'))).toMatchObject({
      gained: 0,
      lost: 0,
      firstGainedAt: null,
      firstLostAt: null,
    });
  });

  it('finds only losses when a trigger becomes a part of the old one', () => {
    expect(compare(cron('0 * * * *'), cron('0 */2 * * *'))).toMatchObject({ gained: 0, lost: 84, after: 84 });
  });

  it('compares an hour of a trigger that runs each second', () => {
    const compared = compare(every(1, 'seconds'), every(2, 'seconds'));
    expect(compared).toMatchObject({ before: 3_600, after: 1_800, gained: 0, lost: 1_800 });
    expect(compared.until).toBe(REFERENCE_INSTANT + 3_600_000);
  });

  it('agrees with sets of instants for many pairs', () => {
    const lines = ['0 8 * * *', '*/7 * * * *', '30 */5 1-15 * *', '0 0 * * mon', '15 10 31 * *'];
    const triggers = [...lines.map(cron), every(90, 'minutes'), every(7, 'hours')];
    for (const before of triggers)
      for (const after of triggers) {
        const { until, ...compared } = compare(before, after);
        const [old, fresh] = [instants(before, until), instants(after, until)];
        const gained = fresh.filter((at) => !old.includes(at));
        const lost = old.filter((at) => !fresh.includes(at));
        expect(compared).toEqual({
          before: old.length,
          after: fresh.length,
          gained: gained.length,
          lost: lost.length,
          firstGainedAt: gained[0] ?? null,
          firstLostAt: lost[0] ?? null,
        });
      }
  });
});

function instants(schedule: Schedule, until: number): number[] {
  const trigger = triggerOf(schedule);
  const found: number[] = [];
  for (let at = trigger.next(REFERENCE_INSTANT); at !== null && at <= until; at = trigger.next(at))
    found.push(at);
  return found;
}
