import type { ExecutionSummary } from '@zenpulse/core/domain';
import type { Backend, Clock, ExecutionFilter } from '@zenpulse/core/ports';

/** The longest time from a run's end to its record in the store. */
const LATE_MS = 20_000;
const PAGE = 500;

export interface UnseenExecutionsDeps {
  readonly backend: Pick<Backend, 'executions' | 'runners'>;
  readonly clock: Clock;
  readonly filter: ExecutionFilter;
}

interface RunningRun {
  readonly startedAt: number;
  /** When its runner's report first lacked it; null while it runs. */
  goneAt: number | null;
}

/**
 * Returns each execution once. Rows are sorted by start, so the record of a long run appears among older ones; the
 * runners' reports of running runs show how far back to look.
 */
export class UnseenExecutions {
  readonly #deps: UnseenExecutionsDeps;
  /** Start by id, of executions that were returned and may be read again. */
  readonly #seen = new Map<string, number>();
  readonly #running = new Map<string, RunningRun>();
  #lookedAt: number;

  constructor(deps: UnseenExecutionsDeps) {
    this.#deps = deps;
    this.#lookedAt = deps.clock.now();
  }

  /** Returns the newest existing executions. */
  async begin(limit: number): Promise<ExecutionSummary[]> {
    await this.take();
    const { backend, filter } = this.#deps;
    const { items } = await backend.executions.list(filter, { limit });
    for (const { id, runTime } of items) this.#seen.set(id, runTime);
    return [...items].reverse();
  }

  /** Returns new executions since the last call, oldest first. */
  async take(): Promise<ExecutionSummary[]> {
    const now = this.#deps.clock.now();
    const recent = Math.min(now, this.#lookedAt) - LATE_MS;
    await this.#readRunning(now);
    const found = await this.#read(recent, undefined);
    for (const [id, { startedAt, goneAt }] of this.#running) {
      if (goneAt === null || startedAt >= recent) continue;
      found.push(...(await this.#read(startedAt, startedAt + 1)).filter((execution) => execution.id === id));
    }
    const unseen = found.filter(({ id }) => !this.#seen.has(id));
    for (const { id, runTime } of unseen) this.#seen.set(id, runTime);
    this.#forget(recent, now);
    this.#lookedAt = now;
    return unseen.sort(byStart);
  }

  async #readRunning(now: number): Promise<void> {
    const reported = (await this.#deps.backend.runners.list()).flatMap(({ runningNow }) => runningNow);
    for (const { runId, startedAt } of reported) this.#running.set(runId, { startedAt, goneAt: null });
    const ids = new Set(reported.map(({ runId }) => runId));
    for (const [id, run] of this.#running) if (!ids.has(id)) run.goneAt ??= now;
  }

  async #read(from: number, to: number | undefined): Promise<ExecutionSummary[]> {
    const { backend, filter } = this.#deps;
    const narrowed = { ...filter, from: Math.max(from, filter.from ?? from), to: to ?? filter.to };
    const found: ExecutionSummary[] = [];
    for (let page = await backend.executions.list(narrowed, { limit: PAGE }); ;) {
      found.push(...page.items);
      if (page.next === null) return found;
      page = await backend.executions.list(narrowed, { after: page.next, limit: PAGE });
    }
  }

  /** A run that ended long ago has been recorded, or its log policy keeps no record. */
  #forget(recent: number, now: number): void {
    for (const [id, { goneAt }] of this.#running) {
      if (goneAt !== null && now - goneAt > LATE_MS) this.#running.delete(id);
    }
    for (const [id, runTime] of this.#seen) {
      if (runTime < recent && !this.#running.has(id)) this.#seen.delete(id);
    }
  }
}

function byStart(a: ExecutionSummary, b: ExecutionSummary): number {
  return a.runTime - b.runTime || (a.id < b.id ? -1 : 1);
}
