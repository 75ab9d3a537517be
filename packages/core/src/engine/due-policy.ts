import type { DueDecision, Schedule } from '../domain/index.ts';
import type { Executor, RunResult } from './executor.ts';
import type { Run } from './run.ts';

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

  return (schedule: Schedule, decision: Exclude<DueDecision, { kind: 'nothing' }>): void => {
    switch (decision.kind) {
      case 'missed':
        miss(schedule, decision.at, decision.count, 'grace');
        return;
      case 'run':
        if (!schedule.coalesce && executor.joinChain(schedule, decision.at)) return;
        executor.submit(runFor(schedule, decision.at, decision.count));
        return;
      case 'chain': {
        const { dropped, instants } = decision;
        if (dropped !== null) miss(schedule, dropped.at, dropped.count, 'chain-limit');
        const late = instants.filter((at) => !executor.joinChain(schedule, at));
        if (late.length > 0) executor.submitChain(schedule, late);
      }
    }
  };
}
