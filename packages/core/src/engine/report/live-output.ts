import {
  errorFields,
  OUTPUT_WATCH_MS,
  type Clock,
  type Logger,
  type OutputStore,
  type RunOutput,
  type Timer,
  type WatchSignal,
} from '../../ports/index.ts';
import { MAX_TAIL } from '../jobs/output-tail.ts';
import type { RunningEntry } from '../runs/started-runs.ts';

/** At most one statement in this time, whatever it is. */
const EVERY_MS = 1_000;
/** How much text one statement may carry; further runs wait for the next one. */
const MOST_AT_ONCE = 4 * MAX_TAIL;
/** Where hints do not reach every host: of so many statements for watched runs, one looks for new watches. */
const LOOKS_EVERY = 5;
/** After this time the watch of a run that has ended is no longer renewed. */
const PRUNE_AFTER_MS = OUTPUT_WATCH_MS + EVERY_MS;

export interface LiveOutputDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly output: OutputStore;
  readonly watches: Pick<WatchSignal, 'reachesAllHosts'>;
  readonly running: () => readonly RunningEntry[];
}

/** A watched run of this runner, until its end is written. */
interface Watched {
  readonly output: RunningEntry['output'];
  isEnded: boolean;
  /** What was written last. */
  written: string;
  /** On the monotonic clock. */
  writtenAt: number;
}

/**
 * Writes the output of running jobs while it is watched. Without a watch there is no statement and no timer. A statement
 * is a look for watches, a write for all watched runs that have new lines, or the deletion of rows whose watch is over.
 *
 *   idle ── hint, with a run ──▶ looking ── watched here ──▶ writing, once a second ── watches passed ──▶ pruning ─▶ idle
 */
export class LiveOutput {
  readonly #deps: LiveOutputDeps;
  /** Until when a run is watched, on the monotonic clock. */
  #watches = new Map<string, number>();
  readonly #watched = new Map<string, Watched>();
  #mustLook = false;
  #hasLooked = false;
  #sinceLook = 0;
  #pruneAt: number | null = null;
  #leftAt = Number.NEGATIVE_INFINITY;
  #lastAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | null = null;
  /** When the timer fires, on the monotonic clock. */
  #dueAt = 0;
  #isBusy = false;
  #isStopped = false;

  constructor(deps: LiveOutputDeps) {
    this.#deps = deps;
  }

  /** A hint: a watch was made or renewed. */
  hint(): void {
    this.#mustLook = true;
    this.#plan();
  }

  /** Other jobs are running than before. */
  consider(): void {
    this.#plan();
  }

