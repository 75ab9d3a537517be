import { triggerOf, type LateReason, type Reason, type Schedule, type Trigger } from '../../domain/index.ts';
import type { DispatcherDecision } from '../schedules/dispatcher.ts';
import type { Lateness } from '../lateness/lateness.ts';
import type { RunBook } from './run-book.ts';
import type { Run } from './run.ts';
import type { ScheduleAccount } from './schedule-account.ts';

type Dropped = { readonly at: number; readonly count: number } | null;

/** A schedule of which something is due. */
export interface Due {
  readonly schedule: Schedule;
  readonly account: ScheduleAccount;
}

export interface DuePolicyDeps {
  readonly book: Pick<RunBook, 'admit' | 'admitChain' | 'joinChain' | 'endUnstarted'>;
  readonly lateness: Pick<Lateness, 'decided'>;
  readonly isRegistered: (jobKey: string) => boolean;
  readonly newRunId: () => string;
}

/** Turns decisions about due occurrences into runs and records: run, coalesce, chain, miss. */
export function createDuePolicy({ book, lateness, isRegistered, newRunId }: DuePolicyDeps) {
  const runFor = (
    { schedule, account }: Due,
    scheduledAt: number,
    coalescedCount: number,
    lateReason: LateReason | null,
  ): Run => {
    const run: Run = {
      runId: newRunId(),
      schedule,
      scheduledAt,
      dueAt: scheduledAt,
      origin: 'schedule',
      attempt: 1,
      coalescedCount,
      account,
    };
    if (lateReason !== null) lateness.decided(run, lateReason);
    return run;
  };

  const giveUp = (
    status: 'missed' | 'skipped',
    due: Due,
    { at, count }: NonNullable<Dropped>,
    reason: Reason,
    lateReason: LateReason | null,
  ) => book.endUnstarted(runFor(due, at, count, lateReason), status, reason);
  const miss = (due: Due, missed: NonNullable<Dropped>, reason: Reason, lateReason: LateReason | null) =>
    giveUp('missed', due, missed, reason, lateReason);

  /** False if the schedule has no chain. Consecutive occurrences without room in it are missed together. */
  const join = (due: Due, runs: readonly Run[], dropped: Dropped): boolean => {
    const { schedule } = due;
    const pushedOut = book.joinChain(schedule.id, runs);
    if (pushedOut === null) return false;
    for (const stretch of stretches(triggerOf(schedule), pushedOut, dropped)) {
      miss(due, stretch, 'chain-limit', null);
    }
    return true;
  };

  return (due: Due, decision: DispatcherDecision): void => {
    const { schedule } = due;
    const { lateReason } = decision;
    const startable = isRegistered(schedule.jobKey) ? null : allOf(decision);
    if (startable !== null) return giveUp('skipped', due, startable, 'unknown-job', null);
    switch (decision.kind) {
      case 'ambiguous':
        miss(due, decision, 'ambiguous', lateReason);
        return;
      case 'missed':
        miss(due, decision, decision.fellDueBefore ? 'down' : 'grace', lateReason);
        return;
      case 'run': {
        const run = runFor(due, decision.at, decision.count, lateReason);
        if (schedule.coalesce || !join(due, [run], null)) book.admit(run);
        return;
      }
      case 'chain': {
        const { dropped, instants } = decision;
        const runs = instants.map((at) => runFor(due, at, 1, lateReason));
        if (join(due, runs, dropped)) return;
        if (dropped !== null) miss(due, dropped, 'chain-limit', lateReason);
        book.admitChain(runs);
      }
    }
  };
}

/** What would start or wait in a chain, as its newest occurrence and its number; null if nothing would. */
function allOf(decision: DispatcherDecision): Dropped {
  if (decision.kind === 'run') return { at: decision.at, count: decision.count };
  if (decision.kind !== 'chain') return null;
  const { instants, dropped } = decision;
  return { at: instants.at(-1) ?? dropped?.at ?? 0, count: instants.length + (dropped?.count ?? 0) };
}

/**
 * Groups occurrences without a gap between them, each group as its newest and its number, since a record with a count
 * covers exactly those. Between the runs that were pushed out, there may be occurrences given up earlier.
 */
function stretches(trigger: Trigger, pushedOut: readonly Run[], dropped: Dropped): NonNullable<Dropped>[] {
  const found: { at: number; count: number }[] = [];
  const add = (at: number, count: number) => {
    const last = found.at(-1);
    const follows = last !== undefined && trigger.count(last.at, at) === count;
    if (follows) Object.assign(last, { at, count: last.count + count });
    else found.push({ at, count });
  };
  const rests = pushedOut.map(({ scheduledAt }) => ({ at: scheduledAt, count: 1 }));
  const all = dropped === null ? rests : [...rests, dropped].toSorted((a, b) => a.at - b.at);
  for (const { at, count } of all) add(at, count);
  return found;
}
