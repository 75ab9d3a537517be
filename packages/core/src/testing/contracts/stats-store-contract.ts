import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LastRun, StatsDelta, StatsStore } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';

export interface StatsStoreSubject {
  readonly store: StatsStore;
  /** The sums of one schedule, read past the port. */
  totals(scheduleId: string): Promise<{ runs: number; failures: number; missed: number; skipped: number }>;
  close(): Promise<void>;
}

/** What every store of counters keeps. */
export function statsStoreContract(name: string, create: () => Promise<StatsStoreSubject>): void {
  describe(`${name}: counters`, () => {
    let subject: StatsStoreSubject;
    let store: StatsStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    it('adds up what each batch brings', async () => {
      await store.add([delta('a', { runs: 2, failures: 1 }), delta('b', { skipped: 4 })]);
      await store.add([delta('a', { runs: 1, missed: 3 })]);
      expect(await subject.totals('a')).toEqual({ runs: 3, failures: 1, missed: 3, skipped: 0 });
      expect(await subject.totals('b')).toEqual({ runs: 0, failures: 0, missed: 0, skipped: 4 });
    });

    it('keeps the last run of the last batch', async () => {
      const later: LastRun = { ...lastRun('run-2'), status: 'missed', durationMs: null };
      await store.add([delta('a', {}, lastRun('run-1'))]);
      await store.add([delta('a', {}, later), delta('b', {}, lastRun('run-3'))]);
      expect(await store.lastRuns(['a', 'b', 'nobody'])).toEqual(
        new Map([
          ['a', later],
          ['b', lastRun('run-3')],
        ]),
      );
    });

    it('tells the sums of the schedules asked for', async () => {
      await store.add([delta('a', { runs: 2, failures: 1 }), delta('b', { skipped: 4 })]);
      await store.add([delta('a', { missed: 3 })]);
      expect(await store.totalsOf(['a', 'nobody'])).toEqual(
        new Map([['a', { runs: 2, failures: 1, missed: 3, skipped: 0 }]]),
      );
      expect((await store.totalsOf(['a', 'b'])).size).toBe(2);
    });

    it('knows nothing at first, and takes an empty batch', async () => {
      await store.add([]);
      expect(await store.totalsOf(['a'])).toEqual(new Map());
      expect(await store.totalsOf([])).toEqual(new Map());
      expect(await store.lastRuns(['a'])).toEqual(new Map());
      expect(await store.lastRuns([])).toEqual(new Map());
    });

    it('takes ten thousand schedules at once', async () => {
      const many = Array.from({ length: 10_000 }, (_, i) => delta(`schedule-${i}`, { runs: 1 }));
      await store.add(many);
      expect((await store.lastRuns(many.map(({ scheduleId }) => scheduleId))).size).toBe(10_000);
    });
  });
}

function delta(scheduleId: string, counts: Partial<StatsDelta>, last = lastRun('run-1')): StatsDelta {
  return { scheduleId, runs: 0, failures: 0, missed: 0, skipped: 0, lastRun: last, ...counts };
}

function lastRun(runId: string): LastRun {
  return {
    runId,
    status: 'success',
    scheduledAt: REFERENCE_INSTANT,
    runTime: REFERENCE_INSTANT + 3,
    durationMs: 1.25,
  };
}