  /** Idempotent. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #plan(): void {
    if (this.#isStopped || this.#isBusy || this.#isIdle) return;
    const now = this.#deps.clock.monotonic();
    const waitMs = this.#waitMs(now);
    if (waitMs === null || (this.#timer !== null && this.#dueAt <= now + waitMs)) return;
    this.#timer?.cancel();
    this.#dueAt = now + waitMs;
    this.#timer = this.#deps.clock.setTimer(waitMs, () => {
      this.#timer = null;
      void this.#step();
    });
  }

  get #isIdle(): boolean {
    const isUnwatched = this.#watched.size === 0 && this.#watches.size === 0 && !this.#mustLook;
    return isUnwatched && this.#pruneAt === null && this.#deps.watches.reachesAllHosts;
  }

  /** How long until there may be something to do; null if a hint or a run has to come first. */
  #waitMs(now: number): number | null {
    const { running, watches } = this.#deps;
    const soon = Math.max(0, this.#lastAt + EVERY_MS - now);
    if (this.#watched.size > 0) return soon;
    const runs = running();
    if (runs.length > 0 && this.#mustLook) return soon;
    if (this.#watches.size > 0 && runs.some(({ run }) => this.#watches.has(run.runId))) return soon;
    if (runs.length > 0 && !watches.reachesAllHosts) return Math.max(soon, EVERY_MS);
    return this.#pruneAt === null ? null : Math.max(soon, this.#pruneAt - now);
  }

  async #step(): Promise<void> {
    const { clock, logger } = this.#deps;
    this.#isBusy = true;
    this.#takeStock();
    this.#lastAt = clock.monotonic();
    try {
      await this.#next();
    } catch (error) {
      logger.debug(errorFields(error), 'The output of watched runs cannot be written; trying again');
    }
    this.#isBusy = false;
    this.#plan();
  }

  /** One statement; null if there was nothing to do. A look and a write take turns if both are due. */
  #next(): Promise<void> | null {
    const changed = this.#changed();
    const mayLook = changed.length === 0 || !this.#hasLooked;
    if (mayLook && this.#isLookDue()) return this.#look();
    if (changed.length > 0) return this.#write(changed);
    const isPruneDue = this.#pruneAt !== null && this.#deps.clock.monotonic() >= this.#pruneAt;
    return isPruneDue ? this.#prune() : null;
  }

  /** Which watched runs are here, and which of them have ended. */
  #takeStock(): void {
    const running = new Map(this.#deps.running().map(({ run, output }) => [run.runId, output]));
    for (const [runId, watched] of this.#watched) watched.isEnded = !running.has(runId);
    for (const runId of this.#watches.keys()) {
      const output = running.get(runId);
      if (output === undefined || this.#watched.has(runId)) continue;
      this.#watched.set(runId, { output, isEnded: false, written: '', writtenAt: 0 });
    }
  }

  #isLookDue(): boolean {
    const now = this.#deps.clock.monotonic();
    if (this.#mustLook && this.#deps.running().length > 0) return true;
    for (const runId of this.#watched.keys()) if ((this.#watches.get(runId) ?? 0) <= now) return true;
    if (this.#deps.watches.reachesAllHosts) return false;
    return this.#watched.size === 0 || this.#sinceLook >= LOOKS_EVERY;
  }

  async #look(): Promise<void> {
    const { clock, output } = this.#deps;
    this.#mustLook = false;
    this.#hasLooked = true;
    this.#sinceLook = 0;
    try {
      const watches = await output.watched();
      const now = clock.monotonic();
      this.#watches = new Map(watches.map(({ runId, leftMs }) => [runId, now + leftMs]));
    } catch (error) {
      this.#mustLook = true;
      throw error;
    }
    for (const runId of this.#watched.keys()) if (!this.#watches.has(runId)) this.#leave(runId);
    this.#takeStock();
  }

  /** Those with news, the one that has waited longest first. */
  #changed(): string[] {
    const changed = [...this.#watched].filter(([, watched]) => newsOf(watched) !== watched.written);
    return changed.toSorted(([, a], [, b]) => a.writtenAt - b.writtenAt).map(([runId]) => runId);
  }

  async #write(changed: readonly string[]): Promise<void> {
    const { clock, output } = this.#deps;
    this.#hasLooked = false;
    this.#sinceLook += 1;
    const sent: { readonly runId: string; readonly news: string; readonly output: RunOutput }[] = [];
    let size = 0;
    for (const runId of changed) {
      const watched = this.#watched.get(runId);
      if (watched === undefined || size >= MOST_AT_ONCE) break;
      const news = newsOf(watched);
      const { tail, progress } = watched.output;
      const lines = (await tail?.safeLines(clock)) ?? [];
      sent.push({ runId, news, output: { runId, lines, progress, isEnded: watched.isEnded } });
      size += lines.reduce((sum, { text }) => sum + text.length, 0);
    }
    await output.write(sent.map((one) => one.output));
    for (const { runId, news } of sent) this.#written(runId, news);
  }

  #written(runId: string, news: string): void {
    const watched = this.#watched.get(runId);
    if (watched === undefined) return;
    watched.written = news;
    watched.writtenAt = this.#deps.clock.monotonic();
    if (watched.isEnded && newsOf(watched) === news) this.#leave(runId);
  }

  /** What was written stays until its watch has passed. */
  #leave(runId: string): void {
    this.#watched.delete(runId);
    this.#watches.delete(runId);
    this.#leftAt = this.#deps.clock.monotonic();
    this.#pruneAt ??= this.#leftAt + PRUNE_AFTER_MS;
  }

  async #prune(): Promise<void> {
    const { clock, output } = this.#deps;
    const ofOthers = this.#leftAt + PRUNE_AFTER_MS;
    this.#pruneAt = ofOthers > clock.monotonic() ? ofOthers : null;
    await output.prune();
  }
}

/** Differs after news. */
function newsOf({ output: { tail, progress }, isEnded }: Watched): string {
  return `${tail?.lastSeq ?? 0} ${progress?.done ?? ''} ${progress?.total ?? ''} ${isEnded}`;
}
