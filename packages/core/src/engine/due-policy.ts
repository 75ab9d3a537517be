import type { DueDecision, Schedule } from '../domain/index.ts';
import type { Executor, RunResult } from './executor.ts';
import type { Run } from './run.ts';

type Dropped = { readonly at: number; readonly count: number } | null;

export interface DuePolicyDeps {
  readonly executor: Pick<Executor, 'submit' | 'submitChain' | 'joinChain'>;
  readonly newRunId: () => string;
  readonly now: () => number;
  readonly onResult: (result: RunResult) => void;
}

/** Turns a decision about due occurrences into runs and records: run, coalesce, chain, miss. */
export function createDuePolicy({ executor, newRunId, now, onResult }: DuePolicyDeps) {
  const runFor = (schedule: Schedule, scheduledAt: number, coalescedCount: number): Run => ({
    runId: newRunId(),
    schedule,
    scheduledAt,
    origin: 'schedule',
    attempt: 1,
    coalescedCount,
  });

  const miss = (schedule: Schedule, at: number, count: number, reason: 'grace' | 'chain-limit') =>
    onResult({
      run: runFor(schedule, at, count),
      status: 'missed',
      reason,
      runTime: now(),
      durationMs: null,
      thrown: null,
      output: null,
    });

  /** False when the schedule has no chain. All that a chain has no room for is missed together. */
  const join = (schedule: Schedule, instants: readonly number[], dropped: Dropped): boolean => {
    const pushedOut = executor.joinChain(schedule, instants);
    if (pushedOut === null) return false;
    const count = (dropped?.count ?? 0) + pushedOut.length;
    const newest = Math.max(dropped?.at ?? 0, pushedOut.at(-1) ?? 0);
    if (count > 0) miss(schedule, newest, count, 'chain-limit');
    return true;
  };

  return (schedule: Schedule, decision: Exclude<DueDecision, { kind: 'nothing' }>): void => {
    switch (decision.kind) {
      case 'missed':
        miss(schedule, decision.at, decision.count, 'grace');
        return;
      case 'run':
        if (!schedule.coalesce && join(schedule, [decision.at], null)) return;
        executor.submit(runFor(schedule, decision.at, decision.count));
        return;
      case 'chain': {
        const { dropped, instants } = decision;
        if (join(schedule, instants, dropped)) return;
        if (dropped !== null) miss(schedule, dropped.at, dropped.count, 'chain-limit');
        executor.submitChain(schedule, instants);
      }
    }
  };
}
