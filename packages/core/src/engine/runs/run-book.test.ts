import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { JournalBook, type OpenRun } from '../journal/journal-book.ts';
import { journalLine } from '../journal/journal-line.ts';
import type { RunBook } from './run-book.ts';
import type { Run } from './run.ts';

const SECOND = 1_000;

describe('the book of runs', () => {
  let clock: FakeClock;
  let lines: string[];
  let ended: string[];
  let book: RunBook;
  let finish: (() => void)[];
  beforeEach(() => {
    clock = new FakeClock();
    lines = [];
    ended = [];
    finish = [];
    ({ book } = runBookInMotion({
      clock,
      concurrency: 1,
      journal: {
        queued: (run) => lines.push(journalLine.queued(run)),
        started: (runs, at) => lines.push(journalLine.started(idsOf(runs), at)),
        putBack: (runs) => lines.push(journalLine.putBack(idsOf(runs))),
        ended: (runId) => lines.push(journalLine.over([runId])),
      },
      jobOf: (key) => ({
        key,
        options: {},
        definedAt: 'test',
        fn: () => new Promise<void>((resolve) => finish.push(resolve)),
      }),
      onEnded: ({ run, status, reason }) => {
        ended.push(`${run.runId} ${status}${reason === null ? '' : `/${reason}`}`);
        lines.push(journalLine.over([run.runId]));
      },
    }));
    book.onRecoveredEnded.add(({ run, status, reason }) => {
      ended.push(`${run.runId} ${status}/${reason}`);
      lines.push(journalLine.over([run.runId]));
    });
  });

  const run = (runId: string, changes: Partial<Run> = {}): Run =>
    sampleRun({ runId, schedule: sampleSchedule({ id: runId }), ...changes });
  const retry = (runId: string): Run => run(runId, { origin: 'retry', attempt: 2 });
  /** As a successor would read it. */
  const openRuns = (): readonly OpenRun[] =>
    new JournalBook().read(lines, { hostname: 'host-1', pid: 1 }).openRuns;
  const journaled = (runId: string) => {
    const line = journalLine.queued(run(runId));
    const [open] = new JournalBook().read([line], { hostname: 'host-1', pid: 1 }).openRuns;
    if (open === undefined) throw new Error('expected a run in the journal, got none');
    lines.push(line);
    return open.run;
  };
  const timer = () => clock.setTimer(SECOND, () => undefined);

  /** One run in each waiting state, beside one that runs. */
  const fill = (): void => {
    book.admit(run('running'));
    book.admit(run('queued'));
    const chain = sampleSchedule({ id: 'chain' });
    book.admitChain([run('first', { schedule: chain }), run('second', { schedule: chain })]);
    book.retryLater(retry('retry'), timer());
    book.recover(journaled('recovered'));
  };

  it('has each run in one state', () => {
    fill();
    expect(idsOf(book.waiting.queued).toSorted()).toEqual(['first', 'queued']);
    expect(idsOf(book.waiting.chained)).toEqual(['second']);
    expect(idsOf([...book.waiting.retrying])).toEqual(['retry']);
    expect([...book.waiting.recovered].map(({ runId }) => runId)).toEqual(['recovered']);
    expect(idsOf(book.started.running.map((entry) => entry.run))).toEqual(['running']);
    expect([book.waiting.queuedCount, book.waiting.retryingCount]).toEqual([3, 1]);
    expect(ended).toEqual([]);
  });

  it('gives up what matches in whatever state it waits, once, and nothing that has started', () => {
    fill();
    expect(book.giveUp(() => true, 'skipped', 'cancelled')).toBe(5);
    expect(ended.toSorted()).toEqual(
      ['first', 'queued', 'recovered', 'retry', 'second'].map((runId) => `${runId} skipped/cancelled`),
    );
    expect(book.waiting.isEmpty).toBe(true);
    expect(clock.pendingCount).toBe(0);
    expect(book.giveUp(() => true, 'skipped', 'cancelled')).toBe(0);
    expect(openRuns().map(({ run: { runId } }) => runId)).toEqual(['running']);
  });

  it('keeps what does not match, in order', async () => {
    fill();
    book.giveUp(({ run: { runId } }) => runId === 'queued' || runId === 'recovered', 'missed', 'ambiguous');
    expect(ended).toEqual(['queued missed/ambiguous', 'recovered missed/ambiguous']);
    for (const expected of ['running', 'first', 'second']) {
      expect(idsOf(book.started.running.map((entry) => entry.run))).toEqual([expected]);
      finish.shift()?.();
      await clock.advance(0);
    }
    expect(book.waiting.isEmpty).toBe(false);
    expect(idsOf([...book.waiting.retrying])).toEqual(['retry']);
  });

  it('has a recovered run no longer as recovered when it is queued, retried or ended', () => {
    for (const runId of ['a', 'b', 'c', 'd']) book.recover(journaled(runId));
    book.admit(run('a'));
    book.retryLater(retry('b'), null);
    book.endUnstarted(run('c'), 'missed', 'down');
    expect([...book.waiting.recovered].map(({ runId }) => runId)).toEqual(['d']);
  });

  it('ends the pause of a retry that is queued', () => {
    const waiting = retry('retry');
    book.retryLater(waiting, timer());
    book.admit(run('running'));
    book.admit(waiting);
    expect([book.waiting.retryingCount, clock.pendingCount]).toEqual([0, 0]);
    expect(idsOf(book.waiting.queued)).toEqual(['retry']);
  });

  it('ends the retries of earlier occurrences when a later one starts, queued or in their pause', () => {
    const schedule = sampleSchedule({ id: 'a', maxInstances: 3 });
    book.retryLater({ ...retry('pause'), schedule }, timer());
    book.retryLater(retry('other'), timer());
    book.admit(run('later', { schedule, scheduledAt: REFERENCE_INSTANT + 1 }));
    expect(ended).toEqual(['pause missed/superseded']);
    expect(idsOf([...book.waiting.retrying])).toEqual(['other']);
  });

  it('leaves in the journal exactly the runs that have not ended', async () => {
    fill();
    book.cancel('queued');
    finish.shift()?.();
    await clock.advance(0);
    const left = openRuns().map(({ run: { runId }, start }) => `${runId}${start === null ? '' : ' started'}`);
    expect(left.toSorted()).toEqual(['first started', 'recovered', 'retry', 'second']);
  });

  it('cancels no run that it does not have, and none that waits to be resumed', () => {
    book.recover(journaled('recovered'));
    expect([book.cancel('unknown'), book.cancel('recovered')]).toEqual([false, false]);
  });
});

function idsOf(runs: readonly Run[]): string[] {
  return runs.map(({ runId }) => runId);
}
