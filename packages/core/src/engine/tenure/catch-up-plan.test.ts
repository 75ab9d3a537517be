import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../domain/index.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleExecution, sampleSchedule } from '../../testing/samples.ts';
import { planCatchUp } from './catch-up-plan.ts';
import { journalLine } from '../journal/journal-line.ts';
import type { Run } from '../runs/run.ts';

const MINUTE = 60_000;
const now = REFERENCE_INSTANT + 30_000;
const P = REFERENCE_INSTANT - 5 * MINUTE;

/** Every minute; the occurrences after P are those of the last four minutes and of now. */
const plan = (
  fields: Partial<Schedule>,
  reservedUntil: number | null = null,
  lines: readonly string[] = [],
  isRegistered: (jobKey: string) => boolean = () => true,
  firing = { isStopped: false, resumedAt: null as number | null },
) =>
  planCatchUp({
    firing,
    tenure: {
      epoch: 2,
      processedUntil: P,
      reservedUntil,
      previousRunnerId: reservedUntil === null ? null : 'dead',
      previousEpoch: reservedUntil === null ? null : 1,
      mayOverlap: false,
    },
    journals: [
      {
        runnerId: 'dead',
        hostname: 'host-1',
        pid: 1,
        isComplete: true,
        parkedCount: 0,
        adoptedBy: null,
        lines,
      },
    ],
    rows: [
      {
        isDamaged: false,
        schedule: sampleSchedule({
          anchorAt: REFERENCE_INSTANT - 60 * MINUTE,
          effectiveFrom: REFERENCE_INSTANT - 60 * MINUTE,
          intervalValue: 1,
          intervalUnit: 'minutes',
          ...fields,
        }),
      },
    ],
    isRegistered,
    historyId: 'history',
    now,
  });

