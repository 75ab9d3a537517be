import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createMemoryStatsStore, type MemoryStatsStore } from '../../testing/memory/memory-stats-store.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { noJournal } from '../../testing/sample-run.ts';
import type { CountedEnd } from './counted-end.ts';
import { Counters } from './counters.ts';

const result = (
  status: Outcome,
  runId = 'run-1',
  coalescedCount = 1,
  scheduleId = 'schedule-1',
  attempt = 1,
): CountedEnd => ({
  runId,
  scheduleId,
  jobKey: 'job',
  scheduledAt: REFERENCE_INSTANT,
  status,
  reason: null,
  isGuess: false,
  hasStarted: status !== 'missed' && status !== 'skipped',
  hasNext: false,
  isManual: false,
  previous: null,
  runTime: REFERENCE_INSTANT + 1,
  durationMs: 2,
  attempt,
  coalescedCount,
});

describe('Counters', () => {
  let counters: Counters;
  let stats: MemoryStatsStore;
  beforeEach(() => {
    counters = new Counters({ writer: 'runner-1', clock: new FakeClock(), journal: noJournal });
    stats = createMemoryStatsStore();
  });

  it('counts what ran, failed, was missed and skipped (each occurrence of them)', async () => {
    for (const status of ['success', 'fail', 'timeout', 'interrupted', 'skipped'] as const) {
      counters.count(result(status));
    }
    counters.count(result('missed', 'run-9', 7));
    counters.count(result('skipped', 'run-10', 3));
    counters.count(result('success', 'run-11', 7));
    await counters.flush(stats);
    expect(stats.totals('schedule-1')).toEqual({ runs: 5, failures: 3, missed: 7, skipped: 4 });
  });

  it('counts each attempt that was made, and no occurrence again whose next attempt was given up', async () => {
    counters.count(result('fail', 'run-1', 5));
    counters.count(result('fail', 'run-2', 5, 'schedule-1', 2));
    counters.count(result('missed', 'run-3', 5, 'schedule-1', 3));
    counters.count(result('skipped', 'run-4', 5, 'schedule-1', 3));
    await counters.flush(stats);
    expect(stats.totals('schedule-1')).toEqual({ runs: 2, failures: 2, missed: 0, skipped: 0 });
  });

  it('remembers the last run of each schedule until the store knows it', async () => {
    counters.count(result('success', 'run-1'));
    counters.count(result('fail', 'run-2'));
    counters.count(result('success', 'run-3', 1, 'schedule-2'));
    expect(counters.freshLastRuns(10)).toMatchObject({
      'schedule-1': { runId: 'run-2', status: 'fail', scheduledAt: REFERENCE_INSTANT, durationMs: 2 },
      'schedule-2': { runId: 'run-3' },
    });
    expect(Object.keys(counters.freshLastRuns(1))).toHaveLength(1);
    await counters.flush(stats);
    expect(counters.freshLastRuns(10)).toEqual({});
    expect((await stats.lastRuns(['schedule-1'])).get('schedule-1')).toMatchObject({ runId: 'run-2' });
  });

  it('asks the store for nothing when nothing happened', async () => {
    const refusing = { ...stats, add: () => Promise.reject(new Error('asked')) };
    await expect(counters.flush(refusing)).resolves.toBeUndefined();
    expect(counters.isEmpty).toBe(true);
  });

  it('loses and doubles nothing when the store refuses, runs in the meantime included', async () => {
    counters.count(result('fail', 'run-1'));
    counters.count(result('missed', 'run-x', 3, 'schedule-2'));
    const refusing = {
      ...stats,
      add: () => {
        counters.count(result('success', 'run-2'));
        return Promise.reject(new Error('away'));
      },
    };
    await expect(counters.flush(refusing)).rejects.toThrow('away');
    expect(counters.freshLastRuns(10)).toMatchObject({ 'schedule-1': { runId: 'run-2' } });
    await counters.flush(stats);
    await counters.flush(stats);
    expect(stats.totals('schedule-1')).toEqual({ runs: 2, failures: 1, missed: 0, skipped: 0 });
    expect(stats.totals('schedule-2')).toEqual({ runs: 0, failures: 0, missed: 3, skipped: 0 });
  });

  it('counts a batch once whose write arrived and whose answer was lost', async () => {
    counters.count(result('success', 'run-1'));
    const deaf: Pick<MemoryStatsStore, 'add'> = {
      add: async (deltas, batch, figures) => {
        await stats.add(deltas, batch, figures);
        throw new Error('the answer was lost');
      },
    };
    await expect(counters.flush(deaf)).rejects.toThrow('lost');
    counters.count(result('success', 'run-2'));
    await counters.flush(stats);
    expect(stats.totals('schedule-1')).toEqual({ runs: 1, failures: 0, missed: 0, skipped: 0 });
    await counters.flush(stats);
    expect(stats.totals('schedule-1')).toEqual({ runs: 2, failures: 0, missed: 0, skipped: 0 });
    expect(counters.isEmpty).toBe(true);
  });

  it('keeps the run that started last as the last one, and when one last succeeded', async () => {
    counters.count({ ...result('success', 'run-1'), runTime: REFERENCE_INSTANT });
    counters.count({ ...result('fail', 'run-3'), runTime: REFERENCE_INSTANT + 9 });
    counters.count({ ...result('success', 'run-2'), runTime: REFERENCE_INSTANT + 5 });
    await counters.flush(stats);
    expect((await stats.lastRuns(['schedule-1'])).get('schedule-1')).toMatchObject({ runId: 'run-3' });
    expect((await stats.lastSuccesses(['schedule-1'])).get('schedule-1')).toBe(REFERENCE_INSTANT + 5);
  });

  it('writes many schedules in several batches, each once', async () => {
    const clock = { yieldTo: (fn: () => void) => fn() };
    counters = new Counters({ writer: 'runner-1', clock, journal: noJournal });
    for (let n = 0; n < 5_000; n += 1) counters.count(result('success', `run-${n}`, 1, `schedule-${n}`));
    const sent: [number, number][] = [];
    let refuses = true;
    const flaky: Pick<MemoryStatsStore, 'add'> = {
      add: async (deltas, batch, figures) => {
        if (batch.number === 2 && refuses) throw new Error('once');
        sent.push([batch.number, deltas.length]);
        await stats.add(deltas, batch, figures);
      },
    };
    await expect(counters.flush(flaky)).rejects.toThrow('once');
    refuses = false;
    await counters.flush(flaky);
    expect(sent.map(([number]) => number)).toEqual([1, 3, 2]);
    expect(sent.reduce((sum, [, schedules]) => sum + schedules, 0)).toBe(5_000);
    expect(counters.isEmpty).toBe(true);
  });

  it('puts many schedules into batches in several turns, and loses no run that is counted meanwhile', async () => {
    const turns: (() => void)[] = [];
    const cuts: number[] = [];
    const journal = { ...noJournal, batchCut: () => cuts.push(turns.length) };
    counters = new Counters({ writer: 'runner-1', clock: { yieldTo: (fn) => turns.push(fn) }, journal });
    const count = (n: number) => counters.count(result('success', `run-${n}`, 1, `schedule-${n}`));
    for (let n = 0; n < 9_000; n += 1) count(n);
    const flushed = counters.flush(stats);
    let added = 9_000;
    while (cuts.length === 0) {
      expect(turns.length).toBeGreaterThan(0); // it waits for a turn
      count(added); // a schedule that ran for the first time
      count(added - 9_000); // and one that has its batch
      added += 1;
      turns.shift()?.();
      await Promise.resolve();
    }
    expect(added).toBeGreaterThan(9_002);
    const isOver = flushed.then(() => true);
    while (!(await Promise.race([isOver, Promise.resolve(false)]))) {
      turns.shift()?.();
      await Promise.resolve();
    }
    await counters.flush(stats); // what was counted after the cut
    const runs = Array.from({ length: added }, (_, n) => stats.totals(`schedule-${n}`).runs);
    expect(runs.reduce((sum, each) => sum + each, 0)).toBe(9_000 + 2 * (added - 9_000));
    expect(Math.min(...runs)).toBe(1);
  });
});
