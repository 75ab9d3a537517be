import { CHAIN_LIMIT } from '../../domain/index.ts';
import type { Run } from './run.ts';

interface Chain {
  readonly waiting: Run[];
  /** The run of the chain that is queued or running. */
  currentRunId: string;
}

/** The current chains: per schedule, the runs that wait for the run before them. */
export class ChainBook {
  readonly #chains = new Map<string, Chain>();

  has(scheduleId: string): boolean {
    return this.#chains.has(scheduleId);
  }

  /** All runs that wait for the run before them. */
  get waiting(): readonly Run[] {
    return [...this.#chains.values()].flatMap(({ waiting }) => waiting);
  }

  /** Two backlogs of one schedule form one chain: the later one's runs join it. */
  open(scheduleId: string, waiting: readonly Run[], currentRunId: string): void {
    this.#chains.set(scheduleId, { waiting: [...waiting], currentRunId });
  }

  /** Adds runs to the schedule's chain; returns the oldest ones, which were removed if it became too long. */
  join(scheduleId: string, runs: readonly Run[]): readonly Run[] {
    const waiting = this.#chains.get(scheduleId)?.waiting;
    if (waiting === undefined) return runs;
    const isOlder = (runs[0]?.scheduledAt ?? Infinity) < (waiting.at(-1)?.scheduledAt ?? -Infinity);
    waiting.push(...runs);
    if (isOlder) waiting.sort((a, b) => a.scheduledAt - b.scheduledAt); // recovered runs go first
    return waiting.splice(0, Math.max(0, waiting.length - (CHAIN_LIMIT - 1)));
  }

  /** The run that follows an ended one; null if that was in no chain, or was its last. */
  next(ended: Run): Run | null {
    if (this.#chains.size === 0) return null; // nearly always
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

  /** Removes the waiting runs that match from their chains and returns them. */
  takeWaiting(isTaken: (run: Run) => boolean): Run[] {
    const taken: Run[] = [];
    for (const { waiting } of this.#chains.values()) {
      for (const run of waiting.splice(0)) (isTaken(run) ? taken : waiting).push(run);
    }
    return taken;
  }
}