describe('what a start would catch up', () => {
  it.each([
    [
      { coalesce: true, misfireGraceTime: 60 },
      { undecided: 5, starts: 1, missed: 0 },
    ],
    [
      { coalesce: true, misfireGraceTime: 10 },
      { undecided: 5, starts: 0, missed: 5 },
    ],
    [
      { coalesce: false, misfireGraceTime: null },
      { undecided: 5, starts: 5, missed: 0 },
    ],
    [
      { coalesce: false, misfireGraceTime: 100 },
      { undecided: 5, starts: 2, missed: 3 },
    ],
  ])('%j: %j', (fields, expected) => {
    expect(plan(fields).schedules).toMatchObject([{ ...expected, newest: REFERENCE_INSTANT }]);
  });

  it('nothing of a schedule that is switched off, or whose trigger began since', () => {
    expect(plan({ enabled: false }).schedules).toEqual([]);
    expect(plan({ effectiveFrom: now - 1 }).schedules).toEqual([]);
  });

  it('nothing while all firing is stopped, and nothing from before it was allowed again', () => {
    const stopped = plan({}, null, [], undefined, { isStopped: true, resumedAt: null });
    expect([stopped.schedules, stopped.unregistered]).toEqual([[], []]);
    const resumed = plan({}, null, [], undefined, {
      isStopped: false,
      resumedAt: REFERENCE_INSTANT - 2 * MINUTE,
    });
    expect(resumed.schedules).toMatchObject([{ undecided: 2, starts: 1 }]);
  });

  it('gives up what a dead runner may have started, unless the schedule says that it may run again', () => {
    const reservedUntil = P + 2 * MINUTE;
    expect(plan({}, reservedUntil).schedules).toMatchObject([{ ambiguous: 2, starts: 1 }]);
    expect(plan({ onAmbiguous: 'run' }, reservedUntil).schedules).toMatchObject([
      { ambiguous: 0, starts: 1 },
    ]);
  });

  it('counts no occurrence that has not fallen due, even if a living runner may start it', () => {
    expect(plan({}, now + 3 * MINUTE).schedules).toMatchObject([{ undecided: 5, ambiguous: 5, missed: 0 }]);
  });

  it('counts what a dead runner left, and goes on where its journal ends', () => {
    const running = sampleRun({ runId: 'running', scheduledAt: P + MINUTE });
    const lines = [
      journalLine.tenure(1, null),
      journalLine.queued(running),
      journalLine.started(['running'], P + MINUTE),
      journalLine.queued(sampleRun({ runId: 'waiting', scheduledAt: P + 2 * MINUTE })),
      journalLine.ended('done', sampleExecution({ id: 'done' })),
    ];
    const { schedules, ...left } = plan({}, P + 3 * MINUTE, lines);
    const counts = { resumed: 0, retried: 0, interrupted: 1, missed: 1, skipped: 0, unwritten: 1 };
    expect(left).toEqual({
      interrupted: 1,
      waiting: 1,
      unwritten: 1,
      unregistered: [],
      inherited: [{ scheduleId: 'schedule-1', jobKey: 'report.send', variant: '', ...counts }],
    });
    expect(schedules).toMatchObject([{ undecided: 3, ambiguous: 0 }]);
  });

  describe('of what a dead runner left', () => {
    const waiting = (runId: string, changes: Partial<Run> = {}) =>
      journalLine.queued(sampleRun({ runId, scheduledAt: P + MINUTE, dueAt: now - 1_000, ...changes }));
    const lines = [
      journalLine.tenure(1, null),
      waiting('in-time'),
      waiting('retry', { origin: 'retry', attempt: 2 }),
      waiting('late', { dueAt: now - 61_000 }),
      waiting('by-hand', { origin: 'manual' }),
      waiting('gone', { schedule: sampleSchedule({ id: 'deleted', jobKey: 'old' }) }),
    ];
    const inherited = (...args: Parameters<typeof plan>) =>
      plan(...args).inherited.map(({ scheduleId, jobKey: _, variant: __, ...counts }) => {
        const some = Object.entries(counts).filter(([, count]) => count > 0);
        return `${scheduleId}: ${some.map(([name, count]) => `${count} ${name}`).join(', ')}`;
      });

    it('it says what starts, what is tried again, and what is given up', () => {
      expect(inherited({}, P + MINUTE, lines)).toEqual([
        'schedule-1: 1 resumed, 1 retried, 1 interrupted, 1 missed',
        'deleted: 1 skipped',
      ]);
    });

    it('no retry starts of an occurrence that a later one has overtaken', () => {
      const overtaken = [...lines, journalLine.decided(['schedule-1'], P + 3 * MINUTE)];
      expect(inherited({}, P + MINUTE, overtaken)[0]).toBe('schedule-1: 1 resumed, 1 interrupted, 2 missed');
    });

    it('nothing starts that its schedule, or the lack of its job, forbids', () => {
      const all = ['schedule-1: 1 interrupted, 3 skipped', 'deleted: 1 skipped'];
      expect(inherited({ enabled: false }, P + MINUTE, lines)).toEqual(all);
      const isStopped = { isStopped: true, resumedAt: null };
      expect(inherited({}, P + MINUTE, lines, undefined, isStopped)).toEqual(all);
      expect(inherited({}, P + MINUTE, lines, () => false)).toEqual([
        'schedule-1: 1 interrupted, 1 missed, 2 skipped',
        'deleted: 1 skipped',
      ]);
    });

    it('nothing starts that another runner may have started since', () => {
      const elsewhere = lines.slice(1); // without the line that it was active
      expect(inherited({}, P + MINUTE, elsewhere)[0]).toBe('schedule-1: 1 interrupted, 3 missed');
      const confirmed = [...elsewhere, journalLine.confirmed(P + MINUTE)];
      expect(inherited({}, P + MINUTE, confirmed)[0]).toMatch(/1 resumed, 1 retried/);
    });
  });

  it('lists a schedule that is switched on and has no job here apart, with what fell due', () => {
    const names = { scheduleId: 'schedule-1', jobKey: 'report.send', variant: '' };
    expect(plan({}, null, [], () => false)).toMatchObject({
      schedules: [],
      unregistered: [{ ...names, undecided: 5 }],
    });
    expect(plan({ effectiveFrom: now - 1 }, null, [], () => false).unregistered).toEqual([
      { ...names, undecided: 0 },
    ]);
    expect(plan({ enabled: false }, null, [], () => false).unregistered).toEqual([]);
  });
});
