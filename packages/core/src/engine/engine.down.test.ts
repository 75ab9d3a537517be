import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The runner is killed half a minute after the second occurrence, and the next one begins ten minutes later. */
const KILLED_AT = 2.5 * MINUTE;
const DOWN_MS = 10 * MINUTE;

/** The fates of occurrences 3 to 12, as the next runner finds them at 12.5 minutes: `minute outcome ×count`. */
const table: readonly [
  grace: number | null,
  coalesce: boolean,
  maxInstances: number,
  expected: readonly string[],
][] = [
  // A minutely job, 30 s late: the newest is within a grace of 60 s and covers all.
  [60, true, 1, ['12 success ×10']],
  [60, true, 2, ['12 success ×10']],
  // With 10 s: none is within the grace.
  [10, true, 1, ['12 missed/down ×10']],
  [10, true, 2, ['12 missed/down ×10']],
  [null, true, 1, ['12 success ×10']],
  [null, true, 2, ['12 success ×10']],
  // Without coalesce each is checked on its own; the chain takes one slot, whatever its length.
  [60, false, 1, [...missedEach(3, 11), '12 success ×1']],
  [60, false, 2, [...missedEach(3, 11), '12 success ×1']],
  [10, false, 1, missedEach(3, 12)],
  [10, false, 2, missedEach(3, 12)],
  [null, false, 1, successEach(3, 12)],
  [null, false, 2, successEach(3, 12)],
  [300, false, 1, [...missedEach(3, 7), ...successEach(8, 12)]],
];

describe('down for ten minutes with a minutely job', () => {
  it.each(table)(
    'grace %s, coalesce %s, max instances %s',
    async (grace, coalesce, maxInstances, expected) => {
      const { second, schedule } = await restarted({ misfireGraceTime: grace, coalesce, maxInstances });
      await second.clock.advance(20 * SECOND);
      expect(await outcomes(second, schedule.id)).toEqual(['1 success ×1', '2 success ×1', ...expected]);
      await second.clock.advance(15 * SECOND);
      expect((await outcomes(second, schedule.id)).at(-1)).toBe('13 success ×1');
      await second.stop();
    },
  );

  it('in the time of an edit, only what the new trigger yields after it is caught up', async () => {
    const { second, schedule } = await restarted(
      { misfireGraceTime: null, coalesce: false },
      async (runner, row) => {
        await runner.clock.advance(8 * MINUTE);
        await runner.backend.schedules.change(row.id, row.version, () => ({ intervalValue: 120 }), BY_TEST);
        await runner.clock.advance(2 * MINUTE);
      },
    );
    await second.clock.advance(5 * SECOND);
    expect(await outcomes(second, schedule.id)).toEqual(['1 success ×1', '2 success ×1', '12.5 success ×1']);
    await second.stop();
  });

  it('disabled meanwhile, nothing is caught up, not even once it is enabled again', async () => {
    const { second, schedule } = await restarted({ misfireGraceTime: null }, async (runner, row) => {
      const off = await runner.backend.schedules.change(
        row.id,
        row.version,
        () => ({ enabled: false }),
        BY_TEST,
      );
      await runner.clock.advance(DOWN_MS - SECOND);
      await runner.backend.schedules.change(off.id, off.version, () => ({ enabled: true }), BY_TEST);
      await runner.clock.advance(SECOND);
    });
    await second.clock.advance(20 * SECOND);
    expect(await outcomes(second, schedule.id)).toEqual(['1 success ×1', '2 success ×1']);
    await second.stop();
  });
});

type Fields = Parameters<TestRunner['schedule']>[0];
type Row = Awaited<ReturnType<TestRunner['schedule']>>;

async function restarted(
  fields: Fields,
  meanwhile: (runner: TestRunner, row: Row) => Promise<void> = ({ clock }) => clock.advance(DOWN_MS),
) {
  const jobs = { 'report.send': () => undefined };
  const first = createTestRunner({ jobs, isLocking: true });
  const schedule = await first.schedule({
    intervalValue: 60,
    intervalUnit: 'seconds',
    logPolicy: 'all',
    ...fields,
  });
  await first.engine.start();
  await first.clock.advance(KILLED_AT);
  first.crash();
  await meanwhile(first, schedule);
  const second = createTestRunner({
    jobs,
    isLocking: true,
    beside: first,
    settings: { runnerId: 'runner-2' },
  });
  await second.engine.start();
  return { second, schedule };
}

async function outcomes(runner: TestRunner, scheduleId: string): Promise<string[]> {
  const rows = (await runner.executions()).filter((row) => row.scheduleId === scheduleId);
  return rows
    .toSorted((a, b) => a.scheduledAt - b.scheduledAt)
    .map(({ scheduledAt, status, reason, coalescedCount }) => {
      const minute = (scheduledAt - REFERENCE_INSTANT) / MINUTE;
      return `${minute} ${status}${reason === null ? '' : `/${reason}`} ×${coalescedCount}`;
    });
}

function missedEach(from: number, to: number): string[] {
  return each(from, to, 'missed/down');
}

function successEach(from: number, to: number): string[] {
  return each(from, to, 'success');
}

function each(from: number, to: number, outcome: string): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${from + i} ${outcome} ×1`);
}
