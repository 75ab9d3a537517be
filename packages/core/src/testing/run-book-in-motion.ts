import type { Reason } from '../domain/index.ts';
import type { RegisteredJob } from '../engine/jobs/job-registry.ts';
import type { JournalKeeper } from '../engine/journal/journal-keeper.ts';
import { Executor } from '../engine/runs/executor.ts';
import { RunBook } from '../engine/runs/run-book.ts';
import type { RunResult } from '../engine/runs/run-result.ts';
import type { Run } from '../engine/runs/run.ts';
import { silentLogger, type Clock, type JobThreads } from '../ports/index.ts';
import { noJournal, noLoop } from './sample-run.ts';

/** A book of runs with the executor that starts them. */
export function runBookInMotion({
  clock,
  jobOf,
  onEnded,
  concurrency = 20,
  mayStart = () => true,
  threads = null,
  journal = noJournal,
  lateReason = () => 'grace',
}: {
  readonly clock: Clock;
  readonly jobOf: (jobKey: string) => RegisteredJob | undefined;
  readonly onEnded: (result: RunResult) => void;
  readonly concurrency?: number;
  readonly mayStart?: (run: Run) => boolean;
  readonly threads?: JobThreads | null;
  readonly journal?: Pick<JournalKeeper, 'queued' | 'started' | 'putBack' | 'ended'>;
  readonly lateReason?: (run: Run) => Reason;
}): { readonly book: RunBook; readonly executor: Executor } {
  const book = new RunBook({ clock, journal, threads, mayStart });
  book.onEnded.add(onEnded);
  const deps = { clock, logger: silentLogger, concurrency, book, jobOf, loop: noLoop, mayStart, lateReason };
  return { book, executor: new Executor(deps) };
}
