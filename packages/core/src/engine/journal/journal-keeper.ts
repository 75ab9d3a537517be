import type { Execution, LateReason } from '../../domain/index.ts';
import type { Clock, Journal, Logger } from '../../ports/index.ts';
import { journalLine, readJournalLine, type JournaledRun, type Takeover } from './journal-line.ts';
import type { Run } from '../runs/run.ts';

/** A journal is written anew when more than this was added, and more than was left of it the last time. */
const REWRITE_BYTES = 16_777_216;
/**
 * While something that is due waits, only at so many times that: what is still going on is most then, and what waits would
 * wait for the writing too.
 */
const MOST_TIMES = 4;

/** Records that lie aside on the disk, because too many wait for the database. */
export interface ParkedExecutions {
  readonly executions: readonly Execution[];
  discard(): Promise<void>;
}

export interface JournalKeeperDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Everything that is still going on, as lines: what the journal is written anew with. */
  readonly liveLines: () => readonly string[];
  /** The state of `isDegraded` changed. */
  readonly onChange: () => void;
  /** Whether something is due that has not started. */
  readonly isBehind: () => boolean;
  /** Why a run that starts at `at` is late; null when it is not. */
  readonly lateReasonAt: (run: Run, at: number) => LateReason | null;
}

/**
 * Writes this runner's journal. Lines wait for the end of the turn, and starts for nothing: when `started` returns,
 * everything up to it survives this process.
 *
 *   sound ── a write fails ──▶ degraded ── written anew ──▶ sound
 */
export class JournalKeeper {
  readonly #deps: JournalKeeperDeps;
  #journal: Journal | null = null;
  #lines: string[] = [];
  /** Runs that are over without a record, since the last flush. */
  #over: string[] = [];
  #isFlushPlanned = false;
  #isDegraded = false;
  #rewriteAt = REWRITE_BYTES;

  constructor(deps: JournalKeeperDeps) {
    this.#deps = deps;
  }

  /** The journal cannot be written: what this runner does now would be unknown after its death. */
  get isDegraded(): boolean {
    return this.#isDegraded;
  }

  /** From here on lines are written; what was said before goes first. */
  open(journal: Journal): void {
    this.#journal = journal;
    this.flush();
  }

  queued(run: Run): void {
    this.#add(journalLine.queued(run));
  }

  /** Takes over a run from another's journal. */
  requeued(run: JournaledRun): void {
    this.#add(journalLine.requeued(run));
  }

  started(runs: readonly Run[], at: number): void {
    const onTime: string[] = [];
    for (const run of runs) {
      const lateReason = this.#deps.lateReasonAt(run, at);
      if (lateReason === null) onTime.push(run.runId);
      else this.#lines.push(journalLine.started([run.runId], at, lateReason));
    }
    if (onTime.length > 0) this.#lines.push(journalLine.started(onTime, at));
    this.flush();
  }

  /** `execution`: the record that is to reach the database, if there is to be one. */
  ended(runId: string, execution: Execution | null): void {
    if (execution === null) {
      this.#over.push(runId);
      this.#planFlush();
    } else this.#add(journalLine.ended(runId, execution));
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

  /** Written at once: whoever finds it alone knows that nothing was started. */
  takeover(found: Takeover): void {
    this.#lines.push(journalLine.takeover(found));
    this.flush();
  }

  /** Written at once: what follows is of the database with this id. */
  history(historyId: string): void {
    this.#lines.push(journalLine.history(historyId));
    this.flush();
  }

  /** Written at once: nothing may start before. */
  tenure(epoch: number, ambiguousUntil: number | null): void {
    this.#lines.push(journalLine.tenure(epoch, ambiguousUntil));
    this.flush();
  }

  flush(): void {
    const journal = this.#journal;
    if (journal === null || (this.#lines.length === 0 && this.#over.length === 0)) return;
    const lines = this.#takeLines();
    if (this.#isDegraded) return; // the next rewrite says it all
    if (!journal.append(lines)) this.#degrade();
    else if (journal.size > this.#rewriteAt && this.#mayRewrite(journal)) this.#rewrite(journal);
  }

  /** Resolves to whether everything so far survives the death of the machine. Tries to end a degraded state. */
  async sync(): Promise<boolean> {
    this.flush();
    const journal = this.#journal;
    if (journal === null || (this.#isDegraded && !this.#rewrite(journal))) return false;
    return journal.sync(); // what it has lost, the next append will tell
  }

  /** Puts records aside; false when they cannot be written. */
  park(executions: readonly Execution[]): boolean {
    return this.#journal?.park(executions.map((one) => journalLine.ended(one.id, one))) ?? false;
  }

  /** Null for none. */
  async oldestParked(): Promise<ParkedExecutions | null> {
    const batch = (await this.#journal?.oldestParked()) ?? null;
    if (batch === null) return null;
    const executions = batch.lines.flatMap((text) => {
      const line = readJournalLine(text);
      return line?.kind === 'ended' && line.execution !== null ? [line.execution] : [];
    });
    return { executions, discard: () => batch.discard() };
  }

  /** Looks at the disk. */
  async hasParked(): Promise<boolean> {
    return (await this.#journal?.oldestParked().catch(() => null)) != null;
  }

  get parkedCount(): number {
    return this.#journal?.parkedCount ?? 0;
  }

  /** Ends the journal; `isKept` when something is left for whoever comes after, and then it is as short as can be. */
  async close(isKept: boolean): Promise<void> {
    this.flush();
    if (isKept && this.#journal !== null) this.#rewrite(this.#journal);
    await this.#journal?.close(isKept);
  }

  #add(line: string): void {
    this.#lines.push(line);
    this.#planFlush();
  }

  /** That runs are over comes last: all lines that it follows from stand before it, whichever they are. */
  #takeLines(): string[] {
    const lines = this.#lines;
    if (this.#over.length > 0) lines.push(journalLine.over(this.#over));
    this.#lines = [];
    this.#over = [];
    return lines;
  }

  #planFlush(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    this.#deps.clock.yieldTo(() => {
      this.#isFlushPlanned = false;
      this.flush();
    });
  }

  #mayRewrite({ size }: Journal): boolean {
    return size > this.#rewriteAt * MOST_TIMES || !this.#deps.isBehind();
  }

  #rewrite(journal: Journal): boolean {
    const { liveLines, logger, onChange } = this.#deps;
    this.#takeLines(); // what is live says it all
    const lines = liveLines();
    if (!journal.rewrite(lines)) {
      this.#degrade();
      return false;
    }
    this.#rewriteAt = Math.max(
      REWRITE_BYTES,
      lines.reduce((sum, line) => sum + line.length, 0),
    );
    if (this.#isDegraded) logger.info({}, 'The journal is written again');
    this.#isDegraded = false;
    onChange();
    return true;
  }

  #degrade(): void {
    if (this.#isDegraded) return;
    this.#isDegraded = true;
    const { logger, onChange } = this.#deps;
    logger.error({}, 'The journal cannot be written: after a crash, runs of now would be unknown');
    onChange();
  }
}
