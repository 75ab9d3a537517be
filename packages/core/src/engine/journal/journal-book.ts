import type { Execution, LateReason } from '../../domain/index.ts';
import type { UnconfirmedBatch } from '../records/counters.ts';
import type { PreviousAttempt } from '../records/counted-end.ts';
import { BookedCounts, isBooked, type BookedLine } from './booked-counts.ts';
import type { EndFacts } from './count-lines.ts';
import { readJournalLine, type JournaledRun, type JournalLine, type Takeover } from './journal-line.ts';

/** A run that was queued and has not ended. */
export interface OpenRun {
  readonly run: JournaledRun;
  /** Null while it waits. */
  readonly start: RunStart | null;
}

export interface RunStart {
  readonly at: number;
  readonly by: JournalWriter;
  /** Null if it was on time, or its writer did not record it. */
  readonly lateReason: LateReason | null;
}

export interface BookedTenure {
  readonly epoch: number;
  readonly ambiguousUntil: number | null;
}

export interface JournalWriter {
  readonly hostname: string;
  readonly pid: number;
}

/**
 * The result of reading journals from their beginning: the unfinished runs and decisions at the time when their writers
 * stopped. A run may be in several, its first runner's and its adopters', which are read in any order.
 */
export class JournalBook {
  readonly #open = new Map<string, OpenRun>();
  /** Starts by other writers, where a later line has replaced them. */
  readonly #otherStarts = new Map<string, RunStart>();
  readonly #unwritten = new Map<string, Execution>();
  /** Runs that ended, and records that reached the database, according to any of the journals. */
  readonly #over = new Set<string>();
  readonly #arrived = new Set<string>();
  readonly #decidedUntil = new Map<string, number>();
  readonly #counts = new BookedCounts();
  #processedUntil = -Infinity;
  #confirmedUntil = -Infinity;
  #tenure: BookedTenure | null = null;
  #takeover: Takeover | null = null;
  #historyId: string | null = null;

  read(lines: readonly string[], by: JournalWriter): this {
    for (const text of lines) {
      const line = readJournalLine(text);
      if (line === null) continue;
      if (isBooked(line)) this.#counts.take(line);
      else this.#take(line, by);
    }
    return this;
  }

  get openRuns(): readonly OpenRun[] {
    return [...this.#open.values()];
  }

  /** Records that, according to the writer, had not reached the database. */
  get unwritten(): readonly Execution[] {
    return [...this.#unwritten.values()];
  }

  /** Up to where each schedule's occurrences were decided; for others, up to `processedUntil`. */
  get decidedUntil(): ReadonlyMap<string, number> {
    return this.#decidedUntil;
  }

  /** The batches of counters that the store may not have, of a journal by this writer. */
  uncounted(writer: string): readonly UnconfirmedBatch[] {
    return this.#counts.uncounted(writer);
  }

  get processedUntil(): number {
    return this.#processedUntil;
  }

  /** Up to here no other runner will have decided anything. */
  get confirmedUntil(): number {
    return this.#confirmedUntil;
  }

  /** The writer's last active period; null if it never had one. */
  get tenure(): BookedTenure | null {
    return this.#tenure;
  }

  /** What the writer found when it last acquired the lease. */
  get takeover(): Takeover | null {
    return this.#takeover;
  }

  /** The id of the database's history; null if no journal has it, as in an earlier release. */
  get historyId(): string | null {
    return this.#historyId;
  }

  #take(line: Exclude<JournalLine, BookedLine>, by: JournalWriter): void {
    switch (line.kind) {
      case 'queued':
        if (!this.#over.has(line.run.runId)) {
          this.#open.set(line.run.runId, {
            run: line.run,
            start: this.#open.get(line.run.runId)?.start ?? null,
          });
        }
        if (line.run.origin === 'schedule') this.#decide(line.run.scheduleId, line.run.scheduledAt);
        return;
      case 'started': {
        const { runIds, at, lateReason } = line;
        for (const runId of runIds) this.#start(runId, { at, by, lateReason });
        return;
      }
      case 'put-back':
        for (const runId of line.runIds) this.#putBack(runId, by);
        return;
      case 'ended':
        if (line.code !== null) this.#counts.recorded(line.execution, line.code);
        this.#end(line.runId);
        if (!this.#arrived.has(line.runId)) this.#unwritten.set(line.runId, line.execution);
        return;
      case 'over':
        for (const end of line.ends) this.#count(end);
        for (const runId of line.runIds) this.#end(runId);
        return;
      case 'written':
        for (const runId of line.runIds) {
          this.#arrived.add(runId);
          this.#unwritten.delete(runId);
        }
        return;
      case 'decided':
        for (const id of line.scheduleIds) this.#decide(id, line.until);
        return;
      case 'processed':
        this.#processedUntil = Math.max(this.#processedUntil, line.until);
        return;
      case 'confirmed':
        this.#confirmedUntil = Math.max(this.#confirmedUntil, line.until);
        return;
      case 'takeover':
        this.#takeover = line.takeover;
        return;
      case 'tenure':
        this.#tenure = { epoch: line.epoch, ambiguousUntil: line.ambiguousUntil };
        return;
      case 'previous':
        this.#follow(line.runId, line.previous);
        return;
      case 'history':
        if (this.#historyId !== null && this.#historyId !== line.historyId) this.#forget();
        this.#historyId = line.historyId;
    }
  }

  #start(runId: string, start: RunStart): void {
    const open = this.#open.get(runId);
    if (open === undefined) return;
    if (open.start !== null && open.start.by !== start.by) this.#otherStarts.set(runId, open.start);
    this.#open.set(runId, { run: open.run, start });
  }

  /** What another journal says of a start remains. */
  #putBack(runId: string, by: JournalWriter): void {
    const open = this.#open.get(runId);
    if (open?.start?.by !== by) return;
    this.#open.set(runId, { run: open.run, start: this.#otherStarts.get(runId) ?? null });
  }

  #count(end: EndFacts): void {
    const run = this.#open.get(end.runId)?.run;
    if (run !== undefined) this.#counts.ended(run, end);
  }

  /** A queued run is a retry after this attempt. */
  #follow(runId: string, previous: PreviousAttempt): void {
    const open = this.#open.get(runId);
    if (open !== undefined) this.#open.set(runId, { ...open, run: { ...open.run, previous } });
  }

  /** The writer changed to another database: its lines before that are about the old one. */
  #forget(): void {
    for (const known of [this.#open, this.#unwritten, this.#decidedUntil]) known.clear();
    this.#processedUntil = -Infinity;
    this.#confirmedUntil = -Infinity;
  }

  #end(runId: string): void {
    this.#open.delete(runId);
    this.#over.add(runId);
  }

  #decide(scheduleId: string, until: number): void {
    this.#decidedUntil.set(scheduleId, Math.max(this.#decidedUntil.get(scheduleId) ?? 0, until));
  }
}
