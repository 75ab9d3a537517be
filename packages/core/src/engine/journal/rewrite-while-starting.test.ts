import { expect, it } from 'vitest';
import { silentLogger, type Journal } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { quietSources } from '../../testing/quiet-sources.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { JournalBook } from './journal-book.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { liveLines } from './live-lines.ts';
import type { Run } from '../runs/run.ts';

/** A journal that is always too long: each write causes a rewrite. */
function endlessJournal() {
  let lines: readonly string[] = [];
  const journal: Journal = {
    append: (more) => {
      lines = [...lines, ...more];
      return true;
    },
    rewrite: (all) => {
      lines = all;
      return true;
    },
    beginRewrite: () => {
      const [added, before]: [string[], number] = [[], lines.length];
      return {
        add: (more) => added.push(...more) > 0,
        finish: () => {
          lines = [...added, ...lines.slice(before)];
          return 'done';
        },
        abandon: () => undefined,
      };
    },
    size: Infinity,
    sync: () => Promise.resolve(true),
    park: () => true,
    oldestParked: () => Promise.resolve(null),
    parkedCount: 0,
    close: () => Promise.resolve(),
  };
  return { journal, lines: () => lines };
}

it('a journal that is written anew by a start goes on saying what starts', async () => {
  const clock = new FakeClock();
  const { journal: file, lines } = endlessJournal();
  const journal: JournalKeeper = new JournalKeeper({
    clock,
    logger: silentLogger,
    onChange: () => undefined,
    lateReasonAt: () => null,
  });
  /** What an adopter would read if the process died now: each unfinished run, and whether it has started. */
  const readNow = () =>
    new JournalBook()
      .read(lines(), { hostname: 'host-1', pid: 1 })
      .openRuns.map(({ run, start }) => `${run.runId} ${start === null ? 'waits' : 'started'}`)
      .toSorted();
  const seen: string[][] = [];
  const { book } = runBookInMotion({
    clock,
    journal,
    onEnded: ({ run }) => journal.ended(run.runId, null),
    jobOf: (key) => ({
      key,
      options: {},
      definedAt: 'test',
      fn: ({ jobKey }) => {
        seen.push(readNow());
        return jobKey === 'long' ? new Promise(() => undefined) : undefined;
      },
    }),
  });
  const run = (runId: string, jobKey: string): Run =>
    sampleRun({ runId, schedule: sampleSchedule({ id: runId, jobKey }) });
  journal.open(file, {
    liveLines: () => liveLines({ ...quietSources, book }),
    isBehind: () => false,
    uncut: () => 0,
    cutSoon: () => undefined,
  });
  book.admitChain([run('a', 'long')]);
  book.admit(run('b', 'short'));
  book.admit(run('c', 'long'));
  await clock.advance(1);
  expect(seen).toEqual([['a started'], ['a started', 'b started'], ['a started', 'c started']]);
  expect(readNow()).toEqual(['a started', 'c started']);
});
