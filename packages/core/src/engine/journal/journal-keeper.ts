import type { ErrorGroup, Execution, LateReason } from '../../domain/index.ts';
import type { Clock, Journal, Logger, StatsBatch } from '../../ports/index.ts';
import type { CountedEnd } from '../records/counted-end.ts';
import type { UnconfirmedBatch } from '../records/counters.ts';
import { batchLines, countLine } from './count-lines.ts';
import { journalLine, type JournaledRun, type Takeover } from './journal-line.ts';
import { parkedExecutions, type ParkedExecutions } from './parked-executions.ts';
import { PendingLines } from './pending-lines.ts';
import { SlicedRewrites, type JournalContents } from './sliced-rewrites.ts';
import type { Run } from '../runs/run.ts';

export interface JournalKeeperDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called when `isDegraded` changes. */
  readonly onChange: () => void;
  /** Why a run that starts at `at` is late; null if it is not. */
  readonly lateReasonAt: (run: Run, at: number) => LateReason | null;
}

/**
 * Writes this runner's journal. Lines are flushed at the end of the turn; starts are flushed immediately: when
 * `started` returns, everything up to it survives this process.
 *
 *   sound ── a write fails ──▶ degraded ── rewritten ──▶ sound
 *
 * A long journal is rewritten in slices between which it is written as before; a degraded one, and one that is left to
 * an adopter, at once.
 */
