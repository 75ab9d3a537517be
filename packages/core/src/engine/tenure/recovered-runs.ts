import type { StoredSchedule, LateReason } from '../../domain/index.ts';
import type { Clock } from '../../ports/index.ts';
import type { OpenRun } from '../journal/journal-book.ts';
import type { JournaledRun } from '../journal/journal-line.ts';
import type { Lateness } from '../lateness/lateness.ts';
import type { Retries } from '../runs/retries.ts';
import type { RunBook } from '../runs/run-book.ts';
import type { Run } from '../runs/run.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import { whyNotResumed } from './recovery.ts';

export interface RecoveredRunsDeps {
  readonly clock: Clock;
  readonly book: Pick<
    RunBook,
    | 'waiting'
    | 'admit'
    | 'admitChain'
    | 'joinChain'
    | 'endUnstarted'
    | 'recover'
    | 'endRecovered'
    | 'markBelated'
  >;
  readonly retries: Pick<Retries, 'plan'>;
  readonly scheduleOf: (id: string) => StoredSchedule | undefined;
  readonly dispatcher: Pick<Dispatcher, 'hasDecidedAfter'>;
  readonly lateness: Pick<Lateness, 'decided'>;
  /** Why this runner did not start what fell due before it was active. */
  readonly whyNotBefore: (dueAt: number) => LateReason;
}

/** Recovers unfinished runs from the journals of dead runners. */
export class RecoveredRuns {
  readonly #deps: RecoveredRunsDeps;

  constructor(deps: RecoveredRunsDeps) {
    this.#deps = deps;
  }

  /**
   * A run that had started is recorded as interrupted, as is a run by hand that had not. The others wait for `resume`,
   * or are given up if another runner may have decided their occurrence again.
   */
  take({ run, start }: OpenRun, isResumable: boolean): void {
    const { book } = this.#deps;
    if (start !== null || run.origin === 'manual')
      book.endRecovered(run, 'interrupted', 'runner-died', start);
    else if (isResumable) book.recover(run);
    else book.endRecovered(run, 'missed', 'ambiguous');
  }

  /** Resumes waiting runs with the current settings of their schedules, which must have been read. */
  resume(): void {
    const { book, retries } = this.#deps;
    const chains = new Map<string, Run[]>();
    const revived = [...book.waiting.recovered].flatMap((journaled) => this.#revived(journaled) ?? []);
    // First, before a start overtakes them.
    for (const run of revived) if (run.origin === 'retry') retries.plan(run);
    for (const run of revived) {
      if (run.origin === 'retry') continue;
      if (run.schedule.coalesce) book.admit(run);
      else chains.set(run.schedule.id, [...(chains.get(run.schedule.id) ?? []), run]);
    }
    for (const [scheduleId, runs] of chains) {
      this.#chain(
        scheduleId,
        runs.toSorted((a, b) => a.scheduledAt - b.scheduledAt),
      );
    }
  }

  /** Two backlogs of one schedule form one chain. */
  #chain(scheduleId: string, runs: readonly Run[]): void {
    const { book } = this.#deps;
    const pushedOut = book.joinChain(scheduleId, runs);
    if (pushedOut === null) book.admitChain(runs);
    for (const run of pushedOut ?? []) book.endUnstarted(run, 'missed', 'chain-limit');
  }

  /** Null if it will never start; that is recorded. */
  #revived(journaled: JournaledRun): Run | null {
    const { clock, book, lateness, dispatcher, whyNotBefore, scheduleOf } = this.#deps;
    const row = scheduleOf(journaled.scheduleId);
    if (row === undefined || row.isDamaged) {
      book.endRecovered(journaled, 'skipped', row === undefined ? 'cancelled' : 'damaged');
      return null;
    }
    const { schedule } = row;
    const { runId, scheduledAt, dueAt, origin, attempt, coalescedCount, previous, params } = journaled;
    const facts = { runId, schedule, scheduledAt, dueAt, origin, attempt, coalescedCount };
    const run: Run = {
      ...facts,
      ...(previous === undefined ? {} : { previous }),
      ...(params === undefined ? {} : { params }),
    };
    lateness.decided(run, whyNotBefore(dueAt));
    const isOvertaken = dispatcher.hasDecidedAfter(schedule, scheduledAt);
    const end = whyNotResumed(run, row, isOvertaken, clock.now());
    if (end !== null) {
      book.endUnstarted(run, ...end);
      return null;
    }
    if (isOvertaken) book.markBelated(run);
    return run;
  }
}
