import { CHAIN_LIMIT } from '../domain/index.ts';
import type { Run } from './run.ts';

interface Chain {
  readonly waiting: Run[];
  /** The run of the chain that is queued or running now. */
  currentRunId: string;
}

/** The chains in progress: per schedule the runs that wait for the one before them. */
export class ChainBook {
  readonly #chains = new Map<string, Chain>();

  has(scheduleId: string): boolean {
    return this.#chains.has(scheduleId);
  }

  /** Two backlogs of one schedule are one chain: the later one's runs join it. */
  open(scheduleId: string, waiting: readonly Run[], currentRunId: string): void {
    this.#chains.set(scheduleId, { waiting: [...waiting], currentRunId });
  }

  /** Returns the run that had to make way when the chain was full, else null. */
  join(scheduleId: string, run: Run): Run | null {
    const waiting = this.#chains.get(scheduleId)?.waiting;
    if (waiting === undefined) return run;
    waiting.push(run);
    return waiting.length > CHAIN_LIMIT ? (waiting.shift() ?? null) : null;
  }

  /** What follows a run that has ended; null when it was in no chain or the last of it. */
  next(ended: Run): Run | null {
    const chain = this.#chains.get(ended.schedule.id);
    if (chain === undefined || chain.currentRunId !== ended.runId) return null;
    const next = chain.waiting.shift();
    if (next === undefined) {
      this.#chains.delete(ended.schedule.id);
      return null;
    }
    chain.currentRunId = next.runId;
    return next;
  }

  /** Empties the chains of the schedules that `isTaken` names. */
  takeWaiting(isTaken: (scheduleId: string) => boolean): Run[] {
    const taken: Run[] = [];
    for (const [scheduleId, { waiting }] of this.#chains) {
      if (isTaken(scheduleId)) taken.push(...waiting.splice(0));
    }
    return taken;
  }
}