export class JournalKeeper {
  readonly #deps: JournalKeeperDeps;
  #journal: Journal | null = null;
  #contents: JournalContents = {
    liveLines: () => [],
    isBehind: () => false,
    uncut: () => 0,
    cutSoon: () => undefined,
  };
  /** Since the last flush. */
  readonly #pending = new PendingLines();
  #isFlushPlanned = false;
  #isDegraded = false;
  readonly #rewrites: SlicedRewrites;

  constructor(deps: JournalKeeperDeps) {
    this.#deps = deps;
    this.#rewrites = new SlicedRewrites(deps.clock);
  }

  /** True if the journal cannot be written: this runner's runs could not be recovered after its death. */
  get isDegraded(): boolean {
    return this.#isDegraded;
  }

  /** Starts writing to this journal, beginning with the lines collected so far. */
  open(journal: Journal, contents: JournalContents): void {
    this.#journal = journal;
    this.#contents = contents;
    this.flush();
  }

  queued(run: Run): void {
    this.#pending.queued(journalLine.queued(run), run);
    this.#planFlush();
  }

  /** Records a run taken over from another journal. */
  requeued(run: JournaledRun): void {
    this.#pending.queued(journalLine.requeued(run), run);
    this.#planFlush();
  }

  started(runs: readonly Run[], at: number): void {
    const onTime: string[] = [];
    for (const run of runs) {
      const lateReason = this.#deps.lateReasonAt(run, at);
      if (lateReason === null) onTime.push(run.runId);
      else this.#pending.add(journalLine.started([run.runId], at, lateReason));
    }
    if (onTime.length > 0) this.#pending.add(journalLine.started(onTime, at));
    this.flush();
  }

  /** These starts did not take place: the runs wait again. Flushed at once. */
  putBack(runs: readonly Run[]): void {
    this.#pending.add(journalLine.putBack(runs.map(({ runId }) => runId)));
    this.flush();
  }

  /** See `PendingLines`. */
  ended(runId: string, execution: Execution | null, end: CountedEnd | null = null): void {
    this.#pending.ended(runId, execution, end);
    this.#planFlush();
  }

  /** An attempt without a record failed. */
  failed(seen: ErrorGroup): void {
    this.#add(countLine.error(seen));
  }

  /** Flushed at once: what ends from here on is in a later batch. `parts`: of so many, this is the first. */
  batchCut(batch: StatsBatch, parts: number): void {
    this.flush(); // ended runs come after other lines
    this.#pending.add(countLine.cut(batch, parts));
    this.flush();
  }

  batchApplied(batch: StatsBatch): void {
    this.#add(countLine.applied(batch));
  }

  /** Records a batch taken over from another journal. */
  batchRecovered(recovered: UnconfirmedBatch): void {
    for (const line of batchLines(recovered)) this.#add(line);
  }

  decided(scheduleId: string, until: number): void {
    this.#add(journalLine.decided([scheduleId], until));
  }

  written(runIds: readonly string[]): void {
    this.#add(journalLine.written(runIds));
  }

  processed(until: number): void {
    this.#add(journalLine.processed(until));
  }

  confirmed(until: number): void {
    this.#add(journalLine.confirmed(until));
  }

  /** Flushed at once: a reader that finds only this line knows that nothing was started. */
  takeover(found: Takeover): void {
    this.#pending.add(journalLine.takeover(found));
    this.flush();
  }

  /** Flushed at once: the following lines are about the database with this history id. */
  history(historyId: string): void {
    this.#pending.add(journalLine.history(historyId));
    this.flush();
  }

  /** Flushed at once: nothing may start before. */
  tenure(epoch: number, ambiguousUntil: number | null): void {
    this.#pending.add(journalLine.tenure(epoch, ambiguousUntil));
    this.flush();
  }

  flush(): void {
    const journal = this.#journal;
    if (journal === null || this.#pending.isEmpty) return;
    const lines = this.#pending.take();
    if (this.#isDegraded) return; // the next rewrite includes everything
    if (!journal.append(lines)) this.#degrade();
    else this.#rewrites.consider(journal, this.#contents);
  }

  /** Resolves to true if everything so far survives a crash of the machine. Tries to end a degraded state. */
  async sync(): Promise<boolean> {
    this.flush();
    const journal = this.#journal;
    if (journal === null || (this.#isDegraded && !this.#rewrite(journal))) return false;
    return journal.sync(); // the next append reports the failure
  }

  /** Parks records on the disk; false if that failed. */
  park(executions: readonly Execution[]): boolean {
    return this.#journal?.park(executions.map((one) => journalLine.ended(one.id, one))) ?? false;
  }

  /** Null if there is none. */
  async oldestParked(): Promise<ParkedExecutions | null> {
    const batch = (await this.#journal?.oldestParked()) ?? null;
    return batch === null ? null : parkedExecutions(batch);
  }

  /** Reads the disk. */
  async hasParked(): Promise<boolean> {
    return (await this.#journal?.oldestParked().catch(() => null)) != null;
  }

  get parkedCount(): number {
    return this.#journal?.parkedCount ?? 0;
  }

  /** Closes the journal; with `isKept` its unfinished content is kept for the next runner, after a rewrite. */
  async close(isKept: boolean): Promise<void> {
    this.flush();
    if (isKept && this.#journal !== null) this.#rewrite(this.#journal);
    await this.#journal?.close(isKept);
  }

  #add(line: string): void {
    this.#pending.add(line);
    this.#planFlush();
  }

  #planFlush(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    this.#deps.clock.yieldTo(() => {
      this.#isFlushPlanned = false;
      this.flush();
    });
  }

  #rewrite(journal: Journal): boolean {
    const { logger, onChange } = this.#deps;
    this.#rewrites.abandon();
    this.#pending.take(); // the rewrite includes everything
    const lines = [...this.#contents.liveLines()];
    if (!journal.rewrite(lines)) {
      this.#degrade();
      return false;
    }
    this.#rewrites.rewritten(lines.reduce((sum, line) => sum + line.length, 0));
    if (this.#isDegraded) logger.info({}, 'The journal is written again');
    this.#isDegraded = false;
    onChange();
    return true;
  }

  #degrade(): void {
    if (this.#isDegraded) return;
    this.#rewrites.abandon();
    this.#isDegraded = true;
    const { logger, onChange } = this.#deps;
    logger.error({}, 'The journal cannot be written: runs started now could not be recovered after a crash');
    onChange();
  }
}
