import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { noJournal, sampleRun } from '../../testing/sample-run.ts';
import type { JobContext } from '../jobs/job-registry.ts';
import { sampleSchedule } from '../../testing/samples.ts';

const SECOND = 1_000;

describe('starts that share a write to the journal', () => {
  let clock: FakeClock;
  let batches: string[][];
  let putBack: string[][];
  let ended: string[];
  let isLong: boolean;
  let count: number;
  let blockMs: number;
  let runs: ReturnType<typeof runBookInMotion>;
  beforeEach(() => {
    clock = new FakeClock();
    batches = [];
    putBack = [];
    ended = [];
    isLong = false;
    count = 0;
    blockMs = 0;
    const job = {
      key: 'job',
      options: {},
      definedAt: 'test',
      fn: ({ runId }: JobContext) =>
        isLong
          ? new Promise<void>((resolve) => void clock.setTimer(10 * SECOND, resolve))
          : clock.block(runId === 'slow' ? 20 : blockMs),
    };
    runs = runBookInMotion({
      clock,
      concurrency: 2,
      journal: {
        ...noJournal,
        started: (batch) => batches.push(batch.map(({ runId }) => runId)),
        putBack: (batch) => putBack.push(batch.map(({ runId }) => runId)),
      },
      jobOf: () => job,
      onEnded: ({ run }) => ended.push(run.runId),
    });
  });

  const admit = (...runIds: string[]) => {
    for (const runId of runIds) {
      count += 1;
      const scheduledAt = REFERENCE_INSTANT - SECOND + count; // equal instants come in any order
      runs.book.admit(sampleRun({ runId, schedule: sampleSchedule({ id: runId }), scheduledAt }));
    }
  };

  it('are as many as there are places, for a job that takes one', async () => {
    isLong = true;
    admit('a', 'b', 'c', 'd', 'e');
    await clock.advance(30 * SECOND);
    expect(batches).toEqual([['a'], ['b'], ['c'], ['d'], ['e']]);
    expect(ended).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are more for a job whose last run ended in its own turn: it takes no place', async () => {
    admit('a', 'b', 'c', 'd', 'e');
    await clock.settle();
    expect(batches).toEqual([['a'], ['b', 'c', 'd', 'e']]);
    expect(ended).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are taken back in the same turn if they do take places: after a crash, they have not begun', async () => {
    admit('first');
    isLong = true;
    admit('a', 'b', 'c', 'd', 'e');
    await clock.settle();
    expect(runs.book.started.running.map(({ run }) => run.runId)).toEqual(['a', 'b']);
    expect([runs.book.waiting.queuedCount, runs.book.started.starting]).toEqual([3, []]);
    expect(batches.slice(1)).toEqual([['a', 'b', 'c', 'd', 'e']]);
    expect(putBack).toEqual([['c', 'd', 'e']]);
    await clock.advance(30 * SECOND);
    expect(ended.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'first']);
    expect(batches.slice(2).flat()).toEqual(['c', 'd', 'e']);
    expect(putBack).toHaveLength(1);
  });

  it('are no more than will fit into a turn, and are taken back if they do not', async () => {
    blockMs = 2;
    admit('first');
    await clock.settle();
    admit('a', 'b', 'c', 'd', 'e', 'f');
    await clock.settle();
    expect(batches.slice(1)).toEqual([['a'], ['b'], ['c', 'd'], ['e', 'f']]);
    expect(putBack).toEqual([]);
    blockMs = 0;
    admit('g', 'slow', 'i');
    await clock.settle();
    expect(putBack).toEqual([['i']]);
    expect(ended).toEqual(['first', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'slow', 'i']);
  });

  it('are at most 64', async () => {
    runs = runBookInMotion({
      clock,
      concurrency: 100,
      journal: { ...noJournal, started: (batch) => batches.push(batch.map(({ runId }) => runId)) },
      jobOf: () => ({ key: 'job', options: {}, definedAt: 'test', fn: () => undefined }),
      onEnded: ({ run }) => ended.push(run.runId),
    });
    const runIds = Array.from({ length: 130 }, (_, index) => `${index}`);
    admit(...runIds);
    await clock.settle();
    expect(batches.map(({ length }) => length)).toEqual([1, 64, 64, 1]);
    expect(ended).toEqual(runIds);
  });
});
