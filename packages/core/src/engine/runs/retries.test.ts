import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { numberedIds } from '../../testing/numbered-ids.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { noJournal, sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { Retries } from './retries.ts';
import { RunBook } from './run-book.ts';
import type { Run } from './run.ts';

describe('Retries', () => {
  let clock: FakeClock;
  let book: RunBook;
  let submitted: Run[];
  let chance: number;
  let journaled: string[];
  let dropped: string[];
  let runsOn: boolean;
  let isOvertaken: boolean;
  let retries: Retries;
  beforeEach(() => {
    clock = new FakeClock();
    submitted = [];
    chance = 0;
    journaled = [];
    dropped = [];
    runsOn = false;
    isOvertaken = false;
    book = new (class extends RunBook {
      override runsOn(): boolean {
        return runsOn;
      }
      override isOvertaken(): boolean {
        return isOvertaken;
      }
    })({
      clock,
      journal: { ...noJournal, queued: ({ runId }) => journaled.push(runId) },
      threads: null,
      mayStart: () => true,
    });
    book.onQueued.add((run) => submitted.push(run));
    book.onEnded.add(({ run, status, reason }) => dropped.push(`${run.runId} ${status}/${reason}`));
    retries = new Retries({
      clock,
      random: () => chance,
      newRunId: numberedIds('run'),
      book,
      mayRetry: () => true,
    });
  });

  const consider = (status: Outcome, run: Partial<Run> = {}, maxRetries = 3) =>
    retries.consider({
      run: sampleRun({ runId: 'first', schedule: sampleSchedule({ maxRetries }), coalescedCount: 4, ...run }),
      status,
      reason: null,
      runTime: clock.now(),
      durationMs: 1,
      thrown: null,
      output: null,
    });

  it('gives the next attempt up at once when a later occurrence has started meanwhile, with a row', async () => {
    isOvertaken = true;
    consider('fail');
    expect([dropped, book.waiting.retryingCount]).toEqual([['run-0001 missed/superseded'], 0]);
    await clock.advance(10_000);
    expect([submitted, journaled]).toEqual([[], []]);
  });

  it.each(['fail', 'timeout'] as const)(
    'tries %s again, for the same occurrence under a new id',
    async (status) => {
      consider(status);
      await clock.advance(999);
      expect(submitted).toEqual([]);
      await clock.advance(1);
      expect(submitted).toMatchObject([
        { runId: 'run-0001', origin: 'retry', attempt: 2, scheduledAt: REFERENCE_INSTANT, coalescedCount: 4 },
      ]);
    },
  );

  it('waits for an attempt that ignores that its time was up, and comes once it has returned', async () => {
    consider('timeout');
    runsOn = true;
    await clock.advance(60_000);
    expect(submitted).toEqual([]);
    expect(book.waiting.retryingCount).toBe(1);
    runsOn = false;
    await clock.advance(1_000);
    expect(submitted).toMatchObject([{ attempt: 2 }]);
    expect(clock.pendingCount).toBe(0);
  });

  it('that waits so can still be given up', async () => {
    consider('timeout');
    runsOn = true;
    await clock.advance(5_000);
    book.giveUp(() => true, 'skipped', 'cancelled');
    expect(dropped).toEqual(['run-0001 skipped/cancelled']);
    expect(clock.pendingCount).toBe(0);
  });

  it.each(['success', 'missed', 'skipped', 'interrupted'] as const)('leaves %s', async (status) => {
    consider(status);
    expect(clock.pendingCount).toBe(0);
  });

  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [9, 256_000],
    [10, 300_000],
    [100, 300_000],
  ])('waits longer each time: after attempt %i, %i ms', async (attempt, delayMs) => {
    consider('fail', { attempt }, 100);
    await clock.advance(delayMs - 1);
    expect(submitted).toEqual([]);
    await clock.advance(1);
    expect(submitted).toHaveLength(1);
  });

  it('spreads retries by chance over the second half of the pause', async () => {
    chance = 0.999_999;
    consider('fail');
    await clock.advance(499);
    expect(submitted).toEqual([]);
    await clock.advance(2);
    expect(submitted).toHaveLength(1);
  });

  it.each([
    [1, 0],
    [4, 3],
  ])('gives up after attempt %i with %i retries', (attempt, maxRetries) => {
    consider('fail', { attempt }, maxRetries);
    expect(clock.pendingCount).toBe(0);
  });

  it('forgets the retries of the schedules that it is told, and no others', async () => {
    consider('fail');
    consider('fail', { schedule: sampleSchedule({ id: 'other', maxRetries: 1 }) });
    book.giveUp(
      ({ state, run }) => state !== 'recovered' && run.schedule.id === 'schedule-1',
      'skipped',
      'cancelled',
    );
    await clock.advance(10_000);
    expect(submitted.map(({ schedule }) => schedule.id)).toEqual(['other']);
  });
});
