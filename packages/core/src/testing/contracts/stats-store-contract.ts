import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergedRunInstants, NO_RUN_INSTANTS, type RunInstants } from '../../domain/index.ts';
import type { LastRun, StatsDelta, StatsStore } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';

export interface StatsStoreSubject {
  readonly store: StatsStore;
  /** The totals of one schedule, read without the port. */
  totals(scheduleId: string): Promise<{ runs: number; failures: number; missed: number; skipped: number }>;
  close(): Promise<void>;
}

/** The contract of every `StatsStore`. */
export function statsStoreContract(name: string, create: () => Promise<StatsStoreSubject>): void {
  describe(`${name}: counters`, () => {
    let subject: StatsStoreSubject;
    let store: StatsStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    let number = 0;
    const add = (deltas: readonly StatsDelta[]) =>
      store.add(deltas, { writer: 'writer', number: (number += 1) });

    it('adds up what each batch brings', async () => {
      await add([delta('a', { runs: 2, failures: 1 }), delta('b', { skipped: 4 })]);
      await add([delta('a', { runs: 1, missed: 3 })]);
      expect(await subject.totals('a')).toEqual({ runs: 3, failures: 1, missed: 3, skipped: 0 });
      expect(await subject.totals('b')).toEqual({ runs: 0, failures: 0, missed: 0, skipped: 4 });
    });

    it('applies a batch once, whoever sends it again, and a lower number not at all', async () => {
      const batch = [delta('a', { runs: 2 })];
      await store.add(batch, { writer: 'one', number: 1 });
      await store.add(batch, { writer: 'one', number: 1 });
      await store.add(batch, { writer: 'other', number: 1 });
      await store.add(batch, { writer: 'one', number: 2 });
      await store.add(batch, { writer: 'one', number: 1 });
      expect(await subject.totals('a')).toMatchObject({ runs: 6 });
    });

    it('says after each batch that another one was applied', async () => {
      const seen = [await store.appliedBatches()];
      for (const batch of [
        { writer: 'one', number: 1 },
        { writer: 'one', number: 2 },
        { writer: 'other', number: 1 },
      ]) {
        await store.add([delta('a', { runs: 1 })], batch);
        seen.push(await store.appliedBatches());
        expect(await store.appliedBatches()).toBe(seen.at(-1));
      }
      expect(new Set(seen).size).toBe(4);
    });

    it('replaces no last run by an older one', async () => {
      const newer = { ...lastRun('run-2'), runTime: REFERENCE_INSTANT + 60_000 };
      await add([delta('a', { lastSuccessAt: newer.runTime }, newer)]);
      await add([delta('a', { runs: 1, lastSuccessAt: REFERENCE_INSTANT }, lastRun('run-1'))]);
      expect((await store.lastRuns(['a'])).get('a')).toEqual(newer);
      expect((await store.lastSuccesses(['a'])).get('a')).toBe(newer.runTime);
      expect(await subject.totals('a')).toMatchObject({ runs: 1 });
    });

    it('keeps when a schedule last succeeded', async () => {
      await add([delta('a', { lastSuccessAt: REFERENCE_INSTANT }), delta('b', {})]);
      await add([delta('a', { failures: 1, lastSuccessAt: null })]);
      expect(await store.lastSuccesses(['a', 'b', 'nobody'])).toEqual(new Map([['a', REFERENCE_INSTANT]]));
      expect(await store.lastSuccesses([])).toEqual(new Map());
    });

    it('keeps the newest of each instant, and since when runs fail without a success in between', async () => {
      const at = (seconds: number) => REFERENCE_INSTANT + seconds * 1_000;
      const failed = (first: number, last: number): Partial<RunInstants> => ({
        lastStartedAt: at(last),
        lastFailedAt: at(last),
        failingSince: at(first),
      });
      const succeeded = (seconds: number): Partial<RunInstants> => ({
        lastStartedAt: at(seconds),
        lastSuccessAt: at(seconds),
      });
      const batches: Partial<RunInstants>[] = [
        failed(1, 2),
        failed(3, 4),
        { lastMissedAt: at(5) },
        succeeded(6),
        { ...failed(8, 9), lastSuccessAt: at(7) },
        failed(10, 12),
        succeeded(11), // of a long run
        { lastMissedAt: at(4) },
      ];
      let expected: RunInstants = NO_RUN_INSTANTS;
      for (const batch of batches) {
        await add([delta('a', batch)]);
        expected = mergedRunInstants(expected, { ...NO_RUN_INSTANTS, ...batch });
        expect((await store.instantsOf(['a', 'nobody'])).get('a')).toEqual(expected);
      }
      expect(expected).toEqual({
        lastStartedAt: at(12),
        lastSuccessAt: at(11),
        lastFailedAt: at(12),
        failingSince: at(12),
        lastMissedAt: at(5),
      });
      expect(await store.instantsOf([])).toEqual(new Map());
    });

    it('keeps the last run of the last batch', async () => {
      const later: LastRun = { ...lastRun('run-2'), status: 'missed', durationMs: null };
      await add([delta('a', {}, lastRun('run-1'))]);
      await add([delta('a', {}, later), delta('b', {}, lastRun('run-3'))]);
      expect(await store.lastRuns(['a', 'b', 'nobody'])).toEqual(
        new Map([
          ['a', later],
          ['b', lastRun('run-3')],
        ]),
      );
    });

    it('tells the sums of the schedules asked for', async () => {
      await add([delta('a', { runs: 2, failures: 1 }), delta('b', { skipped: 4 })]);
      await add([delta('a', { missed: 3 })]);
      expect(await store.totalsOf(['a', 'nobody'])).toEqual(
        new Map([['a', { runs: 2, failures: 1, missed: 3, skipped: 0 }]]),
      );
      expect((await store.totalsOf(['a', 'b'])).size).toBe(2);
    });

    it('knows nothing at first, and takes an empty batch', async () => {
      await add([]);
      expect(await store.totalsOf(['a'])).toEqual(new Map());
      expect(await store.totalsOf([])).toEqual(new Map());
      expect(await store.lastRuns(['a'])).toEqual(new Map());
      expect(await store.lastRuns([])).toEqual(new Map());
    });

    it('takes ten thousand schedules at once', async () => {
      const many = Array.from({ length: 10_000 }, (_, i) => delta(`schedule-${i}`, { runs: 1 }));
      await add(many);
      expect((await store.lastRuns(many.map(({ scheduleId }) => scheduleId))).size).toBe(10_000);
    });
  });
}

function delta(scheduleId: string, counts: Partial<StatsDelta>, last = lastRun('run-1')): StatsDelta {
  return {
    scheduleId,
    runs: 0,
    failures: 0,
    missed: 0,
    skipped: 0,
    lastRun: last,
    ...NO_RUN_INSTANTS,
    ...counts,
  };
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
